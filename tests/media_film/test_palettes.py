from __future__ import annotations

import pytest

from lingoreel.media.film.colours import contrast, luminance, mix, oklch
from lingoreel.media.film.palettes import FAMILIES, Family
from lingoreel.media.film.storyboard import MOODS

ALL = [(family, mood) for family in FAMILIES for mood in MOODS]


@pytest.mark.parametrize(("family", "mood"), ALL, ids=lambda value: getattr(value, "name", value))
def test_letters_stand_out_from_the_sky(family: Family, mood: str) -> None:
    palette = family.palette(mood)
    assert min(contrast(palette.text, colour) for colour in palette.sky) >= 7
    assert contrast(palette.ink, palette.paper) >= 14
    assert (luminance(palette.text) > 0.5) == palette.dark


@pytest.mark.parametrize(("family", "mood"), ALL, ids=lambda value: getattr(value, "name", value))
def test_shapes_stand_out_from_the_sky(family: Family, mood: str) -> None:
    palette = family.palette(mood)
    assert min(contrast(palette.accent, colour) for colour in palette.sky) >= 2.5
    assert min(contrast(palette.second, colour) for colour in palette.sky) >= 1.9
    assert palette.accent != palette.second


def test_every_mood_has_palettes_to_choose_from_and_no_two_are_the_same() -> None:
    assert all(set(family.rows) == set(MOODS) for family in FAMILIES)
    assert len({family.palette(mood) for family, mood in ALL}) == len(ALL)
    assert {family.dark for family in FAMILIES} == {True, False}


def test_known_colours() -> None:
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert oklch(1.0, 0.0, 0.0) == (255, 255, 255)
    assert oklch(0.627955, 0.257683, 29.234) == (255, 0, 0)  # red, by Ottosson's reference values
    assert mix((0, 100, 200), (100, 200, 0), 0.25) == (25, 125, 150)


def test_a_colour_that_the_screen_does_not_have_keeps_its_lightness() -> None:
    pale, wild = oklch(0.7, 0.0, 145), oklch(0.7, 0.9, 145)
    assert wild[1] > wild[0] and wild[1] > wild[2]
    assert luminance(wild) == pytest.approx(luminance(pale), rel=0.25)
