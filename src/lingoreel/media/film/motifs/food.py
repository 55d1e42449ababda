"""What is eaten: bread, fruit, vegetables, eggs, cake."""

from __future__ import annotations

from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, FINE, LINE, Drawing
from lingoreel.media.film.motifs.outlines import blob, box, curve, disc, polyline, together, traced
from lingoreel.media.film.motifs.props import DROP, FLAME, LEAF, leaf, steam


def bread(d: Drawing) -> None:
    d.shadow(0.9, 0, 0.72)
    crust = d.natural(62, 0.66, 0.11)
    own = d.grown(0, 4, 0, 0.6)
    own.fill(
        traced(
            "M-.94 .34 C-.98 -.18 -.6 -.38 0 -.38 C.6 -.38 .98 -.18 .94 .34 C.92 .6 .8 .7 .66 .7 H-.66 "
            "C-.8 .7 -.92 .6 -.94 .34 Z"
        ),
        crust,
    )
    own.inside(
        traced(
            "M-.94 .34 C-.98 -.18 -.6 -.38 0 -.38 C.6 -.38 .98 -.18 .94 .34 C.92 .6 .8 .7 .66 .7 H-.66 "
            "C-.8 .7 -.92 .6 -.94 .34 Z"
        )
    ).fill(blob((-1.1, 0.5), (-0.4, 0.4), (0.3, 0.46), (0.7, 0.2), (1.1, 0.0), (1.1, 1), (-1.1, 1)), deep(crust, 0.09))
    cuts = d.part(1, 4)
    for number, x in enumerate((-0.5, -0.14, 0.22, 0.56)):
        cut = traced("M-.12 .2 C-.12 0 -.02 -.16 .12 -.24 C.14 -.06 .06 .12 -.12 .2 Z")
        own.grown(1 + number // 2, 4, x, -0.06).fill(
            cut, mix(crust, d.light, 0.62), cuts, at=Transform.at(x, -0.02 + 0.06 * abs(x), 1.05)
        )
    own.line(curve((-0.84, 0.1), (-0.72, -0.12), (-0.56, -0.22)), pale(crust, 0.14), LINE)
    for number in range(5):
        x = (-0.7, -0.3, 0.06, 0.42, 0.74)[number]
        own.fill(disc(x, 0.3 - 0.1 * (number % 2), 0.022), pale(crust, 0.14))
    if d.enter > 0.6:
        steam(d.grown(3, 4, 0, -0.4), 0, -0.44, 0.6, 3, 0.42)


def fruit(d: Drawing) -> None:
    d.shadow(0.66)
    red, green = d.natural(25, 0.62, 0.2), d.natural(140, 0.72, 0.16)
    own = d.turned(d.wave(2.6, 2.5), 0, 0.86)
    body = own.grown(0, 3, 0, 0.6)
    shape = traced(
        "M0 -.34 C.16 -.5 .74 -.5 .74 .1 C.74 .56 .42 .88 .2 .88 C.1 .88 .08 .84 0 .84 C-.08 .84 -.1 .88 -.2 .88 "
        "C-.42 .88 -.74 .56 -.74 .1 C-.74 -.5 -.16 -.5 0 -.34 Z"
    )
    body.solid(shape, red, 0.62, slope=0.3)
    body.line(curve((-0.56, 0.22), (-0.58, 0.0), (-0.44, -0.2)), (255, 255, 255), BOLD, alpha=0.6)
    body.fill(disc(-0.5, 0.38, 0.04), (255, 255, 255), 0.6)
    body.fill(disc(0, -0.33, 0.17, 0.055), deep(red, 0.16))
    stalk = own.grown(1, 3, 0, -0.3)
    stalk.line(curve((0, -0.32), (0.02, -0.52), (0.1, -0.72)), d.natural(60, 0.42, 0.07), BOLD)
    leaf(own.grown(2, 3, 0.05, -0.5), 0.04, -0.5, 0.52, 62 + d.wave(2.1, 7), green)
    age = d.cycle(3.1)
    own.grown(2, 3, 0.3, 0.1).fill(
        DROP,
        mix(d.light, red, 0.15),
        0.8,
        at=Transform.at(0.3, 0.0 + 0.3 * age * age, 0.07 * min(1.0, 5 * age, 8 * (1 - age)) + 0.001),
    )


