"""Machines that reckon: computers, phones, chips, robots, networks."""

from __future__ import annotations

import math

from lingoreel.media.film.canvas import Linear
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, FINE, LINE, Drawing
from lingoreel.media.film.motifs.outlines import arc, box, curve, disc, polyline, together, traced


def computer(d: Drawing) -> None:
    d.shadow(0.96, 0, 0.7)
    screen = d.risen(0, 4, 0.6)
    screen.fill(box(-0.72, -0.7, 1.44, 1.16, 0.08), d.shade)
    screen.line(box(-0.72, -0.7, 1.44, 1.16, 0.08), mix(d.shade, d.light, 0.25), FINE)
    glass = screen.inside(box(-0.65, -0.63, 1.3, 1.0, 0.03))
    glass.fill(
        box(-0.65, -0.63, 1.3, 1.0),
        Linear(-0.6, -0.6, 0.6, 0.4, ((0.0, pale(d.main, 0.06), 1.0), (1.0, deep(d.main, 0.06), 1.0))),
    )
    window = d.grown(2, 4, -0.14, -0.1)
    window.fill(box(-0.52, -0.5, 0.84, 0.72, 0.04), d.light)
    window.fill(
        traced("M-.52 -.38 V-.46 Q-.52 -.5 -.48 -.5 H.28 Q.32 -.5 .32 -.46 V-.38 Z"), mix(d.light, d.shade, 0.2)
    )
    for number, colour in enumerate((d.natural(28, 0.66, 0.18), d.natural(88, 0.82, 0.14), d.natural(148, 0.72, 0.15))):
        window.fill(disc(-0.46 + 0.07 * number, -0.44, 0.022), colour)
    typed = d.cycle(4.1) * 6.4
    rows = ((0.3, d.accent), (0.5, d.second), (0.38, d.shade), (0.6, d.second), (0.26, d.accent))
    for number, (length, colour) in enumerate(rows):
        share = min(1.0, max(0.0, typed - number))
        indent = 0.08 * (number % 3)
        y = -0.28 + 0.105 * number
        window.line(
            polyline((-0.44 + indent, y), (-0.44 + indent + length, y)),
            mix(d.light, colour, 0.75),
            LINE,
            trim=(0, share),
        )
    card = d.grown(3, 4, 0.4, 0.1)
    card.fill(box(0.2, -0.14, 0.36, 0.42, 0.04), d.light)
    card.fill(box(0.2, -0.14, 0.36, 0.42, 0.04), d.accent, 0.12)
    for number in range(3):
        tall = 0.14 + 0.09 * abs(d.wave(2.7, 1.0, number * 0.21))
        card.fill(
            box(0, -1, 0.07, 1),
            d.accent if number != 1 else d.second,
            at=Transform(d=tall, e=0.26 + 0.09 * number, f=0.23),
        )
    base = d.grown(1, 4, 0, 0.6)
    base.solid(
        traced("M-.98 .5 H.98 V.56 Q.96 .66 .84 .66 H-.84 Q-.96 .66 -.98 .56 Z"), mix(d.light, d.shade, 0.22), 2.0
    )
    base.fill(traced("M-.2 .5 H.2 Q.2 .56 .14 .56 H-.14 Q-.2 .56 -.2 .5 Z"), mix(d.light, d.shade, 0.5))


