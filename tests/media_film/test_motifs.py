"""Every drawing is there, stays in its box, moves, comes in, and is the same each time."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lingoreel.media.film.canvas import Canvas
from lingoreel.media.film.colours import contrast
from lingoreel.media.film.companions import TOGETHER
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs import MOTIFS, VARIANTS, MotifColours, draw, of
from lingoreel.media.film.palettes import FAMILIES, Family
from lingoreel.media.film.storyboard import MOODS

SIZE = 120
BOX = 50.0
"""Pixels from the middle of the picture to the edge of the drawing's box."""
COLOURS = MotifColours((255, 140, 90), (70, 200, 190), (250, 205, 90), (255, 248, 236), (24, 26, 58))


@pytest.fixture(scope="module")
def canvas() -> Canvas:
    return Canvas(SIZE, SIZE)


def picture(canvas: Canvas, name: str, t: float, enter: float = 1.0, variant: int = 0) -> NDArray[np.int16]:
    layer = canvas.begin().layer(at=Transform.at(SIZE / 2, SIZE / 2, BOX))
    draw(name, layer, t, COLOURS, variant=variant, enter=enter)
    return canvas.draw().astype(np.int16)


def test_every_name_that_scenes_are_given_is_drawn() -> None:
    assert len(TOGETHER) > 100
    assert set(TOGETHER) <= set(MOTIFS)


@pytest.mark.parametrize("name", sorted(MOTIFS))
def test_a_drawing_fills_its_box_and_stays_in_it(canvas: Canvas, name: str) -> None:
    for t, variant in ((0.0, 0), (0.8, 1), (1.9, 2), (3.3, 3), (4.7, 4), (6.1, 5)):
        seen = picture(canvas, name, t, variant=variant)[..., 3] > 24
        rows, columns = np.nonzero(seen)
        middle = SIZE / 2
        reach = max(middle - min(rows.min(), columns.min()), max(rows.max(), columns.max()) + 1 - middle) / BOX
        assert reach <= 1.05, f"t {t}: reaches {reach:.2f}"
        assert seen.mean() > 0.04
        height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
        assert max(height, width) > 1.45 * BOX


@pytest.mark.parametrize("name", sorted(MOTIFS))
def test_a_drawing_never_stands_still(canvas: Canvas, name: str) -> None:
    for t in (0.0, 0.37, 1.0, 1.6, 2.2, 3.0, 4.1, 5.3):
        moved = np.abs(picture(canvas, name, t + 0.5) - picture(canvas, name, t)).max(axis=2)
        assert (moved > 24).mean() > 0.001, f"hardly moves at {t}"


@pytest.mark.parametrize("name", sorted(MOTIFS))
def test_a_drawing_comes_in_part_by_part(canvas: Canvas, name: str) -> None:
    ink = [picture(canvas, name, 1.0, enter=enter)[..., 3].sum() for enter in (0.0, 0.02, 0.12, 1.0)]
    assert ink[0] == 0
    assert ink[1] < 0.12 * ink[3]
    assert 0 < ink[2] < ink[3]
    half, whole = picture(canvas, name, 1.0, enter=0.5), picture(canvas, name, 1.0)
    assert (np.abs(whole - half).max(axis=2) > 40).mean() > 0.01


@pytest.mark.parametrize("name", sorted(MOTIFS))
def test_the_same_is_drawn_again_and_another_variant_differs(canvas: Canvas, name: str) -> None:
    first = picture(canvas, name, 2.7)
    others = [picture(canvas, name, 2.7, variant=variant) for variant in range(1, VARIANTS)]
    assert np.array_equal(first, picture(canvas, name, 2.7))
    assert any(not np.array_equal(first, other) for other in others)


def test_drawings_are_told_apart(canvas: Canvas) -> None:
    """No two have nearly the same silhouette."""
    shapes = {name: picture(canvas, name, 1.0)[..., 3] > 100 for name in MOTIFS}
    names = sorted(shapes)
    views = {"sea", "river", "road", "farm"}  # these are round windows
    for number, one in enumerate(names):
        for other in names[number + 1 :]:
            if {one, other} <= views:
                continue
            union = (shapes[one] | shapes[other]).sum()
            assert (shapes[one] & shapes[other]).sum() / union < 0.93, f"{one} and {other}"


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
@pytest.mark.parametrize("mood", MOODS)
def test_bodies_stand_out_from_the_sky(family: Family, mood: str) -> None:
    palette = family.palette(mood)
    colours = of(palette)
    for body in (colours.main, colours.accent, colours.second, colours.air):
        assert body is not None
        assert contrast(body, palette.sky[1]) > 1.6
    assert contrast(colours.light, colours.shade) > 7


def test_an_unknown_name_is_an_error(canvas: Canvas) -> None:
    with pytest.raises(KeyError):
        draw("unicorn", canvas.begin(), 0.0, COLOURS)
