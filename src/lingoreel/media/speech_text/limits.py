"""How much of everything a text to be spoken may have."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Self


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one text; the defaults hold where the caller gives none."""

    characters: int = 30_000
    # The markup included, in code points.
    source_characters: int = 200_000
    elements: int = 5_000
    depth: int = 32
    break_ms: int = 10_000
    # All breaks together.
    breaks_ms: int = 300_000
    terms: int = 1_000
    term_characters: int = 100
    respelling_characters: int = 500
    # An utterance is cut at a clause where its sentence is longer; a wide letter counts twice.
    utterance_characters: int = 300
    # A word longer than this is read in parts.
    word_characters: int = 80

    @classmethod
    def of(cls, characters: int) -> Self:
        """The bounds of texts of so many characters: what grows with a text grows with what is allowed of it."""
        usual = cls()
        times = max(1.0, characters / usual.characters)
        return cls(
            characters=characters,
            source_characters=ceil(usual.source_characters * times),
            elements=ceil(usual.elements * times),
            breaks_ms=ceil(usual.breaks_ms * times),
        )


RATES = (0.5, 2.0)
PITCHES = (-12.0, 12.0)
VOLUMES = (0.0, 100.0)
