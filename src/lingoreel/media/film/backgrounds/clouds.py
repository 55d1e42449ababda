"""Flat clouds in three depths that sail past, before a flat sun."""

from __future__ import annotations

from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import Ground
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import wave
from lingoreel.media.film.geometry import Outline, Path, Transform
from lingoreel.media.film.palettes import Palette

_CLOUDS = 11


class Clouds(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette)
        self._clouds = [_cloud(rng) for _ in range(_CLOUDS)]
        self._x, self._y, self._phase = rng.uniform(0, 1, (3, _CLOUDS))
        self._depth = sorted(rng.uniform(0, 1, _CLOUDS).tolist())
        self._direction = 1 if rng.random() < 0.5 else -1
        self._light = mix(palette.accent, palette.light, 0.4)
        self._colour = mix(palette.second, palette.light, 0.4) if palette.dark else palette.paper
        self._sun = float(rng.choice([0.24, 0.76]))

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        y = self.height * (0.2 + 0.015 * wave(t, 8))
        self.sun(layer, self._sun * self.width, y, 0.085 * self.size, self._light, t)
        for number, depth in enumerate(self._depth):
            x = (float(self._x[number]) + self._direction * t * (0.010 + 0.026 * depth)) % 1.0 * 1.7 - 0.35
            rank = (number * 0.382 + 0.12 * float(self._y[number])) % 1.0
            high = (0.04 + 0.5 * rank) if depth < 0.55 else (0.62 + 0.4 * rank)
            bob = 0.006 * wave(t, 4 + depth, float(self._phase[number]))
            at = Transform.at(x * self.width, (high + bob) * self.height, self.size * (0.10 + 0.24 * depth))
            alpha = (0.10 + 0.12 * depth) if self.palette.dark else (0.35 + 0.45 * depth)
            layer.fill(self._clouds[number], self._colour, alpha=alpha, at=at)


def _cloud(rng: Generator) -> Path:
    """About 2 wide: round humps on a flat base."""
    outline = Outline().rectangle(-1, -0.17, 2, 0.34, 0.17)
    for x in (-0.5, 0.0, 0.48):
        radius = float(rng.uniform(0.22, 0.40)) * (1.2 if x == 0 else 0.9)
        outline.ellipse(x + float(rng.uniform(-0.08, 0.08)), -0.12, radius)
    return outline.path()