def phone(d: Drawing) -> None:
    d.shadow(0.5)
    ring_ = d.wave(0.23, 2.2) * max(0.0, d.wave(3.7, 1.0, 0.2)) ** 4
    own = d.turned(ring_ + d.wave(3.3, 1.5), 0, 0.2)
    body = own.grown(0, 5, 0, 0.2)
    body.fill(box(-0.46, -0.88, 0.92, 1.72, 0.13), d.shade)
    body.line(box(-0.46, -0.88, 0.92, 1.72, 0.13), mix(d.shade, d.light, 0.3), FINE)
    body.fill(
        box(-0.4, -0.81, 0.8, 1.59, 0.08),
        Linear(-0.4, -0.8, 0.4, 0.8, ((0.0, pale(d.main, 0.07), 1.0), (1.0, deep(d.main, 0.05), 1.0))),
    )
    body.fill(box(-0.13, -0.78, 0.26, 0.06, 0.03), d.shade)
    for number in range(9):
        column, row = number % 3, number // 3
        own_app = own.grown(1 + row, 5, 0, 0)
        colour = (d.light, d.accent, d.second)[(number * 2 + row) % 3]
        pop = 1 + 0.08 * max(0.0, d.wave(2.9, 1.0, number * 0.11)) ** 6
        own_app.solid(
            box(-0.09, -0.09, 0.18, 0.18, 0.05),
            colour,
            0.6,
            at=Transform.at(-0.25 + 0.25 * column, -0.06 + 0.25 * row, pop),
        )
    dock = own.grown(3, 5, 0, 0.66)
    dock.fill(box(-0.15, 0.7, 0.3, 0.03, 0.015), d.light, 0.9)
    drop = own.part(4, 5)
    slide = own.inside(box(-0.4, -0.72, 0.8, 1.4)).at(0, -0.5 + 0.5 * drop + d.wave(2.3, 0.012))
    slide.fill(box(-0.35, -0.62, 0.7, 0.34, 0.07), d.light)
    slide.fill(disc(-0.22, -0.45, 0.08), d.accent)
    slide.line(polyline((-0.08, -0.5), (0.24, -0.5)), mix(d.light, d.shade, 0.5), LINE)
    slide.line(polyline((-0.08, -0.39), (0.12, -0.39)), mix(d.light, d.shade, 0.25), LINE)
    for side in (-1, 1):
        for number in range(2):
            age = d.cycle(1.7, number * 0.3)
            d.line(
                arc(0, 0, 0.6 + 0.16 * number, -24 if side > 0 else 156, 48),
                d.air,
                LINE,
                alpha=0.7 * math.sin(math.pi * age) * drop,
            )


def chip(d: Drawing) -> None:
    seen = d.part(1, 4)
    for side in range(4):
        edge = d.turned(90 * side, 0, 0)
        for number, x in enumerate((-0.36, -0.12, 0.12, 0.36)):
            bend = 0.16 * (1 if x > 0 else -1) if number in (0, 3) else 0.0
            trace = polyline((x, -0.5), (x, -0.68), (x + bend, -0.82), (x + bend, -0.93))
            edge.line(trace, mix(d.air, d.main, 0.4), LINE, trim=(0, seen), alpha=0.75)
            edge.fill(disc(x + bend, -0.93, 0.045), d.second, seen)
            head = d.cycle(2.2, number * 0.29 + side * 0.17) * 1.6
            edge.line(trace, d.accent, LINE, trim=(max(0.0, 1 - head), min(1.0, 1.35 - head)), alpha=seen)
    own = d.grown(0, 4)
    own.solid(box(-0.54, -0.54, 1.08, 1.08, 0.1), d.shade, 0.62, by=0.05)
    own.line(box(-0.54, -0.54, 1.08, 1.08, 0.1), mix(d.shade, d.light, 0.3), FINE)
    core = d.grown(2, 4)
    core.solid(box(-0.34, -0.34, 0.68, 0.68, 0.06), d.main, 0.62)
    glow = 0.5 + 0.5 * d.wave(2.1)
    core.fill(box(-0.34, -0.34, 0.68, 0.68, 0.06), d.light, 0.22 * glow)
    inner = d.grown(3, 4)
    inner.line(box(-0.2, -0.2, 0.4, 0.4, 0.04), d.light, LINE)
    inner.fill(box(-0.09, -0.09, 0.18, 0.18, 0.03), d.light, 0.45 + 0.55 * glow)
    inner.fill(disc(-0.44, -0.44, 0.04), mix(d.shade, d.light, 0.5))


