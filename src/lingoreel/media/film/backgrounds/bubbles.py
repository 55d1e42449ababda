"""Clear bubbles that rise and wobble, each with its shine."""

from __future__ import annotations

from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import DISC, Ground
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import wave
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.palettes import Palette

_BUBBLES = 20
_RIM = Outline().ellipse(0, 0, 0.965).path()
_SHINE = Outline().arc(0, 0, 0.72, 195, 62).path()
_SPARK = Outline().arc(0, 0, 0.72, 272, 10).path()


class Bubbles(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette, float(rng.uniform(75, 105)), turn=12)
        self._x, self._y, self._phase = rng.uniform(0, 1, (3, _BUBBLES))
        self._depth = sorted((rng.uniform(0, 1, _BUBBLES) ** 1.6).tolist())
        self._rim = mix(palette.second, palette.light, 0.5) if palette.dark else palette.second
        self._shine = palette.paper
        self._alpha = 0.8 if palette.dark else 0.9
        self._light = mix(palette.second, palette.light, 0.3)

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        x = self.width * (0.5 + 0.25 * wave(t, 12, float(self._phase[0])))
        self.glow(layer, x, 0, 0.75 * self.size, self._light, 0.4 if self.palette.dark else 0.6, flat=0.6)
        for number, depth in enumerate(self._depth):
            phase = float(self._phase[number])
            lift = (float(self._y[number]) - t * (0.02 + 0.045 * depth)) % 1.0
            x = self.width * (float(self._x[number]) * 1.1 - 0.05) + self.size * 0.018 * wave(t, 3.4 + phase, phase)
            radius = self.size * (0.014 + 0.085 * depth)
            wobble = 0.035 * wave(t, 1.7 + phase, phase)
            at = Transform.stretch(radius * (1 + wobble), radius * (1 - wobble))
            at = at.then(Transform(e=x, f=self.height * (1.3 * lift - 0.15)))
            alpha = self._alpha * (0.5 + 0.5 * (1 - depth))
            layer.fill(DISC, self._rim, alpha=0.16 * alpha, at=at)
            layer.stroke(_RIM, self._rim, 0.045, alpha=0.55 * alpha, at=at)
            layer.stroke(_SHINE, self._shine, 0.08, alpha=0.6 * alpha, at=at)
            layer.stroke(_SPARK, self._shine, 0.08, alpha=0.6 * alpha, at=at)
