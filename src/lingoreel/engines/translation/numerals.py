"""The numbers in a text, by value: whatever digits, separators and scale words it is written with.

`1,000.5`, `1.000,5`, `1 000,5` and `١٬٠٠٠٫٥` are one number, and so are `1.5 million` and `150万`. A form with two
readings (`1.000` is a thousand here, one there) keeps both: two numbers agree when they share one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import product

from lingoreel.engines.translation.number_words import HUNDRED, SCALES, TENS, THOUSAND, WORDS

_SPACES = " \u00a0\u2009\u202f"
_NUMBER = re.compile(rf"(?<!\d)\d{{1,3}}(?:[{_SPACES}'’]\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*")
_SEPARATORS = {"٬": ",", "٫": ".", "．": "."}
_COUNTED = "百千万萬亿億兆백천만억조"
_CJK_SCALE = {
    "百": 100, "백": 100, "千": 1000, "천": 1000, "万": 10**4, "萬": 10**4, "만": 10**4,
    "亿": 10**8, "億": 10**8, "억": 10**8, "兆": 10**12, "조": 10**12,
}  # fmt: skip
_CJK_RUN = re.compile(rf"(?<![\d.,])(?:\d[\d.,]*[{_COUNTED}]+)+\d*")
_CJK_PART = re.compile(rf"(\d[\d.,]*)([{_COUNTED}]*)")
_NEXT_WORDS = re.compile(r"[\s\-]*([^\W\d_]+)(?:\s+(?:de\s+)?([^\W\d_]+))?")
_HALF_DAY = re.compile(r"\b[ap]\.? ?m\b|[上下]午|午[前後]|오[전후]|[صم](?!\w)", re.IGNORECASE)
_FRACTION = re.compile("[¼-¾⅐-⅞]")
_CJK_WORDS = "〇零一二三四五六七八九十两兩" + _COUNTED
_LONGEST = 40  # digits of a number that is read by value; what is longer is compared digit by digit


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, where it lies in the text, the values it may have, and its runs of digits."""

    text: str
    start: int
    end: int
    values: frozenset[Decimal]
    runs: tuple[str, ...]

    @property
    def whole(self) -> int | None:
        """Its value when that is one integer."""
        wholes = [int(value) for value in self.values if value == value.to_integral_value()]
        return max(wholes) if wholes else None


def ascii_digits(text: str) -> str:
    """The text with the digits and separators of any script as ASCII; as long as it was."""
    if text.isascii():
        return text
    found = []
    for letter in text:
        digit = None if letter.isascii() else unicodedata.decimal(letter, None)
        found.append(_SEPARATORS.get(letter, letter) if digit is None else str(digit))
    return "".join(found)


def numbers(text: str) -> list[Number]:
    """All numbers written with digits, in order."""
    plain = ascii_digits(text)
    found: list[Number] = []
    at = 0
    for match in _CJK_RUN.finditer(plain):
        found += _between(plain, at, match.start())
        found.append(_counted(plain, match))
        at = match.end()
    return found + _between(plain, at, len(plain))


def _between(plain: str, start: int, end: int) -> list[Number]:
    found = []
    for match in _NUMBER.finditer(plain, start, end):
        values = _readings(match.group())
        scale = _scale_after(plain, match.end())
        values |= {value * scale for value in values} if scale != 1 else set()
        found.append(Number(match.group(), match.start(), match.end(), frozenset(values), _runs(match.group())))
    return found


def _counted(plain: str, match: re.Match[str]) -> Number:
    """`3万5千`: its parts times their scales, added up."""
    total: set[Decimal] = {Decimal(0)}
    for part, scales in _CJK_PART.findall(match.group()):
        factor = Decimal(1)
        for scale in scales:
            factor *= _CJK_SCALE[scale]
        total = {before + value * factor for before, value in product(total, _readings(part))}
    first = _readings(_runs(match.group())[0])
    scale = _scale_after(plain, match.end())
    values = total | first | {value * scale for value in total}
    return Number(match.group(), match.start(), match.end(), frozenset(values), _runs(match.group()))


def _runs(text: str) -> tuple[str, ...]:
    return tuple(run.lstrip("0") or "0" for run in re.findall(r"\d+", text))


def _readings(text: str) -> set[Decimal]:
    """The values a number may have: each separator may group thousands or start the decimals."""
    text = text.rstrip(".,")
    digits = re.sub(r"\D", "", text)
    if len(digits) > _LONGEST:
        return set()
    joined = re.sub(rf"[{_SPACES}'’]", "", text)
    marks = [mark for mark in joined if mark in ".,"]
    if not marks:
        return {Decimal(digits)}
    found: set[Decimal] = set()
    whole, _, rest = joined.rpartition(marks[-1])
    if marks.count(marks[-1]) == 1:
        found.add(Decimal(f"{re.sub(r'[.,]', '', whole) or '0'}.{rest}"))
    groups = re.split(r"[.,]", joined)
    if len(set(marks)) == 1 and all(len(group) in (2, 3) for group in groups[1:]) and len(groups[-1]) == 3:
        found.add(Decimal(digits))
    return found


def _scale_after(plain: str, at: int) -> int:
    match = _NEXT_WORDS.match(plain, at)
    if match is None:
        return 1
    first = SCALES.get(match.group(1).casefold(), 1)
    second = SCALES.get((match.group(2) or "").casefold(), 1)
    return first * second if first > 1 else 1


@dataclass(frozen=True, slots=True)
class Difference:
    """Numbers of the source that the target lacks, and of the target that nothing in the source explains."""

    missing: tuple[Number, ...]
    added: tuple[Number, ...]


