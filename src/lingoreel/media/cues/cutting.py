"""From recognised segments to cues that can be read: when to cut, where to break a line, how long to show.

Rules and limits follow Netflix's timed text style guides (general requirements, and the line lengths and
reading speeds per language): at most two lines, 5/6 s to 7 s, two frames between cues, a new cue for a
new speaker. Where the speech itself makes a rule impossible (two speakers within a second), order and
gap win over shortest time, and `quality` says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from typing import Any

from lingoreel.media.cues.cue import Cue
from lingoreel.media.segments import Segment
from lingoreel.media.timed_text import Token, tokens, width

FRAME_MS = 42  # one frame at 24 pictures a second, rounded up
GAP_MS = 2 * FRAME_MS
MIN_MS = 834  # 5/6 s
MAX_MS = 7000
MAX_LINES = 2
BRIDGE_MS = 11 * FRAME_MS  # a gap shorter than this flickers: it is closed to GAP_MS
LEAD_MS = 3 * FRAME_MS  # how much before its first word a cue may come
SILENCE_MS = 3000  # nothing is shown across a pause this long

_LINE_LENGTH = {"zh": 16, "yue": 16, "ko": 16, "ja": 23, "th": 35}
_CHARACTERS_PER_SECOND = {"en": 20, "ar": 20, "hi": 22, "zh": 9, "yue": 9, "ko": 12, "ja": 4}
_SENTENCE_ENDS = frozenset(".!?…。！？؟।")
_CLAUSE_ENDS = frozenset(",;:、，；：،—–")
_CLOSERS = "\"'”’»)]}」』）】"


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What a cue must keep in one language. Lengths in characters, times in milliseconds."""

    line_length: int = 42
    characters_per_second: float = 17
    lines: int = MAX_LINES
    min_ms: int = MIN_MS
    max_ms: int = MAX_MS
    gap_ms: int = GAP_MS


def reading_rules(language: str | None) -> ReadingRules:
    """The rules for a language code such as `en`, `zh-CN` or `pt_BR`; the common ones for an unknown one."""
    base = (language or "").replace("_", "-").split("-")[0].lower()
    return ReadingRules(_LINE_LENGTH.get(base, 42), _CHARACTERS_PER_SECOND.get(base, 17))


def make_cues(segments: Iterable[Segment], language: str | None = None) -> list[Cue]:
    """Cut the segments into cues in order of time. No word is lost; time grows with the number of words."""
    rules = reading_rules(language)
    pieces: list[_Piece] = []
    for segment in sorted(segments, key=lambda segment: segment.start_ms):
        found = tokens(segment, rules.line_length)
        pieces += (_Piece(token, segment.speaker, last=index == len(found) - 1) for index, token in enumerate(found))
    drafts = [draft for run in _runs(pieces) for draft in _cut(run, rules)]
    return _place(drafts, rules)


def quality(cues: Sequence[Cue], language: str | None = None) -> dict[str, Any]:
    """How many cues break which rule of the language, and which ones (positions from 0).

    `rules` maps `line_length`, `lines`, `min_duration`, `max_duration`, `gap` and `reading_speed` to
    `{"limit", "count", "cues"}`; `gap` names the cue that comes too soon after the one before it.
    """
    rules = reading_rules(language)
    speed = rules.characters_per_second
    broken = {
        "line_length": [i for i, cue in enumerate(cues) if any(width(line) > rules.line_length for line in cue.lines)],
        "lines": [i for i, cue in enumerate(cues) if len(cue.lines) > rules.lines],
        "min_duration": [i for i, cue in enumerate(cues) if cue.end_ms - cue.start_ms < rules.min_ms],
        "max_duration": [i for i, cue in enumerate(cues) if cue.end_ms - cue.start_ms > rules.max_ms],
        "gap": [i for i, (a, b) in enumerate(pairwise(cues), 1) if b.start_ms - a.end_ms < rules.gap_ms],
        "reading_speed": [
            i for i, cue in enumerate(cues) if _characters(cue) * 1000 > speed * (cue.end_ms - cue.start_ms)
        ],
    }
    limits: dict[str, float] = {
        "line_length": rules.line_length,
        "lines": rules.lines,
        "min_duration": rules.min_ms,
        "max_duration": rules.max_ms,
        "gap": rules.gap_ms,
        "reading_speed": speed,
    }
    return {
        "cues": len(cues),
        "broken": len({index for indices in broken.values() for index in indices}),
        "rules": {
            name: {"limit": limits[name], "count": len(indices), "cues": indices} for name, indices in broken.items()
        },
    }


