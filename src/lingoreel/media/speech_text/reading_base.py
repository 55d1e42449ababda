"""What every reader of a language's signs and figures starts from."""

from __future__ import annotations

import re
from collections.abc import Callable

from lingoreel.media.speech_text import figures
from lingoreel.media.speech_text.rules import Rules
from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary

WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?\s$")
WORD_AFTER = re.compile(r"\s?([^\W\d_]+)")
Warn = Callable[[str, str], None]
# Figures and their decimals, as `figures.read` gives them.
Value = tuple[str, str | None]


def as_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


class ReaderBase:
    """Holds one language's rules and the text that a match is in; `warn` is told what is left out."""

    def __init__(self, rules: Rules, warn: Warn) -> None:
        self.rules = rules
        self.words: Vocabulary = rules.words
        self.language = rules.words.language
        self._warn = warn
        self._text = ""

    def _word_before(self, found: re.Match[str]) -> str:
        """The word before a match; empty where there is none."""
        before = WORD_BEFORE.search(self._text, max(0, found.start() - 40), found.start())
        return before[1] if before else ""

    def _number_text(self, text: str) -> str:
        value = figures.read(text, self.words)
        return figures.say(*value, self.words) if value else self._loose(text)

    def _loose(self, text: str) -> str:
        """Figures that make no number together: each group alone."""
        said = re.sub(r"\d+", lambda part: f" {figures.say(part[0], None, self.words)} ", figures.ascii_figures(text))
        return re.sub(r"\s+[.,]\s+", ", ", re.sub(r"\s+(?=[;:])", "", said))
