"""What is bought and sold, and what is given: coins, wallets, shops, carts, gifts, boxes."""

from __future__ import annotations

import math

from lingoreel.media.film.canvas import Colour
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, FINE, GROUND, LINE, Drawing
from lingoreel.media.film.motifs.outlines import box, disc, polygon, polyline, star, together, traced
from lingoreel.media.film.motifs.props import HEART, sparkle, wheel


def _coin(d: Drawing, x: float, y: float, size: float, wide: float, gold: Colour) -> None:
    """A coin seen from the front where `wide` is 1, from its edge where it is 0."""
    squeeze = max(0.08, abs(wide))
    edge = Transform(size * squeeze, 0, 0, size, x + 0.07 * size * (1 - squeeze), y)
    d.fill(disc(0, 0, 1), deep(gold, 0.14), at=edge)
    at = Transform(size * squeeze, 0, 0, size, x - 0.05 * size, y)
    d.solid(disc(0, 0, 1), gold, 0.6, at=at)
    d.line(disc(0, 0, 0.76), deep(gold, 0.1), 0.07, at=at)
    d.fill(_MARK, deep(gold, 0.14), at=at)


_MARK = star(0, 0.02, 0.5, 0.24)


def coin(d: Drawing) -> None:
    d.shadow(0.7)
    gold = d.natural(86, 0.84, 0.15)
    for stack, (x, count) in enumerate(((-0.56, 3), (0.58, 4))):
        for number in range(count):
            own = d.grown(1 + stack, 4, x, GROUND)
            y = 0.78 - 0.13 * number
            own.fill(traced("M-.3 0 V.08 C-.3 .18 .3 .18 .3 .08 V0 Z"), deep(gold, 0.12), at=Transform(e=x, f=y - 0.02))
            own.fill(
                disc(0, 0, 0.3, 0.085), gold if number < count - 1 else pale(gold, 0.03), at=Transform(e=x, f=y - 0.02)
            )
            own.line(
                traced("M-.14 .12 V.16 M.04 .13 V.17 M.18 .11 V.15"),
                pale(gold, 0.05),
                FINE,
                at=Transform(e=x, f=y - 0.04),
            )
    own = d.grown(0, 4, 0, 0)
    _coin(own, 0, -0.16 + d.wave(2.3, 0.04), 0.58, math.cos(d.t * 1.25 + 0.5), gold)
    for number, (x, y) in enumerate(((-0.66, -0.5), (0.7, -0.4), (0.5, -0.78))):
        sparkle(d.grown(3, 4, x, y), x, y, 0.12, 1.7 + 0.3 * number, number * 0.4)


def wallet(d: Drawing) -> None:
    d.shadow(0.86, 0, 0.76)
    gold = d.natural(86, 0.84, 0.15)
    own = d.grown(0, 4, 0, 0.3)
    back = d.risen(1, 4, 0.3)
    for number, (x, colour, lift) in enumerate(((-0.5, d.natural(150, 0.74, 0.12), 0.0), (-0.3, d.second, 0.07))):
        note = back.at(0, d.wave(2.3, 0.02, number * 0.3), 1, -3 + 5 * number)
        note.solid(box(x, -0.58 - lift, 0.92, 0.5, 0.04), colour, 0.75)
        note.line(box(x + 0.07, -0.51 - lift, 0.78, 0.4, 0.02), pale(colour, 0.14), FINE)
        note.fill(disc(x + 0.46, -0.33 - lift, 0.11), pale(colour, 0.14))
    own.solid(box(-0.8, -0.36, 1.56, 1.1, 0.12), d.main, 0.75)
    own.fill(traced("M-.8 -.24 Q-.8 -.36 -.68 -.36 H.64 Q.76 -.36 .76 -.24 V-.12 H-.8 Z"), deep(d.main, 0.1))
    own.line(traced("M-.72 -.04 H.68 M-.72 .66 H.68"), pale(d.main, 0.13), FINE, dash=(0.06, 0.05))
    clasp = d.grown(2, 4, 0.6, 0.2)
    clasp.solid(traced("M.86 .02 H.4 Q.22 .02 .22 .2 Q.22 .38 .4 .38 H.86 Z"), deep(d.main, 0.14), 0.8)
    clasp.fill(disc(0.42, 0.2, 0.08), gold)
    for number in range(3):
        age = d.cycle(2.8, number / 3)
        seen = d.part(3, 4)
        x, y = -0.3 + 0.34 * number + 0.1 * age, -0.86 + 0.62 * age**2
        if age < 0.92:
            _coin(
                d.inside(box(-1, -1, 2, 0.64)),
                x,
                y,
                0.13 * seen * min(1.0, 6 * age) + 0.002,
                math.cos(d.t * 5 + number),
                gold,
            )


