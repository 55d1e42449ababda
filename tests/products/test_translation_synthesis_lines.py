"""Lines spoken as one and apart, by whom, and what of them is new."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from lingoreel.engines.speech.protocol import SpokenWord
from lingoreel.errors import InvalidRequest
from lingoreel.media.dub.levels import Levels
from lingoreel.media.dub.line import DubLine
from lingoreel.products.translation_synthesis.groups import Group, part, read_groups, shared, to_cut
from lingoreel.products.translation_synthesis.hearing import with_lines
from lingoreel.products.translation_synthesis.lines import New, changed_ms, find_new, keep_dub
from lingoreel.products.translation_synthesis.request import SynthesisParameters
from lingoreel.products.translation_synthesis.voices import Voices, settle
from lingoreel.tasks.delivery import LINES_NAME
from lingoreel.tasks.intake import Media
from lingoreel.tasks.speaking import Said

RATE = 16_000


def line(start: int, end: int, text: str, **more: Any) -> DubLine:
    return DubLine(start, end, text, **more)


def said(group: Group, at: int, key: str = "a.pcm", start: int = 1600, per_letter: int = 800) -> Said:
    """An utterance as if each of its letters took 50 ms."""
    text = group.utterances[at].spoken
    words, place = [], 0
    for word in text.split():
        place = text.index(word, place)
        words.append(
            SpokenWord(place, place + len(word), start + place * per_letter, start + (place + len(word)) * per_letter)
        )
        place += len(word)
    return Said(key, RATE, start, start + len(text) * per_letter, tuple(words))


def test_a_sentence_over_two_lines_is_spoken_as_one_and_parted():
    lines = [line(0, 1000, "Y cuando llegó la noche,"), line(1100, 2000, "todos se fueron."), line(4000, 5000, "Fin.")]
    one, other = read_groups(lines, "es")
    assert (one.lines, other.lines) == ((0, 1), (2,))
    assert [len(group.utterances) for group in (one, other)] == [1, 1]
    heard = said(one, 0)
    assert shared(one, [heard]) == [0]
    asked = to_cut(one, 0, heard)
    assert asked["text"] == "Y cuando llegó la noche, todos se fueron."
    assert asked["places"] == [[0, 24], [25, 41]]
    assert [asked["text"][begin:end].strip(",.") for begin, end, *_ in asked["words"]][:2] == ["Y", "cuando"]
    border = heard.start_sample + 24 * 800
    cut = {0: [[heard.start_sample, border], [border, heard.end_sample]]}
    first, last = dict(part(one, [heard], cut, 1.25)).values()
    assert first.spoken_ms + last.spoken_ms == pytest.approx((heard.end_sample - heard.start_sample) / 16)
    assert first.rate == last.rate == 1.25
    assert [word for word, *_ in first.words] == ["Y", "cuando", "llegó", "la", "noche,"]
    assert last.words[0] == ("todos", 50.0, 300.0)
    # Breath before and decay after the sentence, neither at the cut.
    assert first.clips[0].start_sample == heard.start_sample - 160
    assert first.clips[0].at_ms == -10
    assert (first.clips[0].end_sample, last.clips[0].start_sample) == (border, border)
    assert last.clips[0].end_sample == heard.end_sample + 480


def test_two_sentences_in_a_line_keep_a_pause_between_them():
    (group,) = read_groups([line(0, 3000, "Hola a todos. ¿Qué tal?")], "es")
    assert len(group.utterances) == 2
    heard = [said(group, 0), said(group, 1, start=40_000)]
    assert shared(group, heard) == []
    ((number, spoken),) = part(group, heard, {}, 2.0)
    assert number == 0
    _, second = spoken.clips
    pause = group.utterances[0].pause_after_ms / 2
    assert pause > 0
    assert second.at_ms + 10 == pytest.approx((heard[0].end_sample - heard[0].start_sample) / 16 + pause)
    assert spoken.words[2][0].strip(".") == "todos"
    assert spoken.words[3][1] >= second.at_ms


def test_nothing_to_say_is_a_silent_line():
    groups = read_groups([line(0, 500, "♪"), line(600, 900, "…"), line(1000, 2000, "Hola.")], "es")
    assert [number for group in groups for number in group.lines] == [0, 1, 2]
    silent = [group for group in groups if not group.utterances]
    assert silent
    for group in silent:
        assert shared(group, []) == []
        assert all(spoken.clips == () and spoken.spoken_ms == 0 for _, spoken in part(group, [], {}, 1.0))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ([(0, 1000, "a"), (2000, 3000, "b")], 0),
        ([(0, 1000, "a"), (2000, 3000, "c")], 1000),
        ([(0, 1000, "a")], 1000),
        ([(0, 1000, "a"), (2000, 3500, "b")], 1500),
        ([(0, 1000, "a"), (2000, 3000, "b"), (4000, 4500, "d")], 500),
        ([(0, 1000, "x"), (2000, 3000, "y")], 2000),
    ],
)
def test_only_the_time_of_lines_that_changed_counts(now: list[tuple[int, int, str]], expected: int):
    before = [line(0, 1000, "a", voice="v"), line(2000, 3000, "b", voice="v")]
    assert changed_ms([line(*one, voice="v") for one in now], before, "es") == expected


def test_a_line_counts_that_is_said_to_be_modified_or_has_another_voice():
    before = [line(0, 1000, "a", voice="v"), line(2000, 3000, "b", voice="v", source_text="B")]
    assert changed_ms([before[0], line(2000, 3000, "b", voice="v", modified=True)], before, "es") == 1000
    assert changed_ms([before[0], line(2000, 3000, "b", voice="w")], before, "es") == 1000
    assert changed_ms([before[0], line(2000, 3000, "b", voice="v", source_text="other")], before, "es") == 0
    assert changed_ms([replace(one, speaker="Anna") for one in before], before, "es") == 0


def test_words_that_no_window_is_there_for_are_paid_for_too():
    long = line(4000, 4000, "una palabra y otra y otra más " * 40, voice="v")
    assert changed_ms([long], [], "es") == pytest.approx(len(long.text) * 1000 / 17 / 1.5, abs=1)


class MadeUpRun:
    """One whose storage is a dictionary."""

    def __init__(self, task_id: str) -> None:
        self.facts = SimpleNamespace(task_id=task_id)
        self.kit = SimpleNamespace(storage=self)
        self.stored: dict[str, bytes] = {}

    async def kept(self, _name: str, make: Callable[[], Awaitable[Any]]) -> Any:
        return json.loads(json.dumps(await make()))

    async def exists(self, key: str) -> bool:
        return key in self.stored

    async def get(self, key: str) -> bytes:
        return self.stored[key]

    async def put(self, key: str, content: bytes) -> None:
        self.stored[key] = content


LEVELS = Levels({"v": 3.0}, -2.0, 0.5, -20.0)
SEPARATOR = {"name": "mdx", "version": "1", "model": "m"}


@pytest.fixture
def compared() -> Callable[[list[DubLine]], New]:
    """What is new of lines since a dub of two lines, of which the second was spoken in fewer words than given."""
    given = [line(0, 1000, "a", voice="v"), line(2000, 3000, "a long b", voice="v")]
    spoken = [given[0], replace(given[1], text="b")]
    media = Media("sources/x", "00", {"presented_ms": 60_000})

    def compare(lines: list[DubLine]) -> New:
        run: Any = MadeUpRun("first")
        parameters = SynthesisParameters(language="es", earlier="first")

        async def both() -> New:
            run.stored[f"results/first/{LINES_NAME}"] = json.dumps([one.to_dict() for one in spoken]).encode()
            await keep_dub(run, parameters, media, given, spoken, LEVELS, SEPARATOR)
            return await find_new(run, parameters, media, lines)

        return asyncio.run(both())

    return compare


@pytest.mark.parametrize("kept", [line(0, 1000, "a", voice="v"), line(2000, 3000, "a long b", voice="v")])
def test_beside_a_line_that_stays_all_is_as_loud_as_it_was(compared: Callable[[list[DubLine]], New], kept: DubLine):
    new = compared([kept, line(5000, 6000, "c", voice="v")])
    assert new.again
    assert (new.levels, new.separator) == (LEVELS.to_dict(), SEPARATOR)
    assert new.paid_ms == 2000


def test_where_no_line_stays_nothing_is_kept_and_the_new_is_paid(compared: Callable[[list[DubLine]], New]):
    new = compared([line(0, 1000, "c", voice="v"), line(2000, 3000, "b", voice="w")])
    assert not new.again
    assert (new.levels, new.separator) == (None, None)
    assert new.paid_ms == 2000


def test_a_whispered_line_counts_as_speech():
    spans = [(16_000, 32_000), (80_000, 96_000)]
    lines = [line(900, 2100, "a"), line(3000, 4000, "b"), line(5500, 7000, "c")]
    assert with_lines(spans, lines) == [(16_000, 32_000), (48_000, 64_000), (80_000, 112_000)]
    assert with_lines([], lines[1:2]) == [(48_000, 64_000)]
    assert with_lines(spans, []) == spans


@pytest.fixture
def voices(asking):
    offered = asking(speaks=["es", "pt"]).offer.of("speech")

    def settled(lines: list[DubLine], **parameters: Any) -> Voices:
        found = settle(SynthesisParameters(language="es", **parameters), lines, ("pt", "de"), offered)
        assert Voices.from_dict(found.to_dict()) == found
        return found

    return settled


def test_speakers_without_voices_get_one_each(voices):
    lines = [line(at * 1000, at * 1000 + 900, "Hola.", speaker=f"s{at % 3}") for at in range(9)]
    found = [voice.id for voice in voices(lines).of_line]
    assert len(set(found[:3])) == 3
    assert found == found[:3] * 3


def test_a_speakers_new_voice_leaves_a_line_that_has_its_own(voices):
    lines = [line(at * 1000, at * 1000 + 900, "Hola.", speaker="a", voice="mouth:es-m") for at in range(3)]
    lines.append(line(4000, 4900, "Hola.", speaker="a", voice="mouth:es-f@2"))
    found = voices(lines, speaker_voices={"a": "mouth:es-m@-3"})
    assert [voice.id for voice in found.of_line] == ["mouth:es-m@-3"] * 3 + ["mouth:es-f@2"]
    assert (found.of_line[3].voice, found.of_line[3].pitch) == ("mouth:es-f", 2.0)


def test_other_languages_have_their_own_voice_where_there_is_one(voices):
    found = voices([line(0, 900, "Hola.")], voice="mouth:es-f")
    assert found.of_line[0].id == "mouth:es-f"
    assert found.others["pt"].language == "pt"
    assert found.others["de"] == found.of_line[0]


def test_a_voice_that_is_not_here_is_named_with_its_line(voices):
    with pytest.raises(InvalidRequest) as raised:
        voices([line(0, 900, "Hola."), line(1000, 1900, "Hola.", voice="mouth:es-q")])
    assert raised.value.field == "subtitles[1].voice"
