"""Three depths of stars that drift and twinkle, light above the horizon, and now and then a shooting star."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import DISC, Ground, scattered
from lingoreel.media.film.canvas import Layer, Linear
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import ease_out, pulse, wave
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.palettes import Palette

_GROUPS, _EACH = 12, 18
_EVERY = 2.6
"""Seconds from one shooting star to the next."""
_TRAIL = Outline().polygon([(0, -0.5), (1, -0.06), (1, 0.06), (0, 0.5)]).path()


class Starfield(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette, float(rng.uniform(70, 110)), turn=6)
        self._x, self._y, self._big = rng.uniform(0, 1, (3, _GROUPS, _EACH))
        self._phase = rng.uniform(0, 1, _GROUPS)
        self._shots = rng.uniform(0, 1, (32, 3))
        self._star = palette.light if palette.dark else mix(palette.second, palette.paper, 0.15)
        self._haze = mix(palette.second, palette.accent, 0.4)
        self._side = 1 if rng.random() < 0.5 else -1

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        x = self.width * (0.5 + 0.28 * self._side + 0.06 * wave(t, 12))
        self.glow(layer, x, (1.02 + 0.03 * wave(t, 9)) * self.height, 1.2 * self.size, self._haze, 0.5, flat=0.5)
        for group in range(_GROUPS):
            depth = (group % 3) / 2
            x_, y_ = self._x[group], self._y[group]
            across = (x_ + self._side * t * (0.004 + 0.016 * depth)) % 1.0
            down = (y_ + t * (0.001 + 0.006 * depth)) % 1.0
            scale = self.size * (0.0016 + 0.0020 * depth) * (0.6 + self._big[group] ** 3 * 1.4)
            stars = scattered(DISC, (1.2 * across - 0.1) * self.width, (1.2 * down - 0.1) * self.height, scale)
            lit = 0.35 + 0.65 * pulse(t, 2.2 + 2.5 * float(self._phase[group]), float(self._phase[group]))
            layer.fill(stars, self._star, alpha=lit)
        self._draw_shot(layer, t)

    def _draw_shot(self, layer: Layer, t: float) -> None:
        turn, share = divmod(t / _EVERY + float(self._phase[0]), 1.0)
        share /= 0.32
        if share >= 1:
            return
        where, high, slope = self._shots[int(turn) % len(self._shots)].tolist()
        length = 0.26 * self.size * np.sin(np.pi * share) ** 0.5
        gone = ease_out(share, 2) * 0.75 * self.size
        angle = 152 + 20 * slope if self._side < 0 else 8 + 20 * slope
        head = Transform.at((0.15 + 0.7 * where) * self.width, (0.05 + 0.3 * high) * self.height, 1, angle)
        shape = Transform.stretch(-float(length) - 1, self.size * 0.004).then(Transform(e=gone - 0.3 * self.size))
        fade = Linear(0, 0, 1, 0, ((0, self._star, 0.95), (1, self._star, 0.0)))
        layer.fill(_TRAIL, fade, alpha=1 - share**2, at=shape.then(head))
