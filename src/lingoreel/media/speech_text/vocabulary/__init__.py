"""The words of every language whose signs and short forms are read out here."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary

_MODULES = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "hi": "hindi",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "zh": "chinese",
}
LANGUAGES = frozenset(_MODULES)


@cache
def vocabulary(language: str) -> Vocabulary | None:
    """A language's words; None where numbers and signs are left to the engine."""
    name = _MODULES.get(language)
    if name is None:
        return None
    module = import_module(f"{__name__}.{name}")
    found: Vocabulary = getattr(module, name.upper())
    return found


__all__ = ["LANGUAGES", "Vocabulary", "vocabulary"]
