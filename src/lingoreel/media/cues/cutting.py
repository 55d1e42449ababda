"""Where a text is cut into cues: the cheapest way over the whole of it, by dynamic programming.

A cut is cheap after a sentence, in a pause, before a conjunction; dear inside a phrase. A cue is dear when there is no
time to read it, when it holds a pause, when it is a scrap, or when its lines break badly. What may not be (more lines,
longer ones, longer than the longest time, two speakers other than as a dialogue) is not considered at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from lingoreel.media.cues.lines import break_lines, imbalance, line_cost, line_ends, positions
from lingoreel.media.cues.rules import ReadingRules
from lingoreel.media.cues.streams import Piece
from lingoreel.media.timed_text import join_tokens

HYPHEN = "- "
DASHES = "-–—‐‑"

_CUE = 1.5
_SCRAP = 1.5
_DIALOGUE = 2.5
_TURN_TORN = 1.5
_TOO_SHORT = (3.0, 9.0)  # for any, and for all of the shortest time
_TOO_FAST = (0.4, 4.0)  # for any, and for each line that cannot be read in the time
_EXTRA_LINE = 0.6
# A pause inside a cue costs from here on, by each further stretch of _PAUSE_UNIT_MS.
_PAUSE_FREE_MS = 400
_PAUSE_UNIT_MS = 300
_SENTENCE_INSIDE = 1.0
_SENTENCE_IN_LINE = 1.0


@dataclass(frozen=True, slots=True)
class Draft:
    """A cue before its times are settled: when its words are spoken. `order` is its first segment's number."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    speaker: str | None
    order: int


def cut(run: Sequence[Piece], rules: ReadingRules) -> Iterator[Draft]:
    """The drafts of a run (see `runs`), in order. Time grows with the number of pieces."""
    if not run:
        return
    toll = _Toll(run, rules)
    count = len(run)
    best = [0.0] + [math.inf] * count
    came_from = [0] * (count + 1)
    for begin in range(count):
        toll.offer(begin, best, came_from)
    cuts = [count]
    while cuts[-1]:
        cuts.append(came_from[cuts[-1]])
    for begin, end in pairwise(reversed(cuts)):
        yield toll.draft(begin, end)


