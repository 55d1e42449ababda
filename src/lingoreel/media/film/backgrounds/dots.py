"""A fine raster of dots through which slow rings of larger ones run."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import DISC, MARGIN, Ground, scattered
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import wave
from lingoreel.media.film.palettes import Palette

_STEP = 1 / 12
"""From dot to dot, in shorter sides of the frame."""
_GROUPS = 12
"""A few outlines of many dots are drawn faster than one of all."""


class Dots(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette, float(rng.uniform(50, 130)), turn=16)
        step = self.size * _STEP
        down = np.arange(-MARGIN * height, (1 + MARGIN) * height, step * 0.866)
        across = np.arange(-MARGIN * width, (1 + MARGIN) * width + step, step)
        x, y = np.meshgrid(across, down)
        x = x - step / 2 * (np.arange(len(down)) % 2)[:, None]
        self._x, self._y = x.ravel(), y.ravel()
        self._middle = rng.choice([(0.1, 0.15), (0.9, 0.15), (0.12, 0.9), (0.88, 0.9)])
        self._phase = float(rng.uniform(0, 1))
        self._colour = mix(palette.second, palette.light, 0.25) if palette.dark else palette.second
        self._alpha = 0.34 if palette.dark else 0.42
        self._light = mix(palette.accent, palette.light, 0.2)

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        x = self.width * (float(self._middle[0]) + 0.04 * wave(t, 9))
        y = self.height * (float(self._middle[1]) + 0.04 * wave(t, 7, 0.2))
        self.glow(layer, x, y, 0.5 * self.size, self._light, 0.42 if self.palette.dark else 0.5)
        far = np.hypot(self._x - x, self._y - y) / self.size
        ring = 0.5 + 0.5 * np.sin(2 * np.pi * (far / 0.62 - t / 4.5 + self._phase))
        near = np.clip(1.25 - 0.62 * far, 0.18, 1)
        radius = self.size * _STEP * near * (0.05 + 0.24 * ring**2)
        (seen,) = np.nonzero(radius > 0.0008 * self.size)
        for group in np.array_split(seen, _GROUPS):
            dots = scattered(DISC, self._x[group], self._y[group], radius[group])
            layer.fill(dots, self._colour, alpha=self._alpha)
