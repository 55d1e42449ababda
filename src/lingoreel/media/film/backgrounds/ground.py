"""What every background stands on: a sky that fills the frame and more, and lights in it.

All is drawn with a margin, so that a camera may move or enlarge a background by a tenth without showing its edge.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.film.canvas import Colour, Layer, Linear, Radial
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import wave
from lingoreel.media.film.geometry import Outline, Path, Transform
from lingoreel.media.film.palettes import Palette

MARGIN = 0.12
"""How far backgrounds reach beyond the frame on each side, in its width and height."""
DISC = Outline().ellipse(0, 0, 1).path()
"""A circle of radius 1 about the origin."""
_FADE = np.linspace(0, 1, 9)

Line = NDArray[np.float64]


class Ground:
    """The palette's sky from edge to edge, turning by a few degrees and back.

    `angle` is where the sky's end lies: 90 below, 45 below on the right. `size`: the shorter side.
    """

    def __init__(self, width: int, height: int, palette: Palette, angle: float = 90.0, turn: float = 0.0) -> None:
        self.width, self.height, self.size = width, height, min(width, height)
        self.palette = palette
        self._angle, self._turn = angle, turn
        left, top = -MARGIN * width, -MARGIN * height
        self._frame = Outline().rectangle(left, top, width - 2 * left, height - 2 * top).path()
        self._stops = tuple(zip((0.0, 0.5, 1.0), palette.sky, (1.0,) * 3, strict=True))

    @property
    def left(self) -> float:
        return -MARGIN * self.width

    @property
    def right(self) -> float:
        return (1 + MARGIN) * self.width

    @property
    def top(self) -> float:
        return -MARGIN * self.height

    @property
    def floor(self) -> float:
        return (1 + MARGIN) * self.height

    def sky(self, layer: Layer, t: float) -> None:
        turn = math.radians(self._angle + self._turn * wave(t, 12.0))
        cos, sin = math.cos(turn), math.sin(turn)
        reach = (abs(self.width * cos) + abs(self.height * sin)) / 2
        x, y = self.width / 2, self.height / 2
        ends = (x - cos * reach, y - sin * reach, x + cos * reach, y + sin * reach)
        layer.fill(self._frame, Linear(*ends, self._stops))

    def behind(self, share: float) -> Colour:
        """The sky's middle nearer to the light (`share` > 0) or to the shade (< 0), for shapes behind letters."""
        palette = self.palette
        return mix(palette.sky[1], palette.light if share > 0 else palette.shade, abs(share))

    def glow(
        self, layer: Layer, x: float, y: float, radius: float, colour: Colour, alpha: float, *, flat: float = 1.0
    ) -> None:
        """A soft light about (x, y), `flat` times as high as wide; costs about 4 ns per pixel."""
        at = Transform.stretch(radius, radius * flat).then(Transform(e=x, f=y))
        layer.fill(DISC, _fading(colour), alpha=alpha, at=at)

    def sun(self, layer: Layer, x: float, y: float, radius: float, colour: Colour, t: float) -> None:
        """A flat disc in three halos that breathe."""
        strength = 0.10 if self.palette.dark else 0.20
        for number, wide in enumerate((3.0, 2.2, 1.55)):
            at = Transform.at(x, y, radius * wide * (1 + 0.03 * wave(t, 4, 0.2 * number)))
            layer.fill(DISC, colour, alpha=strength, at=at)
        layer.fill(DISC, colour, alpha=0.9, at=Transform.at(x, y, radius))


@cache
def _fading(colour: Colour) -> Radial:
    """A light with neither an edge nor a point in its middle."""
    alphas = (1 - _FADE**2) ** 2 / (1 + 2.2 * _FADE**2)
    return Radial(0, 0, 1, tuple((float(at), colour, float(alpha)) for at, alpha in zip(_FADE, alphas, strict=True)))


def curve(x: Line, y: Line) -> Outline:
    """A soft line through points from left to right."""
    return Outline().smooth(list(zip(x.tolist(), y.tolist(), strict=True)))


def below(x: Line, y: Line, floor: float) -> Path:
    """What lies below a soft line, down to `floor`."""
    return curve(x, y).line(float(x[-1]), floor).line(float(x[0]), floor).close().path()


def between(x: Line, upper: Line, lower: Line) -> Path:
    """What lies between two soft lines."""
    there = list(zip(x.tolist(), upper.tolist(), strict=True))
    back = list(zip(x[::-1].tolist(), lower[::-1].tolist(), strict=True))
    one, other = Outline().smooth(there).path(), Outline().smooth(back).path()
    commands = np.concatenate([one.commands, other.commands, np.zeros(1, np.uint8)])  # 0 closes it
    commands[len(one.commands)] = 2  # a line from one to the other
    return Path(commands, np.concatenate([one.points, other.points]))


def scattered(path: Path, x: Line, y: Line, scale: Line) -> Path:
    """The outline at many places and sizes, as one."""
    places = np.stack([x, y], axis=1)[:, None, :]
    points = path.points[None] * scale[:, None, None] + places
    return Path(np.tile(path.commands, len(x)), np.ascontiguousarray(points.reshape(-1, 2), np.float32))
