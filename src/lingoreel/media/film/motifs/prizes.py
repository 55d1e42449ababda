"""What is won and aimed at: badges, trophies, medals, targets, flags."""

from __future__ import annotations

import math

from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import GROUND, LINE, Drawing
from lingoreel.media.film.motifs.outlines import box, curve, disc, polygon, polyline, star, traced
from lingoreel.media.film.motifs.props import sparkle, waving


def star_badge(d: Drawing) -> None:
    own = d.turned(d.wave(2.9, 3), 0, -0.2)
    for side in (-1, 1):
        tail = own.grown(1, 4, 0, 0.2).turned(side * (14 + d.wave(2.1, 3, 0.25 * side)), 0, 0)
        tail.solid(
            polygon((-0.2, 0.2), (0.2, 0.2), (0.2, 0.96), (0, 0.82), (-0.2, 0.96)),
            d.accent,
            0.5 if side > 0 else 0.8,
            slope=0.0,
            at=Transform.at(0, -0.05, 0.96, -side * 34),
        )
    edge = own.grown(0, 4, 0, -0.14)
    edge.fill(star(0, 0, 0.78, 0.68, 18), deep(d.main, 0.13), at=Transform.at(0.02, -0.12, 1, d.t * 8))
    edge.solid(star(0, 0, 0.76, 0.66, 18), d.main, 0.62, at=Transform.at(0, -0.14, 1, d.t * 8))
    edge.fill(disc(0, -0.14, 0.54), deep(d.main, 0.1))
    edge.fill(disc(0, -0.14, 0.5), d.light)
    middle = own.grown(2, 4, 0, -0.14).at(0, -0.14, 1 + d.wave(1.7, 0.03))
    middle.solid(star(0, 0, 0.38, 0.17), d.natural(86, 0.84, 0.15), 0.5, slope=0.0)
    for number, (x, y) in enumerate(((-0.72, -0.68), (0.76, -0.56), (0.64, 0.46))):
        sparkle(d.grown(3, 4, x, y), x, y, 0.13, 1.9 + 0.2 * number, number * 0.36)


def trophy(d: Drawing) -> None:
    d.shadow(0.56)
    gold = d.natural(86, 0.84, 0.15)
    own = d.turned(d.wave(2.7, 1.0), 0, GROUND)
    foot = own.risen(0, 5)
    foot.solid(box(-0.42, 0.62, 0.84, 0.24, 0.04), d.shade, 0.6, slope=0.0)
    foot.fill(box(-0.2, 0.68, 0.4, 0.12, 0.02), gold)
    foot.solid(
        traced("M-.08 .16 H.08 C.08 .4 .14 .54 .28 .62 H-.28 C-.14 .54 -.08 .4 -.08 .16 Z"),
        deep(gold, 0.05),
        0.55,
        slope=0.0,
    )
    cup = own.grown(1, 5, 0, 0.2)
    ears = own.grown(2, 5, 0, -0.3)
    ears.line(traced("M-.44 -.6 H-.66 C-.86 -.6 -.8 -.1 -.34 -.02"), deep(gold, 0.04), 0.1)
    ears.line(traced("M.44 -.6 H.66 C.86 -.6 .8 -.1 .34 -.02"), deep(gold, 0.14), 0.1)
    cup.solid(traced("M-.5 -.78 H.5 C.5 -.2 .36 .2 0 .26 C-.36 .2 -.5 -.2 -.5 -.78 Z"), gold, 0.6)
    cup.solid(box(-0.56, -0.86, 1.12, 0.13, 0.05), pale(gold, 0.03), 0.62)
    cup.line(curve((-0.36, -0.62), (-0.34, -0.3), (-0.22, -0.02)), (255, 255, 255), LINE * 1.2, alpha=0.6)
    own.grown(3, 5, 0, -0.3).solid(
        star(0, 0, 0.22, 0.095),
        d.colours.unlike(86),
        0.5,
        slope=0.0,
        at=Transform.at(0, -0.32, 1 + d.wave(1.9, 0.06), d.wave(2.7, 6)),
    )
    for number, (x, y) in enumerate(((-0.8, -0.84), (0.82, -0.74), (0.66, 0.3), (-0.7, 0.36))):
        sparkle(d.grown(4, 5, x, y), x, y, 0.14, 1.9 + 0.2 * number, number * 0.31)


