"""How good a place each border between two tokens is to end a line or a cue.

After punctuation, then before conjunctions; never between article and noun, preposition and noun, first and last name,
verb and auxiliary, number and unit (Netflix's timed text style guide, "line treatment"). Which words are which comes
from closed lists per language: no model, and what a list does not know counts as a plain border.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

from lingoreel.media.cues.function_words import FUNCTION_WORDS, NONE, FunctionWords
from lingoreel.media.timed_text import Token

_SENTENCE_ENDS = frozenset(".!?…。！？؟।॥۔｡")
_FULL_STOPS = frozenset(".…")
_CLAUSE_ENDS = frozenset(",;:、，；：،؛—–､")
_CLOSERS = "\"'”’»)]}」』）】》〉›"
_OPENERS = "\"'“‘«([{「『（【《〈‹¿¡„-–—"
# What a name or a number follows; other abbreviations go on in lower case or end the sentence after all.
_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "st", "jr", "vs", "e.g", "i.e", "vol", "fig", "z.b", "d.h", "u.a", "bzw", "hr"}
    | {"fr", "nr", "sr", "sra", "srta", "ud", "uds", "p.ej", "m", "mm", "mme", "mlle", "sig", "dott", "dhr", "mevr"}
)
_INITIAL = re.compile(r"[^\W\d_]\.")


class Border(IntEnum):
    """What a border between two tokens is, from the best place to break to the worst."""

    SENTENCE = 0
    CLAUSE = 1
    CONJUNCTION = 2
    PLAIN = 3
    PHRASE = 4
    INSIDE = 5


# What a break there costs; the unit is about the price of one cue.
COST = {
    Border.SENTENCE: 0.0,
    Border.CLAUSE: 0.9,
    Border.CONJUNCTION: 1.8,
    Border.PLAIN: 3.0,
    Border.PHRASE: 6.0,
    Border.INSIDE: 8.0,
}
_SHORTEST_ADJECTIVE = 3
# One word of a clause torn from all the others.
_ORPHAN = 1.2


def borders(tokens: Sequence[Token], language: str | None) -> list[Border]:
    """For each token what the border before it is; that before the first is a sentence's."""
    lists = FUNCTION_WORDS.get((language or "").replace("_", "-").split("-")[0].lower(), NONE)
    known = lists is not NONE
    direction = _direction(tokens)
    found = [Border.SENTENCE]
    before = _Shape.of(tokens[0].text) if tokens else None
    for index in range(1, len(tokens)):
        after = _Shape.of(tokens[index].text)
        assert before is not None
        found.append(_border(before, after, tokens[index], lists, known, direction))
        before = after
    return found[: len(tokens)]


def break_costs(tokens: Sequence[Token], language: str | None) -> list[float]:
    """What a break before each token costs; the unit is about the price of one cue."""
    kinds = borders(tokens, language)
    costs = [COST[kind] for kind in kinds]
    for index in range(1, len(kinds)):
        if kinds[index] is not Border.PLAIN:
            continue
        last = index + 1 == len(kinds) or kinds[index + 1] <= Border.CLAUSE
        if last or kinds[index - 1] <= Border.CLAUSE:
            costs[index] += _ORPHAN
    return costs


def _border(  # noqa: PLR0911 - a ladder: the first rule that knows decides
    before: _Shape, after: _Shape, token: Token, lists: FunctionWords, known: bool, direction: str
) -> Border:
    if before.end == ".!" or (before.end == "." and not _goes_on(before, after, lists)):
        return Border.SENTENCE
    if token.inside_word:
        return Border.INSIDE
    # A run that reads against the text's own direction falls apart when it is torn (UAX #9 orders each line alone).
    if direction and before.last_direction == after.first_direction not in {direction, ""}:
        return Border.INSIDE
    if before.end == ",":
        return Border.CLAUSE
    if before.bare in lists.titles or (before.number and (after.number or after.bare.isalpha())):
        return Border.PHRASE
    if before.end == ".":
        return Border.PHRASE if before.initial or before.bare in _ABBREVIATIONS else Border.CLAUSE
    if _bound(before, after, token, lists):
        return Border.PHRASE
    if after.bare in lists.opens or after.opening:
        return Border.CONJUNCTION
    if lists.ends and before.bare.endswith(lists.ends):
        return Border.CONJUNCTION
    if not known and token.spaced and len(before.bare) <= 3:
        return Border.PHRASE  # articles and prepositions, in most languages with blanks
    return Border.PLAIN


