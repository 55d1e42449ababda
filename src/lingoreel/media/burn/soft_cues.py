"""Subtitle files as packets of a subtitle track: which texts stand when, without overlap where a track forbids it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pysubs2

from lingoreel.errors import InvalidFile

CUES_MAX = 200_000
_STANDING_MAX = 8  # more at one time nobody can read
_TEXT_MAX_BYTES = 60_000  # a MOV text sample's length is 16 bits

MOV_TEXT_HEADER = b"""[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Sans,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
_TAGS = (
    (re.compile(r"\{[^{}]*\\i1[^{}]*\}"), "<i>"),
    (re.compile(r"\{[^{}]*\\i0[^{}]*\}"), "</i>"),
    (re.compile(r"\{[^{}]*\}"), ""),
)


@dataclass(frozen=True)
class Shown:
    """A text that stands from `start_ms` to `end_ms`."""

    start_ms: int
    end_ms: int
    text: str


def read_cues(path: Path, number: int) -> list[Shown]:
    """The cues of a UTF-8 SRT, VTT, ASS or SSA file, by start; italics as `<i>`. Raises InvalidFile."""
    try:
        subtitles = pysubs2.SSAFile.from_string(path.read_text(encoding="utf-8-sig"))
    except (pysubs2.exceptions.Pysubs2Error, UnicodeDecodeError, ValueError) as error:
        raise InvalidFile(
            f"Subtitle file {number + 1} is no SRT, VTT or ASS file in UTF-8.", remedy="Send it as SRT."
        ) from error
    found = []
    for event in subtitles.events[:CUES_MAX]:
        if event.is_comment or event.end <= event.start or event.end <= 0:
            continue
        text = event.text.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", "\u00a0")
        for tag, markup in _TAGS:
            text = tag.sub(markup, text)
        if text.strip():
            found.append(Shown(max(0, event.start), event.end, text.strip()))
    return sorted(found, key=lambda cue: (cue.start_ms, cue.end_ms))


def one_after_another(cues: list[Shown]) -> list[Shown]:
    """The same with overlapping cues put together for the time they share: MP4 shows one sample at a time."""
    bounds = sorted({time for cue in cues for time in (cue.start_ms, cue.end_ms)})
    standing: list[Shown] = []
    found: list[Shown] = []
    following = iter(cues)
    coming = next(following, None)
    for begin, end in pairwise(bounds):
        standing = [cue for cue in standing if cue.end_ms > begin]
        while coming is not None and coming.start_ms <= begin:
            standing.append(coming)
            coming = next(following, None)
        del standing[:-_STANDING_MAX]
        if not standing:
            continue
        text = "\n".join(cue.text for cue in standing)
        if found and found[-1].end_ms == begin and found[-1].text == text:
            found[-1] = Shown(found[-1].start_ms, end, text)
        else:
            found.append(Shown(begin, end, text))
    return found


def mov_text(text: str) -> bytes:
    """3GPP timed text (TS 26.245, 5.17): a length and UTF-8; italics as a style record."""
    plain, spans = "", []
    for part in re.split(r"(</?i>)", text):
        if part == "<i>":
            spans.append([len(plain), len(plain)])
        elif part == "</i>":
            if spans:
                spans[-1][1] = len(plain)
        else:
            plain += part
    data = plain.encode("utf-8", "replace")[:_TEXT_MAX_BYTES].decode("utf-8", "ignore").encode()
    written = len(data).to_bytes(2, "big") + data
    letters = len(data.decode())
    styled = [(first, min(last if last > first else letters, letters)) for first, last in spans if first < letters]
    if styled:
        records = b"".join(
            first.to_bytes(2, "big") + last.to_bytes(2, "big") + b"\0\1" + b"\2" + b"\x10" + b"\xff\xff\xff\xff"
            for first, last in styled
            if first < last
        )
        count = len(records) // 12
        written += (10 + len(records)).to_bytes(4, "big") + b"styl" + count.to_bytes(2, "big") + records
    return written
