"""A floor of fine lines that comes towards the eye, below a glowing horizon."""

from __future__ import annotations

from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import Ground
from lingoreel.media.film.canvas import Colour, Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import wave
from lingoreel.media.film.geometry import Outline
from lingoreel.media.film.palettes import Palette

_ACROSS, _ROWS = 8, 12


class Grid(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette)
        self._horizon = height * (0.60 if height <= width else 0.66)
        self._line: Colour = mix(palette.second, palette.light, 0.2 if palette.dark else 0.0)
        self._light = mix(palette.accent, palette.light, 0.3)
        self._pace = float(rng.uniform(0.45, 0.65))
        self._phase = float(rng.uniform(0, 1))
        self._middle = float(rng.uniform(0.35, 0.65))

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        width, horizon = self.width, self._horizon
        strength = (0.42 if self.palette.dark else 0.5) * (0.9 + 0.1 * wave(t, 3.5))
        at = width * (self._middle + 0.05 * wave(t, 10, self._phase))
        self.glow(layer, at, horizon, 0.85 * self.size, self._light, strength, flat=0.45)
        floor = Outline().rectangle(self.left, horizon, self.right - self.left, self.floor - horizon).path()
        layer.fill(floor, self.behind(-0.4))
        sway = 0.04 * wave(t, 9, self._phase)
        for number in range(-_ACROSS, _ACROSS):
            x = (number + 0.5) * 0.08 + 0.4 * sway
            upright = (
                Outline().move(width * (self._middle + x), horizon).line(width * (self._middle + 6 * x), self.floor)
            )
            layer.stroke(upright.path(), self._line, self.size * 0.0022, alpha=0.42, cap="butt")
        deep = self.floor - horizon
        for step in range(_ROWS):
            distance = (_ROWS - step - self._pace * t) % _ROWS
            near = 1 / (1 + 0.62 * distance) - 1 / (1 + 0.62 * _ROWS)
            y = horizon + 1.12 * deep * near
            row = Outline().move(self.left, y).line(self.right, y).path()
            layer.stroke(row, self._line, self.size * (0.001 + 0.003 * near), alpha=0.2 + 0.5 * near, cap="butt")
        edge = Outline().move(self.left, horizon).line(self.right, horizon).path()
        layer.stroke(edge, self._light, self.size * 0.003, alpha=0.7)
