"""Where one is and goes: globe, map, compass, steps."""

from __future__ import annotations

import math

from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, FINE, GROUND, LINE, Drawing
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
from lingoreel.media.film.motifs.props import shine, waving

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
    hop = abs(d.wave(2.2, 0.06))
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


def steps(d: Drawing) -> None:
    d.shadow(0.94)
    places = ((-0.9, 0.6), (-0.45, 0.26), (0.0, -0.08), (0.45, -0.42))
    for number, (x, top) in enumerate(places):
        own = d.risen(number, 6)
        colour = deep(d.main, 0.12 - 0.06 * number)
        own.solid(box(x, top, 0.45, GROUND - top, 0.0), colour, 0.7, slope=0.0)
        own.fill(box(x, top, 0.45, 0.07), pale(colour, 0.1))
        mark = d.grown(1 + number, 6, x + 0.22, top + 0.2)
        for dot in range(number + 1):
            mark.fill(disc(0, 0, 0.03), d.light, at=Transform(e=x + 0.225 + (dot - number / 2) * 0.09, f=top + 0.19))
    pole = d.grown(4, 6, 0.7, -0.42)
    pole.line(polyline((0.74, -0.42), (0.74, -0.94)), mix(d.air, d.shade, 0.25), LINE)
    waving(pole, 0.74, -0.94, 0.24, 0.2, d.accent)
    go = d.cycle(4.6) * 4.6
    at = min(3, int(go))
    if go < 4:
        share = min(1.0, (go - at) / 0.6)
        x0, y0 = (places[at - 1][0] + 0.225, places[at - 1][1]) if at else (-0.92, GROUND)
        x1, y1 = (places[at][0] + 0.225 if at < 3 else 0.58), places[at][1]
        x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share - 0.24 * math.sin(math.pi * share)
    else:
        x, y = 0.58, places[3][1] - 0.1 * abs(math.sin(2 * math.pi * (go - 4) / 0.6))
    rest = d.grown(5, 6, x, y)
    rest.solid(disc(0, 0, 0.1), d.accent, 0.6, at=Transform.at(x, y - 0.1))


DRAWINGS = {"globe": globe, "map": map_, "compass": compass, "steps": steps}
