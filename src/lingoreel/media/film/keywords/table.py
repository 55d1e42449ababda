"""Words and what they stand for, found in a text whatever endings they have there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_WEAK = 0.45
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One language's words, each list separated by blanks, by the name of what they stand for.

    An entry ending in `*` is a stem: whatever begins so. One ending in `?` is a weak sign (the word has other
    meanings). `endings` may follow any entry (`a>b`: ending a stands for b); `prefixes` may stand before one.
    `unspaced`: words are looked for inside runs of letters. `weak`: common words that say little.
    """

    motifs: Mapping[str, str]
    genres: Mapping[str, str]
    moods: Mapping[str, str]
    weak: str = ""
    endings: str = ""
    prefixes: str = ""
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

    def __init__(self, entries: Mapping[str, str], vocabulary: Vocabulary) -> None:
        self._whole: dict[str, list[tuple[str, float]]] = {}
        self._stems: dict[str, list[tuple[str, float]]] = {}
        for name, words in entries.items():
            for entry in words.split():
                weak = entry.endswith("?")
                bare = entry.rstrip("?")
                stem = bare.endswith("*")
                bare = bare.rstrip("*").replace("_", " ")
                kept = self._stems if stem else self._whole
                kept.setdefault(bare, []).append((name, _WEAK if weak else 1.0))
        self._endings = [
            tuple(ending.split(">")) if ">" in ending else (ending, "") for ending in vocabulary.endings.split()
        ]
        self._prefixes = sorted(vocabulary.prefixes.split(), key=len, reverse=True)
        self._inside = _either([*self._whole, *self._stems]) if vocabulary.unspaced else None

    def of_word(self, word: str) -> list[tuple[str, float]]:
        """What a word in lower case stands for, best first: (name, strength)."""
        for form in self._forms(word):
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
        word = word.replace("’", "'")
        yield from self._bare(word)
        for part in re.split(r"['-]", word)[::-1]:
            if part != word and len(part) > 1:
                yield from self._bare(part)

    def _bare(self, word: str) -> Iterable[str]:
        yield word
        for ending, stands_for in self._endings:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM - bool(stands_for):
                yield word[: len(word) - len(ending)] + stands_for
        for prefix in self._prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM - 1:
                yield word[len(prefix) :]


def _either(entries: Iterable[str]) -> re.Pattern[str] | None:
    known = sorted(entries, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, known))) if known else None
