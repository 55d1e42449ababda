"""Music, cameras, films, games, balls, umbrellas."""

from __future__ import annotations

import math

from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, FINE, LINE, Drawing
from lingoreel.media.film.motifs.outlines import box, disc, polygon, polyline, together, traced
from lingoreel.media.film.motifs.props import DROP, shine


def music(d: Drawing) -> None:
    own = d.grown(0, 3, 0, 0.4).at(-0.06, 0.02 + d.wave(1.2, 0.03), 1, d.wave(2.4, 4))
    own.fill(polygon((-0.36, -0.56), (0.58, -0.82), (0.58, -0.54), (-0.36, -0.28)), deep(d.main, 0.08))
    own.line(polyline((-0.36, -0.5), (-0.36, 0.52)), d.main, 0.11)
    own.line(polyline((0.56, -0.74), (0.56, 0.3)), deep(d.main, 0.06), 0.11)
    own.line(polyline((-0.36, -0.48), (0.56, -0.74)), d.main, 0.16)
    own.solid(disc(0, 0, 0.3, 0.22), d.main, 0.6, at=Transform.at(-0.58, 0.56, 1, -20))
    own.solid(disc(0, 0, 0.3, 0.22), d.main, 0.6, at=Transform.at(0.34, 0.34, 1, -20))
    shine(own, -0.58, 0.56, 0.17, 190, 60)
    for number, (x, colour) in enumerate(((-0.76, d.accent), (0.8, d.second), (-0.02, d.accent), (0.62, d.second))):
        age = d.cycle(3.1 + 0.2 * number, number * 0.29)
        at = Transform.at(
            x + d.wave(1.9, 0.06, number * 0.3),
            0.62 - 1.36 * age,
            0.19 * min(1.0, 5 * age) * d.part(1 + number % 2, 3) + 0.001,
            d.wave(1.7, 12, number * 0.2),
        )
        seen = min(1.0, 4 * (1 - age))
        d.fill(disc(-0.22, 0.66, 0.42, 0.32), colour, seen, at=at)
        d.line(traced("M.14 .6 V-.8 Q.3 -.4 .66 -.3"), colour, 0.17, at=at, alpha=seen)


def camera(d: Drawing) -> None:
    d.shadow(0.86, 0, 0.76)
    flash = max(0.0, 1 - 7 * d.cycle(3.1, 0.55))
    own = d.turned(d.wave(2.7, 1.5), 0, 0.6)
    body = own.grown(0, 4, 0, 0.3)
    body.fill(box(-0.62, -0.52, 0.22, 0.12, 0.04), d.shade)
    body.fill(box(0.46, -0.5 + 0.05 * (flash > 0), 0.24, 0.12, 0.04), d.accent)
    body.solid(
        traced("M-.34 -.38 L-.22 -.6 Q-.2 -.64 -.14 -.64 H.14 Q.2 -.64 .22 -.6 L.34 -.38 Z"),
        mix(d.light, d.shade, 0.2),
        0.6,
    )
    body.solid(box(-0.88, -0.42, 1.76, 1.12, 0.16), d.main, 0.74)
    body.fill(box(-0.88, -0.16, 1.76, 0.58), d.shade, 0.85)
    body.fill(box(-0.12, -0.56, 0.24, 0.1, 0.03), mix(d.light, d.natural(92, 0.92, 0.1), 0.5))
    lens = own.grown(1, 4, 0, 0.14)
    lens.fill(disc(0, 0.14, 0.5), mix(d.light, d.shade, 0.12))
    lens.fill(disc(0, 0.14, 0.43), d.shade)
    glass = own.grown(2, 4, 0, 0.14)
    glass.solid(disc(0, 0, 0.33), d.natural(245, 0.5, 0.12), 0.6, slope=0.4, at=Transform.at(0, 0.14, 1))
    glass.fill(disc(0, 0, 0.2), deep(d.natural(245, 0.5, 0.12), 0.16), at=Transform.at(0, 0.14, 1 + d.wave(2.3, 0.16)))
    glass.fill(disc(-0.12, 0.02, 0.07), (255, 255, 255), 0.85)
    glass.fill(disc(0.1, 0.26, 0.035), (255, 255, 255), 0.5)
    body.fill(disc(0.68, -0.28, 0.05), d.natural(27, 0.62, 0.2), 0.5 + 0.5 * d.wave(1.3))
    if flash > 0 and d.enter >= 1:
        for number in range(9):
            at = Transform.at(0, -0.52, 1, -100 + number * 25)
            d.line(polyline((0, -0.14), (0, -0.22 - 0.12 * flash)), d.air, LINE, at=at, alpha=flash)


