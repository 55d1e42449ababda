"""Emoji by their names in the reader's language (CLDR's names, from the `emoji` library)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

_BASE = (
    "[\u203c\u2049\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d"
    "\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]"
)
_TAIL = "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u20e3]*"
ONE = f"(?:[\U0001f1e6-\U0001f1ff]{{1,2}}|[0-9#*]\ufe0f?\u20e3|{_BASE}{_TAIL}(?:\u200d{_BASE}{_TAIL})*)"
PATTERN = f"{ONE}(?:\\s?{ONE})*"
_ONE = re.compile(ONE)
_LANGUAGES = frozenset(("ar", "de", "en", "es", "fa", "fr", "id", "it", "ja", "ko", "pt", "ru", "tr", "zh"))
# What is drawn in text for its shape, not for what it shows.
_ORNAMENTS = re.compile(
    "[\u2500-\u25ff\u2700-\u2704\u2713-\u2718\u2731-\u2743\u2756-\u27bf\u2600-\u2604\u2605\u2606]\ufe0e?"
)


def say_emoji(text: str, language: str) -> tuple[str, int]:
    """The names of a run of emoji, one after another, the same one said once; and how many have no name."""
    names: list[str] = []
    nameless = 0
    for found in _ONE.finditer(text):
        name = _name(found[0], language)
        # A family that nobody has named is its members.
        parts = [found[0]] if name or "\u200d" not in found[0] else found[0].split("\u200d")
        for part in parts:
            said = name or _name(part, language)
            if said is None:
                nameless += 0 if _ORNAMENTS.fullmatch(part) else 1
            elif not names or names[-1] != said:
                names.append(said)
    return ", ".join(names), nameless


@lru_cache(maxsize=4000)
def _name(character: str, language: str) -> str | None:
    if language not in _LANGUAGES or _ORNAMENTS.fullmatch(character):
        return None
    data = _data(language)
    plain = re.sub("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]", "", character)
    for spelling in (character, f"{character}\ufe0f", plain, f"{plain}\ufe0f"):
        entry = data.get(spelling)
        if entry and language in entry:
            return str(entry[language]).strip(":").replace("_", " ").replace("-", " ").replace("’", "'")
    return None


@cache
def _data(language: str) -> Any:
    import emoji

    emoji.config.load_language(language)
    return emoji.EMOJI_DATA
