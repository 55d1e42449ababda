"""Subtitles as they stand in the picture: read back, and held against letters drawn without libass."""

from __future__ import annotations

import io

import numpy as np
import pytest

from lingoreel.media.burn.script_wrap import width
from lingoreel.media.cues import Cue, Span
from lingoreel.media.fonts import choose_faces, embed

PLAIN = {"enable_bg": False, "font": 1, "font_size": 40}
ARABIC = "السلام عليكم"


def face_of(fonts, text, font=1, language=None):
    choice = choose_faces(fonts, font, text, language)
    faces = {choice.faces[letter] for letter in text if letter != " "}
    assert len(faces) == 1
    return faces.pop()


@pytest.mark.parametrize("text", ["Sphinx of black quartz", "Съешь ещё этих булок", "Ξεσκεπάζω ψυχοφθόρα"])
def test_the_letters_are_those_of_the_text(burn, alike, carried, text):
    burnt = burn(text, **PLAIN)
    with face_of(carried, text).open() as font:
        assert alike(burnt, font, text, 40) > 0.9
        # The measure tells letters apart: in another order they are seen to be others.
        assert alike(burnt, font, text[::-1], 40) < 0.8


@pytest.mark.parametrize(
    ("text", "other", "language"),
    [
        ("你好，世界", "再见，朋友", "zh"),
        ("こんにちは世界", "ありがとう皆様", "ja"),
        ("안녕하세요", "감사합니다", "ko"),
    ],
)
@pytest.mark.parametrize("font", [1, 6])
def test_chinese_japanese_korean_letters(burn, alike, cjk, text, other, language, font):
    burnt = burn(text, fonts=cjk, language=language, **PLAIN | {"font": font})
    with face_of(cjk, text, font, language).open() as drawn:
        assert alike(burnt, drawn, text, 40) > 0.9
        assert alike(burnt, drawn, other, 40) < 0.88


@pytest.mark.parametrize("text", [ARABIC, "नमस्ते क्षेत्र", "שלום עולם", "สวัสดีครับ"])
def test_shaping_survives_the_copying_of_faces(burn, draw, carried, same_ink, tmp_path, text):
    """The same picture as with the whole face, which libass finds in a folder."""
    text = text.replace(" ", "")  # blanks come from the face of the Latin letters
    burnt = burn(text, **PLAIN | {"font_size": 80, "alignment": 0})
    face = face_of(carried, text)
    whole = tmp_path / "fonts"
    whole.mkdir()
    with face.open() as font:
        data = io.BytesIO()
        font.save(data)
        (whole / "face.ttf").write_bytes(data.getvalue())
        em, table = font["head"].unitsPerEm, font["OS/2"]
        fontsize = 80 * (table.usWinAscent + table.usWinDescent) / em
    ass = burnt.script.ass.decode()
    style = next(line for line in ass.splitlines() if line.startswith("Style: "))
    fields = style.split(",")
    fields[1:3] = [face.family, str(fontsize)]
    head, rest = ass.split("[Fonts]")
    reference = head.replace(style, ",".join(fields)) + rest[rest.index("[Events]") :]
    drawn = draw(reference.encode(), 640, 180, options=":fontsdir=fonts")
    assert same_ink(burnt.letters(), drawn.letters()) > 0.98


def test_arabic_letters_are_joined_and_run_from_right_to_left(burn, alike, carried):
    burnt = burn(ARABIC, **PLAIN)
    with face_of(carried, ARABIC).open() as font:
        assert alike(burnt, font, ARABIC, 40) < 0.8  # as outlines without shaping: apart, and the wrong way round


def test_brackets_and_latin_words_stand_right_in_arabic(burn, same_ink):
    """ "peace (Hello) peace!": from the right; the word in brackets is whole, the exclamation mark is at the left."""
    ink = burn("سلام (Hello) سلم!", **PLAIN).letters()
    left, right = np.flatnonzero(ink.max(axis=0) > 0.2)[[0, -1]]
    for text, at_left in (("سلام", False), ("(Hello) سلم!", True), ("سلم!", True)):
        part = burn(text, language="ar", **PLAIN).letters()
        columns = np.flatnonzero(part.max(axis=0) > 0.2)
        wide = columns[-1] - columns[0] + 1
        cut = ink[:, left : left + wide] if at_left else ink[:, right + 1 - wide : right + 1]
        assert same_ink(cut, part) > 0.93, text


