"""What of a stage's value is found by itself: an utterance among those that were spoken together."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE stage_items (
            customer_id uuid NOT NULL,
            key text NOT NULL,
            stage_key text NOT NULL,
            place int NOT NULL CHECK (place >= 0),
            PRIMARY KEY (customer_id, key, stage_key),
            FOREIGN KEY (customer_id, stage_key) REFERENCES stages ON DELETE CASCADE
        );
        CREATE INDEX stage_items_of_stage ON stage_items (customer_id, stage_key)
    """)


def downgrade() -> None:
    op.execute("DROP TABLE stage_items")