def robot(d: Drawing) -> None:
    d.shadow(0.5)
    hover = d.wave(2.6, 0.025)
    metal = mix(d.light, d.main, 0.1)
    for side in (-1, 1):
        foot = d.grown(1, 5, side * 0.2, 0.8)
        foot.fill(box(side * 0.2 - 0.07, 0.56, 0.14, 0.22), deep(metal, 0.2))
        foot.solid(
            traced("M-.15 .14 V.06 Q-.15 -.06 0 -.06 Q.15 -.06 .15 .06 V.14 Z"),
            d.main,
            0.6,
            at=Transform(e=side * 0.21, f=0.72),
        )
    own = d.at(0, hover)
    wave_ = d.grown(2, 5, 0.44, 0.2).at(0.46, 0.16 + hover, 1, -128 + d.wave(1.3, 16))
    wave_.line(polyline((0, 0), (0, 0.34)), deep(metal, 0.16), BOLD * 1.6)
    wave_.fill(disc(0, 0.4, 0.11), d.main)
    still = own.grown(2, 5, -0.44, 0.2).at(-0.46, 0.16, 1, 16 + d.wave(2.6, 5))
    still.line(polyline((0, 0), (0, 0.34)), deep(metal, 0.1), BOLD * 1.6)
    still.fill(disc(0, 0.4, 0.11), d.main)
    body = own.grown(0, 5, 0, 0.4)
    body.fill(box(-0.09, -0.1, 0.18, 0.16), deep(metal, 0.22))
    body.solid(box(-0.42, 0.0, 0.84, 0.64, 0.16), metal, 0.66)
    body.fill(box(-0.26, 0.14, 0.52, 0.34, 0.07), d.shade)
    beat = [
        (-0.22 + 0.055 * n, 0.31 - 0.1 * math.exp(-((n - 4 - 3 * d.wave(2.3)) ** 2) / 1.2) * (1 if n % 2 else -0.8))
        for n in range(9)
    ]
    body.line(Outline().polygon(beat, closed=False).path(), d.accent, FINE * 1.2)
    head = own.grown(3, 5, 0, -0.1).turned(d.wave(3.7, 4), 0, -0.05)
    head.line(polyline((0, -0.66), (0, -0.84)), deep(metal, 0.18), LINE)
    head.fill(disc(0, -0.88, 0.075), d.accent)
    head.fill(disc(0, -0.88, 0.12), d.accent, 0.3 * (0.5 + 0.5 * d.wave(1.3)))
    head.solid(together(box(-0.64, -0.46, 0.12, 0.24, 0.05), box(0.52, -0.46, 0.12, 0.24, 0.05)), d.main, 0.6)
    head.solid(box(-0.54, -0.68, 1.08, 0.62, 0.22), metal, 0.66)
    head.fill(box(-0.42, -0.56, 0.84, 0.38, 0.17), d.shade)
    blink = 0.12 if d.cycle(3.1) > 0.95 else 1.0
    look = d.wave(3.7, 0.05)
    eyes = d.grown(4, 5, 0, -0.4)
    for side in (-1, 1):
        eyes.fill(disc(0, 0, 0.09), d.accent, at=Transform(d=blink, e=side * 0.2 + look, f=-0.38 + hover))
        eyes.fill(
            disc(-0.025, -0.03, 0.025), (255, 255, 255), at=Transform(d=blink, e=side * 0.2 + look, f=-0.38 + hover)
        )
    eyes.line(curve((-0.08, -0.25), (0, -0.22), (0.08, -0.25)), d.accent, FINE, at=Transform(e=look, f=hover))


_NODES = (
    (0.0, 0.0, 0.2),
    (-0.68, -0.44, 0.13),
    (0.1, -0.74, 0.12),
    (0.74, -0.36, 0.15),
    (0.66, 0.5, 0.13),
    (-0.06, 0.74, 0.14),
    (-0.72, 0.38, 0.12),
)
_LINKS = ((0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (0, 6), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 1))


def network(d: Drawing) -> None:
    spots = [
        (x + d.wave(3.1 + 0.3 * n, 0.035, n * 0.31), y + d.wave(2.7 + 0.2 * n, 0.035, n * 0.17))
        for n, (x, y, _) in enumerate(_NODES)
    ]
    for number, (one, other) in enumerate(_LINKS):
        seen = d.part(1 + number // 6, 5)
        (x0, y0), (x1, y1) = spots[one], spots[other]
        link = Outline().move(x0, y0).line(x1, y1).path()
        d.line(link, mix(d.air, d.main, 0.3), FINE * 1.2, trim=(0, seen), alpha=0.7)
        go = d.cycle(1.9 + 0.2 * (number % 4), number * 0.37)
        if number % 2 == 0 or number > 8:
            d.fill(
                disc(0, 0, 0.038),
                d.accent,
                seen * math.sin(math.pi * go),
                at=Transform(e=x0 + (x1 - x0) * go, f=y0 + (y1 - y0) * go),
            )
    for number, ((x, y), (_, _, size)) in enumerate(zip(spots, _NODES, strict=True)):
        own = d.grown(0 if number == 0 else 2 + number % 3, 5, x, y)
        colour = d.main if number == 0 else (d.accent, d.second)[number % 2]
        pulse = 1 + d.wave(2.3, 0.05, number * 0.21)
        own.fill(disc(0, 0, size * 1.45), colour, 0.22, at=Transform.at(x, y, pulse))
        own.solid(disc(0, 0, size), colour, 0.6, at=Transform.at(x, y))
        own.fill(disc(0, 0, size * 0.36), d.light, at=Transform.at(x, y))


DRAWINGS = {"computer": computer, "phone": phone, "chip": chip, "robot": robot, "network": network}
