"""Who says what, when: from what was heard or brought to the lines of the dub. Pure: any step can do it again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from lingoreel.engines.casting import speaking_rate
from lingoreel.engines.diarization import Diarization, assign_speakers
from lingoreel.engines.recognition.protocol import SAMPLES_PER_MS
from lingoreel.media.dub.line import DubLine, one_by_one, spoken_together, tidy_lines
from lingoreel.media.dub.sentence_lines import lines_from_segments
from lingoreel.media.segments import Segment, Word
from lingoreel.media.sentences import sentences, translated
from lingoreel.media.timed_text import Token, join_tokens, tokens
from lingoreel.tasks.recognising import Heard
from lingoreel.tasks.translating import Translated

BREATH_MS = 80
"""What stays free between two lines."""
SPILL_MS = 1500
"""So far a sentence may go on into the silence behind it before its wording counts as too long."""
PATIENCE = 1.15
"""A voice that speaks this much faster than it would is still at ease."""
FEWEST_CHARACTERS = 12
SHORTEST_MS = 200
PAUSE_MS = 600
"""A pause of this length ends a part of speech that has no punctuation, unless it has fewer words than these."""
FEWEST_WORDS = 2
FAR_MS = 1500
"""What is said this far from every line of a translation that was brought is not what they translate."""
ADJUSTED_MS = 400
"""Neighbours that overlap by no more than this do so because their times were measured."""

_MARKS = ".?!,;:…。？！，、；：؟،۔।"
_UNBROKEN = 1 << 20


@dataclass(frozen=True)
class Said:
    """The sentences of the source, in order of time, and `{"speaker0": {"gender": 0}}` for those who say them."""

    units: tuple[Segment, ...]
    speakers: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of_heard(cls, heard: Heard, language: str) -> Said:
        """What was recognised."""
        units = [part for unit in heard.units(language) for part in _at_pauses(unit, language)]
        return cls(tuple(units), heard.speakers or {})

    @classmethod
    def of_lines(cls, lines: Sequence[DubLine], turns: Diarization | None, language: str, *, named: bool) -> Said:
        """What was brought; `named`: speakers are wanted. The file's own names for them go before who was heard."""
        segments = [Segment(line.start_ms, line.end_ms, line.text, speaker=line.speaker) for line in lines]
        speakers: dict[str, dict[str, Any]] = {}
        if not named:
            segments = [replace(segment, speaker=None) for segment in segments]
        elif has_names(lines):
            speakers = {line.speaker: {"gender": 0} for line in lines if line.speaker}
        elif turns is not None:
            segments, speakers = assign_speakers([replace(one, speaker=None) for one in segments], turns)
        with_words = [translated(segment, segment.text, language) for segment in segments]
        return cls(tuple(sentences(with_words, language)), speakers)

    def stretches(self) -> dict[str, list[list[int]]]:
        """When each speaker speaks, in samples, in order of first appearance."""
        found: dict[str, list[list[int]]] = {}
        for unit in self.units:
            if unit.speaker is None:
                continue
            spans = found.setdefault(unit.speaker, [])
            if unit.end_ms > unit.start_ms:
                spans.append([unit.start_ms * SAMPLES_PER_MS, unit.end_ms * SAMPLES_PER_MS])
        return found

    def room(self, language: str, duration_ms: int) -> list[int]:
        """Most characters of each unit's translation that can be said in its time, at ease."""
        return room([(unit.start_ms, unit.end_ms) for unit in self.units], language, duration_ms)


def room(spans_ms: Sequence[tuple[int, int]], language: str, duration_ms: int) -> list[int]:
    """Most characters that can be said at ease in each of these times, which are in order: a little spills over."""
    following = [start_ms for start_ms, _ in spans_ms[1:]] + [duration_ms + BREATH_MS] * bool(spans_ms)
    rate = speaking_rate(language) * PATIENCE / 1000
    return [
        max(FEWEST_CHARACTERS, int(rate * (min(max(end, after - BREATH_MS), end + SPILL_MS) - start)))
        for (start, end), after in zip(spans_ms, following, strict=True)
    ]


