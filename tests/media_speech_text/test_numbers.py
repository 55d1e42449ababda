"""Number words against num2words, where both speak a language."""

from __future__ import annotations

import random

import pytest
from num2words import num2words

from lingoreel.media.speech_text.numbers import LANGUAGES, LARGEST, cardinal, digits, ordinal, year

_RANDOM = random.Random(4)
NUMBERS = [*range(1200), *(_RANDOM.randrange(10 ** _RANDOM.randint(3, 13)) for _ in range(200)), 10**6, 10**9, 10**12]


def _bare(text: str) -> str:
    """Letters alone: the two differ in commas, hyphens and the English and."""
    for drop in (",", " and ", " e ", "-"):
        text = text.replace(drop, " ")
    return text.replace("é", "e").replace(" ", "").lower()


@pytest.mark.parametrize("language", ["en", "fr", "nl", "pl", "ru", "ko", "it"])
def test_cardinals_are_those_of_num2words(language: str) -> None:
    wrong = [n for n in NUMBERS if _bare(cardinal(n, language)) != _bare(num2words(n, lang=language))]
    # num2words writes centotto and centottanta but seicentoottantuno: Italian elides there too.
    assert not [n for n in wrong if not (language == "it" and "ott" in cardinal(n, "it"))]


def test_portuguese_is_that_of_brazil() -> None:
    assert not [n for n in NUMBERS if _bare(cardinal(n, "pt")) != _bare(num2words(n, lang="pt_BR"))]


def test_japanese_is_read_in_kana() -> None:
    assert not [n for n in NUMBERS[1:] if cardinal(n, "ja") != num2words(n, lang="ja", reading=True).replace(" ", "")]


@pytest.mark.parametrize("language", ["es", "de"])
def test_cardinals_but_for_the_short_one_before_a_thousand(language: str) -> None:
    """num2words leaves uno and eins long before mil, tausend and millions; the languages do not."""
    plain = [n for n in NUMBERS if n < 1_000_000 and (n // 1000) % 10 != 1]
    assert not [n for n in plain if _bare(cardinal(n, language)) != _bare(num2words(n, lang=language))]


@pytest.mark.parametrize(("number", "language", "gender", "said"), [
    (21_000, "es", "m", "veintiún mil"),
    (31_000_000, "es", "m", "treinta y un millones"),
    (200, "es", "f", "doscientas"),
    (301_000, "de", "m", "dreihunderteintausend"),
    (1, "de", "f", "eine"),
    (2, "ru", "f", "две"),
    (2, "pt", "f", "duas"),
    (2, "zh", "a", "两"),
    (10_001, "zh", "m", "一万零一"),
    (100_100, "zh", "m", "十万零一百"),
    (102_000_000, "zh", "m", "一亿零二百万"),
    (20, "ko", "a", "스무"),
    (2024, "ar", "m", "ألفان وأربعة وعشرون"),
    (3_000, "ar", "m", "ثلاثة آلاف"),
    (11_000, "ar", "m", "أحد عشر ألفًا"),
    (12_34_567, "hi", "m", "बारह लाख चौंतीस हज़ार पाँच सौ सड़सठ"),
])  # fmt: skip
def test_what_num2words_does_not_know(number: int, language: str, gender: str, said: str) -> None:
    assert cardinal(number, language, gender) == said


@pytest.mark.parametrize("language", ["en", "nl", "pl"])
def test_ordinals_are_those_of_num2words(language: str) -> None:
    numbers = [*range(1, 100), 100, 101, 1000, 2024]
    assert not [n for n in numbers if _bare(ordinal(n, language)) != _bare(num2words(n, lang=language, to="ordinal"))]


@pytest.mark.parametrize(("number", "language", "gender", "said"), [
    (1, "fr", "f", "première"),
    (80, "fr", "m", "quatre-vingtième"),
    (3, "es", "a", "tercer"),
    (23, "it", "m", "ventitreesimo"),
    (5, "ru", "g", "пятого"),
    (2024, "ru", "l", "две тысячи двадцать четвёртом"),
    (2000, "ru", "g", "двухтысячного"),
    (3, "pl", "g", "trzeciego"),
    (1, "ko", "m", "첫 번째"),
    (5, "hi", "f", "पाँचवीं"),
])  # fmt: skip
def test_ordinals_in_their_forms(number: int, language: str, gender: str, said: str) -> None:
    assert ordinal(number, language, gender) == said


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_says_every_number(language: str) -> None:
    said = {cardinal(n, language) for n in range(1100)}
    assert len(said) == 1100
    assert cardinal(LARGEST, language).strip()
    assert cardinal(LARGEST + 1, language) == digits(str(LARGEST + 1), language)
    assert not any(c.isdecimal() for n in NUMBERS for c in cardinal(n, language) + ordinal(n, language))


@pytest.mark.parametrize(("number", "language", "said"), [
    (1999, "en", "nineteen ninety-nine"),
    (1905, "en", "nineteen oh five"),
    (2005, "en", "two thousand and five"),
    (1900, "en", "nineteen hundred"),
    (1999, "de", "neunzehnhundertneunundneunzig"),
    (2024, "zh", "二零二四"),
    (1999, "fr", "mille neuf cent quatre-vingt-dix-neuf"),
])  # fmt: skip
def test_years(number: int, language: str, said: str) -> None:
    assert year(number, language) == said
