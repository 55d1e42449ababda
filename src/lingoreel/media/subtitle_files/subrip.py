"""SubRip (`srt`) as people and programs write it. The format has no standard; players agree on little of it.

SubViewer's `sbv`, which YouTube hands out, differs only in its line of times and has no markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lingoreel.media.subtitle_files.clock import (
    TIME_LINE_CHARACTERS,
    TimeLine,
    meant_as_times,
    parse_time,
    parse_time_line,
)
from lingoreel.media.subtitle_files.gathering import Gathering
from lingoreel.media.subtitle_files.letters import bounded
from lingoreel.media.subtitle_files.markup import parse_subrip, plain

_COUNTER = re.compile(r"[\s\ufeff#]{0,8}(\d{1,9})[.:]?\s{0,8}\Z")
_SBV_TIMES = re.compile(r"\s{0,8}([-−]?\d{1,4}:[\d:.]{1,20})\s{0,3},\s{0,3}([-−]?\d{1,4}:[\d:.]{1,20})\s{0,8}\Z")
GUESSED_MS = 2000
"""How long a cue is shown whose end cannot be read, unless the next one comes sooner."""


@dataclass(slots=True)
class _Block:
    """A line of times (`line` counts from 1) and the lines of text under it."""

    line: int
    times: TimeLine
    text: list[str]


def read_subrip(lines: Sequence[str]) -> Gathering:
    """The cues of a SubRip file; whatever was wrong with it is in the notes."""
    found = Gathering()
    blocks = _blocks(lines, found)
    for number, block in enumerate(blocks):
        _note_times(found, block, ",")
        following = next((after.times.start_ms for after in blocks[number + 1 : number + 2]), None)
        placed = _placed(found, block, following)
        if placed is None:
            continue
        inline = parse_subrip(bounded("\n".join(block.text), found.notes, block.line))
        if not block.text and number == len(blocks) - 1:
            found.notes.add("the file ends after a line of times: it seems to be cut off", block.line)
            continue
        alignment = inline.alignment
        found.add(block.line, *placed, inline.runs, alignment=alignment)
    return found


def read_sbv(lines: Sequence[str]) -> Gathering:
    """The cues of an `sbv` file: `0:00:01.000,0:00:02.500`, text, an empty line."""
    found = Gathering()
    block: _Block | None = None
    blocks = []
    for number, line in enumerate(lines, 1):
        times = _sbv_times(line)
        if times is not None:
            if block is not None and block.text and block.text[-1].strip():
                found.notes.add("there is no empty line before the times", number)
            block = _Block(number, times, [])
            blocks.append(block)
        elif block is not None:
            block.text.append(line)
        elif line.strip():
            found.notes.add("text before the first cue was left out", number, line)
    for number, block in enumerate(blocks):
        following = next((after.times.start_ms for after in blocks[number + 1 : number + 2]), None)
        placed = _placed(found, block, following)
        if placed is not None:
            text = bounded("\n".join(block.text), found.notes, block.line).replace("[br]", "\n")
            found.add(block.line, *placed, [(plain(text), 0)])
    return found


def is_sbv(line: str) -> bool:
    """Whether this is a line of times of an `sbv` file, or meant to be one."""
    return _sbv_times(line) is not None


def _sbv_times(line: str) -> TimeLine | None:
    if line[:1] not in " \t-−0123456789\ufeff":
        return None
    times = _SBV_TIMES.match(line[:TIME_LINE_CHARACTERS].lstrip("\ufeff"))
    if times is None and meant_as_times(line) and line.count(":") >= 3:
        left, _, right = line.partition(",")
        return TimeLine(parse_time(left), parse_time(right), "", "..", True, ",")
    if times is None:
        return None
    return TimeLine(parse_time(times[1]), parse_time(times[2]), "", "..", True, ",")


def _blocks(lines: Sequence[str], found: Gathering) -> list[_Block]:
    blocks: list[_Block] = []
    before: list[str] = []  # what stands before the first line of times
    counter = 0
    for number, line in enumerate(lines, 1):
        times = parse_time_line(line)
        text = blocks[-1].text if blocks else before
        if times is None:
            if "-->" in line and line.count(":") >= 2:
                found.notes.add("this looks like times and stands in a text", number, line)
            text.append(line)
            continue
        counter = _take_counter(text, counter, number, found, first=not blocks)
        if blocks:
            if text and text[-1].strip():
                found.notes.add("there is no empty line between two cues", number)
            _trim(text)
            if any(not row.strip() for row in text):
                found.notes.add("an empty line inside a cue was left out", blocks[-1].line)
        else:
            _note_before(before, found)
        blocks.append(_Block(number, times, []))
    if blocks:
        text = blocks[-1].text
        _trim(text)
        if len(text) > 1 and not text[-2].strip() and (cut := _COUNTER.match(text[-1])) and int(cut[1]) == counter + 1:
            found.notes.add(
                "the file ends with the number of a cue that is missing: it seems to be cut off", len(lines)
            )
            text.pop()
            _trim(text)
    else:
        _note_before(before, found)
    return blocks


def _take_counter(text: list[str], last: int, line: int, found: Gathering, *, first: bool) -> int:
    """Take the cue's number off the end of the text above its line of times, where there is one."""
    at = len(text)
    while at and not text[at - 1].strip() and len(text) - at < 2:
        at -= 1  # an empty line between the number and the times
    counter = _COUNTER.match(text[at - 1]) if at else None
    stands_alone = (at == 1 and first) or (at >= 2 and not text[at - 2].strip())
    if counter is None or not (stands_alone or (at == len(text) and int(counter[1]) == last + 1)):
        found.notes.add("the number of the cue is missing", line)
        return last + 1
    if at < len(text):
        found.notes.add("an empty line between the number of a cue and its times", line)
    del text[at - 1 :]
    return int(counter[1])


def _note_before(before: list[str], found: Gathering) -> None:
    for number, line in enumerate(before, 1):
        if line.strip("\ufeff \t\x00"):
            found.notes.add("text before the first cue was left out", number, line)


def _note_times(found: Gathering, block: _Block, separator: str) -> None:
    times = block.times
    if times.start_ms is None or times.end_ms is None:
        return
    if not times.hours:
        found.notes.add("the times have no hours", block.line)
    if times.arrow != "-->":
        found.notes.add("the times are not joined by “-->”", block.line, times.arrow or None)
    if any(mark != separator for mark in times.separators):
        found.notes.add("the times have a point where SubRip has a comma", block.line)


def _placed(found: Gathering, block: _Block, following: int | None) -> tuple[int, int] | None:
    """When the cue is shown; None, told, where that cannot be known."""
    start_ms, end_ms = block.times.start_ms, block.times.end_ms
    if start_ms is None:
        shown = " ".join(block.text)
        found.notes.add("the times cannot be read: the cue was left out", block.line, shown or None)
        return None
    if end_ms is None:
        end_ms = start_ms + GUESSED_MS
        if following is not None and following > start_ms:
            end_ms = min(end_ms, following)
        found.notes.add("the end of the cue cannot be read: it was guessed", block.line)
    return start_ms, end_ms


def _trim(text: list[str]) -> None:
    while text and not text[-1].strip():
        text.pop()
