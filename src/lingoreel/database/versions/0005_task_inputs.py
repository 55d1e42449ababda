"""What a create call brought besides its parameters, too large to be read with every query of the task."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE tasks ADD COLUMN inputs json")


def downgrade() -> None:
    op.execute("ALTER TABLE tasks DROP COLUMN inputs")
