"""What is said, page by page: cut where one breathes, in time with the voice."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from lingoreel.media.film.breaking import Piece, numbers_item, pieces, torn
from lingoreel.media.film.storyboard import SpokenWord

EARLY_MS = 100
"""A page comes so long before its first word, where there is time."""
_LATE_MS = 150
"""A page stays so long after its last word where nothing follows soon."""
_BRIDGED_MS = 700
"""A shorter silence is no reason to take a page away: it stays until the next one comes."""
_PAGE = 1.5
"""What another page costs, in the unit of `break_costs`."""
_UNEVEN = 6.0
_HURRIED_MS = 900
_HURRY = 6.0
"""What a page costs that is there for no time at all; one of `_HURRIED_MS` is free."""
_SENTENCE_INSIDE = 4.0


_BEGINNING_TORN = 6.0
"""What a page costs that ends with the beginning of another sentence."""


@dataclass(frozen=True, slots=True)
class Page:
    """Characters [begin, end) of a narration, and when they are shown, in ms of the film."""

    begin: int
    end: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """What stays on one page, and when it is said; `cost` of a new page before it, `reach` how wide all up to it is."""

    begin: int
    end: int
    start_ms: int
    end_ms: int
    cost: float
    reach: float


def caption_pages(
    narration: str, words: Sequence[SpokenWord], language: str, *, most_characters: int
) -> tuple[Page, ...]:
    """The narration in pages of about `most_characters` or fewer, never inside a word or phrase.

    A wide character (Chinese, Japanese, Korean) counts as two. `words` are in order and do not overlap. A page comes
    up to 100 ms before its first word, and stays until the next one or 150 ms after its last word. Pages together
    have all of the narration but blanks between them; without words there are none.
    """
    units = _units(narration, words, language)
    if not units:
        return ()
    firsts = _cheapest(units, most_characters)
    ends = [*firsts[1:], len(units)]
    spans = [(units[first], units[end - 1]) for first, end in zip(firsts, ends, strict=True)]
    starts: list[int] = []
    for number, (first, _) in enumerate(spans):
        free = spans[number - 1][1].end_ms if number else 0
        starts.append(max(first.start_ms - EARLY_MS, min(free, first.start_ms)))
    pages = []
    for number, (first, last) in enumerate(spans):
        following = starts[number + 1] if number + 1 < len(spans) else math.inf
        end_ms = last.end_ms + _LATE_MS
        if following < end_ms or following - last.end_ms <= _BRIDGED_MS:
            end_ms = int(following)
        pages.append(Page(first.begin, last.end, starts[number], end_ms))
    return tuple(pages)


def halves(narration: str, words: Sequence[SpokenWord], language: str, page: Page) -> tuple[Page, ...]:
    """A page as two, each shown for its share of the time: cut between words near its middle, or inside its only word.

    The page alone where it is a single letter.
    """
    middle = (page.begin + page.end) / 2
    borders = [piece.begin for piece in pieces(narration, language) if page.begin < piece.begin < page.end]
    if not borders:
        borders = [part.begin for part in torn(narration, Piece(page.begin, page.end), 2)[1:]]
    if not borders:
        return (page,)
    cut = min(borders, key=lambda border: abs(border - middle))
    turn_ms = min(max(times_of(words, cut, page.end)[0], page.start_ms), page.end_ms)
    end = page.begin + len(narration[page.begin : cut].rstrip())
    return Page(page.begin, end, page.start_ms, turn_ms), Page(cut, page.end, turn_ms, page.end_ms)


def times_of(words: Sequence[SpokenWord], begin: int, end: int) -> tuple[int, int]:
    """When characters [begin, end) of a narration are said; what is not said itself comes with the word before it.

    Of a word that reaches beyond them its share, by its letters.
    """
    said = _said(words, begin, end)
    if said:
        return _at(said[0], begin), _at(said[-1], end)
    before = [word for word in words if word.begin < end]
    near = before[-1] if before else words[0]
    return near.start_ms, near.end_ms


def _at(word: SpokenWord, place: int) -> int:
    """When a place in a word is reached, in ms."""
    share = min(max((place - word.begin) / (word.end - word.begin), 0.0), 1.0)
    return word.start_ms + round(share * (word.end_ms - word.start_ms))


def _units(narration: str, words: Sequence[SpokenWord], language: str) -> list[_Unit]:
    """The text's pieces, joined where a spoken word goes over their border; what is not said joins what is."""
    joined: list[tuple[int, int, float]] = []
    found = pieces(narration, language)
    for piece in found:
        across = any(word.begin < piece.begin < word.end for word in words)
        begins_item = piece is not found[-1] and numbers_item(narration, piece.begin, piece.end)
        silent = not begins_item and not _said(words, piece.begin, piece.end)
        silent = silent or (bool(joined) and not _said(words, *joined[-1][:2]))
        numbered = bool(joined) and numbers_item(narration, *joined[-1][:2])
        if joined and (across or silent or numbered or piece.continues):
            joined[-1] = (joined[-1][0], piece.end, joined[-1][2])
        else:
            joined.append((piece.begin, piece.end, piece.cost))
    reach, units = 0.0, []
    for begin, end, cost in joined:
        if said := _said(words, begin, end):
            reach += _width(narration[begin:end]) + (begin > 0 and narration[begin - 1].isspace())
            units.append(_Unit(begin, end, said[0].start_ms, said[-1].end_ms, cost, reach))
    return units


def _said(words: Sequence[SpokenWord], begin: int, end: int) -> list[SpokenWord]:
    return [word for word in words if word.begin < end and begin < word.end]


def _width(text: str) -> float:
    return sum(
        0.0 if unicodedata.category(character) in {"Mn", "Me", "Cf"} else _columns(character) for character in text
    )


def _columns(character: str) -> float:
    return 2.0 if unicodedata.east_asian_width(character) in "WF" else 1.0


def _cheapest(units: Sequence[_Unit], most: int) -> list[int]:
    """The first unit of each page; a unit too wide for a page has its own."""
    count = len(units)
    fair = units[-1].reach / max(1, math.ceil(units[-1].reach / most))
    best = [0.0] + [math.inf] * count
    sources = [0] * (count + 1)
    for begin in range(count):
        origin = units[begin - 1].reach if begin else 0.0
        before = best[begin] + _PAGE + (units[begin].cost if begin else 0.0)
        inside = 0.0
        for end in range(begin + 1, count + 1):
            wide = units[end - 1].reach - origin
            if wide > most + 1 and end > begin + 1:
                break
            if end > begin + 1 and units[end - 1].cost == 0.0:
                inside += _SENTENCE_INSIDE
            spoken_ms = units[end - 1].end_ms - units[begin].start_ms
            cost = before + inside + _UNEVEN * ((wide - fair) / most) ** 2
            if inside and end < count and units[end].cost > 0.0:
                cost += _BEGINNING_TORN
            cost += _HURRY * max(0.0, 1 - spoken_ms / _HURRIED_MS)
            if cost < best[end]:
                best[end], sources[end] = cost, begin
    firsts, end = [], count
    while end:
        end = sources[end]
        firsts.append(end)
    return firsts[::-1]
