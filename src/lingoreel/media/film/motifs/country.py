"""What lies between towns: bridges, roads, farms."""

from __future__ import annotations

from lingoreel.media.film.canvas import Linear
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import FINE, LINE, Drawing
from lingoreel.media.film.motifs.outlines import blob, box, curve, disc, polygon, polyline, rolling, together, traced
from lingoreel.media.film.motifs.props import cloud

_SPAN = 0.42


def bridge(d: Drawing) -> None:
    water = d.natural(232, 0.64, 0.12)
    steel = d.main
    for number, (level, colour) in enumerate(((0.5, pale(water, 0.06)), (0.64, water))):
        own = d.risen(number, 5, 0.9)
        own.inside(traced("M-.95 .2 H.95 V.8 Q.95 .9 .85 .9 H-.85 Q-.95 .9 -.95 .8 Z")).fill(
            rolling(-1, 1, level, 1, 0.03, 0.5, d.t * (0.3 - 0.5 * number)), colour
        )
    tower = d.risen(1, 5, 0.7)
    for side in (-1, 1):
        x = side * _SPAN
        for leg in (-0.07, 0.07):
            tower.solid(box(x + leg - 0.03, -0.72, 0.06, 1.4, 0.015), steel, 0.5, slope=0.0)
        for y in (-0.66, -0.36, -0.06):
            tower.fill(box(x - 0.08, y, 0.16, 0.05), deep(steel, 0.06))
        tower.solid(box(x - 0.14, 0.6, 0.28, 0.14, 0.03), mix(d.light, d.shade, 0.35))
    seen = d.part(3, 5)
    rope = deep(steel, 0.04)
    d.line(curve((-0.98, 0.2), (-0.7, -0.18), (-_SPAN, -0.68)), rope, LINE, trim=(1 - seen, 1))
    d.line(curve((0.98, 0.2), (0.7, -0.18), (_SPAN, -0.68)), rope, LINE, trim=(1 - seen, 1))
    d.line(traced(f"M{-_SPAN} -.68 Q0 .6 {_SPAN} -.68"), rope, LINE, trim=(0.5 - seen / 2, 0.5 + seen / 2))
    for number in range(7):
        share = (number + 1) / 8
        y = -0.68 + 1.28 * 2 * share * (1 - share)
        d.line(
            polyline((-_SPAN + 2 * _SPAN * share, y), (-_SPAN + 2 * _SPAN * share, 0.24)),
            rope,
            FINE * 0.8,
            trim=(0, seen),
        )
    for x, y in ((-0.84, 0.02), (-0.7, -0.18), (-0.56, -0.42), (0.84, 0.02), (0.7, -0.18), (0.56, -0.42)):
        d.line(polyline((x, y), (x, 0.24)), rope, FINE * 0.8, trim=(0, seen))
    deck = d.grown(2, 5, 0, 0.26)
    deck.solid(box(-1, 0.22, 2, 0.09, 0.03), d.shade, 1.0)
    deck.line(polyline((-0.94, 0.25), (0.94, 0.25)), d.light, FINE * 0.7, alpha=0.7, dash=(0.08, 0.06))
    cars = d.grown(4, 5, 0, 0.22)
    for number, colour in enumerate((d.accent, d.second)):
        go = d.cycle(4.7, number * 0.45)
        at = Transform.at(
            -0.85 + 1.7 * go if number == 0 else 0.85 - 1.7 * go, 0.2, min(1.0, 8 * go, 8 * (1 - go)) * 0.9 + 0.001
        )
        cars.fill(
            traced("M-.12 0 V-.06 Q-.12 -.08 -.08 -.08 L-.05 -.13 H.05 L.08 -.08 Q.12 -.08 .12 -.06 V0 Z"),
            colour,
            at=at,
        )
        cars.fill(together(disc(-0.06, 0, 0.026), disc(0.06, 0, 0.026)), d.shade, at=at)


