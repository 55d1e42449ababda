"""Signs: question and check marks, arrows, speech bubbles, megaphones, stars, prizes, targets, flags, hearts."""

from __future__ import annotations

import math

from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, GROUND, LINE, Drawing
from lingoreel.media.film.motifs.outlines import arc, box, curve, disc, polygon, polyline, star, traced
from lingoreel.media.film.motifs.props import HEART, sparkle, waving


def question(d: Drawing) -> None:
    own = d.turned(d.wave(2.7, 4), 0, 0.86)
    mark = traced("M-.36 -.4 C-.36 -.68 -.16 -.8 .02 -.8 C.24 -.8 .42 -.64 .42 -.4 C.42 -.04 0 -.06 0 .34")
    seen = d.part(0, 3)
    own.line(mark, deep(d.main, 0.12), 0.24, trim=(0, seen), at=Transform(e=0.035, f=0.035))
    own.line(mark, d.main, 0.24, trim=(0, seen))
    own.line(traced("M-.34 -.46 C-.3 -.66 -.14 -.76 .02 -.76"), pale(d.main, 0.14), LINE, trim=(0, seen))
    dot = own.grown(1, 3, 0, 0.72).at(0, 0.7 - abs(d.wave(2.3, 0.06)))
    dot.fill(disc(0.03, 0.03, 0.15), deep(d.accent, 0.12))
    dot.solid(disc(0, 0, 0.15), d.accent, 0.62)
    for number, (x, y, size) in enumerate(
        ((-0.74, -0.1, 0.26), (0.76, -0.46, 0.22), (0.64, 0.42, 0.3), (-0.62, 0.56, 0.18))
    ):
        small = d.grown(2, 3, x, y).at(x, y + d.wave(2.9, 0.05, number * 0.27), size, d.wave(2.3, 14, number * 0.4))
        small.line(mark, d.second if number % 2 else d.accent, 0.24, alpha=0.75)
        small.fill(disc(0, 0.7, 0.15), d.second if number % 2 else d.accent, 0.75)


def check(d: Drawing) -> None:
    pulse = 1 + d.wave(2.1, 0.015)
    ripple = d.cycle(2.7)
    own = d.grown(0, 3).at(0, 0, pulse)
    d.line(
        disc(0, 0, 0.8), d.main, LINE, alpha=0.5 * (1 - ripple) * d.part(2, 3), at=Transform.at(0, 0, 1 + 0.22 * ripple)
    )
    own.solid(disc(0, 0, 0.76), d.main, 0.66)
    own.line(disc(0, 0, 0.64), pale(d.main, 0.1), LINE, trim=(0, d.part(1, 3)))
    mark = polyline((-0.34, 0.04), (-0.09, 0.29), (0.37, -0.24))
    own.line(mark, deep(d.main, 0.16), 0.17, trim=(0, d.part(1, 3)), at=Transform(e=0.03, f=0.05))
    own.line(mark, d.light, 0.17, trim=(0, d.part(1, 3)))
    for number in range(8):
        burst = d.grown(2, 3).at(0, 0, 1, number * 45 + 22)
        burst.fill(
            disc(0, 0, 0.035),
            d.accent if number % 2 else d.second,
            at=Transform.at(0, -0.9 - d.wave(1.9, 0.035, number * 0.25), 1),
        )


def arrow_up(d: Drawing) -> None:
    d.shadow(0.4, 0, 0.92)
    lift = d.wave(1.9, 0.045)
    own = d.risen(0, 3, 0.84).at(0, lift)
    shape = traced(
        "M-.06 -.84 Q0 -.9 .06 -.84 L.62 -.26 Q.7 -.14 .56 -.12 H.27 V.7 Q.27 .78 .19 .78 H-.19 "
        "Q-.27 .78 -.27 .7 V-.12 H-.56 Q-.7 -.14 -.62 -.26 Z"
    )
    own.fill(shape, deep(d.main, 0.14), at=Transform(e=0.04, f=0.05))
    own.solid(shape, d.main, 0.5, slope=0.0)
    stream = own.inside(traced("M-.27 -.3 H.27 V.78 H-.27 Z"))
    for number in range(4):
        age = (d.cycle(1.8) + number) / 4
        stream.line(
            polyline((-0.2, 0.1), (0, -0.1), (0.2, 0.1)),
            pale(d.main, 0.14),
            LINE,
            at=Transform(f=0.95 - 1.2 * age),
            alpha=math.sin(math.pi * age),
        )
    for number, (x, low, colour) in enumerate(
        ((-0.76, 0.66, d.accent), (0.76, 0.5, d.second), (-0.72, -0.1, d.second), (0.54, 0.88, d.accent))
    ):
        age = d.cycle(1.9 + 0.2 * number, number * 0.31)
        mark = d.grown(1 + number % 2, 3, x, low)
        mark.line(
            polyline((-0.1, 0.1), (0, 0), (0.1, 0.1)),
            colour,
            BOLD,
            at=Transform(e=x, f=low - 0.5 * age),
            alpha=math.sin(math.pi * age),
        )


_BUBBLE = traced(
    "M-.56 -.56 H.56 Q.84 -.56 .84 -.28 V.16 Q.84 .44 .56 .44 H-.1 L-.42 .76 Q-.5 .8 -.5 .7 V.44 H-.56 "
    "Q-.84 .44 -.84 .16"
    "V-.28 Q-.84 -.56 -.56 -.56 Z"
)


