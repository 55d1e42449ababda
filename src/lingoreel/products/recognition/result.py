"""What a query of a recognition answers."""

from __future__ import annotations

from typing import Any

from lingoreel.products.recognition.request import RecognitionParameters

KEYS = (
    "duration",
    "source_language",
    "target_language",
    "result",
    "segments",
    "quality",
    "engine",
    "suppressed",
)


def answer(parameters: dict[str, Any], data: dict[str, Any] | None, _files: dict[str, str] | None) -> dict[str, Any]:
    """The product's own keys of a query; null until the task is complete."""
    shown = {key: None if data is None else data.get(key) for key in KEYS}
    asked = RecognitionParameters.model_validate(parameters)
    if asked.speaker_recognition:
        shown["speakers"] = None if data is None else data.get("speakers")
    if asked.language is not None:
        shown["translation"] = None if data is None else data.get("translation")
    return shown
