"""Lights out of focus that float up and breathe."""

from __future__ import annotations

from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import DISC, Ground
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import pulse, wave
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.palettes import Palette

_LIGHTS = 24
_RIM = Outline().ellipse(0, 0, 0.97).path()


class Bokeh(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette, float(rng.uniform(60, 120)), turn=12)
        self._depth = sorted(rng.uniform(0, 1, _LIGHTS).tolist())
        self._x, self._y, self._phase = rng.uniform(0, 1, (3, _LIGHTS))
        tints = (palette.second, palette.light, palette.accent)
        self._colours = [mix(tints[number], palette.sky[1], 0.2) for number in rng.integers(0, 3, _LIGHTS)]
        self._strength = 0.20 if palette.dark else 0.36
        self._glow = mix(palette.accent, palette.sky[2], 0.4)

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        self.glow(layer, self.width * (0.5 + 0.2 * wave(t, 11)), self.height, 0.6 * self.size, self._glow, 0.4)
        for number, depth in enumerate(self._depth):
            phase = float(self._phase[number])
            lift = (float(self._y[number]) - t * (0.012 + 0.035 * depth)) % 1.0
            x = self.width * (1.1 * float(self._x[number]) - 0.05 + 0.015 * wave(t, 7, phase))
            alpha = self._strength * (0.55 + 0.45 * pulse(t, 3.2 + 2 * phase, phase)) * (1.2 - 0.7 * depth)
            radius = self.size * (0.022 + 0.12 * depth**1.5) * (1 + 0.04 * wave(t, 4, phase))
            at = Transform.at(x, self.height * (1.4 * lift - 0.2), radius)
            layer.fill(DISC, self._colours[number], alpha=alpha, at=at)
            layer.stroke(_RIM, self._colours[number], 0.05, alpha=alpha * 0.7, at=at)