def road(d: Drawing) -> None:
    green = d.natural(140, 0.72, 0.13)
    view = d.grown(0, 3).inside(disc(0, 0, 0.94))
    view.fill(
        box(-1, -1, 2, 1.2),
        Linear(
            0,
            -1,
            0,
            0.1,
            ((0.0, d.natural(235, 0.74, 0.1), 1.0), (1.0, mix(d.light, d.natural(70, 0.9, 0.08), 0.6), 1.0)),
        ),
    )
    rise = d.part(1, 3)
    view.fill(disc(0, 0, 0.26), d.natural(82, 0.85, 0.15), at=Transform.at(0.0, 0.1 - 0.2 * rise))
    cloud(view, -0.5 + d.wave(4.7, 0.06), -0.5, 0.26, d.light)
    cloud(view, 0.5 - d.wave(5.3, 0.06), -0.62, 0.2, d.light)
    rock = d.natural(262, 0.62, 0.07)
    view.fill(polygon((-1.1, 0.05), (-0.66, -0.4), (-0.2, 0.05)), mix(rock, d.light, 0.2))
    view.fill(polygon((0.2, 0.05), (0.6, -0.32), (1.1, 0.05)), mix(rock, d.light, 0.1))
    view.fill(box(-1, 0.02, 2, 1), green)
    view.fill(box(-1, 0.02, 2, 0.1), deep(green, 0.04))
    tar = mix(d.shade, d.light, 0.22)
    view.fill(polygon((-0.07, 0.02), (0.07, 0.02), (0.78, 1), (-0.78, 1)), tar)
    view.fill(
        together(
            polygon((-0.062, 0.02), (-0.05, 0.02), (-0.58, 1), (-0.7, 1)),
            polygon((0.062, 0.02), (0.05, 0.02), (0.58, 1), (0.7, 1)),
        ),
        d.light,
        0.85,
    )
    for number in range(5):
        near = d.cycle(3.0, number / 5) ** 2.2
        far = min(1.0, near * 1.5 + 0.02)
        y0, y1 = 0.02 + 0.98 * near, 0.02 + 0.98 * far
        strip = Outline().polygon(
            [
                (-0.006 - 0.055 * near, y0),
                (0.006 + 0.055 * near, y0),
                (0.006 + 0.055 * far, y1),
                (-0.006 - 0.055 * far, y1),
            ]
        )
        view.fill(strip.path(), d.natural(92, 0.88, 0.13))
    firs = d.natural(155, 0.54, 0.1)
    for number in range(6):
        near = d.cycle(6.0, number / 6) ** 2.2
        side = -1 if number % 2 else 1
        size = (0.06 + 0.7 * near) * d.part(2, 3)
        at = Transform.at(side * (0.22 + 1.1 * near), 0.04 + 0.98 * near, size + 0.001)
        view.fill(box(-0.06, -0.3, 0.12, 0.3), d.natural(60, 0.42, 0.07), at=at)
        view.solid(polygon((0, -1.1), (0.34, -0.2), (-0.34, -0.2)), firs, 0.5, slope=0.0, at=at)


def farm(d: Drawing) -> None:
    green, wheat = d.natural(140, 0.68, 0.14), d.natural(85, 0.82, 0.13)
    view = d.grown(0, 5).inside(disc(0, 0, 0.94))
    view.fill(
        box(-1, -1, 2, 2),
        Linear(0, -1, 0, 0.3, ((0.0, d.natural(235, 0.76, 0.09), 1.0), (1.0, mix(d.light, wheat, 0.3), 1.0))),
    )
    view.fill(disc(0, 0, 0.17), d.natural(82, 0.86, 0.15), at=Transform.at(0.5, -0.56 + d.wave(4.3, 0.02)))
    cloud(view, -0.46 + d.wave(4.9, 0.08), -0.62, 0.24, d.light)
    view.fill(
        blob((-1.3, 0.3), (-0.5, 0.06), (0.2, 0.16), (0.9, 0.02), (1.3, 0.3), (1, 1.4), (-1, 1.4)), deep(green, 0.03)
    )
    barn = view.risen(1, 5, 0.34)
    red = d.natural(28, 0.58, 0.16)
    barn.solid(traced("M-.6 .34 V-.12 L-.48 -.36 L-.24 -.5 L0 -.36 L.12 -.12 V.34 Z"), red, 0.62, slope=0.0)
    barn.line(polyline((-0.63, -0.1), (-0.49, -0.37), (-0.24, -0.52), (0.01, -0.37), (0.15, -0.1)), d.light, LINE)
    barn.fill(box(-0.36, 0.04, 0.24, 0.3), d.light)
    barn.line(together(polyline((-0.35, 0.05), (-0.13, 0.33)), polyline((-0.13, 0.05), (-0.35, 0.33))), red, FINE)
    barn.fill(box(-0.31, -0.28, 0.14, 0.14, 0.02), d.light)
    silo = view.risen(2, 5, 0.34)
    silo.solid(
        traced("M.2 .34 V-.24 Q.2 -.42 .34 -.42 Q.48 -.42 .48 -.24 V.34 Z"), mix(d.light, d.shade, 0.2), 0.55, slope=0.0
    )
    mill = view.risen(2, 5, 0.3)
    mill.line(together(polyline((0.66, 0.3), (0.74, -0.24)), polyline((0.82, 0.3), (0.74, -0.24))), d.shade, FINE)
    for number in range(6):
        mill.fill(
            polygon((0, 0), (0.05, -0.2), (-0.03, -0.2)),
            d.light,
            at=Transform.at(0.74, -0.26, 1, d.t * 80 + number * 60),
        )
    field = view.risen(3, 5, 1)
    field.fill(blob((-1.3, 0.6), (-0.6, 0.34), (0.1, 0.4), (0.8, 0.34), (1.3, 0.5), (1, 1.4), (-1, 1.4)), wheat)
    for number in range(7):
        x = -0.9 + 0.3 * number
        field.line(Outline().move(x * 0.55, 0.4).quadratic(x * 0.8, 0.6, x * 1.5, 1.05).path(), deep(wheat, 0.1), LINE)
    for number in range(11):
        x, y = -0.85 + 0.17 * number, 0.78 + 0.1 * (number % 3)
        ear = view.risen(4, 5, 1).at(x, y, 1, d.wave(2.3, 7, number * 0.11))
        ear.line(polyline((0, 0.2), (0, -0.1)), deep(wheat, 0.12), FINE)
        ear.fill(disc(0, -0.15, 0.04, 0.1), pale(wheat, 0.04))


DRAWINGS = {"bridge": bridge, "road": road, "farm": farm}
