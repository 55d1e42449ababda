"""What is written is read back: every letter, every time, and what the format can say of styles and places."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lingoreel.media.cues.cue import Cue, Span
from lingoreel.media.subtitle_files import FORMATS, read, write
from lingoreel.media.subtitle_files.letters import keep_letters

READABLE = [fmt for fmt in FORMATS if fmt != "txt"]
WITH_SPANS = {"srt", "vtt", "ass", "ssa", "ttml", "json"}
WITH_SPEAKERS = {"ass", "ssa", "ttml", "json"}
WITH_PLACE_2 = {"srt", "ass", "ssa", "json"}
HUNDREDTHS = {"ass", "ssa", "lrc"}

MARKUP = [
    "<",
    ">",
    "<i>",
    "</b>",
    "<script>",
    "</v>",
    "<00:00:01.000>",
    "<br>",
    "{",
    "}",
    r"{\i1}",
    r"{\p1}",
    r"{\an8}",
    "{y:i}",
    "\\",
    r"\N",
    r"\h",
    r"\{",
    "&",
    "&amp;",
    "&lt;",
    "&nbsp;",
    "&#65;",
    "-->",
    "00:00:01,000 --> 00:00:02,000",
    "00:00:01,000 – 00:00:02,000",
    "00:00:01.000 -> 00:00:02.000",
    "0:00:01 = 0:00:02",
    "-->1:2:3:4:5,",
    "0:00:01.000,0:00:02.000",
    "[00:12.00]",
    "[br]",
    "[al:x]",
    "{1}{2}",
    "[1][2]",
    "NOTE",
    "WEBVTT",
    "42",
    "Dialogue: 0,",
    "<!--",
    "]]>",
    "<![CDATA[",
    ",",
    "|",
]
WORDS = [
    "word",
    "Größe",
    "你好",
    "こんにちは",
    "안녕",
    "مرحبا",
    "שלום",
    "ไทย",
    "🙂",
    "👩‍👩‍👧",
    "a",
    " ",
    "  ",
    "1",
    ".",
    "é",
    "\u200f",
    "\u00ad",
]
LINES = (
    st.lists(st.sampled_from(MARKUP + WORDS) | st.text(max_size=8), min_size=1, max_size=6)
    .map(lambda parts: keep_letters("".join(parts)).replace("\n", " ").replace("\u2060", "").strip())
    .filter(lambda line: line and not re.search("[\u202a-\u202e\u2066-\u2069]", line) and line.strip("\u2060 "))
)


@st.composite
def spans_of(draw, lines):
    made = set()
    for number, line in enumerate(lines):
        for style in ("italic", "bold", "underline"):
            if draw(st.booleans()):
                begin = draw(st.integers(0, len(line) - 1))
                made.add(Span(number, begin, draw(st.integers(begin + 1, len(line))), style))
    order = ("italic", "bold", "underline")
    return tuple(sorted(made, key=lambda span: (span.line, order.index(span.style), span.begin)))


@st.composite
def cue_lists(draw):
    at, cues = draw(st.integers(0, 10**7)), []
    for _ in range(draw(st.integers(1, 6))):
        start = at + draw(st.integers(20, 4000))
        at = start + draw(st.integers(100, 9000))
        lines = tuple(draw(st.lists(LINES, min_size=1, max_size=3)))
        place = draw(st.none() | st.integers(1, 9))
        speaker = draw(st.none() | st.sampled_from(["speaker0", "Ann Lee", "李"]))
        cues.append(Cue(start, at, lines, speaker, draw(spans_of(lines)), place))
    return cues


def expected(cue, fmt):
    """What a format keeps of a cue."""
    if fmt not in WITH_SPANS:
        cue = replace(cue, spans=(), alignment=None)
    if fmt not in WITH_SPEAKERS:
        cue = replace(cue, speaker=None)
    if cue.alignment == 2 and fmt not in WITH_PLACE_2:
        cue = replace(cue, alignment=None)
    return cue


def same_times(cues, fmt):
    if fmt not in HUNDREDTHS:
        return [(cue.start_ms, cue.end_ms) for cue in cues]
    return [((cue.start_ms + 5) // 10, (cue.end_ms + 5) // 10) for cue in cues]


@pytest.mark.parametrize("fmt", READABLE)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(cues=cue_lists())
def test_read_undoes_write(fmt, cues):
    text = write(cues, fmt, title="A <film> & more", language="en")
    found = read(text.encode())
    assert found.format == fmt
    assert found.encoding == "utf-8"
    if fmt == "lrc":  # nothing lasts longer than that
        cues = [replace(cue, end_ms=min(cue.end_ms, cue.start_ms + 10_000)) for cue in cues]
    assert same_times(found.cues, fmt) == same_times(cues, fmt)
    for back, cue in zip(found.cues, cues, strict=True):
        assert replace(back, start_ms=0, end_ms=0) == replace(expected(cue, fmt), start_ms=0, end_ms=0)


@pytest.mark.parametrize("fmt", READABLE)
def test_a_second_round_changes_nothing(fmt, sample):
    once = write(read(sample[1].encode()).cues, fmt)
    assert write(read(once.encode()).cues, fmt) == once


def test_ttml_is_an_imsc_text_document():
    from ttconv.imsc import reader
    from ttconv.isd import ISD

    cues = [
        Cue(1000, 2000, ("One <b>", "two"), "Ann & Bob", (Span(0, 0, 3, "italic"),), 7),
        Cue(2500, 4000, ("Three",)),
    ]
    text = write(cues, "ttml", title="T", language="pt_BR")
    root = ET.fromstring(text)
    parameter = "{http://www.w3.org/ns/ttml#parameter}"
    assert root.get(parameter + "contentProfiles") == "http://www.w3.org/ns/ttml/profile/imsc1.1/text"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "pt-BR"
    ids = [element.get("{http://www.w3.org/XML/1998/namespace}id") for element in root.iter()]
    named = [name for name in ids if name]
    assert len(named) == len(set(named))
    document = reader.to_model(ET.ElementTree(root))
    shown = [
        (float(offset), "".join(element.get_text() for element in isd_text(isd)))
        for offset, isd in ISD.generate_isd_sequence(document)
    ]
    assert [(offset, words) for offset, words in shown if words] == [(1.0, "One <b>two"), (2.5, "Three")]


def isd_text(isd):
    from ttconv import model

    for region in isd.iter_regions():
        yield from (element for element in region.dfs_iterator() if isinstance(element, model.Text))


def test_what_is_written_names_the_font_of_the_language():
    def family(language):
        script = write([Cue(0, 1000, ("x",))], "ass", language=language)
        return re.search(r"^Style: Default,([^,]*)", script, re.MULTILINE)[1]

    assert family(None) == family("en") == "Arial"
    assert family("ja") == "Noto Sans CJK JP"
    assert family("zh-CN") == family("zh") == "Noto Sans CJK SC"
    assert family("zh_Hant") == "Noto Sans CJK TC"
    assert family("ar") == "Noto Sans Arabic"


def test_cues_as_plain_text():
    assert write([Cue(0, 1, ("one", "two")), Cue(1, 2, ("three",))], "txt") == "one two\nthree\n"
    assert write([], "txt") == ""


@pytest.mark.parametrize("fmt", READABLE)
def test_letters_no_file_can_hold_are_left_out(fmt):
    cues = [Cue(0, 1000, ("a\x00b\ud800c\x1b[0m\ufeff", "two\nthree\u2028")), Cue(2000, 3000, ("\x00",))]
    text = write(cues, fmt)
    if fmt != "json":
        assert read(text.encode()).cues[0].lines[0] == "abc[0m"
    assert [cue.lines for cue in read(text.encode("utf-8", "surrogatepass")).cues] == [
        ("abc[0m", "two", "three") if fmt == "json" else ("abc[0m", "two three")
    ]
