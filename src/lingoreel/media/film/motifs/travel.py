"""What goes: cars, trains, planes, ships, bicycles, rockets."""

from __future__ import annotations

import math

from lingoreel.media.film.canvas import Linear
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, FINE, LINE, Drawing
from lingoreel.media.film.motifs.outlines import box, curve, disc, polygon, polyline, rolling, together, traced
from lingoreel.media.film.motifs.props import cloud, shine, sparkle, speed_lines, waving, wheel

_GLASS = (232, 0.84, 0.06)


def car(d: Drawing) -> None:
    d.shadow(0.9, 0, 0.72)
    bounce = d.wave(0.83, 0.012)
    speed_lines(d.grown(3, 4), -0.97, ((0.0, 0.14), (0.22, 0.2), (0.44, 0.16)), d.air)
    body = d.grown(0, 4, 0, 0.5).at(0.02, bounce)
    shell = traced(
        "M-.84 .5 V.2 Q-.84 .02 -.66 0 L-.52 -.02 L-.34 -.3 Q-.28 -.4 -.16 -.4 H.22 Q.32 -.4 .38 -.32 L.6 -.02 "
        "L.78 .06 Q.9 .1 .9 .24 V.5 Q.9 .56 .84 .56 H-.78 Q-.84 .56 -.84 .5 Z"
    )
    body.solid(shell, d.main, 2.0)
    body.fill(traced("M-.84 .3 H.9 V.5 Q.9 .56 .84 .56 H-.78 Q-.84 .56 -.84 .5 Z"), deep(d.main, 0.08))
    glass = d.natural(*_GLASS)
    panes = d.grown(2, 4, 0, -0.1).at(0.02, bounce)
    panes.fill(traced("M-.4 -.02 L-.24 -.26 Q-.21 -.31 -.14 -.31 H-.01 V-.02 Z"), glass)
    panes.fill(traced("M.07 -.02 V-.31 H.19 Q.27 -.31 .31 -.25 L.46 -.02 Z"), glass)
    panes.fill(polygon((-0.2, -0.02), (-0.08, -0.31), (-0.02, -0.31), (-0.12, -0.02)), (255, 255, 255), 0.45)
    panes.fill(polygon((0.2, -0.02), (0.1, -0.31), (0.18, -0.31), (0.3, -0.02)), (255, 255, 255), 0.35)
    body.line(
        together(polyline((0.03, 0.02), (0.03, 0.46)), polyline((-0.42, 0.04), (-0.42, 0.2))),
        deep(d.main, 0.16),
        FINE * 0.8,
    )
    body.fill(box(-0.1, 0.1, 0.1, 0.035, 0.017), deep(d.main, 0.2))
    body.solid(traced("M.74 .12 Q.9 .14 .9 .26 H.76 Q.7 .2 .74 .12 Z"), d.natural(92, 0.9, 0.12))
    body.fill(box(-0.84, 0.14, 0.09, 0.14, 0.03), d.natural(28, 0.6, 0.2))
    for number, x in enumerate((-0.46, 0.52)):
        wheel(d.grown(1 + number, 4, x, 0.54), x, 0.54, 0.2, d.t * 260, 5)


