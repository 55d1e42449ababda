"""What other programs' files say."""

import pytest

from lingoreel.media.cues.cue import Cue, Span
from lingoreel.media.subtitle_files import read


def test_words_and_times_of_every_format(sample):
    fmt, text = sample
    found = read(text.encode())
    assert found.format == fmt
    assert found.encoding == "utf-8"
    shown = [(cue.start_ms, " ".join(cue.lines)) for cue in found.cues]
    assert shown[:3] == [(1000, "Hello, world."), (3000, "Up here, in two lines."), (5000, "AT&T is a < b")]
    ends = [cue.end_ms for cue in found.cues]
    assert ends[0] in (2500, 2480)  # 12 frames of 25
    assert ends[1] == (5000 if fmt == "lrc" else 4250)
    assert [warning for warning in found.warnings if "drawing" not in warning] == []


@pytest.mark.parametrize("fmt", ["srt", "vtt", "ass", "ttml"])
def test_what_is_set_apart_becomes_spans(files, fmt):
    first, second, *_ = read(files[fmt].encode()).cues
    assert first.spans == (Span(0, 7, 12, "italic"),)
    assert second.alignment == 8
    assert first.alignment is None


def test_a_style_that_most_lines_have_is_no_emphasis(files):
    first, second, _, sign = read(files["ass"].encode()).cues
    assert first == Cue(1000, 2500, ("Hello, world.",), "Ann", (Span(0, 7, 12, "italic"),))  # all are bold
    assert second.spans == (Span(0, 0, 8, "italic"), Span(1, 0, 13, "italic"))
    assert (sign.lines, sign.alignment) == (("SIGN",), 8)


def test_a_drawing_is_no_text(files):
    found = read(files["ass"].encode())
    assert not any("100" in line for cue in found.cues for line in cue.lines)
    assert any(warning.startswith("line 17: a drawing is no text") for warning in found.warnings)


def test_ass_fields_stand_where_the_format_line_says():
    script = (
        "[Script Info]\n\n[V4+ Styles]\nFormat: Name, Italic, Alignment\nStyle: A,0,2\nStyle: B,-1,9\n\n[Events]\n"
        "Format: Start, End, Style, Text\nDialogue: 0:00:01.00,0:00:02.00,A,one, two\n"
        "Dialogue: 0:00:03.00,0:00:04.00,A,three\nDialogue: 0:00:05.00,0:00:06.00,B,four\n"
    )
    assert read(script.encode()).cues == [
        Cue(1000, 2000, ("one, two",)),
        Cue(3000, 4000, ("three",)),
        Cue(5000, 6000, ("four",), None, (Span(0, 0, 4, "italic"),), 9),
    ]


@pytest.mark.parametrize(
    ("tags", "lines", "spans", "alignment"),
    [
        (r"{\i1}a{\i0}b", ("ab",), (Span(0, 0, 1, "italic"),), None),
        (r"{\b700}a{\b}b", ("ab",), (Span(0, 0, 1, "bold"),), None),
        (r"{\u1}a{\r}b", ("ab",), (Span(0, 0, 1, "underline"),), None),
        (r"a{\iclip(1,2,3,4)\be1\bord2}b", ("ab",), (), None),
        (r"{\a6}a", ("a",), (), 8),
        (r"a\hb\nc\Nd", ("a b", "c", "d"), (), None),
        (r"\{\i1\}", (r"{\i1}",), (), None),
        (r"{unfinished", ("{unfinished",), (), None),
        (r"{\k20}ka{\kf30}ra", ("kara",), (), None),
        (r"{\p1}m 0 0{\p0}text", ("text",), (), None),
    ],
)
def test_override_tags(tags, lines, spans, alignment):
    head = "[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,"
    (cue,) = read((head + tags).encode()).cues
    assert (cue.lines, cue.spans, cue.alignment) == (lines, spans, alignment)


