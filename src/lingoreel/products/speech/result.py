"""What a query of a spoken text answers."""

from __future__ import annotations

from typing import Any

KEYS = ("duration", "segments", "voice", "language", "engine", "characters", "sound")
AUDIO = "audio"


def answer(parameters: dict[str, Any], data: dict[str, Any] | None, files: dict[str, str] | None) -> dict[str, Any]:
    """The product's own keys of a query; null until the task is complete."""
    link = None if files is None else files.get(AUDIO)
    shown = {key: None if data is None else data.get(key) for key in KEYS}
    shown["characters"] = parameters["characters"]
    return {"file": link, "result": None if link is None else {"audio": link}, **shown}
