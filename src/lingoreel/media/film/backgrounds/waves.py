"""Broad waves, one behind the other, that roll at different paces below a quiet sky."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import MARGIN, Ground, below
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import wave
from lingoreel.media.film.palettes import Palette

_WAVES = 5


class Waves(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette)
        near = mix(palette.shade, palette.second, 0.10 if palette.dark else 0.42)
        far = mix(palette.sky[1], palette.second, 0.26 if palette.dark else 0.22)
        self._colours = [mix(far, near, number / (_WAVES - 1)) for number in range(_WAVES)]
        self._light = mix(palette.light, palette.accent, 0.45)
        self._alpha = 0.42 if palette.dark else 0.7
        self._phases = rng.uniform(0, 1, (_WAVES, 2))
        self._direction = 1 if rng.random() < 0.5 else -1
        self._sun = float(rng.choice([0.2, 0.32, 0.68, 0.8]))
        self._level = 0.52 if height <= width else 0.6
        self._x = np.linspace(-MARGIN, 1 + MARGIN, 13)

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        y = self.height * (self._level + 0.02 * wave(t, 8))
        self.glow(layer, self.width * self._sun, y, 0.85 * self.size, self._light, self._alpha, flat=0.45)
        x = self._x * self.width / self.size
        for number, colour in enumerate(self._colours):
            depth = number / (_WAVES - 1)
            slow, fast = self._phases[number]
            pace = self._direction * (0.07 + 0.11 * depth)
            roll = np.sin(2 * np.pi * (x * 0.55 + slow - pace * t))
            roll += 0.45 * np.sin(2 * np.pi * (x * 1.1 + fast + 0.7 * pace * t))
            crest = self._level + 0.26 * number * (1 - self._level) + 0.01 * wave(t, 5, fast)
            line = self.height * crest + self.size * (0.028 + 0.022 * depth) * roll
            layer.fill(below(self._x * self.width, line, self.floor), colour)