@pytest.mark.parametrize(
    "text",
    [r"{\p1}m 0 0 l 9 9{\p0}", r"{\an8}a\Nb\nc\hd", "<i>x</i>&amp;{b}", r"\\{\\}{{}}\{x\}", "{}{,}Dialogue: 0,0,0"],
)
def test_what_looks_like_a_tag_is_shown_as_letters(burn, alike, carried, text):
    burnt = burn(text, **PLAIN | {"font": 0, "font_size": 30})
    with face_of(carried, text, 0).open() as font:
        assert alike(burnt, font, text, 30) > 0.9


def test_what_shows_nothing_draws_nothing(burn):
    """Above all no box for a letter that no face has."""
    invisible = "\u00ad\u034f\u061c\u180b\u200b\u200c\u200d\u200e\u202a\u202c\u2060\u2066\u2069\ufe0f\ufeff\U000e0100"
    plain = burn("visible", **PLAIN)
    hidden = burn("vi" + "".join(f"{one}s{one}" if one == "\u2060" else one for one in invisible) + "ible", **PLAIN)
    assert (plain.after == hidden.after).all()


def test_nothing_outside_the_box_changes_and_the_box_is_where_it_should_be(burn, carried):
    text = "Where it should be"
    burnt = burn(text, font=1, font_size=32, vertical_position=25, background="rgbtestsrc=d=2")
    left, top, right, bottom = burnt.box()
    padding = 8
    assert abs(bottom - (180 - 25)) <= 1
    assert abs((left + right) / 2 - 320) <= 1
    with face_of(carried, text).open() as font:
        cmap, metrics, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        wide = sum(metrics[cmap[ord(letter)]][0] for letter in text) / em * 32
    assert abs((right - left) - (wide + 2 * padding)) <= 4
    assert 32 * 1.15 <= bottom - top - 2 * padding <= 32 * 1.6
    inside = burnt.changed[top:bottom, left:right]
    assert inside.all()  # the background is one whole rectangle
    assert not (burnt.before[:, :top] != burnt.after[:, :top]).any()


@pytest.mark.parametrize(("alignment", "side"), [(0, "left"), (2, "centre"), (3, "right")])
@pytest.mark.parametrize("size", [(320, 180), (180, 320)])
def test_alignment_in_landscape_and_portrait(burn, alignment, side, size):
    left, _, right, bottom = burn(
        "Here", size=size, font=1, alignment=alignment, vertical_position=10, background="gray"
    ).box()
    width_, height = size
    margin = round(width_ * 0.05)
    assert abs(bottom - (height - 10)) <= 1
    found = {"left": left, "right": width_ - right, "centre": abs(left + right - width_)}[side]
    assert abs(found - {"left": margin, "right": margin, "centre": 0}[side]) <= 6
    assert left >= margin - 6
    assert right <= width_ - margin + 6


def test_a_cue_with_a_place_of_its_own_keeps_it(burn):
    _, top, _, bottom = burn(cue=Cue(0, 10_000, ("Sign",), alignment=8), font=1, background="gray").box()
    assert top <= 12
    assert bottom < 60


def test_the_background_has_the_colour_and_strength_asked_for(burn):
    burnt = burn("i", font=1, backcolor="255,0,0,0.5", font_color="0,255,0,1", background="white")
    left, top, *_ = burnt.box()
    assert np.abs(burnt.after[0, top + 1, left + 1].astype(int) - (255, 127, 127)).max() <= 2
    greenest = burnt.after[0].astype(int)
    assert (greenest[..., 1] - greenest[..., 0]).max() > 200


