"""Which language each stretch of a text is in, told by its script.

A script that the text's own language is written in stays with it; others go to the language that is most spoken of
those written so, or to the one whose own letters are there (Ukrainian ї, Persian پ).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("Latn", "A-Za-zªºÀ-ÖØ-öø-ʯᴀ-ᴥᴬ-ᵜᵢ-ᵥᵫ-ᵷḀ-ỿℊ-ℓⅠ-ↈⱠ-Ɀ꜠-ꟿﬀ-ﬆＡ-Ｚａ-ｚ\U0001d400-\U0001d6a5"),
    ("Grek", "ͰͳͶ-ͽΆΈ-Ͽἀ-ῼ"),
    ("Cyrl", "Ѐ-ҁҊ-ԯᲀ-ᲈꙀ-ꙮ"),
    ("Armn", "Ա-Ֆՠ-ֈ"),
    ("Hebr", "א-ײ"),
    ("Arab", "ؠ-يٮ-ۓەۮۯۺ-ۿݐ-ݿࡰ-ࢽﭐ-ﷻﹰ-ﻼ"),
    ("Deva", "ऀ-ॣॱ-ॿ"),
    ("Beng", "ঀ-৥ৰৱ"),
    ("Guru", "ਁ-੥ੰ-ੵ"),
    ("Gujr", "ઁ-૥ૹ"),
    ("Orya", "ଁ-୥ୱ"),
    ("Taml", "ஂ-௥"),
    ("Telu", "ఀ-౥"),
    ("Knda", "ಀ-೥"),
    ("Mlym", "ഀ-൥ൺ-ൿ"),
    ("Sinh", "ඁ-෥"),
    ("Thai", "ก-ฺเ-๎"),
    ("Laoo", "ກ-ໆ່-ໍ"),
    ("Tibt", "ཀ-྾"),
    ("Mymr", "က-ဿၐ-႟"),
    ("Geor", "Ⴀ-ჿᲐ-Ჿⴀ-ⴭ"),
    ("Ethi", "ሀ-ፚ"),
    ("Khmr", "ក-៓"),
    ("Kana", "ぁ-ゖゝ-ヺー-ヿㇰ-ㇿｦ-ﾟ"),
    ("Hang", "ᄀ-ᇿㄱ-ㆎ가-힣"),
    ("Hani", "々〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"),
)
_RUNS = re.compile("|".join(f"(?P<{name}>[{letters}]+)" for name, letters in _SCRIPTS))
_LETTERS = dict(_SCRIPTS)
UNSPACED = "".join(_LETTERS[name] for name in ("Hani", "Kana", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"))

_FIRST = {
    "Latn": "en",
    "Grek": "el",
    "Cyrl": "ru",
    "Armn": "hy",
    "Hebr": "he",
    "Arab": "ar",
    "Deva": "hi",
    "Beng": "bn",
    "Guru": "pa",
    "Gujr": "gu",
    "Orya": "or",
    "Taml": "ta",
    "Telu": "te",
    "Knda": "kn",
    "Mlym": "ml",
    "Sinh": "si",
    "Thai": "th",
    "Laoo": "lo",
    "Tibt": "bo",
    "Mymr": "my",
    "Geor": "ka",
    "Ethi": "am",
    "Khmr": "km",
    "Kana": "ja",
    "Hang": "ko",
    "Hani": "zh",
}
# Languages that are not written in Latin letters, or not in them alone.
_OWN: dict[str, frozenset[str]] = {
    language: frozenset(scripts.split())
    for scripts, languages in {
        "Cyrl": "ru uk be bg mk mn kk ky tg tt ba",
        "Cyrl Latn": "sr hbs bs uz tk az",
        "Arab": "ar fa ur ps sd ug ku ckb",
        "Arab Latn": "ku",
        "Deva": "hi mr ne sa",
        "Beng": "bn as",
        "Hani": "zh yue",
        "Hani Kana": "ja",
        "Hang Hani": "ko",
        "Hebr": "he yi",
        "Grek": "el",
        "Armn": "hy",
        "Guru": "pa",
        "Gujr": "gu",
        "Orya": "or",
        "Taml": "ta",
        "Telu": "te",
        "Knda": "kn",
        "Mlym": "ml",
        "Sinh": "si",
        "Thai": "th",
        "Laoo": "lo",
        "Tibt": "bo",
        "Mymr": "my",
        "Geor": "ka",
        "Ethi": "am",
        "Khmr": "km",
    }.items()
    for language in languages.split()
}
_LATIN = frozenset(("Latn",))
_KANA = re.compile("[ぁ-ゖァ-ヺ]")
# Letters that stand together in one Chinese or Japanese phrase.
_CJK = re.compile(f"[{_LETTERS['Hani']}{_LETTERS['Kana']}、。，・「」『』《》！？]+")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_RUSSIAN = re.compile("[ыэъЫЭЪ]")
_PERSIAN = re.compile("[پچژگ]")
_URDU = re.compile("[ٹڈڑےں]")
# More stretches than this in one sentence, of fewer letters than that, are no languages but noise.
_MANY = 60
_SHORT = 3
_OPENERS = "\"'“‘«([{「『（【《〈‹¿¡„"
_BORDER = re.compile(rf"[\s{re.escape(_OPENERS)}]+$")


def scripts_of(language: str) -> frozenset[str]:
    """The scripts (ISO 15924) that a language is written in here."""
    return _OWN.get(language, _LATIN)


def stretches(
    text: str, begin: int, end: int, language: str, atoms: Iterable[tuple[int, int]] = ()
) -> list[tuple[int, int, str]]:
    """[begin, end) of the text as (begin, end, language), side by side.

    `atoms` are places whose letters decide nothing: addresses, units, what a dictionary or markup speaks.
    Digits, blanks and marks go with what stands before them, opening marks with what follows. A single letter of another script
    stays: it is a name of something (α, X), not a language.
    """  # noqa: E501
    own = scripts_of(language)
    quiet = sorted(atoms)
    foreign = cache(lambda script, japanese: _foreign(script, japanese, text, begin, end))
    blocks = [(block.end(), bool(_KANA.search(block[0]))) for block in _CJK.finditer(text, begin, end)]
    found: list[tuple[int, int, str]] = []
    at = block = 0
    for run in _RUNS.finditer(text, begin, end):
        name = run.lastgroup or "Latn"
        while at < len(quiet) and quiet[at][1] < run.end():
            at += 1
        if at < len(quiet) and quiet[at][0] <= run.start():
            continue
        while block < len(blocks) and blocks[block][0] < run.end():
            block += 1
        japanese = block < len(blocks) and blocks[block][1]
        spoken = language if name in own else foreign(name, japanese)
        alone = run.end() - run.start() == 1 and name not in {"Hani", "Kana", "Hang"}
        if name not in own and alone and not (found and found[-1][2] == spoken):
            spoken = language
        if found and found[-1][2] == spoken:
            found[-1] = (found[-1][0], run.end(), spoken)
        else:
            found.append((run.start(), run.end(), spoken))
    if not found or (len(found) > _MANY and end - begin < _SHORT * len(found)):
        return [(begin, end, language)]
    cut: list[tuple[int, int, str]] = []
    for index, (first, _, spoken) in enumerate(found):
        start = begin
        if index:
            previous = found[index - 1][1]
            opening = _BORDER.search(text[previous:first])
            start = previous + opening.start() if opening else first
            cut[-1] = (cut[-1][0], start, cut[-1][2])
        cut.append((start, end, spoken))
    return cut


def _foreign(script: str, japanese: bool, text: str, begin: int, end: int) -> str:
    if script == "Hani":
        return "ja" if japanese else "zh"
    if script == "Cyrl":
        return "uk" if _UKRAINIAN.search(text, begin, end) and not _RUSSIAN.search(text, begin, end) else "ru"
    if script == "Arab":
        return "ur" if _URDU.search(text, begin, end) else "fa" if _PERSIAN.search(text, begin, end) else "ar"
    return _FIRST[script]
