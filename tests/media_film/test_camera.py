from __future__ import annotations

import itertools

import numpy as np
import pytest

from lingoreel.media.film.camera import CAMERAS, move
from lingoreel.media.film.geometry import Transform

WIDTH, HEIGHT, LENGTH = 1280, 720, 5.0
CORNERS = list(itertools.product((0, WIDTH), (0, HEIGHT)))


def shift(at: Transform) -> float:
    """How far the corner that goes furthest is from where it was, in shorter sides."""
    return max(float(np.hypot(*np.subtract(at.apply(x, y), (x, y)))) for x, y in CORNERS) / HEIGHT


@pytest.mark.parametrize("kind", CAMERAS)
def test_the_near_moves_more_than_the_far_and_nothing_moves_far(kind: str) -> None:
    times = np.linspace(0, LENGTH, 26).tolist()
    far, near = (max(shift(move(kind, t, LENGTH, depth, WIDTH, HEIGHT)) for t in times) for depth in (0.2, 1.0))
    assert 0 < 3 * far < near < 0.08
    assert max(shift(move(kind, t, LENGTH, 0.0, WIDTH, HEIGHT)) for t in times) < 1e-9


@pytest.mark.parametrize("kind", CAMERAS)
def test_it_moves_in_every_second_and_never_jumps(kind: str) -> None:
    def place(t: float) -> list[float]:
        return [value for corner in CORNERS for value in move(kind, t, LENGTH, 1.0, WIDTH, HEIGHT).apply(*corner)]

    seconds = np.array([place(t) for t in np.arange(0, LENGTH + 0.01, 1.0).tolist()])
    assert (np.abs(np.diff(seconds, axis=0)).max(axis=1) > 1.5).all()
    frames = np.array([place(t) for t in np.arange(0, LENGTH, 1 / 24).tolist()])
    assert np.abs(np.diff(frames, axis=0)).max() < 2.5  # pixels


def test_no_such_camera() -> None:
    with pytest.raises(ValueError, match="wobble"):
        move("wobble", 0.0, 1.0, 1.0)
