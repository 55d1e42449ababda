"""Two languages under one picture, cut together: every cue says the same in both.

A unit's two texts are cut at the same times. The cheapest way to do so is found over pairs of borders, one in each
text, that lie near each other in time: both must be sensible places to end a line, and both parts must fit and leave
time to read them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lingoreel.media.cues.cue import Cue
from lingoreel.media.cues.lines import break_lines, line_ends, positions
from lingoreel.media.cues.placing import Spoken, place
from lingoreel.media.cues.rules import ReadingRules, reading_rules
from lingoreel.media.cues.streams import Piece, pieces_of
from lingoreel.media.segments import Segment
from lingoreel.media.timed_text import width

_CUE = 1.5
_SCRAP = 1.0
_TOO_SHORT = 9.0
_TOO_FAST = 4.0
_APART = 1.5  # for each second between the two borders
# Borders of the other text tried on each side of the one at the same time.
_NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class BilingualCue:
    """A cue in two languages, the lines of each from top to bottom; either may be empty where the other goes on."""

    start_ms: int
    end_ms: int
    upper: tuple[str, ...]
    lower: tuple[str, ...]
    speaker: str | None = None

    def both(self) -> Cue:
        """Both languages as one cue."""
        return Cue(self.start_ms, self.end_ms, self.upper + self.lower, self.speaker)


def tracks(cues: Iterable[BilingualCue]) -> tuple[list[Cue], list[Cue]]:
    """The upper and the lower language as cues of their own, with the same times."""
    upper: list[Cue] = []
    lower: list[Cue] = []
    for cue in cues:
        for track, lines in ((upper, cue.upper), (lower, cue.lower)):
            if lines:
                track.append(Cue(cue.start_ms, cue.end_ms, lines, cue.speaker))
    return upper, lower


def bilingual(
    pairs: Sequence[tuple[Segment, Segment]],
    upper_language: str | None,
    lower_language: str | None,
    upper_rules: ReadingRules | None = None,
    lower_rules: ReadingRules | None = None,
) -> list[BilingualCue]:
    """Cut pairs of a unit and its translation (see `sentences`, `translated`) together, in order of time.

    Without rules each language has one line of its own length, so that no more than two lines cover the picture.
    Times keep the upper rules' shortest and longest time and gap; each language keeps its own line length and lines.
    No word of either is lost.
    """
    above = upper_rules or replace(reading_rules(upper_language), lines=1)
    below = lower_rules or replace(reading_rules(lower_language), lines=1, fps=above.fps)
    drafts: list[tuple[int, int, BilingualCue, int]] = []
    for order, (first, second) in enumerate(sorted(pairs, key=lambda pair: pair[0].start_ms)):
        upper = _Side(list(pieces_of([(0, first)], upper_language, above.line_length)), above)
        lower = _Side(list(pieces_of([(0, second)], lower_language, below.line_length)), below)
        for cue in _cut(upper, lower, first):
            needed_ms = max(above.needed_ms(sum(map(width, cue.upper))), below.needed_ms(sum(map(width, cue.lower))))
            drafts.append((cue.start_ms, order, cue, min(needed_ms, above.max_ms)))
    drafts.sort(key=lambda draft: draft[:2])
    times = place([Spoken(cue.start_ms, cue.end_ms, needed_ms) for _, _, cue, needed_ms in drafts], above)
    return [
        replace(cue, start_ms=start_ms, end_ms=end_ms)
        for (_, _, cue, _), (start_ms, end_ms) in zip(drafts, times, strict=True)
    ]


class _Side:
    """One language's pieces of a unit."""

    def __init__(self, pieces: Sequence[Piece], rules: ReadingRules) -> None:
        self.rules = rules
        self.tokens = [piece.token for piece in pieces]
        self.count = len(pieces)
        self.starts = [token.start_ms for token in self.tokens]
        self._widths = [piece.wide for piece in pieces]
        self._costs = [piece.cost for piece in pieces]
        self._at = positions(self.tokens, self._widths)
        ends = line_ends(self.tokens, self._at, rules.line_length)
        self.furthest = []
        for begin in range(self.count):
            end = begin
            for _ in range(rules.lines):
                end = ends[end] if end < self.count else end
            self.furthest.append(end)
        self.furthest.append(self.count)

    def border(self, at: int) -> float:
        return self._costs[at] if 0 < at < self.count else 0.0

    def characters(self, begin: int, end: int) -> int:
        return self._at[end] - self._at[begin] - self.tokens[begin].spaced if end > begin else 0

    def reading(self, begin: int, end: int, room_ms: int) -> float:
        """What it costs to read the pieces in this time."""
        characters = self.characters(begin, end)
        excess = characters - self.rules.characters_per_second * room_ms / 1000
        cost = _TOO_FAST * excess / self.rules.line_length if excess > 0 else 0.0
        scrap = self.rules.line_length // 3
        if characters < scrap and end - begin < self.count:
            cost += _SCRAP * (1 - characters / scrap)
        return cost

    def lines(self, begin: int, end: int) -> tuple[str, ...]:
        if begin == end:
            return ()
        part = slice(begin, end)
        return break_lines(self.tokens[part], self._widths[part], self._costs[part], self.rules.line_length)

    def near(self, at_ms: int) -> range:
        """The borders about this time."""
        index = bisect_left(self.starts, at_ms)
        return range(max(0, index - _NEIGHBOURS), min(self.count, index + _NEIGHBOURS) + 1)


