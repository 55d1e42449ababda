"""Animals out of doors: bird, fish, horse, butterfly."""

from __future__ import annotations

import math

from lingoreel.media.film.canvas import Colour
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.motifs.colours import deep
from lingoreel.media.film.motifs.drawing import BOLD, FINE, LINE, Drawing
from lingoreel.media.film.motifs.outlines import box, curve, disc, polygon, polyline, together, traced
from lingoreel.media.film.motifs.props import eye, leaf, sparkle


def bird(d: Drawing) -> None:
    twig = d.grown(0, 4, -0.8, 0.7)
    wood, green = d.natural(58, 0.48, 0.07), d.natural(145, 0.7, 0.15)
    twig.line(curve((-0.96, 0.72), (-0.3, 0.62), (0.3, 0.68), (0.94, 0.56)), wood, 0.09)
    twig.line(curve((0.4, 0.66), (0.56, 0.78), (0.74, 0.82)), wood, 0.06)
    for number, (x, y, angle) in enumerate(((-0.78, 0.66, -40), (0.74, 0.6, 30), (0.74, 0.82, 120), (-0.6, 0.7, 160))):
        leaf(twig, x, y, 0.26, angle + d.wave(2.3, 6, number * 0.3), green)
    hop = 0.05 * max(0.0, d.wave(2.9)) ** 2
    own = d.grown(1, 4, 0, 0.6).at(0.02, -hop, 1, d.wave(2.3, 2))
    own.line(
        together(polyline((-0.04, 0.44), (-0.06, 0.62)), polyline((0.12, 0.44), (0.12, 0.62))),
        d.natural(60, 0.6, 0.13),
        LINE,
    )
    tail = own.turned(d.wave(1.1, 5), -0.4, 0.2)
    tail.fill(traced("M-.34 .02 L-.96 .18 L-.9 .34 L-.3 .34 Z"), deep(d.main, 0.14))
    own.solid(
        traced(
            "M-.46 .12 C-.5 -.14 -.2 -.26 0 -.36 C.06 -.66 .4 -.76 .58 -.56 C.76 -.36 .66 -.06 .56 .14 "
            "C.44 .44 .14 .52 -.08 .48 C-.3 .44 -.44 .3 -.46 .12 Z"
        ),
        d.main,
        0.72,
    )
    own.fill(
        traced("M.6 -.12 C.62 .1 .44 .5 .04 .49 C.0 .2 .2 -.1 .42 -.14 Q.54 -.16 .6 -.12 Z"), mix(d.light, d.main, 0.25)
    )
    flap = d.wave(0.71, 10) * max(0.0, d.wave(2.9, 1.0, 0.1)) - 4 + d.wave(1.9, 4)
    wing = own.grown(2, 4, 0, -0.1).turned(flap, 0.08, -0.04)
    wing.solid(
        traced(
            "M.16 -.12 C.2 .16 0 .36 -.3 .4 Q-.52 .42 -.66 .34 C-.4 .26 -.34 .1 -.22 -.04 "
            "C-.12 -.16 .06 -.22 .16 -.12 Z"
        ),
        d.accent,
        0.7,
    )
    wing.line(traced("M-.1 .3 C.0 .22 .06 .12 .06 .0 M-.28 .32 C-.16 .24 -.1 .14 -.08 .02"), deep(d.accent, 0.12), FINE)
    beak = own.grown(3, 4, 0.6, -0.4)
    opened = 6 + 10 * max(0.0, d.wave(0.83)) * (d.cycle(3.1) < 0.5)
    gold = d.natural(75, 0.8, 0.15)
    beak.fill(
        polygon((0.62, -0.42), (0.92, -0.34), (0.64, -0.28)),
        deep(gold, 0.1),
        at=Transform.at(0, 0, 1, opened * 0.6).about(0.63, -0.34),
    )
    beak.fill(
        polygon((0.6, -0.5), (0.94, -0.36), (0.63, -0.34)),
        gold,
        at=Transform.at(0, 0, 1, -opened * 0.6).about(0.62, -0.36),
    )
    eye(own, 0.42, -0.46, 0.06, d.cycle(3.3) > 0.95)
    for number in range(2):
        age = d.cycle(2.4, number * 0.5)
        at = Transform.at(0.74 + 0.1 * number + d.wave(1.3, 0.03), -0.62 - 0.22 * age, 0.12)
        d.line(traced("M-.2 .7 V-.9 L.5 -.5"), d.air, 0.24, at=at, alpha=math.sin(math.pi * age) * d.part(3, 4))
        d.fill(disc(-0.46, 0.7, 0.34, 0.26), d.air, math.sin(math.pi * age) * d.part(3, 4), at=at)


