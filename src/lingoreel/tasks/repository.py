"""The SQL of tasks. One dictionary per row; times as Unix seconds."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from lingoreel.tasks.states import OPEN, RUNNING, State

_RUNNING = "(2, 3, 4, 5)"
_COLUMNS = """
    id, customer_id, product, path, state, stage, progress, parameters, source, source_ms, price_version, workflow_id,
    warnings, error, data, retry_of, media_deleted_at IS NOT NULL AS media_deleted,
    floor(extract(epoch FROM created_at))::bigint AS created_at,
    floor(extract(epoch FROM processed_at))::bigint AS processed_at,
    floor(extract(epoch FROM completed_at))::bigint AS completed_at,
    extract(epoch FROM clock_timestamp() - processed_at)::float8 AS processing_s
"""
assert set(RUNNING) < set(OPEN)

_INSERT = text("""
    INSERT INTO tasks (id, customer_id, product, path, parameters, source, inputs, price_version, workflow_id, warnings,
                       retry_of)
    VALUES (:id, :customer_id, :product, :path, CAST(:parameters AS jsonb), CAST(:source AS jsonb),
            CAST(:inputs AS json), :price_version, :workflow_id, CAST(:warnings AS jsonb), :retry_of)
""")
_READ = text(f"""
    SELECT {_COLUMNS}, CASE state
        WHEN 0 THEN 1 + (SELECT count(*) FROM tasks earlier
                         WHERE earlier.customer_id = :customer_id AND earlier.state = 0 AND earlier.id < :id)
        WHEN 3 THEN 1 + (SELECT count(*) FROM tasks earlier WHERE earlier.state = 3 AND earlier.id < :id)
        END AS queue_position
    FROM tasks WHERE id = :id AND customer_id = :customer_id
""")
_READ_ANY = text(f"SELECT {_COLUMNS} FROM tasks WHERE id = :id")
_LOCK = text(f"SELECT {_COLUMNS} FROM tasks WHERE id = :id FOR UPDATE")
_INPUTS = text("SELECT inputs FROM tasks WHERE id = :id")
_OWNER = text("SELECT customer_id FROM tasks WHERE id = :id")
_LIST = text(f"""
    SELECT {_COLUMNS} FROM tasks
    WHERE customer_id = :customer_id AND (CAST(:after AS uuid) IS NULL OR id < :after)
      AND (CAST(:state AS int) IS NULL OR state = :state) AND (CAST(:product AS text) IS NULL OR product = :product)
    ORDER BY id DESC LIMIT :limit
""")
_LOAD = text(f"""
    SELECT
        (SELECT count(*) FROM tasks WHERE customer_id = :customer_id AND state IN {_RUNNING}) AS running,
        (SELECT true FROM tasks WHERE customer_id = :customer_id AND state = 0 OFFSET :offset LIMIT 1) AS is_full
""")
_COUNT_RUNNING = text(f"SELECT count(*) FROM tasks WHERE customer_id = :customer_id AND state IN {_RUNNING}")
_ADMIT = text("""
    UPDATE tasks SET state = 2, admitted_at = clock_timestamp(), stage = 'prepare'
    WHERE id IN (SELECT id FROM tasks WHERE customer_id = :customer_id AND state = 0 ORDER BY id LIMIT :free)
    RETURNING id, workflow_id
""")
_ENTER = text(f"""
    UPDATE tasks SET
        state = CASE WHEN :state > state THEN :state ELSE state END,
        stage = :stage,
        processed_at = CASE WHEN :state >= 4 AND processed_at IS NULL THEN clock_timestamp() ELSE processed_at END,
        progress = GREATEST(progress, :progress)
    WHERE id = :id AND state IN {_RUNNING}
""")
_PROGRESS = text(f"UPDATE tasks SET progress = GREATEST(progress, :progress) WHERE id = :id AND state IN {_RUNNING}")
_PART = text(f"""
    WITH open AS (
        SELECT id FROM tasks WHERE id = :id AND state IN {_RUNNING} FOR NO KEY UPDATE
    ), part AS (
        INSERT INTO batch_progress (task_id, part, low, span, fraction)
        SELECT id, :part, :low, :span, :fraction FROM open
        ON CONFLICT (task_id, part) DO UPDATE SET fraction = GREATEST(batch_progress.fraction, EXCLUDED.fraction)
        RETURNING low, span, fraction
    ), total AS (
        SELECT part.low + part.span * part.fraction + COALESCE(
            (SELECT sum(span * fraction) FROM batch_progress
             WHERE task_id = :id AND part <> :part AND split_part(part, '/', 1) = split_part(:part, '/', 1)), 0)
             AS progress
        FROM part
    )
    UPDATE tasks SET progress = GREATEST(tasks.progress, LEAST(total.progress, 99)) FROM total
    WHERE id = :id AND state IN {_RUNNING}
