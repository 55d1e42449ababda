"""Which of the Latin code pages a text is in: the one in which its accented letters are those of one language.

General detectors look at letter frequencies, and a subtitle file has too few accents for them. Alphabets decide
with a handful: Swedish has no ĺ, Hungarian no õ, and no language has both ø and ŕ.
"""

from __future__ import annotations

import re

_WESTERN = (
    "àâçéèêëîïôùûüÿœæ",
    "äöüß",
    "áéíñóúü",
    "ãáâàçéêíóôõúü",
    "åäöé",
    "æøåé",
    "àèéìòùî",
    "ëéïóüèáö",
    "áðéíóúýþæö",
    "àçèéíïòóúü",
)
_CENTRAL = ("áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţ", "čćžšđ", "ëç")
_TURKISH = ("çğıöşüâîû",)
_BALTIC = ("ąčęėįšųūž", "āčēģīķļņšūž", "äöüõšž")
_VIETNAMESE = ("àáâãèéêìíòóôõùúýăđĩũơư\u0300\u0301\u0303\u0309\u0323",)
ALPHABETS: dict[str, tuple[str, ...]] = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "cp1254": _TURKISH,
    "cp1257": _BALTIC,
    "iso8859_2": _CENTRAL,
    "cp1258": _VIETNAMESE,
    "cp850": _WESTERN,
    "cp852": _CENTRAL,
    "mac_roman": _WESTERN,
}
"""The code pages, the likelier first, and the letters beyond ASCII of the languages written in each."""

_MARKS = "¿¡«»‹›„“”‚‘’–—…•°ºª·´§€£♪©®™½¼¾×\u00a0\u00ad"
_LATIN_SHARE = 0.6
_SURE = 0.8


def latin_code_page(sample: bytes) -> str | None:
    """The code page of a text in Latin letters; None where it is in none, or too many of its letters fit nowhere."""
    ascii_letters = len(re.findall(rb"[A-Za-z]", sample))
    beyond = sum(byte > 0x7F for byte in sample)
    if not ascii_letters or ascii_letters < _LATIN_SHARE * (ascii_letters + beyond):
        return None
    best: tuple[float, str] = (0.0, "")
    for name, alphabets in ALPHABETS.items():
        accents = [
            letter for letter in sample.decode(name, "replace").lower() if letter > "\x7f" and letter != "\u0307"
        ]
        if not accents:
            continue
        shares = (sum(letter in alphabet or letter in _MARKS for letter in accents) for alphabet in alphabets)
        share = max(shares) / len(accents)
        # quotes and dashes alone are the same on all pages of Windows
        if share > best[0] + 1e-9:
            best = (share, name)
    return best[1] if best[0] >= _SURE else None
