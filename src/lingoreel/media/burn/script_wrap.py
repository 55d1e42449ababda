"""Breaking lines that are wider than the picture, by the widths of the letters that will be drawn."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lingoreel.media.phrases import phrase_borders
from lingoreel.media.timed_text import SPACELESS

_STRETCHES = re.compile(f"{SPACELESS.pattern}+|(?:(?!{SPACELESS.pattern})[^ ])+")
# Never at the beginning, never at the end of a line (JIS X 4051, GB/T 15834).
_NOT_FIRST = frozenset(
    "、。，．・：；？！ゝゞヽヾー々’”）〕］｝〉》」』】〙〗〟ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ…‥,.;:!?)]}»"
)
_NOT_LAST = frozenset("‘“（〔［｛〈《「『【〘〖〝([{«")
_HYPHEN = re.compile("[-–—/]")
_HYPHENATED = re.compile(r".*?\w[-–—/](?=\w)|.+")
_MARK = re.compile("[\ufdd0-\ufdd5]")
_NO_WIDTH = itertools.repeat(0.0)
_BISECTIONS = 5
_EVEN_ENOUGH = 0.03
# A line of more lines than this is no subtitle: it is filled, neither balanced nor broken by phrases.
_BALANCED_LINES = 20


def width(text: str, advances: Mapping[str, float]) -> float:
    """The width of a line in ems, kerning and ligatures aside (they make it narrower, never much wider)."""
    return sum(map(advances.get, text, _NO_WIDTH))


@dataclass(frozen=True, slots=True)
class Piece:
    """What should stay on one line: its letters, its width in ems, whether a blank stands before it."""

    text: str
    width: float
    spaced: bool


class Breaker:
    """One line of text that can be broken for lines of any width, its pieces looked for once.

    Breaks at blanks, between phrases of scripts without blanks, after hyphens; inside a word only where the word
    alone is too wide, and never between a letter and its marks.
    """

    def __init__(self, line: str, advances: Mapping[str, float], language: str | None = None) -> None:
        self._line = line
        self._advances = advances
        self._language = language
        self._width = width(line, advances)
        self._pieces: list[Piece] | None = None

    def rows(self, limit: float) -> list[str]:
        """The line in as few lines as fit into `limit` ems, about equally long."""
        if self._width <= limit:
            return [self._line]
        endless = self._width > _BALANCED_LINES * limit
        if self._pieces is None:
            parts = _parts(self._line, self._language, phrases=not endless)
            self._pieces = [Piece(text, width(text, self._advances), spaced) for text, spaced in parts]
        pieces = list(self._fitting(limit))
        blank = self._advances.get(" ", 0.25)
        fewest = _fill(pieces, limit, blank)
        low, high = (limit if endless else self._width / len(fewest) * 0.9), limit
        for _ in range(_BISECTIONS):
            if high - low < _EVEN_ENOUGH * limit:
                break
            middle = (low + high) / 2
            if len(tried := _fill(pieces, middle, blank)) == len(fewest):
                high, fewest = middle, tried
            else:
                low = middle
        return [
            "".join((" " if piece.spaced and at else "") + piece.text for at, piece in enumerate(r)) for r in fewest
        ]

    def _fitting(self, limit: float) -> Iterator[Piece]:
        for piece in self._pieces or ():
            if piece.width <= limit:
                yield piece
                continue
            for number, part in enumerate(_clusters_within(piece.text, self._advances, limit)):
                yield Piece(part, width(part, self._advances), piece.spaced and number == 0)


def wrap(line: str, advances: Mapping[str, float], limit: float, language: str | None = None) -> list[str]:
    """`Breaker.rows` of a line that is broken once."""
    return Breaker(line, advances, language).rows(limit)


def _fill(pieces: Sequence[Piece], limit: float, blank: float) -> list[list[Piece]]:
    """Each line as full as it gets."""
    rows: list[list[Piece]] = []
    row: list[Piece] = []
    used = 0.0
    for piece in pieces:
        size = piece.width + blank if piece.spaced and row else piece.width
        if row and used + size > limit:
            rows.append(row)
            row, used, size = [], 0.0, piece.width
        row.append(piece)
        used += size
    rows.append(row)
    return rows


def _parts(line: str, language: str | None, *, phrases: bool) -> Iterator[tuple[str, bool]]:
    """What should stay on one line, and whether a blank stood before it."""
    held, held_spaced, end = "", False, 0
    for match in _STRETCHES.finditer(line):
        spaced = match.start() > end
        end = match.end()
        for number, part in enumerate(_phrases(match[0], language, phrases)):
            apart = spaced and number == 0
            if held and not apart and (part[0] in _NOT_FIRST or held[-1] in _NOT_LAST):
                held += part
                continue
            if held:
                yield held, held_spaced
            held, held_spaced = part, apart
    if held:
        yield held, held_spaced


def _phrases(stretch: str, language: str | None, modelled: bool) -> list[str]:
    if not SPACELESS.match(stretch):
        return _HYPHENATED.findall(stretch) if _HYPHEN.search(stretch) else [stretch]
    borders = phrase_borders(stretch, language) if modelled and not _MARK.search(stretch) else None
    if borders is None:
        borders = frozenset(range(1, len(stretch))) if not _joined(stretch) else frozenset()
    cuts = [0, *sorted(at for at in borders if 0 < at < len(stretch) and _may_break(stretch, at)), len(stretch)]
    return [stretch[a:b] for a, b in itertools.pairwise(cuts)]


def _joined(stretch: str) -> bool:
    """Scripts whose words we cannot tell apart: better broken as late as possible than anywhere."""
    return bool(re.match("[\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff]", stretch))


def _may_break(text: str, at: int) -> bool:
    after = text[at]
    return after not in _NOT_FIRST and text[at - 1] not in _NOT_LAST and not _continues(text[at - 1], after)


def _continues(before: str, character: str) -> bool:
    """Whether a character belongs to the cluster before it (UAX #29, in the main)."""
    if unicodedata.category(character)[0] == "M" or character in "\u200c\u200d" or before == "\u200d":
        return True
    if "\U0001f3fb" <= character <= "\U0001f3ff" or _MARK.match(character):
        return True
    # A consonant after a virama is part of the same syllable.
    return unicodedata.combining(before) == 9 and character.isalpha()


def _clusters_within(text: str, advances: Mapping[str, float], limit: float) -> Iterator[str]:
    """A word too wide for a line, cut into parts that fit; a cluster wider than a line stays whole."""
    part: list[str] = []
    used = 0.0
    cluster: list[str] = []
    size = 0.0
    for at, character in enumerate(text):
        if cluster and not _continues(text[at - 1], character):
            if part and used + size > limit:
                yield "".join(part)
                part, used = [], 0.0
            part += cluster
            used += size
            cluster, size = [], 0.0
        cluster.append(character)
        size += advances.get(character, 0.0)
    if part and used + size > limit:
        yield "".join(part)
        part = []
    yield "".join([*part, *cluster])
