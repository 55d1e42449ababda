"""Small copies of faces, with only the letters of one text, under a family name of ours.

All copies of one text share the family. Their letters are disjoint, so libass, which looks through a family for each
letter, takes every letter from the face chosen for it: no override in the text, no search among the machine's own
fonts, and the same picture everywhere. They also share ascent and descent, so that lines keep one height whatever
they are written in.
"""

from __future__ import annotations

import io
import re
import string
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from lingoreel.media.fonts.choice import FontChoice
from lingoreel.media.fonts.face import Face
from lingoreel.media.fonts.measure import measure
from lingoreel.media.fonts.rules import Rules, layout_rules
from lingoreel.media.fonts.scripts import is_invisible

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

BACKSLASH = "\ufe68"
"""Drawn as a backslash: libass reads the real one as the start of an escape."""

# Above and below the baseline, in ems: room for capitals with accents, and no line taller than it must be.
_ASCENT, _DESCENT = (0.95, 1.4), (0.25, 0.7)
_MEASURED_GLYPHS = 1000
_DROPPED = ("FFTM", "TTFA", "DSIG", "PfEd", "Zapf", "TeX ", "BDF ", "Silf", "Glat", "Gloc", "Feat", "Sill", "MVAR")
_WINDOWS, _UNICODE_BMP, _UNICODE_FULL, _ENGLISH = 3, 1, 10, 0x409

# HarfBuzz draws these as two letters, which a copy then has to have: the vowel am of Thai and Lao, and vowels of Khmer
# and of India's scripts of which a part stands before their consonant; the latter are as Unicode takes them apart.
_TAKEN_APART = {"\u0e33": "\u0e4d\u0e32", "\u0eb3": "\u0ecd\u0eb2"} | dict.fromkeys(
    "\u17be\u17bf\u17c0\u17c4\u17c5", "\u17c1"
)
_SOUTH_ASIAN = re.compile("[\u0900-\u0dff\u1000-\u109f\u1a20-\u1bff\U00011000-\U00011fff]")

Variant = tuple[bool, bool]
"""Bold, italic."""


@dataclass(frozen=True)
class FontCopy:
    """A small copy of a face, as a file: `drawn` is the style it passes for, `characters` are those it can draw.

    `even_digits`: those of its digits that it has are equally wide.
    """

    name: str
    data: bytes = field(repr=False)
    face: Face
    drawn: Variant
    characters: frozenset[str] = field(repr=False)
    rules: Rules = field(repr=False)
    even_digits: bool


@dataclass
class EmbeddedFonts:
    """Font files for a script, and the measures of their letters.

    `ascent` and `descent` are those of every line, in ems (the font size in pixels is
    one em): libass wants `line_height` times the font size as its Fontsize.
    """

    family: str
    copies: list[FontCopy]
    ascent: float
    descent: float
    faces: list[str]
    _advances: dict[Variant, dict[str, float]] = field(default_factory=dict, repr=False)

    @property
    def line_height(self) -> float:
        """Height of a line in ems."""
        return self.ascent + self.descent

    def advances(self, bold: bool = False, italic: bool = False) -> dict[str, float]:
        """The width of each character in ems; invisible ones are absent."""
        return self._advances.get((bold, italic)) or self._advances[(False, False)]


def embed(
    choice: FontChoice, letters: dict[Variant, set[str]], family: str, others: Iterable[str] = ()
) -> EmbeddedFonts:
    """Copy out of the chosen faces what the letters of each variant (bold, italic) need.

    `others` are invisible characters of the text: joiners and the like, kept where a face has them because its
    shaping rules name them.
    """
    wanted: dict[tuple[Face, Variant], set[str]] = defaultdict(set)
    sources: dict[Variant, dict[str, tuple[Face, Variant]]] = {}
    for variant, characters in letters.items():
        sources[variant] = _sources(choice, variant, characters)
        for character, source in sources[variant].items():
            wanted[source].add(character)
    invisible = {character for character in others if is_invisible(character) and not character.isspace()}
    fonts = [(face, drawn, _subset(face, wanted[face, drawn], invisible)) for face, drawn in sorted(wanted, key=_place)]
    widths = {(face, drawn): measure(font) for face, drawn, font in fonts}
    advances = {
        variant: {one: widths[source].get(one, 0.0) for one, source in own.items()} for variant, own in sources.items()
    }
    ascent, descent = _extent(font for _, _, font in fonts)
    copies = []
    for number, (face, drawn, font) in enumerate(fonts):
        own = widths[face, drawn]
        has, rules = frozenset(own), layout_rules(font)
        even = len({own[digit] for digit in string.digits if digit in own}) <= 1
        _rename(font, drawn, family, number)
        _set_extent(font, ascent, descent)
        name = f"{family}{number}.{'otf' if 'CFF ' in font else 'ttf'}"
        data = io.BytesIO()
        font.save(data, reorderTables=False)
        font.close()
        copies.append(FontCopy(name, data.getvalue(), face, drawn, has, rules, even))
    return EmbeddedFonts(family, copies, ascent, descent, sorted({face.label for face, _ in wanted}), advances)