def speech_bubble(d: Drawing) -> None:
    own = d.grown(0, 3, -0.4, 0.7).at(0, -0.02 + d.wave(2.6, 0.025), 1.08, d.wave(3.1, 1.5))
    own.fill(_BUBBLE, deep(d.main, 0.16), at=Transform(e=0.035, f=0.045))
    own.solid(_BUBBLE, d.main, 0.74)
    for number in range(3):
        dot = own.grown(1 + number // 2, 3, -0.36 + 0.36 * number, -0.06)
        hop = max(0.0, math.sin(2 * math.pi * (d.t / 1.3 - number * 0.14))) ** 2
        dot.fill(disc(0, 0, 0.12), d.light, at=Transform.at(-0.36 + 0.36 * number, -0.05 - 0.13 * hop, 1))
    own.line(curve((-0.7, -0.2), (-0.68, -0.36), (-0.54, -0.43)), pale(d.main, 0.14), LINE)


def chat(d: Drawing) -> None:
    back = d.grown(0, 4, 0.7, -0.1).at(0.26, -0.3 + d.wave(2.9, 0.02), 0.72)
    back.fill(_BUBBLE, deep(d.second, 0.05), at=Transform.stretch(-1, 1))
    for number, length in enumerate((0.9, 1.1, 0.6)):
        back.line(
            polyline((-0.55, -0.28 + 0.22 * number), (-0.55 + length, -0.28 + 0.22 * number)),
            d.light,
            0.085,
            trim=(0, d.part(1, 4)),
            alpha=0.9,
        )
    front = d.grown(1, 4, -0.7, 0.7).at(-0.24, 0.34 + d.wave(2.5, 0.025, 0.4), 0.74)
    front.fill(_BUBBLE, deep(d.main, 0.16), at=Transform(e=0.04, f=0.05))
    front.solid(_BUBBLE, d.main, 0.74)
    for number in range(3):
        hop = max(0.0, math.sin(2 * math.pi * (d.t / 1.2 - number * 0.14))) ** 2
        front.grown(2, 4, 0, 0).fill(
            disc(0, 0, 0.11), d.light, at=Transform.at(-0.34 + 0.34 * number, -0.05 - 0.13 * hop)
        )
    for number in range(2):
        age = d.cycle(2.9, number * 0.5)
        d.fill(
            HEART,
            d.accent,
            math.sin(math.pi * age) * d.part(3, 4),
            at=Transform.at(0.66 + d.wave(1.7, 0.05, number * 0.4), 0.7 - 0.5 * age, 0.11),
        )


def megaphone(d: Drawing) -> None:
    shout = 1 + 0.03 * max(0.0, d.wave(0.9))
    own = d.at(-0.08, 0.06, 1, -14 + d.wave(2.3, 3))
    grip = own.grown(1, 4, -0.3, 0.2)
    grip.solid(traced("M-.4 .2 H-.12 L-.02 .68 Q-.02 .76 -.1 .76 H-.22 Q-.3 .76 -.32 .68 Z"), d.shade, 0.6)
    body = own.grown(0, 4, -0.4, 0).at(0, 0, shout)
    body.solid(box(-0.8, -0.24, 0.4, 0.48, 0.12), d.accent, 0.7)
    body.solid(traced("M-.46 -.26 C-.1 -.3 .24 -.46 .46 -.66 V.66 C.24 .46 -.1 .3 -.46 .26 Z"), d.main, 2.0)
    body.fill(traced("M-.46 .06 C-.1 .08 .24 .2 .46 .34 V.66 C.24 .46 -.1 .3 -.46 .26 Z"), deep(d.main, 0.09))
    body.fill(disc(0.47, 0, 0.15, 0.68), deep(d.main, 0.2))
    body.fill(disc(0.48, 0, 0.09, 0.5), deep(d.main, 0.3))
    body.line(curve((-0.36, -0.18), (-0.06, -0.22), (0.24, -0.38)), pale(d.main, 0.14), LINE)
    for number in range(3):
        age = d.cycle(1.3, -number * 0.2)
        seen = d.part(2 + number // 2, 4)
        own.line(
            arc(0.3, 0, 0.5 + 0.15 * number, -28, 56),
            d.air,
            BOLD,
            alpha=seen * (0.25 + 0.75 * math.sin(math.pi * age) ** 2),
        )


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


def heart(d: Drawing) -> None:
    d.shadow(0.4, 0, 0.94)
    red = d.natural(20, 0.62, 0.2)
    beat = (
        max(0.0, math.sin(2 * math.pi * d.t / 1.15)) ** 8
        + 0.6 * max(0.0, math.sin(2 * math.pi * (d.t / 1.15 - 0.2))) ** 8
    )
    own = d.grown(0, 2, 0, 0.3).at(0, 0.0, 0.86 * (1 + 0.05 * beat) + d.wave(2.9, 0.01))
    own.fill(HEART, red, 0.25, at=Transform.at(0, 0, 1.06))
    own.solid(HEART, red, 0.56, slope=0.35)
    own.line(curve((-0.74, -0.22), (-0.7, -0.48), (-0.5, -0.6)), pale(red, 0.18), BOLD * 1.2)
    for number in range(4):
        age = d.cycle(2.7, number / 4 + 0.07)
        x = (-0.76, 0.78, -0.56, 0.6)[number] + d.wave(1.7, 0.05, number * 0.3)
        at = Transform.at(x, 0.5 - 1.1 * age, 0.12 * math.sin(math.pi * age) * d.part(1, 2) + 0.001)
        d.fill(HEART, d.accent if number % 2 else d.second, at=at)


DRAWINGS = {
    "question": question,
    "check": check,
    "arrow_up": arrow_up,
    "speech_bubble": speech_bubble,
    "chat": chat,
    "megaphone": megaphone,
    "star_badge": star_badge,
    "trophy": trophy,
    "medal": medal,
    "target": target,
    "flag": flag,
    "heart": heart,
}
