"""Text of an ASS or SSA event: override blocks become styles and a place, drawings are no text.

The tags are Aegisub's list (https://aegisub.org/docs/latest/ass_tags/); `\\{` and `\\}` are libass's escapes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lingoreel.media.subtitle_files.letters import BOLD, ITALIC, JOINER, UNDERLINE, Run

LEGACY_ALIGNMENT = {1: 1, 2: 2, 3: 3, 5: 7, 6: 8, 7: 9, 9: 4, 10: 5, 11: 6}
"""From SSA's `\\a` to the places of a number pad."""

_BIT = {"i": ITALIC, "b": BOLD, "u": UNDERLINE}
_PIECE = re.compile(r"\\[Nnh{}]|\{")
_ESCAPE = re.compile(r"\\[Nnh{}]")
_BLOCK_CHARACTERS = 20_000
_TAG = re.compile(
    r"\\(?:(?P<style>[ibu])(?P<on>\d{0,3})(?![a-z(])|an(?P<an>[1-9])|a(?P<a>\d{1,2})|p(?P<p>\d{1,3})"
    r"|r(?P<reset>[^\\]{0,80})|(?:pos|move)\(\s{0,3}(?P<x>-?[\d.]{1,9})\s{0,3},\s{0,3}(?P<y>-?[\d.]{1,9})\s{0,3}[,)])"
)


@dataclass(slots=True)
class Drawn:
    """What an event's text says, and where it asks to stand."""

    runs: list[Run] = field(default_factory=list)
    alignment: int | None = None
    position: tuple[float, float] | None = None
    has_drawing: bool = False


def parse_override_tags(text: str, style: int, styles: dict[str, int]) -> Drawn:
    """The event's letters with their styles. `style` is the line's own, `styles` are those by name."""
    drawn = Drawn()
    now, drawing, at = style, False, 0
    if "{" not in text and "\\" not in text:
        drawn.runs.append((_plain(text), style))
        return drawn

    def say(letters: str) -> None:
        if letters and not drawing:
            drawn.runs.append((letters, now))

    closes = True
    while (found := (_PIECE if closes else _ESCAPE).search(text, at)) is not None:
        begin = found.start()
        if found.group() == "{":
            end = text.find("}", begin)
            if end < 0:  # never closed: a letter, as in libass
                closes = False
                continue
            say(_plain(text[at:begin]))
            at = end + 1
            for tag in _TAG.finditer(text, begin + 1, min(end, begin + _BLOCK_CHARACTERS)):
                if tag["style"]:
                    now = _switched(now, tag["style"], tag["on"], style)
                elif tag["an"] or tag["a"]:
                    place = int(tag["an"]) if tag["an"] else LEGACY_ALIGNMENT.get(int(tag["a"]))
                    drawn.alignment = drawn.alignment or place
                elif tag["p"]:
                    drawing = int(tag["p"]) > 0
                    drawn.has_drawing |= drawing
                elif tag["reset"] is not None:
                    now = styles.get(tag["reset"].strip(), style)
                elif tag["x"] and drawn.position is None:
                    drawn.position = _point(tag["x"], tag["y"])
            continue
        say(_plain(text[at:begin]))
        at = found.end()
        say({"N": "\n", "n": "\n", "h": " "}.get(found.group()[1], found.group()[1]))
    say(_plain(text[at:]))
    return drawn


def _plain(text: str) -> str:
    """The letters, without the joiner that keeps a backslash from being read as one of the format's."""
    return text.replace("\\" + JOINER, "\\") if JOINER in text else text


def _switched(now: int, name: str, value: str, style: int) -> int:
    bit = _BIT[name]
    if not value:
        return now & ~bit | style & bit
    # \b takes a weight too
    on = int(value) == 1 or (name == "b" and int(value) >= 600)
    return now | bit if on else now & ~bit


def _point(x: str, y: str) -> tuple[float, float] | None:
    try:
        return float(x), float(y)
    except ValueError:
        return None
