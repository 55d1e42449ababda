"""A slanting sky that turns, with two large lights that wander through it."""

from __future__ import annotations

from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import Ground
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import wave
from lingoreel.media.film.palettes import Palette


class Drift(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette, float(rng.uniform(50, 130)), turn=22)
        self._lights = (
            (mix(palette.second, palette.light, 0.2), 0.40 if palette.dark else 0.62),
            (mix(palette.accent, palette.sky[1], 0.35), 0.44 if palette.dark else 0.6),
        )
        self._phases = rng.uniform(0, 1, (2, 2))
        self._side = 1 if rng.random() < 0.5 else -1

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        for number, (colour, alpha) in enumerate(self._lights):
            across, down = self._phases[number]
            side = self._side if number else -self._side
            x = self.width * (0.5 + side * 0.40 + 0.12 * wave(t, 9 + 2 * number, across))
            y = self.height * (0.12 + 0.76 * number + 0.12 * wave(t, 7 + 3 * number, down))
            self.glow(layer, x, y, self.size * (0.66 + 0.05 * wave(t, 6, across)), colour, alpha)
