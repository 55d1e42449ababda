"""Beams of light that fall in from above and turn slowly, with a glow where they come from."""

from __future__ import annotations

import math

import numpy as np
from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import Ground
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import pulse, wave
from lingoreel.media.film.geometry import Outline
from lingoreel.media.film.palettes import Palette

_RAYS = 9


class Rays(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        self._side = 1 if rng.random() < 0.5 else -1
        super().__init__(width, height, palette, 90 + 35 * self._side, turn=8)
        self._x = width * (0.5 - 0.42 * self._side)
        self._y = -0.16 * height
        self._spread = np.sort(rng.uniform(-0.5, 0.5, _RAYS))
        self._half = rng.uniform(0.012, 0.05, _RAYS)
        self._phase = rng.uniform(0, 1, _RAYS)
        self._colour = mix(palette.light, palette.accent, 0.2) if palette.dark else palette.paper
        self._glow = mix(palette.accent, palette.light, 0.4 if palette.dark else 0.2)
        self._alpha = 0.13 if palette.dark else 0.42

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        reach = 1.5 * math.hypot(self.width, self.height)
        middle = math.pi / 2 - 0.5 * self._side
        for spread, half, phase in zip(self._spread, self._half, self._phase, strict=True):
            angle = middle + 1.9 * float(spread) + 0.07 * wave(t, 9 + 4 * float(phase), float(phase))
            wide = float(half) * (1 + 0.3 * wave(t, 5, float(phase)))
            ends = [
                (self._x + reach * math.cos(angle + side * wide), self._y + reach * math.sin(angle + side * wide))
                for side in (-1, 1)
            ]
            beam = Outline().polygon([(self._x, self._y), *ends]).path()
            lit = 0.35 + 0.65 * pulse(t, 4 + 3 * float(phase), float(phase))
            layer.fill(beam, self._colour, alpha=self._alpha * lit)
        strength = (0.6 if self.palette.dark else 0.7) * (0.85 + 0.15 * wave(t, 5))
        self.glow(layer, self._x, 0.0, 0.75 * self.size, self._glow, strength)
