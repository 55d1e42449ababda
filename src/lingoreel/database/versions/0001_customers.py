"""Customers, their keys, their request rate, and the answers an Idempotency-Key replays."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE customers (
        id uuid PRIMARY KEY,
        name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
        limits jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(limits) = 'object'),
        created_at timestamptz NOT NULL DEFAULT now(),
        disabled_at timestamptz
    )
    """,
    "CREATE INDEX customers_by_name ON customers (name)",
    """
    CREATE TABLE api_keys (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL REFERENCES customers,
        prefix text NOT NULL,
        last4 text NOT NULL,
        hash bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
        rights text[] NOT NULL CHECK (rights <@ ARRAY['use', 'admin'] AND cardinality(rights) > 0),
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz
    )
    """,
    "CREATE INDEX api_keys_by_customer ON api_keys (customer_id)",
    # A crash may empty it: a customer then starts with a full burst. The fill factor keeps updates on their page.
    """
    CREATE UNLOGGED TABLE request_rates (
        customer_id uuid PRIMARY KEY,
        tat_ns bigint NOT NULL,
        step_ns bigint NOT NULL,
        tolerance_ns bigint NOT NULL,
        taken boolean NOT NULL
    ) WITH (fillfactor = 50)
    """,
    """
    CREATE TABLE idempotency_keys (
        customer_id uuid NOT NULL REFERENCES customers,
        key text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 255),
        request_hash bytea NOT NULL,
        answer jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (customer_id, key)
    )
    """,
    "CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for table in ("idempotency_keys", "request_rates", "api_keys", "customers"):
        op.execute(f"DROP TABLE {table}")
