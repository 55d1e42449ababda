"""At home: candles, lamps, keys, locks, shields; and drops, fire, ice."""

from __future__ import annotations

import math

from lingoreel.media.film.canvas import Linear
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, FINE, LINE, Drawing
from lingoreel.media.film.motifs.outlines import (
    arc,
    box,
    curve,
    disc,
    placed,
    polygon,
    polyline,
    ring,
    together,
    traced,
)
from lingoreel.media.film.motifs.props import DROP, FLAME, shine, sparkle


def _flame(d: Drawing, x: float, y: float, size: float, phase: float = 0.0) -> None:
    """Fire that stands on (x, y) and flickers."""
    high = 1 + d.wave(0.53, 0.05, phase) + d.wave(0.83, 0.05, phase + 0.3)
    lean = d.wave(1.1, 0.09, phase)
    for share, hue, light in ((1.0, 35, 0.66), (0.68, 60, 0.77), (0.38, 92, 0.9)):
        grown = size * share
        at = Transform(grown, 0, -lean * grown, grown * high, x + lean * grown, y - grown * high)
        d.fill(FLAME, d.natural(hue, light, 0.18), at=at)


def candle(d: Drawing) -> None:
    d.shadow(0.56)
    glow = 0.5 + 0.5 * d.wave(1.3)
    wax = mix(d.light, d.main, 0.1)
    light = d.grown(2, 3, 0, -0.5)
    for size in (0.52, 0.36):
        light.fill(
            disc(0, 0, size), d.natural(85, 0.86, 0.14), 0.13 + 0.07 * glow, at=Transform.at(0, -0.46, 1 + 0.04 * glow)
        )
    dish = d.grown(0, 3, 0, 0.8)
    dish.line(arc(0.56, 0.68, 0.15, -110, 250), deep(d.main, 0.06), LINE * 1.4)
    dish.solid(traced("M-.58 .66 H.58 C.58 .8 .42 .86 .3 .86 H-.3 C-.42 .86 -.58 .8 -.58 .66 Z"), d.main, 0.62)
    body = d.risen(1, 3, 0.7)
    body.solid(box(-0.22, -0.14, 0.44, 0.84, 0.05), wax, 0.6, slope=0.0, by=0.1)
    body.fill(disc(0, -0.12, 0.22, 0.05), pale(wax, 0.05))
    run = d.cycle(4.7)
    body.fill(traced("M-.22 -.12 H-.06 V.0 Q-.1 .06 -.12 .0 Q-.14 -.03 -.15 .08 Q-.18 .16 -.22 .08 Z"), pale(wax, 0.04))
    body.fill(disc(0, 0, 0.035, 0.05), pale(wax, 0.05), at=Transform(e=0.12, f=-0.08 + 0.4 * run))
    body.line(polyline((0.12, -0.1), (0.12, -0.08 + 0.4 * run)), pale(wax, 0.05), 0.05)
    body.line(curve((0, -0.13), (0.01, -0.2), (0.0, -0.26)), d.shade, FINE)
    _flame(light, 0, -0.2, 0.27)


def lamp(d: Drawing) -> None:
    d.shadow(0.5)
    flick = 0.5 + 0.5 * d.wave(2.9)
    shine_ = d.grown(3, 4, 0.3, -0.2)
    beam = Linear(
        0.36, -0.2, 0.36, 0.84, ((0.0, d.natural(92, 0.9, 0.13), 0.62), (1.0, d.natural(92, 0.9, 0.13), 0.05))
    )
    shine_.layer.fill(polygon((0.1, -0.2), (0.64, -0.2), (0.94, 0.85), (-0.2, 0.85)), beam, alpha=0.65 + 0.35 * flick)
    foot = d.grown(0, 4, -0.4, 0.86)
    foot.solid(traced("M-.76 .86 Q-.74 .7 -.44 .7 Q-.14 .7 -.12 .86 Z"), d.main, 0.6)
    seen = d.part(1, 4)
    own = d.turned(d.wave(3.1, 1.2), -0.44, 0.7)
    own.line(polyline((-0.44, 0.7), (-0.56, 0.02), (0.2, -0.58)), mix(d.air, d.shade, 0.25), BOLD, trim=(0, seen))
    joints = own.grown(1, 4, -0.56, 0.02)
    joints.fill(disc(-0.56, 0.02, 0.085), d.accent)
    joints.fill(disc(-0.44, 0.68, 0.07), d.accent)
    head = own.grown(2, 4, 0.2, -0.58).turned(d.wave(2.6, 2), 0.2, -0.58)
    head.fill(disc(0.36, -0.2, 0.15), d.natural(92, 0.92, 0.12))
    head.solid(
        traced("M.1 -.62 Q.22 -.78 .42 -.68 C.58 -.6 .68 -.4 .72 -.18 H.0 C.0 -.36 .02 -.5 .1 -.62 Z"), d.main, 0.56
    )
    head.fill(box(-0.03, -0.22, 0.78, 0.07, 0.03), deep(d.main, 0.14))
    head.line(curve((0.12, -0.38), (0.15, -0.48), (0.22, -0.58)), pale(d.main, 0.16), LINE)


