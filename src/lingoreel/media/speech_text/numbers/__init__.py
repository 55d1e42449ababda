"""Numbers in words, for the languages whose grammar of numbers is written here.

Small tables rather than a library: those at hand lack Chinese and Hindi, write Japanese in kanji that a voice may not
read, and load every language at once. The tests compare these words with num2words where both speak a language.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from lingoreel.media.speech_text.numbers import arabic, east_asian, germanic, hindi, romance, slavic

# Above this a number is read digit by digit.
LARGEST = 10**15 - 1

_CARDINALS: dict[str, Callable[[int, str], str]] = {
    "ar": arabic.arabic,
    "de": germanic.german,
    "en": germanic.english,
    "es": romance.spanish,
    "fr": romance.french,
    "hi": hindi.hindi,
    "it": romance.italian,
    "ja": east_asian.japanese,
    "ko": east_asian.korean,
    "nl": germanic.dutch,
    "pl": slavic.polish,
    "pt": romance.portuguese,
    "ru": slavic.russian,
    "zh": east_asian.chinese,
}
_ORDINALS: dict[str, Callable[[int, str], str]] = {
    "ar": arabic.arabic_ordinal,
    "de": germanic.german_ordinal,
    "en": germanic.english_ordinal,
    "es": romance.spanish_ordinal,
    "fr": romance.french_ordinal,
    "hi": hindi.hindi_ordinal,
    "it": romance.italian_ordinal,
    "ja": east_asian.japanese_ordinal,
    "ko": east_asian.korean_ordinal,
    "nl": germanic.dutch_ordinal,
    "pl": slavic.polish_ordinal,
    "pt": romance.portuguese_ordinal,
    "ru": slavic.russian_ordinal,
    "zh": east_asian.chinese_ordinal,
}
_YEARS: dict[str, Callable[[int], str]] = {
    "de": germanic.german_year,
    "en": germanic.english_year,
    "nl": germanic.dutch_year,
}
LANGUAGES = frozenset(_CARDINALS)


@lru_cache(maxsize=20_000)
def cardinal(number: int, language: str, gender: str = "m") -> str:
    """A whole number ≥ 0 in words. `gender`: m, f, n, or a (before a masculine noun or a counter).

    Beyond `LARGEST` the digits one by one. Raises KeyError for a language that is not in `LANGUAGES`.
    """
    return _CARDINALS[language](number, gender) if number <= LARGEST else digits(str(number), language)


@lru_cache(maxsize=5_000)
def ordinal(number: int, language: str, gender: str = "m") -> str:
    """The ordinal of a whole number in words; `gender` as in `cardinal`, and g for the Slavic genitive."""
    return _ORDINALS[language](number, gender) if number <= LARGEST else digits(str(number), language)


def year(number: int, language: str) -> str:
    """A year as the language reads it: 1999 is nineteen ninety-nine."""
    if language == "zh" and number >= 1000:
        return east_asian.chinese_digits(str(number))
    return _YEARS[language](number) if language in _YEARS else cardinal(number, language)


def digits(text: str, language: str) -> str:
    """Digits one by one, parted by blanks (none in Chinese and Japanese)."""
    between = "" if language in {"zh", "ja"} else " "
    return between.join(_CARDINALS[language](int(digit), "m") for digit in text)


def plural_form(number: int, language: str) -> int:
    """Which form of a counted noun goes with a number: 0 singular; 1 and 2 plural, as the language counts them.

    Slavic: 1 for two to four, 2 for five and more. Arabic: 1 dual, 2 for three to ten. Others: 0 or 1.
    """
    if language in {"pl", "ru"}:
        return slavic.plural_index(number, language)
    if language == "ar":
        return arabic.plural_index(number)
    if language in {"fr", "pt"}:
        return int(number > 1)
    return 0 if language in {"zh", "ja", "ko", "hi"} else int(number != 1)
