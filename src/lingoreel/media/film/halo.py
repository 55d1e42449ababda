"""What lies softly around large letters, so that they can be read whatever drifts past behind them.

Drawn once as a small picture and then only put in place: stroking the outlines in every frame takes longer than all
the rest of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.film.canvas import Canvas, Colour, Layer
from lingoreel.media.film.geometry import Path, Transform

_EM = 40.0
"""Pixels of the picture per em at most: it is soft, and enlarged."""
_WIDE, _SOFT = 0.2, 0.05
"""How wide the outline is stroked, and how far it is blurred to each side, in ems."""


@dataclass(frozen=True, slots=True)
class Halo:
    """A picture and where it lies in the coordinates of the outline that it surrounds."""

    pixels: NDArray[np.uint8]
    place: Transform

    def draw(self, layer: Layer, at: Transform, alpha: float) -> None:
        """Draw it behind the outline when that is drawn `at` a transform."""
        layer.picture(self.pixels, at=self.place.then(at), alpha=alpha)


def make_halo(path: Path, em: float, colour: Colour, opacity: float) -> Halo | None:
    """The halo of an outline set at `em` pixels; None where there is nothing to draw."""
    if path.is_empty or opacity <= 0:
        return None
    left, top, right, bottom = path.bounds
    scale = min(1.0, _EM / em)
    soft = max(1, round(_SOFT * em * scale))
    margin = ceil(0.5 * _WIDE * em * scale) + 2 * soft + 1
    width, height = ceil((right - left) * scale) + 2 * margin, ceil((bottom - top) * scale) + 2 * margin
    canvas = Canvas(width, height)
    canvas.begin().stroke(
        path,
        (255, 255, 255),
        _WIDE * em,
        at=Transform(scale, 0.0, 0.0, scale, margin - left * scale, margin - top * scale),
    )
    covered = canvas.draw()[..., 3].astype(np.float32)
    canvas.close()
    for _ in range(2):
        covered = _blurred(_blurred(covered, soft, 0), soft, 1)
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[..., :3] = colour[::-1]
    pixels[..., 3] = np.round(covered * opacity)
    return Halo(pixels, Transform(1 / scale, 0.0, 0.0, 1 / scale, left - margin / scale, top - margin / scale))


def _blurred(values: NDArray[np.float32], reach: int, axis: int) -> NDArray[np.float32]:
    """The mean of each value and its `reach` neighbours on both sides; the edges are empty."""
    shifted = (np.roll(values, by, axis) for by in range(-reach, reach + 1))
    total: NDArray[np.float32] = np.sum(np.stack(list(shifted)), axis=0) / np.float32(2 * reach + 1)
    return total
