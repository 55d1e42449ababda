"""WebVTT (https://www.w3.org/TR/webvtt1/), read as its parser does and a little more patiently."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lingoreel.media.subtitle_files.clock import TimeLine, parse_time_line
from lingoreel.media.subtitle_files.gathering import Gathering
from lingoreel.media.subtitle_files.letters import bounded
from lingoreel.media.subtitle_files.markup import parse_webvtt
from lingoreel.media.subtitle_files.subrip import GUESSED_MS

_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?\Z", re.DOTALL)
_SETTING = re.compile(r"(line|position|align|vertical|size|region):([^\s]{1,40})")
_NUMBER = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(%?)")
_TOP_LINES = 5  # of the 15 or so that a player counts from the top


def read_webvtt(lines: Sequence[str]) -> Gathering:
    """The cues of a WebVTT file; notes, style sheets and regions are left out."""
    found = Gathering()
    if not lines or not lines[0].lstrip("\ufeff").startswith("WEBVTT"):
        found.notes.add("the first line is not “WEBVTT”", 1, lines[0] if lines else None)
    at = 0
    end = max((number for number, line in enumerate(lines, 1) if line.strip()), default=0)
    while at < end:
        times = parse_time_line(lines[at])
        if times is None:
            at = _skip(lines, at, found)
            continue
        line = at + 1
        at += 1
        begun = at
        while at < len(lines) and lines[at].strip() and (parse_time_line(lines[at]) is None):
            at += 1
        text = list(lines[begun:at])
        if at < len(lines) and lines[at].strip():
            found.notes.add("there is no empty line between two cues", at + 1)
        _take(found, line, times, text, last=at >= end)
    return found


def _skip(lines: Sequence[str], at: int, found: Gathering) -> int:
    """Past a line that begins no cue: the header's, a cue's name, an empty one, or a whole NOTE, STYLE or REGION."""
    line = lines[at]
    if at == 0 or _ASIDE.match(line):
        at += 1
        while at < len(lines) and lines[at].strip() and parse_time_line(lines[at]) is None:
            at += 1
        return at
    if line.strip():
        is_name = at + 1 < len(lines) and parse_time_line(lines[at + 1]) is not None
        if not is_name:
            found.notes.add("text outside of a cue was left out", at + 1, line)
    return at + 1


def _take(found: Gathering, line: int, times: TimeLine, text: list[str], *, last: bool) -> None:
    if times.start_ms is None:
        found.notes.add("the times cannot be read: the cue was left out", line, " ".join(text) or None)
        return
    end_ms = times.end_ms
    if end_ms is None:
        found.notes.add("the end of the cue cannot be read: it was guessed", line)
        end_ms = times.start_ms + GUESSED_MS
    if any(mark != "." for mark in times.separators):
        found.notes.add("the times have a comma where WebVTT has a point", line)
    if times.arrow != "-->":
        found.notes.add("the times are not joined by “-->”", line, times.arrow or None)
    if not text and last:
        found.notes.add("the file ends after a line of times: it seems to be cut off", line)
        return
    inline = parse_webvtt(bounded("\n".join(text), found.notes, line))
    found.add(line, times.start_ms, end_ms, inline.runs, speaker=inline.speaker, alignment=place_of(times.rest))


def place_of(settings: str) -> int | None:
    """The place, as on a number pad, nearest to a cue's settings; None for bottom centre and when they name none."""
    given = dict(_SETTING.findall(settings))
    if "vertical" in given or not given.keys() & {"line", "position", "align"}:
        return None
    row = column = None
    line = _NUMBER.match(given.get("line", ""))
    if line is not None:
        value = float(line[1])
        if line[2]:
            row = 7 if value < 34 else 4 if value < 67 else 1
        else:
            row = 1 if value < 0 else 7 if value < _TOP_LINES else 4 if value < 2 * _TOP_LINES else 1
    align = given.get("align", "")
    if align in ("start", "left"):
        column = 0
    elif align in ("end", "right"):
        column = 2
    elif align in ("center", "middle"):
        column = 1
    position = _NUMBER.match(given.get("position", ""))
    if position is not None and position[2]:
        value = float(position[1])
        column = 0 if value < 34 else 2 if value > 66 else 1
    place = (1 if row is None else row) + (1 if column is None else column)
    return None if place == 2 else place
