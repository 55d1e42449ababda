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
from lingoreel.media.film.pieces import cut_places, says
from lingoreel.media.timed_text import Token

MOST_WORDS = 5
MOST_LETTERS = 28
"""A Chinese or Japanese sign counts 2.8, so that there are ten; a Korean one 2."""
_LONE_LETTERS = 40
_ADDRESS = re.compile(r"(?:https?://|ftp://)?(?:www\.)?(?P<host>[^\s/?#@]+\.[^\s/?#@.]{2,})(?:[/?#]\S*)?$")
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.){2,}$")
_KEPT_BEFORE = frozenset("#@+-−±")
_KEPT_AFTER = frozenset("%‰°+#′″")
_PARTICLES = (
    "から",
    "まで",
    "より",
    "には",
    "では",
    "とは",
    "にも",
    "でも",
    "を",
    "は",
    "が",
    "に",
    "で",
    "と",
    "も",
    "の",
    "へ",
    "や",
)
_CHINESE_ENDS = "的了着著过過地得吗嗎呢吧啊和与與及在是把被对對从從向给給为為也都就还還又很更最而但或"


@dataclass(frozen=True, slots=True)
class _Word:
    """Characters [begin, end) of the narration without marks around; `weight` is how much it says."""

    begin: int
    end: int
    bare: str
    weight: float
    function: bool
    border: Border
    figure: bool


def choose_headline(
    narration: str, language: str, lexicon: Lexicon, *, skip: int = 0, shown: Collection[str] = ()
) -> tuple[int, int] | None:
    """Characters [begin, end) of the narration to show large; None only where no word of it is short enough.

    `skip`: so many characters at its beginning are a list's mark. `shown`: words of earlier headlines, in lower case,
    which are worth less now.
    """
    words = _words(narration, language, lexicon, skip, shown)
    best: tuple[float, int, int] | None = None
    for first in range(len(words)):
        for last in range(first, min(len(words), first + 2 * MOST_WORDS)):
            found = _range(narration, words, first, last, language)
            if found is None:
                continue
            mark = _marks(narration, words, first, last, language)
            if best is None or mark > best[0] + 1e-9:
                best = (mark, *found)
    return None if best is None else best[1:]


def _words(narration: str, language: str, lexicon: Lexicon, skip: int, shown: Collection[str]) -> list[_Word]:
    places = [place for place in cut_places(narration, language) if place[0] >= skip]
    tokens = [Token(narration[begin:end], 0, 0, begin > 0 and narration[begin - 1].isspace()) for begin, end in places]
    lists = FUNCTION_WORDS.get(language, NONE)
    shouted = sum(c.isupper() for c in narration) > sum(c.islower() for c in narration)
    words: list[_Word] = []
    for (begin, end), border in zip(places, borders(tokens, language), strict=True):
        low, high = bare_place(narration, begin, end)
        bare = narration[low:high].lower().replace("’", "'")
        function = low == high or _is_function(bare, lists)
        weight = 0.0 if function else _weight(narration, low, high, bare, lexicon, lists, shouted, not words)
        if bare in shown:
            weight *= 0.45
        words.append(_Word(low, high, bare, weight, function, border, any(c.isdecimal() for c in bare)))
    return words


def bare_place(text: str, begin: int, end: int) -> tuple[int, int]:
    """[begin, end) without the marks at its ends, but those that belong to a figure or an abbreviation."""
    address = _ADDRESS.match(text, begin, end)
    if address and "." in address["host"] and ("/" in text[begin:end] or "www." in text[begin:end]):
        begin, end = address.span("host")
    low, high = begin, end
    while (
        low < high
        and not _belongs(text[low])
        and not (
            text[low] in _KEPT_BEFORE and low + 1 < high and text[low + 1].isalnum() and not text[low + 1].isspace()
        )
    ):
        low += 1
    if _ABBREVIATION.search(text, low, high):
        return low, high
    while (
        low < high
        and not _belongs(text[high - 1])
        and not (text[high - 1] in _KEPT_AFTER and high - 2 >= low and text[high - 2].isalnum())
    ):
        high -= 1
    return (low, high) if says(text[low:high]) else (low, low)


