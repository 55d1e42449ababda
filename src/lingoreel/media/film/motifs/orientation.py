"""Where and when: globe, map, compass; clock, calendar, hourglass."""

from __future__ import annotations

import math

from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, FINE, LINE, Drawing
from lingoreel.media.film.motifs.outlines import (
    arc,
    blob,
    bounds,
    box,
    curve,
    disc,
    polygon,
    polyline,
    star,
    together,
    traced,
)
from lingoreel.media.film.motifs.props import shine

_LANDS = (
    blob(
        (-0.5, -0.34),
        (-0.26, -0.5),
        (0.02, -0.44),
        (0.06, -0.2),
        (-0.14, -0.1),
        (-0.12, 0.08),
        (-0.3, 0.02),
        (-0.46, -0.1),
    ),
    blob((-0.14, 0.16), (0.08, 0.14), (0.2, 0.3), (0.06, 0.52), (-0.04, 0.66), (-0.12, 0.44)),
    blob(
        (0.5, -0.46),
        (0.76, -0.54),
        (1.06, -0.44),
        (1.22, -0.26),
        (1.06, -0.06),
        (0.86, -0.12),
        (0.7, -0.02),
        (0.52, -0.2),
    ),
    blob((0.56, 0.06), (0.78, 0.04), (0.88, 0.22), (0.74, 0.5), (0.6, 0.36)),
    blob((1.14, 0.3), (1.34, 0.26), (1.46, 0.42), (1.3, 0.54), (1.14, 0.46)),
)
_ROUND_TRIP = 2.3


def globe(d: Drawing) -> None:
    d.shadow(0.5)
    water, land = d.natural(236, 0.66, 0.13), d.natural(145, 0.72, 0.15)
    foot = d.grown(1, 3, 0, 0.86)
    foot.solid(traced("M-.3 .86 Q-.28 .76 -.12 .74 H.12 Q.28 .76 .3 .86 Z"), d.main, 0.55)
    foot.solid(box(-0.05, 0.6, 0.1, 0.18), d.main, 0.5)
    own = d.grown(0, 3, 0, -0.1).at(0, -0.12, 1, 14)
    own.line(arc(0, 0, 0.74, -98, 196), d.main, BOLD, trim=(0, d.part(1, 3)))
    own.fill(together(disc(0, -0.74, 0.06), disc(0, 0.74, 0.06)), d.accent)
    own.round(disc(0, 0, 0.64), water, 0.06)
    view = own.inside(disc(0, 0, 0.64))
    go = d.cycle(11.0)
    for number, shape in enumerate(_LANDS):
        for lap in (-1, 0, 1):
            x = (go + lap) * _ROUND_TRIP - 0.6
            left, _, right, _ = bounds(shape)
            if left + x < 0.66 and right + x > -0.66:
                view.fill(shape, land if number % 2 else pale(land, 0.04), at=Transform(e=x))
    own.line(
        together(curve((-0.63, 0.1), (0, 0.2), (0.63, 0.1)), curve((-0.56, -0.3), (0, -0.22), (0.56, -0.3))),
        d.light,
        FINE * 0.6,
        alpha=0.35,
    )
    view.holed(together(disc(0, 0, 0.66), disc(-0.16, -0.04, 0.64)), d.shade, 0.2)
    shine(own, 0, 0, 0.54, 200, 50)


def map_(d: Drawing) -> None:
    d.shadow(0.86, 0, 0.8)
    paper = mix(d.light, d.natural(90, 0.9, 0.06), 0.4)
    for number, (x, dip) in enumerate(((-0.84, 0.0), (-0.28, 0.12), (0.28, 0.0))):
        own = d.grown(number, 5, x + 0.28, 0.2)
        end = 0.12 - dip
        fold = (
            Outline().polygon([(x, -0.5 + dip), (x + 0.56, -0.5 + end), (x + 0.56, 0.66 + end), (x, 0.66 + dip)]).path()
        )
        own.fill(fold, paper if number != 1 else deep(paper, 0.06))
        part = own.inside(fold)
        part.fill(_PARKS, d.natural(140, 0.8, 0.11))
        part.line(_CREEK, d.natural(232, 0.72, 0.1), BOLD * 1.5)
        part.line(_STREETS, (255, 255, 255), LINE)
        if number == 1:
            part.fill(box(-0.28, -1, 0.56, 2), d.shade, 0.06)
    route = curve((-0.66, 0.48), (-0.46, 0.16), (-0.2, 0.3), (0.04, 0.14), (0.12, -0.16), (0.36, -0.2))
    seen = d.part(3, 5)
    d.line(route, d.natural(28, 0.6, 0.18), LINE * 1.1, dash=(0.07, 0.075), alpha=1.0 if seen >= 1 else 0.0)
    d.line(route, d.natural(28, 0.6, 0.18), LINE * 1.1, trim=(0, seen if seen < 1 else 0))
    d.grown(3, 5, -0.66, 0.48).fill(disc(-0.66, 0.48, 0.065), d.natural(28, 0.6, 0.18))
    pin = d.grown(4, 5, 0.36, -0.2)
    hop = abs(d.wave(2.2, 0.09))
    pin.fill(disc(0.36, -0.2, 0.12 - hop * 0.4, 0.035), d.shade, 0.3)
    mark = pin.at(0.36, -0.2 - hop)
    mark.solid(
        traced(
            "M0 0 C-.1 -.2 -.26 -.34 -.26 -.52 C-.26 -.68 -.14 -.78 0 -.78 C.14 -.78 .26 -.68 .26 -.52 "
            "C.26 -.34 .1 -.2 0 0 Z"
        ),
        d.main,
        0.55,
    )
    mark.fill(disc(0, -0.52, 0.105), d.light)