def shop(d: Drawing) -> None:
    d.shadow(0.94)
    wall = mix(d.light, d.second, 0.14)
    body = d.risen(0, 5)
    body.solid(box(-0.8, -0.34, 1.6, 1.2, 0.02), wall, 0.78, slope=0.0, by=0.06)
    body.fill(box(-0.86, 0.76, 1.72, 0.1, 0.02), deep(d.main, 0.16))
    sign = d.grown(3, 5, 0, -0.7)
    sign.solid(box(-0.56, -0.84, 1.12, 0.3, 0.06), d.second, 0.75)
    sign.fill(
        together(
            box(-0.38, -0.73, 0.3, 0.08, 0.03), box(0.0, -0.73, 0.16, 0.08, 0.03), box(0.22, -0.73, 0.18, 0.08, 0.03)
        ),
        d.light,
    )
    pane = d.grown(2, 5, -0.26, 0.3)
    pane.fill(box(-0.66, 0.04, 0.78, 0.56, 0.02), d.shade)
    pane.fill(box(-0.62, 0.08, 0.7, 0.48), mix(d.natural(92, 0.88, 0.1), d.light, round(0.3 + 0.2 * d.wave(2.9), 2)))
    goods = ((-0.5, 0.12, d.main), (-0.27, 0.17, d.accent), (-0.05, 0.1, d.second))
    for number, (x, size, colour) in enumerate(goods):
        pane.solid(box(-size / 2, -size * 1.4, size, size * 1.4, 0.03), colour, 0.6, at=Transform(e=x, f=0.56))
        pane.fill(disc(0, 0, 0.035), colour, at=Transform(e=x, f=0.5 - size * 1.4 + d.wave(2.1, 0.01, number * 0.3)))
    pane.fill(polygon((-0.5, 0.08), (-0.36, 0.08), (-0.56, 0.56), (-0.62, 0.56), (-0.62, 0.36)), (255, 255, 255), 0.3)
    door = d.grown(2, 5, 0.46, 0.5)
    door.solid(box(0.26, 0.06, 0.4, 0.76, 0.02), d.main, 0.7, slope=0.0)
    door.fill(box(0.32, 0.14, 0.28, 0.34, 0.02), d.natural(232, 0.84, 0.06))
    door.fill(disc(0.33, 0.58, 0.03), d.light)
    tag = d.grown(4, 5, 0.46, 0.2).turned(d.wave(2.2, 9), 0.46, 0.16)
    tag.line(polyline((0.36, 0.28), (0.46, 0.16), (0.56, 0.28)), d.shade, FINE * 0.6)
    tag.fill(box(0.34, 0.27, 0.24, 0.11, 0.02), d.accent)
    roof = d.grown(1, 5, 0, -0.5)
    for number in range(7):
        x0, x1 = -0.8 + number * 1.6 / 7, -0.8 + (number + 1) * 1.6 / 7
        low0, low1 = -0.95 + number * 1.9 / 7, -0.95 + (number + 1) * 1.9 / 7
        drop = -0.06 + d.wave(2.3, 0.012, number * 0.14)
        colour = d.main if number % 2 == 0 else d.light
        radius = (low1 - low0) / 2
        flap = (
            Outline()
            .move(x0, -0.56)
            .line(x1, -0.56)
            .line(low1, drop)
            .arc(low1 - radius, drop, radius, 0, 180, joined=True)
            .close()
        )
        roof.fill(flap.path(), colour if number < 5 else mix(colour, d.shade, 0.14))


def cart(d: Drawing) -> None:
    d.shadow(0.7, 0.06, 0.88)
    steel = mix(d.air, d.shade, 0.2) if d.air == d.light else d.shade
    own = d.at(d.wave(2.9, 0.03), 0)
    wares = (
        (-0.3, 0.3, 0.62, d.accent, 0),
        (0.06, 0.34, 0.8, d.second, 1),
        (0.42, 0.28, 0.56, d.accent, 2),
        (-0.1, 0.26, 0.46, d.natural(150, 0.72, 0.13), 3),
    )
    for x, width, height, colour, number in wares:
        drop = own.risen(2 + number % 3, 5, 0.3).at(0, -0.02 * abs(d.wave(1.9, 1.0, number * 0.2)))
        if number == 3:
            drop.solid(disc(x + 0.02, -0.3, 0.2), colour, 0.6)
            continue
        drop.solid(box(x - width / 2, 0.2 - height, width, height, 0.03), colour, 0.65, slope=0.0)
        drop.fill(box(x - 0.04, 0.2 - height, 0.08, height), d.light, 0.5)
    basket = own.grown(0, 5, 0.1, 0.1)
    basket.solid(traced("M-.58 -.22 H.84 L.7 .34 Q.68 .4 .62 .4 H-.38 Q-.44 .4 -.46 .34 Z"), d.main, 0.72)
    for number in range(5):
        x = -0.34 + 0.24 * number
        basket.line(polyline((x, -0.1), (x * 0.82 + 0.03, 0.28)), deep(d.main, 0.16), LINE)
    frame = polyline((-0.94, -0.58), (-0.74, -0.58), (-0.46, 0.46), (-0.4, 0.6), (0.66, 0.6))
    own.line(frame, steel, BOLD, trim=(0, d.part(1, 5)))
    own.grown(1, 5, -0.9, -0.58).line(polyline((-0.94, -0.58), (-0.84, -0.58)), d.accent, BOLD * 1.5)
    roll = d.wave(2.9, 60)
    for x in (-0.28, 0.54):
        wheel(own.grown(2, 5, x, 0.76), x, 0.75, 0.115, roll)


