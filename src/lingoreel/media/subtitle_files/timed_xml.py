"""TTML and IMSC (https://www.w3.org/TR/ttml-imsc1.1/): cues, their places and what is set apart.

Times, with all their frames, ticks and drop frames, are ttconv's. The walk is ours: ttconv's own leaves out
what it does not like without a word, knows no lines, and takes ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from lingoreel.errors import InvalidFile
from lingoreel.media.subtitle_files.gathering import Gathering
from lingoreel.media.subtitle_files.letters import BOLD, ITALIC, UNDERLINE, Run
from lingoreel.media.subtitle_files.ttml_layout import Layout
from lingoreel.media.subtitle_files.ttml_times import TimeReader
from lingoreel.media.subtitle_files.xml_tree import Element, parse_xml

_BLANKS = re.compile(r"[ \t\n]+")
_GUESSED_S = Fraction(2)
_INHERITED = ("fontStyle", "fontWeight", "textDecoration", "textAlign", "region", "space", "display", "visibility")

Attributes = Mapping[str, str]


def read_ttml(text: str) -> Gathering:
    """The cues of a TTML document. Raises InvalidFile when it is none, or declares entities."""
    found = Gathering()
    root = parse_xml(text, found.notes)
    if root is None or root.name != "tt":
        what = "broken XML" if root is None else f"an XML document “{root.name[:40]}”"
        raise InvalidFile(f"The file is {what} and no TTML subtitles.")
    walk = _Walk(root, found)
    for body in root.elements("body"):
        walk.block(body, Fraction(0), None, {"space": root.attributes.get("space", "")})
    return found


class _Walk:
    def __init__(self, root: Element, found: Gathering) -> None:
        self._found = found
        self._times = TimeReader(root, found.notes)
        self._layout = Layout(root)
        self._agents = dict(_agents(root))

    def block(self, element: Element, start: Fraction, end: Fraction | None, above: Attributes) -> Fraction | None:
        """Take the cues inside a body, div or p that may begin at `start`; returns when it ends."""
        if not element.children and "dur" not in element.attributes and "end" not in element.attributes:
            return start
        begin, until = self._times.span(element, start, end)
        style = self._style(element, above)
        if element.name == "p":
            self._paragraph(element, begin, until, style)
            return until
        at = begin
        in_turn = element.attributes.get("timeContainer") == "seq"
        for child in element.elements():
            if child.name in ("div", "p"):
                ended = self.block(child, at if in_turn else begin, until, style)
                at = at if ended is None else ended
        return at if in_turn and until is None else until

    def _style(self, element: Element, above: Attributes) -> Attributes:
        if not element.attributes:
            return above
        own = self._layout.resolved(element.attributes)
        return {**above, **{key: own[key] for key in _INHERITED if key in own}}

    def _paragraph(self, element: Element, start: Fraction, end: Fraction | None, style: Attributes) -> None:
        if style.get("display") == "none" or style.get("visibility") == "hidden":
            self._found.notes.add("a hidden text was left out", element.line)
            return
        pieces = list(self._inline(element, start, end, style, timed=False))
        if not any(text.strip() for _, text, _, _, _ in pieces):
            return
        own_time = any(name in element.attributes for name in ("begin", "end", "dur"))
        groups: dict[tuple[Fraction, Fraction | None], list[tuple[str, int, bool]]] = {}
        for timed, text, bits, begin, until in pieces:
            apart = timed and not own_time
            groups.setdefault((begin, until) if apart else (start, end), []).append(
                (text, bits, style.get("space") == "preserve")
            )
        place = self._layout.place(style)
        speaker = self._agents.get(element.attributes.get("agent", ""))
        for (begin, until), texts in groups.items():
            runs = _collapsed(texts)
            if len(groups) > 1 and not any(text.strip() for text, _ in runs):
                continue
            if until is None:
                self._found.notes.add("the cue has no end: it was guessed", element.line)
            ended = begin + _GUESSED_S if until is None else until
            self._found.add(
                element.line, round(begin * 1000), round(ended * 1000), runs, speaker=speaker, alignment=place
            )

    def _inline(
        self, element: Element, start: Fraction, end: Fraction | None, style: Attributes, *, timed: bool
    ) -> Iterator[tuple[bool, str, int, Fraction, Fraction | None]]:
        bits = _bits(style)
        for child in element.children:
            if isinstance(child, str):
                yield timed, child, bits, start, end
            elif child.name == "br":
                yield timed, "\u2028", 0, start, end
            elif child.name == "span":
                own = self._style(child, style)
                if own.get("display") == "none" or own.get("visibility") == "hidden":
                    self._found.notes.add("a hidden text was left out", child.line)
                    continue
                has_time = any(name in child.attributes for name in ("begin", "end", "dur"))
                begin, until = self._times.span(child, start, end) if has_time else (start, end)
                ruby = child.attributes.get("ruby") == "text"
                if ruby:  # the reading of what stands before it
                    yield timed, "(", bits, start, end
                yield from self._inline(child, begin, until, own, timed=timed or has_time)
                if ruby:
                    yield timed, ")", bits, start, end


def _bits(style: Attributes) -> int:
    bits = 0
    if style.get("fontStyle") in ("italic", "oblique"):
        bits |= ITALIC
    if style.get("fontWeight") == "bold":
        bits |= BOLD
    if "underline" in style.get("textDecoration", "").split():
        bits |= UNDERLINE
    return bits


def _collapsed(texts: Iterable[tuple[str, int, bool]]) -> list[Run]:
    """Runs of letters with single blanks, but where the file wants them kept; a `br` is a new line."""
    runs: list[Run] = []
    blank = True
    for text, bits, kept in texts:
        shown = text if kept or text == "\u2028" else _BLANKS.sub(" ", text)
        if blank and not kept and shown.startswith(" "):
            shown = shown[1:]
        if shown:
            blank = shown[-1] in " \u2028"
            runs.append((shown.replace("\u2028", "\n"), bits))
    return runs


def _agents(root: Element) -> Iterator[tuple[str, str]]:
    """Who speaks, by the name's id: `ttm:agent` in the head's metadata."""
    for head in root.elements("head"):
        for agent in [*head.elements("agent"), *(a for m in head.elements("metadata") for a in m.elements("agent"))]:
            name = " ".join(" ".join(part.text() for part in agent.elements("name")).split())
            if name and "id" in agent.attributes:
                yield agent.attributes["id"], name
