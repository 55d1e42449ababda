"""Figures: what number a language means by them, and how it says it."""

from __future__ import annotations

import re

from lingoreel.media.speech_text.numbers import cardinal, digits, plural_form, year
from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary

# Languages that read decimals digit by digit; the others as a number when short.
_DIGIT_BY_DIGIT = frozenset(("en", "de", "zh", "ja", "ko", "hi", "ar"))
_BLANK_GROUPS = re.compile(r"\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})+(?!\d)")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})*,\d{3}(?:\.\d+)?")
_LONGEST = 15
_RU_PARTS = {1: ("десятая", "десятых"), 2: ("сотая", "сотых"), 3: ("тысячная", "тысячных")}


def ascii_figures(text: str) -> str:
    """Figures of every script as 0–9, their separators as points and commas."""
    if text.isascii():
        return text
    return "".join(str(int(c)) if c.isdecimal() else {"٫": ".", "٬": ",", "．": ".", "，": ","}.get(c, c) for c in text)


def read(text: str, words: Vocabulary) -> tuple[str, str | None] | None:
    """Figures as (whole, decimals), or None where their separators make no number.

    The language's own reading of points and commas holds; the other one only where it alone is possible.
    """
    text = ascii_figures(text)
    grouped = _BLANK_GROUPS.match(text)
    if grouped:
        text = re.sub(r"[ \u00a0\u2009\u202f'’]", "", grouped[0]) + text[grouped.end() :]
    if text.isdecimal():
        return text, None
    d, g = (re.escape(mark) for mark in (words.decimal, "," if words.decimal == "." else "."))
    if words.language == "hi" and _INDIAN.fullmatch(text):
        whole, _, decimals = text.replace(",", "").partition(".")
        return whole, decimals or None
    for point, group, pattern in (
        (d, g, rf"\d{{1,3}}(?:{g}\d{{3}})+(?:{d}\d+)?"),
        (d, g, rf"\d+{d}\d+"),
        (g, d, rf"\d{{1,3}}(?:{d}\d{{3}})+{g}\d+|\d{{1,3}}(?:{d}\d{{3}}){{2,}}"),
        (g, d, rf"\d+{g}\d+"),
    ):
        # Where a point is decimal, 1,2 are two numbers in a row.
        if re.fullmatch(pattern, text) and not (words.decimal == "." and pattern == rf"\d+{g}\d+"):
            whole, _, decimals = text.replace(group[-1], "").partition(point[-1])
            return whole, decimals or None
    return None


def say(whole: str, decimals: str | None, words: Vocabulary, gender: str = "m") -> str:
    """A number in words; long ones and those that begin with 0 digit by digit."""
    language = words.language
    if len(whole) > _LONGEST or (len(whole) > 1 and whole[0] == "0" and decimals is None):
        return digits(whole, language)
    if decimals is None:
        return cardinal(int(whole), language, gender)
    if language == "ru" and len(decimals) in _RU_PARTS and int(decimals):
        return _russian_decimals(int(whole), decimals)
    spoken = cardinal(int(whole), language)
    if language in _DIGIT_BY_DIGIT or decimals[0] == "0" or len(decimals) > 2:
        tail = digits(decimals, language)
    else:
        tail = cardinal(int(decimals), language)
    blank = words.between
    return f"{spoken}{blank}{words.point}{blank}{tail}"


def _russian_decimals(whole: int, decimals: str) -> str:
    one, many = _RU_PARTS[len(decimals)]
    part = int(decimals)
    return (
        f"{cardinal(whole, 'ru', 'f')} {'целая' if plural_form(whole, 'ru') == 0 else 'целых'} "
        f"{cardinal(part, 'ru', 'f')} {one if plural_form(part, 'ru') == 0 else many}"
    )


def noun(entry: str, number: int, whole: bool, language: str) -> tuple[str, str]:
    """A counted noun's form for a number, and the gender that the number takes before it."""
    gender = ""
    if entry[1:2] == ":":
        gender, entry = entry[0], entry[2:]
    forms = entry.split("|")
    form = plural_form(number, language)
    if not whole:
        form = 1 if language in {"ru", "en", "es", "de", "it", "nl"} or number > 1 else 0
        form = {"pl": 2, "ar": 0}.get(language, form)
    masculine = "a" if language in {"es", "it", "zh"} else "m"
    return forms[min(form, len(forms) - 1)], gender or masculine


def counted(whole: str, decimals: str | None, entry: str, words: Vocabulary) -> str:
    """A number with the noun it counts: 5 and `km` → five kilometers."""
    number = int(whole) if len(whole) <= _LONGEST else 10**_LONGEST
    name, gender = noun(entry, number, decimals is None, words.language)
    # Arabic says one and two by the noun alone.
    if words.language == "ar" and decimals is None and number in {1, 2}:
        return name
    if words.language == "ar" and decimals is None and 3 <= number <= 10:
        gender = "m" if gender == "f" else gender
        feminine = entry.startswith("f:")
        return f"{cardinal(number, 'ar', 'f' if feminine else 'm')} {name}"
    return f"{say(whole, decimals, words, gender)}{words.between}{name}"


def is_year(text: str) -> bool:
    """Whether bare figures are most likely a year: four of them, from 1100 to 2099."""
    return len(text) == 4 and text.isdecimal() and 1100 <= int(text) <= 2099


def say_year(number: int, words: Vocabulary) -> str:
    """A year in words."""
    return year(number, words.language)
