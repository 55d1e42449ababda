"""A text in the smallest parts between which a scene may end, each with how good a place its beginning is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise
from unicodedata import category, east_asian_width

from lingoreel.media.cues.syntax import Border, borders
from lingoreel.media.film.forms import Form, Line
from lingoreel.media.phrases import phrase_borders
from lingoreel.media.speech_text.rules import ATOM, rules
from lingoreel.media.speech_text.splitting import sentences
from lingoreel.media.speech_text.stretches import UNSPACED
from lingoreel.media.timed_text import Token

_LETTERS_PER_S = 12.0
"""About how fast people speak."""
_WIDE, _FIGURE, _PAUSE = 2.5, 3.0, 3.0
"""How many letters a Chinese, Japanese or Korean sign, a figure, and a stop last as long as."""
_STOPS = frozenset(".,;:!?…。、，；：！？،؛؟।")
_CHUNK = re.compile(r"\S+")
_DASH = re.compile(r"(?<=\w)[—–]+(?=\w)")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_LONGEST_S = 4.0


class Break(IntEnum):
    """What the place before a piece is, the best to cut at first."""

    PARAGRAPH = 0
    ITEM = 1
    HEADING = 2
    SENTENCE = 3
    VERSE = 4
    CLAUSE = 5
    CONJUNCTION = 6
    PLAIN = 7
    PHRASE = 8
    INSIDE = 9


_OF_BORDER = {
    Border.SENTENCE: Break.CLAUSE,  # the speech text's rules know better where a sentence ends
    Border.CLAUSE: Break.CLAUSE,
    Border.CONJUNCTION: Break.CONJUNCTION,
    Border.PLAIN: Break.PLAIN,
    Border.PHRASE: Break.PHRASE,
    Border.INSIDE: Break.INSIDE,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters [begin, end) of the text, without blanks at the ends, about `seconds` long when spoken.

    `before` is the place where it begins. `spaced`: a blank stands there.
    """

    begin: int
    end: int
    before: Break
    seconds: float
    spaced: bool


def speaking_seconds(text: str) -> float:
    """About how long a text lasts when it is spoken."""
    return sum(map(_letters, text)) / _LETTERS_PER_S


def says(text: str) -> bool:
    """Whether a text has anything that can be said: a letter or a figure."""
    return any(c.isalnum() for c in text)


def _letters(character: str) -> float:
    if character.isascii() and character.isalpha():
        return 1.0
    if character.isdecimal():
        return _FIGURE
    if character in _STOPS:
        return _PAUSE
    if character.isspace():
        return 1.0
    if not character.isalnum():
        return 0.0
    return _WIDE if east_asian_width(character) in "WF" else 1.0


def cut_pieces(text: str, language: str, form: Form) -> list[Piece]:
    """The text in pieces, in order; only blanks are between them."""
    places = cut_places(text, language)
    made = _with_breaks(text, language, places)
    starts = {sentence.begin for sentence in sentences(text, language, rules(language))}
    lines = {line.begin: line for line in form.lines}
    behind_marks = {line.mark_end for line in form.lines if line.item}
    return [
        replace(piece, before=Break.INSIDE if piece.begin in behind_marks else _place(piece, starts, lines, form))
        for piece in made
    ]


def _with_breaks(text: str, language: str, places: list[tuple[int, int]]) -> list[Piece]:
    gaps = [begin > 0 and text[begin - 1].isspace() for begin, _ in places]
    shown = [Token(text[begin:end], 0, 0, gap) for (begin, end), gap in zip(places, gaps, strict=True)]
    found = [_OF_BORDER[border] for border in borders(shown, language)]
    return [
        Piece(begin, end, kind, speaking_seconds(text[begin:end] + " " * gap), gap)
        for (begin, end), kind, gap in zip(places, found, gaps, strict=True)
    ]


def _place(piece: Piece, sentence_starts: set[int], lines: dict[int, Line], form: Form) -> Break:
    line = lines.get(piece.begin)
    if line is not None:
        if line.item:
            return Break.ITEM
        if line.after_heading:
            return Break.HEADING
        if line.first:
            return Break.PARAGRAPH
    if piece.begin in sentence_starts:
        return Break.SENTENCE
    if line is not None and form.verse:
        return Break.VERSE
    return piece.before


def cut_places(text: str, language: str) -> list[tuple[int, int]]:
    """The words of a text, or its phrases where a script has no blanks, as [begin, end), marks included."""
    return list(_places(text, language))


def _places(text: str, language: str) -> Iterator[tuple[int, int]]:
    atoms = [found.span() for found in ATOM.finditer(text)]
    for chunk in _CHUNK.finditer(text):
        cuts = [at for at in _cuts(chunk[0], language) if not any(b < chunk.start() + at < e for b, e in atoms)]
        for begin, end in pairwise([0, *cuts, len(chunk[0])]):
            yield from _short(text, chunk.start() + begin, chunk.start() + end)


def _cuts(chunk: str, language: str) -> list[int]:
    """Where a part of the text without blanks may be cut."""
    found = {dash.end() for dash in _DASH.finditer(chunk)}
    if not chunk.isascii():
        found |= {at for at in phrase_borders(chunk, language) or () if _may_cut(chunk[at - 1], chunk[at])}
    return sorted(found)


def _short(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A long run of a script without blanks, whose words nobody told, in parts; anything else as it is."""
    if speaking_seconds(text[begin:end]) > _LONGEST_S and len(_UNSPACED.findall(text[begin:end])) * 2 > end - begin:
        seconds = 0.0
        for at in range(begin, end):
            seconds += speaking_seconds(text[at])
            if seconds > _LONGEST_S / 2 and at > begin and _may_cut(text[at - 1], text[at]):
                yield begin, at
                begin, seconds = at, 0.0
    yield begin, end


def _may_cut(before: str, after: str) -> bool:
    if after == "\u200d" or before == "\u200d" or category(after) in {"Mn", "Mc", "Me", "Cf", "Pe", "Pf", "Po", "Pd"}:
        return False
    return category(before) not in {"Ps", "Pi"} and after not in "ぁぃぅぇぉっゃゅょァィゥェォッャュョー々"
