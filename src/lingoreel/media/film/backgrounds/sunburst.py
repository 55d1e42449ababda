"""A wheel of pale rays that turns about a point, with rings breathing around it."""

from __future__ import annotations

import math

from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import DISC, Ground
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import wave
from lingoreel.media.film.geometry import Outline, Path, Transform
from lingoreel.media.film.palettes import Palette

_RAYS = 14


class Sunburst(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette, float(rng.uniform(70, 110)), turn=8)
        x, y = rng.choice([(0.5, 1.06), (0.5, 0.52), (0.16, 0.94), (0.84, 0.94)])
        self._x, self._y = float(x) * width, float(y) * height
        self._rays = _wheel(1.35 * math.hypot(width, height))
        self._direction = 1 if rng.random() < 0.5 else -1
        self._ray = mix(palette.second, palette.light, 0.5) if palette.dark else palette.paper
        self._ring = mix(palette.accent, palette.sky[2], 0.3)
        self._strength = 0.10 if palette.dark else 0.38

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        at = Transform.at(self._x, self._y, 1, self._direction * 3.2 * t)
        for ray in self._rays:
            layer.fill(ray, self._ray, alpha=self._strength, at=at)
        for number, radius in enumerate((0.62, 0.44, 0.28)):
            grown = self.size * radius * (1 + 0.05 * wave(t, 4.5, -0.13 * number))
            layer.fill(DISC, self._ring, alpha=0.13, at=Transform.at(self._x, self._y, grown))


def _wheel(radius: float) -> list[Path]:
    step = 2 * math.pi / _RAYS
    sides = [(number - 0.25) * step for number in range(_RAYS)]
    return [
        Outline()
        .polygon([(0, 0), *((radius * math.cos(angle), radius * math.sin(angle)) for angle in (side, side + step / 2))])
        .path()
        for side in sides
    ]
