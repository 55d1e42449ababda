"""What tells the time: clock, calendar, hourglass."""

from __future__ import annotations

import math

from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.motifs.colours import deep
from lingoreel.media.film.motifs.drawing import BOLD, FINE, LINE, Drawing
from lingoreel.media.film.motifs.outlines import box, curve, disc, polyline, together, traced


def clock(d: Drawing) -> None:
    d.shadow(0.5, 0, 0.92)
    ring_ = d.wave(0.37, 3.0) * max(0.0, d.wave(3.1)) ** 4
    body = d.grown(0, 4).turned(ring_, 0, 0.8)
    bells = d.grown(2, 4, 0, -0.6).turned(ring_, 0, 0.8)
    for side in (-1, 1):
        bells.solid(
            traced("M-.24 0 Q-.24 -.24 0 -.24 Q.24 -.24 .24 0 Z"),
            d.accent,
            0.55,
            at=Transform.at(side * 0.46, -0.6, 1, side * 38),
        )
        body.line(polyline((side * 0.4, 0.6), (side * 0.54, 0.82)), d.shade, BOLD * 1.4)
    bells.line(polyline((0, -0.7), (0, -0.86)), d.shade if d.air != d.light else deep(d.main, 0.14), LINE)
    bells.fill(disc(0, -0.88, 0.07), d.accent)
    body.solid(disc(0, 0.04, 0.74), d.main, 0.6)
    body.fill(disc(0, 0.04, 0.6), d.light)
    body.holed(together(disc(0, 0.04, 0.6), disc(0.02, 0.08, 0.585)), d.shade, 0.15)
    seen = d.part(1, 4)
    for number in range(12):
        body.line(
            polyline((0, -0.52), (0, -0.52 + (0.1 if number % 3 == 0 else 0.045) * seen)),
            d.shade,
            LINE if number % 3 == 0 else FINE,
            at=Transform.at(0, 0.04, 1, number * 30),
        )
    hands = d.grown(3, 4, 0, 0.04).turned(ring_, 0, 0.8).at(0, 0.04)
    swept = (d.enter - 1) * 200
    hands.line(polyline((0, 0.04), (0, -0.28)), d.shade, BOLD, at=Transform.at(0, 0, 1, 305 + d.t * 2.4 + swept))
    hands.line(
        polyline((0, 0.06), (0, -0.44)), d.shade, LINE * 1.1, at=Transform.at(0, 0, 1, 42 + d.t * 29 + swept * 2)
    )
    tick = math.floor(d.t) + min(1.0, (d.t % 1) * 6)
    hands.line(
        polyline((0, 0.14), (0, -0.48)),
        d.natural(27, 0.6, 0.19),
        FINE * 0.8,
        at=Transform.at(0, 0, 1, 30 * tick + d.wave(0.9, 2)),
    )
    hands.fill(disc(0, 0, 0.06), d.natural(27, 0.6, 0.19))


def calendar(d: Drawing) -> None:
    d.shadow(0.76)
    whole = d.turned(d.wave(2.6, 2.2), 0, -0.8)
    sheet = whole.grown(0, 4, 0, 0.1)
    sheet.fill(box(-0.72, -0.6, 1.48, 1.42, 0.12), deep(d.light, 0.22))
    sheet.fill(box(-0.76, -0.66, 1.52, 1.42, 0.12), d.light)
    sheet.solid(traced("M-.76 -.3 V-.54 Q-.76 -.66 -.64 -.66 H.64 Q.76 -.66 .76 -.54 V-.3 Z"), d.main, 0.7)
    rings = whole.grown(1, 4, 0, -0.7)
    for x in (-0.4, 0.4):
        rings.fill(disc(x, -0.5, 0.07), deep(d.main, 0.2))
        rings.line(polyline((x, -0.52), (x, -0.82)), mix(d.air, d.shade, 0.25), BOLD)
    chosen = 5 + int(d.t / 0.9) % 7
    for number in range(17):
        column, row = number % 5, number // 5
        cell = whole.grown(2 if number < 9 else 3, 4, 0, 0.2)
        x, y = -0.6 + column * 0.26, -0.18 + row * 0.23
        cell.fill(
            box(x, y, 0.17, 0.15, 0.035), mix(d.light, d.shade, 0.16) if column < 4 else mix(d.light, d.accent, 0.55)
        )
    column, row = chosen % 5, chosen // 5
    grown = min(1.0, (d.t / 0.9 % 1) * 5)
    own = whole.grown(3, 4, 0, 0.2).at(
        -0.6 + column * 0.26 + 0.085, -0.18 + row * 0.23 + 0.075, 0.4 + 0.6 * grown + d.wave(0.9, 0.05), 0
    )
    own.solid(disc(0, 0, 0.125), d.accent, 0.6)
    own.line(polyline((-0.055, 0.005), (-0.01, 0.05), (0.065, -0.045)), d.light, LINE * 0.9, trim=(0, grown))


