"""What a query of a subtitled video answers."""

from __future__ import annotations

from typing import Any

KEYS = ("duration", "subtitles", "video")
VIDEO = "video"


def answer(_parameters: dict[str, Any], data: dict[str, Any] | None, files: dict[str, str] | None) -> dict[str, Any]:
    """The product's own keys of a query; null until the task is complete."""
    link = None if files is None else files.get(VIDEO)
    shown = {key: None if data is None else data.get(key) for key in KEYS}
    return {"file": link, "result": None if link is None else {"video": link}, **shown}
