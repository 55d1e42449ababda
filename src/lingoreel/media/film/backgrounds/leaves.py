"""Fronds that reach in from two corners and sway, pale behind and strong before."""

from __future__ import annotations

import math
from dataclasses import dataclass

from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import Ground
from lingoreel.media.film.canvas import Colour, Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import wave
from lingoreel.media.film.geometry import Outline, Path, Transform
from lingoreel.media.film.palettes import Palette

_EACH, _PAIRS = 3, 7
_CORNERS = ((0.0, 1.0, -42.0), (1.0, 1.0, -138.0), (1.0, 0.0, 138.0), (0.0, 0.0, 42.0))
"""Where a bunch grows, in frames, and where to (degrees)."""
_LEAF = Outline().move(0, 0).cubic(0.2, -0.17, 0.65, -0.16, 1, 0).cubic(0.65, 0.10, 0.2, 0.10, 0, 0).close().path()


def _frond(bend: float) -> Path:
    """A stem of length 1 from the origin to the right that bends as it goes, leaflets on both sides and at its end."""
    leaves = []
    x = y = 0.0
    step = 1 / (_PAIRS + 1)
    for number in range(_PAIRS + 1):
        share = number / _PAIRS
        angle = bend * share
        x, y = x + step * math.cos(math.radians(angle)), y + step * math.sin(math.radians(angle))
        length = 0.42 * math.sin(math.pi * (0.2 + 0.68 * share)) ** 0.8
        for side in (-1, 1):
            splay = side * (62 - 34 * share)
            turned = Transform.stretch(length, length * side).then(Transform.at(x, y, 1, angle + splay))
            leaves.append(_LEAF.moved(turned))
    leaves.append(_LEAF.moved(Transform.at(x, y, 0.2, bend)))
    return Path.joined(leaves)


@dataclass(frozen=True, slots=True)
class _Frond:
    path: Path
    x: float
    y: float
    angle: float
    length: float
    phase: float
    colour: Colour
    front: bool


class Leaves(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette, float(rng.uniform(60, 120)), turn=8)
        first = int(rng.integers(0, 4))
        strong = 0.34 if palette.dark else 0.6
        self._fronds: list[_Frond] = []
        for rank in range(_EACH):
            for bunch, tint in ((first, palette.second), ((first + 2) % 4, palette.accent)):
                x, y, angle = _CORNERS[bunch]
                bend = float(rng.uniform(15, 38)) * (1 if rank % 2 else -1)
                spread = (-24, 28, 2)[rank] + float(rng.uniform(-6, 6))
                length = self.size * (0.68 - 0.09 * rank + 0.06 * float(rng.uniform(-1, 1)))
                colour = mix(palette.sky[1], tint, strong * (0.3 + 0.7 * rank / (_EACH - 1)))
                place = (x * width, y * height, angle + spread, length, float(rng.uniform(0, 1)))
                self._fronds.append(_Frond(_frond(bend), *place, colour, rank == _EACH - 1))

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        for frond in self._fronds:
            phase = frond.phase
            sway = 5 * wave(t, 5 + 2 * phase, phase) + 1.5 * wave(t, 2.3, phase)
            at = Transform.at(frond.x, frond.y, frond.length * (1 + 0.02 * wave(t, 4, phase)), frond.angle + sway)
            if frond.front:
                cast = at.then(Transform(e=0.008 * self.size, f=0.016 * self.size))
                layer.fill(frond.path, self.palette.ink, alpha=0.10, at=cast)
            layer.fill(frond.path, frond.colour, at=at)
