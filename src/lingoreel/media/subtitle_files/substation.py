"""ASS and SSA scripts: what is said, when, in which of nine places, and what is set apart.

A style that most lines have is the film's look and no emphasis: italics, bold and underline count where they
differ from it. Positions of signs become the nearest of nine places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lingoreel.media.subtitle_files.clock import parse_time
from lingoreel.media.subtitle_files.gathering import Gathering
from lingoreel.media.subtitle_files.letters import BOLD, ITALIC, UNDERLINE, bounded
from lingoreel.media.subtitle_files.override_tags import LEGACY_ALIGNMENT, Drawn, parse_override_tags

_SECTION = re.compile(r"\s{0,4}\[([A-Za-z0-9+ ]{2,40})\]\s*\Z")
_STYLE_FIELDS = {
    "ass": "name,fontname,fontsize,primarycolour,secondarycolour,outlinecolour,backcolour,bold,italic,underline,"
    "strikeout,scalex,scaley,spacing,angle,borderstyle,outline,shadow,alignment,marginl,marginr,marginv,encoding",
    "ssa": "name,fontname,fontsize,primarycolour,secondarycolour,tertiarycolour,backcolour,bold,italic,borderstyle,"
    "outline,shadow,alignment,marginl,marginr,marginv,alphalevel,encoding",
}
_EVENT_FIELDS = "layer,start,end,style,name,marginl,marginr,marginv,effect,text"
_FIELDS_MAX = 64
_PICTURE = (384.0, 288.0)  # of a script that does not say


@dataclass(slots=True)
class _Style:
    bits: int = 0
    alignment: int = 2


@dataclass(slots=True)
class _Event:
    line: int
    start_ms: int
    end_ms: int
    style: str
    name: str
    text: str


def read_substation(lines: Sequence[str]) -> tuple[Gathering, str]:
    """The cues of a script, and whether it is `ass` or `ssa`."""
    script = _Script(Gathering())
    for number, line in enumerate(lines, 1):
        script.take(number, line)
    script.finish()
    return script.found, script.format


class _Script:
    def __init__(self, found: Gathering) -> None:
        self.found = found
        self.format = "ass"
        self._section = ""
        self._columns: list[str] = []
        self._styles: dict[str, _Style] = {}
        self._events: list[_Event] = []
        self._picture: dict[str, float] = {}

    def take(self, number: int, line: str) -> None:
        section = _SECTION.match(line[:60].lstrip("\ufeff"))
        if section is not None:
            self._begin(section[1].strip().lower())
            return
        key, colon, rest = line.lstrip(" \t\ufeff").partition(":")
        if not colon or len(key) > 40:
            if self._section == "events" and line.strip("\x00 \t") and not line.lstrip().startswith(";"):
                self.found.notes.add("a line that is no event was left out", number, line)
            return
        key = key.strip().lower()
        if self._section in ("fonts", "graphics"):
            return
        if key == "format":
            self._columns = [column.strip().lower() for column in rest.split(",", _FIELDS_MAX)]
        elif key == "style":
            self._take_style(number, rest)
        elif key == "dialogue":
            self._take_event(number, rest)
        elif key in ("playresx", "playresy"):
            self._take_picture(key, rest)
        elif key == "scripttype" and "+" not in rest and "4" in rest:
            self.format = "ssa"

    def _begin(self, section: str) -> None:
        self._section = section
        self._columns = []
        if section == "v4 styles":
            self.format = "ssa"
        elif section == "v4+ styles":
            self.format = "ass"

    def _take_picture(self, key: str, value: str) -> None:
        if re.fullmatch(r"\s*\d{1,5}\s*", value[:20]) and int(value):
            self._picture[key] = float(value)

    def _take_style(self, number: int, rest: str) -> None:
        columns = self._columns if "name" in self._columns else _STYLE_FIELDS[self.format].split(",")
        values = dict(zip(columns, (value.strip() for value in rest.split(",", _FIELDS_MAX)), strict=False))
        if "name" not in values or len(self._styles) >= 10_000:
            self.found.notes.add("a style cannot be read: it was left out", number, rest)
            return
        bits = sum(
            bit
            for name, bit in (("italic", ITALIC), ("bold", BOLD), ("underline", UNDERLINE))
            if values.get(name, "0") not in ("0", "")
        )
        place = int(values["alignment"]) if re.fullmatch(r"\d{1,2}", values.get("alignment", "")) else 2
        if self.format == "ssa":
            place = LEGACY_ALIGNMENT.get(place, 2)
        self._styles[_style_name(values["name"])] = _Style(bits, place if 1 <= place <= 9 else 2)

    def _take_event(self, number: int, rest: str) -> None:
        columns = self._columns
        if columns[-1:] != ["text"] or "start" not in columns or "end" not in columns:
            columns = _EVENT_FIELDS.split(",")
        values = rest.split(",", len(columns) - 1)
        fields = dict(zip(columns, values, strict=False))
        if len(values) < len(columns):
            self.found.notes.add("an event has fewer fields than it should: it was left out", number, rest)
            return
        start_ms, end_ms = parse_time(fields.get("start", "")), parse_time(fields.get("end", ""))
        if start_ms is None or end_ms is None:
            self.found.notes.add("the times cannot be read: the cue was left out", number, fields["text"])
            return
        self._events.append(
            _Event(
                number, start_ms, end_ms, _style_name(fields.get("style", "")), fields.get("name", ""), fields["text"]
            )
        )

    def finish(self) -> None:
        """Take the events as cues, now that all styles are known."""
        common = Counter(event.style for event in self._events).most_common(1)
        look = self._styles.get(common[0][0], _Style()).bits if common else 0
        bits = {name: style.bits & ~look for name, style in self._styles.items()}
        drawings = 0
        for event in self._events:
            style = self._styles.get(event.style) or self._styles.get("default") or _Style()
            drawn = parse_override_tags(bounded(event.text, self.found.notes, event.line), style.bits & ~look, bits)
            if drawn.has_drawing and not any(text.strip() for text, _ in drawn.runs):
                drawings += 1
                self.found.notes.add("a drawing is no text: it was left out", event.line)
                continue
            self.found.add(
                event.line,
                event.start_ms,
                event.end_ms,
                drawn.runs,
                speaker=" ".join(event.name.split()) or None,
                alignment=self._place(drawn, style),
            )

    def _place(self, drawn: Drawn, style: _Style) -> int | None:
        if drawn.position is not None:
            width = self._picture.get("playresx", _PICTURE[0])
            height = self._picture.get("playresy", _PICTURE[1])
            x, y = drawn.position[0] / width, drawn.position[1] / height
            return (7 if y < 1 / 3 else 4 if y < 2 / 3 else 1) + (0 if x < 1 / 3 else 1 if x < 2 / 3 else 2)
        if drawn.alignment is not None:
            return drawn.alignment
        return None if style.alignment == 2 else style.alignment


def _style_name(name: str) -> str:
    return name.strip().lstrip("*").lower()
