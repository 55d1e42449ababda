"""Lines as they are spoken: those of one sentence in one breath, and every line's own part of it again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lingoreel.errors import InvalidRequest
from lingoreel.media.dub.line import DubLine, spoken_together, utterance_groups
from lingoreel.media.speech_text import Script, Utterance, parse
from lingoreel.tasks.speaking import Said

LEAD_S, TAIL_S = 0.010, 0.030
"""Breath and decay kept around what is heard: where two lines are one sentence, nothing."""


@dataclass(frozen=True)
class Group:
    """Lines (by number) whose text is spoken in one breath; line `lines[n]` is [begin, end) `borders[n]` of that.

    `utterances` is empty where there is nothing to say.
    """

    lines: tuple[int, ...]
    borders: tuple[tuple[int, int], ...]
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True)
class Clip:
    """Samples [start, end) of the PCM object `key`, heard `at_ms` after its line begins (negative: its breath)."""

    key: str
    sample_rate: int
    start_sample: int
    end_sample: int
    at_ms: float


@dataclass(frozen=True)
class SpokenLine:
    """A line as an engine spoke it at `rate`: its clips, how long it lasts, and its words.

    `words`: the text, and when it is said, in ms after the line begins.
    """

    clips: tuple[Clip, ...] = ()
    spoken_ms: float = 0.0
    rate: float = 1.0
    words: tuple[tuple[str, float, float], ...] = ()


def read_groups(lines: Sequence[DubLine], language: str, alone: Collection[int] = ()) -> list[Group]:
    """The groups of all lines, in order; every line is in one.

    `alone`: lines that no sentence is shared with, since their engine does not tell when it says a word.
    """
    found = []
    for numbers in utterance_groups(lines, language):
        together = None if any(number in alone for number in numbers) else _group(numbers, lines, language)
        found += [together] if together is not None else [_alone(number, lines, language) for number in numbers]
    return found


def _group(numbers: Sequence[int], lines: Sequence[DubLine], language: str) -> Group | None:
    """The lines as one text; None where that reads another way than its lines do, and they have no place in it."""
    text, borders = spoken_together(lines[number].text for number in numbers)
    script = _read(text, language)
    return Group(tuple(numbers), tuple(borders), script.utterances) if script and script.text == text else None


def _alone(number: int, lines: Sequence[DubLine], language: str) -> Group:
    script = _read(lines[number].text, language)
    if script is None:
        return Group((number,), ((0, 0),), ())
    return Group((number,), ((0, len(script.text)),), script.utterances)


def _read(text: str, language: str) -> Script | None:
    """None where there is nothing to say."""
    try:
        return parse(text, language, ssml=False)
    except InvalidRequest:
        return None


def shared(group: Group, said: Sequence[Said]) -> list[int]:
    """Which of the group's utterances, by number, say words of several lines."""
    return [
        at
        for at, (utterance, heard) in enumerate(zip(group.utterances, said, strict=True))
        if heard.end_sample > heard.start_sample
        and sum(utterance.begin < end and begin < utterance.end for begin, end in group.borders) > 1
    ]


def to_cut(group: Group, at: int, heard: Said) -> dict[str, Any]:
    """A shared utterance as `media.dub.cutting` cuts it, but for the number of its clip."""
    utterance = group.utterances[at]

    def place(shown: int) -> int:
        return min(max(shown - utterance.begin, 0), len(utterance.text))

    return {
        "sample_rate": heard.sample_rate,
        "start_sample": heard.start_sample,
        "end_sample": heard.end_sample,
        "text": utterance.text,
        "places": [[place(begin), place(end)] for begin, end in group.borders],
        "words": [
            [*map(place, utterance.shown(word.begin, word.end)), word.start_sample, word.end_sample]
            for word in heard.words
        ],
    }


def part(
    group: Group, said: Sequence[Said], cut: Mapping[int, Sequence[Sequence[int]]], rate: float
) -> Iterator[tuple[int, SpokenLine]]:
    """Each line of the group as it was spoken, with its number.

    `said` is the group's utterances, in order; `cut` has, for those that are shared, each line's samples.
    """
    for number, (begin, end) in enumerate(group.borders):
        clips: list[Clip] = []
        words: list[tuple[str, float, float]] = []
        length_ms = pause_ms = 0.0
        for at, (utterance, heard) in enumerate(zip(group.utterances, said, strict=True)):
            start, stop = cut[at][number] if at in cut else (heard.start_sample, heard.end_sample)
            if utterance.end <= begin or utterance.begin >= end or stop <= start:
                continue
            at_ms = length_ms + pause_ms
            per_ms = heard.sample_rate / 1000
            lead = 0 if start > heard.start_sample else min(start, round(LEAD_S * heard.sample_rate))
            tail = 0 if stop < heard.end_sample else round(TAIL_S * heard.sample_rate)
            clips.append(Clip(heard.key, heard.sample_rate, start - lead, stop + tail, at_ms - lead / per_ms))
            words += _words(utterance, heard, start, stop, at_ms)
            length_ms = at_ms + (stop - start) / per_ms
            pause_ms = utterance.pause_after_ms / rate
        yield group.lines[number], SpokenLine(tuple(clips), length_ms, rate, tuple(words))


def _words(
    utterance: Utterance, heard: Said, start: int, stop: int, at_ms: float
) -> Iterator[tuple[str, float, float]]:
    per_ms = heard.sample_rate / 1000
    for word in heard.words:
        place, ends = utterance.shown(word.begin, word.end)
        if start <= (word.start_sample + word.end_sample) // 2 < stop and place < ends:
            began, ended = max(word.start_sample, start) - start, min(word.end_sample, stop) - start
            text = utterance.text[place - utterance.begin : ends - utterance.begin]
            yield text, at_ms + began / per_ms, at_ms + ended / per_ms
