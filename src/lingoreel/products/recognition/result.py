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


def answer(parameters: dict[str, Any], data: dict[str, Any] | None) -> dict[str, Any]:
    """The product's own keys of a query; null until the task is complete."""
    shown = {key: None if data is None else data.get(key) for key in KEYS}
    if RecognitionParameters.model_validate(parameters).speaker_recognition:
        shown["speakers"] = None if data is None else data.get("speakers")
    return shown
