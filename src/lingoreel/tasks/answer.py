"""What a query of a task answers: the platform's shape, every documented key from the first query on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from lingoreel import artifacts, points
from lingoreel.artifacts import Links
from lingoreel.tasks import repository
from lingoreel.tasks.product import product
from lingoreel.tasks.states import DETAIL, State

PACE_S = 3.0
"""What was done before a lane began is no pace: nothing is foretold until one has worked so long."""


def answer(tx: Connection, row: repository.Row, links: Links) -> dict[str, Any]:
    """The `data` of a query. Links are renewed by each."""
    state = State(row["state"])
    files = None
    if state is State.COMPLETE:
        files = {
            artifact.name: links.to(artifact.object_key, artifact.file_name)
            for artifact in artifacts.of_task(tx, row["id"])
        }
    return {
        "task_id": str(row["id"]),
        "state": int(state),
        "state_detail": DETAIL[state],
        "progress": int(row["progress"]),
        "created_at": row["created_at"],
        "processed_at": row["processed_at"],
        "completed_at": row["completed_at"],
        "stage": row["stage"],
        "queue_position": row["queue_position"],
        "eta_seconds": _eta(row, state),
        "points": points.receipt(tx, row["id"], ended=row["completed_at"] is not None),
        "error": row["error"],
        "files": files,
        "expires_at": None if files is None else links.expires_at,
        "warnings": row["warnings"],
        "retry_of": None if row["retry_of"] is None else str(row["retry_of"]),
        **product(row["product"]).answer(row["parameters"], row["data"], files),
    }


def summary(row: repository.Row) -> dict[str, Any]:
    """A task in a listing: without its result, files and receipt."""
    return {
        "task_id": str(row["id"]),
        "product": row["product"],
        "state": row["state"],
        "state_detail": DETAIL[State(row["state"])],
        "progress": int(row["progress"]),
        "created_at": row["created_at"],
        "processed_at": row["processed_at"],
        "completed_at": row["completed_at"],
        "error": row["error"],
    }


def _eta(row: repository.Row, state: State) -> dict[str, int] | None:
    """Seconds to go, from the pace so far; None until there is a pace."""
    if state not in (State.PROCESSING, State.PUBLISHING) or (row["processing_s"] or 0.0) < PACE_S:
        return None
    if row["progress"] < 10:
        return None
    left = row["processing_s"] * (100 - row["progress"]) / row["progress"]
    return {"low": int(left * 0.6), "high": int(left * 1.6) + 2}
