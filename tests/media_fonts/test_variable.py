"""Variable fonts: drawn in the weight that is asked for, not in the thin one they may begin with."""

from __future__ import annotations

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables.TupleVariation import TupleVariation

from lingoreel.media.fonts import FontIndex

GLYPHS = [".notdef", "space", "A"]
THIN, WIDEST = 100, 800


def bar(pen, width):
    for number, point in enumerate([(50, 0), (50, 700), (50 + width, 700), (50 + width, 0)]):
        (pen.lineTo if number else pen.moveTo)(point)
    pen.closePath()
    return pen


def variable_font(path, outlines):
    """A face whose only letter is a bar: 100 units wide at weight 100, 800 at 900."""
    builder = FontBuilder(1000, isTTF=outlines == "glyf")
    builder.setupGlyphOrder(GLYPHS)
    builder.setupCharacterMap({32: "space", 65: "A"})
    builder.setupNameTable({"familyName": "Open Sans", "styleName": "Thin"})
    builder.setupHorizontalMetrics(dict.fromkeys(GLYPHS, (900, 50)))
    builder.setupHorizontalHeader(ascent=900, descent=-300)
    builder.setupFvar([("wght", 100, 100, 900, "Weight")], [])
    if outlines == "glyf":
        empty = TTGlyphPen(None).glyph()
        builder.setupGlyf({".notdef": empty, "space": empty, "A": bar(TTGlyphPen(None), THIN).glyph()})
        wider = WIDEST - THIN
        deltas = [(0, 0), (0, 0), (wider, 0), (wider, 0), (0, 0), (0, 0), (0, 0), (0, 0)]
        builder.setupGvar({"A": [TupleVariation({"wght": (0, 1, 1)}, deltas)], "space": [], ".notdef": []})
    else:
        shapes = {name: T2CharStringPen(None, None, CFF2=True).getCharString() for name in GLYPHS}
        shapes["A"].program = [50, 0, "rmoveto", 700, "vlineto"]
        shapes["A"].program += [THIN, 0, WIDEST - THIN, 0, 2, "blend", "rlineto", 0, -700, "rlineto"]
        builder.setupCFF2(shapes, regions=[{"wght": (0, 1, 1)}])
    builder.setupOS2(usWeightClass=100, usWinAscent=900, usWinDescent=300)
    builder.setupPost()
    builder.save(path)


@pytest.mark.parametrize("outlines", ["glyf", "CFF2"])
def test_the_weight_drawn_is_the_one_asked_for(tmp_path, burn, outlines):
    variable_font(tmp_path / "variable.ttf", outlines)
    fonts = FontIndex([tmp_path], carried=False)
    assert [face.weight for face in fonts] == [100, 400, 700]
    for weight, bold in ((400, False), (700, True)):
        left, _, right, _ = burn("A", fonts=fonts, font=1, enable_bg=False, font_size=100, font_bold=bold).box()
        expected = (THIN + (WIDEST - THIN) * (weight - 100) / 800) / 10
        assert right - left == pytest.approx(expected, abs=2.5)
