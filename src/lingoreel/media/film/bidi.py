"""In which order the letters of a paragraph stand: the Unicode Bidirectional Algorithm (UAX #9) for plain text.

Explicit embeddings, overrides and isolates are passed over as if they were not there; marks (LRM, RLM, ALM) count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_EXPLICIT = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"))
_NEUTRAL = frozenset(("B", "S", "WS", "ON"))
_STRONG = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}
"""What counts as strong to neutrals beside it, and its direction."""
_TELEPHONE = re.compile(r"(?<![\w.,])(?:\+|(?=0))\d(?:[ \u00a0\u202f‐-–-]?[()]?\d){6,18}(?![\w])")
_DATE = re.compile(r"\d{1,2}\D\d{1,2}\D(?:\d\d){1,2}")
_MOST_OPEN_BRACKETS = 63
_SAME_BRACKET = {"\u2329": "\u3008", "\u232a": "\u3009"}


def levels(text: str, base: int) -> list[int]:
    """The embedding level of each character: even is read from the left, odd from the right.

    `base` is the paragraph's own level, 0 or 1.
    """
    kinds = [unicodedata.bidirectional(character) or "L" for character in text]
    for begin, end in telephones(text):
        kinds[begin:end] = ["L"] * (end - begin)
    kept = [at for at, kind in enumerate(kinds) if kind not in _EXPLICIT]
    found = _resolved([text[at] for at in kept], [kinds[at] for at in kept], base)
    result = [base] * len(text)
    for at, level in zip(kept, found, strict=True):
        result[at] = level
    for at, kind in enumerate(kinds):
        if kind in _EXPLICIT and at:
            result[at] = result[at - 1]
    return result


def telephones(text: str) -> list[tuple[int, int]]:
    """Where telephone numbers stand, as characters [begin, end): read from the left whatever stands around them."""
    return [found.span() for found in _TELEPHONE.finditer(text) if not _DATE.fullmatch(found[0])]


def visual_order(found: Sequence[int]) -> list[int]:
    """The positions of one line's items as they stand from left to right, by their levels (rule L2)."""
    order = list(range(len(found)))
    for level in range(max(found, default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and found[order[end]] >= level:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = max(end, at + 1)
    return order


def first_strong(text: str) -> str | None:
    """The direction of the first letter that has one, "L" or "R"."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            return _STRONG[kind]
    return None


def _resolved(text: Sequence[str], kinds: list[str], base: int) -> list[int]:
    own = "R" if base else "L"
    original = list(kinds)
    _weak(kinds, own)
    _brackets(text, kinds, original, own)
    _neutral(kinds, own)
    if base:
        return [1 if kind == "R" else 2 for kind in kinds]
    return [{"L": 0, "R": 1}.get(kind, 2) for kind in kinds]


def _weak(kinds: list[str], own: str) -> None:
    """Rules W1 to W7: marks, numbers and what stands around numbers."""
    before, strong = own, own
    for at in range(len(kinds)):
        if kinds[at] == "NSM":
            kinds[at] = before
        if kinds[at] in {"L", "R", "AL"}:
            strong = kinds[at]
        elif kinds[at] == "EN" and strong == "AL":
            kinds[at] = "AN"
        before = kinds[at]
    for at, kind in enumerate(kinds):
        if kind == "AL":
            kinds[at] = "R"
        elif kind in {"ES", "CS"} and 0 < at < len(kinds) - 1 and kinds[at - 1] == kinds[at + 1]:
            number = kinds[at - 1]
            if number == "EN" or (number == "AN" and kind == "CS"):
                kinds[at] = number
    _terminators(kinds)
    strong = own
    for at, kind in enumerate(kinds):
        if kind in {"ES", "ET", "CS"}:
            kinds[at] = "ON"
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"


def _terminators(kinds: list[str]) -> None:
    """Rule W5: signs such as % and € belong to the number they touch."""
    at = 0
    while at < len(kinds):
        if kinds[at] != "ET":
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if "EN" in (kinds[at - 1] if at else "", kinds[end] if end < len(kinds) else ""):
            kinds[at:end] = ["EN"] * (end - at)
        at = end


def _brackets(text: Sequence[str], kinds: list[str], original: Sequence[str], own: str) -> None:
    """Rule N0: both brackets of a pair take one direction, that of what they hold."""
    for opening, closing in sorted(_pairs(text, kinds)):
        inside = {_STRONG[kind] for kind in kinds[opening + 1 : closing] if kind in _STRONG}
        if not inside:
            continue
        direction = own
        if own not in inside:
            context = next((_STRONG[kind] for kind in reversed(kinds[:opening]) if kind in _STRONG), own)
            if context in inside:
                direction = context
        for at in (opening, closing):
            kinds[at] = direction
            mark = at + 1
            while mark < len(kinds) and original[mark] == "NSM":
                kinds[mark] = direction
                mark += 1


def _pairs(text: Sequence[str], kinds: Sequence[str]) -> list[tuple[int, int]]:
    """Brackets that belong together, as positions (definition BD16)."""
    waiting: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for at, kind in enumerate(kinds):
        if kind != "ON":
            continue
        character = _SAME_BRACKET.get(text[at], text[at])
        closing = _closing(character)
        if closing:
            if len(waiting) == _MOST_OPEN_BRACKETS:
                return []
            waiting.append((closing, at))
        elif unicodedata.category(character) == "Pe":
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == character:
                    found.append((waiting[depth][1], at))
                    del waiting[depth:]
                    break
    return found


def _closing(character: str) -> str | None:
    """The bracket that closes this one; Unicode has it next to its opening one, or next but one."""
    if unicodedata.category(character) != "Ps" or not unicodedata.mirrored(character):
        return None
    for step in (1, 2):
        other = chr(ord(character) + step)
        if unicodedata.category(other) == "Pe" and unicodedata.mirrored(other):
            return other
    return None


def _neutral(kinds: list[str], own: str) -> None:
    """Rules N1 and N2: what has no direction takes that of its neighbours where they agree, else the paragraph's."""
    at, before = 0, own
    while at < len(kinds):
        if kinds[at] not in _NEUTRAL:
            before = _STRONG[kinds[at]]
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        after = _STRONG[kinds[end]] if end < len(kinds) else own
        kinds[at:end] = [before if before == after else own] * (end - at)
        at = end
