"""What kind of text it is: by its form first, then by its words."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from lingoreel.media.film.forms import Form
from lingoreel.media.film.keywords import Lexicon
from lingoreel.media.film.storyboard import GENRES

_AMOUNT = re.compile(
    r"[\d½¼¾⅓⅔]\s?(?:g|kg|ml|cl|dl|l|oz|lb|tbsp|tsp|cups?|EL|TL|克|毫升|勺|个|グラム|個|本|大さじ|小さじ|г|мл|ст\.|ч\.|그램|큰술|작은술"
    r"|컵|غرام|جرام|مل|ملعقة|كوب|ग्राम|चम्मच|कप)(?!\w)|(?:大さじ|小さじ)\d",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\d\s?[%％٪]")
_PRICE = re.compile(r"[$€£¥￥₹₽₩]\s?\d|\d\s?[$€£¥₹₽₩元円원]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# What a text is when nothing speaks for anything else.
_PLAIN = 0.9
# What a poem's words count in a text that is not laid out as one.
_PROSE_POEM = 0.5


def tell_genre(text: str, words: Sequence[tuple[int, int]], form: Form, lexicon: Lexicon) -> str:
    """One of `GENRES`; `words` are the words' places, marks left out."""
    marks = dict.fromkeys(GENRES, 0.0)
    names: dict[str, set[str]] = {genre: set() for genre in GENRES}
    for found in lexicon.genres(text, words):
        word = text[found.begin : found.end].lower()
        marks[found.name] += found.strength * (0.3 if word in names[found.name] else 1.0)
        names[found.name].add(word)
    # Five telling words in fifty say as much as ten in two hundred.
    scale = 1 / math.sqrt(max(1.0, len(words) / 12))
    marks = {genre: mark * scale for genre, mark in marks.items()}
    marks["story"] += _PLAIN
    marks["recipe"] += min(2.5, 0.9 * len(_AMOUNT.findall(text)))
    marks["news"] += min(1.0, 0.5 * len(_PERCENT.findall(text))) + min(0.6, 0.3 * len(_YEAR.findall(text)))
    marks["product"] += min(1.0, 0.6 * len(_PRICE.findall(text))) + min(0.8, 0.2 * (text.count("!") + text.count("！")))
    marks["poem"] = marks["poem"] + 2.5 if form.verse else marks["poem"] * _PROSE_POEM
    if form.steps > 1:
        marks["instructions"] += 1.4
        marks["recipe"] += 0.6
    elif form.items > 1:
        marks["product"] += 0.7
        marks["recipe"] += 0.5
        marks["instructions"] += 0.5
    return max(GENRES, key=lambda genre: marks[genre])