def film(d: Drawing) -> None:
    d.shadow(0.8)
    own = d.turned(d.wave(2.9, 1.2), 0, 0.8).at(0, 0.04)
    board = own.grown(0, 4, 0, 0.4)
    board.solid(box(-0.8, -0.26, 1.6, 1.1, 0.07), d.shade, 0.8, by=0.05)
    for number in range(5):
        x = -0.8 + 0.32 * number
        board.inside(box(-0.8, -0.26, 1.6, 0.24)).fill(
            polygon((x, -0.26), (x + 0.16, -0.26), (x + 0.32, -0.02), (x + 0.16, -0.02)), d.light
        )
    board.line(polyline((-0.8, -0.02), (0.8, -0.02)), mix(d.shade, d.light, 0.3), FINE)
    beat = d.cycle(3.3, 0.3)
    clap = 16 - 16 * max(0.0, 1 - abs(beat - 0.5) / 0.06)
    arm = own.grown(1, 4, -0.76, -0.3).turned(-clap * d.part(2, 4) - d.wave(2.1, 1.5) * (clap > 15), -0.76, -0.3)
    edge = box(-0.8, -0.52, 1.6, 0.24, 0.04)
    arm.fill(edge, d.shade)
    stripes = arm.inside(edge)
    for number in range(5):
        x = -0.72 + 0.32 * number
        stripes.fill(polygon((x, -0.28), (x + 0.16, -0.28), (x + 0.32, -0.52), (x + 0.16, -0.52)), d.light)
    arm.fill(disc(-0.7, -0.34, 0.045), d.accent)
    screen = own.grown(2, 4, 0, 0.4)
    own_mark = screen.at(0, 0.41, 1 + d.wave(1.9, 0.05))
    own_mark.fill(disc(0, 0, 0.3), d.main)
    own_mark.solid(
        traced("M-.09 -.17 Q-.12 -.19 -.12 -.15 V.15 Q-.12 .19 -.09 .17 L.17 .02 Q.2 0 .17 -.02 Z"), d.light, 0.7
    )
    for number in range(3):
        screen.line(
            polyline((-0.66, 0.16 + 0.2 * number), (-0.4, 0.16 + 0.2 * number)),
            mix(d.shade, d.light, 0.4),
            LINE,
            trim=(0, d.part(3, 4)),
        )
        screen.line(
            polyline((0.42, 0.16 + 0.2 * number), (0.66, 0.16 + 0.2 * number)),
            mix(d.shade, d.light, 0.4),
            LINE,
            trim=(0, d.part(3, 4)),
        )


def game(d: Drawing) -> None:
    d.shadow(0.8, 0, 0.74)
    own = d.at(0, d.wave(2.3, 0.02), 1, d.wave(2.9, 3.5))
    body = own.grown(0, 4)
    shape = traced(
        "M-.5 -.44 C-.34 -.46 -.28 -.38 -.16 -.38 H.16 C.28 -.38 .34 -.46 .5 -.44 C.8 -.4 .94 .1 .94 .42 "
        "C.94 .66 .66 .7 .54 .5"
        "C.44 .34 .36 .24 .2 .24 H-.2 C-.36 .24 -.44 .34 -.54 .5 C-.66 .7 -.94 .66 -.94 .42 C-.94 .1 -.8 -.4 -.5 -.44 Z"
    )
    body.fill(shape, deep(d.main, 0.16), at=Transform(f=0.06))
    body.solid(shape, d.main, 0.7)
    pad = own.grown(1, 4, -0.5, -0.1)
    pad.fill(together(box(-0.56, -0.26, 0.12, 0.34, 0.03), box(-0.67, -0.15, 0.34, 0.12, 0.03)), d.shade)
    for number, (x, y) in enumerate(((0.5, -0.25), (0.64, -0.1), (0.36, -0.1), (0.5, 0.05))):
        press = max(0.0, d.wave(1.7, 1.0, number * 0.25)) ** 6
        key = own.grown(2, 4, 0.5, -0.1)
        key.fill(disc(x, y + 0.02, 0.075), deep(d.main, 0.2))
        key.fill(
            disc(x, y + 0.02 * press - 0.005, 0.075),
            mix((d.accent, d.second, d.light, d.natural(27, 0.65, 0.19))[number], d.light, round(0.4 * press, 2)),
        )
    for x in (-0.24, 0.24):
        stick = own.grown(3, 4, x, 0.1)
        stick.fill(disc(x, 0.1, 0.15), deep(d.main, 0.14))
        stick.solid(
            disc(0, 0, 0.105), d.shade, 0.6, at=Transform(e=x + d.wave(1.9, 0.035, x), f=0.09 + d.wave(1.3, 0.025, x))
        )
    body.fill(together(box(-0.13, -0.24, 0.1, 0.045, 0.02), box(0.03, -0.24, 0.1, 0.045, 0.02)), deep(d.main, 0.2))
    for number, (x, y) in enumerate(((-0.66, -0.74), (0.0, -0.82), (0.66, -0.74))):
        own_mark = d.grown(3, 4, x, y).at(x, y + d.wave(1.9, 0.04, number * 0.3), 0.11)
        colour = (d.accent, d.second, d.accent)[number]
        if number == 0:
            own_mark.line(polygon((0, -0.8), (0.85, 0.7), (-0.85, 0.7)), colour, 0.36)
        elif number == 1:
            own_mark.line(disc(0, 0, 0.8), colour, 0.36)
        else:
            own_mark.line(traced("M-.7 -.7 L.7 .7 M.7 -.7 L-.7 .7"), colour, 0.36)