def gift(d: Drawing) -> None:
    d.shadow(0.72)
    hop = max(0.0, d.wave(1.9)) ** 3
    own = d.at(0, -0.03 * hop)
    body = own.risen(0, 4)
    body.solid(box(-0.6, -0.1, 1.2, 0.96, 0.04), d.main, 0.66)
    body.fill(box(-0.6, -0.1, 1.2, 0.12), deep(d.main, 0.12), 0.6)
    body.solid(box(-0.13, -0.1, 0.26, 0.96), d.accent, 0.6, slope=0.0)
    lid = own.grown(1, 4, 0, -0.2).at(0, -0.09 * hop, 1, 3.5 * hop)
    lid.solid(box(-0.7, -0.36, 1.4, 0.28, 0.05), pale(d.main, 0.04), 0.66)
    lid.solid(box(-0.15, -0.36, 0.3, 0.28), d.accent, 0.6, slope=0.0)
    bow = lid.grown(2, 4, 0, -0.36)
    for side in (-1, 1):
        loop = Transform(side * (1 + d.wave(1.9, 0.04)), 0, 0, 1, 0, 0)
        bow.solid(traced("M0 -.38 C.1 -.66 .34 -.86 .52 -.74 C.66 -.62 .4 -.42 0 -.36 Z"), d.accent, 0.5, at=loop)
        bow.fill(traced("M.1 -.44 C.2 -.58 .34 -.7 .43 -.66 C.5 -.6 .34 -.48 .1 -.44 Z"), deep(d.accent, 0.14), at=loop)
    bow.solid(disc(0, -0.42, 0.11), deep(d.accent, 0.03), 0.55)
    for number in range(9):
        age = d.cycle(2.4, number * 0.618)
        x = math.sin(number * 2.4) * (0.25 + 0.6 * age)
        y = -0.5 - 0.42 * math.sin(math.pi * min(1.0, age * 1.15)) + 0.1 * (number % 3) + 0.35 * age
        colour = (d.second, d.accent, d.main, d.light)[number % 4]
        at = Transform.at(
            x, max(-0.94, y), 0.05 * d.part(3, 4) * math.sin(math.pi * age) + 0.001, number * 47 + d.t * 90
        )
        d.fill(box(-0.7, -0.45, 1.4, 0.9, 0.1) if number % 2 else disc(0, 0, 0.7), colour, at=at)


def package(d: Drawing) -> None:
    d.shadow(0.8)
    card = d.natural(68, 0.72, 0.09)
    own = d.turned(d.wave(2.7, 1.2), 0, GROUND)
    body = own.risen(0, 4)
    body.fill(polygon((-0.74, -0.28), (0, 0.0), (0, 0.9), (-0.74, 0.58)), pale(card, 0.02))
    body.fill(polygon((0.74, -0.28), (0, 0.0), (0, 0.9), (0.74, 0.58)), deep(card, 0.08))
    body.fill(polygon((-0.74, -0.28), (0, -0.54), (0.74, -0.28), (0, 0.0)), deep(card, 0.2))
    lift = d.part(2, 4) * (0.85 + d.wave(2.3, 0.15))
    peek = d.risen(3, 4, -0.1).at(0, -0.05 + d.wave(2.1, 0.03))
    peek.inside(polygon((-0.74, -1), (0.74, -1), (0.74, -0.28), (0, 0.0), (-0.74, -0.28))).solid(
        HEART, d.main, 0.55, at=Transform.at(0, -0.4, 0.3)
    )
    for side in (-1, 1):
        flap = Outline().polygon(
            [
                (0, 0.0),
                (side * 0.74, -0.28),
                (side * (0.74 + 0.2 * lift), -0.28 + 0.3 - 0.34 * lift),
                (side * 0.22 * lift, 0.3 - 0.34 * lift + 0.24),
            ]
        )
        body.fill(flap.close().path(), pale(card, 0.07) if side < 0 else deep(card, 0.02))
        back = Outline().polygon(
            [
                (0, -0.54),
                (side * 0.74, -0.28),
                (side * (0.74 + 0.1 * lift), -0.28 - 0.26 * lift),
                (side * 0.14, -0.54 - 0.26 * lift),
            ]
        )
        body.fill(back.close().path(), deep(card, 0.05) if side < 0 else deep(card, 0.12))
    label = own.grown(1, 4, -0.4, 0.5)
    label.fill(polygon((-0.62, 0.24), (-0.32, 0.36), (-0.32, 0.58), (-0.62, 0.46)), d.light)
    label.line(traced("M-.56 .34 L-.38 .41 M-.56 .41 L-.44 .46"), d.shade, FINE)
    label.fill(
        polygon((0.3, 0.5), (0.42, 0.28), (0.54, 0.4), (0.46, 0.43), (0.46, 0.6), (0.38, 0.63), (0.38, 0.47)),
        deep(card, 0.24),
    )


DRAWINGS = {"coin": coin, "wallet": wallet, "shop": shop, "cart": cart, "gift": gift, "box": package}
