"""One language's words for drawings, genres and moods, with the signs that every language has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from lingoreel.media.film.keywords import signs
from lingoreel.media.film.keywords.arabic import ARABIC
from lingoreel.media.film.keywords.chinese import CHINESE
from lingoreel.media.film.keywords.english import ENGLISH
from lingoreel.media.film.keywords.french import FRENCH
from lingoreel.media.film.keywords.german import GERMAN
from lingoreel.media.film.keywords.hindi import HINDI
from lingoreel.media.film.keywords.italian import ITALIAN
from lingoreel.media.film.keywords.japanese import JAPANESE
from lingoreel.media.film.keywords.korean import KOREAN
from lingoreel.media.film.keywords.portuguese import PORTUGUESE
from lingoreel.media.film.keywords.russian import RUSSIAN
from lingoreel.media.film.keywords.spanish import SPANISH
from lingoreel.media.film.keywords.table import Found, Table, Vocabulary

VOCABULARIES: dict[str, Vocabulary] = {
    "ar": ARABIC,
    "de": GERMAN,
    "en": ENGLISH,
    "es": SPANISH,
    "fr": FRENCH,
    "hi": HINDI,
    "it": ITALIAN,
    "ja": JAPANESE,
    "ko": KOREAN,
    "pt": PORTUGUESE,
    "ru": RUSSIAN,
    "zh": CHINESE,
    "yue": CHINESE,
}
# English names stand out between other letters; between Latin ones they would be taken for false friends.
_LATIN = frozenset(("de", "es", "fr", "it", "pt"))


_LATIN_RUN = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")


@dataclass(frozen=True, slots=True)
class Keyword:
    """Characters [begin, end) of a text call for the drawing `motif`, with a strength of 0 to 1."""

    begin: int
    end: int
    motif: str
    strength: float


class Lexicon:
    """What words stand for in one language; English words are known in every one."""

    def __init__(self, vocabularies: tuple[Vocabulary, ...]) -> None:
        self._motifs = [Table(words.motifs, words) for words in vocabularies]
        self._genres = [Table(words.genres, words) for words in vocabularies]
        self._moods = [Table(words.moods, words) for words in vocabularies]
        self._weak = frozenset(word for words in vocabularies for word in words.weak.split())

    def is_weak(self, word: str) -> bool:
        """Whether a word in lower case says little, though it is no function word."""
        return word in self._weak

    def motifs_of(self, word: str) -> list[tuple[str, float]]:
        """The drawings that a word in lower case calls for, with strengths."""
        return next((found for table in self._motifs if (found := table.of_word(word))), [])

    def keywords(self, text: str, words: Iterable[tuple[int, int]]) -> list[Keyword]:
        """What a text calls for, in its order; `words` are its words' places, marks left out."""
        places = list(words)
        found = [Keyword(*_parts(one)) for one in _first_known(self._motifs, text, places)]
        found += [Keyword(at, at + 1, signs.OF_EMOJI[c], 1.0) for at, c in enumerate(text) if c in signs.OF_EMOJI]
        for pattern, motif, strength in signs.FIGURES:
            found += [Keyword(spot.start(), spot.end(), motif, strength) for spot in pattern.finditer(text)]
        return sorted(found, key=lambda keyword: (keyword.begin, -keyword.strength))

    def genres(self, text: str, words: Iterable[tuple[int, int]]) -> list[Found]:
        """The kinds of text that words speak for."""
        return _first_known(self._genres, text, list(words))

    def moods(self, text: str, words: Iterable[tuple[int, int]]) -> list[Found]:
        """The moods that words speak for."""
        return _first_known(self._moods, text, list(words))


def _first_known(tables: list[Table], text: str, places: list[tuple[int, int]]) -> list[Found]:
    """What each place stands for in the first table that knows it."""
    found: list[Found] = []
    for number, table in enumerate(tables):
        if number:  # English words, wherever other letters go over into them
            places = [run.span() for run in _LATIN_RUN.finditer(text)]
        taken = [(one.begin, one.end) for one in found]
        found += [one for one in table.find(text, places) if not any(b < one.end and one.begin < e for b, e in taken)]
    return found


def _parts(found: Found) -> tuple[int, int, str, float]:
    return found.begin, found.end, found.name, found.strength


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language by its primary code; English and signs where there is none."""
    own = VOCABULARIES.get(language)
    if own is None:
        return Lexicon((ENGLISH,))
    return Lexicon((own,) if own is ENGLISH or language in _LATIN else (own, ENGLISH))
