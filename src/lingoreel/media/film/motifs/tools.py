"""What is worked with: wrench, gear, lightbulb, magnifier."""

from __future__ import annotations

import math

from lingoreel.media.film.canvas import Linear
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, FINE, LINE, Drawing
from lingoreel.media.film.motifs.outlines import arc, box, cog, disc, polygon, polyline, together, traced
from lingoreel.media.film.motifs.props import shine


def tool(d: Drawing) -> None:
    steel = mix(d.light, d.shade, 0.25)
    sway = d.wave(2.6, 5)
    driver = d.grown(0, 3).at(0, 0, 1, -45 - sway)
    driver.solid(box(-0.055, -0.86, 0.11, 0.9, 0.02), steel, 0.5, slope=0.0)
    driver.solid(polygon((-0.055, -0.84), (0.055, -0.84), (0.1, -0.98), (-0.1, -0.98)), steel, 0.5, slope=0.0)
    driver.solid(box(-0.16, 0.04, 0.32, 0.84, 0.12), d.accent, 0.55, slope=0.0)
    driver.line(traced("M-.06 .18 V.74 M.06 .18 V.74"), deep(d.accent, 0.14), LINE)
    driver.solid(box(-0.1, -0.02, 0.2, 0.1, 0.03), d.shade, 0.5)
    wrench = d.grown(1, 3).at(0, 0, 1, 45 + sway)
    jaw = traced(
        "M-.11 -.42 C-.36 -.52 -.36 -.86 -.16 -.95 V-.7 L0 -.6 L.16 -.7 V-.95 C.36 -.86 .36 -.52 .11 -.42 V.5"
        "C.3 .56 .32 .92 0 .96 C-.32 .92 -.3 .56 -.11 .5 Z"
    )
    wrench.holed(
        together(jaw, disc(0, 0.72, 0.1)),
        Linear(
            -0.3,
            0,
            0.3,
            0,
            ((0.0, d.main, 1.0), (0.5, d.main, 1.0), (0.51, deep(d.main, 0.09), 1.0), (1.0, deep(d.main, 0.09), 1.0)),
        ),
    )
    wrench.line(polyline((-0.05, -0.3), (-0.05, 0.38)), pale(d.main, 0.14), LINE)
    nut = d.grown(2, 3).at(0, 0, 1, d.t * 24)
    nut.holed(together(_HEXAGON, disc(0, 0, 0.1)), d.light)
    nut.line(_HEXAGON, d.shade, FINE, alpha=0.4)


_HEXAGON = polygon(*((0.22 * math.sin(math.pi * n / 3), 0.22 * math.cos(math.pi * n / 3)) for n in range(6)))


def gear(d: Drawing) -> None:
    turn = d.t * 30
    for number, (x, y, size, teeth, colour, angle) in enumerate(
        (
            (-0.24, -0.16, 0.62, 10, d.main, turn),
            (0.52, 0.44, 0.42, 7, d.accent, -turn * 10 / 7 + 11),
            (0.56, -0.56, 0.28, 5, d.second, -turn * 2 + 22),
        )
    ):
        own = d.grown(number, 3, x, y)
        at = Transform.at(x, y, size, angle)
        own.fill(cog(teeth, 0.8, 1.04), deep(colour, 0.1), at=Transform.at(x + 0.02, y + 0.035, size, angle))
        own.fill(cog(teeth, 0.8, 1.04), colour, at=at)
        own.fill(disc(0, 0, 0.58), deep(colour, 0.1), at=at)
        own.fill(disc(0, 0, 0.52), pale(colour, 0.05), at=at)
        for spoke in range(3):
            own.fill(disc(0, -0.32, 0.1), deep(colour, 0.12), at=Transform.at(x, y, size, angle + spoke * 120))
        own.fill(disc(0, 0, 0.17), d.light, at=at)


