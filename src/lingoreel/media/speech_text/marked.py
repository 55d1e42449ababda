"""A text with what its markup says about places in it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import islice


@dataclass(frozen=True, slots=True)
class Style:
    """How a stretch is to be spoken."""

    language: str
    voice: str | None = None
    rate: float = 1.0
    pitch: float = 0.0
    volume: float = 100.0


@dataclass(frozen=True, slots=True)
class Fixed:
    """[begin, end) is spoken as `spoken`, whatever the rules would make of it, or as `phonemes`.

    `kind` names a reading (`cardinal`, `date`…) that depends on the language; `spoken` is then empty.
    """

    begin: int
    end: int
    spoken: str = ""
    phonemes: str | None = None
    kind: str | None = None
    format: str | None = None


@dataclass(slots=True)
class Marked:
    """Text without its markup: styles side by side from 0 to the end, fixed readings, breaks and borders."""

    text: str
    styles: list[tuple[int, int, Style]]
    fixed: list[Fixed] = field(default_factory=list)
    # Place → silence there in milliseconds.
    breaks: dict[int, int] = field(default_factory=dict)
    # Places where the markup ends a sentence, or a paragraph.
    sentence_ends: set[int] = field(default_factory=set)
    paragraph_ends: set[int] = field(default_factory=set)
    markup: bool = False

    def fixed_in(self, begin: int, end: int) -> list[Fixed]:
        """The fixed readings that touch [begin, end)."""
        low = bisect_left(self.fixed, begin, key=lambda item: item.end)
        found = []
        for item in islice(self.fixed, low, None):
            if item.begin >= end:
                break
            if item.end > begin:
                found.append(item)
        return found

    def styles_in(self, begin: int, end: int) -> list[tuple[int, int, Style]]:
        """The styles that touch [begin, end)."""
        low = bisect_left(self.styles, begin + 1, key=lambda item: item[1])
        found = []
        for item in islice(self.styles, low, None):
            if item[0] >= end:
                break
            found.append(item)
        return found

    def break_places(self, begin: int, end: int) -> list[int]:
        """Where breaks stand inside [begin, end), its ends left out."""
        return [place for place in sorted(self.breaks) if begin < place < end] if self.breaks else []