def _characters(cue: Cue) -> int:
    return sum(width(line) for line in cue.lines)


@dataclass(frozen=True, slots=True)
class _Piece:
    token: Token
    speaker: str | None
    last: bool  # of its segment


@dataclass(frozen=True, slots=True)
class _Draft:
    """A cue before its times are settled: when its words are spoken."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    speaker: str | None


def _runs(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Stretches that no cue crosses the border of: one speaker, no long silence."""
    for _, same_speaker in groupby(pieces, key=lambda piece: piece.speaker):
        run: list[_Piece] = []
        for piece in same_speaker:
            if run and piece.token.start_ms - run[-1].token.end_ms >= SILENCE_MS:
                yield run
                run = []
            run.append(piece)
        yield run


def _cut(run: Sequence[_Piece], rules: ReadingRules) -> Iterator[_Draft]:
    """The cheapest way to cut a run into cues that fit, by dynamic programming over its tokens."""
    toll = _Toll(run, rules)
    count = len(run)
    best = [0.0] + [math.inf] * count
    came_from = [0] * (count + 1)
    for begin in range(count):
        so_far = best[begin]
        for end in range(begin + 1, toll.furthest[begin] + 1):
            cost = so_far + toll.of(begin, end)
            if cost < best[end]:
                best[end], came_from[end] = cost, begin
    cuts = [count]
    while cuts[-1]:
        cuts.append(came_from[cuts[-1]])
    for begin, end in pairwise(reversed(cuts)):
        shown = [piece.token for piece in run[begin:end]]
        yield _Draft(shown[0].start_ms, shown[-1].end_ms, break_lines(shown, rules.line_length), run[begin].speaker)


class _Toll:
    """What it costs to show the tokens [begin, end) as one cue.

    The unit is about the price of one cue. Cheap: ending with a sentence, in a pause, readable in the time
    there is. Dear: ending in the middle of a phrase, holding a pause, being a scrap.
    """

    def __init__(self, run: Sequence[_Piece], rules: ReadingRules) -> None:
        all_tokens = [piece.token for piece in run]
        count = len(all_tokens)
        self._rules = rules
        self._starts = [token.start_ms for token in all_tokens]
        self._ends = [token.end_ms for token in all_tokens]
        pauses = [max(0, b.start_ms - a.end_ms) for a, b in pairwise(all_tokens)]
        # Cutting at the border before token i costs _border[i]; keeping it inside a cue costs a part of _inner.
        self._border = [0.0] * (count + 1)
        inner = [0.0] * (count + 1)
        for i in range(1, count):
            grade = _end_grade(all_tokens[i - 1].text)
            cost = (0.0, 1.0, 3.0)[grade]
            if run[i - 1].last:
                cost *= 0.5
            if grade == 2 and all_tokens[i].spaced and len(all_tokens[i - 1].text) <= 3:
                cost += 1.0  # articles and prepositions, in most languages with blanks
            cost -= min(pauses[i - 1], 600) / 250
            self._border[i] = max(0.0, cost) + (3.0 if all_tokens[i].inside_word else 0.0)
            inner[i] = max(0, pauses[i - 1] - 400) / 300 + (1.0 if grade == 0 else 0.0)
        self._inner = list(accumulate(inner))
        # Position of each token's first character were all on one line.
        self._at = [0] * (count + 1)
        for i, token in enumerate(all_tokens):
            self._at[i + 1] = self._at[i] + width(token.text) + int(token.spaced)
        self._spaced = [token.spaced for token in all_tokens]
        line_end = self._line_ends()
        self.furthest = [self._furthest(i, line_end) for i in range(count)]

    def of(self, begin: int, end: int) -> float:
        rules = self._rules
        start_ms = self._starts[begin]
        room_ms = rules.max_ms
        if end < len(self._starts):
            room_ms = min(room_ms, max(1, self._starts[end] - rules.gap_ms - start_ms))
        characters = self._at[end] - self._at[begin]
        cost = 1.5 + self._border[end] + self._inner[end - 1] - self._inner[begin]
        if room_ms < rules.min_ms:
            cost += 6 * (1 - room_ms / rules.min_ms)
        needed_ms = characters * 1000 / rules.characters_per_second
        if needed_ms > room_ms:
            cost += min(6.0, 0.5 + 6 * (needed_ms / room_ms - 1))
        scrap = rules.line_length // 3
        if characters < scrap:
            cost += 1.5 * (1 - characters / scrap)
        return cost

    def _line_ends(self) -> list[int]:
        """For each token, how far one line that begins with it reaches."""
        count = len(self._starts)
        ends = []
        end = 0
        for begin in range(count):
            end = max(end, begin + 1)
            origin = self._at[begin] + int(self._spaced[begin])
            while end < count and self._at[end + 1] - origin <= self._rules.line_length:
                end += 1
            ends.append(end)
        ends.append(count)
        return ends

    def _furthest(self, begin: int, line_end: Sequence[int]) -> int:
        end = begin
        for _ in range(self._rules.lines):
            end = line_end[end] if end < len(self._starts) else end
        while end > begin + 1 and self._ends[end - 1] - self._starts[begin] > self._rules.max_ms:
            end -= 1
        return end


