"""The letters of a cue: what is kept of a text that anybody may have typed, and runs of it laid out in lines.

Marks of direction are kept where they make sense: Hebrew and Arabic subtitles live by them. Embeddings and
isolates end with their line (Unicode Standard Annex 9, rule X8), so one left open is closed there; an end
without a beginning and the overrides, which show letters in an order in which nobody reads them, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from lingoreel.media.cues.cue import Cue, Span, SpanStyle
from lingoreel.media.subtitle_files.limits import CUE_CHARACTERS, CUE_LINES, MARKED_UP_CHARACTERS
from lingoreel.media.subtitle_files.notes import Notes

ITALIC, BOLD, UNDERLINE = 1, 2, 4
STYLES: tuple[tuple[int, SpanStyle], ...] = ((ITALIC, "italic"), (BOLD, "bold"), (UNDERLINE, "underline"))
_BIT_OF = {name: bit for bit, name in STYLES}
JOINER = "\u2060"
"""Invisible; written into letters that would otherwise be read as markup, and taken out again when they are read."""

Run = tuple[str, int]
"""Letters, new lines among them, and the sum of the styles they have."""

_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u206a-\u206f\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    + "".join(f"{chr((plane << 16) | 0xFFFE)}{chr((plane << 16) | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CLOSERS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
_OVERRIDES = "\u202d\u202e"
_NESTED = 8  # more directions inside each other than any sentence has


def whole_letters(text: str) -> str:
    """The text with halves of letters (surrogates) joined where they belong together, left out where not."""
    if not re.search("[\ud800-\udfff]", text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def keep_letters(text: str) -> str:
    """The text without control characters, noncharacters and byte order marks; new lines are kept as LF."""
    if text.isascii() and text.isprintable():
        return text
    text = _BREAKS.sub("\n", whole_letters(text)).replace("\t", " ")
    return _DROPPED.sub("", text)


def bounded(text: str, notes: Notes, line: int | None) -> str:
    """A cue's text with its markup, cut where there is far more of it than letters can be wanted."""
    if len(text) <= MARKED_UP_CHARACTERS:
        return text
    notes.add(f"the cue has more than {MARKED_UP_CHARACTERS:,} letters with its markup: the rest was cut off", line)
    return text[:MARKED_UP_CHARACTERS]


def lay_out(runs: Iterable[Run], notes: Notes, line: int | None) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    """The runs as lines without blanks at their ends and none empty, and what of them is set apart."""
    rows: list[list[Run]] = [[]]
    letters = 0
    for text, style in runs:
        kept = keep_letters(text)
        count = len(kept) - kept.count("\n")
        if letters + count > CUE_CHARACTERS:
            notes.add(f"the cue has more than {CUE_CHARACTERS:,} letters: what is beyond was cut off", line)
            kept = kept[: CUE_CHARACTERS - letters]
        letters += count
        first, *more = kept.split("\n")
        rows[-1].append((first, style))
        rows.extend([(part, style)] for part in more)
        if letters >= CUE_CHARACTERS:
            break
    filled = [row for row in map(_row, rows) if row]
    if len(filled) > CUE_LINES:
        notes.add(f"the cue has more than {CUE_LINES} lines: those beyond were joined", line)
        joined = [run for row in filled[CUE_LINES - 1 :] for run in [*row, (" ", 0)]]
        filled[CUE_LINES - 1 :] = [_row(joined)]
    lines = tuple("".join(text for text, _ in row) for row in filled)
    return lines, tuple(_spans(filled))


def _row(runs: list[Run]) -> list[Run]:
    """One line's runs: directions closed, blanks at the ends gone. Empty when nothing can be seen."""
    if any(_DIRECTIONS.search(text) for text, _ in runs):
        runs = _closed(runs)
    runs = [run for run in runs if run[0]]
    while runs and not (text := runs[0][0].lstrip().lstrip(JOINER)):
        runs.pop(0)
    if runs:
        runs[0] = (text, runs[0][1])
    while runs and not (text := runs[-1][0].rstrip()):
        runs.pop()
    if runs:
        runs[-1] = (text, runs[-1][1])
    return runs


def _closed(runs: list[Run]) -> list[Run]:
    open_marks: list[str] = []
    done: list[Run] = []
    for text, style in runs:
        kept = []
        for character in text:
            if character in _OVERRIDES:
                continue
            if character in _CLOSERS:
                if len(open_marks) >= _NESTED:
                    continue
                open_marks.append(_CLOSERS[character])
            elif character in "\u202c\u2069":
                if not open_marks or open_marks[-1] != character:
                    continue
                open_marks.pop()
            kept.append(character)
        done.append(("".join(kept), style))
    if open_marks:
        done.append(("".join(reversed(open_marks)), 0))
    if not any(_DIRECTIONS.sub("", text).strip() for text, _ in done):
        return []
    return done


def _spans(rows: list[list[Run]]) -> Iterable[Span]:
    for number, row in enumerate(rows):
        for bit, name in STYLES:
            at, begin = 0, None
            for text, style in row:
                if style & bit and begin is None:
                    begin = at
                elif not style & bit and begin is not None:
                    yield Span(number, begin, at, name)
                    begin = None
                at += len(text)
            if begin is not None:
                yield Span(number, begin, at, name)


def runs_of(cue: Cue) -> list[list[Run]]:
    """A cue's lines as runs to be written: letters that a file can hold, with the styles of its spans."""
    if not cue.spans:
        return [[(keep_letters(line).replace("\n", " "), 0)] for line in cue.lines]
    rows = []
    for number, line in enumerate(cue.lines):
        borders = {0, len(line)}
        spans = [span for span in cue.spans if span.line == number and 0 <= span.begin < span.end <= len(line)]
        for span in spans:
            borders |= {span.begin, span.end}
        cuts = sorted(borders)
        row = []
        for begin, end in pairwise(cuts):
            bits = 0
            for span in spans:
                if span.begin <= begin and end <= span.end:
                    bits |= _BIT_OF[span.style]
            row.append((keep_letters(line[begin:end]).replace("\n", " "), bits))
        rows.append(row)
    return rows
