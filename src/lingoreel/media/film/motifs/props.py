"""Small things that many drawings have: steam, sparkles, leaves, clouds, wheels, windows, shine."""

from __future__ import annotations

import math

from lingoreel.media.film.canvas import Colour, Linear
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.motifs.colours import deep
from lingoreel.media.film.motifs.drawing import FINE, LINE, Drawing
from lingoreel.media.film.motifs.outlines import arc, box, curve, disc, polyline, together, traced

LEAF = traced("M0 0 C.28 -.1 .42 -.45 0 -1 C-.42 -.45 -.28 -.1 0 0 Z")
"""Grows upwards from the origin, one long."""
CLOUD = traced(
    "M-.62 .3 C-.9 .3 -.98 -.08 -.7 -.14 C-.72 -.42 -.4 -.52 -.26 -.36 C-.12 -.66 .36 -.62 .4 -.24"
    "C.66 -.34 .86 -.14 .76 .02 C.96 .08 .92 .3 .7 .3 Z"
)
DROP = traced(
    "M0 -1 C.2 -.55 .62 -.15 .62 .25 C.62 .65 .33 .9 0 .9 C-.33 .9 -.62 .65 -.62 .25 C-.62 -.15 -.2 -.55 0 -1 Z"
)
HEART = traced(
    "M0 .86 C-.55 .45 -.95 .1 -.95 -.32 C-.95 -.9 -.25 -.98 0 -.45 C.25 -.98 .95 -.9 .95 -.32 C.95 .1 .55 .45 0 .86 Z"
)
FLAME = traced(
    "M-.02 -1 C.1 -.6 .62 -.3 .6 .3 C.58 .72 .3 1 0 1 C-.32 1 -.6 .74 -.6 .32 C-.6 .02 -.42 -.14 -.34 -.4 "
    "C-.22 -.3 -.2 -.2 -.18 -.08 C-.06 -.3 .04 -.6 -.02 -1 Z"
)
_SPARK = traced("M0 -1 C.08 -.25 .25 -.08 1 0 C.25 .08 .08 .25 0 1 C-.08 .25 -.25 .08 -1 0 C-.25 -.08 -.08 -.25 0 -1 Z")


def leaf(d: Drawing, x: float, y: float, size: float, angle: float, colour: Colour, vein: bool = True) -> None:
    """A leaf on its stalk at (x, y), its tip up at 0 degrees."""
    at = Transform.at(x, y, size, angle)
    d.solid(LEAF, colour, 0.5, slope=0.0, at=at)
    if vein:
        d.line(polyline((0, 0.06), (0, -0.72)), deep(colour, 0.16), 0.035, at=at)


def cloud(d: Drawing, x: float, y: float, size: float, colour: Colour) -> None:
    at = Transform.at(x, y, size)
    d.round(CLOUD, colour, 0.06, at=at)
    d.line(arc(-0.05, -0.2, 0.26, 190, 90), mix(colour, (255, 255, 255), 0.7), 0.05, at=at, alpha=0.8)


def steam(d: Drawing, x: float, y: float, height: float, wisps: int = 3, spread: float = 0.2) -> None:
    """Wisps that rise from (x, y), widen and go."""
    for number in range(wisps):
        age = d.cycle(2.6, number / wisps + 0.13 * number)
        sway = 0.05 + 0.05 * age
        left = x + (number - (wisps - 1) / 2) * spread
        low, length = y - height * 0.55 * age, height * 0.42
        points = [
            (left + sway * math.sin(2 * math.pi * (step * 0.13 + d.t * 0.35 + number * 0.4)), low - length * step / 6)
            for step in range(7)
        ]
        d.line(Outline().smooth(points).path(), d.air, LINE * 1.2, alpha=0.75 * math.sin(math.pi * age))


def sparkle(d: Drawing, x: float, y: float, size: float, period: float = 1.7, phase: float = 0.0) -> None:
    """A four-pointed twinkle that comes and goes."""
    grown = math.sin(math.pi * d.cycle(period, phase)) ** 2
    d.fill(_SPARK, d.air, at=Transform.at(x, y, size * (0.15 + 0.85 * grown)), alpha=0.25 + 0.75 * grown)


