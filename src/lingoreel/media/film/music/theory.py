"""Modes and chords: what a progression written in degrees is in a key."""

from __future__ import annotations

import re
from dataclasses import dataclass

MODES: dict[str, tuple[int, ...]] = {
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
}
"""Semitones above the tonic."""

_SYMBOL = re.compile(r"(?P<flat>b?)(?P<degree>[1-7])(?P<kind>[Mm]?)(?P<more>7|9|6|sus2|sus4)?(?:/(?P<bass>[357]))?")
_TRIADS = {"M": (0, 4, 7), "m": (0, 3, 7)}


@dataclass(frozen=True)
class Chord:
    """Pitch classes, the root first; `bass` is the lowest one, `third` the one that says what it is (or stands for it).

    `needed` must be heard; the others may be left out.
    """

    tones: tuple[int, ...]
    bass: int
    needed: frozenset[int]
    third: int


@dataclass(frozen=True)
class Key:
    """A tonic (pitch class) and a mode."""

    tonic: int
    mode: str

    @property
    def scale(self) -> tuple[int, ...]:
        """Its pitch classes, the tonic first."""
        return tuple((self.tonic + step) % 12 for step in MODES[self.mode])

    @property
    def leading(self) -> int | None:
        """The tone that wants to go to the tonic, where the mode has one."""
        tone = (self.tonic + 11) % 12
        return tone if tone in self.scale else None

    def chord(self, symbol: str) -> Chord:
        """What a degree means here.

        "2" is the mode's own triad on the second degree, "5M" a major one, "b7" the major one a semitone below the
        mode's, or on the minor seventh; then 7 (seventh), 9 (added ninth), 6 (added sixth), sus2, sus4; "/3" with its
        third in the bass. Raises ValueError.
        """
        found = _SYMBOL.fullmatch(symbol)
        if found is None:
            raise ValueError(f"no chord: {symbol}")
        at = int(found["degree"]) - 1
        steps = MODES[self.mode]

        def above(places: int) -> int:
            return steps[(at + places) % 7] + 12 * ((at + places) // 7)

        root = above(0)
        if found["flat"]:
            root = MODES["aeolian"][at]
        kind = found["kind"] or ("M" if found["flat"] else "")
        if kind:
            triad = [root + step for step in _TRIADS[kind]]
            extra = {"7": root + 10, "9": root + 14, "6": root + 9}
        else:
            triad = [root, above(2), above(4)]
            extra = {"7": above(6), "9": above(8), "6": above(5)}
        more = found["more"] or ""
        if more == "sus4":
            triad[1] = root + 5
        elif more == "sus2":
            triad[1] = root + 2
        tones = [*triad, extra[more]] if more in extra else triad
        classes = tuple((self.tonic + tone) % 12 for tone in tones)
        needed = {classes[1], classes[-1]} if more in extra else {classes[0], classes[1]}
        bass = classes[{"3": 1, "5": 2, "7": -1}[found["bass"]]] if found["bass"] else classes[0]
        return Chord(classes, bass, frozenset(needed), classes[1])
