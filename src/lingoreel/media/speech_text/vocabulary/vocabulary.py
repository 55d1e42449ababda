"""The words a language has for what is written in signs and short forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Vocabulary:
    """One language's words; `{}`-templates take the numbers in words.

    Counted nouns are `one|many` or `one|few|many`, in the order of `numbers.plural_form`, with the gender of the noun
    (`f:`, `n:`) before them. Keys of `abbreviations` end in `*` where a sentence may end with them.
    """

    language: str
    decimal: str
    groups: str
    point: str
    minus: str
    percent: str
    range: str
    over: str
    dot: str
    slash: str
    at: str
    hashtag: str
    number: str
    symbols: dict[str, str]
    currencies: dict[str, str]
    units: dict[str, str]
    months: tuple[str, ...]
    # Of a day, a month's name and a year; and of a day and a month.
    date: tuple[str, str]
    # Which of d, m, y a date in figures has first.
    order: str
    # On the hour, and with minutes.
    time: tuple[str, str]
    # What the hour is followed by where the time is written in figures.
    clock: str = ""
    magnitudes: dict[str, str] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)
    fractions: dict[str, str] = field(default_factory=dict)
    # Words before a Roman numeral that is a plain number: chapter IV.
    roman_after: str = ""
    # Words after one that is an ordinal: XIX век.
    roman_before: str = ""
    # How a day is said: cardinal, ordinal, genitive, or first (ordinal for the first day alone).
    day: str = "cardinal"
    year: str = "year"
    # Ordinal endings written after figures, with the gender they stand for.
    ordinals: dict[str, str] = field(default_factory=dict)
    # Whether figures may be parted by plain blanks.
    blank_groups: bool = False
    hour: str = "m"
    # Blank between a number and its unit's name.
    between: str = " "
    months_after: str = ""


def pairs(text: str) -> dict[str, str]:
    """`a=b` lines, or `a=b; c=d`, as a dictionary; blanks around them are dropped."""
    found: dict[str, str] = {}
    for part in re.split("[;\n]", text):
        # A key may be = itself.
        entry = re.fullmatch(r"\s*(.[^=]*?)\s*=\s*(.*?)\s*", part)
        if entry:
            found[entry[1]] = entry[2]
    return found
