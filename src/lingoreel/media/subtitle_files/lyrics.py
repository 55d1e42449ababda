"""Lyrics (`lrc`): `[01:02.50]text`. A line has a beginning and no end: it lasts until the next one begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lingoreel.media.subtitle_files.gathering import Gathering
from lingoreel.media.subtitle_files.limits import CUE_CHARACTERS
from lingoreel.media.subtitle_files.markup import plain

LONGEST_SHOWN_MS = 10_000
"""How long a line stays when nothing ends it."""

_STAMP = re.compile(r"\s{0,4}\[(\d{1,4}):(\d{1,2})(?:[.:](\d{1,3}))?\]")
_WORD_STAMP = re.compile(r"<\d{1,4}:\d{1,2}(?:[.:]\d{1,3})?>")
_NAMED = re.compile(r"\s{0,4}\[([A-Za-z#]{1,12}):(.{0,200})\]\s*\Z")
_STAMPS_A_LINE = 500
_LINES_AT_ONCE = 40


def is_lyrics(line: str) -> bool:
    """Whether the line begins with a time in square brackets."""
    return _STAMP.match(line) is not None


def read_lyrics(lines: Sequence[str]) -> Gathering:
    """The lines of an `lrc` file as cues, in order of time; lines with one time are one cue."""
    found = Gathering()
    timed: list[tuple[int, int, str]] = []  # time, line in the file, text
    offset_ms = 0
    for number, line in enumerate(lines, 1):
        times, text = _stamps(line.lstrip("\ufeff"))
        if times:
            timed += ((at_ms, number, text) for at_ms in dict.fromkeys(times))
        elif (named := _NAMED.match(line[:300])) is not None:
            if named[1].lower() == "offset":
                offset_ms = _offset(named[2], number, found)
        elif line.strip("\ufeff \t\x00"):
            found.notes.add("a line without a time was left out", number, line)
    timed.sort(key=lambda entry: entry[0])
    at = 0
    while at < len(timed):
        start_ms, number, _ = timed[at]
        after = at
        while after < len(timed) and timed[after][0] == start_ms:
            after += 1
        text = "\n".join(text for _, _, text in timed[at : min(after, at + _LINES_AT_ONCE)])
        if after - at > _LINES_AT_ONCE:
            found.notes.add(f"more than {_LINES_AT_ONCE} lines have one time: those beyond were left out", number)
        end_ms = timed[after][0] if after < len(timed) else start_ms + LONGEST_SHOWN_MS
        if text.strip():
            end_ms = min(end_ms, start_ms + LONGEST_SHOWN_MS)
            # a positive offset shows the lines sooner
            found.add(number, start_ms - offset_ms, end_ms - offset_ms, [(text, 0)])
        at = after
    return found


def _stamps(line: str) -> tuple[list[int], str]:
    times: list[int] = []
    at = 0
    while len(times) < _STAMPS_A_LINE and (stamp := _STAMP.match(line, at)) is not None:
        minutes, seconds, fraction = stamp.groups()
        times.append(int(minutes) * 60_000 + int(seconds) * 1000 + int((fraction or "0").ljust(3, "0")))
        at = stamp.end()
    text = line[at : at + 2 * CUE_CHARACTERS] if times else ""
    if "<" in text:
        text = _WORD_STAMP.sub("", text)
    return times, plain(text)


def _offset(value: str, line: int, found: Gathering) -> int:
    try:
        return max(-(10**7), min(10**7, int(value)))
    except ValueError:
        found.notes.add("the offset is no number of milliseconds: it was ignored", line, value)
        return 0
