"""Words and what they stand for, found in a text whatever endings they have there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WEAK = 0.45
_JOINTS = re.compile(r"['-]")
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_FOLDED = str.maketrans("أإآٱىةё’", "اااايهе'")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One language's words, as running text: `name: word word … name: word …`.

    An entry ending in `*` is a stem: whatever begins so. One ending in `?` is a weak sign (the word has other
    meanings). `endings` may follow any entry (`a>b`: ending a stands for b); `prefixes` may stand before one;
    at least `shortest` letters are left between them. `unspaced`: words are looked for inside runs of letters.
    `weak`: common words that say little.
    """

    motifs: str
    genres: str
    moods: str
    weak: str = ""
    endings: str = ""
    prefixes: str = ""
    shortest: int = 3
    unspaced: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Characters [begin, end) of a text stand for `name`, with a strength of 0 to 1."""

    begin: int
    end: int
    name: str
    strength: float


class Table:
    """The entries of one kind, for one language."""

    def __init__(self, entries: str, vocabulary: Vocabulary) -> None:
        self._whole: dict[str, list[tuple[str, float]]] = {}
        self._stems: dict[str, list[tuple[str, float]]] = {}
        name = ""
        for entry in entries.split():
            if entry.endswith(":"):
                name = entry[:-1]
                continue
            bare = entry.rstrip("?")
            kept = self._stems if bare.endswith("*") else self._whole
            strength = _WEAK if entry.endswith("?") else 1.0
            kept.setdefault(fold(bare.rstrip("*")), []).append((name, strength))
        self._endings = [ending.partition(">")[::2] for ending in map(fold, vocabulary.endings.split())]
        self._prefixes = sorted(map(fold, vocabulary.prefixes.split()), key=len, reverse=True)
        self._shortest = vocabulary.shortest
        self._inside = _either([*self._whole, *self._stems]) if vocabulary.unspaced else None

    def of_word(self, word: str) -> list[tuple[str, float]]:
        """What a word in lower case stands for, best first: (name, strength)."""
        for form in self._forms(fold(word)):
            if found := self._whole.get(form):
                return found
            for length in range(len(form), 0, -1):
                if found := self._stems.get(form[:length]):
                    return found
        return []

    def find(self, text: str, words: Iterable[tuple[int, int]]) -> list[Found]:
        """All that a text stands for; `words` are its words' places, marks left out."""
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = text
        if self._inside is not None:
            return [
                Found(spot.start(), spot.end(), name, strength)
                for spot in self._inside.finditer(lowered)
                for name, strength in self._whole.get(spot[0], []) or self._stems.get(spot[0], [])
            ]
        return [
            Found(begin, end, name, strength)
            for begin, end in words
            for name, strength in self.of_word(lowered[begin:end])
        ]

    def _forms(self, word: str) -> Iterable[str]:
        """The word, without endings and prefixes, and its parts where it is made of several."""
        if self._inside is not None:
            inside = self._inside.search(word)
            yield inside[0] if inside else word
            return
        yield from self._bare(word)
        for part in reversed(_JOINTS.split(word)):
            if part != word and len(part) > 1:
                yield from self._bare(part)

    def _bare(self, word: str) -> Iterable[str]:
        starts = [word]
        starts += [word[len(one) :] for one in self._prefixes if word.startswith(one)]
        for start in starts:
            if len(start) < len(word) and len(start) < self._shortest:
                continue
            yield start
            for ending, stands_for in self._endings:
                if start.endswith(ending) and len(start) - len(ending) >= self._shortest - bool(stands_for):
                    yield start[: len(start) - len(ending)] + stands_for


def fold(word: str) -> str:
    """A word as it is compared: Arabic without vowel marks and with one alif, Russian without ё, one apostrophe."""
    return _MARKS.sub("", word.translate(_FOLDED))


def _either(entries: Iterable[str]) -> re.Pattern[str] | None:
    known = sorted(entries, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, known))) if known else None
