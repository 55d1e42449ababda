"""What every background stands on: a sky that fills the frame and more, and lights in it.

All is drawn with a margin, so that a camera may move or enlarge a background by a tenth without showing its edge.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from lingoreel.media.film.canvas import Colour, Layer, Linear, Radial
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Path, Point, Transform
from lingoreel.media.film.palettes import Palette

MARGIN = 0.12
"""How far backgrounds reach beyond the frame on each side, in its width and height."""


@cache
def whole(width: int, height: int) -> Path:
    """The frame with its margin."""
    return (
        Outline()
        .rectangle(-MARGIN * width, -MARGIN * height, (1 + 2 * MARGIN) * width, (1 + 2 * MARGIN) * height)
        .path()
    )


@cache
def disc() -> Path:
    """A circle of radius 1 about the origin."""
    return Outline().ellipse(0, 0, 1).path()


def sky(width: int, height: int, palette: Palette, angle: float = 90.0) -> Linear:
    """The palette's sky from edge to edge; `angle` is where its end lies: 90 below, 45 below on the right."""
    turn = math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)
    reach = (abs(width * cos) + abs(height * sin)) / 2
    x, y = width / 2, height / 2
    top, middle, bottom = palette.sky
    stops = ((0.0, top, 1.0), (0.5, middle, 1.0), (1.0, bottom, 1.0))
    return Linear(x - cos * reach, y - sin * reach, x + cos * reach, y + sin * reach, stops)


@cache
def _fading(colour: Colour) -> Radial:
    """A light that fades as a bell curve does: no edge, and no point in the middle."""
    share = np.linspace(0, 1, 7)
    alphas = (np.exp(-4 * share**2) - math.exp(-4)) / (1 - math.exp(-4))
    return Radial(0, 0, 1, tuple((float(at), colour, float(alpha)) for at, alpha in zip(share, alphas, strict=True)))


def glow(layer: Layer, x: float, y: float, radius: float, colour: Colour, alpha: float) -> None:
    """A soft light about (x, y)."""
    layer.fill(disc(), _fading(colour), alpha=alpha, at=Transform.at(x, y, radius))


def under(points: list[Point], floor: float) -> Path:
    """What lies below a soft line from left to right, down to `floor`."""
    outline = Outline().smooth(points)
    return outline.line(points[-1][0], floor).line(points[0][0], floor).close().path()


def lifted(palette: Palette, share: float) -> Colour:
    """The sky's middle, nearer to the light (share > 0) or to the shade (< 0): shapes that stay behind the letters."""
    towards = palette.light if share > 0 else palette.shade
    return mix(palette.sky[1], towards, abs(share))