def _cut(upper: _Side, lower: _Side, unit: Segment) -> Iterator[BilingualCue]:
    if not upper.count and not lower.count:
        return
    cuts = _together(upper, lower) or list(_alternately(upper, lower))
    start_ms = 0
    for (i, j), (k, m) in pairwise(cuts):
        # The upper language is the one that is spoken; the lower one's times are made from it.
        start_ms = max(start_ms, upper.starts[i] if i < k else lower.starts[j])
        shown = upper.tokens[i:k] + lower.tokens[j:m]
        end_ms = max(token.end_ms for token in shown)
        yield BilingualCue(start_ms, end_ms, upper.lines(i, k), lower.lines(j, m), unit.speaker)


def _together(upper: _Side, lower: _Side) -> list[tuple[int, int]]:
    """The cheapest common cuts as pairs of borders, from (0, 0) to both ends; empty where there is no way."""
    if not upper.count or not lower.count:
        return []
    states: list[list[int]] = [[0]]
    states += [[j for j in lower.near(upper.starts[i]) if 0 < j < lower.count] for i in range(1, upper.count)]
    states.append([lower.count])
    best: list[dict[int, tuple[float, tuple[int, int]]]] = [{} for _ in states]
    best[0][0] = (0.0, (0, 0))
    for i in range(upper.count):
        if not best[i]:
            continue
        for k in range(i + 1, upper.furthest[i] + 1):
            room_ms, above = _room(upper, i, k)
            for m in states[k]:
                cut_cost = above + lower.border(m)
                if k < upper.count:
                    cut_cost += _APART * min(abs(upper.starts[k] - lower.starts[m]), upper.rules.max_ms) / 1000
                for j, (so_far, _) in best[i].items():
                    if not j < m <= lower.furthest[j]:
                        continue
                    cost = so_far + cut_cost
                    if m in best[k] and cost >= best[k][m][0]:
                        continue
                    cost += lower.reading(j, m, room_ms)
                    if m not in best[k] or cost < best[k][m][0]:
                        best[k][m] = (cost, (i, j))
    at = (upper.count, lower.count)
    if lower.count not in best[upper.count]:
        return []
    cuts = [at]
    while at != (0, 0):
        at = best[at[0]][at[1]][1]
        cuts.append(at)
    return cuts[::-1]


def _room(upper: _Side, begin: int, end: int) -> tuple[int, float]:
    """How long a cue with these pieces may be shown, and what it costs for the upper language's sake."""
    rules = upper.rules
    cost = _CUE + upper.border(end)
    room_ms = rules.max_ms
    if end < upper.count:
        room_ms = max(0, min(room_ms, upper.starts[end] - rules.gap_ms - upper.starts[begin]))
        if room_ms < rules.min_ms:
            cost += _TOO_SHORT * (1 - room_ms / rules.min_ms)
    if end > begin + 1 and upper.tokens[end - 1].end_ms - upper.starts[begin] > rules.max_ms:
        cost += _TOO_SHORT
    return room_ms, cost + upper.reading(begin, end, room_ms)


def _alternately(upper: _Side, lower: _Side) -> Iterator[tuple[int, int]]:
    """Cuts for texts too unlike to be cut together: each filled up, side by side for as long as both go on."""
    i = j = 0
    yield 0, 0
    while i < upper.count or j < lower.count:
        i, j = upper.furthest[i], lower.furthest[j]
        yield i, j
