"""Which letters a language is written with, and how much a text of one script says beside a text of another."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

Script = str

# The first word of a letter's Unicode name tells its script; these say so by another word.
_ALIASES = {
    "CJK": "HAN",
    "IDEOGRAPHIC": "HAN",
    "HIRAGANA": "KANA",
    "KATAKANA": "KANA",
    "KATAKANA-HIRAGANA": "KANA",
}
_BY_LANGUAGE: dict[str, tuple[Script, ...]] = {
    "am": ("ETHIOPIC",),
    "ar": ("ARABIC",),
    "as": ("BENGALI",),
    "az": ("LATIN", "CYRILLIC", "ARABIC"),
    "ba": ("CYRILLIC",),
    "be": ("CYRILLIC", "LATIN"),
    "bg": ("CYRILLIC",),
    "bn": ("BENGALI",),
    "bo": ("TIBETAN",),
    "bs": ("LATIN", "CYRILLIC"),
    "el": ("GREEK",),
    "fa": ("ARABIC",),
    "gu": ("GUJARATI",),
    "ha": ("LATIN", "ARABIC"),
    "hbs": ("LATIN", "CYRILLIC"),
    "he": ("HEBREW",),
    "hi": ("DEVANAGARI",),
    "hy": ("ARMENIAN",),
    "ja": ("KANA", "HAN"),
    "ka": ("GEORGIAN",),
    "kk": ("CYRILLIC", "LATIN", "ARABIC"),
    "km": ("KHMER",),
    "kn": ("KANNADA",),
    "ko": ("HANGUL", "HAN"),
    "ku": ("LATIN", "ARABIC"),
    "ky": ("CYRILLIC", "ARABIC"),
    "lo": ("LAO",),
    "mk": ("CYRILLIC",),
    "ml": ("MALAYALAM",),
    "mn": ("CYRILLIC", "MONGOLIAN"),
    "mr": ("DEVANAGARI",),
    "ms": ("LATIN", "ARABIC"),
    "my": ("MYANMAR",),
    "ne": ("DEVANAGARI",),
    "or": ("ORIYA",),
    "pa": ("GURMUKHI", "ARABIC"),
    "ps": ("ARABIC",),
    "ru": ("CYRILLIC",),
    "sa": ("DEVANAGARI",),
    "sd": ("ARABIC", "DEVANAGARI"),
    "si": ("SINHALA",),
    "sr": ("CYRILLIC", "LATIN"),
    "ta": ("TAMIL",),
    "te": ("TELUGU",),
    "tg": ("CYRILLIC",),
    "th": ("THAI",),
    "tk": ("LATIN", "CYRILLIC"),
    "tt": ("CYRILLIC", "LATIN"),
    "ug": ("ARABIC", "CYRILLIC", "LATIN"),
    "uk": ("CYRILLIC",),
    "ur": ("ARABIC",),
    "uz": ("LATIN", "CYRILLIC"),
    "yi": ("HEBREW",),
    "yue": ("HAN",),
    "zh": ("HAN",),
}
# What one letter says, against one of an alphabet: about how much longer the same text is in English.
_WEIGHT = {"HAN": 3.0, "KANA": 1.8, "HANGUL": 2.2}
_UNSPACED = frozenset({"HAN", "KANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"})


def scripts_of(language: str) -> frozenset[Script]:
    """The scripts a normalised language code is written in; Latin for all that are not listed."""
    return frozenset(_BY_LANGUAGE.get(language, ("LATIN",)))


@lru_cache(maxsize=8192)
def script_of(letter: str) -> Script | None:
    """The script of one character; None for what is no letter."""
    if not letter.isalpha():
        return None
    words = unicodedata.name(unicodedata.normalize("NFKC", letter)[0], "").split(" ", 1)
    return _ALIASES.get(words[0], words[0]) or None


def letters(text: str) -> Counter[Script]:
    """How many letters of each script a text has."""
    found: Counter[Script] = Counter()
    for letter, count in Counter(text).items():
        if script := script_of(letter):
            found[script] += count
    return found


def unspaced(script: Script | None) -> bool:
    """Whether the script writes its words without spaces between them."""
    return script in _UNSPACED


def weight(text: str) -> float:
    """How much a text says, in letters of an alphabet: a Chinese character counts as three."""
    return sum(
        count * _WEIGHT.get(script_of(letter) or "", 1.0)
        for letter, count in Counter(text).items()
        if not letter.isspace()
    )
