"""Buildings: houses, towns, schools, factories."""

from __future__ import annotations

from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs.colours import deep
from lingoreel.media.film.motifs.drawing import FINE, GROUND, Drawing
from lingoreel.media.film.motifs.outlines import box, disc, polygon, polyline, together, traced
from lingoreel.media.film.motifs.props import cloud, waving, windows

_TOWERS = (
    (-0.92, 0.36, 0.95, 0),
    (0.5, 0.4, 1.05, 1),
    (-0.3, 0.34, 0.8, 1),
    (-0.62, 0.42, 1.36, 2),
    (0.16, 0.42, 1.62, 3),
)


def city(d: Drawing) -> None:
    d.shadow(0.98)
    colours = (mix(d.main, d.light, 0.25), mix(d.second, d.light, 0.25), d.main, d.second)
    cloud(d.grown(2, 6, -0.6, -0.6), -0.62 + d.wave(5.1, 0.1), -0.66, 0.24, mix(d.light, d.main, 0.1))
    for number, (x, width, height, tone) in enumerate(_TOWERS):
        own = d.risen(number, 6)
        own.solid(box(x, GROUND - height, width, height, 0.02), colours[tone], 0.66, slope=0.0)
        windows(
            own,
            x + 0.06,
            GROUND - height + 0.1,
            3 if width > 0.37 else 2,
            round(height / 0.19) - 1,
            0.07,
            0.09,
            0.045 if width > 0.37 else 0.09,
        )
    mast = d.risen(4, 6, -0.7)
    mast.line(polyline((0.37, -0.74), (0.37, -0.95)), d.shade, FINE)
    mast.fill(disc(0.37, -0.95, 0.035), d.natural(28, 0.65, 0.2), 0.4 + 0.6 * abs(d.wave(2.2)))
    crane = d.risen(5, 6, -0.5)
    crane.solid(polygon((-0.62, -0.5), (-0.41, -0.7), (-0.2, -0.5)), d.accent, 0.5, slope=0.0)
    low = d.grown(5, 6, 0, GROUND)
    low.fill(box(-0.98, GROUND - 0.03, 1.96, 0.06, 0.03), d.shade, 0.8)
    green = d.natural(148, 0.64, 0.13)
    for x, size in ((-0.16, 0.11), (-0.02, 0.08), (0.72, 0.1)):
        low.fill(disc(0, 0, size), green, at=Transform.at(x + d.wave(2.5, 0.006, x), GROUND - 0.02 - size * 0.8))


def house(d: Drawing) -> None:
    d.shadow(0.9)
    wall, roof = mix(d.light, d.main, 0.12), d.main
    green = d.natural(148, 0.62, 0.13)
    chimney = d.risen(2, 5, -0.1)
    chimney.solid(box(0.34, -0.62, 0.17, 0.5), deep(d.accent, 0.06), 0.55)
    chimney.fill(box(0.31, -0.66, 0.23, 0.08, 0.02), d.shade)
    smoke = d.part(4, 5)
    for number in range(4):
        age = d.cycle(3.4, number / 4)
        puff = Transform.at(
            0.43 + 0.16 * age + d.wave(2.3, 0.03, number * 0.3), -0.7 - 0.2 * age, (0.05 + 0.055 * age) * smoke + 0.001
        )
        d.fill(disc(0, 0, 1), d.air, 0.6 * (1 - age) * min(1, 6 * age), at=puff)
    body = d.risen(0, 5)
    body.solid(box(-0.62, -0.14, 1.24, 1.0, 0.02), wall, 0.68, slope=0.0, by=0.06)
    top = d.grown(1, 5, 0, -0.05)
    top.solid(
        traced("M-.84 -.02 L-.05 -.74 Q0 -.78 .05 -.74 L.84 -.02 Q.86 .06 .78 .06 H-.78 Q-.86 .06 -.84 -.02 Z"),
        roof,
        0.52,
        slope=0.0,
    )
    top.solid(disc(0, -0.32, 0.13), mix(d.natural(92, 0.88, 0.12), d.light, 0.3), 0.5, slope=0.0)
    top.line(
        together(disc(0, -0.32, 0.13), polyline((-0.13, -0.32), (0.13, -0.32)), polyline((0, -0.45), (0, -0.19))),
        d.light,
        FINE,
    )
    door = d.grown(2, 5, 0.3, 0.6)
    door.solid(traced("M.14 .86 V.42 Q.14 .3 .29 .3 Q.44 .3 .44 .42 V.86 Z"), d.accent, 0.6, slope=0.0)
    door.fill(disc(0.38, 0.6, 0.025), d.light)
    glow = 0.5 + 0.5 * d.wave(3.3)
    pane = d.grown(3, 5, -0.26, 0.4)
    pane.fill(box(-0.44, 0.22, 0.38, 0.34, 0.02), mix(d.natural(92, 0.84, 0.13), d.light, round(0.5 * glow, 2)))
    pane.line(
        together(
            box(-0.44, 0.22, 0.38, 0.34, 0.02),
            polyline((-0.25, 0.22), (-0.25, 0.56)),
            polyline((-0.44, 0.39), (-0.06, 0.39)),
        ),
        d.shade,
        FINE,
    )
    pane.solid(box(-0.48, 0.56, 0.46, 0.06, 0.02), d.shade)
    for number, (x, size) in enumerate(((-0.74, 0.17), (-0.56, 0.12), (0.66, 0.15), (0.82, 0.11))):
        bush = d.grown(4, 5, x, GROUND)
        bush.solid(
            disc(0, 0, 1), green, at=Transform.at(x + d.wave(2.6, 0.008, number * 0.3), GROUND - size * 0.75, size)
        )


