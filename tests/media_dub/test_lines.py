"""The lines of a dub: read, put in order, made of sentences, and joined to what is spoken as one."""

from __future__ import annotations

import json
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.errors import InvalidFile, InvalidRequest
from lingoreel.media.dub.line import (
    DubLine,
    lines_from_array,
    spoken_together,
    tidy_lines,
    utterance_groups,
    windows_ms,
)
from lingoreel.media.dub.sentence_lines import lines_from_segments
from lingoreel.media.segments import Segment, Word
from lingoreel.media.sentences import translated

ENTRY = {"start": 0, "end": 1000, "text": "Hola."}


def line(start_ms, end_ms, text="Hola.", **more):
    return DubLine(start_ms, end_ms, text, **more)


def said(text, *starts, each_ms=400, speaker=None):
    words = tuple(Word(at, at + each_ms, word) for at, word in zip(starts, text.split(), strict=True))
    return Segment(words[0].start_ms, words[-1].end_ms, text, words, speaker)


def test_lines_come_back_as_they_were_sent():
    sent = [
        {**ENTRY, "source_text": "Hello.", "speaker": "speaker0", "voice": "espeak:es@-3", "modified": 1},
        {"start": "1000", "end": 2000.4, "text": "  two\n lines ", "speaker": None, "voice": ""},
    ]
    for form in (sent, json.dumps(sent)):
        first, second = lines_from_array(form)
        assert first == DubLine(0, 1000, "Hola.", "Hello.", "speaker0", "espeak:es@-3", True)
        assert second == DubLine(1000, 2000, "two lines")
    assert lines_from_array([first.to_dict(), second.to_dict()]) == [first, second]
    assert DubLine.from_dict(first.to_dict()) == first


@pytest.mark.parametrize(
    ("items", "field"),
    [
        ("[{", "subtitles"),
        ("[" * 100_000, "subtitles"),
        ("nothing", "subtitles"),
        ("{}", "subtitles"),
        ([], "subtitles"),
        (None, "subtitles"),
        ([ENTRY, 7], "subtitles[1]"),
        ([{**ENTRY, "start": "soon"}], "subtitles[0].start"),
        ([{**ENTRY, "end": -1}], "subtitles[0].end"),
        ([{**ENTRY, "end": float("nan")}], "subtitles[0].end"),
        ([{**ENTRY, "start": 5000}], "subtitles[0].end"),
        ([{**ENTRY, "text": None}], "subtitles[0].text"),
        ([ENTRY, {**ENTRY, "text": "a" * 2001}], "subtitles[1].text"),
        ([{**ENTRY, "speaker": 7}], "subtitles[0].speaker"),
        ([{**ENTRY, "voice": "v" * 201}], "subtitles[0].voice"),
        ([{**ENTRY, "voice": ["espeak:es"]}], "subtitles[0].voice"),
        ([{**ENTRY, "source_text": {}}], "subtitles[0].source_text"),
        ([{**ENTRY, "modified": "yes"}], "subtitles[0].modified"),
        ([{**ENTRY, "modified": [1]}], "subtitles[0].modified"),
        ([ENTRY] * 10_001, "subtitles"),
    ],
)
def test_what_is_wrong_is_named(items, field):
    with pytest.raises(InvalidRequest) as caught:
        lines_from_array(items)
    assert caught.value.field == field
    assert field in caught.value.message
    assert len(caught.value.message) < 300


def test_letters_that_cannot_be_kept_are_left_out():
    (read,) = lines_from_array('[{"start": 0, "end": 9, "text": "a\\ud800b\\u0000c"}]')
    assert read.text == "abc"


def test_good_lines_stay_as_they_are():
    lines = [line(0, 1000), line(1000, 2000), line(2500, 3000)]
    assert tidy_lines(lines, 3000) == (lines, [])


def test_nothing_is_left_out_in_silence():
    lines = [
        line(4000, 5000, "d"),
        line(0, 1000, "a"),
        line(500, 2000, "b"),
        line(9000, 9500, "x"),
        line(1, 2, " … ♪ "),
    ]
    tidied, told = tidy_lines(lines, 4500)
    assert [(one.text, one.start_ms, one.end_ms) for one in tidied] == [
        ("a", 0, 500),
        ("b", 500, 2000),
        ("d", 4000, 4500),
    ]
    assert [(warning.partition(":")[0], warning.partition("1: ")[2]) for warning in told] == [
        ("lines_past_end", "1)"),
        ("lines_outside", "4)"),
        ("lines_empty", "5)"),
        ("lines_out_of_order", "2)"),
        ("lines_overlap", "3)"),
    ]


