"""Silk: bundles of fine parallel lines that wind across the frame."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import MARGIN, Ground, between, curve
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Path
from lingoreel.media.film.palettes import Palette

_BUNDLES, _LINES = 2, 5


class Ribbons(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette, float(rng.uniform(55, 125)), turn=14)
        self._phases = rng.uniform(0, 1, (_BUNDLES, 5))
        self._upright = height > width
        pull = 0.15 if palette.dark else 0.05
        self._colours = [mix(tint, palette.sky[1], pull) for tint in (palette.second, palette.accent)]
        self._alpha = 0.16 if palette.dark else 0.22
        self._x = np.linspace(-MARGIN, 1 + MARGIN, 12)

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        x = self._x
        for bundle, colour in enumerate(self._colours):
            one, two, three, four, five = self._phases[bundle].tolist()
            middle = 0.30 + 0.30 * bundle + 0.08 * five
            upper = middle + 0.16 * np.sin(2 * np.pi * (0.8 * x + one + t / 11))
            upper += 0.05 * np.sin(2 * np.pi * (1.7 * x + two - t / 8))
            lower = middle + 0.10 + 0.20 * np.sin(2 * np.pi * (0.7 * x + three + t / 13))
            lower += 0.05 * np.sin(2 * np.pi * (1.5 * x + four + t / 9))
            layer.fill(self._placed(between(x, upper, lower)), colour, alpha=self._alpha)
            for line in range(_LINES):
                strand = curve(x, upper + (lower - upper) * line / (_LINES - 1)).path()
                layer.stroke(self._placed(strand), colour, self.size * 0.0026, alpha=2.2 * self._alpha, cap="butt")

    def _placed(self, path: Path) -> Path:
        points = path.points[:, ::-1] if self._upright else path.points
        scale = np.array([self.width, self.height], np.float32)
        return Path(path.commands, np.ascontiguousarray(points * scale))