""")
_SET_SOURCE = text("UPDATE tasks SET source = CAST(:source AS jsonb) WHERE id = :id")
_SOURCE = text("UPDATE tasks SET source_ms = :source_ms WHERE id = :id")
_WARN = text("""
    UPDATE tasks SET warnings = warnings || CAST(:warnings AS jsonb)
    WHERE id = :id AND NOT warnings @> CAST(:warnings AS jsonb)
""")
_END = text("""
    UPDATE tasks SET state = :state, stage = :stage, error = CAST(:error AS jsonb), data = CAST(:data AS json),
        progress = CASE WHEN :state = 1 THEN 100 ELSE progress END, completed_at = clock_timestamp(),
        warnings = warnings || CAST(:warnings AS jsonb)
    WHERE id = :id
""")
_CLEAR_PARTS = text("DELETE FROM batch_progress WHERE task_id = :id")
_MEDIA_DELETED = text(
    "UPDATE tasks SET media_deleted_at = clock_timestamp(), data = NULL, inputs = NULL WHERE id = :id"
)
_WORKFLOW = text("UPDATE tasks SET workflow_id = :workflow_id WHERE id = :id")
_CUSTOMERS_WAITING = text("SELECT DISTINCT customer_id FROM tasks WHERE state = 0")
_OPEN_PER_STATE = text("SELECT product, state, count(*) AS count FROM tasks WHERE completed_at IS NULL GROUP BY 1, 2")
_LOST = text(f"""
    SELECT t.id, t.workflow_id, w.status, w.application_version FROM tasks t
    LEFT JOIN dbos.workflow_status w ON w.workflow_uuid = t.workflow_id
    WHERE t.state IN {_RUNNING} AND t.admitted_at < clock_timestamp() - interval '2 seconds'
      AND (w.status IS NULL OR w.status NOT IN ('PENDING', 'ENQUEUED', 'DELAYED')
           OR NOT w.application_version = ANY(:versions))
""")
_UNSERVED = text(f"""
    SELECT DISTINCT t.id, t.workflow_id, w.queue_name AS status FROM dbos.workflow_status w
    JOIN tasks t ON t.workflow_id = split_part(w.workflow_uuid, '/', 1) AND t.state IN {_RUNNING}
    WHERE w.status = 'ENQUEUED' AND w.queue_name = ANY(:lanes)
      AND w.created_at < (extract(epoch FROM clock_timestamp()) - CAST(:patience_s AS float8)) * 1000
      AND EXISTS (SELECT 1 FROM workers) AND NOT EXISTS (SELECT 1 FROM workers WHERE w.queue_name = ANY(lanes))
""")
_KEPT_TOO_LONG = text("""
    SELECT id FROM tasks
    WHERE completed_at < clock_timestamp() - make_interval(secs => :keep_s) AND media_deleted_at IS NULL
    ORDER BY completed_at LIMIT 100
""")
_SOURCES_TOO_LONG = text("""
    SELECT id, source FROM tasks WHERE completed_at < clock_timestamp() - make_interval(secs => :keep_s)
      AND source ? 'key' AND NOT EXISTS (
        SELECT 1 FROM tasks other WHERE other.source ->> 'key' = tasks.source ->> 'key'
          AND (other.completed_at IS NULL OR other.completed_at >= clock_timestamp() - make_interval(secs => :keep_s)))
    ORDER BY completed_at LIMIT 100
""")
_SOURCE_USED = text("""
    SELECT 1 WHERE EXISTS (SELECT 1 FROM tasks WHERE source ->> 'key' = :key)
      OR EXISTS (SELECT 1 FROM uploads WHERE id::text = split_part(:key, '/', 3))
