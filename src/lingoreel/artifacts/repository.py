"""The files of results: which object holds each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import Connection, text

_OF_TASK = text("SELECT name, object_key, file_name, size_bytes FROM artifacts WHERE task_id = :task_id ORDER BY name")
_ADD = text("""
    INSERT INTO artifacts (task_id, name, object_key, file_name, size_bytes)
    VALUES (:task_id, :name, :object_key, :file_name, :size_bytes) ON CONFLICT (task_id, name) DO NOTHING
""")
_DELETE = text("DELETE FROM artifacts WHERE task_id = :task_id")


@dataclass(frozen=True)
class Artifact:
    """One file of a result: its public name (`srt`), the object that holds it, its file name, its size."""

    name: str
    object_key: str
    file_name: str
    size_bytes: int


def of_task(tx: Connection, task_id: UUID) -> list[Artifact]:
    """The files of a task's result, by name."""
    return [Artifact(*row) for row in tx.execute(_OF_TASK, {"task_id": task_id})]


def add(tx: Connection, task_id: UUID, artifacts: Iterable[Artifact]) -> None:
    """Add files to a task's result; one that is there already stays as it is."""
    for artifact in artifacts:
        tx.execute(_ADD, {"task_id": task_id, **asdict(artifact)})


def delete(tx: Connection, task_id: UUID) -> None:
    """Take the files out of a task's result; the caller deletes the objects."""
    tx.execute(_DELETE, {"task_id": task_id})
