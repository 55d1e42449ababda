"""Simple SSML (W3C, 1.1): speak, p, s, break, prosody, say-as, sub, voice and lang, and nothing else.

Read by expat with every declaration refused before it can act: no document type, no entities but XML's own five, no
processing instructions; depth, elements and length are bounded. What is refused is named, with its line and column.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from xml.parsers import expat

from lingoreel.errors import InvalidRequest
from lingoreel.media.speech_text import ssml_values as values
from lingoreel.media.speech_text.cleaning import MARKS, clean, collapse
from lingoreel.media.speech_text.limits import PITCHES, RATES, VOLUMES, Limits
from lingoreel.media.speech_text.marked import Fixed, Marked, Style

_ATTRIBUTES = {
    "speak": {"version", "xml:lang", "xmlns", "xmlns:xsi", "xsi:schemaLocation"},
    "p": {"xml:lang"},
    "s": {"xml:lang"},
    "break": {"time", "strength"},
    "prosody": {"rate", "pitch", "volume"},
    "say-as": {"interpret-as", "format"},
    "sub": {"alias"},
    "voice": {"name", "xml:lang"},
    "lang": {"xml:lang"},
}
_KINDS = {
    "cardinal": "cardinal",
    "number": "cardinal",
    "ordinal": "ordinal",
    "characters": "characters",
    "spell-out": "characters",
    "verbatim": "characters",
    "digits": "characters",
    "date": "date",
    "time": "time",
    "telephone": "telephone",
}
_DATE_FORMATS = frozenset(("mdy", "dmy", "ymd", "md", "dm", "ym", "my", "d", "m", "y"))
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}")
_LONGEST_VALUE = 500
_BOUNDED = frozenset(("say-as", "sub"))

Warn = Callable[[str, str], None]


def looks_like_ssml(text: str) -> bool:
    """Whether the text is SSML rather than plain: it begins as an XML document does, or with <speak>."""
    return bool(re.match(r"\s*<(?:\?xml\s|!DOCTYPE\s|speak[\s>/])", text))


def parse_ssml(
    source: str,
    style: Style,
    limits: Limits,
    warn: Warn,
    *,
    field: str,
    code: Callable[[str], str] | None = None,
    voice_language: Callable[[str], str | None] | None = None,
) -> Marked:
    """The text of an SSML document with its styles, breaks and readings. Raises InvalidRequest."""
    reader = _Reader(style, limits, warn, field, code)
    reader.voice_language = voice_language
    return reader.read(source)


class _Reader:
    def __init__(self, style: Style, limits: Limits, warn: Warn, field: str, code: Callable[[str], str] | None) -> None:
        self._limits, self._warn, self._field, self._code = limits, warn, field, code
        self.voice_language: Callable[[str], str | None] | None = None
        self._parts: list[tuple[str, Style]] = []
        self._length = 0
        self._stack: list[tuple[str, Style, int, dict[str, str]]] = []
        self._style = style
        self._elements = 0
        self._breaks_ms = 0
        self._marked = Marked("", [])
        self._shift = 0
        self._pending: list[str] = []
        self._parser = expat.ParserCreate()

    def read(self, source: str) -> Marked:
        parser = self._parser
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        # A declared encoding is that of the bytes the caller once had; here are letters.
        source = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", lambda found: " " * len(found[0]), source)
        self._shift = len(source) - len(source.lstrip())
        try:
            parser.Parse(source.encode(), True)
        except expat.ExpatError as error:
            raise self._malformed(error) from None
        return self._finished()

    def _malformed(self, error: expat.ExpatError) -> InvalidRequest:
        what = expat.errors.messages.get(error.code, "not well-formed")
        open_element = f" inside <{self._stack[-1][0]}>" if self._stack else ""
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]:
            what = "an entity other than &amp; &lt; &gt; &quot; &apos;"
        return InvalidRequest(
            f"{self._field} is no well-formed SSML: {what}{open_element},"
            f" line {error.lineno} column {error.offset + 1}.",
            code="invalid_ssml",
            field=self._field,
            remedy="Close every element, and write & as &amp; and < as &lt;.",
        )

    def _refuse(self, what: str, remedy: str | None = None) -> InvalidRequest:
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        return InvalidRequest(
            f"{self._field}: {what}, line {line} column {column}.",
            code="invalid_ssml",
            field=self._field,
            remedy=remedy or f"These elements are taken: {', '.join(_ATTRIBUTES)}.",
        )

    def _doctype(self, *_: object) -> None:
        raise self._refuse("document types and entities are refused")

    def _instruction(self, target: str, _: str) -> None:
        raise self._refuse(f"the processing instruction <?{target[:40]}?> is refused")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._flush()
        shown = name[:40]
        if name not in _ATTRIBUTES:
            raise self._refuse(f"the element <{shown}> is not taken")
        if (name == "speak") != (not self._stack):
            raise self._refuse(f"<{shown}> stands where <speak> is the outermost element, once")
        for key, value in attributes.items():
            if key not in _ATTRIBUTES[name]:
                raise self._refuse(
                    f"the attribute {key[:40]} of <{shown}> is not taken",
                    f"<{name}> takes {', '.join(sorted(_ATTRIBUTES[name]))}.",
                )
            if len(value) > _LONGEST_VALUE:
                raise self._refuse(f"{key} of <{shown}> is over {_LONGEST_VALUE} characters")
        self._elements += 1
        if self._elements > self._limits.elements:
            raise self._refuse(f"there are more than {self._limits.elements:,} elements")
        if len(self._stack) >= self._limits.depth:
            raise self._refuse(f"elements are nested deeper than {self._limits.depth}")
        if self._stack and self._stack[-1][0] in {*_BOUNDED, "break"}:
            raise self._refuse(f"<{shown}> stands inside <{self._stack[-1][0]}>, which takes text alone")
        self._stack.append((name, self._style, self._length, attributes))
        self._style = self._styled(name, attributes)
        if name in {"p", "s"}:
            self._border(name)
        elif name == "break":
            self._break(attributes)

    def _styled(self, name: str, given: dict[str, str]) -> Style:
        style = self._style
        if "xml:lang" in given:
            style = replace(style, language=self._language(given["xml:lang"]))
            if style.language != self._style.language and name != "voice":
                style = replace(style, voice=None)
        elif name == "lang":
            raise self._refuse("<lang> has no xml:lang")
        if name == "voice":
            if not given.get("name", "").strip() and "xml:lang" not in given:
                raise self._refuse("<voice> has no name")
            voice = given.get("name", "").strip() or None
            told = self.voice_language(voice) if voice and self.voice_language and "xml:lang" not in given else None
            style = replace(style, voice=voice, language=told or style.language)
        if name != "prosody":
            return style
        rate, pitch, volume = style.rate, style.pitch, style.volume
        if "rate" in given:
            rate = values.clamp(rate * values.rate(given["rate"].strip(), self._in("prosody")), RATES)
        if "pitch" in given:
            pitch = values.clamp(pitch + values.pitch(given["pitch"].strip(), self._in("prosody")), PITCHES)
        if "volume" in given:
            volume = values.clamp(volume * values.volume(given["volume"].strip(), self._in("prosody")), VOLUMES)
        return replace(style, rate=round(rate, 4), pitch=round(pitch, 3), volume=round(volume, 2))

    def _in(self, name: str) -> Callable[[str], Exception]:
        return lambda what: self._refuse(f"<{name}>: {what}", "Give a value in range.")

    def _language(self, tag: str) -> str:
        if not _LANGUAGE.fullmatch(tag.strip()):
            raise self._refuse(f'xml:lang="{tag[:40]}" is no language tag')
        if self._code is None:
            return re.split("[-_]", tag.strip())[0].lower()
        try:
            return self._code(tag.strip())
        except InvalidRequest:
            raise self._refuse(f'xml:lang="{tag[:40]}" is no language known here') from None

    def _break(self, given: dict[str, str]) -> None:
        length = values.break_ms(given.get("time"), given.get("strength"), self._limits.break_ms, self._in("break"))
        self._breaks_ms += length
        if self._breaks_ms > self._limits.breaks_ms:
            raise self._refuse(f"the breaks together are longer than {self._limits.breaks_ms // 1000} s")
        self._marked.breaks[self._length] = self._marked.breaks.get(self._length, 0) + length

    def _border(self, name: str) -> None:
        ends = self._marked.paragraph_ends if name == "p" else self._marked.sentence_ends
        ends.add(self._length)
        self._append("\n\n" if name == "p" else " ")

    def _text(self, data: str) -> None:
        self._pending.append(data)

    def _flush(self) -> None:
        if not self._pending:
            return
        text = collapse(MARKS.sub("", clean("".join(self._pending), self._warn, trim=False)))
        self._pending = []
        if self._stack and self._stack[-1][0] == "break" and text.strip():
            raise self._refuse("<break> has text in it; it is empty: <break/>")
        self._append(text)

    def _append(self, text: str) -> None:
        last = self._parts[-1][0][-1] if self._parts else "\n"
        if last.isspace():
            # Layout between elements: one blank, and none at the beginning of a line.
            if text == "\n\n" and last == " ":
                self._parts[-1] = (self._parts[-1][0][:-1], self._parts[-1][1])
                self._length -= 1
                if not self._parts[-1][0]:
                    self._parts.pop()
            else:
                text = text.lstrip() if text != "\n\n" else ""
        if text:
            self._parts.append((text, self._style))
            self._length += len(text)

    def _end(self, name: str) -> None:
        self._flush()
        _, style, begin, given = self._stack.pop()
        begin = min(begin, self._length)
        if name in _BOUNDED:
            self._fix(name, begin, given)
        self._style = style
        if name in {"p", "s"}:
            self._border(name)

    def _fix(self, name: str, begin: int, given: dict[str, str]) -> None:
        text = ""
        for part, _ in reversed(self._parts):
            if len(text) >= self._length - begin:
                break
            text = part + text
        text = text[len(text) - (self._length - begin) :]
        begin += len(text) - len(text.lstrip())
        end = begin + len(text.strip())
        if name == "sub":
            alias = given.get("alias", "").strip()
            if not any(c.isalnum() for c in alias):
                raise self._refuse("<sub> has no alias that can be spoken")
            if end == begin:
                raise self._refuse("<sub> has no text")
            self._marked.fixed.append(Fixed(begin, end, MARKS.sub("", clean(alias, self._warn)), kind="alias"))
            return
        kind = _KINDS.get(given.get("interpret-as", "").strip().lower())
        if kind is None:
            raise self._refuse(
                f'<say-as>: interpret-as="{given.get("interpret-as", "")[:40]}" is not taken',
                f"It is one of {', '.join(_KINDS)}.",
            )
        form = given.get("format", "").strip().lower() or None
        if kind == "date" and form is not None and form not in _DATE_FORMATS:
            raise self._refuse(f'<say-as>: format="{form[:40]}" is no order of d, m and y')
        if end > begin:
            self._marked.fixed.append(Fixed(begin, end, kind=kind, format=form))

    def _finished(self) -> Marked:
        text = "".join(part for part, _ in self._parts)
        left, whole = len(text) - len(text.lstrip()), text.strip()
        marked = self._marked

        def place(at: int) -> int:
            return min(max(0, at - left), len(whole))

        marked.text = whole
        at = 0
        for part, style in self._parts:
            begin, end = place(at), place(at + len(part))
            at += len(part)
            if end > begin and marked.styles and marked.styles[-1][2] == style:
                marked.styles[-1] = (marked.styles[-1][0], end, style)
            elif end > begin:
                marked.styles.append((begin, end, style))
        marked.fixed = [replace(item, begin=place(item.begin), end=place(item.end)) for item in marked.fixed]
        breaks: dict[int, int] = {}
        for at, length in marked.breaks.items():
            breaks[place(at)] = breaks.get(place(at), 0) + length
        marked.breaks = breaks
        marked.sentence_ends = {place(at) for at in marked.sentence_ends}
        marked.paragraph_ends = {place(at) for at in marked.paragraph_ends}
        return marked