class _Toll:
    """What it costs to show the pieces [begin, end) as one cue."""

    def __init__(self, run: Sequence[Piece], rules: ReadingRules) -> None:
        count = len(run)
        self._run = run
        self._rules = rules
        self._tokens = [piece.token for piece in run]
        self._widths = [piece.wide for piece in run]
        self._costs = [piece.cost for piece in run]
        self._line_costs = [line_cost(piece.cost) for piece in run]
        self._starts = [token.start_ms for token in self._tokens]
        self._ends = [token.end_ms for token in self._tokens]
        self._at = positions(self._tokens, self._widths)
        self._line_end = line_ends(self._tokens, self._at, rules.line_length)
        self._line_begin = self._line_begins()
        self._turn_end = self._turn_ends()
        # Cutting before piece i costs _border[i]: nothing where the run ends or another one speaks.
        self._border = [*self._costs, 0.0]
        self._border[0] = 0.0
        inner = [0.0] * count
        for i in range(1, count):
            if run[i].speaker != run[i - 1].speaker:
                self._border[i] = 0.0
            pause_ms = self._starts[i] - self._ends[i - 1]
            inner[i] = max(0, pause_ms - _PAUSE_FREE_MS) / _PAUSE_UNIT_MS
            if self._costs[i] == 0.0:
                inner[i] += _SENTENCE_INSIDE
        self._inner = list(accumulate(inner))
        self._sentences = list(accumulate(int(i > 0 and cost == 0.0) for i, cost in enumerate(self._costs)))

    def offer(self, begin: int, best: list[float], came_from: list[int]) -> None:
        """Try every cue that begins with the piece, and keep those that make the way to their end cheaper."""
        rules = self._rules
        at, starts, ends, border, inner = self._at, self._starts, self._ends, self._border, self._inner
        count = len(starts)
        so_far = best[begin]
        start_ms = starts[begin]
        origin = at[begin] + self._tokens[begin].spaced
        turn_end = self._turn_end[begin]
        one_line = min(self._line_end[begin], turn_end)
        scrap = rules.line_length // 3
        new_turn = begin == 0 or self._turn_end[begin - 1] == begin
        end = begin
        line, reach = 1, self._line_end[begin]
        while end < turn_end:
            end += 1
            if end > reach:
                if line == rules.lines:
                    break
                line += 1
                reach = self._line_end[reach]
            if end > begin + 1 and ends[end - 1] - start_ms > rules.max_ms:
                break
            characters = at[end] - origin
            cost = so_far + _CUE + border[end] + inner[end - 1] - inner[begin]
            if cost >= best[end]:
                continue
            cost += self._haste(start_ms, starts[end] if end < count else None, characters)
            if characters < scrap and not (new_turn and end == turn_end):
                cost += _SCRAP * (1 - characters / scrap)
            if end > one_line and cost < best[end]:
                cost += self._split(begin, end) if line == 2 else _EXTRA_LINE * line
            if cost < best[end]:
                best[end], came_from[end] = cost, begin
        if turn_end < count and rules.lines >= 2:
            self._offer_dialogue(begin, turn_end, best, came_from)

    def _offer_dialogue(self, begin: int, turn: int, best: list[float], came_from: list[int]) -> None:
        """Two speakers in one cue, a line each: dear, but cheaper than two cues that nobody can read."""
        room = self._rules.line_length - len(HYPHEN)
        at, starts, ends = self._at, self._starts, self._ends
        upper = at[turn] - at[begin] - self._tokens[begin].spaced
        if upper > room:
            return
        count = len(starts)
        turn_end = self._turn_end[turn]
        origin = at[turn] + self._tokens[turn].spaced
        for end in range(turn + 1, turn_end + 1):
            lower = at[end] - origin
            if lower > room or ends[end - 1] - starts[begin] > self._rules.max_ms:
                break
            if end < turn_end and self._costs[end] > 0.0:
                continue
            cost = best[begin] + _CUE + _DIALOGUE + self._border[end] + (_TURN_TORN if end < turn_end else 0.0)
            cost += max(0, starts[turn] - ends[turn - 1] - _PAUSE_FREE_MS) / _PAUSE_UNIT_MS
            cost += self._haste(starts[begin], starts[end] if end < count else None, upper + lower + 2 * len(HYPHEN))
            if cost < best[end]:
                best[end], came_from[end] = cost, begin

    def _haste(self, start_ms: int, next_ms: int | None, characters: int) -> float:
        """What it costs that there is less time than the shortest cue, or the reader, needs."""
        rules = self._rules
        room_ms = rules.max_ms
        if next_ms is not None:
            room_ms = min(room_ms, max(0, next_ms - rules.gap_ms - start_ms))
        cost = 0.0
        if room_ms < rules.min_ms:
            some, all_of_it = _TOO_SHORT
            cost += some + all_of_it * (1 - room_ms / rules.min_ms)
        excess = characters - rules.characters_per_second * room_ms / 1000
        if excess > 0:
            some, each = _TOO_FAST
            # In proportion to what is too much, so that a fast speaker is not cut otherwise than a slow one.
            cost += some + each * excess / rules.line_length
        return cost

    def _split(self, begin: int, end: int) -> float:
        """The cheapest way to break [begin, end) into two lines."""
        at, costs, length = self._at, self._line_costs, self._rules.line_length
        origin = at[begin] + self._tokens[begin].spaced
        cheapest = math.inf
        # Where a sentence ends inside the cue, its line should end there too.
        astray = _SENTENCE_IN_LINE if self._sentences[end - 1] > self._sentences[begin] else 0.0
        for middle in range(max(begin + 1, self._line_begin[end]), min(self._line_end[begin], end - 1) + 1):
            upper = at[middle] - origin
            lower = at[end] - at[middle] - self._tokens[middle].spaced
            cost = costs[middle] + imbalance(upper, lower, length)
            if costs[middle] > 0.0:
                cost += astray
            cheapest = min(cheapest, cost)
        return cheapest

    def draft(self, begin: int, end: int) -> Draft:
        """The pieces [begin, end) as a cue."""
        turn = self._turn_end[begin]
        speaker = self._run[begin].speaker
        if turn < end:
            lines = tuple(
                with_hyphen(join_tokens(self._tokens[first:last])) for first, last in ((begin, turn), (turn, end))
            )
            speaker = None
        else:
            part = slice(begin, end)
            lines = break_lines(self._tokens[part], self._widths[part], self._costs[part], self._rules.line_length)
        last_ms = max(self._ends[begin:end])
        return Draft(self._starts[begin], last_ms, lines, speaker, self._run[begin].segment)

    def _line_begins(self) -> list[int]:
        """For each end, the first piece of the longest line that ends there."""
        begins = [0]
        begin = 0
        for end in range(1, len(self._tokens) + 1):
            while begin < end - 1 and self._line_end[begin] < end:
                begin += 1
            begins.append(begin)
        return begins

    def _turn_ends(self) -> list[int]:
        """For each piece, where its speaker's turn ends."""
        ends = [len(self._run)] * len(self._run)
        for i in range(len(self._run) - 2, -1, -1):
            ends[i] = ends[i + 1] if self._run[i].speaker == self._run[i + 1].speaker else i + 1
        return ends


def with_hyphen(line: str) -> str:
    """A line of a dialogue; one that begins with a dash already is left as it is."""
    return line if line[0] in DASHES else HYPHEN + line
