"""Where a text may be broken into lines, and where it is broken best."""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lingoreel.media.cues.syntax import break_costs
from lingoreel.media.film import bidi
from lingoreel.media.phrases import phrase_borders
from lingoreel.media.timed_text import SPACELESS, Token

THIN = 1e-3
"""Less than anything that is seen, in ems: marks alone have no width of their own."""
_STRETCH = re.compile("(?:[^\\s\u200b]|[\u00a0\u2007\u202f])+")
"""Letters between blanks at which a line may break."""
# Never at the beginning of a line, never at the end of one (JIS X 4051, GB/T 15834).
_NOT_FIRST = frozenset("ゝゞヽヾー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ・：；！？…‥ๆฯ%％‰℃°")
_NOT_LAST = frozenset("￥＄￡$£¥€#＃№")
_DASH = re.compile(r"[–—…]+(?=\w)")
_HYPHEN = re.compile(r"(?<=\w\w)[-‐/]+(?=\w\w)")
_ITEM_NUMBER = re.compile(r"[(（]?(?:\d{1,3}[.)．、）]|[a-zA-Z][)）]|[-–—•*·])")
"""What begins an item of a list; it stays with the item."""
_BEFORE_ITEM = re.compile(r"(?:^|\n|[.!?…:;。！？；：؟؛।])[\s\u200e\u200f\u061c]*$")
_NEW_LINE = 0.4
"""What a break costs where the text has one."""
_UNEVEN = 12.0
"""What a line costs that is twice as wide as the others: as much as a break inside of two phrases."""
_HALVINGS = 14
_LONE_LETTER, _DOUBTFUL = 1, 1.5
"""Beside a phrase of one letter, borders of Chinese phrases are often none: a break there costs so much more."""
_VIRAMA = 9
TORN = 12.0
"""What a break inside a word costs."""
_IN_WORD = 6.0
"""What a break after a hyphen costs, in the unit of `break_costs`."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters [begin, end) of a text that stay on one line.

    `cost`: how bad a break before it is, in the unit of `break_costs`. `spaced`: blanks stand before it.
    `continues`: it is of one word with the piece before it, which ends with a hyphen or was too wide for a line.
    """

    begin: int
    end: int
    cost: float = 0.0
    spaced: bool = False
    continues: bool = False


def pieces(text: str, language: str) -> list[Piece]:
    """What of a text should stay on one line: its words, or in scripts without blanks its phrases."""
    found = _whole_numbers(text, list(_pieces(text, language)))
    costs = break_costs([Token(text[p.begin : p.end], 0, 0, p.spaced) for p in found], language)
    for number in range(1, len(found)):
        piece, cost = found[number], costs[number]
        if piece.continues or numbers_item(text, found[number - 1].begin, found[number - 1].end):
            cost = max(cost, _IN_WORD)
        elif "\n" in text[found[number - 1].end : piece.begin]:
            cost = min(cost, _NEW_LINE)
        elif not piece.spaced and _LONE_LETTER in (_length(found[number - 1]), _length(piece)):
            cost += _DOUBTFUL
        found[number] = replace(piece, cost=cost)
    return found


def numbers_item(text: str, begin: int, end: int) -> bool:
    """Whether characters [begin, end) of a text are the number or the bullet of what follows them in a list."""
    is_number = _ITEM_NUMBER.fullmatch(text[begin:end].strip("\u200e\u200f\u061c"))
    return is_number is not None and _BEFORE_ITEM.search(text[max(0, begin - 8) : begin]) is not None


def _whole_numbers(text: str, found: list[Piece]) -> list[Piece]:
    """The pieces, those of one telephone number as one."""
    for begin, end in bidi.telephones(text):
        first = next((number for number, piece in enumerate(found) if begin < piece.end), 0)
        last = next((number for number, piece in enumerate(found) if end <= piece.end), first)
        found[first : last + 1] = [replace(found[first], end=found[last].end)]
    return found


def _length(piece: Piece) -> int:
    return piece.end - piece.begin


