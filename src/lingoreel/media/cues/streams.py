"""Segments as streams of tokens that cues are cut from.

People who talk at once must not tear each other's sentences apart: a segment that begins while another one is still
spoken goes into a stream of its own. Speakers who take turns share one stream, so that they can share a cue.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lingoreel.media.cues.rules import ReadingRules
from lingoreel.media.cues.syntax import break_costs
from lingoreel.media.segments import Segment
from lingoreel.media.timed_text import Token, apart, tokens, width

# Speakers who fall into each other's last word still take turns.
_OVERLAP_MS = 400
# Nothing is shown across a pause this long.
SILENCE_MS = 3000
# How much of a break's price a pause takes away, and from which pause on it takes no more.
_PAUSE_DISCOUNT = 2.4
_FULL_PAUSE_MS = 600


@dataclass(frozen=True, slots=True)
class Piece:
    """A token, who says it, in which segment (in order of time), and what a break before it costs."""

    token: Token
    speaker: str | None
    segment: int
    wide: int
    cost: float


def streams(segments: Iterable[Segment], language: str | None, rules: ReadingRules) -> list[list[Piece]]:
    """The segments' pieces, one list for each stream; times never run backwards inside one. Nothing is lost."""
    spoken = sorted(segments, key=lambda segment: segment.start_ms)
    return [
        list(pieces_of([(number, spoken[number]) for number in numbers], language, rules.line_length))
        for numbers in lanes(spoken)
    ]


def runs(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """Stretches of a stream that no cue crosses the border of: there is a long silence between them."""
    begin = 0
    for index, (before, after) in enumerate(pairwise(pieces), 1):
        if after.token.start_ms - before.token.end_ms >= SILENCE_MS:
            yield pieces[begin:index]
            begin = index
    if pieces:
        yield pieces[begin:]


def lanes(spoken: Sequence[Segment]) -> list[list[int]]:
    """The numbers of segments in order of time, one list for each stream of those who do not talk at once."""
    found: list[list[int]] = [[]]
    ends_ms: list[int] = [-(1 << 62)]
    by_end: list[tuple[int, int]] = []
    last_of: dict[str | None, int] = {}
    for number, segment in enumerate(spoken):
        free_ms = segment.start_ms + _OVERLAP_MS
        own = last_of.get(segment.speaker)
        if own is not None and spoken[found[own][-1]].speaker == segment.speaker and ends_ms[own] > free_ms:
            lane = own  # nobody talks over himself: one after the other
        elif ends_ms[0] <= free_ms:
            lane = 0
        else:
            lane = _free_lane(by_end, ends_ms, free_ms)
            if lane == len(found):
                found.append([])
                ends_ms.append(0)
        found[lane].append(number)
        ends_ms[lane] = max(ends_ms[lane], segment.end_ms)
        last_of[segment.speaker] = lane
        if lane:
            heapq.heappush(by_end, (ends_ms[lane], lane))
    return [lane for lane in found if lane]


def _free_lane(by_end: list[tuple[int, int]], ends_ms: list[int], free_ms: int) -> int:
    """The lane that fell silent first, if it has; a new one's number else."""
    while by_end and by_end[0][0] != ends_ms[by_end[0][1]]:
        heapq.heappop(by_end)  # it has gone on since
    return by_end[0][1] if by_end and by_end[0][0] <= free_ms else len(ends_ms)


def pieces_of(numbered: Sequence[tuple[int, Segment]], language: str | None, longest: int) -> Iterator[Piece]:
    """The pieces, no wider than `longest`, of numbered segments that belong to one stream."""
    made: list[tuple[Token, str | None, int]] = []
    at_ms = 0
    for number, segment in numbered:
        for index, token in enumerate(tokens(segment, longest, language)):
            start_ms = at_ms = max(token.start_ms, at_ms)
            end_ms = max(token.end_ms, start_ms)
            # Two segments stand apart as their scripts do: by a blank, or by nothing between Chinese and Chinese.
            spaced = token.spaced or (index == 0 and bool(made) and apart(made[-1][0].text, token.text))
            if (start_ms, end_ms, spaced) != (token.start_ms, token.end_ms, token.spaced):
                token = Token(token.text, start_ms, end_ms, spaced, token.inside_word)  # noqa: PLW2901
            made.append((token, segment.speaker, number))
    costs = break_costs([token for token, _, _ in made], language)
    before_ms = 0
    previous: int | None = None
    for (token, speaker, number), syntax in zip(made, costs, strict=True):
        cost = syntax if number == previous else syntax / 2
        pause_ms = min(max(token.start_ms - before_ms, 0), _FULL_PAUSE_MS)
        cost = max(0.0, cost - _PAUSE_DISCOUNT * pause_ms / _FULL_PAUSE_MS)
        yield Piece(token, speaker, number, width(token.text), cost)
        before_ms, previous = token.end_ms, number
