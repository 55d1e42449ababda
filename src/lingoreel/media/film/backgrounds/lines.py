"""Rounded bars that stream past on a slant, near ones fast and bright, far ones slow and dim."""

from __future__ import annotations

from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import Ground
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.palettes import Palette

_BARS = 46


class Lines(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        slant = float(rng.choice([-58.0, -32.0, 32.0, 58.0]))
        super().__init__(width, height, palette, 90 + slant / 2, turn=6)
        self._slant = slant
        self._along, self._across, self._long, self._tint = rng.uniform(0, 1, (4, _BARS))
        self._depth = sorted(rng.uniform(0, 1, _BARS).tolist())
        self._bars = []
        for number, depth in enumerate(self._depth):
            thick = self.size * (0.006 + 0.042 * depth)
            length = self.size * (0.16 + 0.5 * float(self._long[number]))
            self._bars.append(Outline().rectangle(-length / 2, -thick / 2, length, thick, thick / 2).path())
        tints = (palette.second, mix(palette.second, palette.light, 0.6), palette.accent)
        self._colours = [tints[0 if share < 0.5 else 1 if share < 0.8 else 2] for share in self._tint]
        self._alpha = 0.08 if palette.dark else 0.13

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        reach = 1.15 * (self.width + self.height)
        turn = Transform.at(self.width / 2, self.height / 2, 1, self._slant)
        for number, depth in enumerate(self._depth):
            along = (float(self._along[number]) + t * (0.015 + 0.045 * depth)) % 1.0 - 0.5
            across = (number * 0.618 + 0.1 * float(self._across[number])) % 1.0 - 0.5
            at = Transform(e=along * reach, f=across * 0.95 * reach).then(turn)
            layer.fill(self._bars[number], self._colours[number], alpha=self._alpha * (1 + 2.2 * (1 - depth)), at=at)
