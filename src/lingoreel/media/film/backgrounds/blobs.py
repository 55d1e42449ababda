"""Two large liquid shapes in opposite corners, each of several sheets that swell and sink."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import Ground
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Path
from lingoreel.media.film.palettes import Palette

_SHEETS, _POINTS = 5, 9


class Blobs(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette, float(rng.uniform(60, 120)), turn=10)
        self._phases = rng.uniform(0, 1, (2, 3))
        mirrored = rng.random() < 0.5
        self._places = ((0.06, 0.04), (0.96, 0.98)) if mirrored else ((0.94, 0.04), (0.04, 0.98))
        pull = 0.15 if palette.dark else 0.0
        self._colours = (mix(palette.second, palette.sky[1], pull), mix(palette.accent, palette.sky[1], pull))
        self._alpha = 0.12 if palette.dark else 0.19
        self._angles = np.linspace(0, 2 * np.pi, _POINTS, endpoint=False)

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        for number, colour in enumerate(self._colours):
            for sheet in range(_SHEETS):
                layer.fill(self._blob(number, sheet, t), colour, alpha=self._alpha)

    def _blob(self, number: int, sheet: int, t: float) -> Path:
        one, two, three = self._phases[number].tolist()
        late = t - 0.5 * sheet
        swell = 0.10 * np.sin(2 * self._angles + 2 * np.pi * (late / 9 + one))
        swell += 0.07 * np.sin(3 * self._angles - 2 * np.pi * (late / 7 + two))
        swell += 0.05 * np.sin(2 * np.pi * (late / 5 + three))
        stretch = np.hypot(self.width, self.height) / 1000
        radius = 460 * stretch * (1 - 0.165 * sheet) * (1 + swell)
        x, y = self._places[number]
        x = self.width * x + radius * np.cos(self._angles + 0.05 * t)
        y = self.height * y + 0.9 * radius * np.sin(self._angles + 0.05 * t)
        return Outline().smooth(list(zip(x.tolist(), y.tolist(), strict=True)), closed=True).path()