""")
_STILL_WORKING = text("""
    SELECT DISTINCT t.workflow_id FROM dbos.workflow_status w
    JOIN tasks t ON t.workflow_id = split_part(w.workflow_uuid, '/', 1)
    WHERE w.status IN ('PENDING', 'ENQUEUED', 'DELAYED') AND t.completed_at < clock_timestamp() - interval '10 seconds'
""")
_FORGET_SOURCE = text("UPDATE tasks SET source = source - 'key' WHERE id = :id")

Row = RowMapping


def insert(
    tx: Connection,
    *,
    task_id: UUID,
    customer_id: UUID,
    product: str,
    path: str,
    parameters: dict[str, Any],
    source: dict[str, Any] | None,
    inputs: dict[str, Any] | None,
    price_version: int,
    warnings: tuple[str, ...],
    retry_of: UUID | None,
) -> None:
    """Add a task in state 0."""
    tx.execute(
        _INSERT,
        {
            "id": task_id,
            "customer_id": customer_id,
            "product": product,
            "path": path,
            "parameters": json.dumps(parameters),
            "source": None if source is None else json.dumps(source),
            "inputs": None if inputs is None else json.dumps(inputs, ensure_ascii=False),
            "price_version": price_version,
            "workflow_id": str(task_id),
            "warnings": json.dumps(list(warnings)),
            "retry_of": retry_of,
        },
    )


def read(tx: Connection, task_id: UUID, customer_id: UUID | None) -> Row | None:
    """A task of this customer (of any customer when None), or None.

    A customer's has its `queue_position` too: 1 for the next in line, None when it is not in a line.
    """
    if customer_id is None:
        return tx.execute(_READ_ANY, {"id": task_id}).mappings().first()
    return tx.execute(_READ, {"id": task_id, "customer_id": customer_id}).mappings().first()


def inputs(tx: Connection, task_id: UUID) -> dict[str, Any] | None:
    """What the create call brought besides its parameters; None when that was nothing, or is not kept any more."""
    found: dict[str, Any] | None = tx.execute(_INPUTS, {"id": task_id}).scalar()
    return found


def owner(tx: Connection, task_id: UUID) -> UUID | None:
    """Whose task it is."""
    found: UUID | None = tx.execute(_OWNER, {"id": task_id}).scalar()
    return found


def lock(tx: Connection, task_id: UUID) -> Row | None:
    """The task, its row held until the transaction ends. Lock the customer first."""
    return tx.execute(_LOCK, {"id": task_id}).mappings().first()


def page(
    tx: Connection, customer_id: UUID, *, after: UUID | None, state: int | None, product: str | None, limit: int
) -> list[Row]:
    """The customer's tasks, newest first, before the cursor `after`."""
    rows = tx.execute(
        _LIST, {"customer_id": customer_id, "after": after, "state": state, "product": product, "limit": limit}
    )
    return list(rows.mappings())


def load(tx: Connection, customer_id: UUID, waiting_limit: int) -> tuple[int, bool]:
    """How many of the customer's tasks run, and whether `waiting_limit` or more wait in state 0."""
    row = tx.execute(_LOAD, {"customer_id": customer_id, "offset": max(0, waiting_limit - 1)}).one()
    return row.running, bool(row.is_full) or waiting_limit == 0


def running(tx: Connection, customer_id: UUID) -> int:
    """How many of the customer's tasks run."""
    return int(tx.execute(_COUNT_RUNNING, {"customer_id": customer_id}).scalar_one())


def admit(tx: Connection, customer_id: UUID, free: int) -> list[tuple[UUID, str]]:
    """Move the oldest waiting tasks to state 2; (task id, workflow id) of each."""
    rows = tx.execute(_ADMIT, {"customer_id": customer_id, "free": free}).all()
    return sorted((row.id, row.workflow_id) for row in rows)


def enter(tx: Connection, task_id: UUID, state: State, stage: str, progress: float) -> bool:
    """Go forward to a state and stage (never back); False when the task has ended."""
    return bool(tx.execute(_ENTER, {"id": task_id, "state": int(state), "stage": stage, "progress": progress}).rowcount)


def progress(tx: Connection, task_id: UUID, percent: float) -> None:
    """Raise the progress to `percent` (0–100)."""
    tx.execute(_PROGRESS, {"id": task_id, "progress": min(percent, 99.0)})