def _at_pauses(unit: Segment, language: str) -> list[Segment]:
    """What was recognised without punctuation, parted where the speaker paused: each part keeps its own time."""
    if any(mark in unit.text for mark in _MARKS):
        return [unit]
    parts: list[list[Token]] = []
    for token in tokens(unit, _UNBROKEN, language):
        if not parts or (token.start_ms - parts[-1][-1].end_ms >= PAUSE_MS and len(parts[-1]) >= FEWEST_WORDS):
            parts.append([])
        parts[-1].append(token)
    if len(parts) > 1 and len(parts[-1]) < FEWEST_WORDS:
        parts[-2:] = [parts[-2] + parts[-1]]
    if len(parts) < 2:
        return [unit]
    borders = [part[0].start_ms for part in parts[1:]]
    words: list[list[Word]] = [[] for _ in parts]
    for word in unit.words:
        words[bisect_right(borders, word.start_ms)].append(word)
    return [
        replace(unit, start_ms=part[0].start_ms, end_ms=part[-1].end_ms, text=join_tokens(part), words=tuple(mine))
        for part, mine in zip(parts, words, strict=True)
    ]


def has_names(lines: Iterable[DubLine]) -> bool:
    """Whether a file says of every line who speaks."""
    return all(line.speaker for line in lines)


def dub_lines(
    said: Said,
    target: Translated | Sequence[DubLine],
    *,
    source_language: str,
    language: str,
) -> list[DubLine]:
    """The lines that say the translation, made here or brought, with the times of what it translates."""
    if isinstance(target, Translated):
        segments = target.segments(said.units, language)
        return lines_from_segments(segments, said.units, language=language, source_language=source_language)
    speakers = _Speakers(said.units)
    segments = [
        translated(Segment(line.start_ms, line.end_ms, line.text, speaker=speakers.of(line)), line.text, language)
        for line in target
    ]
    lines = lines_from_segments(segments, (), language=language)
    texts = _texts_between(lines, said.units, source_language)
    return [replace(line, source_text=text) for line, text in zip(lines, texts, strict=True)]


def _texts_between(lines: Sequence[DubLine], units: Iterable[Segment], language: str) -> list[str]:
    """What was said nearest to each line: every word under one of them, unless it is far from all."""
    borders = [(before.end_ms + after.start_ms) / 2 for before, after in pairwise(lines)]
    found: list[list[str]] = [[] for _ in lines]
    for unit in units:
        mine: dict[int, list[Token]] = {}
        for token in tokens(unit, _UNBROKEN, language):
            middle_ms = (token.start_ms + token.end_ms) / 2
            at = bisect_right(borders, middle_ms)
            if lines[at].start_ms - FAR_MS <= middle_ms <= lines[at].end_ms + FAR_MS:
                mine.setdefault(at, []).append(token)
        for at, part in mine.items():
            found[at].append(join_tokens(part))
    return [spoken_together(texts)[0] for texts in found]


class _Speakers:
    """Who speaks when, as the source's sentences tell."""

    def __init__(self, units: Sequence[Segment]) -> None:
        self._units = units
        self._starts = [unit.start_ms for unit in units]

    def of(self, line: DubLine) -> str | None:
        """Who speaks most of the line's time, else who spoke last before it, else who speaks first."""
        if not self._units:
            return None
        at = bisect_right(self._starts, line.start_ms)
        near = self._units[max(0, at - 4) : bisect_right(self._starts, line.end_ms)] or self._units[:1]
        return max(reversed(near), key=lambda unit: _shared_ms(unit, line)).speaker


def _shared_ms(unit: Segment, line: DubLine) -> int:
    return max(0, min(unit.end_ms, line.end_ms) - max(unit.start_ms, line.start_ms))


def timed(lines: Sequence[DubLine], starts_ms: Sequence[int], duration_ms: int) -> tuple[list[DubLine], list[str]]:
    """The lines with the true times of their beginnings, and warnings; none begins before its forerunner ends."""
    moved = [
        replace(line, start_ms=start_ms, end_ms=max(line.end_ms, start_ms + SHORTEST_MS))
        for line, start_ms in zip(lines, starts_ms, strict=True)
    ]
    moved.sort(key=lambda line: line.start_ms)
    ends = [line.end_ms for line in moved]
    for at, (before, after) in enumerate(pairwise(moved)):
        if 0 < before.end_ms - after.start_ms <= ADJUSTED_MS and after.start_ms > before.start_ms:
            ends[at] = after.start_ms
    tidied, warnings = tidy_lines([replace(one, end_ms=end) for one, end in zip(moved, ends, strict=True)], duration_ms)
    return one_by_one(tidied), warnings
