"""Number words in Chinese, Japanese (in kana, since a voice may know no kanji) and Korean."""

from __future__ import annotations

_ZH = "零一二三四五六七八九"
_ZH_SCALES = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))
_JA = ["れい", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう"]
_JA_HUNDREDS = [
    "_",
    "ひゃく",
    "にひゃく",
    "さんびゃく",
    "よんひゃく",
    "ごひゃく",
    "ろっぴゃく",
    "ななひゃく",
    "はっぴゃく",
    "きゅうひゃく",
]
_JA_THOUSANDS = [
    "_",
    "せん",
    "にせん",
    "さんぜん",
    "よんせん",
    "ごせん",
    "ろくせん",
    "ななせん",
    "はっせん",
    "きゅうせん",
]
_JA_SCALES = ((10**12, "ちょう"), (10**8, "おく"), (10**4, "まん"))
_KO = ["영", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"]
_KO_SCALES = ((10**12, "조"), (10**8, "억"), (10**4, "만"))
_KO_NATIVE = ["_", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"]
_KO_NATIVE_ALONE = ["_", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉"]
_KO_NATIVE_TENS = ["_", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"]


def _chinese_below_myriad(number: int) -> str:
    words, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            words += ("零" if gap and words else "") + _ZH[digit] + name
            gap = False
        else:
            gap = True
    return words


def chinese(number: int, gender: str = "m") -> str:
    """1101 → 一千一百零一; gender "a" is before a measure word: 2 → 两."""
    if number == 2 and gender == "a":
        return "两"
    if not number:
        return "零"
    words = ""
    for scale, name in _ZH_SCALES:
        high, low = divmod(number, scale)
        if high:
            words += chinese(high) + name
            if low and low < scale // 10:
                words += "零"
            number = low
    words += _chinese_below_myriad(number)
    words = words.replace("零零", "零")
    return words[1:] if words.startswith("一十") else words


def chinese_ordinal(number: int, gender: str = "m") -> str:  # noqa: ARG001
    """3 → 第三."""
    return "第" + chinese(number)


def chinese_digits(digits: str) -> str:
    """2024 → 二零二四, as years are read."""
    return "".join(_ZH[int(digit)] for digit in digits)


def _japanese_below_myriad(number: int) -> str:
    words = ""
    if number >= 1000:
        words, number = _JA_THOUSANDS[number // 1000], number % 1000
    if number >= 100:
        words, number = words + _JA_HUNDREDS[number // 100], number % 100
    if number >= 10:
        words, number = words + ("" if number < 20 else _JA[number // 10]) + "じゅう", number % 10
    return words + (_JA[number] if number else "")


def japanese(number: int, gender: str = "m") -> str:  # noqa: ARG001
    """1101 → せんひゃくいち."""
    if not number:
        return "れい"
    words = ""
    for scale, name in _JA_SCALES:
        high, number = divmod(number, scale)
        if high:
            part = _japanese_below_myriad(high)
            if name == "ちょう":
                for plain, short in (("いち", "いっ"), ("はち", "はっ"), ("じゅう", "じゅっ")):
                    if part.endswith(plain):
                        part = part[: -len(plain)] + short
            words += part + name
    return words + _japanese_below_myriad(number)


def japanese_ordinal(number: int, gender: str = "m") -> str:  # noqa: ARG001
    """3 → さんばんめ."""
    return japanese(number) + "ばんめ"


def _korean_below_myriad(number: int) -> str:
    words = ""
    for scale, name in ((1000, "천"), (100, "백"), (10, "십"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            words += ("" if digit == 1 and name else _KO[digit]) + name
    return words


def korean(number: int, gender: str = "m") -> str:
    """1101 → 천백일; gender "a" is before a native counter: 3 → 세."""
    if gender == "a" and 0 < number < 100:
        return korean_native(number)
    if not number:
        return "영"
    words: list[str] = []
    for scale, name in _KO_SCALES:
        high, number = divmod(number, scale)
        if high:
            words.append(("" if high == 1 and name == "만" and not words else _korean_below_myriad(high)) + name)
    if number:
        words.append(_korean_below_myriad(number))
    return " ".join(words)


def korean_native(number: int, *, alone: bool = False) -> str:
    """1 to 99 in native words: 20 → 스무 before a counter, 21 → 스물한."""
    tens, ones = divmod(number, 10)
    if tens == 2 and not ones and not alone:
        return "스무"
    return (_KO_NATIVE_TENS[tens] if tens else "") + ((_KO_NATIVE_ALONE if alone else _KO_NATIVE)[ones] if ones else "")


def korean_ordinal(number: int, gender: str = "m") -> str:  # noqa: ARG001
    """1 → 첫 번째, 3 → 세 번째."""
    if number == 1:
        return "첫 번째"
    return (korean_native(number) if 0 < number < 100 else korean(number)) + " 번째"