def test_a_line_keeps_its_start_where_the_one_before_goes_on():
    lines = [line(1000, 10_000), line(3000, 4000), line(5000, 6000), line(5900, 8000)]
    tidied, told = tidy_lines(lines, 20_000)
    times = [(1000, 3000), (3000, 4000), (5000, 5900), (5900, 8000)]
    assert [(one.start_ms, one.end_ms) for one in tidied] == times
    assert windows_ms(tidied) == times
    (warning,) = told
    assert warning.startswith("lines_overlap: 2 lines") and warning.endswith("(counted from 1: 2, 4)")


def test_lines_at_once_share_their_time_and_keep_the_start_they_were_given():
    lines = [line(0, 9000, "a" * 80), line(20, 3000, "b" * 100), line(7200, 9900)]
    tidied, told = tidy_lines(lines, 10_000)
    assert [(one.start_ms, one.end_ms) for one in tidied] == [(0, 7200), (20, 3000), (7200, 9900)]
    assert windows_ms(tidied) == [(0, 3200), (3200, 7200), (7200, 9900)]
    assert [warning.partition(":")[0] for warning in told] == ["lines_overlap", "lines_at_once"]
    assert told[1].endswith("(counted from 1: 2 by about 3180 ms)")
    assert tidy_lines(tidied, 10_000) == (tidied, told[1:])


def test_a_short_line_at_once_with_another_takes_no_longer_than_it_needs():
    tidied, _ = tidy_lines([line(1000, 9000, "Hola"), line(1000, 9000, "Adiós"), line(1010, 9000, "Ya")], 10_000)
    assert windows_ms(tidied, [500.2, 700, 0]) == [(1000, 1501), (1501, 2201), (2201, 9000)]
    assert windows_ms(tidied, [0, 0, 0]) == [(1000, 1000), (1000, 1010), (1010, 9000)]
    without_time, _ = tidy_lines([line(1000, 1000, "a" * 10), line(1000, 1000, "b" * 10)], 9000)
    assert windows_ms(without_time) == [(1000, 1350), (1350, 1700)]


def test_warnings_are_short_for_ten_thousand_lines():
    lines = [line(at, at + 50, "") for at in range(9_999)] + [line(20_000, 20_010)]
    started = time.perf_counter()
    tidied, told = tidy_lines(lines, 30_000)
    assert len(tidied) == 1
    assert all(len(warning) < 300 for warning in told)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("lines", "code"), [([line(0, 9, "…")], "no_lines"), ([line(5000, 6000), line(0, 1, "")], "subtitles_do_not_match")]
)
def test_nothing_left_is_a_failure(lines, code):
    with pytest.raises(InvalidFile) as caught:
        tidy_lines(lines, 5000)
    assert caught.value.code == code


some_lines = st.lists(
    st.builds(
        lambda start_ms, length_ms, text, speaker: line(start_ms, start_ms + length_ms, text, speaker=speaker),
        st.integers(0, 5000),
        st.integers(0, 3000),
        st.sampled_from(["", "uno", "uno dos tres", "una frase entera."]),
        st.sampled_from([None, "a", "b"]),
    ),
    max_size=30,
)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(some_lines)
def test_tidy_lines_never_overlap_and_are_tidy(lines):
    try:
        tidied, told = tidy_lines(lines, 4000)
    except InvalidFile:
        outside = sum(bool(one.text) and one.start_ms >= 4000 for one in lines)
        kept = sum(bool(one.text) and one.start_ms < 4000 for one in lines)
        assert not kept or (outside > kept and len(lines) > 4)
        return
    spoken = [one for one in lines if one.text and one.start_ms < 4000]
    assert sorted((one.start_ms, one.text) for one in tidied) == sorted((one.start_ms, one.text) for one in spoken)
    assert all(before.start_ms <= after.start_ms for before, after in pairwise(tidied))
    reached, before_ms = 0, -1000
    for one, (start_ms, end_ms) in zip(tidied, windows_ms(tidied), strict=True):
        assert reached <= start_ms <= end_ms <= 4000
        assert one.start_ms <= start_ms
        if one.start_ms - before_ms >= 100:
            assert start_ms == one.start_ms
        reached, before_ms = end_ms, one.start_ms
    again, told_again = tidy_lines(tidied, 4000)
    assert again == tidied
    assert {warning.partition(":")[0] for warning in told_again} <= {"lines_at_once"}
    if not told:
        assert [(one.start_ms, one.text) for one in tidied] == [(one.start_ms, one.text) for one in lines]


def test_a_line_without_time_gets_what_its_words_need():
    lines, (warning,) = tidy_lines([line(1000, 1000, "uno dos tres"), line(1500, 1500, "uno dos tres")], 9000)
    assert [(one.start_ms, one.end_ms) for one in lines] == [(1000, 1500), (1500, 2340)]
    assert warning.startswith("lines_without_time: 2 lines")


