"""Cut paper: large sheets with soft shadows that come in from the edges and sway."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from lingoreel.media.film.backgrounds.ground import Ground
from lingoreel.media.film.canvas import Colour, Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import wave
from lingoreel.media.film.geometry import Outline, Path, Transform
from lingoreel.media.film.palettes import Palette

_SHEETS, _POINTS = 4, 8
_SHADOWS = ((0.006, 0.10), (0.013, 0.08), (0.022, 0.06))


class Paper(Ground):
    def __init__(self, width: int, height: int, palette: Palette, rng: Generator) -> None:
        super().__init__(width, height, palette, float(rng.uniform(60, 120)), turn=6)
        mirrored = rng.random() < 0.5
        corners = ((0.0, 0.0), (1.0, 1.0)) if mirrored else ((1.0, 0.0), (0.0, 1.0))
        self._sheets: list[tuple[Path, Colour, float, float, float]] = []
        for number in range(2 * _SHEETS):
            x, y = corners[number % 2]
            rank = number // 2
            radius = 0.52 * (1 - 0.22 * rank)
            shape = _sheet(rng, radius * width * (1.0 if width > height else 1.25), radius * height)
            tint = palette.second if number % 2 else palette.accent
            share = (0.14 + 0.12 * rank) if palette.dark else (0.18 + 0.24 * rank)
            colour = mix(palette.sky[1], tint, share)
            self._sheets.append((shape, colour, x * width, y * height, float(rng.uniform(0, 1))))

    def draw(self, layer: Layer, t: float) -> None:
        self.sky(layer, t)
        for number, (shape, colour, x, y, phase) in enumerate(self._sheets):
            rank = number // 2
            sway = self.size * (0.010 + 0.007 * rank)
            at = Transform.at(0, 0, 1 + 0.02 * wave(t, 6, phase), 2.5 * wave(t, 7 + rank, phase))
            at = at.then(Transform(e=x + sway * wave(t, 6.5, phase), f=y + sway * wave(t, 5.2, phase + 0.3)))
            for offset, alpha in _SHADOWS:
                cast = at.then(Transform(e=0.4 * offset * self.size, f=offset * self.size))
                layer.fill(shape, self.palette.ink, alpha=alpha, at=cast)
            layer.fill(shape, colour, at=at)


def _sheet(rng: Generator, rx: float, ry: float) -> Path:
    angles = np.linspace(0, 2 * np.pi, _POINTS, endpoint=False) + rng.uniform(0, 1)
    reach = rng.uniform(0.80, 1.16, _POINTS)
    x, y = rx * reach * np.cos(angles), ry * reach * np.sin(angles)
    return Outline().smooth(list(zip(x.tolist(), y.tolist(), strict=True)), closed=True).path()
