"""The few words of a scene that are shown large: those that carry its meaning, in the order they are said.

Every run of words that may stand alone gets marks: for its figures, its content words, for being a whole clause,
against function words at its ends and against tearing what belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from unicodedata import category, east_asian_width

from lingoreel.media.cues.function_words import FUNCTION_WORDS, NONE, FunctionWords
from lingoreel.media.cues.syntax import Border, borders
from lingoreel.media.film.keywords import Lexicon
from lingoreel.media.film.phrase_ends import (
    ARTICLES,
    NEGATIONS,
    NUMBER_WORDS,
    PREPOSITIONS,
    hangs_on,
    is_argument,
    leads_on,
    may_modify,
    opens_clause,
    parts_measure,
    without_particles,
)
from lingoreel.media.film.word_places import bare_place, cut_places, is_item_number
from lingoreel.media.speech_text.rules import rules
from lingoreel.media.speech_text.splitting import sentences
from lingoreel.media.timed_text import Token

MOST_WORDS, MOST_PHRASES = 5, 8
"""In a headline; phrases where a script has no blanks."""
MOST_LETTERS = 28
"""A Chinese or Japanese sign counts 2.8, so that there are ten; a Korean one 2."""
_LONE_LETTERS = 40
_ARTICLE_LETTERS = 3
"""Longer by so many letters, and by one word, where it begins with an article."""
# Of the scene is over when the headline's first word should have been said.
_EARLY = 0.6
_UNSPACED = frozenset(("zh", "yue", "ja", "th"))
_YEAR = re.compile(r"(?:19|20)\d\d")
_QUOTES = ("“”", "«»", "「」", "『』", "()", "（）", "[]", "【】", "《》")
_TIMES = frozenset(("calendar", "clock", "hourglass"))


@dataclass(frozen=True, slots=True)
class _Word:
    """Characters [begin, end) of the narration without marks around; `weight` is how much it says.

    `border`: what stands before it. `weak`: it says little, though it is no function word.
    """

    begin: int
    end: int
    bare: str
    weight: float
    function: bool
    weak: bool
    figure: bool
    border: Border


def choose_headline(
    narration: str, language: str, lexicon: Lexicon, *, skip: int = 0, shown: Collection[str] = ()
) -> tuple[int, int] | None:
    """Characters [begin, end) of the narration to show large; None only where no word of it is short enough.

    `language` is a primary code. `skip`: so many characters at its beginning are a list's mark. `shown`: words of
    earlier headlines, in lower case, which are worth less now.
    """
    words = _words(narration, language, lexicon, skip, shown)
    most = MOST_PHRASES if language in _UNSPACED else MOST_WORDS
    best: tuple[float, int, int] | None = None
    for first in range(len(words)):
        more = words[first].bare in ARTICLES.get(language, ())
        for last in range(first, min(len(words), first + most + more)):
            place = _place(narration, words, first, last, language)
            if place is None:
                break
            mark = _marks(narration[slice(*place)], words, first, last, language)
            mark -= 2.0 * max(0.0, place[0] / len(narration) - _EARLY)
            if place[1] < words[last].end and any(is_argument(w.bare, language) for w in words[first:last]):
                mark -= 2.0
            if best is None or mark > best[0] + 1e-9:
                best = (mark, *place)
    return None if best is None else best[1:]


def _words(narration: str, language: str, lexicon: Lexicon, skip: int, shown: Collection[str]) -> list[_Word]:
    places = [place for place in cut_places(narration, language) if place[0] >= skip]
    tokens = [Token(narration[begin:end], 0, 0, narration[begin - 1 : begin].isspace()) for begin, end in places]
    starts = {sentence.begin for sentence in sentences(narration, language, rules(language))}
    lists = FUNCTION_WORDS.get(language, NONE)
    shouted = sum(c.isupper() for c in narration) > sum(c.islower() for c in narration)
    words: list[_Word] = []
    nearest = Border.INSIDE
    for (begin, end), border in zip(places, borders(tokens, language), strict=True):
        new_line = "\n" in narration[max(0, begin - 2) : begin]
        sentence = begin in starts or not words
        nearest = min(
            nearest, Border.SENTENCE if sentence else Border.CLAUSE if new_line else max(border, Border.CLAUSE)
        )
        low, high = bare_place(narration, begin, end)
        if low == high:
            continue
        if is_item_number(narration, begin, end):
            nearest = Border.CLAUSE
            continue
        bare = narration[low:high].lower().replace("’", "'")
        figure = bare in NUMBER_WORDS or any(c.isdecimal() for c in bare)
        function = not figure and _is_function(bare, lists)
        weak = lexicon.is_weak(bare)
        weight = (
            0.0 if function else _weight(narration, low, high, {motif for motif, _ in lexicon.motifs_of(bare)}, weak)
        )
        if not (function or weak or shouted or lists.noun_capitals or nearest is Border.SENTENCE):
            weight += 0.5 * narration[low].isupper()
        if bare in shown:
            weight *= 0.45
        words.append(_Word(low, high, bare, weight, function, weak, figure, nearest))
        nearest = Border.INSIDE
    return words


def _is_function(bare: str, lists: FunctionWords) -> bool:
    return bare in lists.binds_next or bare in lists.opens or bare in lists.binds_previous or bare in lists.ends_clause


def _weight(text: str, low: int, high: int, motifs: Collection[str], weak: bool) -> float:
    word = text[low:high]
    if any(c.isdecimal() for c in word):
        if _YEAR.fullmatch(word):
            return 1.3
        return 3.2 if any(category(c) == "Sc" or c in "%％‰°٪" for c in word) else 2.2
    weight = 0.8 + min(10.0, _room(word)) / 12
    if weak:
        return weight * 0.35
    if motifs:
        weight += -0.3 if not _TIMES.isdisjoint(motifs) else 0.7
    return weight + 0.4 * (low > 0 and text[low - 1] in '"“«„「『*')


def _place(text: str, words: Sequence[_Word], first: int, last: int, language: str) -> tuple[int, int] | None:
    """The characters of a run of words, but particles at its end; None where it is too long or has two sentences."""
    begin, end = words[first].begin, words[last].end
    if first < last and (words[last].border is Border.SENTENCE or "\n" in text[begin:end]):
        return None
    end = without_particles(text, begin, end, language)
    most = MOST_LETTERS if first < last else _LONE_LETTERS
    if first < last and words[first].bare in ARTICLES.get(language, ()):
        most += _ARTICLE_LETTERS
    return (begin, end) if _room(text[begin:end]) <= most else None


def _marks(shown: str, words: Sequence[_Word], first: int, last: int, language: str) -> float:
    """How well a run of words would do."""
    run, head = words[first : last + 1], words[first]
    after = words[last + 1] if last + 1 < len(words) else None
    closes = after is None or after.border <= Border.CLAUSE
    opens = head.border <= Border.CLAUSE
    sentence = head.border is Border.SENTENCE and (after is None or after.border is Border.SENTENCE)
    mark = sum(sorted((word.weight for word in run), reverse=True)[:4])
    mark -= 0.12 * sum(word.function for word in run)
    mark -= 1.3 * sum(word.border is Border.CLAUSE for word in run[1:])
    mark -= 0.6 * sum(word.border is Border.CONJUNCTION for word in run[1:])
    mark += 0.5 * opens + 0.6 * closes + 0.6 * (opens and closes) + 1.0 * sentence
    mark += _marks_of_head(words, first, last, sentence, language)
    mark += _marks_of_tail(shown, words, first, last, sentence, language)
    if shown.count('"') % 2 or any(shown.count(one) != shown.count(other) for one, other in map(tuple, _QUOTES)):
        mark -= 2.0
    if first == last and not head.figure and not (opens and closes):
        mark -= 0.5
    return mark - max(0.0, _room(shown) - 20) * 0.06


def _marks_of_head(words: Sequence[_Word], first: int, last: int, sentence: bool, language: str) -> float:
    """What the first word of a run is worth as a beginning, and what is torn from it."""
    head, mark = words[first], 0.0
    opens = head.border <= Border.CLAUSE
    if head.bare in ARTICLES.get(language, ()) and last > first and not words[first + 1].function:
        mark += 0.25
    elif head.function and not sentence and not (opens_clause(head.bare, language) or head.bare in NEGATIONS):
        mark -= 1.0 if opens and language not in _UNSPACED else 3.0
    if head.weak and not opens:
        mark -= 0.3
    if not first:
        return mark
    before = words[first - 1]
    if before.bare in PREPOSITIONS and any(word.function for word in words[first : last + 1]):
        mark -= 0.8
    if parts_measure(before.bare, language):
        mark -= 1.6
    return mark if opens else mark - _torn(words, first, language)


def _torn(words: Sequence[_Word], first: int, language: str) -> float:
    """What it costs to part word `first` from the words before it in its clause."""
    head, before, cost = words[first], words[first - 1], 0.0
    if head.border >= Border.PHRASE and not before.function:
        cost += 1.6
    if before.bare in ARTICLES.get(language, ()) or before.bare in NUMBER_WORDS:
        cost += 0.8
    known = words[first - 2].bare if first > 1 else ""
    if not (before.function or head.function) and may_modify(before.bare, known, head.bare, language):
        cost += 0.4
    if _denied(words, first):
        cost += 2.0
    if opens_clause(before.bare, language) and before.border <= Border.CLAUSE:
        cost += 1.5
    return cost


def _marks_of_tail(shown: str, words: Sequence[_Word], first: int, last: int, sentence: bool, language: str) -> float:
    """What the last word of a run is worth as an end, and what is torn from it."""
    tail, mark = words[last], 0.0
    after = words[last + 1] if last + 1 < len(words) else None
    closes = after is None or after.border <= Border.CLAUSE
    if tail.function and not sentence:
        opens = words[first].border <= Border.CLAUSE
        mark -= 0.2 if closes and (opens or (last > first and words[last - 1].figure)) else 4.0
    if after is None or closes:
        return mark
    if tail.weak:
        mark -= 0.6
    torn = after.border >= Border.PHRASE and not hangs_on(after.bare, language)
    if torn or leads_on(shown, after.bare, language):
        mark -= 2.6 if tail.figure else 1.8
    elif after.border is Border.CONJUNCTION:
        mark += 0.3
    inside = after.border > Border.CONJUNCTION and not (after.function or tail.function)
    if inside and may_modify(tail.bare, words[last - 1].bare if last > first else "", after.bare, language):
        mark -= 1.4
    return mark


def _denied(words: Sequence[_Word], first: int) -> bool:
    """Whether a negation stands before word `first` in its clause."""
    for number in range(first - 1, -1, -1):
        if words[number].bare in NEGATIONS:
            return True
        if words[number].border <= Border.CONJUNCTION:
            break
    return False


def _room(text: str) -> float:
    return sum(map(_width, text))


def _width(character: str) -> float:
    if "가" <= character <= "힣":
        return 2.0
    return 2.8 if east_asian_width(character) in "WF" else 0.0 if category(character)[0] == "M" else 1.0
