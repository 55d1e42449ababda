"""Which language a text is in, told by its letters and its small words; for texts nobody told it of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

from lingoreel.media.cues.function_words import FUNCTION_WORDS
from lingoreel.media.speech_text.stretches import scripts_of, stretches

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_WIDE = 2.5
"""A sign of a script without blanks says as much as so many letters."""
_WIDE_LANGUAGES = frozenset(("zh", "ja", "ko"))
_SURE = 1.25
"""By how much the best language must be ahead of English."""
_LEAST_SHARE = 0.12
"""Of a text's words at least so many must be small words of its language."""

_LETTERS = {
    letter: languages.split()
    for letters, languages in {
        "ñ¿¡": "es",
        "ß": "de",
        "ä": "de sv",
        "ö": "de sv tr",
        "ü": "de es tr",
        "å": "sv",
        "ãõ": "pt",
        "ç": "fr pt tr",
        "œëîû": "fr",
        "èù": "fr it",
        "ìò": "it",
        "ąęłńśźż": "pl",
        "ğşı": "tr",
        "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ": "vi",
    }.items()
    for letter in letters
}
"""Letters that few languages have; each says as much as a small word."""


def guess_language(text: str) -> str | None:
    """The code of the language that most of the text is in; None where nothing tells.

    By its script where that tells; Latin letters by their words, for the languages whose small words are known here.
    """
    letters: Counter[str] = Counter()
    for begin, end, language in stretches(text, 0, len(text), "en"):
        count = sum(c.isalpha() for c in text[begin:end])
        letters[language] += round(count * (_WIDE if language in _WIDE_LANGUAGES else 1))
    if not letters or not letters.total():
        return None
    most = letters.most_common(1)[0][0]
    return _by_words(text) if most == "en" else most


def _by_words(text: str) -> str | None:
    found = _WORD.findall(text.replace("’", "'").lower())
    words = [part for word in found for part in ((word, word.partition("'")[2]) if "'" in word else (word,)) if part]
    if not words:
        return None
    known = _languages()
    scores: defaultdict[str, float] = defaultdict(float)
    hits: Counter[str] = Counter()
    for word in words:
        for language in known.get(word, ()):
            scores[language] += 1 / len(known[word])
            hits[language] += 1
    for letter in set(text.lower()) & _LETTERS.keys():
        for language in _LETTERS[letter]:
            scores[language] += 1 / len(_LETTERS[letter])
            hits[language] += 1
    if not scores:
        return None
    best = max(scores, key=lambda language: (scores[language], language == "en", language))
    if hits[best] < max(1, _LEAST_SHARE * len(words)):
        return None
    return best if scores[best] >= _SURE * scores["en"] else "en"


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    """For each small word, the languages in Latin letters that have it."""
    found: dict[str, set[str]] = {}
    for language, words in FUNCTION_WORDS.items():
        if "Latn" not in scripts_of(language):
            continue
        for word in words.binds_next | words.opens | words.binds_previous:
            found.setdefault(word, set()).add(language)
    return {word: tuple(sorted(languages)) for word, languages in found.items()}