@pytest.mark.parametrize(
    ("typed", "lines", "spans"),
    [
        ("<b>a</b> <strong>b</strong>", ("a b",), (Span(0, 0, 1, "bold"), Span(0, 2, 3, "bold"))),
        ("<I>a <B>b</I> c</B>", ("a b c",), (Span(0, 0, 3, "italic"), Span(0, 2, 5, "bold"))),
        ("<i>never closed", ("never closed",), (Span(0, 0, 12, "italic"),)),
        ("</i>a", ("a",), ()),
        ('<font color="#ff0000">red</font>', ("red",), ()),
        ("<script>alert(1)</script>", ("<script>alert(1)</script>",), ()),
        ("1 < 2 > 0 <3", ("1 < 2 > 0 <3",), ()),
        ("a<br/>b", ("a", "b"), ()),
        (r"{\p1}m 0 0 l 9 9", (r"{\p1}m 0 0 l 9 9",), ()),
        (r"{\pos(1,2)}{\fad(1,2)}a", ("a",), ()),
        ("{y:i}a", ("a",), (Span(0, 0, 1, "italic"),)),
        ("{note} a", ("{note} a",), ()),
        ("&lt;i&gt; &amp;amp; &#9834;", ("<i> &amp; ♪",), ()),
        ("&nosuch; &", ("&nosuch; &",), ()),
        (r"C:\new\Name", (r"C:\new\Name",), ()),
    ],
)
def test_markup_of_subrip(typed, lines, spans):
    (cue,) = read(f"1\n00:00:01,000 --> 00:00:02,000\n{typed}\n".encode()).cues
    assert (cue.lines, cue.spans) == (lines, tuple(spans))


def test_markup_of_webvtt():
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000 line:10% position:80%\n<v.loud Ann Lee>One <c.red>two</c>"
        " <00:01.500>three</v> <ruby>漢<rt>kan</rt></ruby>&nbsp;&lrm;x\n"
    )
    (cue,) = read(text.encode()).cues
    assert cue.lines == ("One two three 漢kan \u200ex",)
    assert (cue.speaker, cue.alignment) == ("Ann Lee", 9)


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ("", None),
        ("line:0", 8),
        ("line:-1", None),
        ("line:50%", 5),
        ("line:90%", None),
        ("align:left", 1),
        ("align:end line:5%", 9),
        ("position:10%,line-left align:middle", 1),
        ("vertical:rl line:0", None),
        ("size:50%", None),
    ],
)
def test_places_of_webvtt(settings, place):
    (cue,) = read(f"WEBVTT\n\n00:01.000 --> 00:02.000 {settings}\na\n".encode()).cues
    assert cue.alignment == place


def test_lyrics_repeat_and_end():
    text = "[offset:+500]\n[00:12.00][00:01.5]Again\n[00:03]\n[00:12.00]And more\n[01:00.000]Last\n"
    assert read(text.encode()).cues == [
        Cue(1000, 2500, ("Again",)),
        Cue(11_500, 21_500, ("Again", "And more")),
        Cue(59_500, 69_500, ("Last",)),
    ]


@pytest.mark.parametrize(
    "shape",
    [
        '[{"start": 1000, "end": 2500, "text": "a"}]',
        '{"segments": [{"start": 1.0, "end": 2.5, "text": " a"}]}',
        '{"segments": [{"start": 1000, "end": 2500, "text": "a"}]}',
        '{"status": 200, "data": {"result": [{"start": 1000, "end": 2500, "text": "a"}]}}',
        '{"cues": [{"start_ms": 1000, "end_ms": 2500, "lines": ["a"]}]}',
        '{"info": {}, "styles": {}, "events": [{"type": "Comment", "start": 0, "end": 9, "text": "no"},'
        ' {"type": "Dialogue", "start": 1000, "end": 2500, "text": "{\\\\be1}a"}]}',
        '{"transcription": [{"offsets": {"from": 1000, "to": 2500}, "text": " a"}]}',
        '{"text": "a", "chunks": [{"timestamp": [1.0, 2.5], "text": " a"}]}',
        '[{"start": 1.0, "end": 2.5, "text": "a"}]',
    ],
)
def test_common_shapes_of_json(shape):
    found = read(shape.encode())
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in found.cues] == [(1000, 2500, "a")]
    assert found.format == "json"


def test_older_formats():
    assert read(b"{1}{1}25.0\n{25}{50}{y:i}one|two\n").cues == [
        Cue(1000, 2000, ("one", "two"), None, (Span(0, 0, 3, "italic"), Span(1, 0, 3, "italic")))
    ]
    assert read(b"[10][25]one|/two\n").cues == [Cue(1000, 2500, ("one", "two"), None, (Span(1, 0, 3, "italic"),))]