def fish(d: Drawing) -> None:
    water = d.natural(235, 0.72, 0.11)
    for number, (x, size) in enumerate(((0.72, 0.07), (0.84, 0.05), (0.64, 0.045), (-0.7, 0.05), (0.9, 0.035))):
        age = d.cycle(2.9 + 0.3 * number, number * 0.31)
        d.line(
            disc(0, 0, 1),
            water,
            0.34,
            at=Transform.at(x + d.wave(1.7, 0.03, number * 0.3), 0.5 - 1.3 * age, size * d.part(2, 3) + 0.001),
            alpha=math.sin(math.pi * age),
        )
    for number in range(3):
        weed = Outline().smooth(
            [
                (
                    -0.8
                    + 0.14 * number
                    + 0.07 * math.sin(2 * math.pi * (step * 0.22 - d.t / 2.3 + number * 0.2)) * step / 4,
                    0.92 - (0.13 + 0.03 * (number % 2)) * step,
                )
                for step in range(5)
            ]
        )
        d.line(weed.path(), d.natural(150, 0.62, 0.13), BOLD, trim=(0, d.part(1, 3)))
    own = d.grown(0, 3).at(0.02 + d.wave(3.1, 0.04), d.wave(2.3, 0.04), 1, d.wave(2.3, 3, 0.25))
    beat = 1 + d.wave(0.83, 0.22)
    tail = own.under(Transform(beat, 0, 0, 1, -0.46 * (1 - beat), 0))
    tail.solid(
        traced(
            "M-.4 0 C-.56 -.1 -.76 -.42 -.9 -.44 C-.98 -.42 -.86 -.16 -.78 0 C-.86 .16 -.98 .42 -.9 .44 "
            "C-.76 .42 -.56 .1 -.4 0 Z"
        ),
        d.accent,
        2.0,
    )
    sway = d.wave(1.3, 0.04)
    own.fill(
        Outline()
        .move(-0.26, -0.3)
        .quadratic(-0.1 - sway, -0.7, 0.3 - sway, -0.58)
        .quadratic(0.22, -0.46, 0.3, -0.36)
        .close()
        .path(),
        d.accent,
    )
    own.fill(
        Outline()
        .move(-0.16, 0.3)
        .quadratic(-0.16 - sway, 0.56, 0.02 - sway, 0.6)
        .quadratic(0.06, 0.46, 0.14, 0.36)
        .close()
        .path(),
        deep(d.accent, 0.08),
    )
    hull = traced(
        "M.86 .02 C.7 -.3 .4 -.44 .1 -.44 C-.24 -.44 -.46 -.2 -.56 0 C-.46 .2 -.24 .44 .1 .44 C.4 .44 .7 .34 .86 .02 Z"
    )
    own.fill(hull, d.main)
    body = own.inside(hull)
    body.fill(traced("M1 .06 C.5 .22 -.2 .2 -.7 .0 V.6 H1 Z"), deep(d.main, 0.09))
    for number, x in enumerate((0.16, -0.14)):
        body.fill(
            traced("M.08 -.6 C-.06 -.2 -.06 .2 .08 .6 L-.1 .6 C-.2 .2 -.2 -.2 -.1 -.6 Z"),
            mix(d.light, d.main, 0.1 + 0.2 * number),
            at=Transform(e=x),
        )
    fin = own.turned(d.wave(1.1, 14), 0.24, 0.1)
    fin.solid(traced("M.26 .06 C.1 .02 -.06 .12 -.08 .26 C.06 .32 .24 .24 .26 .06 Z"), d.accent, 0.6)
    eye(own, 0.54, -0.12, 0.075, d.cycle(3.7) > 0.96)
    own.line(traced("M.8 .1 Q.7 .16 .64 .12"), d.shade, FINE)