def train(d: Drawing) -> None:
    d.shadow(0.98, 0, 0.84)
    rail = d.grown(0, 5, 0, 0.78)
    run = d.cycle(0.9)
    for number in range(9):
        x = -1.02 + 0.25 * (number + 1 - run)
        if -0.98 < x < 0.9:
            rail.fill(box(0, 0.78, 0.1, 0.06, 0.01), d.natural(60, 0.45, 0.07), at=Transform(e=x))
    rail.fill(box(-1, 0.73, 2, 0.05, 0.02), mix(d.shade, d.light, 0.35))
    shake = d.wave(0.7, 0.008)
    coach = d.grown(2, 5, -0.6, 0.5).at(0, -shake)
    coach.solid(box(-0.98, -0.14, 0.72, 0.68, 0.05), d.second, 0.8, slope=0.0)
    coach.fill(box(-1.0, -0.2, 0.76, 0.1, 0.04), deep(d.second, 0.12))
    for x in (-0.9, -0.67, -0.44):
        coach.fill(box(x, 0.0, 0.15, 0.2, 0.03), d.natural(92, 0.88, 0.1))
    coach.line(polyline((-0.96, 0.34), (-0.28, 0.34)), d.light, FINE, alpha=0.8)
    engine = d.grown(1, 5, 0.3, 0.5).at(0, shake)
    engine.fill(box(-0.3, 0.4, 0.16, 0.07), d.shade)
    engine.round(box(-0.02, 0.0, 0.84, 0.52, 0.1), d.main, 0.12)
    engine.fill(together(box(0.2, 0.0, 0.05, 0.52), box(0.5, 0.0, 0.05, 0.52)), deep(d.main, 0.14))
    engine.solid(box(-0.16, -0.36, 0.4, 0.88, 0.03), d.main, 0.7, slope=0.0)
    engine.fill(box(-0.22, -0.44, 0.52, 0.11, 0.05), d.shade)
    engine.fill(box(-0.08, -0.24, 0.24, 0.26, 0.03), d.natural(92, 0.88, 0.1))
    engine.solid(polygon((0.56, 0.02), (0.5, -0.28), (0.76, -0.28), (0.7, 0.02)), d.shade, 0.5, slope=0.0)
    engine.solid(traced("M.32 .02 V-.06 Q.32 -.14 .4 -.14 Q.48 -.14 .48 -.06 V.02 Z"), d.natural(85, 0.8, 0.14), 0.5)
    engine.fill(disc(0.84, 0.14, 0.075), d.natural(92, 0.9, 0.12))
    engine.fill(box(-0.2, 0.5, 1.06, 0.08, 0.02), deep(d.accent, 0.04))
    engine.solid(polygon((0.76, 0.5), (0.86, 0.5), (0.99, 0.74), (0.76, 0.74)), d.accent, 0.6)
    turn = -d.t * 200
    for x, size in ((-0.82, 0.12), (-0.44, 0.12), (0.02, 0.2), (0.38, 0.14), (0.66, 0.14)):
        wheel(d.grown(3, 5, x, 0.62), x, 0.735 - size, size, -turn * 0.14 / size, 5 if size > 0.15 else 4)
    beat = math.sin(math.radians(-turn * 0.7))
    d.grown(3, 5, 0.3, 0.6).line(
        polyline((0.02, 0.56), (0.66, 0.6)),
        mix(d.light, d.shade, 0.3),
        LINE,
        at=Transform(e=0.03 * beat, f=0.025 * math.cos(math.radians(turn * 0.7))),
    )
    smoke = d.part(4, 5)
    for number in range(5):
        age = d.cycle(2.4, number / 5)
        at = Transform.at(
            0.62 - 0.85 * age, -0.36 - 0.36 * age + 0.05 * math.sin(4 * age), (0.06 + 0.11 * age) * smoke + 0.001
        )
        d.fill(disc(0, 0, 1), d.air, 0.6 * (1 - age) * min(1.0, 6 * age), at=at)


def plane(d: Drawing) -> None:
    cloud(d.grown(2, 4, -0.5, 0.6), -0.5 - d.wave(4.3, 0.1), 0.62, 0.34, mix(d.light, d.main, 0.1))
    cloud(d.grown(3, 4, 0.5, -0.7), 0.56 - d.wave(5.1, 0.08, 0.3), -0.68, 0.24, mix(d.light, d.main, 0.1))
    own = d.at(0.0, d.wave(2.7, 0.035), 1, -12 + d.wave(3.3, 2))
    speed_lines(own.grown(3, 4), -0.97, ((-0.16, 0.2), (0.1, 0.16), (0.26, 0.24)), d.air)
    white = mix(d.light, d.main, 0.06)
    far = own.grown(1, 4, 0.1, 0)
    far.fill(polygon((0.2, -0.12), (0.02, -0.5), (0.14, -0.5), (0.5, -0.12)), deep(d.main, 0.12))
    tail = own.grown(1, 4, -0.6, 0)
    tail.solid(traced("M-.56 -.08 L-.84 -.5 Q-.86 -.54 -.8 -.54 H-.68 L-.3 -.1 Z"), d.main, 0.5)
    body = own.grown(0, 4)
    hull = traced(
        "M-.86 -.06 C-.9 -.14 -.8 -.18 -.7 -.17 L.44 -.19 C.72 -.19 .94 -.04 .94 .06 C.94 .16 .74 .2 .5 .2 H-.34 "
        "C-.6 .16 -.8 .06 -.86 -.06 Z"
    )
    body.round(hull, white, 0.1)
    body.inside(hull).fill(polygon((-1, 0.07), (1, 0.1), (1, 0.3), (-1, 0.3)), d.main)
    for number in range(6):
        body.fill(box(-0.42 + number * 0.15, -0.09, 0.08, 0.1, 0.035), d.natural(*_GLASS))
    body.fill(traced("M.6 -.12 Q.76 -.1 .84 -.02 L.64 -.01 Q.6 -.06 .6 -.12 Z"), mix(d.shade, d.natural(*_GLASS), 0.4))
    wing = own.grown(2, 4, 0.2, 0.1)
    wing.fill(box(-0.02, 0.3, 0.26, 0.12, 0.06), d.accent)
    wing.solid(traced("M.34 .06 H-.02 L-.36 .6 Q-.38 .66 -.3 .66 H-.2 Z"), d.main, 0.45, slope=-0.4, by=0.1)
    own.grown(2, 4, -0.6, 0).solid(polygon((-0.5, -0.02), (-0.7, -0.02), (-0.9, 0.2), (-0.8, 0.2)), deep(d.main, 0.05))


