"""Tasks, their stages, artifacts and progress, and the workers that run them."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

UPGRADE = """
CREATE TABLE tasks (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers (id),
    product text NOT NULL,
    path text NOT NULL,
    state smallint NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2, 3, 4, 5, -1, -2, -3, -4, -5, -7, -8, -11)),
    stage text,
    progress real NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    parameters jsonb NOT NULL,
    source jsonb,
    source_ms bigint CHECK (source_ms >= 0),
    price_version int NOT NULL,
    workflow_id text NOT NULL,
    warnings jsonb NOT NULL DEFAULT '[]',
    error jsonb,
    data json,
    retry_of uuid,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    admitted_at timestamptz,
    processed_at timestamptz,
    completed_at timestamptz,
    media_deleted_at timestamptz,
    CHECK ((state IN (0, 2, 3, 4, 5)) = (completed_at IS NULL)),
    CHECK ((state < 0) = (error IS NOT NULL))
);
CREATE INDEX tasks_waiting ON tasks (customer_id, id) WHERE state = 0;
CREATE INDEX tasks_running ON tasks (customer_id) WHERE state IN (2, 3, 4, 5);
CREATE INDEX tasks_in_lanes ON tasks (id) WHERE state = 3;
CREATE INDEX tasks_of_customer ON tasks (customer_id, id DESC);
CREATE INDEX tasks_of_source ON tasks ((source ->> 'key')) WHERE source ? 'key';
CREATE INDEX tasks_by_workflow ON tasks (workflow_id);
CREATE INDEX tasks_kept ON tasks (completed_at) WHERE completed_at IS NOT NULL AND media_deleted_at IS NULL;

CREATE TABLE artifacts (
    task_id uuid NOT NULL REFERENCES tasks (id),
    name text NOT NULL,
    object_key text NOT NULL,
    file_name text NOT NULL,
    size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
    PRIMARY KEY (task_id, name)
);

CREATE TABLE stages (
    customer_id uuid NOT NULL REFERENCES customers (id),
    key text NOT NULL,
    name text NOT NULL,
    value json NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    used_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (customer_id, key)
);
CREATE INDEX stages_used ON stages (used_at);
CREATE TABLE stage_uses (
    customer_id uuid NOT NULL,
    key text NOT NULL,
    task_id uuid NOT NULL REFERENCES tasks (id),
    PRIMARY KEY (task_id, customer_id, key),
    FOREIGN KEY (customer_id, key) REFERENCES stages ON DELETE CASCADE
);
CREATE INDEX stage_uses_by_stage ON stage_uses (customer_id, key);

CREATE TABLE batch_progress (
    task_id uuid NOT NULL REFERENCES tasks (id),
    part text NOT NULL,
    low real NOT NULL,
    span real NOT NULL,
    fraction real NOT NULL,
    PRIMARY KEY (task_id, part)
);

CREATE SEQUENCE worker_lock_ids AS int CYCLE;
CREATE TABLE workers (
    executor_id text PRIMARY KEY,
    lock_id int NOT NULL UNIQUE,
    host text NOT NULL,
    pid int NOT NULL,
    scratch text NOT NULL,
    version text NOT NULL,
    lanes text[] NOT NULL,
    engines jsonb NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    beat_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
"""

DOWNGRADE = """
DROP TABLE workers;
DROP SEQUENCE worker_lock_ids;
DROP TABLE batch_progress;
DROP TABLE stage_uses;
DROP TABLE stages;
DROP TABLE artifacts;
DROP TABLE tasks;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