def medal(d: Drawing) -> None:
    gold = d.natural(86, 0.84, 0.15)
    own = d.turned(d.wave(2.6, 4), 0, -0.94)
    band = own.grown(0, 3, 0, -0.9)
    band.fill(polygon((-0.62, -0.94), (-0.22, -0.94), (0.16, -0.1), (-0.1, 0.02)), d.main)
    band.fill(polygon((0.62, -0.94), (0.22, -0.94), (-0.16, -0.1), (0.1, 0.02)), deep(d.main, 0.1))
    band.fill(polygon((0.48, -0.94), (0.36, -0.94), (-0.08, -0.02), (0.02, -0.02)), d.light)
    band.fill(polygon((-0.48, -0.94), (-0.36, -0.94), (-0.1, -0.42), (-0.16, -0.3)), d.light)
    disc_ = own.grown(1, 3, 0, 0.36)
    disc_.fill(box(-0.12, -0.14, 0.24, 0.1, 0.03), deep(gold, 0.12))
    disc_.fill(disc(0.025, 0.44, 0.5), deep(gold, 0.16))
    disc_.solid(disc(0, 0.42, 0.5), gold, 0.62)
    disc_.line(disc(0, 0.42, 0.39), deep(gold, 0.1), LINE)
    own.grown(2, 3, 0, 0.42).solid(
        star(0, 0, 0.27, 0.12), d.light, 0.5, slope=0.0, at=Transform.at(0, 0.44, 1 + d.wave(1.9, 0.05))
    )
    sweep = d.cycle(3.1) * 2.4 - 1.2
    disc_.inside(disc(0, 0.42, 0.48)).fill(
        polygon((-0.1, -0.2), (0.06, -0.2), (-0.1, 1.0), (-0.26, 1.0)), (255, 255, 255), 0.4, at=Transform(e=sweep)
    )
    for number, (x, y) in enumerate(((-0.74, 0.1), (0.74, 0.3))):
        sparkle(d.grown(2, 3, x, y), x, y, 0.15, 1.9 + 0.3 * number, number * 0.45)


def target(d: Drawing) -> None:
    d.shadow(0.6, 0, 0.92)
    legs = d.risen(0, 5, 0.92)
    for side in (-1, 1):
        legs.line(polyline((side * 0.3, 0.4), (side * 0.52, 0.9)), d.natural(60, 0.5, 0.08), 0.1)
    x, y = -0.06, 0.04
    d.grown(0, 5, x, y).fill(disc(x + 0.03, y + 0.04, 0.78), deep(d.main, 0.18))
    for number, (size, colour) in enumerate(
        ((0.78, d.main), (0.6, d.light), (0.42, d.main), (0.24, d.light), (0.1, d.main))
    ):
        d.grown(min(3, number), 5, x, y).solid(disc(x, y, size), colour, 0.64)
    fly = d.part(4, 5)
    quiver = 3.0 * math.exp(-1.6 * (d.t % 3.7)) * math.sin(26 * d.t) + d.wave(2.3, 1.2)
    if d.enter > 0.45:
        arrow = d.turned(quiver, x, y).at(x + 0.9 * (1 - fly), y - 0.78 * (1 - fly), 1, -41)
        arrow.line(polyline((0.02, 0), (0.98, 0)), d.air, LINE * 1.1, alpha=fly)
        for side in (-1, 1):
            arrow.fill(
                polygon((0.78, 0), (0.92, side * 0.11), (1.12, side * 0.11), (1.0, 0)),
                d.accent if side < 0 else deep(d.accent, 0.1),
                fly,
            )
    ripple = d.cycle(3.7)
    d.line(
        disc(0, 0, 0.2),
        d.accent,
        LINE,
        alpha=0.7 * max(0.0, 1 - 2.5 * ripple) * fly,
        at=Transform.at(x, y, 0.4 + 5 * ripple if ripple < 0.4 else 1),
    )


def flag(d: Drawing) -> None:
    d.shadow(0.36, -0.5, 0.9)
    pole = d.risen(0, 3, 0.9)
    pole.solid(box(-0.66, -0.84, 0.09, 1.74, 0.04), mix(d.light, d.shade, 0.3), 0.5, slope=0.0)
    pole.fill(disc(-0.615, -0.88, 0.08), d.natural(86, 0.84, 0.15))
    base = d.grown(0, 3, -0.6, 0.9)
    base.fill(traced("M-.86 .92 Q-.84 .78 -.62 .78 Q-.4 .78 -.38 .92 Z"), d.shade)
    cloth = d.grown(1, 3, -0.57, -0.7)
    waving(cloth, -0.57, -0.78, 1.42, 0.84, d.main)
    waving(cloth, -0.57, -0.5, 1.42, 0.28, mix(d.light, d.main, 0.1), 0.168)
    lift = 0.084 * math.sin(2 * math.pi * (0.25 - d.t * 0.9)) * 0.5
    d.grown(2, 3, -0.2, -0.36).solid(
        star(0, 0, 0.22, 0.095), d.accent, 0.5, slope=0.0, at=Transform.at(-0.2, -0.36 + lift, 1, d.wave(1.111, 5))
    )


DRAWINGS = {"star_badge": star_badge, "trophy": trophy, "medal": medal, "target": target, "flag": flag}
