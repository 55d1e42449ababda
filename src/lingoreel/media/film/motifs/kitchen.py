"""What things are cooked with: cups, pots, pans, knives, bowls; wine."""

from __future__ import annotations

import math

from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import FINE, GROUND, LINE, Drawing
from lingoreel.media.film.motifs.outlines import arc, box, curve, disc, polygon, together, traced
from lingoreel.media.film.motifs.props import HEART, leaf, sparkle, steam


def cup(d: Drawing) -> None:
    d.shadow(0.74)
    own = d.grown(0, 4, 0, 0.6)
    plate = d.grown(1, 4, 0, 0.8)
    plate.solid(
        traced("M-.8 .72 H.7 C.64 .84 .5 .86 .4 .86 H-.5 C-.6 .86 -.74 .84 -.8 .72 Z"), mix(d.light, d.main, 0.12), 0.66
    )
    own.line(traced("M.46 .04 C.86 -.06 .86 .5 .34 .46"), deep(d.main, 0.09), 0.11)
    own.solid(traced("M-.6 -.12 H.5 V.3 C.5 .58 .32 .74 .1 .74 H-.2 C-.42 .74 -.6 .58 -.6 .3 Z"), d.main, 0.66)
    own.fill(disc(-0.05, -0.12, 0.55, 0.11), deep(d.main, 0.16))
    own.fill(disc(-0.05, -0.1, 0.48, 0.08), d.natural(50, 0.4, 0.07))
    own.line(arc(-0.05, -0.1, 0.3, 200 + d.t * 30, 90), d.natural(65, 0.6, 0.08), FINE, at=Transform(d=0.16, f=-0.084))
    own.line(curve((-0.46, 0.1), (-0.46, 0.34), (-0.36, 0.54)), (255, 255, 255), LINE, alpha=0.5)
    own.fill(HEART, d.light, at=Transform.at(-0.05, 0.34, 0.13 + d.wave(1.9, 0.006)))
    if d.enter > 0.6:
        steam(d.grown(3, 4, 0, -0.2), -0.05, -0.2, 0.68)


def pot(d: Drawing) -> None:
    d.shadow(0.8, 0, 0.84)
    rattle = d.wave(0.37, 1.2) * (0.4 + 0.6 * max(0.0, d.wave(2.3)))
    body = d.grown(0, 4, 0, 0.6)
    body.fill(together(box(-0.94, 0.06, 0.3, 0.13, 0.06), box(0.64, 0.06, 0.3, 0.13, 0.06)), d.shade)
    body.solid(traced("M-.7 -.16 H.7 V.52 C.7 .72 .58 .82 .42 .82 H-.42 C-.58 .82 -.7 .72 -.7 .52 Z"), d.main, 0.68)
    body.fill(box(-0.74, -0.2, 1.48, 0.13, 0.06), deep(d.main, 0.1))
    body.line(curve((-0.56, 0.06), (-0.56, 0.4), (-0.5, 0.62)), (255, 255, 255), LINE * 1.2, alpha=0.45)
    lid = d.grown(1, 4, 0, -0.2).at(0, -0.03 * abs(rattle) - 0.3 * (1 - d.part(2, 4))).turned(rattle * 1.6, 0.3, -0.2)
    lid.solid(traced("M-.66 -.22 C-.6 -.42 -.3 -.5 0 -.5 C.3 -.5 .6 -.42 .66 -.22 Z"), mix(d.light, d.main, 0.3), 0.64)
    lid.solid(disc(0, -0.55, 0.1), d.accent, 0.6)
    if d.enter > 0.6:
        wisps = d.grown(3, 4, 0, -0.5)
        steam(wisps, -0.5, -0.34, 0.6, 2)
        steam(wisps, 0.5, -0.34, 0.6, 2)
        steam(wisps, 0.0, -0.6, 0.34, 1)


def _fried_egg(d: Drawing) -> None:
    d.fill(disc(0, 0.03, 0.44, 0.1), mix(d.light, d.shade, 0.12))
    d.fill(disc(0, 0, 0.44, 0.1), (255, 252, 244))
    d.solid(traced("M-.17 0 C-.17 -.2 .17 -.2 .17 0 C.17 .05 -.17 .05 -.17 0 Z"), d.natural(78, 0.83, 0.16), 0.6)


def _diced(d: Drawing) -> None:
    """Cut vegetables."""
    hues = (28, 78, 142)
    for number, (x, y, angle) in enumerate(
        ((-0.4, 0.0, 12), (-0.22, -0.06, -20), (-0.02, 0.0, 30), (0.17, -0.06, 8), (0.36, 0.0, -14), (0.06, -0.16, 50))
    ):
        lift = d.wave(1.1, 0.03, number * 0.23)
        d.solid(
            box(-0.09, -0.08, 0.18, 0.15, 0.04),
            d.natural(hues[(number + d.variant) % 3], 0.68, 0.17),
            0.6,
            at=Transform.at(x, y + lift, 1, angle + lift * 200),
        )