def part_progress(tx: Connection, task_id: UUID, part: str, low: float, span: float, fraction: float) -> None:
    """One part of a batch reached `fraction` (0–1) of its `span` percent; the task's progress is the sum."""
    tx.execute(_PART, {"id": task_id, "part": part, "low": low, "span": span, "fraction": fraction})


def set_source(tx: Connection, task_id: UUID, source: dict[str, Any], warnings: list[str]) -> None:
    """Note where the fetched source lies, and what the customer should know of it."""
    tx.execute(_SET_SOURCE, {"id": task_id, "source": json.dumps(source)})
    warn(tx, task_id, warnings)


def set_source_ms(tx: Connection, task_id: UUID, source_ms: int) -> None:
    """Note the measured length of the source, in milliseconds."""
    tx.execute(_SOURCE, {"id": task_id, "source_ms": source_ms})


def warn(tx: Connection, task_id: UUID, warnings: list[str]) -> None:
    """Add warnings that are not there yet."""
    if warnings:
        tx.execute(_WARN, {"id": task_id, "warnings": json.dumps(warnings)})


def end(
    tx: Connection,
    task_id: UUID,
    state: State,
    *,
    error: dict[str, Any] | None,
    data: dict[str, Any] | None,
    stage: str | None,
    warnings: list[str],
) -> None:
    """Write the final state. The caller holds the row and settles the points in the same transaction."""
    assert state not in OPEN
    assert (state < 0) == (error is not None)
    tx.execute(
        _END,
        {
            "id": task_id,
            "state": int(state),
            "stage": stage,
            "error": None if error is None else json.dumps(error),
            "data": None if data is None else json.dumps(data, ensure_ascii=False),
            "warnings": json.dumps(warnings),
        },
    )
    tx.execute(_CLEAR_PARTS, {"id": task_id})


def mark_media_deleted(tx: Connection, task_id: UUID) -> None:
    """Forget the result's data; the row and the receipt stay."""
    tx.execute(_MEDIA_DELETED, {"id": task_id})


def set_workflow(tx: Connection, task_id: UUID, workflow_id: str) -> None:
    """Let another workflow carry the task."""
    tx.execute(_WORKFLOW, {"id": task_id, "workflow_id": workflow_id})


def customers_waiting(tx: Connection) -> list[UUID]:
    """Customers with a task in state 0."""
    return list(tx.execute(_CUSTOMERS_WAITING).scalars())


def open_per_state(tx: Connection) -> list[Row]:
    """How many open tasks each product has in each state."""
    return list(tx.execute(_OPEN_PER_STATE).mappings())


def lost(tx: Connection, served_versions: list[str]) -> list[Row]:
    """Running tasks whose workflow is missing, has ended, or has a version that nobody serves."""
    return list(tx.execute(_LOST, {"versions": served_versions}).mappings())


def unserved(tx: Connection, lanes: list[str], patience_s: float) -> list[Row]:
    """Running tasks with a part that has waited `patience_s` seconds for a lane that no live worker serves."""
    return list(tx.execute(_UNSERVED, {"lanes": lanes, "patience_s": patience_s}).mappings())


def media_is_deleted(tx: Connection, task_id: UUID) -> bool:
    """Whether the task's result was deleted, or there never was such a task."""
    row = read(tx, task_id, None)
    return row is None or bool(row["media_deleted"])


def kept_too_long(tx: Connection, keep_s: int) -> list[UUID]:
    """Ended tasks whose results are past their time."""
    return list(tx.execute(_KEPT_TOO_LONG, {"keep_s": keep_s}).scalars())


def sources_kept_too_long(tx: Connection, keep_s: int) -> list[tuple[UUID, str]]:
    """(task id, object key) of sources past their time that no open or recent task uses."""
    return [(row.id, row.source["key"]) for row in tx.execute(_SOURCES_TOO_LONG, {"keep_s": keep_s})]


def source_is_used(tx: Connection, key: str) -> bool:
    """Whether any task, or a finished upload that may still be used, refers to this source."""
    return tx.execute(_SOURCE_USED, {"key": key}).first() is not None


def still_working(tx: Connection) -> list[str]:
    """Workflows that go on though their task has ended."""
    return list(tx.execute(_STILL_WORKING).scalars())


def forget_source(tx: Connection, task_id: UUID) -> None:
    """The source's object is gone."""
    tx.execute(_FORGET_SOURCE, {"id": task_id})