def ship(d: Drawing) -> None:
    water = d.natural(232, 0.64, 0.12)
    sea = traced("M-.96 .2 H.96 V.74 Q.96 .92 .78 .92 H-.78 Q-.96 .92 -.96 .74 Z")
    back = d.risen(0, 5, 0.92).inside(sea)
    back.fill(rolling(-1, 1, 0.46, 1, 0.045, 0.72, -d.t * 0.28), pale(water, 0.1))
    own = d.grown(1, 5, 0, 0.5).at(0, d.wave(2.6, 0.025), 1, d.wave(3.1, 2.6))
    own.line(polyline((-0.06, 0.3), (-0.06, -0.9)), d.natural(60, 0.45, 0.07), LINE)
    belly = d.wave(2.3, 0.03)
    sails = own.grown(2, 5, 0, 0)
    big = (
        Outline()
        .move(-0.01, -0.82)
        .quadratic(0.62 + belly, -0.3, 0.6, 0.2)
        .quadratic(0.3, 0.12, -0.01, 0.2)
        .close()
        .path()
    )
    sails.fill(
        big, Linear(0, 0, 0.6, 0, ((0.0, d.light, 1.0), (0.6, d.light, 1.0), (1.0, mix(d.light, d.shade, 0.2), 1.0)))
    )
    small = (
        Outline()
        .move(-0.11, -0.66)
        .quadratic(-0.6 - belly, -0.2, -0.66, 0.2)
        .quadratic(-0.36, 0.12, -0.11, 0.2)
        .close()
        .path()
    )
    sails.fill(small, d.accent)
    sails.fill(
        Outline()
        .move(0.33 + belly * 0.3, -0.4)
        .quadratic(0.5 + belly, -0.2, 0.56 + belly * 0.3, -0.06)
        .line(-0.01, -0.12)
        .line(-0.01, -0.46)
        .close()
        .path(),
        d.accent,
        0.9,
    )
    waving(own.grown(4, 5, 0, -0.9), -0.05, -0.96, 0.24, 0.14, d.main)
    hull = traced(
        "M-.82 .24 H.82 Q.84 .24 .82 .3 L.66 .62 Q.62 .7 .52 .7 H-.5 Q-.6 .7 -.66 .62 L-.84 .3 Q-.86 .24 -.82 .24 Z"
    )
    own.solid(hull, d.main, 0.66)
    own.fill(traced("M-.82 .24 H.82 Q.84 .24 .82 .3 L.79 .35 H-.81 L-.84 .3 Q-.86 .24 -.82 .24 Z"), d.light)
    for x in (-0.4, -0.1, 0.2, 0.5):
        own.fill(disc(x - 0.05, 0.45, 0.045), d.light)
    front = d.risen(3, 5, 0.92).inside(sea)
    front.fill(rolling(-1, 1, 0.58, 1, 0.05, 0.86, d.t * 0.34), water)
    front.fill(rolling(-1, 1, 0.74, 1, 0.04, 0.7, 0.3 - d.t * 0.25), deep(water, 0.06))


def bicycle(d: Drawing) -> None:
    d.shadow(0.9, 0, 0.78)
    turn = d.t * 130
    tyre = mix(d.air, d.shade, 0.35) if d.air == d.light else d.shade
    for number, x in enumerate((-0.54, 0.54)):
        own = d.grown(number, 5, x, 0.34)
        for spoke in range(8):
            own.line(
                polyline((0, 0), (0, -0.38)), d.air, 0.012, alpha=0.55, at=Transform.at(x, 0.34, 1, turn + spoke * 45)
            )
        own.line(disc(x, 0.34, 0.4), tyre, BOLD)
        own.line(disc(x, 0.34, 0.35), d.air, 0.016, alpha=0.7)
        own.fill(disc(x, 0.34, 0.06), d.accent)
    seen = d.part(2, 5)
    pedal = d.grown(3, 5, -0.06, 0.34)
    pedal.line(
        polyline((0, 0), (0, -0.19)), mix(d.air, d.shade, 0.3), LINE, at=Transform.at(-0.06, 0.34, 1, turn * 1.1 + 180)
    )
    frame = polyline((-0.54, 0.34), (-0.24, -0.14), (0.32, -0.14), (-0.06, 0.34), (-0.54, 0.34))
    d.line(frame, d.main, BOLD, trim=(0, seen))
    d.line(polyline((-0.06, 0.34), (-0.29, -0.32)), d.main, BOLD, trim=(0, seen))
    d.line(polyline((0.54, 0.34), (0.29, -0.36), (0.24, -0.46)), d.main, BOLD, trim=(0, seen))
    d.line(polyline((0.54, 0.34), (0.3, -0.34)), deep(d.main, 0.1), BOLD, trim=(0, seen))
    top = d.grown(4, 5, 0, -0.4)
    top.line(curve((0.14, -0.5), (0.28, -0.5), (0.42, -0.42), (0.44, -0.3), (0.36, -0.24)), tyre, BOLD)
    top.fill(traced("M-.48 -.42 Q-.3 -.44 -.12 -.38 Q-.1 -.34 -.16 -.33 L-.36 -.29 Q-.5 -.32 -.48 -.42 Z"), tyre)
    pedal.line(disc(-0.06, 0.34, 0.1), d.accent, LINE)
    pedal.line(polyline((0, 0), (0, -0.19)), tyre, LINE, at=Transform.at(-0.06, 0.34, 1, turn * 1.1))
    for half in (0, 180):
        angle = math.radians(turn * 1.1 + half)
        pedal.fill(
            box(-0.09, -0.025, 0.18, 0.05, 0.02),
            tyre,
            at=Transform(e=-0.06 + 0.19 * math.sin(angle), f=0.34 - 0.19 * math.cos(angle)),
        )
    speed_lines(d.grown(4, 5), -0.96, ((-0.3, 0.2), (-0.1, 0.14)), d.air)


