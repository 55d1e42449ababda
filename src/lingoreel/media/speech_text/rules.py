"""One language's rules for reading signs, figures and short forms: a pattern, and what each match is read as."""

from __future__ import annotations

import re
from functools import cache

from lingoreel.media.speech_text import emoji_names
from lingoreel.media.speech_text.stretches import UNSPACED
from lingoreel.media.speech_text.vocabulary import Vocabulary, vocabulary

LETTER = "A-Za-zÀ-ÖØ-öø-ɏͰ-ӿ"
CURRENCY_SIGNS = {
    "US$": "USD", "R$": "BRL", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD", "NT$": "TWD",
    "MX$": "MXN", "$": "USD", "＄": "USD", "€": "EUR", "£": "GBP", "￡": "GBP", "¥": "JPY", "￥": "JPY", "₹": "INR",
    "₽": "RUB", "₩": "KRW", "₴": "UAH", "₺": "TRY", "₪": "ILS", "₿": "BTC", "zł": "PLN", "Kč": "CZK",
}  # fmt: skip
# Bounded: what has more groups is a list, and must not cost the square of its length.
_NUMBER = r"\d+(?:[.,’'٫٬．\u00a0\u2009\u202f]\d+){0,8}"
_BLANK_NUMBER = r"\d{1,3}(?: \d{3}){1,5}(?!\d)(?:[.,]\d+)?|" + _NUMBER
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
_DASH = "–—−~～〜-"
# Signs that are drawn, not said. Brackets, quotes and stops stay: engines pause at them.
SILENT = (
    r"[*_#~^`|\\{}\[\]<>•†‡‣⁃·◦※§¶\u2190-\u2bff\u2e00-\u2e7f\u4dc0-\u4dff\ufe0e\ufe0f\u20d0-\u20ff\u3030\u303d\ufffd"
    "\U0001d000-\U0001d3ff\U0001f000-\U0001faff\U000e0020-\U000e007f]+"
)
# Letters and figures in fancy dress: full width, mathematical, circled, ligatures, raised and lowered.
_DRESSED = "[０-９Ａ-Ｚａ-ｚﬀ-ﬆ⁰ⁱ⁴-ⁿ₀-ₜ①-⓿㉑-㉟Ⅰ-ⅿ\U0001d400-\U0001d7ff\U0001f100-\U0001f1ac℀-ℵ㎀-㏟㍘-㍰…]"
ROMAN = r"(?=[IVX])(?:X{0,3})(?:IX|IV|V?I{0,3})"


