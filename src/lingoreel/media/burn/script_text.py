"""A cue's letters on their way into a script: what is shown are the letters, never what they might mean to libass."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from lingoreel.media.cues import Cue, Span
from lingoreel.media.fonts.scripts import RIGHT_TO_LEFT_LANGUAGES
from lingoreel.media.fonts.subset import BACKSLASH

# Marks for the ends of spans inside a line: noncharacters, which Unicode leaves to programs and no text may hold.
MARKS = {
    "italic": ("\ufdd0", "\ufdd1"),
    "bold": ("\ufdd2", "\ufdd3"),
    "underline": ("\ufdd4", "\ufdd5"),
}
_TAGS = {"italic": "i", "bold": "b", "underline": "u"}
_ANY_MARK = re.compile("[\ufdd0-\ufdd5]")

# Controls, noncharacters, halves of surrogate pairs, and invisible characters that change nothing in a picture.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u180f\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff0-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_BLANK = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3164\uffa0]")
# A skin tone colours the emoji before it; without colour there is nothing to show.
_SKIN_TONE = re.compile("(?<=[\u2190-\u2bff\U0001f000-\U0001faff])\ufe0f?[\U0001f3fb-\U0001f3ff]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_COMBINING = re.compile("[\u0300-\u036f\u0591-\u05c7\u3099\u309a]")
_TAG_BLOCK = re.compile(r"(?<!\\)\{[^}]*\}")
_ESCAPE = re.compile(r"\\(?:N|([{}]))")
_SLANTED_OR_BOLD = re.compile(r"(?<!\\)\{\\[bi][01]\}")
_RLM, _LRM = "\u200f", "\u200e"
_CLOSING = {")": "(", "]": "[", "}": "{"}


def clean(text: str) -> str:
    """One line without what cannot be drawn: controls dropped, every kind of blank a plain one, marks composed."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _DROPPED.sub("", text)
    text = _BLANK.sub(" ", text).replace("\u3000", "  ").replace("\u2010", "-").replace("\u2011", "-")
    text = _SKIN_TONE.sub("", text)
    if _COMBINING.search(text):
        text = unicodedata.normalize("NFC", text)
    return text.strip()


def shown_lines(cue: Cue) -> list[str]:
    """The lines of a cue, cleaned, their spans marked by `MARKS`; empty ones left out."""
    lines: list[str] = []
    for number, line in enumerate(cue.lines):
        spans = [span for span in cue.spans if span.line == number] if cue.spans else []
        if spans:
            text = _marked(line, spans)
            if _ANY_MARK.sub("", text):
                lines.append(text)
        else:
            lines.extend(shown for part in line.splitlines() if (shown := clean(part)))
    return lines


def _marked(line: str, spans: Sequence[Span]) -> str:
    inserts: list[tuple[int, int, str]] = []
    for span in spans:
        begin, end = max(0, span.begin), min(len(line), span.end)
        if begin < end and span.style in MARKS:
            opening, closing = MARKS[span.style]
            inserts += [(begin, 1, opening), (end, 0, closing)]
    parts, at = [], 0
    for place, _, mark in sorted(inserts):
        parts += [_inner(line[at:place]), mark]
        at = place
    return "".join([*parts, _inner(line[at:])]).strip()


def _inner(text: str) -> str:
    """Like `clean`, with the blanks at its ends: they are between two parts of one line."""
    return clean(f"|{' '.join(text.splitlines())}|")[1:-1] if text else ""


def without_marks(text: str) -> str:
    """The letters alone."""
    return _ANY_MARK.sub("", text)


def open_marks(text: str) -> str:
    """The marks of spans that begin in a text and do not end in it."""
    return "".join(opening for opening, closing in MARKS.values() if text.rfind(opening) > text.rfind(closing))


def is_right_to_left(lines: Sequence[str], language: str | None) -> bool:
    """Whether a cue is read from right to left: by its language, else by its first letter that has a direction."""
    text = "\n".join(lines)
    if not _RIGHT_TO_LEFT.search(text):
        return False
    if language is not None and language.replace("_", "-").lower().split("-")[0] in RIGHT_TO_LEFT_LANGUAGES:
        return True
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return True
        if kind == "L":
            return False
    return False


def directed(line: str, right_to_left: bool) -> str:
    """The line with the invisible marks that make libass lay it out as the whole cue runs.

    libass takes each line's direction from its first letter and knows nothing of brackets that belong together
    (rule N0 of the Unicode Bidirectional Algorithm): marks beside them say what that rule would.
    """
    if not right_to_left and not _RIGHT_TO_LEFT.search(line):
        return line
    mark = _RLM if right_to_left else _LRM
    return mark + _with_bracket_marks(line, mark)


def _with_bracket_marks(line: str, mark: str) -> str:
    if not any(closing in line for closing in _CLOSING):
        return line
    around: dict[int, str] = {}
    opened: list[tuple[str, int]] = []
    for at, character in enumerate(line):
        if character in _CLOSING.values():
            opened.append((character, at))
        elif character in _CLOSING:
            while opened:
                kind, begin = opened.pop()
                if kind == _CLOSING[character]:
                    around[begin] = around[at] = _bracket_mark(line, begin, at, mark)
                    break
    return "".join(f"{around[at]}{c}{around[at]}" if around.get(at) else c for at, c in enumerate(line))


def _bracket_mark(line: str, begin: int, end: int, base: str) -> str:
    inside = {_strong(character) for character in line[begin + 1 : end]} - {""}
    if not inside:
        return ""
    if base in inside:
        return base
    before = next((kind for character in reversed(line[:begin]) if (kind := _strong(character))), base)
    return next(iter(inside)) if before in inside else base


def _strong(character: str) -> str:
    kind = unicodedata.bidirectional(character)
    if kind in {"R", "AL", "AN", "EN"}:
        return _RLM
    return _LRM if kind == "L" else ""


def escaped(line: str, *, bold: bool, italic: bool, underline: bool) -> str:
    """A line as libass reads it. The flags are those of the style, to which a span's end goes back."""
    text = line.replace("\\", BACKSLASH).replace("{", "\\{").replace("}", "\\}")
    if _ANY_MARK.search(text):
        for name, on in (("bold", bold), ("italic", italic), ("underline", underline)):
            opening, closing = MARKS[name]
            text = text.replace(opening, f"{{\\{_TAGS[name]}1}}").replace(closing, f"{{\\{_TAGS[name]}{int(on)}}}")
    return text


def unescaped(text: str) -> str:
    """The letters that libass draws of an event's text, without its tags and line ends."""
    return _ESCAPE.sub(r"\1", _TAG_BLOCK.sub("", text))


def has_styled_span(text: str) -> bool:
    """Whether an event's text turns bold or italic somewhere."""
    return bool(_SLANTED_OR_BOLD.search(text))
