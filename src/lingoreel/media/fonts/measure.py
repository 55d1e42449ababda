"""How wide letters are, before anything is drawn."""

from __future__ import annotations

from collections import defaultdict
from statistics import fmean
from typing import TYPE_CHECKING, Any

from lingoreel.media.fonts.scripts import script_of

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_JOINING_SCRIPTS = frozenset(("Arab", "Syrc", "Mand", "Nkoo", "Mong", "Adlm", "Rohg"))
_JOINED = frozenset(("init", "medi", "fina"))
_SINGLE, _EXTENSION = 1, 7


def measure(font: TTFont) -> dict[str, float]:
    """The advance width of each character of a font, in ems.

    A letter of a joining script is as wide as its joined forms are on average: apart it is up to a half wider.
    """
    em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
    glyphs = {chr(code): name for code, name in font.getBestCmap().items()}
    joining = any(script_of(one) in _JOINING_SCRIPTS for one in glyphs)
    forms = _joined_forms(font) if joining else {}
    return {one: fmean(widths[name][0] for name in forms.get(glyph) or (glyph,)) / em for one, glyph in glyphs.items()}


def _joined_forms(font: TTFont) -> dict[str, list[str]]:
    """The glyphs that stand for a glyph at a word's beginning, middle and end."""
    forms: dict[str, list[str]] = defaultdict(list)
    table: Any = font["GSUB"].table if "GSUB" in font else None
    if table is None or table.FeatureList is None or table.LookupList is None:
        return forms
    records = table.FeatureList.FeatureRecord
    numbers = {at for one in records if one.FeatureTag in _JOINED for at in one.Feature.LookupListIndex}
    for number in sorted(numbers):
        for part in table.LookupList.Lookup[number].SubTable:
            single = part.ExtSubTable if part.LookupType == _EXTENSION else part
            if single.LookupType == _SINGLE:
                for glyph, form in single.mapping.items():
                    forms[glyph].append(form)
    return forms