def _bound(before: _Shape, after: _Shape, token: Token, lists: FunctionWords) -> bool:
    """Whether two words belong together by the language's lists, or by their letters."""
    if before.bare in lists.binds_next or before.bare in lists.opens or after.bare in lists.binds_previous:
        return True
    if after.end and after.bare in lists.ends_clause:
        return True
    if before.capital and after.capital and not lists.noun_capitals:
        return True
    if lists.modifies and before.bare.endswith(lists.modifies) and len(before.bare) > _SHORTEST_ADJECTIVE:
        # Where nouns have capitals the next word must be one, and this one not.
        return not lists.noun_capitals or (before.lower and after.capital)
    return lists.single_binds and len(before.bare) == 1 and before.bare not in lists.binds_previous and not token.spaced


def _goes_on(before: _Shape, after: _Shape, lists: FunctionWords) -> bool:
    """Whether the sentence goes on after a full stop: an abbreviation, an initial, an ordinal, a pause in thought."""
    if before.bare in _ABBREVIATIONS or before.bare in lists.titles or before.initial:
        return True
    if lists.ordinal_dot and before.number:
        return True
    return after.lower


def ends_sentence(text: str, following: str = "", language: str | None = None) -> bool:
    """Whether a sentence ends with this word, where `following` is the next one."""
    shape = _Shape.of(text)
    if shape.end == ".!":
        return True
    lists = FUNCTION_WORDS.get((language or "").replace("_", "-").split("-")[0].lower(), NONE)
    return shape.end == "." and not _goes_on(shape, _Shape.of(following), lists)


class _Shape:
    """What of a token's letters matters to a break."""

    __slots__ = (
        "bare",
        "capital",
        "end",
        "first_direction",
        "initial",
        "last_direction",
        "lower",
        "number",
        "opening",
    )

    def __init__(self, text: str) -> None:
        closed = text.rstrip(_CLOSERS)
        last = closed[-1:]
        if last in _SENTENCE_ENDS and last:
            self.end = "." if last in _FULL_STOPS else ".!"
        else:
            self.end = "," if last and last in _CLAUSE_ENDS else ""
        inner = closed.lstrip(_OPENERS)
        bare = inner.rstrip(".,;:!?…。！？؟، ؛、，；：")
        self.bare = bare.lower().replace("’", "'")
        self.capital = len(bare) > 1 and bare[0].isupper() and _letters_only(bare) and not bare.isupper()
        self.lower = inner[:1].islower()
        self.number = bare[-1:].isdigit() and any(c.isdigit() for c in bare[:1])
        self.initial = bool(_INITIAL.fullmatch(inner)) and inner[0].isupper()
        self.opening = text[:1] in "([{「『（【《〈«“„" if text else False
        self.first_direction, self.last_direction = _ends_direction(text)

    @staticmethod
    @lru_cache(maxsize=20_000)
    def of(text: str) -> _Shape:
        return _Shape(text)


def _letters_only(word: str) -> bool:
    return all(c.isalpha() or c in "'’-" for c in word)


def _ends_direction(text: str) -> tuple[str, str]:
    """The first and the last direction in the text: `L`, `R`, or empty; digits read from the left."""
    if text.isascii():
        strong = "L" if any(c.isalnum() for c in text) else ""
        return strong, strong
    seen = [strong for c in text if (strong := _strong(c))]
    return (seen[0], seen[-1]) if seen else ("", "")


@lru_cache(maxsize=10_000)
def _strong(character: str) -> str:
    kind = unicodedata.bidirectional(character)
    if kind in {"R", "AL"}:
        return "R"
    return "L" if kind in {"L", "EN", "AN"} else ""


def _direction(tokens: Sequence[Token]) -> str:
    """The direction most tokens have; empty when all have the same, so that no run can be torn."""
    right = left = 0
    for token in tokens:
        direction = _Shape.of(token.text).first_direction
        right += direction == "R"
        left += direction == "L"
    if not right or not left:
        return ""
    return "R" if right * 2 >= left else "L"
