"""XML that anybody may have written, as a small tree with line numbers.

Entities are never expanded: a document type is refused, since that is what entity bombs and stolen files are made
of. Namespaces are not looked at, so a file with a forgotten declaration still reads. Behind a broken place reading goes
on at the next paragraph, and the place is told.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from xml.parsers import expat

from lingoreel.errors import InvalidFile
from lingoreel.media.subtitle_files.letters import keep_letters
from lingoreel.media.subtitle_files.limits import CUES
from lingoreel.media.subtitle_files.notes import Notes

DEPTH = 60
_ELEMENTS = 6 * CUES
_ATTRIBUTES = 200
_LOOSE = re.compile(r"&(?:(#\d{1,9}|#x[0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});)?|<(?![A-Za-z/!?_]|\Z)")
_PARAGRAPH = re.compile(rb"<(?:[A-Za-z]{1,10}:)?p[\s>]")
_BLOCKS = ("tt", "body", "div")
_END_OF_BLOCK = re.compile(rb"</(?:[A-Za-z]{1,10}:)?(tt|body|div)\s{0,20}>")
_RESTARTS = 200
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})


@dataclass(slots=True)
class Element:
    """An element by its local name, its attributes by theirs."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list[Element | str] = field(default_factory=list)

    def elements(self, name: str | None = None) -> list[Element]:
        """Children that are elements, of one name if given."""
        return [child for child in self.children if isinstance(child, Element) and name in (None, child.name)]

    def text(self) -> str:
        """The letters directly inside."""
        return "".join(child for child in self.children if isinstance(child, str))


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self._line = 0

    def feed(self, data: bytes, at: int) -> tuple[int, str] | None:
        """Read on at an offset; returns where it is broken, and why, or None at the end.

        After a break a parser of its own goes on: what it finds stands inside the blocks that were open.
        """
        self._line = data.count(b"\n", 0, at)
        parser = self.parser = expat.ParserCreate("utf-8")
        opening = b"<resumed>" if at else b""
        if at:
            parser.Parse(opening, False)
            while self.open and self.open[-1].name not in _BLOCKS:
                self.open.pop()
            if self.open and self.open[-1].name == "tt":
                self._begin("body", {})
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        try:
            parser.Parse(data[at:] if at else data, True)
        except expat.ExpatError as error:
            offset = min(len(data), at + max(0, parser.ErrorByteIndex - len(opening)))
            return offset, expat.errors.messages.get(error.code, "") or str(error)
        return None

    def close_block(self, tag: bytes) -> bool:
        """Whether a break is only the end tag of a block that was open before it; that block is then closed."""
        found = _END_OF_BLOCK.match(tag)
        if found is None or not self.open:
            return False
        while self.open and self.open[-1].name not in _BLOCKS:
            self.open.pop()
        if len(self.open) > 1 and self.open[-1].name == found[1].decode():
            self.open.pop()
        return True

    def _refuse(self, *_: object) -> None:
        raise InvalidFile(
            f"Line {self._now()} of the XML declares a document type or an entity, which subtitles have no use for.",
            remedy="Take the <!DOCTYPE …> out of the file.",
        )

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= DEPTH or self.count > _ELEMENTS or len(attributes) > _ATTRIBUTES:
            limit = f"{DEPTH} deep" if len(self.open) >= DEPTH else f"{_ELEMENTS:,} elements"
            raise InvalidFile(
                f"The XML's elements go beyond what subtitles need at line {self._now()}: more than {limit}."
            )
        kept = {_local(key): value for key, value in attributes.items() if not key.startswith("xmlns")}
        element = Element(_local(name), kept, self._now())
        if self.open:
            self.open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self.open.append(element)

    def _now(self) -> int:
        return self._line + self.parser.CurrentLineNumber

    def _end(self, name: str) -> None:
        if self.open and self.open[-1].name == _local(name):
            self.open.pop()

    def _say(self, text: str) -> None:
        if self.open:
            self.open[-1].children.append(text)


def parse_xml(text: str, notes: Notes) -> Element | None:
    """The root element; None where none could be read. Raises InvalidFile on a document type or absurd size."""
    data = _LOOSE.sub(_mended, keep_letters(text).lstrip()).encode()
    builder = _Builder()
    at = 0
    for _ in range(_RESTARTS):
        broken = builder.feed(data, at)
        if broken is None:
            break
        offset, reason = broken
        if not builder.close_block(data[offset : offset + 40]):
            notes.add(f"the XML is broken here ({reason})", data.count(b"\n", 0, offset) + 1)
        following = _PARAGRAPH.search(data, offset)
        if following is None or builder.root is None:
            break
        at = following.start()
    return builder.root


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _mended(found: re.Match[str]) -> str:
    """An entity of HTML as its letter, an ampersand or a bracket that begins nothing as one; those of XML stay."""
    if found.group() == "<":
        return "&lt;"
    name = found[1]
    if name is None:
        return "&amp;"
    if name in _OF_XML:
        return found.group()
    letter = html.unescape(found.group())
    if letter == "\ufffd":  # a number that is no letter
        return ""
    if letter == found.group():
        return "&amp;" + letter[1:]
    return keep_letters(letter).replace("&", "&amp;").replace("<", "&lt;")
