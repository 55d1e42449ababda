"""Where sentences end, and where a long one may be cut: the places of natural pauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lingoreel.media.speech_text.date_readings import GERMAN_ARTICLES
from lingoreel.media.speech_text.reading_base import as_set
from lingoreel.media.speech_text.rules import Rules
from lingoreel.media.speech_text.stretches import UNSPACED

PARAGRAPH_MS = 700
SENTENCE_MS = 350
CLAUSE_MS = 180
# Between two languages inside a sentence.
SWITCH_MS = 30

_CLOSERS = "\"'”’»)\\]}›」』）】》〉"
_END = re.compile(
    rf"(?P<paragraph>\n[^\S\n]*(?:\n\s*)+)|(?P<line>\n)"
    rf"|(?P<wide>[。！？｡]+[{_CLOSERS}]*)"
    rf"|(?P<stop>(?:[.!?…؟۔।॥‽։።]+)[{_CLOSERS}]*(?=\s|$|[{UNSPACED}]))"
)
_EMPTY_LINE = re.compile(r"[^\S\n]*\n[^\S\n]*\n")
_TOKEN_BEFORE = re.compile(r"[^\s(\[{«“\"']+$")
_NEXT = re.compile(r"\s*[\"'“‘«(\[{¿¡„—–-]*\s*(\S)")
_CLAUSES = ((re.compile("[;:；：؛]"), 3), (re.compile("[,،，、–—]"), 2), (re.compile(r"\s"), 1))
# Languages that write ordinals with a point.
_POINT_ORDINALS = as_set("de pl cs sk da no nn fi hr sr bs sl et lv hu tr is")
# Marks and what joins emoji.
_HANGS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e4e\u200c\u200d\ufe0f\U0001f3fb-\U0001f3ff]"
)
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?){1,4}")
_STARTERS = as_set("The A An He She It They We I You This That These There But And In On At When If After His Her")
# A line shorter than this is a line on its own, not a part of a wrapped paragraph.
_SHORT_LINE = 45
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\U00020000-\U0003fffd]"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """[begin, end) of a text, blanks at its ends left out, and the silence after it."""

    begin: int
    end: int
    pause_ms: int


def sentences(
    text: str, language: str, rules: Rules | None, ends: Sequence[tuple[int, int]] = ()
) -> Iterator[Sentence]:
    """Sentences in order. `ends` are (place, pause) where the caller's markup ends one, whatever the letters say."""
    begin = 0
    forced = sorted(set(ends))
    at = 0
    candidates = [(found.end(), _pause(found, text, language, rules)) for found in _END.finditer(text)]
    for end, pause in [*candidates, (len(text), SENTENCE_MS)]:
        while at < len(forced) and forced[at][0] <= end:
            place, length = forced[at]
            at += 1
            if place > begin:
                yield from _trimmed(text, begin, place, length)
                begin = place
        if pause and end > begin:
            yield from _trimmed(text, begin, end, pause)
            begin = end


def _trimmed(text: str, begin: int, end: int, pause: int) -> Iterator[Sentence]:
    part = text[begin:end]
    bare = part.strip()
    if bare:
        first = begin + len(part) - len(part.lstrip())
        yield Sentence(first, first + len(bare), pause)


def _pause(found: re.Match[str], text: str, language: str, rules: Rules | None) -> int:  # noqa: PLR0911
    kind = found.lastgroup
    if kind == "paragraph":
        return PARAGRAPH_MS
    if kind == "line":
        return _line_pause(found, text)
    if _EMPTY_LINE.match(text, found.end()):
        return PARAGRAPH_MS
    following = _NEXT.match(text, found.end())
    if kind == "wide":
        # 「…。」と言った goes on.
        return 0 if found[0][-1] in "」』”" and following and following[1] in "とって" else SENTENCE_MS
    if following is None:
        return SENTENCE_MS
    if following[1].islower():
        return 0
    stops = found[0].rstrip("\"'”’»)]}›」』）】》〉")
    if stops != ".":
        return SENTENCE_MS
    return SENTENCE_MS if _full_stop(found.start(), found.end(), text, language, rules, following[1]) else 0