def pan(d: Drawing) -> None:
    d.shadow(0.6, -0.3, 0.66)
    toss = max(0.0, d.wave(2.9))
    own = d.grown(0, 4, -0.3, 0.4).turned(-3 * toss, -0.3, 0.4)
    own.solid(box(0.24, 0.2, 0.74, 0.13, 0.06), d.shade, 0.9)
    own.fill(disc(0.9, 0.265, 0.028), mix(d.shade, d.light, 0.5))
    own.solid(traced("M-.94 .14 H.36 C.34 .38 .22 .58 .04 .58 H-.62 C-.8 .58 -.92 .38 -.94 .14 Z"), d.main, 0.7)
    own.fill(disc(-0.29, 0.14, 0.65, 0.13), deep(d.main, 0.2))
    own.fill(disc(-0.29, 0.16, 0.57, 0.1), mix(d.shade, d.main, 0.15))
    flying = d.grown(2, 4, -0.3, 0.1).at(
        -0.29, 0.1 - 0.34 * toss**2, 1, 18 * math.sin(math.pi * toss) * (1 if toss < 1 else -1)
    )
    (_fried_egg if d.variant % 3 == 1 else _diced)(flying)
    for number in range(5):
        age = d.cycle(0.9 + 0.1 * number, number * 0.37)
        x = -0.8 + 0.26 * number
        d.fill(
            disc(0, 0, 0.026),
            d.natural(78, 0.85, 0.14),
            (1 - age) * d.part(3, 4),
            at=Transform(e=x + 0.08 * (x + 0.3) * age, f=0.06 - 0.5 * age + 0.4 * age * age),
        )
    if d.enter > 0.6:
        steam(d.grown(3, 4, -0.3, -0.1), -0.3, -0.2, 0.6)


def knife(d: Drawing) -> None:
    d.shadow(0.86, 0, 0.8)
    chop = abs(d.wave(1.7))
    board = d.grown(0, 4, 0, 0.7)
    wood = d.natural(65, 0.68, 0.09)
    board.solid(box(-0.92, 0.56, 1.84, 0.22, 0.07), wood, 0.78)
    orange, leafy = d.natural(55, 0.72, 0.17), d.natural(145, 0.68, 0.15)
    root = d.grown(1, 4, -0.6, 0.5)
    for number in range(3):
        leaf(root, -0.72, 0.42, 0.3, -70 + number * 22 + d.wave(2.3, 3, number * 0.2), leafy, False)
    root.round(traced("M-.76 .34 C-.84 .34 -.84 .56 -.76 .56 L-.16 .56 V.34 Z"), orange, 0.1)
    for number in range(4):
        slice_ = d.grown(2, 4, 0.1 + 0.2 * number, 0.5)
        lean = 0 if number else 4 * chop
        slice_.fill(
            disc(0, 0, 0.065, 0.115), deep(orange, 0.08), at=Transform.at(0.02 + 0.2 * number, 0.45, 1, 14 + lean)
        )
        slice_.fill(
            disc(-0.02, 0, 0.05, 0.11), pale(orange, 0.05), at=Transform.at(0.02 + 0.2 * number, 0.45, 1, 14 + lean)
        )
    own = d.grown(3, 4, 0.5, -0.2).turned(-20 * chop, 0.9, -0.1).at(0, -0.12 * chop)
    steel = mix(d.light, d.shade, 0.16)
    own.fill(traced("M-.56 .5 C-.5 .3 -.3 .08 .24 .06 V.46 C-.1 .56 -.4 .56 -.56 .5 Z"), steel)
    own.fill(traced("M-.56 .5 C-.4 .42 -.1 .4 .24 .34 V.46 C-.1 .56 -.4 .56 -.56 .5 Z"), deep(steel, 0.12))
    own.solid(traced("M.24 .06 H.3 L.92 -.06 Q1 -.06 1 .04 Q1 .12 .92 .14 L.36 .26 H.24 Z"), d.main, 2.0)
    own.fill(together(disc(0.46, 0.14, 0.03), disc(0.68, 0.09, 0.03)), d.light)


