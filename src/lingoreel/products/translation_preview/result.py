"""What a query of a preview answers."""

from __future__ import annotations

from typing import Any

from lingoreel.products.translation_preview.request import PreviewParameters

KEYS = ("duration", "source_language", "target_language", "result", "translation", "engine", "quality")


def answer(parameters: dict[str, Any], data: dict[str, Any] | None, _files: dict[str, str] | None) -> dict[str, Any]:
    """The product's own keys of a query; null until the task is complete."""
    keys = (*KEYS, "speakers") if PreviewParameters.model_validate(parameters).speaker_identification else KEYS
    return {key: None if data is None else data.get(key) for key in keys}