def key(d: Drawing) -> None:
    gold = d.natural(86, 0.83, 0.15)
    own = d.turned(-38 + d.wave(2.6, 7), -0.0, 0.0).at(0, 0, 1.08)
    shaft = own.grown(1, 3, -0.2, 0)
    bit = traced("M-.2 -.09 H.78 Q.86 -.09 .86 0 V.3 H.72 V.2 H.62 V.34 H.48 V.2 H.4 V.09 H-.2 Z")
    shaft.fill(bit, deep(gold, 0.16), at=Transform(e=0.02, f=0.04))
    shaft.solid(bit, gold, 2.0)
    shaft.fill(box(-0.2, 0.0, 1.0, 0.09), deep(gold, 0.09))
    bow = own.grown(0, 3, -0.5, 0)
    bow.holed(ring(-0.5, 0.04, 0.38, 0.19), deep(gold, 0.16))
    bow.holed(
        ring(-0.5, 0, 0.38, 0.19),
        Linear(
            -0.8,
            -0.3,
            -0.2,
            0.3,
            ((0.0, gold, 1.0), (0.54, gold, 1.0), (0.55, deep(gold, 0.09), 1.0), (1.0, deep(gold, 0.09), 1.0)),
        ),
    )
    bow.solid(box(-0.18, -0.14, 0.1, 0.28, 0.03), d.main, 0.6)
    shine(bow, -0.5, 0, 0.285, 200, 70)
    for number, (x, y) in enumerate(((0.66, -0.1), (-0.1, -0.66), (0.16, 0.62), (-0.78, -0.2))):
        sparkle(d.grown(2, 3, x, y), x, y, 0.14, 1.9 + 0.2 * number, number * 0.31)


def lock(d: Drawing) -> None:
    d.shadow(0.6)
    steel = mix(d.light, d.shade, 0.3)
    beat = d.cycle(3.7)
    up = 0.06 * max(0.0, math.sin(2 * math.pi * beat)) + 0.22 * (1 - d.part(2, 3))
    own = d.turned(d.wave(2.3, 1.2), 0, 0.8)
    bow = own.grown(1, 3, 0, -0.1).at(0, -up)
    bow.line(traced("M-.36 .06 V-.36 C-.36 -.9 .36 -.9 .36 -.36 V.06"), steel, 0.17)
    bow.line(traced("M.36 .06 V-.36 C.36 -.6 .22 -.74 .06 -.76"), deep(steel, 0.12), 0.17)
    body = own.grown(0, 3, 0, 0.4)
    body.fill(box(-0.6, -0.08, 1.24, 0.96, 0.16), deep(d.main, 0.16))
    body.solid(box(-0.62, -0.12, 1.24, 0.96, 0.16), d.main, 0.66)
    body.line(polyline((-0.48, 0.06), (-0.48, 0.56)), pale(d.main, 0.14), LINE)
    hole = own.grown(2, 3, 0, 0.34)
    hole.fill(together(disc(0, 0.28, 0.13), polygon((-0.055, 0.3), (0.055, 0.3), (0.1, 0.62), (-0.1, 0.62))), d.shade)
    hole.fill(disc(0, 0.28, 0.045), d.accent, 0.5 + 0.5 * d.wave(1.7))


def shield(d: Drawing) -> None:
    shape = traced(
        "M0 -.92 C.24 -.76 .5 -.7 .74 -.68 C.8 .1 .56 .68 0 .94 C-.56 .68 -.8 .1 -.74 -.68 C-.5 -.7 -.24 -.76 0 -.92 Z"
    )
    own = d.grown(0, 3).at(0, d.wave(2.9, 0.02), 1 + d.wave(2.3, 0.012))
    own.fill(shape, deep(d.main, 0.16), at=Transform(e=0.03, f=0.04))
    own.fill(shape, mix(d.light, d.main, 0.08))
    inner = own.grown(1, 3)
    inner.solid(shape, d.main, 0.5, slope=0.0, at=Transform.at(0, 0, 0.84))
    sweep = d.cycle(3.3) * 3.2 - 1.6
    inner.inside(placed(shape, 0, 0, 0.84)).fill(
        polygon((-0.1, -1), (0.16, -1), (-0.24, 1), (-0.5, 1)), (255, 255, 255), 0.28, at=Transform(e=sweep)
    )
    mark = polyline((-0.3, 0.02), (-0.07, 0.25), (0.33, -0.24))
    own.line(mark, deep(d.main, 0.18), 0.14, trim=(0, d.part(2, 3)), at=Transform(e=0.02, f=0.04))
    own.line(mark, d.light, 0.14, trim=(0, d.part(2, 3)))


