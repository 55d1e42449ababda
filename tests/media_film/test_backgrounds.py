from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from lingoreel.media.film.backgrounds import BACKGROUNDS, Background, make_background
from lingoreel.media.film.canvas import Canvas
from lingoreel.media.film.colours import contrast
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.palettes import FAMILIES
from lingoreel.media.film.storyboard import MOODS

SIZES = ((256, 144), (144, 256), (144, 144))
KINDS = sorted(BACKGROUNDS)


def a_background(kind: str, size: tuple[int, int] = SIZES[0], seed: int = 3, family: int = 0) -> Background:
    palette = FAMILIES[family].palette(MOODS[seed % len(MOODS)])
    return make_background(kind, *size, palette, np.random.default_rng([seed, 1]))


def drawn(
    background: Background, t: float, size: tuple[int, int] = SIZES[0], at: Transform | None = None
) -> NDArray[np.uint8]:
    canvas = Canvas(*size)
    background.draw(canvas.begin().layer(at=at), t)
    pixels = canvas.draw().copy()
    canvas.close()
    return pixels


def test_there_is_a_choice() -> None:
    assert len(KINDS) >= 16


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_numbers_give_the_same_pixels_and_others_others(kind: str) -> None:
    one = drawn(a_background(kind), 2.5)
    again = a_background(kind)
    drawn(again, 0.0)  # what was drawn before does not matter
    assert np.array_equal(one, drawn(again, 2.5))
    assert not np.array_equal(one, drawn(a_background(kind, seed=3 + len(MOODS)), 2.5))


@pytest.mark.parametrize("family", [0, 5])
@pytest.mark.parametrize("kind", KINDS)
def test_no_second_stands_still_and_none_is_hectic(kind: str, family: int) -> None:
    background = a_background(kind, family=family)
    frames = [drawn(background, t).astype(int)[..., :3] for t in range(9)]
    changes = [np.abs(after - before).mean() for before, after in itertools.pairwise(frames)]
    assert min(changes) > 0.25
    assert max(changes) < 16
    step = drawn(background, 3 + 1 / 24).astype(int)[..., :3]
    assert np.abs(step - frames[3]).mean() < 1.5  # from frame to frame


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_it_fills_the_frame_and_a_tenth_around_it(kind: str, size: tuple[int, int]) -> None:
    width, height = size
    background = a_background(kind, size)
    for across, down in ((0.0, 0.0), (0.1, 0.1), (-0.1, -0.1)):
        pixels = drawn(background, 1.0, size, Transform(e=across * width, f=down * height))
        assert (pixels[..., 3] == 255).all()


@pytest.mark.parametrize("family", range(len(FAMILIES)))
@pytest.mark.parametrize("kind", KINDS)
def test_nine_tenths_of_it_can_be_written_on(kind: str, family: int) -> None:
    palette = FAMILIES[family].palette("dreamy")
    pixels = drawn(make_background(kind, *SIZES[0], palette, np.random.default_rng(8)), 1.5)
    seen = pixels[::8, ::8, 2::-1].reshape(-1, 3).tolist()
    ratios = sorted(contrast(palette.text, (red, green, blue)) for red, green, blue in seen)
    assert ratios[len(ratios) // 10] >= 4.5