def _belongs(character: str) -> bool:
    return category(character)[0] in "LNM" or category(character) == "Sc"


def _is_function(bare: str, lists: FunctionWords) -> bool:
    return bare in lists.binds_next or bare in lists.opens or bare in lists.binds_previous or bare in lists.ends_clause


def _weight(
    text: str, low: int, high: int, bare: str, lexicon: Lexicon, lists: FunctionWords, shouted: bool, first: bool
) -> float:
    if any(c.isdecimal() for c in bare):
        sign = any(category(c) == "Sc" or c in "%‰°٪" for c in text[low:high])
        return 3.2 if sign else 2.2
    weight = 0.8 + min(10.0, _room(bare)) / 12
    if lexicon.is_weak(bare):
        weight *= 0.35
    elif lexicon.motifs_of(bare):
        weight += 0.7
    if text[low].isupper() and not first and not shouted and not lists.noun_capitals:
        weight += 0.5
    if low and text[low - 1] in '"“«„「『*':
        weight += 0.4
    return weight


def _range(text: str, words: Sequence[_Word], first: int, last: int, language: str) -> tuple[int, int] | None:
    """The place of a run of words; None where it may not stand alone."""
    begin, end = words[first].begin, words[last].end
    run = words[first : last + 1]
    if words[first].begin == words[first].end or words[last].begin == words[last].end or "\n" in text[begin:end]:
        return None
    if any(word.border is Border.SENTENCE for word in run[1:]):
        return None
    end = _without_particles(text, begin, end, language)
    if sum(word.begin < word.end for word in run) > _most_words(language):
        return None
    room = _room(text[begin:end])
    if room > (MOST_LETTERS if first < last else _LONE_LETTERS):
        return None
    return begin, end


def _most_words(language: str) -> int:
    return 2 * MOST_WORDS if language in {"zh", "yue", "ja", "th"} else MOST_WORDS


def _without_particles(text: str, begin: int, end: int, language: str) -> int:
    """The end without what clings to the last word and says nothing alone."""
    if language == "ja":
        for particle in _PARTICLES:
            at = end - len(particle)
            if text.startswith(particle, at) and at - begin >= 2 and not "ぁ" <= text[at - 1] <= "ん":
                return at
    while language in {"zh", "yue"} and end - begin > 2 and text[end - 1] in _CHINESE_ENDS:
        end -= 1
    return end


def _marks(text: str, words: Sequence[_Word], first: int, last: int, language: str) -> float:
    run = words[first : last + 1]
    after = words[last + 1] if last + 1 < len(words) else None
    opens = words[first].border <= Border.CLAUSE
    closes = after is None or after.border <= Border.CLAUSE
    mark = sum(sorted((word.weight for word in run), reverse=True)[:4])
    mark -= sum(0.12 for word in run if word.function)
    mark -= 0.9 * sum(word.border is Border.CLAUSE for word in run[1:])
    if opens and closes:
        mark += 1.6 + (0.8 if words[first].border is Border.SENTENCE or first == 0 else 0.0)
    elif closes:
        mark += 0.6
    elif opens:
        mark += 0.2
    if words[first].function and not (opens and closes):
        mark -= 3.0
    if words[last].function:
        mark -= 4.0
    if after is not None and after.border >= Border.PHRASE and after.bare not in _hanging(language):
        mark -= 1.8
    if first and not opens and words[first].border >= Border.PHRASE and not words[first - 1].function:
        mark -= 1.6
    if first == last and not words[first].figure and not (opens and closes):
        mark -= 0.5
    room = _room(text[words[first].begin : words[last].end])
    return mark - max(0.0, room - 20) * 0.06


def _hanging(language: str) -> Collection[str]:
    return FUNCTION_WORDS.get(language, NONE).binds_previous


def _room(text: str) -> float:
    return sum(map(_width, text))


def _width(character: str) -> float:
    if "가" <= character <= "힣":
        return 2.0
    return 2.8 if east_asian_width(character) in "WF" else 0.0 if category(character)[0] == "M" else 1.0