def horse(d: Drawing) -> None:
    d.shadow(0.74, 0, 0.9)
    coat, mane = d.natural(52, 0.56, 0.09), d.natural(45, 0.36, 0.05)
    stride = 2 * math.pi * d.t / 0.93
    bob = 0.03 * math.sin(stride + 0.8)
    own = d.grown(0, 4, 0, 0.6).at(0.04, bob, 1, 2 * math.sin(stride))

    def leg(x: float, phase: float, colour: Colour) -> None:
        upper = 26 * math.sin(stride + phase)
        lower = upper - 34 * max(0.0, math.cos(stride + phase))
        knee = (x + 0.3 * math.sin(math.radians(upper)), 0.2 + 0.3 * math.cos(math.radians(upper)))
        foot = (knee[0] + 0.29 * math.sin(math.radians(lower)), knee[1] + 0.29 * math.cos(math.radians(lower)))
        own.line(Outline().move(x, 0.16).line(*knee).path(), colour, 0.16)
        own.line(Outline().move(*knee).line(*foot).path(), colour, 0.095)
        own.fill(
            polygon((-0.06, -0.05), (0.06, -0.05), (0.09, 0.06), (-0.06, 0.06)),
            d.shade,
            at=Transform.at(*foot, 1, -lower),
        )

    leg(-0.36, 2.2, deep(coat, 0.11))
    leg(0.3, 5.2, deep(coat, 0.11))
    swing = math.sin(stride - 0.6)
    tail = (
        Outline()
        .move(-0.5, -0.12)
        .cubic(-0.78, -0.2 + 0.04 * swing, -0.8, 0.1, -0.94, 0.26 + 0.08 * swing)
        .cubic(-0.74, 0.28, -0.6, 0.14, -0.48, 0.06)
        .close()
    )
    own.fill(tail.path(), mane)
    own.solid(
        traced(
            "M-.56 .02 C-.58 -.24 -.34 -.28 -.1 -.24 C.08 -.22 .14 -.26 .26 -.4 L.52 -.1 C.5 .06 .46 .22 .3 .26 "
            "C.1 .3 -.1 .24 -.24 .28 C-.44 .34 -.54 .22 -.56 .02 Z"
        ),
        coat,
        0.85,
    )
    leg(-0.42, 0.0, coat)
    leg(0.36, 3.4, coat)
    neck = own.grown(1, 4, 0.3, -0.1).turned(3 * math.sin(stride + 1.0), 0.3, -0.1)
    neck.fill(traced("M.08 -.18 C.24 -.34 .28 -.56 .42 -.74 L.62 -.66 C.66 -.44 .58 -.2 .5 -.02 Z"), coat)
    neck.fill(traced("M.42 -.78 L.46 -.94 L.55 -.8 Z"), deep(coat, 0.04))
    neck.solid(
        traced(
            "M.4 -.76 C.5 -.84 .62 -.82 .7 -.7 L.92 -.46 C.96 -.38 .9 -.3 .82 -.32 L.58 -.46 "
            "C.46 -.5 .38 -.62 .4 -.76 Z"
        ),
        coat,
        0.8,
    )
    neck.fill(traced("M.82 -.56 L.92 -.46 C.96 -.38 .9 -.3 .82 -.32 L.74 -.37 Z"), deep(coat, 0.12))
    neck.fill(disc(0.6, -0.67, 0.035), d.shade)
    neck.fill(disc(0.87, -0.42, 0.018), d.shade)
    neck.line(traced("M.62 -.44 L.76 -.6 M.5 -.72 L.68 -.4"), d.main, FINE)
    hair = (
        [(0.5, -0.86)]
        + [(0.36 - 0.07 * n + 0.02 * math.sin(stride + n), -0.8 + 0.16 * n) for n in range(4)]
        + [(0.1, -0.16), (0.26, -0.3), (0.4, -0.62)]
    )
    neck.fill(Outline().smooth(hair, closed=True).path(), mane)
    pad = own.grown(2, 4, -0.1, -0.2)
    pad.fill(traced("M-.24 -.28 Q-.02 -.18 .14 -.3 L.16 .06 Q-.02 .12 -.22 .06 Z"), d.main)
    pad.fill(traced("M-.24 -.3 Q-.02 -.18 .16 -.32 L.12 -.18 Q-.02 -.12 -.2 -.18 Z"), deep(d.main, 0.16))
    for number in range(3):
        age = d.cycle(1.1, number / 3)
        d.fill(
            disc(0, 0, 1),
            d.air,
            0.4 * (1 - age) * d.part(3, 4),
            at=Transform.at(-0.5 - 0.36 * age, 0.84 - 0.1 * age, 0.04 + 0.05 * age),
        )