def school(d: Drawing) -> None:
    d.shadow(0.98)
    wall = mix(d.main, d.light, 0.15)
    wings = d.risen(0, 5)
    wings.solid(box(-0.96, 0.14, 1.92, 0.72, 0.02), wall, 0.75, slope=0.0)
    wings.fill(box(-1, 0.06, 2, 0.11, 0.02), deep(d.main, 0.16))
    for side in (-1, 1):
        windows(d.grown(3, 5, 0, 0.5), side * 0.66 - 0.22, 0.28, 2, 2, 0.17, 0.17, 0.1)
    middle = d.risen(1, 5)
    middle.solid(box(-0.36, -0.2, 0.72, 1.06), mix(d.light, d.main, 0.12), 0.7, slope=0.0, by=0.06)
    middle.solid(polygon((-0.46, -0.18), (0, -0.56), (0.46, -0.18)), deep(d.main, 0.1), 0.5, slope=0.0)
    face = d.grown(3, 5, 0, 0.06)
    face.fill(disc(0, 0.06, 0.2), d.shade)
    face.fill(disc(0, 0.06, 0.16), d.light)
    face.line(polyline((0, 0.06), (0, -0.05)), d.shade, FINE, at=Transform.at(0, 0, 1, d.t * 40).about(0, 0.06))
    face.line(
        polyline((0, 0.06), (0, -0.02)), d.shade, FINE * 1.3, at=Transform.at(0, 0, 1, 60 + d.t * 4).about(0, 0.06)
    )
    face.fill(together(box(-0.15, 0.46, 0.145, 0.4), box(0.005, 0.46, 0.145, 0.4)), d.accent)
    face.fill(together(disc(-0.04, 0.66, 0.02), disc(0.04, 0.66, 0.02)), d.light)
    mast = d.risen(2, 5, -0.5)
    mast.line(polyline((0, -0.54), (0, -0.98)), d.air, FINE)
    waving(d.grown(4, 5, 0, -0.86), 0.02, -0.97, 0.34, 0.2, d.accent)
    green = d.natural(148, 0.62, 0.13)
    for number, x in enumerate((-0.84, -0.52, 0.52, 0.84)):
        d.grown(4, 5, x, GROUND).solid(
            disc(0, 0, 0.1), green, at=Transform.at(x + d.wave(2.6, 0.008, number * 0.3), 0.82)
        )


def factory(d: Drawing) -> None:
    d.shadow(0.96)
    wall = d.main
    for number, (x, top) in enumerate(((-0.78, -0.5), (-0.5, -0.34))):
        stack = d.risen(1, 5)
        stack.solid(
            polygon((x - 0.09, 0.8), (x - 0.06, top), (x + 0.06, top), (x + 0.09, 0.8)), d.second, 0.55, slope=0.0
        )
        stack.fill(box(x - 0.075, top + 0.1, 0.15, 0.08), d.light)
        stack.fill(box(x - 0.08, top - 0.02, 0.16, 0.06, 0.02), d.shade)
        seen = d.part(4, 5)
        for puff in range(4):
            age = d.cycle(3.1, puff / 4 + number * 0.13)
            at = Transform.at(x + 0.34 * age**1.4, top - 0.08 - 0.32 * age, (0.06 + 0.09 * age) * seen + 0.001)
            d.fill(disc(0, 0, 1), d.air, 0.5 * (1 - age) * min(1.0, 6 * age), at=at)
    body = d.risen(0, 5)
    hall = traced("M-.94 .86 V.16 H-.3 V-.12 L.1 .16 V-.12 L.5 .16 V-.12 L.92 .16 V.86 Z")
    body.solid(hall, wall, 0.72, slope=0.0)
    body.fill(box(-0.94, 0.16, 1.86, 0.06), deep(wall, 0.08))
    panes = d.grown(2, 5, 0, 0.4)
    windows(panes, -0.8, 0.34, 5, 1, 0.17, 0.16, 0.1)
    door = d.grown(3, 5, 0.66, 0.7)
    door.fill(box(0.5, 0.34, 0.32, 0.52, 0.02), d.shade)
    for number in range(4):
        door.fill(box(0.53, 0.38 + number * 0.12, 0.26, 0.07), mix(d.shade, d.light, 0.3))
    turn = d.grown(3, 5, -0.4, 0.68)
    turn.fill(box(-0.84, 0.62, 1.2, 0.24, 0.02), deep(wall, 0.12))
    for number in range(4):
        go = (d.cycle(3.7) + number) / 4
        turn.solid(box(-0.06, -0.14, 0.12, 0.12, 0.015), d.accent, at=Transform.at(-0.74 + go * 1.0, 0.8))
    turn.fill(box(-0.82, 0.79, 1.16, 0.035, 0.015), d.shade)


DRAWINGS = {"city": city, "house": house, "school": school, "factory": factory}
