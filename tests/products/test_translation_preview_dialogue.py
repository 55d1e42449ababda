"""Brought subtitles, and the way from what was said to the lines of a dub."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingoreel.engines.diarization import Diarization, Speaker, Turn
from lingoreel.engines.recognition import Recognition
from lingoreel.engines.translation import TranslatedLine
from lingoreel.errors import InvalidFile
from lingoreel.media.cues import Cue
from lingoreel.media.dub.line import DubLine
from lingoreel.media.segments import Segment, Word
from lingoreel.products.translation_preview.brought import by_chance, in_speech, spoken_lines
from lingoreel.products.translation_preview.dialogue import Said, dub_lines, room, timed
from lingoreel.tasks.recognising import Heard
from lingoreel.tasks.translating import Translated

MINUTE = 60_000


def cue(start_ms: int, end_ms: int, *lines: str, speaker: str | None = None) -> Cue:
    return Cue(start_ms, end_ms, lines, speaker)


def test_sounds_music_and_hyphens_are_not_spoken():
    cues = [
        cue(0, 900, "[door closes]"),
        cue(1000, 2000, "♪ la la la ♪"),
        cue(2000, 2900, "(laughs)"),
        cue(3000, 4000, "- Hello [sighs] there.", "- Well-known (to me) #1 fan."),
    ]
    lines, warnings = spoken_lines(cues, MINUTE)
    assert [line.text for line in lines] == ["Hello there. Well-known (to me) #1 fan."]
    [warning] = warnings
    assert warning.startswith("sounds_left_out: 3 subtitles")


@pytest.mark.parametrize(
    ("line", "spoken"),
    [("- Yes.", "Yes."), ("-Yes.", "Yes."), ("—¿Sí?", "¿Sí?"), ("-5 degrees", "-5 degrees"), ("-- So what", "So what")],
)
def test_hyphens_of_a_dialogue_and_of_numbers(line: str, spoken: str):
    [found], _ = spoken_lines([cue(0, 1000, line)], MINUTE)
    assert found.text == spoken


def test_what_ends_before_the_video_begins_is_told():
    lines, warnings = spoken_lines([cue(-5000, -3000, "Too early."), cue(-500, 900, "In time.")], MINUTE)
    assert [(line.start_ms, line.text) for line in lines] == [(0, "In time.")]
    assert [warning.partition(":")[0] for warning in warnings] == ["lines_before_start"]


def test_whatever_order_and_length_they_have_lines_come_in_order_and_apart():
    cues = [cue(9000, 9000, "No length."), cue(5000, 4000, "The wrong way round."), cue(0, 4500, "Far too long.")]
    lines, _ = spoken_lines(cues, MINUTE)
    assert [line.text for line in lines] == ["Far too long.", "The wrong way round.", "No length."]
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(lines))
    assert all(line.end_ms > line.start_ms for line in lines)


@pytest.mark.parametrize(
    "cues",
    [
        [cue(0, 1000, "[music]")],
        [cue(0, 1000, " ")],
        [cue(2 * MINUTE, 3 * MINUTE, "After the end.")],
        [cue(0, 1000, "a" * 2001)],
        [cue(n, n + 1, "x") for n in range(10_001)],
    ],
)
def test_what_cannot_be_dubbed_is_refused(cues: list[Cue]):
    with pytest.raises(InvalidFile):
        spoken_lines(cues, MINUTE)


def test_lines_where_nobody_speaks():
    lines = [DubLine(0, 1000, "a"), DubLine(5000, 6000, "b"), DubLine(9000, 10_000, "c"), DubLine(9000, 19_000, "d")]
    assert in_speech(lines, [(200, 900), (9900, 11_000)]) == [True, False, True, False]
    assert in_speech(lines, []) == [False] * 4


def test_lines_that_are_shifted_stand_in_speech_by_chance_alone():
    spans = [(n * 4000, n * 4000 + 2000 + 300 * (n % 5)) for n in range(60)]
    right = [DubLine(start + 100, end - 200, "x") for start, end in spans]
    shifted = [DubLine(line.start_ms + 2000, line.end_ms + 2000, "x") for line in right]
    other = [DubLine(n * 5300, n * 5300 + 2500, "x") for n in range(45)]
    assert not by_chance(right, spans, 4 * MINUTE)
    assert by_chance(shifted, spans, 4 * MINUTE)
    assert by_chance(other, spans, 4 * MINUTE)
    assert not by_chance(other, [(0, 4 * MINUTE)], 4 * MINUTE)
    assert not by_chance(other[:5], spans, 4 * MINUTE)


def said(*units: tuple[int, int, str], speaker: str | None = None) -> Said:
    return Said(tuple(Segment(start, end, text, speaker=speaker) for start, end, text in units), {})


def test_room_is_the_time_until_the_next_sentence_but_not_all_of_a_long_silence():
    assert room([(0, 1000), (1080, 2000)], "es", 2000) == [19, 17]
    assert room([(0, 1000), (60_000, 61_000)], "es", 61_000)[0] == int(2.5 * 17 * 1.15)
    assert room([(0, 10)], "es", 10) == [12]
    assert room([], "es", 1000) == []


def test_sentences_of_brought_lines_get_the_speakers_who_were_heard():
    lines = [DubLine(0, 2000, "Who goes"), DubLine(2100, 3000, "there?"), DubLine(3100, 5000, "It is me.")]
    turns = Diarization((Turn(0, 3050, 0), Turn(3050, 5000, 1)), (Speaker(1), Speaker(2)))
    found = Said.of_lines(lines, turns, "en", named=True)
    assert [(unit.text, unit.speaker) for unit in found.units] == [
        ("Who goes there?", "speaker0"),
        ("It is me.", "speaker1"),
    ]
    assert found.speakers == {"speaker0": {"gender": 1}, "speaker1": {"gender": 2}}
    assert found.stretches() == {"speaker0": [[0, 3000 * 16]], "speaker1": [[3100 * 16, 5000 * 16]]}


def words(*timed_words: tuple[int, int, str]) -> tuple[Word, ...]:
    return tuple(Word(*word) for word in timed_words)


def test_speech_without_punctuation_is_parted_at_its_pauses():
    told = words((0, 300, "and"), (300, 600, "so"), (1400, 1700, "ask"), (1700, 2000, "not"), (2700, 3000, "why"))
    heard = Heard(Recognition((), "en"), (Segment(0, 3000, "and so ask not why", told, "speaker0"),), {}, ())
    units = Said.of_heard(heard, "en").units
    assert [(unit.start_ms, unit.end_ms, unit.text) for unit in units] == [
        (0, 600, "and so"),
        (1400, 3000, "ask not why"),
    ]
    assert [tuple(word.text for word in unit.words) for unit in units] == [("and", "so"), ("ask", "not", "why")]
    assert {unit.speaker for unit in units} == {"speaker0"}
    written = Heard(heard.recognition, (Segment(0, 3000, "And so: ask not why.", told),), None, ())
    assert len(Said.of_heard(written, "en").units) == 1


def test_names_in_the_file_are_used_where_every_line_has_one():
    named = [DubLine(0, 2000, "One.", speaker="Ann"), DubLine(2000, 4000, "Two.", speaker="Bob")]
    assert [unit.speaker for unit in Said.of_lines(named, None, "en", named=True).units] == ["Ann", "Bob"]
    assert list(Said.of_lines(named, None, "en", named=True).speakers) == ["Ann", "Bob"]
    assert [unit.speaker for unit in Said.of_lines(named, None, "en", named=False).units] == [None, None]


def test_a_translation_keeps_the_times_and_speakers_of_its_sentences():
    source = said((0, 2000, "The first."), (3000, 5000, "The second."), speaker="speaker0")
    made = Translated((TranslatedLine("La primera."), TranslatedLine(None)), {})
    lines = dub_lines(source, made, source_language="en", language="es")
    assert [(line.start_ms, line.end_ms, line.text, line.source_text, line.speaker) for line in lines] == [
        (0, 2000, "La primera.", "The first.", "speaker0"),
        (3000, 5000, "The second.", "The second.", "speaker0"),
    ]


def test_a_translation_that_was_brought_keeps_its_own_times():
    units = (
        Segment(0, 2000, "The first.", speaker="speaker0"),
        Segment(3000, 5000, "The second one.", speaker="speaker1"),
    )
    target = [DubLine(100, 1900, "Primera"), DubLine(2000, 2500, "y"), DubLine(2900, 5100, "segunda.")]
    lines = dub_lines(Said(units, {}), target, source_language="en", language="es")
    assert [(line.start_ms, line.end_ms, line.text) for line in lines] == [
        (line.start_ms, line.end_ms, line.text) for line in target
    ]
    assert [line.speaker for line in lines] == ["speaker0", "speaker0", "speaker1"]
    assert [line.source_text for line in lines] == ["The first.", "", "The second one."]


def test_true_starts_move_lines_without_a_word():
    lines = [DubLine(0, 2050, "a b"), DubLine(2000, 4000, "c d"), DubLine(5000, 6000, "e f")]
    moved, warnings = timed(lines, [30, 1900, 5100], MINUTE)
    assert [(line.start_ms, line.end_ms) for line in moved] == [(30, 1900), (1900, 4000), (5100, 6000)]
    assert warnings == []


def test_two_who_talk_at_once_are_told():
    lines = [DubLine(0, 4000, "a long line"), DubLine(1000, 6000, "another one")]
    moved, warnings = timed(lines, [0, 1000], MINUTE)
    assert [(line.start_ms, line.end_ms) for line in moved] == [(0, 1000), (1000, 6000)]
    assert any(warning.startswith("lines_overlap") for warning in warnings)
    moved, warnings = timed(lines, [0, 0], MINUTE)
    assert [(line.start_ms, line.end_ms) for line in moved] == [(0, 770), (770, 6000)]
    assert any(warning.startswith("lines_at_once") for warning in warnings)


times = st.integers(0, MINUTE - 1)


@given(st.lists(st.tuples(times, st.integers(0, 5000), st.integers(-150, 250)), min_size=1, max_size=30))
def test_times_are_always_in_order_and_apart(entries: list[tuple[int, int, int]]):
    ordered = sorted(entries)
    lines = [DubLine(start, start + length, f"line {n}") for n, (start, length, _) in enumerate(ordered)]
    starts = [min(MINUTE - 1, max(0, start + off)) for start, _, off in ordered]
    moved, _ = timed(lines, starts, MINUTE)
    assert sorted(line.text for line in moved) == sorted(line.text for line in lines)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(moved))
    assert all(0 <= line.start_ms <= line.end_ms <= MINUTE for line in moved)
