"""A slanting sky with two large lights that wander through it."""

from __future__ import annotations

from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import glow, sky, whole
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import wave
from lingoreel.media.film.palettes import Palette


class Drift:
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        self._width, self._height = width, height
        self._sky = sky(width, height, palette, float(rng.uniform(50, 130)))
        self._frame = whole(width, height)
        self._lights = (
            (mix(palette.second, palette.light, 0.35), 0.36 if palette.dark else 0.75),
            (mix(palette.accent, palette.sky[1], 0.35), 0.34 if palette.dark else 0.5),
        )
        self._phases = rng.uniform(0, 1, (2, 2))
        self._side = 1 if rng.random() < 0.5 else -1

    def draw(self, layer: Layer, t: float) -> None:
        layer.fill(self._frame, self._sky)
        width, height, size = self._width, self._height, min(self._width, self._height)
        for number, (colour, alpha) in enumerate(self._lights):
            across, down = self._phases[number]
            side = self._side if number else -self._side
            x = width * (0.5 + side * 0.34 + 0.16 * wave(t, 9 + 2 * number, across))
            y = height * (0.25 + 0.5 * number + 0.16 * wave(t, 7 + 3 * number, down))
            glow(layer, x, y, size * (0.52 + 0.06 * wave(t, 6, across)), colour, alpha)