def vegetable(d: Drawing) -> None:
    orange, green = d.natural(52, 0.71, 0.18), d.natural(145, 0.7, 0.16)
    own = d.at(-0.06, 0.06).turned(36 + d.wave(2.9, 3), 0, 0)
    tops = own.grown(1, 3, 0, -0.4)
    for number, (angle, size) in enumerate(((-46, 0.42), (46, 0.42), (-24, 0.54), (24, 0.54), (0, 0.62))):
        tops.solid(
            LEAF,
            green if number % 2 else deep(green, 0.05),
            0.5,
            slope=0.0,
            at=Transform.at(0, -0.4, size, angle + d.wave(2.1, 5, number * 0.2)),
        )
    body = own.grown(0, 3, 0, 0.4)
    shape = traced(
        "M0 -.46 C.2 -.5 .36 -.42 .34 -.22 C.3 .26 .12 .8 0 .98 C-.12 .8 -.3 .26 -.34 -.22 C-.36 -.42 -.2 -.5 0 -.46 Z"
    )
    body.solid(shape, orange, 0.56, slope=0.0)
    seen = d.part(2, 3)
    for x, y, length in (
        (-0.3, -0.14, 0.2),
        (0.12, 0.02, 0.18),
        (-0.22, 0.24, 0.17),
        (0.04, 0.42, 0.13),
        (-0.12, 0.6, 0.1),
    ):
        body.line(curve((x, y), (x + length / 2, y + 0.03), (x + length, y)), deep(orange, 0.15), LINE, trim=(0, seen))
    body.line(curve((-0.22, -0.26), (-0.2, -0.02), (-0.15, 0.16)), (255, 255, 255), LINE, alpha=0.45)


def egg(d: Drawing) -> None:
    d.shadow(0.62)
    shell, yolk = mix(d.light, d.natural(65, 0.84, 0.07), 0.6), d.natural(80, 0.83, 0.16)
    own = d.turned(d.wave(2.3, 2.2), 0, 0.86)
    inside = own.grown(1, 4, 0, 0.4)
    inside.fill(traced("M-.56 .26 L-.3 -.06 L.3 -.08 L.56 .26 L0 .5 Z"), deep(shell, 0.24))
    inside.fill(disc(0, 0.2, 0.44, 0.16), (255, 252, 244))
    bob = d.wave(2.1, 0.02)
    heart_ = own.risen(2, 4, 0.4).at(0, 0.08 + bob, 1 + d.wave(1.7, 0.015))
    heart_.solid(disc(0, 0, 0.31, 0.29), yolk, 0.64)
    heart_.fill(disc(-0.11, -0.11, 0.065, 0.05), (255, 255, 255), 0.75)
    lower = own.grown(0, 4, 0, 0.8)
    lower.solid(_SHELL, shell, 0.64, by=0.07)
    lower.fill(together(disc(-0.24, 0.5, 0.05), disc(0.1, 0.66, 0.04), disc(0.3, 0.44, 0.045)), deep(shell, 0.1))
    lower.line(curve((-0.44, 0.36), (-0.4, 0.54), (-0.28, 0.68)), (255, 255, 255), LINE, alpha=0.6)
    cap = own.grown(1, 4, 0, -0.4).at(0.06, -0.42 + d.wave(2.1, 0.05), 1.16, 16 + d.wave(2.6, 5))
    cap.fill(disc(0, 0.0, 0.37, 0.07), deep(shell, 0.24))
    cap.solid(_CAP, shell, 0.64, by=0.07)
    slip = d.cycle(2.3)
    goo = own.grown(3, 4, 0, -0.3)
    goo.fill(
        DROP,
        (255, 252, 244),
        0.9,
        at=Transform.at(0.02, -0.3 + 0.36 * slip**2, 0.09 * min(1.0, 4 * slip, 8 * (1 - slip)) + 0.001),
    )


