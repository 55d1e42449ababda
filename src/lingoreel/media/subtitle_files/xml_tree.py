"""XML that anybody may have written, as a small tree with line numbers.

Entities are never expanded: a document type is refused, since that is what entity bombs and stolen files are made
of. Namespaces are not looked at, so a file with a forgotten declaration still reads. What follows a broken place is
left out, and told.
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
_AMPERSAND = re.compile(r"&(?:(#\d{1,9}|#x[0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});)?")
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
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say

    def _refuse(self, *_: object) -> None:
        raise InvalidFile(
            f"Line {self.parser.CurrentLineNumber} of the XML declares a document type or an entity, which subtitles"
            " have no use for.",
            remedy="Take the <!DOCTYPE …> out of the file.",
        )

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= DEPTH or self.count > _ELEMENTS or len(attributes) > _ATTRIBUTES:
            limit = f"{DEPTH} deep" if len(self.open) >= DEPTH else f"{_ELEMENTS:,} elements"
            raise InvalidFile(
                f"The XML's elements go beyond what subtitles need at line {self.parser.CurrentLineNumber}: more than"
                f" {limit}."
            )
        kept = {_local(key): value for key, value in attributes.items() if not key.startswith("xmlns")}
        element = Element(_local(name), kept, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self.open.append(element)

    def _end(self, _: str) -> None:
        self.open.pop()

    def _say(self, text: str) -> None:
        if self.open:
            self.open[-1].children.append(text)


def parse_xml(text: str, notes: Notes) -> Element | None:
    """The root element; None where none could be read. Raises InvalidFile on a document type or absurd size."""
    text = _AMPERSAND.sub(_without_html, keep_letters(text).lstrip())
    builder = _Builder()
    try:
        builder.parser.Parse(text, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "") if isinstance(error.code, int) else ""
        notes.add(f"the XML is broken here ({reason or error}): what follows was left out", error.lineno)
    return builder.root


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _without_html(found: re.Match[str]) -> str:
    """An entity of HTML as its letter, an ampersand that is none as one; those of XML stay."""
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
