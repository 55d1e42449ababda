import json
import re
import subprocess
from itertools import pairwise

import imageio_ffmpeg
import pysubs2
import pytest

from lingoreel.media.cues import Cue
from lingoreel.media.segments import Segment, Word
from lingoreel.media.subtitle_files import segment_dict, write

TRICKY = [
    r"{\an8}C:\new\Name {b} \h & <i>x</i> <3 --> 1 < 2",
    "AT&T &amp; {curly} \\",
    "</v> <00:00:01.000> {y:i}",
    "42",
    "我说：“你好”，然后走了",
]


def visible(text):
    return text.replace("\u2060", "")


def tricky_cues():
    return [Cue(1001 * i + 7, 1001 * i + 990, (text, "lower line")) for i, text in enumerate(TRICKY)]


def unescape_html(text):
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@pytest.mark.parametrize("fmt", ["srt", "vtt"])
def test_times_are_exact_and_text_is_literal(fmt):
    cues = tricky_cues()
    text = write(cues, fmt)
    read = pysubs2.SSAFile.from_string(text, format_=fmt)
    assert [(event.start, event.end) for event in read] == [(cue.start_ms, cue.end_ms) for cue in cues]
    shown = [visible(event.text.replace(r"\N", "\n")) for event in read]
    if fmt == "vtt":
        shown = [unescape_html(line) for line in shown]
    assert shown == [cue.text for cue in cues]


def test_webvtt_has_its_header_and_no_bare_markup():
    text = write(tricky_cues(), "vtt")
    assert text.startswith("WEBVTT\n\n")
    for line in text.splitlines():
        if "-->" in line:
            assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}", line)
        else:
            assert "<" not in line
            assert not re.search("&(?!amp;|lt;|gt;)", line)


def test_subrip_is_numbered_and_separated():
    blocks = write([Cue(0, 1000, ("a", "b")), Cue(1084, 2500, ("c",))], "srt").strip().split("\n\n")
    assert blocks == [
        "1\n00:00:00,000 --> 00:00:01,000\na\nb",
        "2\n00:00:01,084 --> 00:00:02,500\nc",
    ]


def test_hundredths_of_a_second_make_no_overlap():
    cues = [Cue(start, start + 3, (str(start),)) for start in range(0, 300, 3)]
    read = pysubs2.SSAFile.from_string(write(cues, "ass"))
    assert all(a.end <= b.start for a, b in pairwise(read))
    assert all(abs(event.start - cue.start_ms) <= 5 for event, cue in zip(read, cues, strict=True))


def test_ass_keeps_title_speaker_and_field_borders():
    text = write([Cue(0, 1000, ("one, two", "three"), "speaker0")], "ass", title="A\n[Events] film")
    read = pysubs2.SSAFile.from_string(text)
    assert read.info["Title"] == "A [Events] film"
    assert [(event.name, event.plaintext) for event in read] == [("speaker0", "one, two\nthree")]


DRAW = ["-vf", "subtitles=c.ass", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "gray", "-"]


def ink(tmp_path, text):
    """How many bright pixels libass draws for a cue."""
    (tmp_path / "c.ass").write_text(text, encoding="utf-8")
    drawn = subprocess.run(
        [
            imageio_ffmpeg.get_ffmpeg_exe(),
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "color=black:s=960x540:d=0.1:r=10",
            *DRAW,
        ],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout
    return sum(value > 128 for value in drawn)


def test_libass_draws_braces_and_backslashes_as_letters(tmp_path):
    nothing = ink(tmp_path, write([], "ass"))
    plain = ink(tmp_path, write([Cue(0, 1000, ("note",))], "ass"))
    assert nothing == 0
    if not plain:
        pytest.skip("no font for libass on this machine")
    for hidden in ("{note}", r"{\i1}note", "{note"):
        assert ink(tmp_path, write([Cue(0, 1000, (hidden,))], "ass")) > plain, hidden
    one_line = ink(tmp_path, write([Cue(0, 1000, (r"a\Nb",))], "ass"))
    assert one_line > ink(tmp_path, write([Cue(0, 1000, ("a", "b"))], "ass"))


def test_transcript_has_paragraphs_and_speakers():
    segments = [
        Segment(0, 1000, "Good morning.", (), "speaker0"),
        Segment(1100, 2000, "How are you?", (), "speaker0"),
        Segment(2100, 3000, "Well.", (), "speaker1"),
        Segment(9000, 9500, "Thanks.", (), "speaker1"),
    ]
    assert write(segments, "txt") == ("speaker0: Good morning. How are you?\n\nspeaker1: Well.\n\nspeaker1: Thanks.\n")
    assert write([Segment(0, 9, "你好。"), Segment(9, 20, "再见。")], "txt") == "你好。再见。\n"
    assert write([], "txt") == ""


def test_json_is_the_segments_array():
    segment = Segment(5, 900, "Hé <b>", (Word(5, 900, "Hé", 0.51234),), "speaker0")
    assert json.loads(write([segment, Segment(900, 1000, "x")], "json")) == [
        {
            "start": 5,
            "end": 900,
            "text": "Hé <b>",
            "speaker": "speaker0",
            "words": [{"start": 5, "end": 900, "text": "Hé", "confidence": 0.512}],
        },
        {"start": 900, "end": 1000, "text": "x"},
    ]
    assert "words" not in segment_dict(segment, words=False)


def test_an_unknown_format_is_refused():
    with pytest.raises(ValueError, match="docx"):
        write([], "docx")
