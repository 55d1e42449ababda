"""Broad waves, one behind the other, that roll at different paces below a quiet sky."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import MARGIN, glow, sky, under, whole
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import wave
from lingoreel.media.film.palettes import Palette

_WAVES = 5


class Waves:
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        self._width, self._height = width, height
        self._sky, self._frame = sky(width, height, palette, 90), whole(width, height)
        near = mix(palette.shade, palette.second, 0.10 if palette.dark else 0.42)
        far = mix(palette.sky[1], palette.second, 0.30 if palette.dark else 0.22)
        shares = np.linspace(0, 1, _WAVES)
        self._colours = [mix(far, near, float(share)) for share in shares]
        self._light = mix(palette.light, palette.accent, 0.45)
        self._alpha = 0.34 if palette.dark else 0.6
        self._phases = rng.uniform(0, 1, (_WAVES, 2))
        self._direction = 1 if rng.random() < 0.5 else -1
        self._sun = float(rng.uniform(0.2, 0.8))
        self._x = np.linspace(-MARGIN, 1 + MARGIN, 13)

    def draw(self, layer: Layer, t: float) -> None:
        layer.fill(self._frame, self._sky)
        width, height = self._width, self._height
        size = min(width, height)
        level = 0.52 if height <= width else 0.6
        glow(layer, width * self._sun, height * (level + 0.02 * wave(t, 8)), 0.5 * size, self._light, self._alpha)
        span = width / max(size, 1)
        for number, colour in enumerate(self._colours):
            depth = number / (_WAVES - 1)
            slow, fast = self._phases[number]
            pace = self._direction * (0.05 + 0.09 * depth)
            roll = np.sin(2 * np.pi * (self._x * span * 0.55 + slow - pace * t))
            roll += 0.45 * np.sin(2 * np.pi * (self._x * span * 1.1 + fast + 0.7 * pace * t))
            crest = level + 0.13 * number * (1 - level) / 0.5 + 0.01 * wave(t, 5, fast)
            y = height * crest + size * (0.028 + 0.022 * depth) * roll
            points = list(zip((self._x * width).tolist(), y.tolist(), strict=True))
            layer.fill(under(points, height * (1 + MARGIN)), colour)