def compare(source_line: str, target_line: str, source: str, target: str) -> Difference:
    """What numbers differ between a line and its translation.

    A number counts as kept when the target has its value, its digits in other groups, its word (small numbers
    are words in many languages), its Roman form, the other half of the clock, or the short form of its year.
    """
    here, there = numbers(source_line), numbers(target_line)
    if not here and not there:
        return Difference((), ())
    missing, added = _by_value(here, there)
    missing, added = _by_digits(missing, added)
    said = {value for number in there for value in number.values}
    written = {value for number in here for value in number.values}
    words_here, words_there = _words_only(source_line, here), _words_only(target_line, there)
    clock = bool(_HALF_DAY.search(source_line) or _HALF_DAY.search(target_line))
    missing = [
        number for number in missing
        if not (number.values & said or _related(number, there, clock) or _spelled(number, words_there, target))
    ]  # fmt: skip
    added = [
        number
        for number in added
        if not (number.values & written or _related(number, here, clock) or _spelled(number, words_here, source))
    ]
    if not missing:
        added = [number for number in added if not _may_be_said_otherwise(number, words_here, source)]
    return Difference(tuple(missing), tuple(added))


def _words_only(text: str, found: list[Number]) -> str:
    """The text without its numbers in digits and the scale words after them."""
    pieces, at = [], 0
    for number in found:
        pieces.append(text[at : number.start])
        at = number.end
        after = _NEXT_WORDS.match(text, at)
        if after and after.group(1).casefold() in SCALES:
            at = after.end(1)
    return " ".join([*pieces, text[at:]])


def _by_value(here: list[Number], there: list[Number]) -> tuple[list[Number], list[Number]]:
    left = list(there)
    missing = []
    for number in here:
        same = next((other for other in left if other.values & number.values), None)
        if same is None:
            missing.append(number)
        else:
            left.remove(same)
    return missing, left


def _by_digits(missing: list[Number], added: list[Number]) -> tuple[list[Number], list[Number]]:
    """`12.30` for `12` and `30`, `600123456` for `600 123 456`."""
    pool = [run for number in added for run in number.runs]
    still = []
    for number in missing:
        if all(number.runs.count(run) <= pool.count(run) for run in number.runs):
            for run in number.runs:
                pool.remove(run)
        else:
            still.append(number)
    joined, other = ("".join("".join(number.runs) for number in side) for side in (still, added))
    if joined == other and len(still) != len(added):
        return [], []
    return still, [number for number in added if any(run in pool for run in number.runs)]


def _related(number: Number, others: list[Number], clock: bool) -> bool:
    value = number.whole
    if value is None:
        return False
    for other in others:
        there = other.whole
        if there is None:
            continue
        if clock and value <= 24 and there <= 24 and abs(value - there) == 12:
            return True
        year, short = max(value, there), min(value, there)
        if 1000 <= year < 2100 and short < 100 and year % 100 == short:
            return True
    return False


def _spelled(number: Number, text: str, language: str) -> bool:
    value = number.whole
    if value is None:
        return False
    if 1 < value < 100 and re.search(rf"(?<!\w){_roman(value)}(?!\w)", text):
        return True
    if value <= 10 and _FRACTION.search(text):
        return True
    stems = _stems(value, language)
    if stems is None:
        return value <= 20 or (value <= 100 and value % 10 == 0) or value == 1000
    folded = text.casefold()
    if language in ("zh", "yue", "ja", "ko") and any(stem in folded for stem in stems):
        return True
    return any(re.search(rf"(?<![^\W\d_]){re.escape(stem)}", folded) for stem in stems)


def _stems(value: int, language: str) -> tuple[str, ...] | None:
    """How words for the number may begin; None for a language whose words are not known here."""
    if language not in WORDS:
        return None
    if value <= 20:
        return tuple(WORDS[language][value].split("/"))
    if value < 100:
        # compounds put the unit first in some languages: either part will do
        parts = [TENS[language][value // 10 - 2], *([WORDS[language][value % 10]] if value % 10 else [])]
        return tuple(stem for part in parts for stem in part.split("/"))
    if value < 1000:
        return tuple(HUNDRED[language].split("/"))
    return (
        *THOUSAND[language].split("/"),
        *HUNDRED[language].split("/"),
        *TENS[language][0].split("/"),
        "milli",
        "mln",
    )


def _may_be_said_otherwise(number: Number, text: str, language: str) -> bool:
    """Whether the source may say this number without digits: small ones, and all where it has any number word."""
    value = number.whole
    if value is not None and value <= 60:
        return True
    if language not in WORDS:
        return True
    if language in ("zh", "yue", "ja", "ko"):
        return any(letter in text for letter in _CJK_WORDS) or (language == "ko" and bool(_ko_words().search(text)))
    return bool(_any_word(language).search(text.casefold()))


@lru_cache(maxsize=64)
def _any_word(language: str) -> re.Pattern[str]:
    """Any number word from two on. A beginning of three letters must be the whole word: `par` is not `para`."""
    entries = (*WORDS[language][2:], *TENS[language], HUNDRED[language], THOUSAND[language], "mill")
    stems = {stem for entry in entries for stem in entry.split("/")}
    parts = (re.escape(stem) + (r"(?!\w)" if len(stem) < 4 else "") for stem in sorted(stems, key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(parts)})")


@lru_cache(maxsize=1)
def _ko_words() -> re.Pattern[str]:
    stems = [stem for entry in (*WORDS["ko"][2:], *TENS["ko"]) for stem in entry.split("/") if len(stem) > 1]
    return re.compile("|".join(map(re.escape, stems)))


def _roman(value: int) -> str:
    found = ""
    for worth, sign in ((90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= worth:
            found += sign
            value -= worth
    return found
