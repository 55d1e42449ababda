"""What a query of a dub answers."""

from __future__ import annotations

from typing import Any

KEYS = ("duration", "source_language", "target_language", "speakers", "sound", "engine")
VIDEO, AUDIO, SUBTITLES, SYNC, PICTURE, LINES = "video", "audio", "srt", "sync", "sync_picture", "lines"


def answer(_parameters: dict[str, Any], data: dict[str, Any] | None, files: dict[str, str] | None) -> dict[str, Any]:
    """The product's own keys of a query; null until the task is complete."""
    shown: dict[str, Any] = {key: None if data is None else data.get(key) for key in KEYS}
    if data is None or files is None:
        return {"file": None, "result": None, **shown}
    result = {
        "video": files.get(VIDEO),
        "audio": files.get(AUDIO),
        "subtitles_file": files.get(SUBTITLES),
        "sync": data["sync"],
        "subtitles": data["subtitles"],
    }
    return {"file": files.get(VIDEO), "result": result, **shown}
