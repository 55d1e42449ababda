from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from lingoreel.media.film import transitions
from lingoreel.media.film.canvas import Canvas, Colour, Layer, Linear
from lingoreel.media.film.geometry import Outline

BLACK: Colour = (0, 0, 0)


def a_shot(width: int, height: int, corner: Colour) -> transitions.Draw:
    """A picture with a slant of colour, so that a shot which was moved is not the shot in its place."""

    def draw(layer: Layer) -> None:
        box = Outline().rectangle(-0.1 * width, -0.1 * height, 1.2 * width, 1.2 * height).path()
        layer.fill(box, Linear(0, 0, width, height, ((0, corner, 1), (1, (200, 200, 200), 1))))

    return draw


def drawn(kind: str, progress: float, size: tuple[int, int] = (320, 180)) -> NDArray[np.int64]:
    canvas = Canvas(*size)
    before, after = a_shot(*size, (250, 0, 0)), a_shot(*size, (0, 0, 250))
    transitions.draw(kind, canvas.begin(), progress, *size, before, after, colours=((0, 250, 0),))
    pixels = canvas.draw().astype(np.int64)
    canvas.close()
    return pixels


@pytest.mark.parametrize("kind", transitions.TRANSITIONS)
def test_it_starts_with_one_shot_and_ends_with_the_other(kind: str) -> None:
    assert np.array_equal(drawn(kind, 0.0), drawn("cross_fade", 0.0))
    assert np.array_equal(drawn(kind, 1.0), drawn("cross_fade", 1.0))


@pytest.mark.parametrize("kind", transitions.TRANSITIONS)
def test_it_begins_and_ends_softly(kind: str) -> None:
    start, end = drawn(kind, 0.0), drawn(kind, 1.0)
    whole = np.abs(end - start).mean()
    assert np.abs(drawn(kind, 0.02) - start).mean() < 0.08 * whole
    assert np.abs(drawn(kind, 0.98) - end).mean() < 0.08 * whole


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (180, 180)])
@pytest.mark.parametrize("kind", transitions.TRANSITIONS)
def test_the_frame_is_always_full(kind: str, size: tuple[int, int]) -> None:
    for progress in (0.01, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.99):
        assert (drawn(kind, progress, size)[..., 3] == 255).all()


@pytest.mark.parametrize("kind", transitions.TRANSITIONS)
def test_the_new_shot_comes_and_never_goes(kind: str) -> None:
    end = drawn(kind, 1.0)
    away = [np.abs(drawn(kind, progress) - end).mean() for progress in np.linspace(0.5, 1.0, 9)]
    assert all(later <= earlier + 0.5 for earlier, later in itertools.pairwise(away))
    assert away[0] > 1


def test_the_kinds_differ() -> None:
    middles = {drawn(kind, 0.45).tobytes() for kind in transitions.TRANSITIONS}
    assert len(middles) == len(transitions.TRANSITIONS) >= 8
