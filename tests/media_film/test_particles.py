from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from lingoreel.media.film.canvas import Canvas
from lingoreel.media.film.palettes import FAMILIES
from lingoreel.media.film.particles import PARTICLES, Particles

WIDTH, HEIGHT = 480, 270


def drawn(kind: str, t: float, seed: int = 1) -> NDArray[np.int64]:
    canvas = Canvas(WIDTH, HEIGHT)
    particles = Particles(kind, WIDTH, HEIGHT, FAMILIES[0].palette("dreamy"), np.random.default_rng(seed))
    particles.draw(canvas.begin(), t)
    pixels = canvas.draw().astype(np.int64)
    canvas.close()
    return pixels


@pytest.mark.parametrize("kind", PARTICLES)
def test_the_same_numbers_give_the_same_pixels_and_others_others(kind: str) -> None:
    assert np.array_equal(drawn(kind, 1.2), drawn(kind, 1.2))
    assert not np.array_equal(drawn(kind, 1.2), drawn(kind, 1.2, seed=2))


@pytest.mark.parametrize("kind", PARTICLES)
def test_they_are_few_small_and_always_moving(kind: str) -> None:
    frames = [drawn(kind, t) for t in range(6)]
    for frame in frames:
        assert 0 < (frame[..., 3] > 8).mean() < 0.05
    for before, after in itertools.pairwise(frames):
        seen = (before[..., 3] > 8) | (after[..., 3] > 8)
        assert np.abs(after - before)[seen].mean() > 4
