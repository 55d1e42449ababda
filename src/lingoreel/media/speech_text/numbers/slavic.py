"""Number words in Polish and Russian. Ordinals take gender "m", "f", "n" or "g"
(genitive, as dates are read) or "l" (locative, as years are)."""

from __future__ import annotations

_PL = [
    "zero",
    "jeden",
    "dwa",
    "trzy",
    "cztery",
    "pięć",
    "sześć",
    "siedem",
    "osiem",
    "dziewięć",
    "dziesięć",
    "jedenaście",
    "dwanaście",
    "trzynaście",
    "czternaście",
    "piętnaście",
    "szesnaście",
    "siedemnaście",
    "osiemnaście",
    "dziewiętnaście",
]
_PL_TENS = [
    "_",
    "_",
    "dwadzieścia",
    "trzydzieści",
    "czterdzieści",
    "pięćdziesiąt",
    "sześćdziesiąt",
    "siedemdziesiąt",
    "osiemdziesiąt",
    "dziewięćdziesiąt",
]
_PL_HUNDREDS = [
    "_",
    "sto",
    "dwieście",
    "trzysta",
    "czterysta",
    "pięćset",
    "sześćset",
    "siedemset",
    "osiemset",
    "dziewięćset",
]
_PL_SCALES = (
    (10**12, ("bilion", "biliony", "bilionów")),
    (10**9, ("miliard", "miliardy", "miliardów")),
    (10**6, ("milion", "miliony", "milionów")),
    (1000, ("tysiąc", "tysiące", "tysięcy")),
)
_PL_ORDINALS = [
    "zerowy",
    "pierwszy",
    "drugi",
    "trzeci",
    "czwarty",
    "piąty",
    "szósty",
    "siódmy",
    "ósmy",
    "dziewiąty",
    "dziesiąty",
    "jedenasty",
    "dwunasty",
    "trzynasty",
    "czternasty",
    "piętnasty",
    "szesnasty",
    "siedemnasty",
    "osiemnasty",
    "dziewiętnasty",
]
_PL_ORDINAL_TENS = [
    "_",
    "_",
    "dwudziesty",
    "trzydziesty",
    "czterdziesty",
    "pięćdziesiąty",
    "sześćdziesiąty",
    "siedemdziesiąty",
    "osiemdziesiąty",
    "dziewięćdziesiąty",
]
_PL_ORDINAL_HUNDREDS = [
    "_",
    "setny",
    "dwusetny",
    "trzechsetny",
    "czterechsetny",
    "pięćsetny",
    "sześćsetny",
    "siedemsetny",
    "osiemsetny",
    "dziewięćsetny",
]
_RU = [
    "ноль",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
]
_RU_TENS = [
    "_",
    "_",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
]
_RU_HUNDREDS = ["_", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"]
_RU_SCALES = (
    (10**12, ("триллион", "триллиона", "триллионов")),
    (10**9, ("миллиард", "миллиарда", "миллиардов")),
    (10**6, ("миллион", "миллиона", "миллионов")),
    (1000, ("тысяча", "тысячи", "тысяч")),
)
_RU_ORDINALS = [
    "нулевой",
    "первый",
    "второй",
    "третий",
    "четвёртый",
    "пятый",
    "шестой",
    "седьмой",
    "восьмой",
    "девятый",
    "десятый",
    "одиннадцатый",
    "двенадцатый",
    "тринадцатый",
    "четырнадцатый",
    "пятнадцатый",
    "шестнадцатый",
    "семнадцатый",
    "восемнадцатый",
    "девятнадцатый",
]
_RU_ORDINAL_TENS = [
    "_",
    "_",
    "двадцатый",
    "тридцатый",
    "сороковой",
    "пятидесятый",
    "шестидесятый",
    "семидесятый",
    "восьмидесятый",
    "девяностый",
]
_RU_ORDINAL_HUNDREDS = [
    "_",
    "сотый",
    "двухсотый",
    "трёхсотый",
    "четырёхсотый",
    "пятисотый",
    "шестисотый",
    "семисотый",
    "восьмисотый",
    "девятисотый",
]
_RU_MULTIPLES = ["_", "_", "двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти"]
_PL_MULTIPLES = ["_", "_", "dwu", "trzy", "cztero", "pięcio", "sześcio", "siedmio", "ośmio", "dziewięcio"]


def plural_index(number: int, language: str) -> int:
    """0, 1 or 2: the form that goes with one, with two to four, with five and more (CLDR's one, few, many)."""
    ones, teens = number % 10, number % 100
    if number == 1 or (language in {"ru", "uk"} and ones == 1 and teens != 11):
        return 0
    return 1 if 2 <= ones <= 4 and not 12 <= teens <= 14 else 2


def polish(number: int, gender: str = "m") -> str:
    """1101 → tysiąc sto jeden."""
    words: list[str] = []
    for scale, forms in _PL_SCALES:
        high, number = divmod(number, scale)
        if high:
            words.append(forms[0] if high == 1 else f"{polish(high)} {forms[plural_index(high, 'pl')]}")
    if number >= 100:
        words.append(_PL_HUNDREDS[number // 100])
        number %= 100
    if number >= 20:
        words.append(_PL_TENS[number // 10])
        number %= 10
    if number or not words:
        alone = not words
        words.append({"f1": "jedna", "n1": "jedno"}.get(f"{gender}{number}", _PL[number]) if alone else _PL[number])
        if gender == "f" and number == 2:
            words[-1] = "dwie"
    return " ".join(words)


def polish_ordinal(number: int, gender: str = "m") -> str:
    """5 → piąty, "f" piąta, "g" piątego."""
    words: list[str] = []
    rest = number % 100
    if not rest and number:
        return _polish_round(number, gender)
    if number >= 100:
        words.append(polish(number - rest))
    if rest < 20:
        words.append(_polish_ending(_PL_ORDINALS[rest], gender))
    else:
        words.append(_polish_ending(_PL_ORDINAL_TENS[rest // 10], gender))
        if rest % 10:
            words.append(_polish_ending(_PL_ORDINALS[rest % 10], gender))
    return " ".join(words)


def _polish_round(number: int, gender: str) -> str:
    if number % 1000:
        head = number - number % 1000
        hundred = _polish_ending(_PL_ORDINAL_HUNDREDS[number % 1000 // 100], gender)
        return f"{polish(head)} {hundred}" if head else hundred
    thousands = number // 1000
    if thousands < 10:
        return _polish_ending(f"{_PL_MULTIPLES[thousands] if thousands > 1 else ''}tysięczny", gender)
    return polish(number)


def _polish_ending(word: str, gender: str) -> str:
    soft = word.endswith("i")
    stem = word[:-1]
    if gender == "f":
        return stem + ("ia" if word == "trzeci" else "a")
    if gender == "n":
        return stem + ("ie" if soft else "e")
    if gender == "g":
        return stem + ("iego" if soft else "ego")
    return word + "m" if gender == "l" else word


def russian(number: int, gender: str = "m") -> str:
    """2002 → две тысячи два; "f" две, "n" одно."""
    words: list[str] = []
    for scale, forms in _RU_SCALES:
        high, number = divmod(number, scale)
        if high:
            words.append(f"{russian(high, 'f' if scale == 1000 else 'm')} {forms[plural_index(high, 'ru')]}")
    if number >= 100:
        words.append(_RU_HUNDREDS[number // 100])
        number %= 100
    if number >= 20:
        words.append(_RU_TENS[number // 10])
        number %= 10
    if number or not words:
        words.append({"f1": "одна", "n1": "одно", "f2": "две"}.get(f"{gender}{number}", _RU[number]))
    return " ".join(words)


def russian_ordinal(number: int, gender: str = "m") -> str:
    """5 → пятый, "f" пятая, "n" пятое, "g" пятого."""
    rest = number % 100
    if not rest and number:
        return _russian_round(number, gender)
    words = [russian(number - rest)] if number >= 100 else []
    if rest >= 20 and rest % 10:
        words.append(_RU_TENS[rest // 10])
        rest %= 10
    words.append(_russian_ending(_RU_ORDINALS[rest] if rest < 20 else _RU_ORDINAL_TENS[rest // 10], gender))
    return " ".join(words)


def _russian_round(number: int, gender: str) -> str:
    if number % 1000:
        head = number - number % 1000
        hundred = _russian_ending(_RU_ORDINAL_HUNDREDS[number % 1000 // 100], gender)
        return f"{russian(head)} {hundred}" if head else hundred
    thousands = number // 1000
    if thousands < 10:
        return _russian_ending(f"{_RU_MULTIPLES[thousands] if thousands > 1 else ''}тысячный", gender)
    return russian(number)


def _russian_ending(word: str, gender: str) -> str:
    if word == "третий":
        return {"f": "третья", "n": "третье", "g": "третьего", "l": "третьем"}.get(gender, word)
    return word if gender in {"m", "a"} else word[:-2] + {"f": "ая", "n": "ое", "g": "ого", "l": "ом"}[gender]