def _end_grade(text: str) -> int:
    """0 where a sentence ends, 1 where a clause does, 2 elsewhere."""
    bare = text.rstrip(_CLOSERS)
    if bare and bare[-1] in _SENTENCE_ENDS:
        return 0
    return 1 if bare and bare[-1] in _CLAUSE_ENDS else 2


def break_lines(shown: Sequence[Token], line_length: int) -> tuple[str, ...]:
    """One line when it fits, else the two most even ones, rather after punctuation, the lower one longer.

    Tokens that do not fit on two lines fill as many as they need.
    """
    whole = _join(shown)
    if width(whole) <= line_length:
        return (whole,)
    best: tuple[float, int] | None = None
    for at in range(1, len(shown)):
        upper, lower = width(_join(shown[:at])), width(_join(shown[at:]))
        if upper > line_length or lower > line_length:
            continue
        cost = abs(upper - lower) + (2 if upper > lower else 0)
        cost += (0, 2, 8)[_end_grade(shown[at - 1].text)]
        if shown[at].spaced and len(shown[at - 1].text) <= 3:
            cost += 4
        if shown[at].inside_word:
            cost += 12
        if best is None or cost < best[0]:
            best = (cost, at)
    if best is not None:
        return _join(shown[: best[1]]), _join(shown[best[1] :])
    lines: list[list[Token]] = [[]]
    for token in shown:
        if lines[-1] and width(_join([*lines[-1], token])) > line_length:
            lines.append([])
        lines[-1].append(token)
    return tuple(_join(line) for line in lines)


def _join(shown: Sequence[Token]) -> str:
    return "".join(" " * int(token.spaced and i > 0) + token.text for i, token in enumerate(shown))


def _place(drafts: Sequence[_Draft], rules: ReadingRules) -> list[Cue]:
    """Settle the times: in order, never closer than the gap, long enough to be read where silence allows."""
    cues: list[Cue] = []
    free_ms = 0  # where the next cue may begin
    for index, draft in enumerate(drafts):
        start_ms = max(draft.start_ms, free_ms)
        following = drafts[index + 1].start_ms if index + 1 < len(drafts) else None
        limit_ms = start_ms + rules.max_ms
        if following is not None:
            limit_ms = min(limit_ms, following - rules.gap_ms)
        needed_ms = max(rules.min_ms, math.ceil(sum(map(width, draft.lines)) * 1000 / rules.characters_per_second))
        end_ms = min(limit_ms, max(draft.end_ms, start_ms + needed_ms))
        if following is not None and 0 < limit_ms - end_ms < BRIDGE_MS - rules.gap_ms:
            end_ms = limit_ms
        if end_ms - start_ms < rules.min_ms:
            start_ms = max(free_ms, draft.start_ms - LEAD_MS, min(start_ms, end_ms - rules.min_ms), 0)
        # Words crowded beyond reason still get a frame each, and push what follows.
        end_ms = max(end_ms, start_ms + FRAME_MS)
        cues.append(Cue(start_ms, end_ms, draft.lines, draft.speaker))
        free_ms = end_ms + rules.gap_ms
    return cues