def _line_pause(found: re.Match[str], text: str) -> int:
    """The end of a line ends a sentence unless a paragraph was wrapped there."""
    start = text.rfind("\n", max(0, found.start() - 400), found.start()) + 1
    line = text[start : found.start()].rstrip()
    following = text[found.end() : found.end() + 1]
    long_line = len(line) + len(_WIDE.findall(line)) >= _SHORT_LINE
    goes_on = following.islower() or (
        long_line and following.isalnum() and not line.endswith((".", "!", "?", ":", "。"))
    )
    if goes_on and (long_line or not line[-1:].isspace()):
        return 0
    return SENTENCE_MS if not line.endswith((",", ";")) else CLAUSE_MS


def _full_stop(begin: int, end: int, text: str, language: str, rules: Rules | None, following: str) -> bool:  # noqa: PLR0911
    before = _TOKEN_BEFORE.search(text, max(0, begin - 40), begin)
    word = before[0] if before else ""
    dotted = f"{word}."
    if rules is not None:
        if dotted in rules.may_end:
            if len(word) > 1 and word.replace(".", "").isupper():
                return _starts_sentence(text, end, language)
            return following.isupper() or not following.isalnum()
        if dotted in rules.never_ends or any(
            text.endswith(f"{key}", max(0, end - 12), end)
            for key in rules.never_ends
            if " " in key and key.endswith(dotted)
        ):
            return False
    if _INITIAL.fullmatch(dotted) and following.isalpha() and not _caseless(word):
        return (language == "en" and word == "I") or len(word) > 3
    if word.isdecimal() and len(word) <= 3:
        line = text.rfind("\n", 0, begin) + 1
        # A numbered list, or an ordinal.
        if not text[line : begin - len(word)].strip():
            return False
        if language in _POINT_ORDINALS and len(word) <= 2:
            return not _declined(text, begin - len(word))
    return True


def _starts_sentence(text: str, end: int, language: str) -> bool:
    """Whether what follows U.S. or S.A. is a sentence rather than a name."""
    word = re.compile(r"\W*(\w+)").match(text, end, end + 40)
    return word is not None and language == "en" and word[1] in _STARTERS


def _caseless(word: str) -> bool:
    return word.lower() == word.upper()


def _declined(text: str, begin: int) -> bool:
    before = re.search(r"([^\W\d_]+)\s$", text[max(0, begin - 20) : begin])
    return before is not None and before[1].lower() in GERMAN_ARTICLES


def clauses(text: str, begin: int, end: int, most: int) -> list[tuple[int, int, int]]:
    """[begin, end) in parts of at most `most` letters (a wide one counts twice), as (begin, end, pause after)."""
    parts: list[tuple[int, int, int]] = []
    while _width(text, begin, end) > most:
        limit = _reach(text, begin, end, most)
        low = begin + (limit - begin) // 3
        cut, pause = limit, 0
        for pattern, rank in _CLAUSES:
            places = [found.end() for found in pattern.finditer(text, low, limit) if _parts(text, found.start(), rank)]
            if places:
                cut, pause = places[-1], CLAUSE_MS if rank > 1 else 0
                break
        else:
            # Not between a letter and its marks.
            while low < cut < end and (_HANGS.match(text[cut]) or text[cut - 1] == "\u200d"):
                cut -= 1
        parts.append((begin, cut, pause))
        begin = cut
    parts.append((begin, end, 0))
    return parts


def _parts(text: str, at: int, rank: int) -> bool:
    """Whether a mark parts clauses, rather than figures (3,5 or 14:30)."""
    if rank == 1 or text[at] not in ",:–—":
        return True
    after = text[at + 1 : at + 2]
    return not (after.isdecimal() and text[at - 1 : at].isdecimal()) and (text[at] in "–—" or not after.isalnum())


def _width(text: str, begin: int, end: int) -> int:
    part = text[begin:end]
    return len(part) if part.isascii() else len(part) + len(_WIDE.findall(part))


def _reach(text: str, begin: int, end: int, most: int) -> int:
    """The furthest place whose letters from `begin` on are no wider than `most`."""
    if text[begin : begin + most].isascii():
        return min(begin + most, end)
    wide = 0
    for at in range(begin, end):
        wide += 2 if _WIDE.match(text[at]) else 1
        if wide > most:
            return max(at, begin + 1)
    return end
