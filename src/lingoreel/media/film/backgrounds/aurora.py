"""Curtains of light that hang in the sky and fold, above a dark line of hills."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import MARGIN, Ground, below, between
from lingoreel.media.film.canvas import Layer, Linear
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import wave
from lingoreel.media.film.palettes import Palette

_CURTAINS = 2


class Aurora(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette)
        self._phases = rng.uniform(0, 1, (_CURTAINS + 1, 4))
        self._colours = (palette.second, palette.accent)
        self._alpha = 0.50 if palette.dark else 0.75
        self._hill = self.behind(-0.75 if palette.dark else -0.9)
        self._x = np.linspace(-MARGIN, 1 + MARGIN, 16)

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        for number, colour in enumerate(self._colours):
            one, two, three, four = self._phases[number].tolist()
            x = self._x * self.width / self.size
            foot = 0.40 + 0.16 * number + 0.07 * np.sin(2 * np.pi * (0.38 * x + one + t / 12))
            foot += 0.028 * np.sin(2 * np.pi * (1.1 * x + two - t / 7))
            tall = 0.20 + 0.05 * np.sin(2 * np.pi * (0.6 * x + three - t / 9)) + 0.02 * wave(t, 6, four)
            low, high = self.height * foot, self.height * (foot - tall)
            top, bottom = float(high.min()), float(low.max())
            lit = mix(colour, self.palette.light, 0.15)
            stops = ((0, colour, 0.0), (0.62, lit, 0.75), (0.86, lit, 0.6), (1, colour, 0.1))
            paint = Linear(0, top, 0, bottom, stops)
            alpha = self._alpha * (0.8 + 0.2 * wave(t, 5, four))
            layer.fill(between(self._x * self.width, high, low), paint, alpha=alpha)
        one, two, *_ = self._phases[_CURTAINS].tolist()
        x = self._x * self.width / self.size + 0.012 * t
        ridge = self.height * 0.86 - self.size * 0.05 * np.sin(2 * np.pi * (0.5 * x + one))
        ridge -= self.size * 0.025 * np.sin(2 * np.pi * (1.3 * x + two))
        layer.fill(below(self._x * self.width, ridge, self.floor), self._hill)
