"""What a motif draws with: a layer, the time, the colours, and how far the drawing has come in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from lingoreel.media.film.canvas import Cap, Colour, Join, Layer, Linear, Paint
from lingoreel.media.film.easing import back_out, clamp, ease_out
from lingoreel.media.film.geometry import Path, Transform
from lingoreel.media.film.motifs.colours import MotifColours, deep, natural, pale
from lingoreel.media.film.motifs.outlines import bounds, disc

LINE = 0.045
"""The usual width of a line."""
BOLD = 0.075
FINE = 0.028
GROUND = 0.86
"""The level on which things stand."""
_PART = 0.55
"""Of the entrance is one part's own time; the parts' beginnings share the rest."""
_GRAIN = 256.0
"""The library's strokes are whole 32nds of their own coordinates' units wide: lines are drawn in smaller units."""
_FINE = Transform.at(0, 0, 1 / _GRAIN)


class Drawing(NamedTuple):
    """A motif's box is [-1, 1]², y down; it stands on `GROUND`. Light comes from the left."""

    layer: Layer
    t: float
    colours: MotifColours
    variant: int
    enter: float

    @property
    def main(self) -> Colour:
        return self.colours.main

    @property
    def accent(self) -> Colour:
        return self.colours.accent

    @property
    def second(self) -> Colour:
        return self.colours.second

    @property
    def light(self) -> Colour:
        return self.colours.light

    @property
    def shade(self) -> Colour:
        return self.colours.shade

    @property
    def air(self) -> Colour:
        return self.colours.air or self.colours.light

    def natural(self, hue: float, light: float = 0.72, chroma: float = 0.13) -> Colour:
        return natural(self.colours, hue, light, chroma)

    # when

    def part(self, number: int, parts: int) -> float:
        """How far part `number` of `parts` has come in, 0 to 1, slowing down."""
        return ease_out(self._share(number, parts))

    def wave(self, period: float, size: float = 1.0, phase: float = 0.0) -> float:
        """Swings between -size and size once in `period` seconds; `phase` in periods."""
        return size * math.sin(2 * math.pi * (self.t / period + phase))

    def cycle(self, period: float, phase: float = 0.0) -> float:
        """Runs from 0 to 1 in `period` seconds, again and again."""
        return (self.t / period + phase) % 1.0

    # where

    def at(self, x: float = 0.0, y: float = 0.0, scale: float = 1.0, angle: float = 0.0) -> Drawing:
        """A part of the drawing with its own origin."""
        return self.under(Transform.at(x, y, scale, angle))

    def turned(self, angle: float, x: float, y: float) -> Drawing:
        """A part that is turned about a point of the drawing."""
        return self.under(Transform.at(0, 0, 1, angle).about(x, y))

    def grown(self, number: int, parts: int, x: float = 0.0, y: float = 0.0) -> Drawing:
        """Part `number` of `parts`, as large as it has come in, growing out of (x, y)."""
        share = self._share(number, parts)
        if share >= 1:
            return self
        if share <= 0:
            return self._unseen()
        return self.under(Transform.at(0, 0, max(0.001, back_out(share))).about(x, y))

    def risen(self, number: int, parts: int, y: float = GROUND) -> Drawing:
        """The same, growing upwards from the level `y`."""
        share = self._share(number, parts)
        if share >= 1:
            return self
        if share <= 0:
            return self._unseen()
        height = max(0.001, back_out(share))
        return self.under(Transform.stretch(min(1.0, 0.6 + 0.4 * height), height).about(0, y))

    def _share(self, number: int, parts: int) -> float:
        return clamp((self.enter - (1 - _PART) * number / max(1, parts - 1)) / _PART)

    def _unseen(self) -> Drawing:
        return self._replace(layer=self.layer.layer(alpha=0))

    def under(self, transform: Transform) -> Drawing:
        return self._replace(layer=self.layer.layer(at=transform))

    def inside(self, edge: Path) -> Drawing:
        """Nothing of what is drawn leaves `edge`."""
        return self._replace(layer=self.layer.layer(clip=edge))

    # what

    def fill(self, path: Path, paint: Paint, alpha: float = 1.0, at: Transform | None = None) -> None:
        self.layer.fill(path, paint, alpha=alpha, at=at)

    def holed(self, path: Path, paint: Paint, alpha: float = 1.0, at: Transform | None = None) -> None:
        """Outlines in outlines are holes."""
        self.layer.fill(path, paint, alpha=alpha, at=at, even_odd=True)

    def solid(
        self,
        path: Path,
        colour: Colour,
        share: float = 0.62,
        *,
        slope: float = 0.18,
        by: float = 0.085,
        at: Transform | None = None,
        even_odd: bool = False,
    ) -> None:
        """A body with a light and a shade side: `share` of its width is lit, the border leans by `slope`."""
        self.layer.fill(path, two_sides(path, colour, share, slope, by), at=at, even_odd=even_odd)

    def round(self, path: Path, colour: Colour, by: float = 0.085, at: Transform | None = None) -> None:
        """A body lit from above: lighter at its top, darker at its foot."""
        left, top, right, bottom = bounds(path)
        width = right - left
        stops = ((0.0, pale(colour, by * 0.6), 1.0), (0.55, colour, 1.0), (1.0, deep(colour, by), 1.0))
        self.layer.fill(path, Linear(left + width * 0.3, top, left + width * 0.7, bottom, stops), at=at)

    def line(
        self,
        path: Path,
        colour: Colour,
        width: float = LINE,
        *,
        alpha: float = 1.0,
        at: Transform | None = None,
        trim: tuple[float, float] | None = None,
        cap: Cap = "round",
        join: Join = "round",
        dash: Sequence[float] = (),
    ) -> None:
        here = _FINE if at is None else _FINE.then(at)
        large = Path(path.commands, path.points * _GRAIN)
        lengths = [length * _GRAIN for length in dash]
        self.layer.stroke(
            large, colour, width * _GRAIN, alpha=alpha, at=here, cap=cap, join=join, trim=trim, dash=lengths
        )

    def shadow(self, width: float, x: float = 0.0, y: float = GROUND) -> None:
        """Where a thing stands: a flat ellipse as wide as 2 `width`."""
        grown = self.part(0, 2)
        self.layer.fill(disc(0, 0, 1, 0.09), self.shade, alpha=0.2 * grown, at=Transform.at(x, y, width * grown))


def two_sides(path: Path, colour: Colour, share: float, slope: float, by: float) -> Linear:
    """Paint with a sharp border between a colour and its shade."""
    left, top, right, bottom = bounds(path)
    width, middle = right - left, (top + bottom) / 2
    x, half = left + width * share, max(width, bottom - top)
    dark = deep(colour, by)
    stops = ((0.0, pale(colour, by * 0.35), 1.0), (0.497, colour, 1.0), (0.503, dark, 1.0), (1.0, dark, 1.0))
    return Linear(x - half, middle - half * slope, x + half, middle + half * slope, stops)