def _place(source: tuple[Face, Variant]) -> tuple[Variant, str, str, int, bool]:
    """An order of copies that no other letters change: libass takes what two of them have from the first."""
    face, drawn = source
    return drawn, face.family, face.full_name, face.weight, face.italic


def _sources(choice: FontChoice, variant: Variant, characters: Iterable[str]) -> dict[str, tuple[Face, Variant]]:
    """The face that each letter of a variant comes from, and what it passes for.

    A plain face passes for a regular upright one, whatever its own weight: libass thickens or slants it when the text
    is bold or italic, and takes a true bold or italic face when there is one.
    """
    found = {}
    for character in (*characters, " "):
        styled = choice.styled(character, *variant)
        if styled is not None:
            face, real = styled
            found[character] = face, variant if real else (False, False)
    return found


def _subset(face: Face, characters: set[str], invisible: set[str]) -> TTFont:
    from fontTools import subset

    options = subset.Options()
    options.hinting = False  # hinted letters differ from size to size; subtitles are large enough without
    options.notdef_outline = True
    options.name_IDs = []
    options.legacy_kern = True
    options.glyph_names = False
    options.recalc_bounds = True
    options.drop_tables += list(_DROPPED)
    font = face.open()
    parts = {part for one in characters for part in _parts(one)}
    glyphs = {ord(one): face.glyphs[ord(one)] for one in sorted(characters | parts | invisible) if face.has(one)}
    if ord("\\") in glyphs:
        glyphs[ord(BACKSLASH)] = glyphs[ord("\\")]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=set(glyphs) - {ord(BACKSLASH)}, glyphs=sorted(set(glyphs.values())))
    subsetter.subset(font)
    if face.variable:
        from fontTools.varLib import instancer

        opened = font.reader
        place = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | {"wght": face.weight}
        font = instancer.instantiateVariableFont(font, place, inplace=True, downgradeCFF2="CFF2" in font)
        if opened is not font.reader and opened is not None:
            opened.close()
    _set_characters(font, glyphs)
    return font


def _parts(character: str) -> str:
    """What a character may be drawn as instead of itself."""
    if _SOUTH_ASIAN.match(character):
        return unicodedata.normalize("NFD", character)
    return _TAKEN_APART.get(character, "")


def _set_characters(font: TTFont, glyphs: dict[int, str]) -> None:
    """Exactly these characters; variation sequences stay as they were."""
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    table: Any = font["cmap"]
    kept = [one for one in table.tables if one.format == 14]
    new = []
    for form, encoding in ((4, _UNICODE_BMP), (12, _UNICODE_FULL)):
        one = CmapSubtable.newSubtable(form)
        one.platformID, one.platEncID, one.language = _WINDOWS, encoding, 0
        one.cmap = {code: name for code, name in glyphs.items() if form == 12 or code <= 0xFFFF}
        new.append(one)
    table.tables = [*kept, *new]


def _extent(fonts: Iterable[TTFont]) -> tuple[float, float]:
    """How far the letters reach above and below the baseline, in ems, within reason."""
    above, below = _ASCENT[0], _DESCENT[0]
    for font in fonts:
        em = font["head"].unitsPerEm
        for bottom, top in _bounds(font):
            above, below = max(above, top / em), max(below, -bottom / em)
    return min(above, _ASCENT[1]), min(below, _DESCENT[1])


def _bounds(font: TTFont) -> Iterator[tuple[float, float]]:
    """Bottom and top of the letters; of the first ones where there are thousands, which then are alike."""
    from fontTools.pens.boundsPen import ControlBoundsPen

    glyph_set = font.getGlyphSet()
    for name in islice(dict.fromkeys(font.getBestCmap().values()), _MEASURED_GLYPHS):
        pen = ControlBoundsPen(glyph_set)
        glyph_set[name].draw(pen)
        if pen.bounds is not None:
            yield pen.bounds[1], pen.bounds[3]


def _set_extent(font: TTFont, ascent: float, descent: float) -> None:
    em = font["head"].unitsPerEm
    above, below = round(ascent * em), round(descent * em)
    hhea: Any = font["hhea"]
    hhea.ascent, hhea.descent, hhea.lineGap = above, -below, 0
    if "OS/2" in font:
        table: Any = font["OS/2"]
        table.usWinAscent, table.usWinDescent = above, below
        table.sTypoAscender, table.sTypoDescender, table.sTypoLineGap = above, -below, 0


def _rename(font: TTFont, drawn: Variant, family: str, number: int) -> None:
    """Our family name, and style bits that tell a bold or slanted copy from the plain one."""
    bold, italic = drawn
    style = " ".join(word for word, on in (("Bold", bold), ("Italic", italic)) if on) or "Regular"
    names: Any = font["name"]
    names.names = []
    for key, value in ((1, family), (2, style), (4, f"{family} {number}"), (6, f"{family}{number}")):
        names.setName(value, key, _WINDOWS, 1, _ENGLISH)
    head: Any = font["head"]
    head.macStyle = bold | italic << 1
    if "OS/2" in font:
        table: Any = font["OS/2"]
        table.usWeightClass = 700 if bold else 400
        table.fsSelection = italic | bold << 5 | (not (bold or italic)) << 6
    if "CFF " in font:
        font["CFF "].cff.fontNames = [f"{family}{number}"]