def lightbulb(d: Drawing) -> None:
    glow = 0.5 + 0.5 * d.wave(2.3)
    gold = d.natural(90, 0.87, 0.15)
    rays = d.part(2, 3)
    for number in range(9):
        own = d.at(0, -0.1, 1, -120 + number * 30)
        long = 0.14 + 0.05 * (0.5 + 0.5 * d.wave(1.9, 1.0, number * 0.33))
        own.line(
            polyline((0, -0.7), (0, -0.7 - long * rays)), gold, LINE * 1.1, alpha=0.5 + 0.5 * glow if rays > 0 else 0
        )
    body = d.grown(0, 3, 0, 0.4)
    body.fill(disc(0, -0.16, 0.64), gold, 0.14 + 0.12 * glow)
    glass = traced(
        "M-.22 .5 C-.22 .26 -.5 .14 -.5 -.18 C-.5 -.48 -.28 -.68 0 -.68 C.28 -.68 .5 -.48 .5 -.18 "
        "C.5 .14 .22 .26 .22 .5 Z"
    )
    body.solid(glass, mix(gold, d.light, round(0.3 * glow, 2)), 0.64)
    body.line(
        traced("M-.08 .5 L-.15 -.02 Q-.08 -.1 0 -.02 Q.08 -.1 .15 -.02 L.08 .5"),
        deep(gold, 0.2),
        LINE * 0.8,
        trim=(0, d.part(1, 3)),
    )
    shine(body, -0.02, -0.2, 0.37, 185, 60)
    base = d.grown(1, 3, 0, 0.7)
    metal = mix(d.light, d.shade, 0.3)
    for number in range(3):
        base.solid(
            box(-0.22 + 0.015 * number, 0.5 + 0.11 * number, 0.44 - 0.03 * number, 0.1, 0.05), metal, 0.58, slope=0.0
        )
    base.fill(traced("M-.13 .83 H.13 Q.1 .92 0 .92 Q-.1 .92 -.13 .83 Z"), d.shade)


def magnifier(d: Drawing) -> None:
    x, y = -0.14 + d.wave(3.3, 0.07), -0.14 + d.wave(2.6, 0.06, 0.2)
    own = d.grown(0, 3).at(x, y, 1, d.wave(3.3, 4))
    handle = own.grown(1, 3, 0.4, 0.4).at(0, 0, 1, -45)
    handle.fill(box(-0.05, 0.5, 0.1, 0.2), mix(d.light, d.shade, 0.4))
    handle.solid(box(-0.12, 0.64, 0.24, 0.56, 0.1), d.accent, 0.55, slope=0.0)
    handle.line(polyline((-0.05, 0.76), (-0.05, 1.06)), pale(d.accent, 0.14), FINE)
    own.fill(disc(0, 0, 0.54), mix(d.light, d.natural(230, 0.86, 0.06), 0.6), 0.55)
    view = own.grown(2, 3).inside(disc(0, 0, 0.5))
    lines = view.at(-2 * d.wave(3.3, 0.07), -2 * d.wave(2.6, 0.06, 0.2))
    for number, (left, length) in enumerate(((-0.34, 0.5), (-0.38, 0.74), (-0.3, 0.6), (-0.36, 0.4))):
        lines.line(
            polyline((left, -0.27 + 0.18 * number), (left + length, -0.27 + 0.18 * number)),
            d.second if number == 1 else d.shade,
            BOLD,
            alpha=0.75,
        )
    own.line(disc(0, 0, 0.54), d.main, BOLD * 1.7)
    own.line(arc(0, 0, 0.54, -45, 150), deep(d.main, 0.1), BOLD * 1.7, cap="butt")
    glint = d.wave(3.3, 8)
    own.line(arc(0, 0, 0.39, 196, 60), (255, 255, 255), LINE * 1.2, alpha=0.8, at=Transform.at(0, 0, 1, glint))


DRAWINGS = {"tool": tool, "gear": gear, "lightbulb": lightbulb, "magnifier": magnifier}
