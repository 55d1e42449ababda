"""A task as a query shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

COMPLETE = 1


@dataclass(frozen=True)
class Task:
    """What the service says of a task. Times of segments are milliseconds; `created_at` and the like Unix seconds.

    `state` is 0 queued, 2 preparing, 3 waiting, 4 processing, 5 publishing, 1 complete, negative: failed.
    `file` is the signed link of the one file that a task of media makes; `files` maps names such as "srt" to signed
    links; `points` is the receipt; `data` is the whole answer.
    """

    id: str
    state: int | None = None
    state_detail: str | None = None
    stage: str | None = None
    progress: int = 0
    queue_position: int | None = None
    result: Any = None
    segments: list[dict[str, Any]] = field(default_factory=list)
    file: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, Any] = field(default_factory=dict)
    error: Mapping[str, Any] = field(default_factory=dict)
    warnings: list[Any] = field(default_factory=list)
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether the result is there."""
        return self.state == COMPLETE

    @property
    def failed(self) -> bool:
        """Whether it ended in a negative state."""
        return self.state is not None and self.state < 0

    @property
    def ended(self) -> bool:
        """Whether nothing more will change."""
        return self.complete or self.failed

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Task:
        """From the `data` of an answer to a create or a query."""
        return cls(
            id=str(data["task_id"]),
            state=data.get("state"),
            state_detail=data.get("state_detail"),
            stage=data.get("stage"),
            progress=int(data.get("progress") or 0),
            queue_position=data.get("queue_position"),
            result=data.get("result"),
            segments=list(data.get("segments") or []),
            file=data.get("file"),
            files=dict(data.get("files") or {}),
            points=dict(data.get("points") or {}),
            error=dict(data.get("error") or {}),
            warnings=list(data.get("warnings") or []),
            data=data,
        )