def butterfly(d: Drawing) -> None:
    flap = 0.68 + 0.32 * math.sin(2 * math.pi * d.t / 0.97)
    own = d.at(d.wave(3.1, 0.05), d.wave(1.94, 0.05), 1, 8 + d.wave(3.1, 5))
    for side in (-1, 1):
        wing = own.grown(1, 3).under(Transform(side * flap, 0, 0, 1, 0, 0))
        upper = traced("M.04 -.08 C.1 -.5 .5 -.84 .8 -.76 C1 -.68 .94 -.2 .66 -.02 C.48 .08 .2 .06 .04 .0 Z")
        lower = traced("M.04 .02 C.3 .06 .6 .1 .66 .32 C.7 .6 .46 .8 .28 .7 C.12 .6 .06 .3 .04 .02 Z")
        wing.fill(lower, deep(d.second, 0.02 if side < 0 else 0.1))
        wing.fill(upper, d.main if side < 0 else deep(d.main, 0.08))
        wing.fill(
            traced("M.16 -.14 C.24 -.42 .5 -.66 .72 -.62 C.84 -.54 .76 -.26 .58 -.12 C.46 -.04 .26 -.06 .16 -.14 Z"),
            d.accent if side < 0 else deep(d.accent, 0.08),
        )
        wing.fill(together(disc(0.64, -0.46, 0.085), disc(0.5, -0.28, 0.05)), d.light)
        wing.fill(disc(0.42, 0.42, 0.12), d.accent)
        wing.fill(disc(0.42, 0.42, 0.055), d.light)
    body = own.grown(0, 3)
    body.line(
        traced("M.02 -.3 C.06 -.5 .14 -.6 .24 -.66 M-.02 -.3 C-.06 -.5 -.14 -.6 -.24 -.66"),
        d.shade if d.air != d.light else mix(d.air, d.shade, 0.25),
        FINE,
    )
    body.fill(
        together(disc(0.24, -0.66, 0.035), disc(-0.24, -0.66, 0.035)),
        d.shade if d.air != d.light else mix(d.air, d.shade, 0.25),
    )
    body.solid(box(-0.065, -0.26, 0.13, 0.72, 0.065), d.shade, 0.55, slope=0.0)
    body.fill(disc(0, -0.28, 0.09), d.shade)
    for number in range(4):
        sparkle(
            d.grown(2, 3),
            (-0.6, 0.7, -0.78, 0.5)[number],
            0.86 - 0.24 * (number % 3),
            0.1,
            2.1 + 0.2 * number,
            number * 0.3,
        )


DRAWINGS = {"bird": bird, "fish": fish, "horse": horse, "butterfly": butterfly}
