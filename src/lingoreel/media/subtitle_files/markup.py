"""Inline markup of SubRip and WebVTT: tags become styles, other known tags go, what is no tag stays as letters."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from lingoreel.media.subtitle_files.letters import BOLD, ITALIC, JOINER, UNDERLINE, Run
from lingoreel.media.subtitle_files.override_tags import LEGACY_ALIGNMENT

_STYLE_OF = {"i": ITALIC, "em": ITALIC, "b": BOLD, "strong": BOLD, "u": UNDERLINE}
# Known and without a place in a cue. Everything else in angle brackets is what somebody said: <script>, <3, a < b.
_KNOWN = {"font", "span", "s", "strike", "del", "p", "div", "center", "big", "small", "sub", "sup", "tt", "ruby"}
_KNOWN_TO_VTT = {"c", "v", "ruby", "rt", "lang"}
_TAG = re.compile(r"<\s{0,2}(/?)\s{0,2}([A-Za-z]{1,8})((?:[.\s/][^<>]{0,300})?)>")
_STAMP = re.compile(r"<(?:\d{1,4}:)?\d{1,2}:\d{2}\.\d{1,3}>")
# Of ASS, what players know in SubRip: places and styles. A drawing's \p is none of it and stays letters.
_BRACES = re.compile(r"\{\\[^{}]{1,300}\}|\{[Yy]:[biusBIUS,]{1,8}\}")
_OVERRIDE = re.compile(
    r"\\(?:an?\d{1,2}|[ibus]\d?|r|(?:pos|move|fad|fade|org)\([\d.,\s-]{0,60}\)"
    r"|(?:[1-4]?c|[1-4]?a|alpha)&?H?[0-9A-Fa-f]{0,8}&?|(?:fs|fsc[xy]|fsp|fr[xyz]?|bord|shad|be|blur|q)-?[\d.]{0,6}"
    r"|fn[^\\{}]{0,60})"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_JOINED = re.compile(f"([<{{&\\\\]|--){JOINER}")
_MARKUP = re.compile("[<{&\u2060]")


@dataclass(slots=True)
class Inline:
    """What a cue's text says: its letters with their styles, and what tags tell of the whole cue."""

    runs: list[Run] = field(default_factory=list)
    alignment: int | None = None
    speaker: str | None = None


def parse_subrip(text: str) -> Inline:
    """The text of a SubRip cue, with the HTML and ASS tags that its players know."""
    return _parse(text, vtt=False)


def parse_webvtt(text: str) -> Inline:
    """The text of a WebVTT cue (https://www.w3.org/TR/webvtt1/#webvtt-cue-text)."""
    return _parse(text, vtt=True)


def plain(text: str) -> str:
    """A literal text without the joiners that keep it from being read as markup."""
    return text.replace(JOINER, "") if JOINER in text else text


def decode_entities(text: str) -> str:
    """HTML entities decoded once; what is none stays."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda found: _decoded(found.group()), text)


def _decoded(entity: str) -> str:
    shown = html.unescape(entity)
    return " " if shown == "\u00a0" else shown


def _letters(text: str) -> str:
    text = decode_entities(text)
    return _JOINED.sub(r"\1", text) if JOINER in text else text


def _parse(text: str, *, vtt: bool) -> Inline:
    inline = Inline()
    if not _MARKUP.search(text):
        inline.runs.append((text, 0))
        return inline
    open_tags = {ITALIC: 0, BOLD: 0, UNDERLINE: 0}
    known = _KNOWN | _KNOWN_TO_VTT if vtt else _KNOWN
    at = begun = 0

    def style() -> int:
        return sum(bit for bit, depth in open_tags.items() if depth)

    def say(end: int, then: int) -> None:
        nonlocal begun
        if end > begun:
            inline.runs.append((_letters(text[begun:end]), style()))
        begun = then

    while (found := _NEXT.search(text, at)) is not None:
        at = found.start()
        if text[at] == "{":
            at = at + 1
            tags = None if vtt else _BRACES.match(text, found.start())
            if tags is not None and _only_overrides(tags.group()):
                at = tags.end()
                say(found.start(), at)
                _apply(tags.group(), open_tags, inline)
            continue
        tag = _TAG.match(text, at)
        if tag is None or (name := tag[2].lower()) not in known | _STYLE_OF.keys() | {"br"}:
            stamp = _STAMP.match(text, at) if vtt else None
            if stamp is None:
                at += 1
                continue
            at = stamp.end()
            say(stamp.start(), at)
            continue
        at = tag.end()
        say(tag.start(), at)
        if name == "br":
            inline.runs.append(("\n", 0))
        elif (bit := _STYLE_OF.get(name)) is not None:
            open_tags[bit] = max(0, open_tags[bit] + (-1 if tag[1] else 1))
        elif name == "v" and not tag[1]:
            _voice(tag[3], inline)
    say(len(text), len(text))
    return inline


_NEXT = re.compile("[<{]")


def _voice(annotation: str, inline: Inline) -> None:
    """`<v.loud Esme>`: the first voice is the cue's speaker; another one is told apart by a dash, as print does."""
    name = " ".join(_letters(annotation.partition(" ")[2] if annotation[:1] == "." else annotation).split())
    if inline.speaker is None and not any(text.strip() for text, _ in inline.runs):
        inline.speaker = name or None


def _only_overrides(braces: str) -> bool:
    return braces[1] != "\\" or not _OVERRIDE.sub("", braces[1:-1]).strip()


def _apply(braces: str, open_tags: dict[int, int], inline: Inline) -> None:
    if braces[1] != "\\":
        for letter in braces[3:-1].lower():
            if letter in _STYLE_OF:
                open_tags[_STYLE_OF[letter]] = 1
        return
    for tag in _OVERRIDE.findall(braces):
        name, value = tag[1:].rstrip("0123456789"), tag[1:].lstrip("abcdefghijklmnopqrstuvwxyz")
        if name == "an" and value in "123456789" and value:
            inline.alignment = inline.alignment or int(value)
        elif name == "a" and value.isdigit():
            inline.alignment = inline.alignment or LEGACY_ALIGNMENT.get(int(value))
        elif name in _STYLE_OF and len(name) == 1:
            open_tags[_STYLE_OF[name]] = 0 if value == "0" else 1
        elif name == "r":
            open_tags.update(dict.fromkeys(open_tags, 0))
