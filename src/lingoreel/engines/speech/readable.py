"""A text as an engine may read it, and the way back to its places."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST_WORD = 60  # letters; beyond, flite takes time by their square
_BREAKING = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}  # controls, surrogates, private, unassigned, blanks
_JOINERS = "\u200c\u200d"  # part of the spelling in Persian and in Indian scripts
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Readable:
    """`text` to be read; character i of it stands at `places[i]` of the original."""

    text: str
    places: tuple[int, ...]

    @property
    def speakable(self) -> bool:
        """Whether there is a letter or a digit to say."""
        return any(character.isalnum() for character in self.text)


def readable(text: str, *, longest_word: int = LONGEST_WORD) -> Readable:
    """The text without what is no text: controls and lone surrogates become blanks, invisible marks go.

    A word of more than `longest_word` letters is cut, but for scripts that write without blanks.
    """
    characters: list[str] = []
    places: list[int] = []
    run = 0
    for place, character in enumerate(text):
        category = unicodedata.category(character)
        if category == "Cf" and character not in _JOINERS:
            continue
        kept = " " if category in _BREAKING else character
        run = run + 1 if category[0] in "LM" and not _without_blanks(character) else 0
        if run > longest_word and category[0] == "L":
            characters.append(" ")
            places.append(place)
            run = 1
        characters.append(kept)
        places.append(place)
    return Readable("".join(characters), tuple(places))


def tokens(text: str) -> list[tuple[int, int]]:
    """Begin and end of all that stands between blanks and has a letter or digit; punctuation around it left out."""
    found = []
    for match in _TOKEN.finditer(text):
        begin, end = match.span()
        while begin < end and not text[begin].isalnum():
            begin += 1
        while end > begin and not _sounds(text[end - 1]):
            end -= 1
        if begin < end:
            found.append((begin, end))
    return found


def _without_blanks(character: str) -> bool:
    """Chinese characters, kana, and Thai to Burmese: words stand there one after another."""
    point = ord(character)
    return 0x2E80 <= point <= 0x9FFF or 0xF900 <= point <= 0xFAFF or point >= 0x20000 or 0x0E00 <= point <= 0x109F


def _sounds(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")
