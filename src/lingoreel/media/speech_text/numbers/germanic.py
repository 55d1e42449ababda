"""Number words in English, German and Dutch."""

from __future__ import annotations

_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_EN_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_EN_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_DE = ["null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
_DE_TENS = ["_", "zehn", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
_DE_SCALES = (
    (10**12, "eine Billion", "Billionen"),
    (10**9, "eine Milliarde", "Milliarden"),
    (10**6, "eine Million", "Millionen"),
)
_DE_ORDINALS = {1: "erste", 3: "dritte", 7: "siebte", 8: "achte"}
_NL = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
]
_NL_TENS = ["_", "tien", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
_NL_SCALES = ((10**12, "biljoen"), (10**9, "miljard"), (10**6, "miljoen"))
_NL_ORDINALS = {0: "nulde", 1: "eerste", 3: "derde", 8: "achtste"}


def english(number: int, gender: str = "m") -> str:  # noqa: ARG001
    """123 → one hundred and twenty-three."""
    for scale, name in _EN_SCALES:
        if number >= scale:
            high, low = divmod(number, scale)
            link = "" if not low else " and " if low < 100 else " "
            return f"{english(high)} {name}{link}{english(low) if low else ''}"
    if number >= 100:
        high, low = divmod(number, 100)
        return f"{_EN[high]} hundred{' and ' + english(low) if low else ''}"
    if number < 20:
        return _EN[number]
    tens, ones = divmod(number, 10)
    return _EN_TENS[tens] + (f"-{_EN[ones]}" if ones else "")


def english_ordinal(number: int, gender: str = "m") -> str:  # noqa: ARG001
    """21 → twenty-first."""
    words = english(number)
    at = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[at:]
    if last in _EN_ORDINALS:
        return words[:at] + _EN_ORDINALS[last]
    return words[:at] + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def english_year(number: int) -> str:
    """1999 → nineteen ninety-nine, 1905 → nineteen oh five, 2005 → two thousand and five."""
    high, low = divmod(number, 100)
    if not 1100 <= number <= 2099 or (high == 20 and low < 10):
        return english(number)
    if not low:
        return f"{english(high)} hundred"
    return f"{english(high)} {'oh ' if low < 10 else ''}{english(low)}"


def _german_below_million(number: int) -> str:
    if number >= 1000:
        high, low = divmod(number, 1000)
        return f"{_german_below_million(high)}tausend{_german_below_million(low) if low else ''}"
    if number >= 100:
        high, low = divmod(number, 100)
        return f"{_DE[high]}hundert{_german_below_million(low) if low else ''}"
    if number <= 12:
        return _DE[number]
    tens, ones = divmod(number, 10)
    if tens == 1:
        return {6: "sech", 7: "sieb"}.get(ones, _DE[ones]) + "zehn"
    return (f"{_DE[ones]}und" if ones else "") + _DE_TENS[tens]


def german(number: int, gender: str = "m") -> str:
    """1101 → eintausendeinhunderteins; gender "a" is before a noun: 1 → ein, "f": eine."""
    words = []
    for scale, one, many in _DE_SCALES:
        if number >= scale:
            high, number = divmod(number, scale)
            words.append(one if high == 1 else f"{german(high, 'a')} {many}")
            if not number:
                return " ".join(words)
    last = _german_below_million(number)
    if last == "ein" and gender == "f":
        last = "eine"
    elif last.endswith("ein") and gender != "a":
        last += "s"
    return " ".join([*words, last])


def german_ordinal(number: int, gender: str = "m") -> str:  # noqa: ARG001
    """3 → dritte; the ending n of the weak cases is the caller's."""
    rest, last = divmod(number, 100)
    if last in _DE_ORDINALS:
        return (german(rest * 100, "a") if rest else "") + _DE_ORDINALS[last]
    return german(number, "a") + ("te" if 0 < last < 20 else "ste")


def german_year(number: int) -> str:
    """1999 → neunzehnhundertneunundneunzig."""
    high, low = divmod(number, 100)
    if 1100 <= number < 2000:
        return f"{german(high, 'a')}hundert{german(low) if low else ''}"
    return german(number)


def _dutch_below_million(number: int) -> str:
    if number >= 1000:
        high, low = divmod(number, 1000)
        head = "duizend" if high == 1 else f"{_dutch_below_million(high)}duizend"
        return head + (f" {_dutch_below_million(low)}" if low else "")
    if number >= 100:
        high, low = divmod(number, 100)
        return ("honderd" if high == 1 else f"{_NL[high]}honderd") + (_dutch_below_million(low) if low else "")
    if number < 15:
        return _NL[number]
    tens, ones = divmod(number, 10)
    if tens == 1:
        return f"{_NL[ones]}tien"
    joint = "ën" if ones in {2, 3} else "en"
    return (f"{_NL[ones]}{joint}" if ones else "") + _NL_TENS[tens]


def dutch(number: int, gender: str = "m") -> str:
    """1 → één, but een before a noun (gender "a")."""
    words = []
    for scale, name in _NL_SCALES:
        if number >= scale:
            high, number = divmod(number, scale)
            words.append(f"{dutch(high, 'a')} {name}")
            if not number:
                return " ".join(words)
    last = _dutch_below_million(number)
    return " ".join([*words, "één" if last == "een" and gender != "a" else last])


def dutch_ordinal(number: int, gender: str = "m") -> str:  # noqa: ARG001
    """3 → derde, 20 → twintigste."""
    rest, last = divmod(number, 100)
    if last in _NL_ORDINALS and (last or not rest):
        return (_dutch_below_million(rest * 100) if rest else "") + _NL_ORDINALS[last]
    return dutch(number, "a") + ("de" if 0 < last < 20 else "ste")


def dutch_year(number: int) -> str:
    """1999 → negentienhonderdnegenennegentig."""
    high, low = divmod(number, 100)
    if 1100 <= number < 2000:
        return f"{_dutch_below_million(high)}honderd{_dutch_below_million(low) if low else ''}"
    return dutch(number)
