"""What a query of a film answers."""

from __future__ import annotations

from typing import Any

KEYS = ("duration", "storyboard", "voice", "language", "engine", "seed", "width", "height", "sound")
VIDEO = "video"
POSTER = "poster"
STORYBOARD = "storyboard"
_KNOWN = ("voice", "language", "seed", "width", "height")
"""What the parameters settle already."""


def answer(parameters: dict[str, Any], data: dict[str, Any] | None, files: dict[str, str] | None) -> dict[str, Any]:
    """The product's own keys of a query; null until they are known."""
    link = None if files is None else files.get(VIDEO)
    shown = {key: None if data is None else data.get(key) for key in KEYS}
    shown |= {key: parameters[key] for key in _KNOWN}
    result = None if link is None or files is None else {VIDEO: link, POSTER: files.get(POSTER)}
    return {"file": link, "result": result, **shown, "characters": parameters["characters"]}