def drop(d: Drawing) -> None:
    water = d.natural(238, 0.7, 0.14)
    wobble = d.wave(1.3, 0.025)
    for number in range(3):
        age = d.cycle(2.7, number / 3)
        d.line(
            disc(0, 0, 0.86, 0.16),
            water,
            LINE,
            at=Transform.at(0, 0.76, 0.25 + 0.75 * age),
            alpha=0.7 * (1 - age) * d.part(1, 3),
        )
    own = d.grown(0, 3, 0, 0.6).under(
        Transform(0.86 * (1 + wobble), 0, 0, 0.86 * (1 - wobble), 0, -0.1 + d.wave(2.6, 0.03))
    )
    own.solid(DROP, water, 0.6, slope=0.5)
    own.line(curve((-0.42, 0.22), (-0.36, 0.5), (-0.12, 0.66)), (255, 255, 255), BOLD, alpha=0.65)
    own.fill(disc(-0.2, -0.06, 0.06), (255, 255, 255), 0.6)
    for number, (x, y) in enumerate(((-0.7, -0.1), (0.72, -0.3), (0.6, 0.3))):
        small = d.grown(2, 3, x, y)
        small.solid(
            DROP, pale(water, 0.06), 0.6, at=Transform.at(x, y + d.wave(2.1, 0.05, number * 0.3), 0.12 - 0.02 * number)
        )


def fire(d: Drawing) -> None:
    d.shadow(0.7)
    wood = d.natural(55, 0.46, 0.07)
    logs = d.grown(0, 3, 0, 0.8)
    for number in range(7):
        age = d.cycle(1.7 + 0.1 * number, number * 0.382)
        x = 0.36 * math.sin(number * 2.1) + d.wave(1.3, 0.06, number * 0.3)
        d.fill(
            disc(0, 0, 0.032),
            d.natural(65, 0.8, 0.17),
            (1 - age) * d.part(2, 3),
            at=Transform.at(x, 0.3 - 1.2 * age, 1 - 0.4 * age),
        )
    burn = d.risen(1, 3, 0.76)
    _flame(burn, -0.32, 0.72, 0.4, 0.2)
    _flame(burn, 0.34, 0.72, 0.44, 0.6)
    _flame(burn, 0, 0.76, 0.72)
    for angle in (-14, 14):
        own = logs.turned(angle, 0, 0.76)
        own.solid(box(-0.7, 0.68, 1.4, 0.17, 0.08), wood if angle < 0 else deep(wood, 0.05), 0.8)
        end = -0.66 if angle > 0 else 0.66
        own.fill(disc(end, 0.765, 0.06, 0.085), mix(wood, d.light, 0.45))
        own.line(disc(end, 0.765, 0.028, 0.042), wood, FINE * 0.6)


def ice(d: Drawing) -> None:
    frost = d.natural(228, 0.84, 0.07)
    d.fill(disc(0, 0.78, 0.84, 0.12), frost, 0.55 * d.part(0, 3))
    for number, (x, y, size, angle) in enumerate(
        ((-0.4, 0.34, 0.42, -8), (0.42, 0.38, 0.38, 10), (0.0, -0.34, 0.44, 6))
    ):
        own = d.grown(number, 4, x, y + size).at(
            x, y + d.wave(2.7, 0.008, number * 0.3), size, angle + d.wave(3.1, 1.2, number * 0.3)
        )
        own.fill(box(-0.94, -0.94, 1.88, 1.88, 0.26), deep(frost, 0.08), 0.95)
        own.fill(box(-0.94, -0.94, 1.7, 1.7, 0.26), frost, 0.95)
        own.fill(box(-0.7, -0.7, 1.2, 1.2, 0.2), pale(frost, 0.06), 0.9)
        own.line(traced("M-.6 -.1 V-.42 Q-.6 -.6 -.42 -.6 H-.2"), (255, 255, 255), 0.12)
        own.fill(together(disc(0.3, 0.3, 0.09), disc(0.1, 0.52, 0.06)), (255, 255, 255), 0.8)
    for number, (x, y) in enumerate(((-0.66, -0.4), (0.64, -0.3), (0.74, 0.0), (-0.8, 0.0))):
        sparkle(d.grown(3, 4, x, y), x, y, 0.15, 1.9 + 0.2 * number, number * 0.31)
    age = d.cycle(2.9)
    d.fill(
        DROP,
        pale(d.natural(238, 0.72, 0.12), 0.04),
        math.sin(math.pi * age) * d.part(3, 4),
        at=Transform.at(0.06, 0.44 + 0.3 * age**2, 0.07),
    )


DRAWINGS = {
    "candle": candle,
    "lamp": lamp,
    "key": key,
    "lock": lock,
    "shield": shield,
    "drop": drop,
    "fire": fire,
    "ice": ice,
}