def test_lines_of_another_film_are_refused():
    with pytest.raises(InvalidFile, match="6 of the 8 lines begin after"):
        tidy_lines([line(at * 1000, at * 1000 + 900, "uno") for at in range(8)], 2000)


def test_a_short_sentence_is_one_line_with_its_own_times():
    source = said("Good morning to you.", 1000, 1400, 1800, 2200)
    unit = translated(source, "Buenos días.", "es")
    assert lines_from_segments([unit], [source], language="es") == [
        DubLine(1000, 2600, "Buenos días.", "Good morning to you.")
    ]


def test_a_pause_parts_a_sentence_where_its_clause_ends():
    source = said("When the rain stopped, we all went out again.", *range(0, 1600, 400), *range(2800, 4800, 400))
    unit = translated(source, "Cuando paró la lluvia, todos salimos otra vez.", "es")
    first, second = lines_from_segments([unit], [source], language="es", source_language="en")
    assert (first.start_ms, first.end_ms, first.text, first.source_text) == (
        0,
        1600,
        "Cuando paró la lluvia,",
        "When the rain stopped,",
    )
    assert (second.start_ms, second.text, second.source_text) == (
        2800,
        "todos salimos otra vez.",
        "we all went out again.",
    )


def test_a_long_sentence_is_cut_and_says_everything():
    text = "The keeper climbed the stairs every night, and he lit the lamp, " * 4 + "because the ships needed it."
    source = said(text, *range(0, 450 * len(text.split()), 450), speaker="speaker1")
    spanish = "El farero subía las escaleras cada noche, y encendía la lámpara, " * 4 + "porque los barcos la querían."
    unit = translated(source, spanish, "es")
    lines = lines_from_segments([unit], [source], language="es", source_language="en")
    assert len(lines) > 2
    assert max(one.end_ms - one.start_ms for one in lines) <= 10_000
    assert " ".join(one.text for one in lines) == unit.text
    assert " ".join(one.source_text for one in lines) == source.text
    assert {one.speaker for one in lines} == {"speaker1"}
    assert all(one.text[-1] in ",." for one in lines)


def test_chinese_parts_are_put_together_without_blanks():
    source = said("It was late, and the sea was calm, and nobody spoke.", *range(0, 11 * 1200, 1200), each_ms=1100)
    unit = translated(source, "天色已经很晚了，大海非常平静，没有一个人开口说话。", "zh")
    lines = lines_from_segments([unit], [source], language="zh")
    assert len(lines) > 1
    assert spoken_together(one.text for one in lines)[0] == unit.text


def test_a_translation_from_elsewhere_finds_what_was_said_meanwhile():
    sources = [said("Hello there.", 0, 500), said("How are you?", 1000, 1500, 2000), said("Fine.", 5000)]
    texts = lines_from_segments([Segment(0, 2400, "Hola, ¿qué tal?"), Segment(5000, 6000, "Bien.")], sources)
    assert [one.source_text for one in texts] == ["Hello there. How are you?", "Fine."]


def test_parts_of_a_sentence_are_spoken_as_one():
    lines = [
        line(0, 900, "Cuando paró la lluvia,"),
        line(1000, 2000, "salimos otra vez."),
        line(2100, 3000, "Hacía frío"),
        line(3800, 4000, "y nadie hablaba."),
        line(4100, 4500, "Yo tampoco,", speaker="a"),
        line(4600, 5000, "ni ella.", speaker="b"),
    ]
    assert utterance_groups(lines, "es") == [[0, 1], [2], [3], [4], [5]]
    assert spoken_together([lines[0].text, lines[1].text]) == (
        "Cuando paró la lluvia, salimos otra vez.",
        [(0, 22), (23, 40)],
    )


def test_text_without_punctuation_is_spoken_line_by_line():
    lines = [line(at * 1000, at * 1000 + 900, "otra vez sin puntuación y siempre más") for at in range(50)]
    assert utterance_groups(lines, "es") == [[at] for at in range(50)]


def test_every_line_is_spoken_once():
    lines = [line(at * 500, at * 500 + 400, "y sigue," if at % 3 else "fin.") for at in range(100)]
    assert [at for group in utterance_groups(lines) for at in group] == list(range(100))


def test_as_many_lines_as_sentences_need_not_be_theirs():
    sources = [said("Hello there.", 0, 500), said("How are you?", 1000, 1500, 2000)]
    texts = lines_from_segments([Segment(0, 2400, "Hola, ¿qué tal?"), Segment(5000, 6000, "Bien.")], sources)
    assert [one.source_text for one in texts] == ["Hello there. How are you?", ""]
