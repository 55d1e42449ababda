"""How far from its speech each cue begins, found by looking its words up in what was said.

Cues may have been made by other rules, edited, or come from elsewhere: only their letters and the words' times count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Sequence

from lingoreel.media.cues.cue import Cue
from lingoreel.media.cues.cutting import DASHES
from lingoreel.media.segments import Segment
from lingoreel.media.timed_text import Clock, clean, shown_text, tokens

# So many letters tell a place in the speech from its neighbours.
_PROBE = 24
# A cue's words are looked for this far around it.
_WINDOW_MS = 30_000
_MOST_PLACES = 60
_SHORT_TOKEN = 12
_STREAMS = 8
_UNSAID = " " + DASHES
_WITHOUT_UNSAID = str.maketrans("", "", _UNSAID)


def late_ms(cues: Sequence[Cue], segments: Iterable[Segment], language: str | None = None) -> list[int | None]:
    """For each cue how long after its first word it begins (negative: before); None where its words are not found."""
    said = _Said(segments, language)
    found: list[int | None] = []
    # Where the lines after the last ones should begin: several, since several may speak at once.
    expected: deque[int] = deque([0], maxlen=_STREAMS)
    for cue in cues:
        places = []
        for part in _parts(cue):
            letters = _letters(part)
            at = said.place(letters, cue.start_ms, expected)
            places.append(at)
            if at is not None:
                expected.append(at + len(letters))
        first = places[0] if places else None
        found.append(None if first is None else cue.start_ms - said.time_ms(first))
    return found


def _parts(cue: Cue) -> tuple[str, ...]:
    """The cue's text; each line of a dialogue stands for itself."""
    dialogue = len(cue.lines) > 1 and all(line[:1] in DASHES for line in cue.lines)
    return cue.lines if dialogue else (" ".join(cue.lines),)


class _Said:
    """Everything that was said as one string of letters, with their times."""

    def __init__(self, segments: Iterable[Segment], language: str | None) -> None:
        parts: list[str] = []
        # By segment: where its letters begin, which text positions they have, and the clock of that text.
        self._origins: list[int] = []
        self._clocks: list[tuple[list[int], Clock]] = []
        # By token: where it begins, and the latest start so far.
        self._places: list[int] = []
        self._latest: list[int] = []
        at = high = 0
        for segment in sorted(segments, key=lambda segment: segment.start_ms):
            text = shown_text(segment)
            if not text:
                continue
            self._origins.append(at)
            self._clocks.append(([i for i, c in enumerate(text) if c not in _UNSAID], Clock(text, segment)))
            for token in tokens(segment, _SHORT_TOKEN, language):
                letters = _letters(token.text)
                parts.append(letters)
                high = max(high, token.start_ms)
                self._places.append(at)
                self._latest.append(high)
                at += len(letters)
        self._text = "".join(parts)

    def time_ms(self, place: int) -> int:
        """When the letter is spoken."""
        index = bisect_right(self._origins, place) - 1
        positions, clock = self._clocks[index]
        return clock.start_ms(positions[min(place - self._origins[index], len(positions) - 1)] if positions else 0)

    def place(self, letters: str, near_ms: int, expected: Iterable[int]) -> int | None:
        """Where a cue's letters begin: where the one before it ended, or else nearest to its time."""
        probe = letters[:_PROBE]
        if not probe or not self._places:
            return None
        going_on = [at for at in expected if self._text.startswith(probe, at)]
        if going_on:
            return min(going_on, key=lambda at: abs(self.time_ms(at) - near_ms))
        low = self._near(near_ms - _WINDOW_MS)
        high = self._near(near_ms + _WINDOW_MS) + len(probe)
        best: tuple[int, int] | None = None
        at = self._text.find(probe, low, high)
        for _ in range(_MOST_PLACES):
            if at < 0:
                break
            off = abs(self.time_ms(at) - near_ms)
            if best is None or off < best[0]:
                best = (off, at)
            at = self._text.find(probe, at + 1, high)
        return None if best is None else best[1]

    def _near(self, at_ms: int) -> int:
        index = bisect_right(self._latest, at_ms)
        return self._places[index] if index < len(self._places) else len(self._text)


def _letters(text: str) -> str:
    """What is compared: without blanks, and without dashes, since those of a dialogue are ours."""
    return clean(text).translate(_WITHOUT_UNSAID)