def hourglass(d: Drawing) -> None:
    d.shadow(0.5)
    period = 5.6
    age = d.cycle(period, 0.08)
    flip = max(0.0, (age - 0.88) / 0.12)
    turn = 180 * flip * flip * (3 - 2 * flip)
    run = min(1.0, age / 0.86)
    own = d.grown(0, 3).turned(turn, 0, 0.02)
    glass = traced(
        "M-.42 -.68 H.42 C.42 -.3 .1 -.16 .06 .02 C.1 .2 .42 .34 .42 .72 H-.42 C-.42 .34 -.1 .2 -.06 .02 "
        "C-.1 -.16 -.42 -.3 -.42 -.68 Z"
    )
    own.fill(glass, mix(d.light, d.natural(230, 0.84, 0.05), 0.5), 0.55)
    sand = d.natural(82, 0.82, 0.14)
    inner = own.grown(2, 3, 0, 0.02).inside(
        traced(
            "M-.36 -.66 H.36 C.36 -.3 .06 -.14 .03 .02 C.06 .18 .36 .34 .36 .7 H-.36 C-.36 .34 -.06 .18 -.03 .02 "
            "C-.06 -.14 -.36 -.3 -.36 -.66 Z"
        )
    )
    top = -0.5 + 0.5 * run
    inner.fill(
        Outline()
        .move(-0.5, top)
        .quadratic(0, top + 0.12 * run, 0.5, top)
        .line(0.5, 0.04)
        .line(-0.5, 0.04)
        .close()
        .path(),
        sand,
    )
    heap = 0.7 - 0.42 * run
    inner.fill(
        Outline()
        .move(-0.5, 0.72)
        .line(-0.5, min(0.72, heap + 0.16))
        .quadratic(0, heap - 0.14, 0.5, min(0.72, heap + 0.16))
        .line(0.5, 0.72)
        .close()
        .path(),
        sand,
    )
    if flip == 0:
        inner.line(polyline((0, 0), (0, 0.68)), sand, FINE)
        for number in range(4):
            fall = d.cycle(0.7, number / 4)
            inner.fill(
                disc(0, 0, 0.022),
                deep(sand, 0.06),
                at=Transform(e=0.04 * math.sin(number * 5 + math.floor(d.t / 0.7)), f=0.05 + 0.6 * fall),
            )
    own.line(curve((-0.3, -0.56), (-0.27, -0.42), (-0.18, -0.28)), (255, 255, 255), LINE, alpha=0.7)
    own.line(curve((-0.3, 0.56), (-0.28, 0.44), (-0.2, 0.32)), (255, 255, 255), LINE, alpha=0.5)
    frame = d.grown(1, 3, 0, 0).turned(turn, 0, 0.02)
    for y in (-0.82, 0.7):
        frame.solid(box(-0.58, y, 1.16, 0.16, 0.06), d.main, 0.62)
    for x in (-0.52, 0.44):
        frame.solid(box(x, -0.68, 0.08, 1.4), deep(d.main, 0.06), 0.5)


DRAWINGS = {"clock": clock, "calendar": calendar, "hourglass": hourglass}
