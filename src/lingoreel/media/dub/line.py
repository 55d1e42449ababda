"""The lines of a dub: what is said, when, by whom and with which voice.

Times are integer milliseconds of the presentation, as everywhere. A line is what is spoken between two of its
neighbours: mostly a sentence, or a part of one that keeps a time of its own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Self

from lingoreel.errors import InvalidFile, InvalidRequest
from lingoreel.media.cues.syntax import ends_sentence
from lingoreel.media.subtitle_files.arrays import from_array
from lingoreel.media.timed_text import apart, clean, width

MOST_LINES = 10_000
MOST_CHARACTERS = 2_000
MOST_NAME_CHARACTERS = 200
# Lines of one sentence with a longer pause between them are spoken one by one.
TOGETHER_GAP_MS = 700
TOGETHER_CHARACTERS = 400
# A container's length is known this well.
_LENGTH_MS = 100
# Of no more lines than this, most may lie outside.
_FEW = 4
# A line is no shorter than this, and where it was, as long as its letters take. Lines that begin within it are at once.
_LEAST_MS, _LETTER_MS = 100, 70
_NUMBERS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class DubLine:
    """One line of a dub.

    `text` is what is spoken, `source_text` what was said in the source. `speaker` is a label such as `speaker0`,
    `voice` a voice's id, with a pitch where it has one (`espeak:es@-3`); None: whatever is the language's own.
    `modified`: whoever sends the line says that it was changed.
    """

    start_ms: int
    end_ms: int
    text: str
    source_text: str = ""
    speaker: str | None = None
    voice: str | None = None
    modified: bool = False

    def to_dict(self) -> dict[str, Any]:
        """With the keys of the API's `subtitles[]`."""
        return {
            "start": self.start_ms,
            "end": self.end_ms,
            "text": self.text,
            "source_text": self.source_text,
            "speaker": self.speaker,
            "voice": self.voice,
            "modified": int(self.modified),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Reads what `to_dict` wrote."""
        return cls(
            start_ms=int(data["start"]),
            end_ms=int(data["end"]),
            text=str(data["text"]),
            source_text=str(data.get("source_text") or ""),
            speaker=None if data.get("speaker") is None else str(data["speaker"]),
            voice=None if data.get("voice") is None else str(data["voice"]),
            modified=bool(int(data.get("modified") or 0)),
        )


def lines_from_array(items: Any, *, field: str = "subtitles") -> list[DubLine]:
    """Lines from a request's array, or from its JSON text, in the order they came in.

    Entries are `{start, end, text, source_text?, speaker?, voice?, modified?}`, times in milliseconds. An empty text
    stays, for `tidy_lines` to take out and tell. Raises InvalidRequest naming the entry and what is wrong with it.
    """
    if isinstance(items, str):
        items = _parsed(items, field)
    if isinstance(items, Sequence) and len(items) > MOST_LINES:
        raise InvalidRequest(
            f"{field} has {len(items):,} lines; at most {MOST_LINES:,} are taken", field=field, remedy="send fewer"
        )
    return [
        _line(item, " ".join(cue.lines), cue.start_ms, cue.end_ms, f"{field}[{at}]")
        for at, (item, cue) in enumerate(zip(items, from_array(items, field=field), strict=True))
    ]


def _parsed(text: str, field: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidRequest(
            f"{field} is a text, but not JSON", field=field, remedy="send an array of lines, or its JSON text"
        ) from None


def _line(item: Mapping[str, Any], text: str, start_ms: int, end_ms: int, field: str) -> DubLine:
    _check_length(text, f"{field}.text", MOST_CHARACTERS)
    source_text = _text(item, "source_text", field, MOST_CHARACTERS * 5)
    speaker = _text(item, "speaker", field, MOST_NAME_CHARACTERS)
    voice = _text(item, "voice", field, MOST_NAME_CHARACTERS)
    modified = item.get("modified") or 0
    if modified not in (0, 1, "0", "1"):
        raise InvalidRequest(f"{field}.modified must be 0 or 1", field=f"{field}.modified")
    return DubLine(start_ms, end_ms, clean(text), source_text, speaker or None, voice or None, bool(int(modified)))


def _text(item: Mapping[str, Any], name: str, field: str, most: int) -> str:
    value = item.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidRequest(f"{field}.{name} must be a text", field=f"{field}.{name}")
    _check_length(value, f"{field}.{name}", most)
    return clean(value)


def _check_length(text: str, field: str, most: int) -> None:
    if len(text) > most:
        raise InvalidRequest(f"{field} has {len(text):,} characters; at most {most:,} are taken", field=field)


def tidy_lines(lines: Sequence[DubLine], duration_ms: int) -> tuple[list[DubLine], list[str]]:
    """The lines in order of time, inside the video, none going on behind the next one's start; and what was changed.

    Every line keeps its start. Only lines that begin at once, each within 100 ms of the one before, may overlap:
    `windows_ms` tells the time that each of them has. What is tidy stays as it is.

    Nothing is dropped or changed in silence: warnings name the lines, counted from 1 as they came. Raises InvalidFile
    when nothing is left, all lines being empty, and when most of them lie behind the end of a video of `duration_ms`.
    """
    told: dict[str, list[int]] = {}
    kept: list[tuple[int, DubLine]] = []
    for number, line in enumerate(lines, 1):
        if not any(character.isalnum() for character in line.text):
            told.setdefault("lines_empty", []).append(number)
        elif line.start_ms >= duration_ms:
            told.setdefault("lines_outside", []).append(number)
        else:
            if line.end_ms > duration_ms + _LENGTH_MS:
                told.setdefault("lines_past_end", []).append(number)
            kept.append((number, replace(line, end_ms=min(line.end_ms, duration_ms))))
    outside = len(told.get("lines_outside", ()))
    if not kept or (outside > len(kept) and len(lines) > _FEW):
        raise _nothing_left(len(lines), outside, duration_ms)
    ordered = sorted(kept, key=lambda entry: entry[1].start_ms)
    moved = [after[0] for before, after in pairwise(kept) if after[1].start_ms < before[1].start_ms]
    if moved:
        told["lines_out_of_order"] = moved
    tidied, cut = _cut([line for _, line in ordered])
    for at in cut:
        told.setdefault("lines_overlap", []).append(ordered[at][0])
    for at in _give_time(tidied, duration_ms):
        told.setdefault("lines_without_time", []).append(ordered[at][0])
    later = _told_at_once(tidied, [number for number, _ in ordered])
    return tidied, [_warning(code, sorted(numbers)) for code, numbers in told.items()] + later


def _cut(lines: Sequence[DubLine]) -> tuple[list[DubLine], list[int]]:
    """Lines in order, cut where the next one begins, unless that is at once; and, by place, those they were cut for."""
    tidied: list[DubLine] = []
    cut: list[int] = []
    first = reached = 0  # the lines since the first one are at once, and last until then
    for at, line in enumerate(lines):
        if not tidied or line.start_ms >= reached or line.start_ms - tidied[-1].start_ms >= _LEAST_MS:
            if line.start_ms < reached:
                cut.append(at)
                tidied[first:] = [replace(one, end_ms=min(one.end_ms, line.start_ms)) for one in tidied[first:]]
            first, reached = at, 0
        tidied.append(line)
        reached = max(reached, line.end_ms)
    return tidied, cut


def windows_ms(lines: Sequence[DubLine], lengths_ms: Sequence[float] | None = None) -> list[tuple[int, int]]:
    """From when to when each line is to be said, none beginning before its forerunner's end.

    `lines` are tidy. Lines at once are said one after the other: each has as long as it takes, and where there is not
    so much time for all, its share; the last one has the rest. `lengths_ms`: how long each takes; None: as long as its
    letters do.
    """
    lengths = [_letters_ms(line) for line in lines] if lengths_ms is None else lengths_ms
    found: list[tuple[int, int]] = []
    for places in _at_once(lines):
        begin_ms, end_ms = lines[places[0]].start_ms, max(lines[at].end_ms for at in places)
        share = min(1.0, (end_ms - begin_ms) / max(1.0, sum(lengths[at] for at in places)))
        for at in places[:-1]:
            until_ms = min(end_ms, max(begin_ms + math.ceil(lengths[at] * share), lines[at + 1].start_ms))
            found.append((begin_ms, until_ms))
            begin_ms = until_ms
        found.append((begin_ms, end_ms))
    return found


def one_by_one(lines: Sequence[DubLine]) -> list[DubLine]:
    """Tidy lines with the times at which they are to be said, so that no two of them overlap."""
    windows = windows_ms(lines)
    return [replace(line, start_ms=start, end_ms=end) for line, (start, end) in zip(lines, windows, strict=True)]


def _at_once(lines: Sequence[DubLine]) -> Iterator[range]:
    """The places of tidy lines that overlap or begin together; mostly each line is alone."""
    first = reached = 0
    for at, line in enumerate(lines):
        if at and line.start_ms >= reached and line.start_ms > lines[at - 1].start_ms:
            yield range(first, at)
            first = at
        reached = max(reached, line.end_ms)
    if lines:
        yield range(first, len(lines))


def _told_at_once(lines: Sequence[DubLine], numbers: Sequence[int]) -> list[str]:
    windows = windows_ms(lines)
    late = {numbers[at]: windows[at][0] - lines[at].start_ms for places in _at_once(lines) for at in places[1:]}
    shown = [f"{number} by about {late[number]} ms" for number in sorted(late)]
    return [_warning("lines_at_once", shown)] if shown else []


def _letters_ms(line: DubLine) -> int:
    return max(_LEAST_MS, _LETTER_MS * width(line.text))


def _give_time(lines: list[DubLine], duration_ms: int) -> Iterator[int]:
    """Let lines that have no time of their own last as long as their words need, where there is room; which ones."""
    for at, line in enumerate(lines):
        if line.end_ms - line.start_ms >= _LEAST_MS:
            continue
        free_ms = lines[at + 1].start_ms if at + 1 < len(lines) else duration_ms
        end_ms = min(free_ms, line.start_ms + _letters_ms(line))
        if end_ms > line.end_ms:
            lines[at] = replace(line, end_ms=end_ms)
            yield at


_SAID = {
    "lines_empty": "had nothing to say and were left out",
    "lines_outside": "began after the end of the video and were left out",
    "lines_past_end": "ended after the end of the video, and end with it now",
    "lines_out_of_order": "did not stand in order of time and were put there",
    "lines_overlap": "began before the line before was over, which ends there now",
    "lines_at_once": "began together with the line before and were put behind it",
    "lines_without_time": "had no time of their own, and got what their words need where there is room",
}


def _warning(code: str, numbers: Sequence[object]) -> str:
    shown = ", ".join(map(str, numbers[:_NUMBERS_SHOWN]))
    more = f" and {len(numbers) - _NUMBERS_SHOWN} more" if len(numbers) > _NUMBERS_SHOWN else ""
    lines = "1 line" if len(numbers) == 1 else f"{len(numbers)} lines"
    return f"{code}: {lines} {_SAID[code]} (counted from 1: {shown}{more})"


def _nothing_left(count: int, outside: int, duration_ms: int) -> InvalidFile:
    if not outside:
        return InvalidFile(f"none of the {count} lines has anything to say", code="no_lines", field="subtitles")
    return InvalidFile(
        f"{outside} of the {count} lines begin after the end of the video, at {duration_ms / 1000:.1f} s",
        code="subtitles_do_not_match",
        field="subtitles",
        remedy="check that they are of this video, and that times are in milliseconds",
    )


def utterance_groups(lines: Sequence[DubLine], language: str | None = None) -> list[list[int]]:
    """Which lines are spoken as one, as positions: those of one sentence, of one speaker, without a long pause.

    A sentence of more than `TOGETHER_CHARACTERS` is not told from text without punctuation: its lines are spoken one
    by one, so that a changed line never costs more than its sentence.
    """
    groups: list[list[int]] = []
    for chain in _chains(lines, language):
        together = sum(len(lines[at].text) + 1 for at in chain) <= TOGETHER_CHARACTERS
        groups += [chain] if together else [[at] for at in chain]
    return groups


def _chains(lines: Sequence[DubLine], language: str | None) -> Iterator[list[int]]:
    chain: list[int] = []
    for at, line in enumerate(lines):
        if chain and not _goes_on(lines[at - 1], line, language):
            yield chain
            chain = []
        chain.append(at)
    if chain:
        yield chain


def _goes_on(before: DubLine, after: DubLine, language: str | None) -> bool:
    if (before.speaker, before.voice) != (after.speaker, after.voice):
        return False
    if after.start_ms - before.end_ms >= TOGETHER_GAP_MS:
        return False
    last, first = before.text.split()[-1:], after.text.split()[:1]
    return not ends_sentence("".join(last), "".join(first), language)


def spoken_together(texts: Iterable[str]) -> tuple[str, list[tuple[int, int]]]:
    """Texts that are spoken as one, and [begin, end) of each in that: with a blank between where the script has one."""
    whole = ""
    places: list[tuple[int, int]] = []
    for text in texts:
        if whole and apart(whole, text):
            whole += " "
        places.append((len(whole), len(whole) + len(text)))
        whole += text
    return whole, places