def shine(d: Drawing, x: float, y: float, radius: float, begin: float = 195, sweep: float = 60) -> None:
    """Light on something round."""
    d.line(arc(x, y, radius, begin, sweep), (255, 255, 255), LINE, alpha=0.5)


def wheel(d: Drawing, x: float, y: float, radius: float, turn: float, spokes: int = 4) -> None:
    """A tyre, a rim and spokes, turned by `turn` degrees."""
    at = Transform.at(x, y, radius, turn)
    d.fill(disc(0, 0, 1), d.shade, at=at)
    d.fill(disc(0, 0, 0.6), mix(d.light, d.shade, 0.12), at=at)
    for number in range(spokes):
        d.line(
            polyline((0, 0), (0, -0.52)),
            mix(d.light, d.shade, 0.5),
            0.13,
            at=Transform.at(x, y, radius, turn + 360 / spokes * number),
        )
    d.fill(disc(0, 0, 0.2), d.shade, at=at)


def windows(d: Drawing, x: float, y: float, columns: int, rows: int, width: float, height: float, gap: float) -> None:
    """Rows of windows from the left upper corner (x, y), some of which light up and go out."""
    for row in range(rows):
        for column in range(columns):
            number = row * 7 + column * 3
            lit = 0.5 + 0.5 * d.wave(3.1 + number % 5 * 0.6, 1.0, number * 0.37)
            pane = box(x + column * (width + gap), y + row * (height + gap), width, height, 0.012)
            d.fill(pane, mix(mix(d.shade, d.light, 0.2), d.natural(92, 0.88, 0.12), round(lit, 2)))


def speed_lines(d: Drawing, x: float, spots: tuple[tuple[float, float], ...], colour: Colour) -> None:
    """Strokes at (level, length) that rush to `x` on the left, away from a thing that goes to the right."""
    for number, (y, length) in enumerate(spots):
        age = d.cycle(0.9 + 0.13 * number, number * 0.37)
        d.line(
            polyline((0, 0), (length, 0)),
            colour,
            FINE * 1.3,
            at=Transform.at(x + 0.3 * (1 - age), y),
            alpha=0.7 * math.sin(math.pi * age),
        )


def grass(d: Drawing, x: float, y: float, size: float, colour: Colour) -> None:
    """A tuft of three blades."""
    for number in range(3):
        blade = curve((0, 0), (0.1 * (number - 1), -0.5), (0.34 * (number - 1), -1 + 0.2 * abs(number - 1)))
        d.line(blade, colour, 0.16, at=Transform.at(x, y, size, d.wave(2.3, 7, number * 0.15 + x)))


CROSS = together(box(-0.3, -1, 0.6, 2, 0.1), box(-1, -0.3, 2, 0.6, 0.1))


def waving(d: Drawing, x: float, y: float, width: float, height: float, colour: Colour, reach: float = 0.0) -> None:
    """A flag from the left upper corner (x, y), in the wind; `reach`: how high its waves are (0: as suits it)."""
    reach, crest = reach or height * 0.2, d.cycle(1.1)
    dark = deep(colour, 0.09)
    folds = Linear(
        width * (crest - 1),
        0,
        width * (crest + 1),
        0,
        ((0.0, colour, 1.0), (0.25, dark, 1.0), (0.5, colour, 1.0), (0.75, dark, 1.0), (1.0, colour, 1.0)),
    )
    upper = [(width * step / 4, reach * step / 4 * math.sin(2 * math.pi * (step / 4 - d.t * 0.9))) for step in range(5)]
    outline = Outline().smooth(upper)
    outline.line(upper[-1][0], upper[-1][1] + height)
    for place in (3, 2, 1, 0):
        outline.line(upper[place][0], upper[place][1] + height)
    d.fill(outline.close().path(), folds, at=Transform(e=x, f=y))


def eye(d: Drawing, x: float, y: float, size: float, shut: bool) -> None:
    """A round eye that looks, or is shut."""
    if shut:
        d.line(polyline((x - size, y), (x + size, y)), d.shade, size * 0.6)
        return
    d.fill(disc(x, y, size), d.shade)
    d.fill(disc(x - size * 0.3, y - size * 0.35, size * 0.36), (255, 255, 255))
