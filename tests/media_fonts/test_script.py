"""Scripts: times, escaping, layout, sizes, bounds; and in a cell."""

from __future__ import annotations

import itertools
import json
import random
import re
import time

import pytest

from lingoreel.errors import InvalidRequest, TaskError
from lingoreel.media.burn.script import Picture, compose
from lingoreel.media.burn.script_text import clean, directed, is_right_to_left
from lingoreel.media.burn.script_wrap import wrap
from lingoreel.media.burn.style import SubtitleStyle
from lingoreel.media.cues import Cue, Span
from lingoreel.processes import Cells
from lingoreel.settings import Settings

HD = Picture(1280, 720)
EVEN = {chr(code): 0.5 for code in range(32, 0x3000)}


def dialogue(script):
    """(start, end, style, text) of each line, times in hundredths of a second."""
    found = []
    for line in script.ass.decode().splitlines():
        if line.startswith("Dialogue: "):
            _, start, end, style, _, _, _, _, _, text = line.removeprefix("Dialogue: ").split(",", 9)
            found.append((_hundredths(start), _hundredths(end), style, text))
    return found


def _hundredths(clock):
    hours, minutes, seconds = clock.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 100)


def shown(text):
    return re.sub(r"^\{\\an\d\}", "", text)


def make(*cues, fonts, style=None, picture=HD, **more):
    return compose(cues, None, style or SubtitleStyle(font=1), picture, fonts, **more)


def test_times_are_rounded_without_new_overlaps(carried):
    ends = [0, 7, 1004, 1005, 1014, 1015, 1996, 2000, 36_000_123, 36_001_995]
    cues = [Cue(a, b, ("x",)) for a, b in itertools.pairwise(ends)]
    events = dialogue(make(*cues, fonts=carried))
    assert all(start < end for start, end, *_ in events)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(events))
    assert events[-1][:2] == (3_600_012, 3_600_200)


def test_a_cue_of_a_few_milliseconds_is_still_seen(carried):
    assert [event[:2] for event in dialogue(make(Cue(1001, 1003, ("x",)), fonts=carried))] == [(100, 101)]