def rocket(d: Drawing) -> None:
    for number, (x, y, size) in enumerate(
        ((-0.7, -0.5, 0.13), (0.74, 0.1, 0.11), (-0.6, 0.34, 0.09), (0.66, -0.7, 0.09))
    ):
        sparkle(d.grown(3, 4, x, y), x, y, size, 1.9 + 0.2 * number, number * 0.27)
    own = d.at(0.04 + d.wave(0.47, 0.006), -0.06 + d.wave(2.9, 0.03), 0.94, 24 + d.wave(3.7, 2))
    fire = own.grown(2, 4, 0, 0.5)
    flick = 1 + d.wave(0.31, 0.07) + d.wave(0.73, 0.06, 0.3)
    for size, length, hue, light in ((0.2, 0.5, 40, 0.68), (0.14, 0.38, 65, 0.78), (0.08, 0.25, 92, 0.9)):
        fire.fill(
            traced("M-1 0 C-1 .4 -.3 .6 0 1 C.3 .6 1 .4 1 0 Z"),
            d.natural(hue, light, 0.17),
            at=Transform(size, 0, 0, length * flick, 0, 0.52),
        )
    for number in range(5):
        age = d.cycle(1.3, number / 5)
        at = Transform.at(0.05 * math.sin(number * 2.4), 0.76 + 0.22 * age, (0.03 + 0.05 * age) * d.part(3, 4) + 0.001)
        own.fill(disc(0, 0, 1), d.air, 0.55 * (1 - age), at=at)
    fins = own.grown(1, 4, 0, 0.3)
    fins.fill(traced("M-.26 .08 C-.5 .2 -.52 .44 -.5 .62 L-.22 .44 Z"), d.accent)
    fins.fill(traced("M.26 .08 C.5 .2 .52 .44 .5 .62 L.22 .44 Z"), deep(d.accent, 0.09))
    body = own.grown(0, 4, 0, 0.2)
    body.fill(box(-0.17, 0.42, 0.34, 0.12, 0.04), d.shade)
    hull = traced(
        "M0 -.94 C.3 -.66 .36 -.2 .24 .44 Q.23 .48 .18 .48 H-.18 Q-.23 .48 -.24 .44 C-.36 -.2 -.3 -.66 0 -.94 Z"
    )
    body.solid(hull, mix(d.light, d.main, 0.05), 0.6, slope=0.0, by=0.1)
    body.fill(traced("M0 -.94 C.13 -.82 .215 -.68 .262 -.52 H-.262 C-.215 -.68 -.13 -.82 0 -.94 Z"), d.main)
    body.fill(traced("M0 -.94 C.13 -.82 .215 -.68 .262 -.52 H.06 Q.06 -.8 0 -.94 Z"), deep(d.main, 0.09))
    body.fill(box(-0.272, 0.24, 0.544, 0.08), d.main, 0.95)
    pane = own.grown(2, 4, 0, -0.2)
    pane.fill(disc(0, -0.2, 0.17), d.main)
    pane.solid(disc(0, -0.2, 0.12), d.natural(*_GLASS), 0.55, slope=0.5)
    shine(pane, 0, -0.2, 0.075)
    fins.solid(box(-0.045, 0.3, 0.09, 0.36, 0.045), d.accent, 0.5, slope=0.0)


DRAWINGS = {"car": car, "train": train, "plane": plane, "ship": ship, "bicycle": bicycle, "rocket": rocket}