_PARKS = together(
    blob((-0.8, -0.3), (-0.5, -0.38), (-0.42, -0.1), (-0.7, 0.0)),
    blob((0.3, 0.3), (0.66, 0.24), (0.7, 0.56), (0.4, 0.6)),
    disc(0.02, 0.5, 0.13),
)
_CREEK = curve((-0.9, 0.3), (-0.5, 0.5), (-0.1, 0.1), (0.2, 0.2), (0.5, 0.0), (0.9, 0.1))
_STREETS = together(
    polyline((-0.9, 0.1), (-0.3, 0.0), (0.3, -0.2), (0.9, -0.3)),
    polyline((-0.5, -0.6), (-0.3, 0.1), (-0.4, 0.8)),
    polyline((0.2, -0.6), (0.3, 0.2), (0.1, 0.8)),
)


def compass(d: Drawing) -> None:
    d.shadow(0.5, 0, 0.92)
    brass = d.main
    ringed = d.grown(1, 3, 0, -0.7)
    ringed.line(disc(0, -0.84, 0.1), deep(brass, 0.08), LINE)
    own = d.grown(0, 3).at(0, 0.06)
    own.solid(disc(0, 0, 0.8), brass, 0.6)
    own.fill(disc(0, 0, 0.66), deep(brass, 0.16))
    own.fill(disc(0, 0.015, 0.64), d.light)
    marks = d.part(1, 3)
    for number in range(16):
        long = 0.12 if number % 4 == 0 else 0.06
        own.line(
            polyline((0, -0.58), (0, -0.58 + long * marks + 0.002)),
            d.shade,
            LINE if number % 4 == 0 else FINE,
            at=Transform.at(0, 0, 1, number * 22.5),
        )
    own.fill(star(0, 0, 0.4, 0.1, 4), mix(d.light, d.shade, 0.14))
    needle = d.grown(2, 3, 0, 0.06).at(0, 0.06, 1, 28 + d.wave(2.9, 16) + d.wave(1.3, 6))
    red = d.natural(27, 0.6, 0.19)
    needle.fill(polygon((0, -0.5), (0.1, 0), (-0.1, 0)), red)
    needle.fill(polygon((0, -0.5), (0.1, 0), (0, 0)), deep(red, 0.09))
    needle.fill(polygon((0, 0.5), (0.1, 0), (-0.1, 0)), mix(d.shade, d.light, 0.45))
    needle.fill(polygon((0, 0.5), (0.1, 0), (0, 0)), mix(d.shade, d.light, 0.3))
    needle.fill(disc(0, 0, 0.06), brass)
    shine(own, 0, 0, 0.73, 200, 60)


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
    sheet = d.grown(0, 4, 0, 0.1)
    sheet.fill(box(-0.72, -0.6, 1.48, 1.42, 0.12), deep(d.light, 0.22))
    sheet.fill(box(-0.76, -0.66, 1.52, 1.42, 0.12), d.light)
    sheet.solid(traced("M-.76 -.3 V-.54 Q-.76 -.66 -.64 -.66 H.64 Q.76 -.66 .76 -.54 V-.3 Z"), d.main, 0.7)
    rings = d.grown(1, 4, 0, -0.7)
    for x in (-0.4, 0.4):
        rings.fill(disc(x, -0.5, 0.07), deep(d.main, 0.2))
        rings.line(polyline((x, -0.52), (x, -0.82)), mix(d.air, d.shade, 0.25), BOLD)
    chosen = 5 + int(d.t / 1.4) % 6
    for number in range(17):
        column, row = number % 5, number // 5
        cell = d.grown(2 if number < 9 else 3, 4, 0, 0.2)
        x, y = -0.6 + column * 0.26, -0.18 + row * 0.23
        cell.fill(
            box(x, y, 0.17, 0.15, 0.035), mix(d.light, d.shade, 0.16) if column < 4 else mix(d.light, d.accent, 0.55)
        )
    column, row = chosen % 5, chosen // 5
    grown = min(1.0, (d.t / 1.4 % 1) * 5)
    own = d.grown(3, 4, 0, 0.2).at(
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


DRAWINGS = {
    "globe": globe,
    "map": map_,
    "compass": compass,
    "clock": clock,
    "calendar": calendar,
    "hourglass": hourglass,
}
