"""Science and medicine: flask, atom, microscope, first aid, pills."""

from __future__ import annotations

import math

from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, FINE, LINE, Drawing
from lingoreel.media.film.motifs.outlines import box, cog, curve, disc, polygon, polyline, rolling, together, traced
from lingoreel.media.film.motifs.props import CROSS


def flask(d: Drawing) -> None:
    d.shadow(0.62, 0, 0.88)
    own = d.grown(0, 3, 0, 0.5)
    glass = traced("M-.17 -.82 V-.24 L-.66 .64 Q-.76 .86 -.52 .86 H.52 Q.76 .86 .66 .64 L.17 -.24 V-.82 Z")
    own.fill(glass, mix(d.light, d.natural(230, 0.86, 0.05), 0.5), 0.5)
    inner = own.inside(traced("M-.12 -.8 V-.22 L-.6 .66 Q-.66 .8 -.52 .8 H.52 Q.66 .8 .6 .66 L.12 -.22 V-.8 Z"))
    level = 0.86 - 0.72 * d.part(1, 3)
    inner.fill(rolling(-0.7, 0.7, level - 0.05, 1, 0.03, 0.7, -d.t * 0.4), pale(d.main, 0.08))
    inner.fill(rolling(-0.7, 0.7, level, 1, 0.03, 0.6, d.t * 0.5), d.main)
    inner.fill(polygon((0.2, 0), (0.8, 0), (0.8, 1), (0.34, 1)), deep(d.main, 0.1), 0.5)
    seen = d.part(2, 3)
    for number in range(7):
        age = d.cycle(2.3 + 0.2 * (number % 3), number * 0.618)
        x = -0.32 + 0.107 * number + d.wave(1.3, 0.03, number * 0.3)
        inner.fill(
            disc(0, 0, 0.03 + 0.012 * (number % 3)),
            d.light,
            0.7 * seen,
            at=Transform(e=x * (1 - 0.3 * age), f=0.8 - 0.68 * age),
        )
    own.line(glass, d.light, LINE, alpha=0.85)
    own.line(curve((-0.26, 0.06), (-0.4, 0.3), (-0.52, 0.52)), (255, 255, 255), LINE, alpha=0.65)
    own.solid(box(-0.24, -0.9, 0.48, 0.12, 0.06), d.second, 0.6)
    for number in range(3):
        age = d.cycle(2.7, number / 3)
        d.fill(
            disc(0, 0, 0.05),
            d.main,
            seen * (1 - age),
            at=Transform.at(d.wave(1.7, 0.07, number * 0.3), -0.28 - 0.64 * age, 0.5 + 0.6 * age),
        )


def atom(d: Drawing) -> None:
    own = d.at(0, 0, 1, d.wave(5.3, 6))
    for number, colour in enumerate((d.main, d.accent, d.second)):
        orbit = own.at(0, 0, 1, 60 * number + 30)
        seen = d.part(1 + number, 4)
        orbit.line(disc(0, 0, 0.9, 0.34), colour, LINE * 1.1, trim=(0, seen), alpha=0.9)
        angle = 2 * math.pi * d.cycle(1.9 + 0.37 * number, number * 0.4)
        at = Transform.at(0.9 * math.cos(angle), 0.34 * math.sin(angle), seen + 0.001)
        orbit.fill(disc(0, 0, 0.1), d.air, at=at)
        orbit.fill(disc(0, 0, 0.07), colour, at=at)
    core = d.grown(0, 4)
    for number, (x, y) in enumerate(((-0.1, -0.06), (0.1, -0.08), (0.02, 0.11), (-0.12, 0.1), (0.13, 0.08), (0, 0))):
        colour = d.main if number % 2 else d.accent
        at = Transform.at(x + d.wave(0.9, 0.008, number * 0.3), y + d.wave(1.1, 0.008, number * 0.2))
        core.solid(disc(0, 0, 0.13), colour, 0.55, at=at)
        core.fill(disc(-0.04, -0.045, 0.03), (255, 255, 255), 0.6, at=at)


def microscope(d: Drawing) -> None:
    d.shadow(0.72)
    metal = mix(d.light, d.main, 0.1)
    foot = d.risen(0, 4)
    foot.solid(traced("M-.62 .86 V.78 Q-.62 .68 -.5 .68 H.5 Q.62 .68 .62 .78 V.86 Z"), d.main, 0.66)
    arm = d.grown(1, 4, 0.2, 0.7)
    arm.fill(traced("M.18 -.46 C.7 -.34 .76 .46 .24 .7 L.02 .7 V.56 C.5 .5 .52 -.12 .1 -.24 Z"), d.main)
    arm.fill(traced("M.46 -.26 C.74 .06 .62 .52 .24 .7 L.14 .7 C.56 .46 .6 .06 .46 -.26 Z"), deep(d.main, 0.1))
    stage = d.grown(2, 4, 0, 0.4)
    stage.solid(box(-0.54, 0.36, 0.78, 0.1, 0.03), d.shade, 0.7)
    stage.fill(box(-0.4, 0.325, 0.42, 0.04, 0.01), mix(d.light, d.natural(230, 0.8, 0.08), 0.6))
    glow = 0.5 + 0.5 * d.wave(1.9)
    stage.fill(
        polygon((-0.26, 0.46), (-0.14, 0.46), (-0.04, 0.68), (-0.36, 0.68)),
        d.natural(92, 0.9, 0.13),
        0.35 + 0.45 * glow,
    )
    tube = d.grown(2, 4, -0.1, 0.0).at(-0.2, 0.28 + d.wave(2.3, 0.045), 1, 0)
    lens = tube.at(0, 0, 1, 0)
    lens.solid(polygon((-0.09, -0.28), (0.09, -0.28), (0.055, -0.06), (-0.055, -0.06)), d.shade, 0.5)
    body = tube.at(0.0, -0.26, 1, 0)
    body.solid(box(-0.15, -0.62, 0.3, 0.64, 0.05), metal, 0.58, slope=0.0)
    body.solid(box(-0.17, -0.12, 0.34, 0.12, 0.03), d.accent, 0.58, slope=0.0)
    body.solid(box(-0.1, -0.84, 0.2, 0.24, 0.03), d.shade, 0.58, slope=0.0)
    body.solid(box(-0.14, -0.9, 0.28, 0.1, 0.04), metal, 0.58, slope=0.0)
    arm.solid(box(0.0, -0.42, 0.22, 0.16, 0.03), deep(d.main, 0.06), 0.6)
    knob = d.grown(3, 4, 0.42, 0.3)
    knob.fill(cog(12, 0.13, 0.15), d.accent, at=Transform.at(0.47, 0.24, 1, d.wave(2.3, 80)))
    knob.fill(disc(0.47, 0.24, 0.06), d.light)