_CAP = traced(
    "M-.4 .06 C-.36 -.24 -.2 -.42 0 -.42 C.2 -.42 .36 -.24 .4 .06 L.26 -.06 L.12 .08 L-.02 -.06 L-.16 .08 L-.28 -.06 Z"
)
_SHELL = traced(
    "M-.56 .26 L-.38 .06 L-.2 .24 L-.02 .06 L.16 .24 L.34 .06 L.56 .26 C.58 .6 .34 .88 0 .88 "
    "C-.34 .88 -.58 .6 -.56 .26 Z"
)


def cake(d: Drawing) -> None:
    d.shadow(0.86)
    cream, sponge = mix(d.light, d.main, 0.06), d.natural(70, 0.74, 0.09)
    plate = d.grown(0, 6, 0, 0.8)
    plate.solid(
        traced("M-.92 .74 H.92 C.9 .84 .8 .86 .7 .86 H-.7 C-.8 .86 -.9 .84 -.92 .74 Z"), mix(d.light, d.shade, 0.2), 0.7
    )
    low = d.risen(1, 6, 0.76)
    low.solid(box(-0.74, 0.2, 1.48, 0.55, 0.05), d.main, 0.7, slope=0.0)
    low.fill(box(-0.74, 0.44, 1.48, 0.09), pale(d.main, 0.12))
    low.fill(_ICING, cream, at=Transform(f=0.2))
    up = d.risen(2, 6, 0.22)
    up.solid(box(-0.5, -0.22, 1.0, 0.44, 0.05), sponge, 0.7, slope=0.0)
    up.fill(_ICING, d.accent, at=Transform(0.68, 0, 0, 0.8, 0, -0.22))
    for number, x in enumerate((-0.56, -0.2, 0.16, 0.52)):
        own = d.grown(3, 6, x, 0.6)
        own.fill(disc(x + 0.02, 0.64, 0.045), (d.accent, d.second)[number % 2])
    for number, x in enumerate((-0.28, 0.0, 0.28)):
        own = d.grown(3 + number % 2, 6, x, -0.2)
        own.solid(box(x - 0.04, -0.54, 0.08, 0.32, 0.02), (d.second, d.light, d.second)[number], 0.55)
        own.line(polyline((x - 0.035, -0.42), (x + 0.035, -0.46)), d.main, FINE)
        lit = d.grown(5, 6, x, -0.56)
        high = 1 + d.wave(0.61, 0.09, number * 0.3)
        lean = d.wave(1.1, 0.12, number * 0.23)
        lit.fill(disc(x, -0.68, 0.16), d.natural(85, 0.87, 0.14), 0.16 + 0.05 * d.wave(1.3, 1.0, number * 0.3))
        for size, hue, light in ((0.12, 50, 0.72), (0.065, 92, 0.9)):
            lit.fill(
                FLAME,
                d.natural(hue, light, 0.17),
                at=Transform(size * 0.8, 0, -lean * size, size * high, x + lean * size, -0.55 - size * high),
            )


_ICING = traced(
    "M-.78 -.02 Q-.78 -.08 -.7 -.08 H.7 Q.78 -.08 .78 -.02 V.1 C.78 .2 .62 .2 .62 .1 C.62 .02 .5 .02 .5 .12 V.18"
    "C.5 .28 .34 .28 .34 .18 V.12 C.34 .02 .2 .02 .2 .1 C.2 .18 .06 .18 .06 .1 C.06 .02 -.08 .02 -.08 .14 V.22"
    "C-.08 .32 -.24 .32 -.24 .22 V.12 C-.24 .04 -.36 .04 -.36 .1 C-.36 .18 -.5 .18 -.5 .1"
    "C-.5 .04 -.6 .04 -.62 .12 C-.64 .2 -.78 .2 -.78 .1 Z"
)


DRAWINGS = {"bread": bread, "fruit": fruit, "vegetable": vegetable, "egg": egg, "cake": cake}