def test_a_stroke_surrounds_the_letters(burn):
    style = PLAIN | {"font_size": 60}
    bare = burn("O", **style)
    stroked = burn("O", **style, enable_stroke=True, stroke_width=4, stroke_color="255,0,0,1")
    a, b = bare.box(), stroked.box()
    assert abs((b[2] - b[0]) - (a[2] - a[0]) - 8) <= 1
    assert abs((b[3] - b[1]) - (a[3] - a[1]) - 8) <= 1
    red = (stroked.after[0][..., 0] > 200) & (stroked.after[0][..., 1] < 50)
    assert red.any()


@pytest.mark.parametrize(
    "style", [{"font_bold": True}, {"font_italic": True}, {"font_bold": True, "font_italic": True}]
)
def test_bold_and_italic_are_true_faces_where_there_are_some(burn, alike, carried, style):
    bold, italic = style.get("font_bold", False), style.get("font_italic", False)
    burnt = burn("Hamburg", **PLAIN, **style)
    face = carried.find("Noto Sans", 700 if bold else 400, italic)
    assert (face.weight, face.italic) == (700 if bold else 400, italic)
    with face.open() as font:
        assert alike(burnt, font, "Hamburg", 40) > 0.93


def test_a_span_is_set_apart_and_the_rest_is_not(burn, alike, carried):
    cue = Cue(0, 10_000, ("ab cd",), spans=(Span(0, 3, 5, "bold"),))
    burnt = burn(cue=cue, **PLAIN)
    ink = burnt.letters()
    columns = np.flatnonzero(ink.max(axis=0) > 0.2)
    gap = columns[np.argmax(np.diff(columns))] + 2
    plain, bold = burn("ab", **PLAIN).letters(), burn("cd", **PLAIN, font_bold=True).letters()
    assert abs(ink[:, :gap].sum() - plain.sum()) < 0.02 * plain.sum()
    assert abs(ink[:, gap:].sum() - bold.sum()) < 0.02 * bold.sum()


def test_two_tracks_meet_at_a_fixed_line(burn):
    style = {"font": 1, "font_size": 20, "vertical_position": 10, "background": "gray"}
    one = burn("Upper", second=["Lower", "of two lines"], **style)
    rows = one.changed.any(axis=1)
    groups = np.flatnonzero(np.diff(rows.astype(int)))
    assert len(groups) == 4  # two boxes with a gap between them
    turned = burn("Upper", second=["Lower", "of two lines"], secondary_on_top=True, **style)
    heights = np.diff(np.flatnonzero(np.diff(turned.changed.any(axis=1).astype(int))))
    assert heights[0] > heights[2]  # the one of two lines is above now


@pytest.mark.parametrize("size", [(320, 180), (180, 320)])
@pytest.mark.parametrize(
    "text", ["long words and more of them " * 6, "Donaudampfschifffahrtselektrizitäten" * 4, "x" * 10_000]
)
def test_no_line_leaves_the_picture(burn, size, text):
    burnt = burn(text, size=size, font=1, font_size=18, background="gray")
    left, top, right, bottom = burnt.box()
    wide, high = size
    assert left >= 0.04 * wide - 1
    assert right <= 0.96 * wide + 1
    assert top >= 0.04 * high
    assert bottom <= high


def test_a_letter_too_large_for_the_picture_is_made_smaller(burn):
    burnt = burn("Wide", size=(320, 180), font=1, font_size=500, background="gray")
    assert any("font_size 500 does not fit" in warning for warning in burnt.script.warnings)
    left, top, right, bottom = burnt.box()
    assert 0 <= left < right <= 320
    assert 0 <= top < bottom <= 180


@pytest.mark.parametrize(
    ("text", "tolerance"),
    [("Measured before it is drawn", 0.02), ("قياس النص قبل رسمه", 0.08), ("טקסט שנמדד", 0.03)],
)
def test_lines_are_measured_as_they_are_drawn(burn, carried, text, tolerance):
    left, _, right, _ = burn(text, **PLAIN).box()
    choice = choose_faces(carried, 1, text)
    advances = embed(choice, {(False, False): set(text)}, "Any").advances()
    assert right - left == pytest.approx(width(text, advances) * 40, rel=tolerance)