_PATCH = polygon(*((0.3 * math.sin(2 * math.pi * n / 5), -0.3 * math.cos(2 * math.pi * n / 5)) for n in range(5)))


def ball(d: Drawing) -> None:
    fall = abs(math.sin(math.pi * d.t / 1.15 + 0.6))
    y = 0.16 - 0.36 * fall
    squash = 1 - 0.1 * max(0.0, 1 - fall * 6)
    d.fill(
        disc(0, 0, 1, 0.1), d.shade, 0.24 * (1 - 0.5 * fall) * d.part(0, 2), at=Transform.at(0, 0.86, 0.62 - 0.2 * fall)
    )
    own = d.grown(0, 2, 0, 0.8).under(Transform(2 - squash, 0, 0, squash, 0, y + 0.68 * (1 - squash)))
    own.fill(disc(0, 0, 0.7), d.light)
    skin = own.inside(disc(0, 0, 0.7)).at(0, 0, 1, d.t * 50)
    dark = d.shade if d.variant % 2 == 0 else d.main
    skin.fill(_PATCH, dark, at=Transform.at(0, 0, 0.9))
    for number in range(5):
        at = Transform.at(0, 0, 1, number * 72)
        skin.line(polyline((0, -0.25), (0, -0.46)), dark, LINE * 0.8, at=at)
        skin.fill(polygon((-0.17, -0.54), (0, -0.44), (0.17, -0.54), (0.12, -0.72), (-0.12, -0.72)), dark, at=at)
        skin.line(polyline((0.16, -0.52), (0.36, -0.4)), dark, LINE * 0.8, at=at)
        skin.line(polyline((-0.16, -0.52), (-0.36, -0.4)), dark, LINE * 0.8, at=at)
    own.inside(disc(0, 0, 0.7)).holed(together(disc(0, 0, 0.76), disc(-0.12, -0.1, 0.68)), d.shade, 0.18)
    shine(own, 0, 0, 0.52, 200, 45)
    if fall < 0.16 and d.enter >= 1:
        for side in (-1, 1):
            d.line(polyline((side * 0.66, 0.8), (side * 0.84, 0.72)), d.air, LINE, alpha=1 - fall * 6)


def umbrella(d: Drawing) -> None:
    own = d.turned(-10 + d.wave(2.7, 4), 0, 0.4)
    stick = own.risen(0, 4, 0.9)
    stick.line(traced("M0 -.76 V.66 Q0 .86 .17 .86 Q.34 .86 .34 .68"), d.natural(60, 0.5, 0.08), BOLD)
    stick.line(polyline((0, -0.8), (0, -0.92)), mix(d.air, d.shade, 0.3), BOLD)
    top = own.grown(1, 4, 0, -0.7).under(Transform.stretch(1 + d.wave(2.3, 0.012), 1))
    top.fill(
        traced(
            "M-.92 .1 C-.9 -.5 -.5 -.82 0 -.82 C.5 -.82 .9 -.5 .92 .1 Q.76 -.06 .6 .1 Q.3 -.1 0 .1 Q-.3 -.1 -.6 .1 "
            "Q-.76 -.06 -.92 .1 Z"
        ),
        d.main,
    )
    top.fill(traced("M-.6 .1 C-.58 -.4 -.34 -.76 0 -.82 C-.1 -.6 -.0 -.3 0 .1 Q-.3 -.1 -.6 .1 Z"), pale(d.main, 0.08))
    top.fill(traced("M.6 .1 C.58 -.4 .34 -.76 0 -.82 C.5 -.82 .9 -.5 .92 .1 Q.76 -.06 .6 .1 Z"), deep(d.main, 0.12))
    top.fill(traced("M0 .1 C0 -.3 0 -.6 0 -.82 C.34 -.76 .58 -.4 .6 .1 Q.3 -.1 0 .1 Z"), deep(d.main, 0.04))
    water = d.natural(240, 0.7, 0.12)
    for number in range(8):
        age = d.cycle(1.3, number * 0.382)
        x = (-0.9, -0.62, -0.78, 0.72, 0.9, 0.5, -0.44, 0.64)[number]
        high = 0.3 if number < 5 else 0.24
        y = high + 0.6 * age
        d.fill(
            DROP,
            water,
            math.sin(math.pi * age) * d.part(2 + number % 2, 4),
            at=Transform.at(x - 0.08 * age, y, 0.075, 8),
        )


DRAWINGS = {"music": music, "camera": camera, "film": film, "game": game, "ball": ball, "umbrella": umbrella}
