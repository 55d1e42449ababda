"""Lights out of focus that float up and breathe."""

from __future__ import annotations

from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import disc, glow, sky, whole
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import pulse, wave
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.palettes import Palette

_LIGHTS = 26


class Bokeh:
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        self._width, self._height = width, height
        self._sky, self._frame = sky(width, height, palette, float(rng.uniform(60, 120))), whole(width, height)
        size = min(width, height)
        self._depth = sorted(rng.uniform(0, 1, _LIGHTS).tolist())
        self._x = rng.uniform(-0.05, 1.05, _LIGHTS)
        self._y = rng.uniform(0, 1, _LIGHTS)
        self._phase = rng.uniform(0, 1, _LIGHTS)
        tints = (palette.second, palette.light, palette.accent)
        self._colours = [mix(tints[number % 3], palette.sky[1], 0.2) for number in rng.integers(0, 3, _LIGHTS)]
        self._radii = [size * (0.025 + 0.10 * depth**1.5) for depth in self._depth]
        self._rim = Outline().ellipse(0, 0, 0.97).path()
        self._strength = 0.20 if palette.dark else 0.42
        self._glow = mix(palette.accent, palette.sky[2], 0.4)

    def draw(self, layer: Layer, t: float) -> None:
        layer.fill(self._frame, self._sky)
        width, height = self._width, self._height
        glow(layer, width * (0.5 + 0.2 * wave(t, 11)), height * 0.9, 0.5 * min(width, height), self._glow, 0.45)
        for number, depth in enumerate(self._depth):
            phase, radius = float(self._phase[number]), self._radii[number]
            lift = (self._y[number] - t * (0.012 + 0.035 * depth)) % 1.0
            x = width * (float(self._x[number]) + 0.015 * wave(t, 7, phase))
            y = height * (1.3 * float(lift) - 0.15)
            alpha = self._strength * (0.55 + 0.45 * pulse(t, 3.2 + 2 * phase, phase)) * (1.15 - 0.55 * depth)
            at = Transform.at(x, y, radius * (1 + 0.04 * wave(t, 4, phase)))
            layer.fill(disc(), self._colours[number], alpha=alpha, at=at)
            layer.stroke(self._rim, self._colours[number], 0.05, alpha=alpha * 0.8, at=at)
