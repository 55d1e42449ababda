"""Mountains and hills in layers of haze that glide past, a low sun between them and thin clouds above."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import MARGIN, Ground, Line, below
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import wave
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.palettes import Palette

_RIDGES = 5
_CLOUDS = 5
_CLOUD = Outline().rectangle(-1, -0.05, 2, 0.11, 0.055).rectangle(-0.5, -0.19, 1.1, 0.10, 0.05).path()


class Hills(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette)
        far = mix(palette.sky[1], palette.second, 0.16 if palette.dark else 0.20)
        near = mix(palette.shade, palette.second, 0.06 if palette.dark else 0.5)
        self._colours = [mix(far, near, (number / (_RIDGES - 1)) ** 0.8) for number in range(_RIDGES)]
        self._phases = rng.uniform(0, 1, (_RIDGES, 4))
        self._clouds = rng.uniform(0, 1, (_CLOUDS, 3))
        self._direction = 1 if rng.random() < 0.5 else -1
        self._sun = float(rng.choice([0.22, 0.35, 0.65, 0.78]))
        self._level = 0.56 if height <= width else 0.66
        self._warm = mix(palette.accent, palette.light, 0.25)
        self._x = np.linspace(-MARGIN, 1 + MARGIN, 25)

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        y = self.height * (self._level - 0.06 - 0.012 * wave(t, 10))
        self.sun(layer, self._sun * self.width, y, 0.10 * self.size, self._warm, t)
        for across, up, big in self._clouds.tolist():
            x = (across + self._direction * t * (0.014 + 0.018 * big)) % 1.0 * 1.6 - 0.3
            at = Transform.at(x * self.width, (0.06 + 0.36 * up) * self.height, self.size * (0.10 + 0.13 * big))
            layer.fill(_CLOUD, self.palette.light, alpha=(0.06 if self.palette.dark else 0.5), at=at)
        for number, colour in enumerate(self._colours):
            layer.fill(below(self._x * self.width, self._ridge(number, t), self.floor), colour)

    def _ridge(self, number: int, t: float) -> Line:
        """The heights of a layer's outline; the far ones are steep, the near ones round."""
        depth = number / (_RIDGES - 1)
        one, two, three, four = self._phases[number].tolist()
        x = self._x * self.width / self.size + self._direction * t * (0.014 + 0.075 * depth**1.5)
        shape = np.sin(2 * np.pi * (0.42 * x + one)) + 0.5 * np.sin(2 * np.pi * (0.97 * x + two))
        steep = 1 - np.abs(np.sin(np.pi * (0.9 * x + three))) + 0.45 * np.abs(np.sin(np.pi * (2.3 * x + four)))
        rise = (1 - depth) * 0.14 * steep + (0.3 + 0.7 * depth) * 0.035 * shape
        base = self._level + 0.05 + 0.42 * number / (_RIDGES - 1) * (1.03 - self._level)
        line: Line = self.height * base - self.size * rise
        return line
