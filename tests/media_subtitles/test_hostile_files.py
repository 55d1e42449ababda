"""Whatever the bytes are: cues or InvalidFile, soon."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.errors import InvalidFile
from lingoreel.media.cues.cue import Cue
from lingoreel.media.subtitle_files import from_array, read, tidy, write

TOKENS = [
    b"<",
    b">",
    b"{",
    b"}",
    b"\\",
    b"&",
    b";",
    b"-->",
    b"\n\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b":",
    b",",
    b"[",
    b"]",
    b"99",
    b"-",
    b"\\p1",
    b"<i>",
    b"</p>",
    b'"',
    b"<br/>",
    b"\xe2\x80\xae",
    b"Dialogue:",
    b"Format:",
    b"\x1b$",
    b"1e999",
    b".",
]


def outcome(data, limit_s):
    begun = time.monotonic()
    try:
        found = read(data)
    except InvalidFile as refused:
        assert refused.message
        found = None
    took = time.monotonic() - begun
    assert took < limit_s, took
    if found is None:
        return
    for cue in found.cues:
        assert cue.lines
        for span in cue.spans:
            assert 0 <= span.begin < span.end <= len(cue.lines[span.line])
    tidied, _ = tidy(found.cues, 60_000)
    for fmt in ("srt", "ass", "ttml"):
        write(tidied, fmt)


@st.composite
def damage(draw):
    return [
        (
            draw(st.sampled_from(["cut", "drop", "insert", "double", "flip"])),
            draw(st.integers(0, 2000)),
            draw(st.sampled_from(TOKENS)),
        )
        for _ in range(draw(st.integers(1, 8)))
    ]


def damaged(data, changes):
    for kind, anywhere, token in changes:
        at = anywhere % (len(data) + 1)
        if kind == "cut":
            data = data[: max(at, 20)]
        elif kind == "drop":
            data = data[:at] + data[at + len(token) :]
        elif kind == "insert":
            data = data[:at] + token + data[at:]
        elif kind == "double":
            data = data[:at] + data[at : at + 60] + data[at:]
        elif at < len(data):
            data = data[:at] + bytes([data[at] ^ 1 << (len(token) % 8)]) + data[at + 1 :]
    return data


@settings(max_examples=60, deadline=None, derandomize=True)
@given(changes=damage())
def test_damaged_files(files, changes):
    for text in files.values():
        outcome(damaged(text.encode(), changes), 5)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(data=st.binary(max_size=300) | st.lists(st.sampled_from(TOKENS), max_size=60).map(b"".join))
def test_bytes_of_any_kind(data):
    outcome(data, 5)


HEADS = {
    "srt": "1\n00:00:01,000 --> 00:00:02,000\n",
    "vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n",
    "ass": "[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,",
    "ttml": '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="1s" end="2s">',
    "lrc": "[00:01.00]a\n",
    "json": '[{"start": 1, "end": 2000, "text": "',
    "nothing": "",
}
UNITS = [
    "<",
    "<i",
    "<i>",
    "< <",
    "{",
    "{\\",
    "{\\an8",
    "{\\i1}",
    "\\N",
    "&",
    "&amp",
    "&#",
    " ",
    "\n",
    "\r",
    "-->",
    "1:",
    "0",
    "\u2060",
    "00:00:01,000 --> ",
    "00:00:01,000 --> 00:00:02,000\n",
    "[00:01.00]",
    "<c.",
    "<v ",
    "<font color=",
    "\u202b",
    "é",
    "(",
    "\x00",
    "Style: \n",
    "Format: ,\n",
    "{1}{2}a\n",
    "[1][2]a\n",
    "0:00:01.000,0:00:02.000\n",
    "NOTE x\n\n",
    "1\n",
    ",",
]


@pytest.mark.parametrize("head", sorted(HEADS))
def test_floods_of_one_thing_take_linear_time(head):
    for unit in UNITS:
        outcome((HEADS[head] + unit * (60_000 // len(unit))).encode(), 5)


ALL_BOLD = '[0,0,100000,"bold"],'


@pytest.mark.parametrize(
    "data",
    [
        HEADS["ttml"] + "<span>" * 50_000,
        HEADS["ttml"] + "<span/>" * 50_000,
        HEADS["ttml"] + "<span " + " ".join(f'a{n}="1"' for n in range(20_000)) + ">",
        "<tt><head><styling>"
        + "".join(f'<style id="s{n}" style="s{n + 1} s{n + 2} s{n + 3}"/>' for n in range(20_000))
        + '</styling></head><body><p style="s0" begin="1s" end="2s">x</p></body></tt>',
        '[{"start": ' + "9" * 50_000 + "}]",
        '{"a":' * 50_000,
        '[{"start":1,"end":2,"text":"' + "a" * 100_000 + '","spans":[' + ALL_BOLD * 1000 + "0]}]",
    ],
    ids=["deep", "wide", "attributes", "styles", "digits", "nested", "spans"],
)
def test_structures_without_end(data):
    outcome(data.encode(), 5)


def test_random_bytes():
    draw = random.Random(5)
    for size in (100, 5000, 300_000):
        outcome(draw.randbytes(size), 5)


def test_too_large_and_too_many():
    with pytest.raises(InvalidFile, match="at most 20,000,000"):
        read(b"1" * 20_000_001)
    many = "".join(f"[{n // 6000:02}:{n // 100 % 60:02}.{n % 100:02}]x{n}\n" for n in range(200_001))
    with pytest.raises(InvalidFile, match="more than 200,000 cues"):
        read(many.encode())


@pytest.mark.parametrize("fmt", ["srt", "vtt", "ass", "ttml", "json"])
def test_a_hundred_thousand_cues_take_seconds(fmt):
    cues = [Cue(n * 100, n * 100 + 90, (f"Line {n} <i>", "and its second")) for n in range(100_000)]
    begun = time.monotonic()
    kept, warnings = tidy(read(write(cues, fmt).encode()).cues, 10_800_000)
    took = time.monotonic() - begun
    assert (kept, warnings) == (cues, [])
    assert took < 45, took  # some 5 s on an idle core


def test_a_hundred_thousand_entries_take_seconds():
    items = [{"start": n * 100, "end": n * 100 + 90, "text": f"Line {n}"} for n in range(100_000)]
    begun = time.monotonic()
    assert len(tidy(from_array(items))[0]) == 100_000
    assert time.monotonic() - begun < 20
