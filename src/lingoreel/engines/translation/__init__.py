"""Translators: how lines of one language become lines of another."""

from lingoreel.engines.translation.protocol import (
    Capabilities,
    Problem,
    TranslatedLine,
    Translation,
    TranslationRequest,
)

__all__ = ["Capabilities", "Problem", "TranslatedLine", "Translation", "TranslationRequest"]
