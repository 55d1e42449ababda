"""How much of everything a text to be spoken may have."""

from __future__ import annotations

from dataclasses import dataclass


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


RATES = (0.5, 2.0)
PITCHES = (-12.0, 12.0)
VOLUMES = (0.0, 100.0)
