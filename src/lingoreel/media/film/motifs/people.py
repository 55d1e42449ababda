"""People: several, a family, a child, hands."""

from __future__ import annotations

import math

from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import FINE, GROUND, LINE, Drawing
from lingoreel.media.film.motifs.figures import figure, head, skin_of
from lingoreel.media.film.motifs.outlines import box, curve, polygon, polyline, traced
from lingoreel.media.film.motifs.props import HEART


def people(d: Drawing) -> None:
    d.shadow(0.94, 0, 0.9)
    for number, (x, low, size, colour, long) in enumerate(
        ((-0.54, 0.02, 0.82, d.accent, True), (0.54, 0.02, 0.82, d.second, False), (0.0, 0.0, 1.0, d.main, False))
    ):
        own = d.risen(number, 4, 0.88).at(x, low + d.wave(2.7, 0.012, number * 0.31), size)
        own.solid(
            traced("M-.48 1.04 C-.5 .4 -.4 .2 0 .18 C.4 .2 .5 .4 .48 1.04 Z")
            if size < 1
            else traced("M-.5 .88 C-.52 .3 -.42 .08 0 .06 C.42 .08 .52 .3 .5 .88 Z"),
            colour,
            0.62,
        )
        neck = 0.2 if size < 1 else 0.08
        own.fill(traced("M-.13 0 Q0 .2 .13 0 L.1 -.06 H-.1 Z"), deep(skin_of(d, number), 0.05), at=Transform(f=neck))
        own.line(traced("M-.14 .02 Q0 .24 .14 .02"), d.light, LINE, at=Transform(f=neck))
        head(
            d.grown(number, 4, x, low).at(x, low + d.wave(2.7, 0.016, number * 0.31), size),
            0,
            neck - 0.4,
            1.05,
            number,
            long,
        )


def family(d: Drawing) -> None:
    d.shadow(0.84, 0, 0.87)
    figure(d.risen(0, 4).turned(d.wave(2.9, 0.8), 0, GROUND), -0.5, 1.42, 0, d.main, False, 12)
    figure(d.risen(1, 4).turned(d.wave(2.6, 0.8, 0.3), 0, GROUND), 0.44, 1.34, 2, d.accent, True, 156 + d.wave(1.1, 10))
    figure(d.risen(2, 4).at(0, -0.03 * abs(d.wave(1.3))), -0.06, 0.86, 0, d.second, False, 130 + d.wave(0.9, 18))
    own = d.grown(3, 4, 0, -0.7)
    own.fill(
        HEART, d.natural(20, 0.64, 0.2), at=Transform.at(0.0, -0.62 + d.wave(2.3, 0.03), 0.15 + d.wave(1.1, 0.012))
    )


def child(d: Drawing) -> None:
    d.shadow(0.44, -0.1, 0.9)
    tug = d.wave(2.6, 0.05)
    own = d.risen(0, 4).at(-0.22, -0.05 * max(0.0, d.wave(1.3)), 1)
    figure(own, 0, 1.3, 0, d.main, d.variant % 2 == 1, 142 + d.wave(2.6, 5))
    hand = (0.16 + 0.02 * tug, -0.42 - 0.05 * max(0.0, d.wave(1.3)))
    kite = d.grown(2, 4, 0.5, -0.6)
    x, y = 0.5 + d.wave(2.6, 0.07), -0.58 + d.wave(1.9, 0.05)
    d.line(
        Outline().move(*hand).quadratic(hand[0] + 0.06, y + 0.36, x, y + 0.3).path(),
        d.air,
        0.02,
        trim=(0, d.part(1, 4)),
    )
    own_kite = kite.at(x, y, 1, 14 + d.wave(1.9, 8))
    own_kite.solid(polygon((0, -0.36), (0.26, -0.06), (0, 0.34), (-0.26, -0.06)), d.accent, 0.5, slope=0.0)
    own_kite.fill(polygon((0, -0.36), (0.26, -0.06), (0, -0.06)), d.second)
    own_kite.fill(polygon((0, 0.34), (-0.26, -0.06), (0, -0.06)), deep(d.second, 0.08))
    tail = [(0.05 * math.sin(n * 1.6 + d.t * 5), 0.34 + 0.1 * n) for n in range(5)]
    own_kite.line(Outline().smooth(tail).path(), d.air, 0.02)
    for place in (2, 4):
        own_kite.fill(
            polygon((-0.07, -0.04), (0.07, 0.04), (0.07, -0.04), (-0.07, 0.04)), d.main, at=Transform.at(*tail[place])
        )


def hands(d: Drawing) -> None:
    beat = d.wave(1.9, 0.025)
    for side, number, sleeve in ((-1, 0, d.main), (1, 1, d.accent)):
        own = d.grown(number, 4, side * 0.9, 0.7).under(Transform(side, 0, 0, 1, 0, d.wave(2.6, 0.02)))
        skin = skin_of(d, number)
        palm = traced(
            "M.96 .48 C.78 .42 .66 .5 .5 .52 C.36 .54 .26 .42 .1 .42 C-.02 .42 -.04 .56 .06 .6 L.3 .7 "
            "C.12 .68 -.02 .6 -.1 .64"
            "C-.18 .7 -.1 .78 0 .82 C.2 .92 .44 .96 .6 .92 C.74 .88 .86 .84 .96 .84 Z"
        )
        own.solid(palm, skin if side > 0 else deep(skin, 0.02), 0.8, by=0.06)
        own.line(curve((0.3, 0.7), (0.42, 0.7), (0.52, 0.66)), deep(skin, 0.16), FINE)
        own.solid(polygon((0.74, 0.38), (1.0, 0.36), (1.0, 0.94), (0.74, 0.92)), sleeve, 0.7)
        own.fill(box(0.68, 0.37, 0.12, 0.56, 0.05), pale(sleeve, 0.1))
    love = d.grown(2, 4, 0, 0.1)
    love.solid(
        HEART, d.natural(20, 0.64, 0.2), 0.56, slope=0.35, at=Transform.at(0, -0.2 + d.wave(2.6, 0.03), 0.46 + beat)
    )
    love.line(
        curve((-0.35, -0.28), (-0.32, -0.4), (-0.24, -0.46)),
        (255, 255, 255),
        LINE,
        alpha=0.5,
        at=Transform(f=d.wave(2.6, 0.03)),
    )
    for number in range(6):
        own = d.grown(3, 4, 0, -0.2).at(0, -0.2, 1, -75 + number * 30)
        own.line(polyline((0, -0.62), (0, -0.72 - d.wave(1.9, 0.04, number * 0.3))), d.air, LINE, alpha=0.8)


DRAWINGS = {"people": people, "family": family, "child": child, "hands": hands}
