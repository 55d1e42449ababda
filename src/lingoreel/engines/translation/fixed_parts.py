"""Parts of a line that must come out of a translation unchanged: addresses, handles and inline tags; and terms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lingoreel.engines.translation.scripts import script_of, unspaced

Kind = Literal["url", "tag", "glossary", "keep"]

_DOMAINS = "com|org|net|edu|gov|io|ai|app|dev|tv|co|uk|de|fr|es|it|jp|cn|ru|info|me"
_URL = re.compile(
    r"https?://[^\s<>\"“”„«»、。，；！？（）【】「」]+"
    r"|www\.[^\s<>\"“”„«»、。，；！？（）【】「」]+"
    r"|(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,64}){1,8}"
    rf"|(?<![\w@.\-])[a-z0-9][a-z0-9\-]*(?:\.[a-z0-9\-]+)*\.(?:{_DOMAINS})(?:/[^\s<>\"]*)?(?![\w\-])"
    r"|(?<![\w@#&/])[@#](?=\w*[^\W\d])\w{2,}",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?…'\"’”»)]}"
_TAG = re.compile(
    r"</?[A-Za-z][^<>]{0,200}>"  # <i>, </font>
    r"|\{\{[^{}]{0,200}\}\}|\{[^{}]{0,200}\}"  # {name}, {\an8}
    r"|(?<![\d%])%(?:\(\w{1,40}\)|\d+\$)?[sd](?!\w)"  # %s, %(name)d
    r"|\\[Nnh](?![a-z])"  # line breaks and hard spaces of ASS
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line that must become `wanted`; `text` is what stands there."""

    start: int
    end: int
    kind: Kind
    text: str
    wanted: str


@lru_cache(maxsize=256)  # a line is looked at several times in a row
def urls(line: str) -> tuple[Part, ...]:
    """Web and mail addresses, handles and hashtags, in order."""
    found = []
    for match in _URL.finditer(line):
        text = match.group().rstrip(_TRAILING)
        if text:
            found.append(Part(match.start(), match.start() + len(text), "url", text, text))
    return tuple(found)


@lru_cache(maxsize=256)
def tags(line: str) -> tuple[Part, ...]:
    """Inline tags and placeholders, in order."""
    return tuple(Part(match.start(), match.end(), "tag", match.group(), match.group()) for match in _TAG.finditer(line))


def terms(line: str, glossary: Mapping[str, str], keep: Iterable[str]) -> list[Part]:
    """Where a line has a term of the customer's, whatever its case, as a whole word; the longest first where they meet.

    A kept term must come out as it stands in the line; a term of the glossary as the glossary says.
    """
    wanted: list[tuple[str, str | None]] = [(term, None) for term in keep if term.strip()]
    wanted += [(term, text) for term, text in glossary.items() if term.strip()]
    folded = line.casefold()
    wanted = [entry for entry in wanted if entry[0].split()[0].casefold() in folded]  # the rest need no pattern
    wanted.sort(key=lambda entry: -len(entry[0]))  # stable: `keep` before the glossary
    found: list[Part] = []
    taken = bytearray(len(line))
    for term, text in wanted:
        for match in pattern(term).finditer(line):
            kind: Kind = "keep" if text is None else "glossary"
            _take(Part(match.start(), match.end(), kind, match.group(), text or match.group()), taken, found)
    return sorted(found, key=lambda part: part.start)


def fixed_parts(line: str, glossary: Mapping[str, str], keep: Iterable[str]) -> list[Part]:
    """All of a line's fixed parts, in order, none overlapping: tags before addresses before terms."""
    found: list[Part] = []
    taken = bytearray(len(line))
    for part in (*tags(line), *urls(line), *terms(line, glossary, keep)):
        _take(part, taken, found)
    return sorted(found, key=lambda part: part.start)


def _take(part: Part, taken: bytearray, found: list[Part]) -> None:
    if not any(taken[part.start : part.end]):
        taken[part.start : part.end] = bytes([1]) * (part.end - part.start)
        found.append(part)


@lru_cache(maxsize=4096)
def pattern(term: str) -> re.Pattern[str]:
    """A term as a whole word in any case, its spaces of any kind. Scripts without spaces have no word borders."""
    term = unicodedata.normalize("NFC", term.strip())
    body = r"\s+".join(re.escape(word) for word in term.split())
    before = r"(?<!\w)" if _bordered(term[:1]) else ""
    after = r"(?!\w)" if _bordered(term[-1:]) else ""
    return re.compile(f"{before}{body}{after}", re.IGNORECASE)


def _bordered(letter: str) -> bool:
    return (letter.isalnum() or letter == "_") and not unspaced(script_of(letter))


def without(line: str, parts: Iterable[Part]) -> str:
    """The line with the parts, in order and not overlapping, cut out."""
    pieces, at = [], 0
    for part in parts:
        pieces.append(line[at : part.start])
        at = part.end
    return " ".join([*pieces, line[at:]])
