"""Resumable uploads: how far each has come, and the pieces it lies in until it is whole."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE uploads (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL REFERENCES customers,
        name text NOT NULL,
        content_type text,
        size_bytes bigint NOT NULL CHECK (size_bytes > 0),
        received_bytes bigint NOT NULL DEFAULT 0 CHECK (received_bytes BETWEEN 0 AND size_bytes),
        sha256 text,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        CHECK (sha256 IS NULL OR received_bytes = size_bytes)
    )
    """,
    "CREATE INDEX uploads_unfinished ON uploads (customer_id) WHERE sha256 IS NULL",
    "CREATE INDEX uploads_by_expiry ON uploads (expires_at)",
    """
    CREATE TABLE upload_pieces (
        upload_id uuid NOT NULL REFERENCES uploads ON DELETE CASCADE,
        start_byte bigint NOT NULL,
        key text NOT NULL,
        PRIMARY KEY (upload_id, start_byte)
    )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE upload_pieces")
    op.execute("DROP TABLE uploads")