def medical(d: Drawing) -> None:
    d.shadow(0.8, 0, 0.84)
    case = d.natural(25, 0.64, 0.19)
    beat = max(0.0, d.wave(1.1)) ** 6
    own = d.turned(d.wave(2.9, 0.8), 0, 0.8)
    grip = own.grown(1, 3, 0, -0.4)
    grip.line(traced("M-.28 -.4 V-.58 Q-.28 -.7 -.16 -.7 H.16 Q.28 -.7 .28 -.58 V-.4"), deep(case, 0.12), BOLD * 1.3)
    body = own.grown(0, 3, 0, 0.5)
    body.solid(box(-0.84, -0.42, 1.68, 1.24, 0.16), case, 0.72)
    body.fill(together(box(-0.62, -0.42, 0.1, 1.24), box(0.52, -0.42, 0.1, 1.24)), deep(case, 0.12))
    badge = own.grown(2, 3, 0, 0.2)
    badge.fill(disc(0, 0.2, 0.42), d.light)
    badge.fill(disc(0, 0.2, 0.42), d.natural(27, 0.6, 0.2), 0.2 * beat)
    badge.solid(CROSS, d.natural(27, 0.6, 0.19), 0.6, at=Transform.at(0, 0.2, 0.26 + 0.03 * beat))
    pulse = polyline((-0.96, -0.72), (-0.64, -0.72), (-0.57, -0.88), (-0.46, -0.56), (-0.39, -0.72), (-0.34, -0.72))
    head = d.cycle(1.9) * 1.4
    for side in (-1, 1):
        at = Transform.stretch(side, 1)
        d.line(pulse, d.air, FINE, trim=(max(0.0, head - 0.6), min(head, d.part(2, 3))), at=at, alpha=0.8)


def pill(d: Drawing) -> None:
    d.shadow(0.7, 0.05, 0.84)
    own = d.grown(0, 3).at(-0.1 + d.wave(3.1, 0.02), -0.12 + d.wave(2.3, 0.035), 1, 42 + d.wave(2.9, 4))
    left = traced("M-.3 0 V-.46 C-.3 -.88 .3 -.88 .3 -.46 V0 Z")
    own.solid(left, d.main, 0.6, slope=0.0)
    apart = 0.05 * max(0.0, d.wave(2.9)) + 0.2 * (1 - d.part(1, 3))
    lower = own.at(0, apart)
    lower.solid(traced("M-.3 0 V.46 C-.3 .88 .3 .88 .3 .46 V0 Z"), mix(d.light, d.main, 0.06), 0.6, slope=0.0, by=0.12)
    lower.fill(box(-0.3, 0, 0.6, 0.06), d.shade, 0.14)
    own.line(curve((-0.17, -0.1), (-0.17, -0.44), (-0.08, -0.62)), (255, 255, 255), LINE * 1.2, alpha=0.6)
    tablet = d.grown(2, 3, 0.56, 0.6).at(0.54, 0.58, 1, -16 + d.wave(2.6, 4))
    tablet.fill(disc(0, 0.05, 0.32), deep(d.accent, 0.12))
    tablet.solid(disc(0, 0, 0.32), d.accent, 0.62)
    tablet.line(polyline((-0.2, 0), (0.2, 0)), deep(d.accent, 0.14), LINE)
    small = d.grown(2, 3, -0.6, 0.7).at(-0.62, 0.66 + d.wave(2.1, 0.01), 1, 20)
    small.fill(disc(0, 0.035, 0.19), deep(d.second, 0.12))
    small.solid(disc(0, 0, 0.19), d.second, 0.62)
    small.line(polyline((-0.11, 0), (0.11, 0)), deep(d.second, 0.14), FINE)
    for number, (x, y) in enumerate(((0.6, -0.5), (-0.74, -0.6), (-0.78, 0.1))):
        plus = d.grown(2, 3, x, y)
        plus.fill(
            CROSS,
            d.air,
            0.5 + 0.5 * abs(d.wave(2.3, 1.0, number * 0.3)),
            at=Transform.at(x, y + d.wave(2.1, 0.04, number * 0.3), 0.085),
        )


DRAWINGS = {"flask": flask, "atom": atom, "microscope": microscope, "medical": medical, "pill": pill}
