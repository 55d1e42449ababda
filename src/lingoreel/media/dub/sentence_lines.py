"""From translated sentences to the lines of a dub.

A short sentence is one line. A long one, or one with a pause in it, becomes several, cut where clauses end, so that
what is said after the pause is said after it in the dub too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lingoreel.media.cues.syntax import Border, borders
from lingoreel.media.dub.line import DubLine, spoken_together
from lingoreel.media.segments import Segment
from lingoreel.media.timed_text import Token, join_tokens, shown_text, tokens

LONG_MS = 10_000
PAUSE_MS = 600
# Part of a sentence that is worth a line.
_SHORTEST_MS = 1_200
_FEWEST_LETTERS = 12
_UNBROKEN = 1 << 20
# What a border costs against standing away from the middle by the whole length.
_COST = {Border.SENTENCE: 0.0, Border.CLAUSE: 0.1, Border.CONJUNCTION: 0.3, Border.PLAIN: 0.6}
# A pause is worth as much as a better border.
_PAUSE_WORTH = 0.3


def lines_from_segments(
    segments: Sequence[Segment],
    sources: Sequence[Segment],
    *,
    language: str | None = None,
    source_language: str | None = None,
) -> list[DubLine]:
    """Lines that say `segments`: translated sentences, whose times are those of what was said.

    `sources` are the sentences they were made of, one for each; where they are not (a translation from elsewhere),
    each line's source text is what was said during it. `language` is that of `segments`. No letter is lost.
    """
    said = _Said(sources, source_language)
    own = [(one.start_ms, one.end_ms) for one in sources] == [(one.start_ms, one.end_ms) for one in segments]
    lines: list[DubLine] = []
    for number, segment in enumerate(segments):
        parts = _parts(segment, language)
        spans = [(part[0].start_ms, max(part[0].start_ms, part[-1].end_ms)) for part in parts]
        texts = said.parts_of(number, spans) if own else [said.between(*span) for span in spans]
        lines += [
            DubLine(start_ms, end_ms, join_tokens(part), text, segment.speaker)
            for part, (start_ms, end_ms), text in zip(parts, spans, texts, strict=True)
        ]
    return sorted(lines, key=lambda line: line.start_ms)


def _parts(segment: Segment, language: str | None) -> list[list[Token]]:
    parts = tokens(segment, _UNBROKEN, language)
    kinds = borders(parts, language)
    return [parts[begin:end] for begin, end in _cut(parts, kinds, 0, len(parts))] if parts else []


def _cut(parts: Sequence[Token], kinds: Sequence[Border], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """[begin, end) of each line: cut in two at the best border, again and again while there is reason to."""
    waiting = [(begin, end)]
    while waiting:
        begin, end = waiting.pop()
        at = _best(parts, kinds, begin, end)
        if at is None:
            yield begin, end
        else:
            waiting += [(at, end), (begin, at)]


def _best(parts: Sequence[Token], kinds: Sequence[Border], begin: int, end: int) -> int | None:
    start_ms, end_ms = parts[begin].start_ms, parts[end - 1].end_ms
    long = end_ms - start_ms > LONG_MS
    best: tuple[float, int] | None = None
    letters = [len(parts[at].text) + 1 for at in range(begin, end)]
    whole, before = sum(letters), 0
    for at in range(begin + 1, end):
        before += letters[at - 1 - begin]
        pause_ms = parts[at].start_ms - parts[at - 1].end_ms
        paused = pause_ms >= PAUSE_MS and kinds[at] <= Border.CONJUNCTION
        if kinds[at] not in _COST or not (paused or long):
            continue
        if not paused and kinds[at] is Border.PLAIN and end_ms - start_ms <= 2 * LONG_MS:
            continue
        if not paused and min(parts[at - 1].end_ms - start_ms, end_ms - parts[at].start_ms) < _SHORTEST_MS:
            continue
        if min(before, whole - before) < _FEWEST_LETTERS and not paused:
            continue
        middle = abs(parts[at].start_ms - (start_ms + end_ms) / 2) / max(1, end_ms - start_ms)
        cost = _COST[kinds[at]] + middle - _PAUSE_WORTH * min(1.0, pause_ms / PAUSE_MS) - (1.0 if paused else 0.0)
        if best is None or cost < best[0]:
            best = (cost, at)
    return None if best is None else best[1]


class _Said:
    """What was said in the source, and when."""

    def __init__(self, sources: Sequence[Segment], language: str | None) -> None:
        self._sources = sources
        self._language = language
        self._timed: list[tuple[float, str]] | None = None

    def parts_of(self, number: int, spans: Sequence[tuple[int, int]]) -> list[str]:
        """The text of one source sentence, parted as its line was."""
        source = self._sources[number]
        if len(spans) < 2:
            return [shown_text(source) for _ in spans]
        groups: list[list[Token]] = [[] for _ in spans]
        limits = [(before[1] + after[0]) / 2 for before, after in pairwise(spans)]
        for token in tokens(source, _UNBROKEN, self._language):
            middle_ms = (token.start_ms + token.end_ms) / 2
            groups[sum(limit <= middle_ms for limit in limits)].append(token)
        return [join_tokens(group) for group in groups]

    def between(self, start_ms: int, end_ms: int) -> str:
        """What was said from here to there."""
        if self._timed is None:
            spoken = (token for source in self._sources for token in tokens(source, _UNBROKEN, self._language))
            self._timed = sorted(
                (((token.start_ms + token.end_ms) / 2, token.text) for token in spoken), key=lambda entry: entry[0]
            )
        low = bisect_left(self._timed, (start_ms, ""))
        high = bisect_left(self._timed, (end_ms, ""))
        return spoken_together(text for _, text in self._timed[low:high])[0]