class Rules:
    """A language's compiled pattern. Groups are named by kind; see `reading`."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.currencies = dict(CURRENCY_SIGNS)
        if words.language == "zh":
            self.currencies |= {"¥": "CNY", "￥": "CNY"}
        known = {code for code in words.currencies if code.isupper() and len(code) == 3}
        self.currencies = {sign: code for sign, code in self.currencies.items() if code in known}
        self.currencies |= {code: code for code in known}
        keys = [form for key in words.abbreviations for form in {key, key[:1].upper() + key[1:]}]
        self._keys = keys
        self.abbreviations = {
            key[:1].upper() + key[1:].rstrip("*#"): value for key, value in words.abbreviations.items()
        }
        self.abbreviations |= {key.rstrip("*#"): value for key, value in words.abbreviations.items()}
        self.never_ends = frozenset(
            key.rstrip("#") for key in keys if not key.endswith("*") and key.rstrip("#").endswith(".")
        )
        self.may_end = frozenset(key[:-1] for key in keys if key.endswith("*"))
        self.months = {name.lower(): number for number, name in enumerate(words.months, 1)}
        for number, name in enumerate(words.months, 1):
            if words.language == "en" and len(name) > 3:
                self.months[name[:3].lower()] = number
                self.months["sept"] = 9
        self.roman_after = frozenset(words.roman_after.split())
        self.pattern = re.compile(self._pattern(), re.DOTALL)

    def _pattern(self) -> str:
        words = self.words
        number = f"(?:{_BLANK_NUMBER})" if words.blank_groups else f"(?:{_NUMBER})"
        units = _either(words.units)
        signs = _either(self.currencies)
        magnitudes = _either(words.magnitudes) if words.magnitudes else "(?!)"
        before = rf"(?<![{LETTER}\d])"
        apart = rf"(?<![{LETTER}\d])(?<!\d[.,])"
        after = rf"(?![{LETTER}\d])" if words.language not in {"hi", "ar"} else r"(?!\w)"
        unit_after = "" if words.language in {"zh", "ja", "ko"} else after
        months = "|".join(sorted((re.escape(name) for name in self.months), key=len, reverse=True))
        of = r"(?:\s(?:de|of|d')\s|\s|\.\s?)"
        endings = _either(words.ordinals) if words.ordinals else "(?!)"
        clock = rf"(?:\s?(?:{words.clock})(?![{LETTER}]))?" if words.clock else ""
        hours_sign = "[:h]" if words.language in {"fr", "pt", "es"} else ":"
        kinds = {
            "url": r"(?:https?://|ftp://|www\.)[^\s<>\"“”「」（），。]*[^\s<>\"“”「」（），。.,;:!?)\]'’»]",
            "email": rf"{before}[A-Za-z0-9][\w.+%-]{{0,63}}"
            rf"@[A-Za-z0-9](?:[A-Za-z0-9-]{{0,62}}\.){{1,8}}[A-Za-z]{{2,24}}",
            "host": rf"{apart}(?:[a-z0-9](?:[a-z0-9-]{{0,62}})\.){{1,4}}(?:com|org|net|io|edu|gov|info|dev|app|ai)"
            rf"(?![\w.]\w)(?:/[\w./%-]*[\w/])?",
            "handle": r"(?<![\w.])[@＠]\w[\w.]{0,49}(?<!\.)|(?<![\w&])[#＃](?=\w*[^\W\d_])\w{1,100}",
            "hash_number": r"(?<![\w&])#(?=\d)",
            "iso": rf"{apart}\d{{4}}-\d{{2}}-\d{{2}}(?![\d-])",
            "date": rf"{apart}\d{{1,4}}(?P<datesign>[./-])\d{{1,2}}(?P=datesign)\d{{2,4}}(?![\d-]|\.\d)",
            "named_date": rf"{before}(?P<nd>\d{{1,2}})(?:º|er|\.|st|nd|rd|th)?{of}(?i:(?P<nm>{months})){after}\.?"
            rf"(?:(?:,\s|\s(?:de|del)\s|\s)(?P<ny>\d{{4}})(?!\d)(?:\s(?:года|г\.|roku|r\.))?)?",
            "month_first": rf"{before}(?i:(?P<mm>{months}))\.?\s(?P<md>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.%]\d|\d)"
            rf"(?:,?\s(?P<my>\d{{4}})(?!\d))?"
            if words.language == "en"
            else "(?!)",
            "time": rf"{apart}(?P<th>\d{{1,2}}){hours_sign}(?P<tm>\d{{2}})(?::(?P<ts>\d{{2}}))?(?!\d|:)"
            rf"(?:\s?(?P<half>[aApP])\.?\s?[mM](?:\.(?=\s*[^\sA-Z]|\s*$)|(?![\w])|(?=\.)))?{clock}",
            "phone": rf"{apart}(?:\+\d{{1,3}}[ .\u00a0-]?)?(?:\(\d{{1,5}}\)[ .-]?)?"
            rf"\d{{2,4}}(?:[ .-]\d{{2,4}}){{2,5}}(?![\w.]\d|\d)"
            r"|\(\d{3}\) \d{3}-\d{4}(?!\d)|\+\d{8,15}(?!\d)",
            "version": rf"{before}[vV]?\d+(?:\.\d+){{2,}}(?!\d)",
            "fraction": rf"(?:(?<![{LETTER}\d/.,])\d{{1,3}}/\d{{1,3}}(?![/\d]|[.,]\d|[{LETTER}])"
            rf"|(?:\d+\s?)?[{_VULGAR}])",
            "decade": rf"{before}(?:\d{{3}}0|['’]\d0)s(?![{LETTER}])" if words.language == "en" else "(?!)",
            "ratio": rf"{apart}(?P<ra>\d{{1,4}}):(?P<rb>\d{{1,4}})(?![:\d])",
            "money": rf"(?P<csign>(?<![\w)])[-−+])?(?<![{LETTER}])(?P<cur>{signs})\s?(?P<csign2>[-−])?(?P<c1>{number})"
            rf"(?:\s?[{_DASH}]\s?(?:{signs})?(?P<c2>{number}))?(?:\s?(?P<cmag>{magnitudes})(?![{LETTER}]))?(?![{LETTER}]|\d)",
            "quantity": rf"(?P<sign>(?<![\w)\]])[-−+±])?{apart}(?P<q1>{number})(?:\s?[{_DASH}]\s?(?P<q2>{number}))?"
            rf"(?:\s?(?P<qmag>{magnitudes}){unit_after})?"
            rf"(?:\s?(?P<pct>[%％٪‰])|\s?(?P<cur2>{signs})(?![{LETTER}])|[\s\u00a0\u202f]?(?P<unit>{units}){unit_after})",
            "ordinal": rf"{before}(?P<o1>\d{{1,6}})(?P<oend>{endings})(?!\w)",
            "range": rf"{apart}(?P<r1>{number})(?P<rsep>\s?[–—~～〜]\s?|-)(?P<r2>{number})(?![\w]|-\d)",
            "number": rf"(?P<nsign>(?<![\w)\]%])[-−])?{before}(?P<n1>{number})(?![{LETTER}]|\d)",
            "roman": rf"(?<![\w.-]){ROMAN}(?P<rend>e|er|ème|ᵉ|º)?(?![\w'’-])" if words.roman_after else "(?!)",
            "abbreviation": rf"(?<![\w])(?:{self._abbreviations()})",
            "emoji": emoji_names.PATTERN,
            "dressed": f"{_DRESSED}+",
            "symbol": "[" + re.escape("".join(key for key in words.symbols if len(key) == 1)) + "]",
            "lone_slash": r"(?<=\w)/(?=\w)|/{2,}",
            "silent": SILENT,
        }
        for kind, pattern in self._own_kinds(before).items():
            kinds = {kind: pattern, **kinds}
        return "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items())

    def _own_kinds(self, before: str) -> dict[str, str]:
        language = self.words.language
        if language in {"zh", "ja"}:
            return {
                "counter": rf"{before}(?P<kn>\d{{1,2}})(?P<kc>人(?!間)|つ|時(?!間)|分(?!の)|点(?=\d)|日(?!本))",
                "han_date": rf"{before}(?P<hy>\d{{2,4}})年(?:(?P<hm>\d{{1,2}})月(?:(?P<hd>\d{{1,2}})[日号])?)?"
                rf"|{before}(?P<hm2>\d{{1,2}})月(?:(?P<hd2>\d{{1,2}})[日号])?",
            }
        if language == "ko":
            from lingoreel.media.speech_text.vocabulary.korean import NATIVE_COUNTERS

            counters = "|".join(NATIVE_COUNTERS.split())
            return {
                "counter": rf"{before}(?P<kn>\d{{1,2}})\s?(?P<kc>{counters})(?!간당)",
                "han_date": rf"{before}(?P<hm2>6|10)월",
            }
        if language == "de":
            return {"pointed": rf"{before}(?P<pn>\d{{1,3}})\.(?=\s[A-ZÄÖÜ])"}
        if language in {"ru", "pl"}:
            forms = "года|году|годом|год|г\\.(?=\\s|$)" if language == "ru" else "roku|rok|r\\."
            return {"year": rf"{before}(?P<yn>\d{{3,4}})\s?(?P<yf>{forms})(?!\w)"}
        return {}

    def _abbreviations(self) -> str:
        parts = []
        for key in sorted(self._keys, key=len, reverse=True):
            bare = key.rstrip("*#")
            end = "" if bare.endswith((".", "/", "°", "º")) else r"(?![\w.]\w|\w)"
            parts.append(re.escape(bare).replace(r"\ ", r"\s?") + end + (r"(?=\s?\d)" if key.endswith("#") else ""))
        return "|".join(parts) or "(?!)"


def _either(keys: dict[str, str]) -> str:
    return "|".join(re.escape(key) for key in sorted(keys, key=len, reverse=True))


@cache
def rules(language: str) -> Rules | None:
    """A language's rules, compiled once; None where numbers and signs are left to the engine."""
    words = vocabulary(language)
    return Rules(words) if words is not None else None


# What other languages get: emoji and drawn signs are taken out; the rest is the engine's.
PLAIN = re.compile(f"(?P<emoji>{emoji_names.PATTERN})|(?P<dressed>{_DRESSED}+)|(?P<silent>{SILENT})")
# What decides nothing about a text's language, though Latin letters are in it.
ATOM = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>\"“”「」（），。]+|[A-Za-z0-9][\w.+%-]{0,63}@[A-Za-z0-9.-]{1,100}|[@＠]\w{1,50}"
    r"|(?<![A-Za-z\d])(?<!\d[.,])\d[\d.,]{0,20}\s?(?:km/h|m/s|[kcmnμµ]?m[²³]?|[kmKMGT]?[gBW]|[kM]?Hz|GHz|°?[CF]|m?[lL]|kWh|px|V|h|min|s|"
    r"USD|EUR|GBP|JPY|CNY|CHF|RUB|PLN)(?![A-Za-z])|[IVX]{2,}(?![A-Za-z])"
)
__all__ = ["ATOM", "PLAIN", "UNSPACED", "Rules", "rules"]