def _pieces(text: str, language: str) -> Iterator[Piece]:
    for match in _STRETCH.finditer(text):
        stretch, origin = match[0], match.start()
        apart = origin > 0 and text[origin - 1].isspace()
        hyphens = {found.end() for found in _HYPHEN.finditer(stretch)}
        cuts = hyphens | {found.end() for found in _DASH.finditer(stretch)}
        if SPACELESS.search(stretch):
            borders = phrase_borders(stretch, language) or frozenset()
            cuts |= {at for at in range(1, len(stretch)) if _may_break(stretch, at, borders)}
        for begin, end in itertools.pairwise((0, *sorted(cuts), len(stretch))):
            yield Piece(origin + begin, origin + end, 0.0, apart and not begin, begin in hyphens)


def _may_break(stretch: str, at: int, borders: frozenset[int]) -> bool:
    before, after = stretch[at - 1], stretch[at]
    if at not in borders or not (SPACELESS.match(before) or SPACELESS.match(after)):
        return False
    return not (_clings(stretch, at) or _kept_together(before, after))


def _kept_together(before: str, after: str) -> bool:
    if before in _NOT_LAST or unicodedata.category(before) in {"Ps", "Pi"}:
        return True
    return after in _NOT_FIRST or unicodedata.category(after) in {"Pe", "Pf", "Po", "Pd"}


def torn(text: str, piece: Piece, parts: int) -> list[Piece]:
    """A piece in about so many parts of equally many letters, none torn from its marks."""
    inner = range(piece.begin + 1, piece.end)
    starts = [at for at in inner if not (_clings(text, at) or _kept_together(text[at - 1], text[at]))]
    starts.insert(0, piece.begin)
    parts = min(parts, len(starts))
    cuts = [starts[number * len(starts) // parts] for number in range(parts)]
    return [
        Piece(begin, end, TORN if number else piece.cost, piece.spaced and not number, bool(number) or piece.continues)
        for number, (begin, end) in enumerate(itertools.pairwise((*cuts, piece.end)))
    ]


def _clings(text: str, at: int) -> bool:
    """Whether a character belongs to the cluster before it (UAX #29, in the main)."""
    if unicodedata.category(text[at])[0] == "M" or text[at] in "\u200c\u200d" or text[at - 1] == "\u200d":
        return True
    return unicodedata.combining(text[at - 1]) == _VIRAMA and text[at].isalpha()


def break_lines(
    widths: Sequence[float], blanks: Sequence[float], costs: Sequence[float], count: int, limit: float
) -> list[int] | None:
    """The first piece of each of `count` lines, broken where it costs least and as evenly as that allows.

    `widths` of the pieces, `blanks` before them and `limit` in one unit. None where they do not fit into so many
    lines.
    """
    at = [0.0, *itertools.accumulate(w + b for w, b in zip(widths, blanks, strict=True))]
    total = len(widths)
    fair = max(at[-1] / count, THIN)
    best = [0.0] + [math.inf] * total
    sources: list[list[int]] = []
    for line in range(count):
        longer, source = [math.inf] * (total + 1), [0] * (total + 1)
        for begin in range(line, total):
            if best[begin] == math.inf:
                continue
            origin = at[begin] + blanks[begin]
            before = best[begin] + (costs[begin] if begin else 0.0)
            for end in range(begin + 1, total + 1):
                wide = at[end] - origin
                if wide > limit:
                    break
                cost = before + _UNEVEN * ((wide - fair) / fair) ** 2
                if cost < longer[end]:
                    longer[end], source[end] = cost, begin
        best = longer
        sources.append(source)
    if best[total] == math.inf:
        return None
    firsts, end = [], total
    for source in reversed(sources):
        end = source[end]
        firsts.append(end)
    return firsts[::-1]


def fewest_lines(widths: Sequence[float], blanks: Sequence[float], limit: float) -> int:
    """How many lines the pieces need, each filled; a piece wider than `limit` has its own."""
    count, used = 1, widths[0]
    for wide, blank in itertools.islice(zip(widths, blanks, strict=True), 1, None):
        used += blank + wide
        if used > limit:
            count, used = count + 1, wide
    return count


def narrowest(widths: Sequence[float], blanks: Sequence[float], count: int) -> float:
    """The least width in which the pieces fit into `count` lines."""
    at = [0.0, *itertools.accumulate(w + b for w, b in zip(widths, blanks, strict=True))]
    low, high = max(widths), at[-1]
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if fewest_lines(widths, blanks, middle) <= count:
            high = middle
        else:
            low = middle
    return high
