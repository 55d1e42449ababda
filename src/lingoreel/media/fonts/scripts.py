"""Which script a character belongs to, and which families draw each script well."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from lingoreel.media.fonts.ids import Kind

COMMON = frozenset(("Zyyy", "Zinh", "Zzzz"))
CJK = frozenset(("Hani", "Hira", "Kana", "Hang", "Bopo"))
# Scripts for which a family of Latin letters usually has good shapes of its own.
WESTERN = frozenset(("Latn", "Grek", "Cyrl", "Armn", "Geor", "Hebr"))
RIGHT_TO_LEFT_LANGUAGES = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi")
)

_SANS_CJK = {
    "SC": ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN"),
    "TC": ("Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "Source Han Sans TW"),
    "HK": ("Noto Sans CJK HK", "Noto Sans HK", "Noto Sans CJK TC", "Noto Sans TC"),
    "JP": ("Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic", "IPAPGothic", "IPAGothic", "TakaoPGothic", "VL PGothic"),
    "KR": ("Noto Sans CJK KR", "Noto Sans KR", "NanumGothic", "UnDotum", "Baekmuk Dotum"),
}
_SERIF_CJK = {
    "SC": ("Noto Serif CJK SC", "Noto Serif SC", "AR PL UMing CN", "AR PL SungtiL GB"),
    "TC": ("Noto Serif CJK TC", "Noto Serif TC", "AR PL UMing TW", "AR PL Mingti2L Big5"),
    "HK": ("Noto Serif CJK HK", "Noto Serif CJK TC", "AR PL UMing HK"),
    "JP": ("Noto Serif CJK JP", "Noto Serif JP", "IPAexMincho", "IPAPMincho", "IPAMincho"),
    "KR": ("Noto Serif CJK KR", "Noto Serif KR", "NanumMyeongjo", "UnBatang", "Baekmuk Batang"),
}
_KAI_CJK = {"SC": ("AR PL UKai CN",), "TC": ("AR PL UKai TW",), "HK": ("AR PL UKai HK",), "JP": (), "KR": ()}
# Faces that have letters of every region, in the shapes of one.
_ANY_CJK = ("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback")
_ARABIC = ("Noto Sans Arabic", "Noto Naskh Arabic", "FiraGO", "Noto Kufi Arabic", "Amiri")
_ARABIC_SERIF = ("Noto Naskh Arabic", "Amiri", "Noto Sans Arabic", "FiraGO")
_SYMBOLS = ("DejaVu Sans", "Noto Sans Symbols", "Noto Sans Symbols2", "Noto Music", "Noto Sans Math", "Symbola")
_LAST = ("Unifont", "Last Resort", "LastResort", "Noto Sans Mono CJK", "Symbola")


@lru_cache(maxsize=100_000)
def script_of(character: str) -> str:
    """The script as its four letters of ISO 15924; Zyyy for what many scripts share, Zzzz for no letter at all."""
    from fontTools import unicodedata as font_unicodedata

    return str(font_unicodedata.script(character))


def script_name(code: str) -> str:
    """The script's name in English."""
    from fontTools import unicodedata as font_unicodedata

    return str(font_unicodedata.script_name(code, default=code)).replace("_", " ")


_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def is_invisible(character: str) -> bool:
    """Whether a character shows nothing, so that no face needs a letter for it.

    Blanks, controls, and what HarfBuzz itself hides: joiners, directional marks, variation selectors (most of
    Unicode's Default_Ignorable_Code_Point).
    """
    return bool(_INVISIBLE.match(character)) or unicodedata.category(character) in {"Cc", "Zs", "Zl", "Zp"}


def is_cjk_punctuation(character: str) -> bool:
    """Marks whose shape and width are those of Chinese, Japanese and Korean type."""
    code = ord(character)
    return 0x3000 <= code <= 0x303F or 0xFE30 <= code <= 0xFE4F or 0xFF00 <= code <= 0xFFEF


def region(language: str | None, characters: Iterable[str]) -> str:
    """Whose shapes Chinese characters take (Han unification): SC, TC, HK, JP or KR.

    The language decides; where it is none of these, kana and Hangul in the text do.
    """
    tag = (language or "").replace("_", "-").lower()
    main = tag.split("-")[0]
    if main in {"zh", "cmn", "yue"}:
        if "hk" in tag or main == "yue":
            return "HK"
        return "TC" if any(part in tag for part in ("hant", "tw", "mo")) else "SC"
    if main in {"ja", "ko"}:
        return {"ja": "JP", "ko": "KR"}[main]
    counts = Counter(script_of(character) for character in characters)
    if counts["Hira"] + counts["Kana"]:
        return "JP"
    return "KR" if counts["Hang"] > counts["Hani"] else "SC"


def preferred(script: str, kind: Kind, where: str) -> tuple[str, ...]:
    """Families that draw a script well, best first. `where` is a region of `region`."""
    if script in CJK:
        sans, serif = _SANS_CJK[where], _SERIF_CJK[where]
        elsewhere = tuple(name for names in _SANS_CJK.values() for name in names)
        if kind in ("serif", "kai"):
            kai = _KAI_CJK[where] if kind == "kai" else ()
            return (*kai, *serif, *sans, *_ANY_CJK, *elsewhere)
        return (*sans, *_ANY_CJK, *elsewhere, *serif)
    if script == "Arab":
        return _ARABIC_SERIF if kind == "serif" else _ARABIC
    if script in COMMON:
        return _SYMBOLS
    name = script_name(script).title()
    noto = (f"Noto Serif {name}", f"Noto Sans {name}") if kind == "serif" else (f"Noto Sans {name}", f"Noto {name}")
    return (*noto, f"Noto Serif {name}", "Noto Sans", "FiraGO", "DejaVu Sans")


def comes_last(family: str) -> bool:
    """Families that have nearly everything and draw nothing well."""
    return family.startswith(_LAST)
