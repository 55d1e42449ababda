"""The lines of a map: closed curves, one around the other, that shift as if the land did."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import Ground
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Path
from lingoreel.media.film.palettes import Palette

_LINES, _POINTS = 10, 11


class Contours(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette, float(rng.uniform(50, 130)), turn=14)
        x, y = rng.choice([(0.14, 0.2), (0.86, 0.2), (0.16, 0.85), (0.84, 0.85)])
        self._x, self._y = float(x) * width, float(y) * height
        self._phases = rng.uniform(0, 1, 4)
        self._angles = np.linspace(0, 2 * np.pi, _POINTS, endpoint=False)
        self._line = (
            mix(palette.second, palette.light, 0.3) if palette.dark else mix(palette.second, palette.sky[1], 0.2)
        )
        self._fill = palette.second if palette.dark else palette.paper
        self._alpha = 0.5 if palette.dark else 0.7

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        for number in reversed(range(_LINES)):
            line = self._contour(number, t)
            if number % 3 == 2:
                layer.fill(line, self._fill, alpha=0.07 if self.palette.dark else 0.25)
            wide = self.size * (0.0036 if number % 3 == 2 else 0.0018)
            layer.stroke(line, self._line, wide, alpha=self._alpha * (1 - 0.06 * number))

    def _contour(self, number: int, t: float) -> Path:
        one, two, three, four = self._phases.tolist()
        far = (number + 0.7 + 0.3 * np.sin(2 * np.pi * t / 9)) / _LINES
        turn = 0.9 * far
        shape = 1 + 0.16 * np.sin(2 * self._angles + 2 * np.pi * (one + t / 14) + turn)
        shape += 0.10 * np.sin(3 * self._angles + 2 * np.pi * (two - t / 11) + 2 * turn)
        shape += 0.05 * np.sin(5 * self._angles + 2 * np.pi * (three + t / 9) - turn)
        radius = far * 0.78 * np.hypot(self.width, self.height) * shape
        x = self._x + radius * np.cos(self._angles + four)
        y = self._y + 0.85 * radius * np.sin(self._angles + four)
        return Outline().smooth(list(zip(x.tolist(), y.tolist(), strict=True)), closed=True).path()
