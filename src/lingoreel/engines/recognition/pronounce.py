"""How an English word outside the dictionary is probably said, in the phones of the CMU dictionary (ARPAbet).

Names and terms a customer gives are mostly compounds of known words (`lingoreel`) or spelt regularly (`Kovarik`).
Rough is enough: the recogniser only has to find this word closer to the sound than any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

# Longest first at each place; `_` before or after stands for the word's border.
_RULES: tuple[tuple[str, str], ...] = (
    ("tion", "SH AH N"),
    ("sion", "ZH AH N"),
    ("eigh", "EY"),
    ("augh", "AO"),
    ("ough", "AO"),
    ("tch", "CH"),
    ("sch", "SH"),
    ("igh", "AY"),
    ("ear", "IH R"),
    ("eer", "IH R"),
    ("air", "EH R"),
    ("our", "AW ER"),
    ("oor", "AO R"),
    ("ch", "CH"),
    ("ck", "K"),
    ("sh", "SH"),
    ("th", "TH"),
    ("ph", "F"),
    ("gh", "G"),
    ("kn", "N"),
    ("wr", "R"),
    ("wh", "W"),
    ("qu", "K W"),
    ("ng", "NG"),
    ("nk", "NG K"),
    ("dg", "JH"),
    ("ai", "EY"),
    ("ay", "EY"),
    ("au", "AO"),
    ("aw", "AO"),
    ("ea", "IY"),
    ("ee", "IY"),
    ("ei", "AY"),
    ("ey", "IY"),
    ("eu", "Y UW"),
    ("ew", "UW"),
    ("ie", "IY"),
    ("oa", "OW"),
    ("oi", "OY"),
    ("oy", "OY"),
    ("oo", "UW"),
    ("ou", "AW"),
    ("ow", "OW"),
    ("ue", "UW"),
    ("ar", "AA R"),
    ("er", "ER"),
    ("ir", "ER"),
    ("or", "AO R"),
    ("ur", "ER"),
    ("a", "AE"),
    ("b", "B"),
    ("c", "K"),
    ("d", "D"),
    ("e", "EH"),
    ("f", "F"),
    ("g", "G"),
    ("h", "HH"),
    ("i", "IH"),
    ("j", "JH"),
    ("k", "K"),
    ("l", "L"),
    ("m", "M"),
    ("n", "N"),
    ("o", "AA"),
    ("p", "P"),
    ("q", "K"),
    ("r", "R"),
    ("s", "S"),
    ("t", "T"),
    ("u", "AH"),
    ("v", "V"),
    ("w", "W"),
    ("x", "K S"),
    ("y", "IH"),
    ("z", "Z"),
)
_LONG = {"a": "EY", "e": "IY", "i": "AY", "o": "OW", "u": "UW", "y": "AY"}
_FINAL = {"a": "AH", "i": "IY", "o": "OW", "u": "UW", "y": "IY"}
_VOWELS = "aeiouy"

Lookup = Callable[[str], str | None]


def pronounce(word: str, lookup: Lookup) -> str | None:
    """Phones of `word`, blanks between them: as the dictionary has it, as a compound of its words, or by rule.

    `lookup(word)` gives the dictionary's phones or None. None when the word is not written in Latin letters.
    """
    word = word.lower().replace("’", "'")
    if not re.fullmatch(r"[a-z']+", word):
        return None
    return lookup(word) or _compound(word, lookup) or _by_rule(word.replace("'", "")) or None


def _compound(word: str, lookup: Lookup) -> str | None:
    """The fewest dictionary words, of four letters or more each, that spell the word."""

    @cache
    def split(rest: str) -> tuple[str, ...] | None:
        if not rest:
            return ()
        found: tuple[str, ...] | None = None
        for size in range(len(rest), 3, -1):
            phones = lookup(rest[:size])
            tail = split(rest[size:]) if phones else None
            if phones and tail is not None and (found is None or len(tail) + 1 < len(found)):
                found = (phones, *tail)
        return found

    parts = split(word)
    return " ".join(parts) if parts else None


def _by_rule(word: str) -> str:
    phones: list[str] = []
    at = 0
    while at < len(word):
        if at and word[at] == word[at - 1] and word[at] not in _VOWELS:
            at += 1  # a doubled consonant is said once
            continue
        if phone := _by_place(word, at):
            phones.append(phone)
            at += 1
            continue
        letters, sound = next(rule for rule in _RULES if word.startswith(rule[0], at))
        if sound:
            phones.append(sound)
        at += len(letters)
        if letters == "e" and at == len(word) and len(phones) > 1:
            phones.pop()  # silent at the end
    return " ".join(phones)


def _by_place(word: str, at: int) -> str | None:
    """What one letter says because of its neighbours, where that differs from the table."""
    letter, rest = word[at], word[at + 1 :]
    if not rest and at and letter in _FINAL:
        return _FINAL[letter]
    if letter in _LONG and re.fullmatch(r"[bcdfgklmnpstvz]e", rest):
        return _LONG[letter]
    if letter == "c" and rest[:1] in ("e", "i", "y"):
        return "S"
    if letter == "y" and at == 0 and rest[:1] and rest[0] in _VOWELS:
        return "Y"
    return None