def test_cues_that_show_nothing_are_left_out(carried):
    cues = [Cue(0, 10, ("",)), Cue(10, 20, (" \u200b\t", "\0")), Cue(30, 20, ("x",)), Cue(-5, 20, ("x",))]
    script = make(*cues, fonts=carried)
    assert script.events == 0
    assert b"[Events]" in script.ass


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("  two  blanks\t ", "two  blanks"),
        ("a\x00\x1b[31mb\x7f", "a[31mb"),
        ("soft\u00adhyphen zero\u200bwidth\ufeff", "softhyphen zerowidth"),
        ("non\u00a0breaking\u202f!", "non breaking !"),
        ("lone \ud800 half", "lone  half"),
        ("e\u0301", "\u00e9"),
        ("\ufdd0not a mark of ours\ufdd1", "not a mark of ours"),
        ("a\u3000b", "a  b"),
        ("x\u2011y", "x-y"),
        ("👍🏽", "👍"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_cleaning(text, letters):
    assert clean(text) == letters


def test_newlines_inside_a_line_begin_new_lines_and_nothing_else(carried):
    text = shown(dialogue(make(Cue(0, 900, ("a\r\nb\u2028c", "Dialogue: 0,x\n[Events]")), fonts=carried))[0][3])
    assert text == r"a\Nb\Nc\NDialogue: 0,x\N[Events]"


def test_no_braces_or_backslashes_of_the_text_reach_libass_bare(carried):
    text = shown(dialogue(make(Cue(0, 900, (r"{\an8}\N\h\\{}\{",)), fonts=carried))[0][3])
    assert not set(re.sub(r"\\[{}]", "", text)) & set("{}\\")


def test_wrapping_keeps_every_word_and_evens_lines():
    line = "the quick brown fox jumps over the lazy dog and runs away from it"
    rows = wrap(line, EVEN, 15)
    assert " ".join(rows) == line
    assert max(map(len, rows)) <= 30
    assert max(map(len, rows)) - min(map(len, rows)) <= 8


def test_wrapping_breaks_a_word_only_when_it_alone_is_too_wide():
    rows = wrap("an " + "x" * 100 + " end", EVEN, 10)
    assert "".join(rows).replace(" ", "") == "an" + "x" * 100 + "end"
    assert max(map(len, rows)) <= 20


def test_wrapping_never_parts_a_letter_from_its_marks():
    text = "x\u0301\u0323" * 100
    advances = {"x": 0.5}
    for row in wrap(text, advances, 7):
        assert row.startswith("x")
        assert row.endswith("\u0323")
    syllables = wrap("क्षे" * 50, dict.fromkeys("कष", 0.5), 7)
    assert all(row.startswith("क") for row in syllables)


def test_wrapping_chinese_and_japanese_keeps_punctuation_off_the_edges():
    for text, language in (
        ("今天天气很好，我们去公园吧！" * 4, "zh"),
        ("「今日は、とても良い天気ですね。」" * 4, "ja"),
    ):
        rows = wrap(text, dict.fromkeys(text, 1.0), 12, language)
        assert "".join(rows) == text
        assert all(len(row) <= 12 for row in rows)
        assert not any(row[0] in "，！、。」" for row in rows)
        assert not any(row[-1] in "「" for row in rows)


def test_direction():
    assert is_right_to_left(["abc", "שלום"], None) is False
    assert is_right_to_left(["abc", "שלום"], "he") is True
    assert is_right_to_left(["123 שלום"], None) is True
    assert is_right_to_left(["plain"], "ar") is False
    assert directed("plain (x)", False) == "plain (x)"
    assert directed("שלום", True) == "\u200fשלום"
    assert directed("a (ש) ש", False) == "\u200ea \u200e(\u200eש\u200e)\u200e ש"


def test_a_cue_too_long_for_the_picture_is_shown_in_parts_and_told(carried):
    words = [f"word{number}" for number in range(400)]
    script = make(Cue(0, 10_000, (" ".join(words),)), fonts=carried, picture=Picture(320, 180))
    events = dialogue(script)
    assert len(events) > 2
    assert events[0][0] == 0
    assert events[-1][1] == 1000
    assert all(one[1] == other[0] for one, other in itertools.pairwise(events))
    text = " ".join(re.sub(r"\{[^}]*\}", "", event[3]).replace(r"\N", " ") for event in events)
    assert text.split() == words
    assert any("in parts" in warning for warning in script.warnings)


def test_a_place_outside_the_picture_is_corrected_and_told(carried):
    script = make(Cue(0, 900, ("x",)), fonts=carried, style=SubtitleStyle(font=1, vertical_position=5000))
    assert any("vertical_position 5000 leaves no room" in warning for warning in script.warnings)


def test_hdr_is_told(carried):
    script = make(Cue(0, 900, ("x",)), fonts=carried, picture=Picture(1280, 720, "pq"))
    assert any("203 cd/m²" in warning for warning in script.warnings)


def test_the_same_input_makes_the_same_script(carried):
    cues = [Cue(0, 900, ("Latin السلام 123",))]
    assert make(*cues, fonts=carried).ass == make(*cues, fonts=carried).ass


def test_a_hundred_thousand_cues_take_seconds(carried):
    cues = [Cue(at * 100, at * 100 + 90, (f"number {at} of very many", "second line")) for at in range(100_000)]
    begun = time.process_time()
    script = make(*cues, fonts=carried)
    assert time.process_time() - begun < 20
    assert script.events == 100_000
    assert len(script.ass) < 20_000_000


@pytest.mark.parametrize("text", ["x" * 200_000, "世" * 200_000, "a b " * 50_000, "\n" * 100_000 + "x", "{" * 100_000])
def test_huge_cues_are_bounded(cjk, text):
    begun = time.process_time()
    make(Cue(0, 5000, (text,)), fonts=cjk, picture=Picture(320, 180))
    assert time.process_time() - begun < 15


def test_any_text_in_any_style_makes_a_script_that_reads_as_one(carried):
    """Whatever the letters are, the script has its own sections and one line for each event."""
    rng = random.Random(7)
    letters = [
        *"ab {}\\<>&,.()[]-\t\n\r",
        *"سلام،ًעבनमस्ते",
        *"\u200d\u200e\u202e\u2066\ufe0f\u0301\u2028\0\ud83d\ufdd0\ufffe",
    ]
    for _ in range(8):
        cues = []
        for _ in range(rng.randrange(1, 5)):
            start = rng.randrange(100_000)
            lines = tuple("".join(rng.choices(letters, k=rng.choice((0, 1, 30, 300)))) for _ in range(rng.randrange(4)))
            spans = [Span(rng.randrange(3), rng.randrange(20), rng.randrange(40), "bold") for _ in range(2)]
            cues.append(
                Cue(start, start + rng.randrange(-5, 3000), lines, None, tuple(spans), rng.choice((None, 5, 8)))
            )
        style = SubtitleStyle(
            rng.choice((0, 2, 3)),
            font=rng.randrange(10),
            font_size=rng.choice((1, 20, 1000)),
            enable_bg=rng.random() < 0.5,
            vertical_position=rng.choice((0, 40, 10_000)),
        )
        picture = Picture(rng.choice((2, 91, 1920)), rng.choice((2, 180, 1080)))
        script = compose(cues, cues if rng.random() < 0.3 else None, style, picture, carried, "ar")
        lines = script.ass.decode().split("\n")
        assert len([line for line in lines if line.startswith("Dialogue: ")]) == script.events
        assert [line for line in lines if re.fullmatch(r"\[[^\]]+\]", line)] == [
            "[Script Info]",
            "[V4+ Styles]",
            "[Fonts]",
            "[Events]",
        ]
        for *_, text in dialogue(script):
            tags = re.sub(r"\\[{}N]", "", text)
            assert re.fullmatch(r"(\{\\(an\d|fs[\d.]+|b[01])\}|[^{}\\])*", tags), text


async def test_in_a_cell(tmp_path, cjk_folder):
    folder = tmp_path / ("a folder with spaces " + "x" * 130)
    folder.mkdir()
    cues = folder / "cues.json"
    cue = Cue(0, 900, ("Hello 世界", "سلام"))
    cues.write_text(json.dumps({"primary": [cue.to_dict()], "secondary": [Cue(0, 900, ("zwei",)).to_dict()]}))
    cells = Cells(Settings(data_dir=tmp_path / "data"), imported_ahead=())
    request = {
        "cues_path": str(cues),
        "output_path": str(folder / "script.ass"),
        "font_paths": [str(cjk_folder), str(folder / "not there")],
        "style": {"font": 1},
        "picture": {"width": 1280, "height": 720, "transfer": "sdr"},
        "language": "en",
    }
    try:
        answer = await cells.run("lingoreel.media.burn.script:compose_file", request, wall_s=60)
        assert answer["events"] == 2
        assert answer["size_bytes"] == (folder / "script.ass").stat().st_size
        assert set(answer["faces"]) == {"FiraGO", "Noto Sans", "WenQuanYi Micro Hei"}
        assert answer["warnings"]
        with pytest.raises(TaskError) as caught:
            await cells.run("lingoreel.media.burn.script:compose_file", request | {"font_paths": []}, wall_s=60)
        assert caught.value.code == "font_missing"
        with pytest.raises(InvalidRequest, match=r"subtitle_style\.font"):
            await cells.run("lingoreel.media.burn.script:compose_file", request | {"style": {"font": 77}}, wall_s=60)
    finally:
        await cells.close()