def bowl(d: Drawing) -> None:
    d.shadow(0.66)
    green, red = d.natural(145, 0.72, 0.15), d.natural(28, 0.62, 0.18)
    filling = d.grown(1, 4, 0, 0.1)
    for number, (x, y, size, angle) in enumerate(
        (
            (-0.5, 0.0, 0.5, -44),
            (-0.24, -0.06, 0.6, -16),
            (0.08, -0.06, 0.64, 12),
            (0.42, 0.0, 0.54, 40),
            (0.58, 0.04, 0.4, 62),
        )
    ):
        leaf(
            filling,
            x,
            y + 0.06,
            size,
            angle + d.wave(2.6, 3, number * 0.23),
            pale(green, 0.05) if number % 2 else green,
        )
    for number, (x, y, size) in enumerate(((-0.34, -0.08, 0.17), (0.3, -0.1, 0.19), (0.0, -0.02, 0.15))):
        own = d.grown(2, 4, x, y)
        own.solid(
            disc(0, 0, size),
            red if number != 2 else d.natural(80, 0.83, 0.15),
            0.6,
            at=Transform.at(x, y + d.wave(2.1, 0.012, number * 0.3)),
        )
        own.fill(
            disc(-size * 0.35, -size * 0.35, size * 0.2),
            (255, 255, 255),
            0.6,
            at=Transform.at(x, y + d.wave(2.1, 0.012, number * 0.3)),
        )
    own = d.grown(0, 4, 0, 0.5)
    own.solid(traced("M-.86 .04 H.86 C.84 .5 .56 .74 .3 .78 V.86 H-.3 V.78 C-.56 .74 -.84 .5 -.86 .04 Z"), d.main, 0.68)
    own.fill(box(-0.9, -0.02, 1.8, 0.11, 0.05), deep(d.main, 0.1))
    own.line(curve((-0.66, 0.22), (-0.56, 0.44), (-0.4, 0.58)), pale(d.main, 0.16), LINE * 1.2)
    band = own.inside(traced("M-.86 .04 H.86 C.84 .5 .56 .74 .3 .78 H-.3 C-.56 .74 -.84 .5 -.86 .04 Z"))
    for number in range(7):
        band.fill(disc(-0.66 + 0.22 * number, 0.34, 0.045), d.accent)
    for number in range(3):
        age = d.cycle(2.9, number / 3)
        fall = d.grown(3, 4, 0, -0.5)
        leaf(
            fall,
            -0.4 + 0.4 * number + 0.06 * math.sin(6 * age),
            -0.84 + 0.5 * age,
            0.16 * math.sin(math.pi * age) + 0.002,
            200 * age + 90 * number,
            green,
            False,
        )


def wine(d: Drawing) -> None:
    d.shadow(0.52)
    red = d.natural(15, 0.46, 0.16)
    tilt = d.wave(2.6, 4.5)
    own = d.turned(tilt * 0.5, 0, GROUND)
    foot = own.grown(0, 4, 0, 0.86)
    clear = mix(d.light, d.natural(230, 0.86, 0.05), 0.4)
    foot.fill(traced("M-.36 .86 C-.3 .78 -.06 .8 -.045 .7 V.16 H.045 V.7 C.06 .8 .3 .78 .36 .86 Z"), clear, 0.9)
    glass = traced("M-.44 -.88 H.44 C.56 -.4 .44 .1 0 .2 C-.44 .1 -.56 -.4 -.44 -.88 Z")
    bowl_ = own.grown(1, 4, 0, 0.2)
    bowl_.fill(glass, clear, 0.45)
    level = 0.2 - 0.56 * d.part(2, 4)
    inside = bowl_.inside(traced("M-.4 -.86 H.4 C.5 -.4 .4 .06 0 .16 C-.4 .06 -.5 -.4 -.4 -.86 Z"))
    slope = 0.02 * tilt
    surface = Outline().move(-0.6, level - slope).line(0.6, level + slope).line(0.6, 0.3).line(-0.6, 0.3).close().path()
    inside.fill(surface, red)
    inside.fill(polygon((0.12, -1), (0.6, -1), (0.6, 0.3), (0.02, 0.3)), d.shade, 0.16)
    inside.fill(disc(0, 0, 0.47, 0.055), pale(red, 0.1), at=Transform.at(0, level, 1, slope * 95))
    bowl_.line(curve((-0.36, -0.74), (-0.42, -0.44), (-0.36, -0.16)), (255, 255, 255), LINE, alpha=0.75)
    bowl_.line(glass, d.light, FINE, alpha=0.6)
    for number, (x, y) in enumerate(((-0.7, -0.6), (0.72, -0.7), (0.64, -0.1))):
        sparkle(d.grown(3, 4, x, y), x, y, 0.13, 1.9 + 0.2 * number, number * 0.31)


DRAWINGS = {"cup": cup, "pot": pot, "pan": pan, "knife": knife, "bowl": bowl, "wine": wine}
