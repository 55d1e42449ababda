"""Which letters of a font FreeType measures the others by.

libass asks FreeType how wide letters are with hinting left on, and fonts without instructions, as our copies are,
are then hinted by FreeType's auto-fitter: it takes the usual width of a script's stems from the first there is of a
few letters (src/autofit/afscript.h), and moves the edges of all letters of that script by up to some thousandths of an
em. So a letter "o" anywhere in a text decides how far apart all its Latin letters stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from lingoreel.media.fonts.scripts import CJK, COMMON, script_of

_MEASURED = {
    "Latn": "oO0",
    "Grek": "οΟ",
    "Cyrl": "оО",
    "Arab": "لحـ",
    "Hebr": "ם",
    "Deva": "ठवट",
    "Beng": "০৪",
    "Thai": "าๅ๐",
    "Laoo": "໐",
    **dict.fromkeys(CJK, "田囗"),
}


def stem_letters(letters: Iterable[str], has: Collection[str]) -> list[str]:
    """Those of a font's characters that the widths of these letters may hang on, each script's first.

    All that the font has of a script that is not known here.
    """
    scripts = {"Latn" if letter.isascii() else script_of(letter) for letter in letters}
    if scripts & COMMON:  # signs go with a script of FreeType's choice
        scripts = scripts - COMMON | _MEASURED.keys()
    found: set[str] = set()
    for script in scripts:
        if script in _MEASURED:
            found |= set(next((letter for letter in _MEASURED[script] if letter in has), ""))
        else:
            found |= {character for character in has if script_of(character) == script}
    return sorted(found)
