"""A text in the smallest parts between which a scene may end, each with how good a place its beginning is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from lingoreel.media.cues.syntax import Border, borders
from lingoreel.media.film.forms import Form, Line
from lingoreel.media.film.word_places import cut_places, is_item_number, speaking_seconds
from lingoreel.media.speech_text.rules import rules
from lingoreel.media.speech_text.splitting import sentences
from lingoreel.media.timed_text import Token

_STRONG_STOPS = (";", ":", "；", "：", "؛", "—", "–")


class Break(IntEnum):
    """What the place before a piece is."""

    PARAGRAPH = 0
    STEP = 1
    ITEM = 2
    HEADING = 3
    SENTENCE = 4
    VERSE = 5
    SEMICOLON = 6
    CLAUSE = 7
    CONJUNCTION = 8
    PLAIN = 9
    PHRASE = 10
    INSIDE = 11


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

    `before` is the place where it begins.
    """

    begin: int
    end: int
    before: Break
    seconds: float


def cut_pieces(text: str, language: str, form: Form) -> list[Piece]:
    """The text in pieces, in order; only blanks are between them."""
    places = cut_places(text, language)
    primary = language.partition("-")[0].lower()
    starts = {sentence.begin for sentence in sentences(text, primary, rules(primary))}
    lines = {line.begin: line for line in form.lines}
    behind_marks = {line.mark_end for line in form.lines if line.item}
    made: list[Piece] = []
    for index, ((begin, end), border) in enumerate(zip(places, _borders(text, language, places), strict=True)):
        kind = _of_layout(begin, lines, starts, form)
        if begin in behind_marks or (index and is_item_number(text, *places[index - 1])):
            kind = Break.INSIDE
        elif kind is None and is_item_number(text, begin, end):
            kind = Break.SENTENCE
        elif kind is None:
            kind = _OF_BORDER[border]
            if kind is Break.CLAUSE and text[: places[index - 1][1]].endswith(_STRONG_STOPS):
                kind = Break.SEMICOLON
        made.append(Piece(begin, end, kind, speaking_seconds(text[places[index - 1][1] if index else begin : end])))
    return made


def _borders(text: str, language: str, places: list[tuple[int, int]]) -> list[Border]:
    return borders([Token(text[begin:end], 0, 0, text[begin - 1 : begin].isspace()) for begin, end in places], language)


def _of_layout(begin: int, lines: dict[int, Line], sentence_starts: set[int], form: Form) -> Break | None:
    """What the text's layout and its full stops say of a place; None where they say nothing."""
    line = lines.get(begin)
    if line is not None and line.item:
        return Break.STEP if line.numbered else Break.ITEM
    if line is not None and line.after_heading:
        return Break.HEADING
    if line is not None and line.first:
        return Break.PARAGRAPH
    if begin in sentence_starts:
        return Break.SENTENCE
    return Break.VERSE if line is not None and form.verse else None
