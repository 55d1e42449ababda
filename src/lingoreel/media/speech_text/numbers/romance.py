"""Number words in Spanish, French, Italian and Portuguese. Gender "a" is a masculine noun following: un, veintiún."""

from __future__ import annotations

_ES = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
_ES_TENS = ["_", "_", "_", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
_ES_HUNDREDS = [
    "_",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
]
_ES_ORDINALS = ["_", "primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno"]
_ES_ORDINAL_TENS = [
    "_",
    "décimo",
    "vigésimo",
    "trigésimo",
    "cuadragésimo",
    "quincuagésimo",
    "sexagésimo",
    "septuagésimo",
    "octogésimo",
    "nonagésimo",
]
_FR = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_FR_TENS = ["_", "_", "vingt", "trente", "quarante", "cinquante", "soixante"]
_FR_SCALES = ((10**12, "billion"), (10**9, "milliard"), (10**6, "million"))
_IT = [
    "zero",
    "uno",
    "due",
    "tre",
    "quattro",
    "cinque",
    "sei",
    "sette",
    "otto",
    "nove",
    "dieci",
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
]
_IT_TENS = ["_", "_", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"]
_IT_SCALES = (
    (10**12, "un bilione", "bilioni"),
    (10**9, "un miliardo", "miliardi"),
    (10**6, "un milione", "milioni"),
)
_IT_ORDINALS = ["_", "primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo"]
_PT = [
    "zero",
    "um",
    "dois",
    "três",
    "quatro",
    "cinco",
    "seis",
    "sete",
    "oito",
    "nove",
    "dez",
    "onze",
    "doze",
    "treze",
    "catorze",
    "quinze",
    "dezesseis",
    "dezessete",
    "dezoito",
    "dezenove",
]
_PT_TENS = ["_", "_", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa"]
_PT_HUNDREDS = [
    "_",
    "cento",
    "duzentos",
    "trezentos",
    "quatrocentos",
    "quinhentos",
    "seiscentos",
    "setecentos",
    "oitocentos",
    "novecentos",
]
_PT_SCALES = ((10**12, "trilhão", "trilhões"), (10**9, "bilhão", "bilhões"), (10**6, "milhão", "milhões"))
_PT_ORDINALS = ["_", "primeiro", "segundo", "terceiro", "quarto", "quinto", "sexto", "sétimo", "oitavo", "nono"]
_PT_ORDINAL_TENS = [
    "_",
    "décimo",
    "vigésimo",
    "trigésimo",
    "quadragésimo",
    "quinquagésimo",
    "sexagésimo",
    "septuagésimo",
    "octogésimo",
    "nonagésimo",
]


def _spanish_below_thousand(number: int, gender: str) -> str:
    if number == 100:
        return "cien"
    if number > 100:
        high, low = divmod(number, 100)
        hundred = _ES_HUNDREDS[high]
        if gender == "f" and high > 1:
            hundred = hundred[:-2] + "as"
        return f"{hundred} {_spanish_below_thousand(low, gender)}" if low else hundred
    if number < 30:
        words = _ES[number]
        if number in {1, 21}:
            words = {"a": {1: "un", 21: "veintiún"}, "f": {1: "una", 21: "veintiuna"}}.get(gender, {}).get(
                number, words
            )
        return words
    tens, ones = divmod(number, 10)
    return _ES_TENS[tens] + (f" y {_spanish_below_thousand(ones, gender)}" if ones else "")


def spanish(number: int, gender: str = "m") -> str:
    """1101 → mil ciento uno, on the long scale: 10⁹ is mil millones."""
    if number >= 10**12:
        return _spanish_scale(number, 10**12, "un billón", "billones", gender)
    if number >= 10**6:
        return _spanish_scale(number, 10**6, "un millón", "millones", gender)
    high, low = divmod(number, 1000)
    if not high:
        return _spanish_below_thousand(low, gender)
    head = "mil" if high == 1 else f"{_spanish_below_thousand(high, 'f' if gender == 'f' else 'a')} mil"
    return f"{head} {_spanish_below_thousand(low, gender)}" if low else head


def _spanish_scale(number: int, scale: int, one: str, many: str, gender: str) -> str:
    high, low = divmod(number, scale)
    head = one if high == 1 else f"{spanish(high, 'a')} {many}"
    return f"{head} {spanish(low, gender)}" if low else head


def spanish_ordinal(number: int, gender: str = "m") -> str:
    """3 → tercero, "a" before a noun tercer, "f" tercera; from 100 on the cardinal, as people say it."""
    if not 0 < number < 100:
        return spanish(number, gender)
    tens, ones = divmod(number, 10)
    words = [word for word in (_ES_ORDINAL_TENS[tens] * bool(tens), _ES_ORDINALS[ones] * bool(ones)) if word]
    if gender == "f":
        words = [word[:-1] + "a" for word in words]
    elif gender == "a" and ones in {1, 3}:
        words[-1] = words[-1][:-1]
    return " ".join(words)


def _french_below_hundred(number: int) -> str:
    if number < 20:
        return _FR[number]
    tens, ones = divmod(number, 10)
    if tens in {7, 9}:
        tens, ones = tens - 1, ones + 10
    head = "quatre-vingt" if tens == 8 else _FR_TENS[tens]
    if tens == 8:
        return f"{head}-{_FR[ones]}" if ones else "quatre-vingts"
    if not ones:
        return head
    return f"{head} et {_FR[ones]}" if ones in {1, 11} else f"{head}-{_FR[ones]}"


def _french_below_thousand(number: int) -> str:
    high, low = divmod(number, 100)
    if not high:
        return _french_below_hundred(low)
    head = "cent" if high == 1 else f"{_FR[high]} cent{'' if low else 's'}"
    return f"{head} {_french_below_hundred(low)}" if low else head


def french(number: int, gender: str = "m") -> str:
    """71 → soixante et onze."""
    words = []
    for scale, name in _FR_SCALES:
        if number >= scale:
            high, number = divmod(number, scale)
            words.append(f"{french(high)} {name}{'s' if high > 1 else ''}")
            if not number:
                return " ".join(words)
    high, low = divmod(number, 1000)
    if high:
        head = _french_below_thousand(high)
        if head.endswith(("cents", "vingts")):
            head = head[:-1]
        words.append("mille" if high == 1 else f"{head} mille")
    if low or not high:
        words.append(_french_below_thousand(low))
    text = " ".join(words)
    return text + "e" if gender == "f" and (text == "un" or text.endswith(" un")) else text


def french_ordinal(number: int, gender: str = "m") -> str:
    """1 → premier, première; 21 → vingt et unième."""
    if number == 1:
        return "première" if gender == "f" else "premier"
    words = french(number)
    if words.endswith(("cents", "vingts", "millions", "milliards")):
        words = words[:-1]
    if words.endswith("cinq"):
        return words + "uième"
    if words.endswith("neuf"):
        return words[:-1] + "vième"
    return (words[:-1] if words.endswith("e") else words) + "ième"


def _italian_below_thousand(number: int) -> str:
    if number >= 100:
        high, low = divmod(number, 100)
        head = ("" if high == 1 else _IT[high]) + "cento"
        rest = _italian_below_thousand(low) if low else ""
        return (head[:-1] if rest.startswith("ott") else head) + rest
    if number < 20:
        return _IT[number]
    tens, ones = divmod(number, 10)
    head = _IT_TENS[tens]
    if not ones:
        return head
    return (head[:-1] if ones in {1, 8} else head) + _IT[ones]


def italian(number: int, gender: str = "m") -> str:
    """1101 → millecentouno; gender "a": un, "f": una."""
    words = []
    for scale, one, many in _IT_SCALES:
        if number >= scale:
            high, number = divmod(number, scale)
            words.append(one if high == 1 else f"{italian(high)} {many}")
            if not number:
                return " ".join(words)
    high, low = divmod(number, 1000)
    last = ("mille" if high == 1 else f"{_italian_below_thousand(high)}mila") if high else ""
    if low or not high:
        last += {"a": "un", "f": "una"}.get(gender, "uno") if low == 1 and not high else _italian_below_thousand(low)
    if last.endswith("tre") and last != "tre":
        last = last[:-1] + "é"
    return " ".join([*words, last])


def italian_ordinal(number: int, gender: str = "m") -> str:
    """3 → terzo, 21 → ventunesimo."""
    if 0 < number <= 10:
        word = _IT_ORDINALS[number]
    else:
        words = italian(number).replace("é", "e")
        word = (words if words.endswith(("tre", "sei")) and number % 100 > 20 else words[:-1]) + "esimo"
    return word[:-1] + "a" if gender == "f" else word


def _portuguese_below_thousand(number: int, gender: str) -> str:
    if number == 100:
        return "cem"
    if number > 100:
        high, low = divmod(number, 100)
        hundred = _PT_HUNDREDS[high]
        if gender == "f" and high > 1:
            hundred = hundred[:-2] + "as"
        return f"{hundred} e {_portuguese_below_thousand(low, gender)}" if low else hundred
    if number < 20:
        return {1: "uma", 2: "duas"}.get(number, _PT[number]) if gender == "f" else _PT[number]
    tens, ones = divmod(number, 10)
    return _PT_TENS[tens] + (f" e {_portuguese_below_thousand(ones, gender)}" if ones else "")


def portuguese(number: int, gender: str = "m") -> str:
    """1101 → mil cento e um, on the short scale of Brazil."""
    for scale, one, many in _PT_SCALES:
        if number >= scale:
            high, low = divmod(number, scale)
            head = f"um {one}" if high == 1 else f"{portuguese(high)} {many}"
            return f"{head}{_portuguese_link(low)}{portuguese(low, gender)}" if low else head
    high, low = divmod(number, 1000)
    if not high:
        return _portuguese_below_thousand(low, gender)
    head = "mil" if high == 1 else f"{_portuguese_below_thousand(high, gender)} mil"
    return f"{head}{_portuguese_link(low)}{_portuguese_below_thousand(low, gender)}" if low else head


def _portuguese_link(low: int) -> str:
    return " e " if low < 100 or (low < 1000 and low % 100 == 0) else " "


def portuguese_ordinal(number: int, gender: str = "m") -> str:
    """3 → terceiro, terceira; from 100 on the cardinal."""
    if not 0 < number < 100:
        return portuguese(number, gender)
    tens, ones = divmod(number, 10)
    words = [word for word in (_PT_ORDINAL_TENS[tens] * bool(tens), _PT_ORDINALS[ones] * bool(ones)) if word]
    return " ".join(word[:-1] + "a" for word in words) if gender == "f" else " ".join(words)
