"""What is read and written: books, pens, letters, newspapers, and charts."""

from __future__ import annotations

import math

from lingoreel.media.film.canvas import Linear
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, FINE, GROUND, LINE, Drawing
from lingoreel.media.film.motifs.outlines import both_sides, box, curve, disc, polygon, polyline, traced
from lingoreel.media.film.motifs.props import HEART, sparkle

_PAGE = traced("M0 -.34 C.16 -.5 .5 -.52 .8 -.44 V.44 C.5 .36 .16 .4 0 .54 Z")
_COVER = traced("M0 -.26 C.2 -.4 .5 -.44 .9 -.36 V.58 C.5 .5 .2 .54 0 .66 Z")


def book(d: Drawing) -> None:
    d.shadow(0.9, 0, 0.8)
    own = d.at(0, 0.04 + d.wave(2.9, 0.012))
    cover = own.grown(0, 4, 0, 0.5)
    cover.fill(both_sides(_COVER), d.main)
    cover.fill(_COVER, deep(d.main, 0.09))
    paper = d.light
    left, right = own.grown(1, 4, 0, 0.4), own.grown(1, 4, 0, 0.4)
    left.fill(
        _PAGE,
        Linear(0, 0, 0.8, 0, ((0.0, mix(paper, d.shade, 0.22), 1.0), (0.3, paper, 1.0), (1.0, paper, 1.0))),
        at=Transform.stretch(-1, 1),
    )
    right.fill(
        _PAGE,
        Linear(
            0,
            0,
            0.8,
            0,
            (
                (0.0, mix(paper, d.shade, 0.32), 1.0),
                (0.3, mix(paper, d.shade, 0.08), 1.0),
                (1.0, mix(paper, d.shade, 0.08), 1.0),
            ),
        ),
    )
    ink = mix(paper, d.shade, 0.4)
    for number in range(4):
        seen = own.part(2 + number // 2, 4)
        y = -0.2 + number * 0.15
        own.line(curve((-0.68, y - 0.06), (-0.4, y - 0.08), (-0.13, y + 0.03)), ink, FINE, trim=(0, seen))
        own.line(
            curve((0.13, y + 0.03), (0.4, y - 0.08), (0.68 - 0.2 * (number == 3), y - 0.06)), ink, FINE, trim=(0, seen)
        )
    own.line(polyline((0.0, -0.3), (0.0, 0.52)), mix(paper, d.shade, 0.35), FINE * 0.6)
    turn = d.cycle(4.3, 0.2)
    lift = min(1.0, max(0.0, (turn - 0.45) / 0.4))
    if 0 < lift < 1:
        swing = math.cos(math.pi * lift * lift * (3 - 2 * lift))
        sheet = Transform(a=swing if abs(swing) > 0.02 else 0.02, b=-0.3 * math.sin(math.pi * lift), d=1.0)
        own.grown(3, 4, 0, 0.4).fill(_PAGE, mix(paper, d.shade, 0.03 + 0.13 * lift), at=sheet)
    mark = own.grown(3, 4, 0.4, -0.4)
    mark.fill(traced("M.5 -.49 L.62 -.49 L.62 -.1 L.56 -.17 L.5 -.1 Z"), d.accent)
    for number, (x, y) in enumerate(((-0.3, -0.72), (0.24, -0.8), (0.62, -0.66))):
        sparkle(own.grown(3, 4, x, y), x, y, 0.1, 2.1 + 0.3 * number, number * 0.37)


def pen(d: Drawing) -> None:
    script = curve(
        (-0.86, 0.66),
        (-0.7, 0.44),
        (-0.62, 0.62),
        (-0.5, 0.72),
        (-0.4, 0.46),
        (-0.28, 0.66),
        (-0.16, 0.7),
        (-0.04, 0.5),
        (0.1, 0.66),
        (0.3, 0.62),
    )
    seen = d.part(2, 3)
    phase = d.cycle(4.9, 0.3)
    written = min(1.0, phase / 0.7) if d.enter >= 1 else 1.0
    d.line(script, d.air, LINE * 1.2, trim=(0, seen), alpha=0.35)
    d.line(script, d.air, LINE * 1.2, trim=(0, seen * written))
    reach = (-0.72 + 1.0 * written) if phase < 0.7 else 0.28 - 1.0 * ((phase - 0.7) / 0.3) ** 2
    lift = 0.0 if phase < 0.7 else 0.12 * math.sin(math.pi * (phase - 0.7) / 0.3)
    own = d.grown(0, 3, 0, 0.2).at(-0.05 + 0.36 * reach, 0.62 + d.wave(0.61, 0.03) - lift, 1.08, 36 + d.wave(0.61, 3))
    body = own.grown(0, 3, 0, -0.5)
    body.solid(box(-0.12, -1.36, 0.24, 0.86, 0.06), d.main, 0.58, slope=0.0)
    body.solid(box(-0.128, -0.72, 0.256, 0.1, 0.02), d.natural(85, 0.82, 0.12), 0.58, slope=0.0)
    body.solid(traced("M-.12 -.52 H.12 L.085 -.3 H-.085 Z"), d.shade, 0.58, slope=0.0)
    nib = own.grown(1, 3, 0, -0.3)
    nib.solid(
        traced("M-.085 -.3 H.085 C.1 -.18 .04 -.08 0 0 C-.04 -.08 -.1 -.18 -.085 -.3 Z"),
        d.natural(85, 0.82, 0.12),
        0.5,
        slope=0.0,
    )
    nib.line(polyline((0, -0.02), (0, -0.18)), d.shade, FINE * 0.7)
    nib.fill(disc(0, -0.19, 0.025), d.shade)
    body.line(polyline((0.125, -1.26), (0.16, -1.2), (0.16, -0.86)), d.natural(85, 0.82, 0.12), LINE)
    body.line(polyline((-0.06, -1.24), (-0.06, -0.84)), (255, 255, 255), FINE, alpha=0.5)


def letter(d: Drawing) -> None:
    d.shadow(0.8, 0, 0.82)
    own = d.at(0, d.wave(2.7, 0.02), 1, d.wave(3.3, 1.2))
    back = own.grown(0, 4, 0, 0.3)
    back.solid(
        traced("M-.82 -.14 L-.06 -.66 Q0 -.7 .06 -.66 L.82 -.14 V.6 H-.82 Z"), deep(d.main, 0.14), 0.5, slope=0.0
    )
    up = own.part(2, 4)
    rise = 0.62 * (1 - up) - d.wave(2.3, 0.03) * up
    sheet = own.inside(traced("M-.8 -1.2 H.8 V.3 L0 .6 L-.8 .3 Z")).at(0, rise)
    seen = own.grown(1, 4, 0, 0.3)
    if up > 0:
        sheet.fill(box(-0.62, -0.72, 1.24, 1.2, 0.04), d.light)
        sheet.fill(disc(0.4, -0.52, 0.1), d.accent)
        for number, length in enumerate((0.6, 0.96, 0.96, 0.7)):
            sheet.line(
                polyline((-0.48, -0.54 + 0.16 * number), (-0.48 + length, -0.54 + 0.16 * number)),
                mix(d.light, d.shade, 0.3),
                LINE,
                trim=(0, own.part(3, 4)),
            )
    seen.fill(traced("M-.82 -.14 L-.1 .36 L-.76 .66 Q-.82 .66 -.82 .58 Z"), pale(d.main, 0.02))
    seen.fill(traced("M.82 -.14 L.1 .36 L.76 .66 Q.82 .66 .82 .58 Z"), deep(d.main, 0.07))
    seen.solid(
        traced("M-.78 .64 L-.08 .22 Q0 .17 .08 .22 L.78 .64 Q.76 .68 .7 .68 H-.7 Q-.76 .68 -.78 .64 Z"),
        d.main,
        0.75,
        slope=0.0,
    )
    wax = own.grown(3, 4, 0, 0.3)
    wax.solid(disc(0, 0.36, 0.13), d.accent, 0.55)
    wax.fill(HEART, d.light, at=Transform.at(0, 0.37, 0.065 + d.wave(1.1, 0.006)))


def newspaper(d: Drawing) -> None:
    d.shadow(0.8)
    own = d.turned(d.wave(3.1, 1.6), 0, 0.8)
    paper = d.light
    back = own.grown(0, 4, 0, 0.2)
    back.fill(box(-0.62, -0.68, 1.44, 1.48, 0.05), mix(paper, d.shade, 0.25))
    front = own.grown(1, 4, 0, 0.2)
    front.fill(box(-0.8, -0.8, 1.44, 1.6, 0.05), paper)
    front.solid(box(-0.7, -0.7, 1.24, 0.26, 0.02), d.main, 0.8, slope=0.0)
    letters = own.grown(2, 4, 0, -0.56)
    for number, width in enumerate((0.2, 0.14, 0.24, 0.16)):
        x = -0.58 + (0.0, 0.26, 0.46, 0.76)[number]
        letters.fill(box(x, -0.63, width, 0.12, 0.02), paper)
    ink = mix(paper, d.shade, 0.45)
    shot = own.grown(2, 4, -0.4, 0)
    frame = box(-0.7, -0.34, 0.62, 0.5, 0.02)
    shot.fill(frame, mix(d.accent, paper, 0.35))
    scene = shot.inside(frame)
    scene.fill(disc(0, 0, 0.09), d.natural(85, 0.88, 0.13), at=Transform.at(-0.24 + d.wave(3.7, 0.03), -0.2))
    scene.fill(polygon((-0.74, 0.18), (-0.5, -0.14), (-0.3, 0.08), (-0.2, -0.02), (0.0, 0.18)), deep(d.accent, 0.08))
    reading = d.cycle(5.1) * 9
    for number in range(5):
        y = -0.32 + number * 0.117
        own.line(
            polyline((0.02, y), (0.52, y)), d.accent if int(reading) == number else ink, LINE, trim=(0, own.part(2, 4))
        )
    for number in range(4):
        y = 0.3 + number * 0.13
        colour = d.accent if int(reading) == number + 5 else ink
        own.line(polyline((-0.68, y), (-0.1, y)), colour, LINE, trim=(0, own.part(3, 4)))
        own.line(polyline((0.02, y), (0.52 - 0.2 * (number == 3), y)), ink, LINE, trim=(0, own.part(3, 4)))


def chart(d: Drawing) -> None:
    d.shadow(0.9)
    board = d.grown(0, 6, 0, 0)
    board.fill(box(-0.9, -0.84, 1.8, 1.62, 0.1), mix(d.light, d.shade, 0.18))
    board.fill(box(-0.9, -0.86, 1.8, 1.6, 0.1), d.light)
    for y in (-0.5, -0.2, 0.1):
        board.line(polyline((-0.7, y), (0.7, y)), mix(d.light, d.shade, 0.14), FINE * 0.7)
    for number, (height, colour) in enumerate(
        ((0.4, d.second), (0.62, d.accent), (0.5, d.second), (0.84, d.accent), (1.06, d.main))
    ):
        own = d.risen(1 + number, 7, 0.46)
        live = height * (1 + d.wave(2.2 + 0.2 * number, 0.05, number * 0.27))
        own.solid(
            box(-0.1, -1, 0.2, 1.0), colour, 0.6, slope=0.0, at=Transform(d=live, e=-0.56 + 0.28 * number, f=0.46)
        )
    board.line(polyline((-0.74, -0.68), (-0.74, 0.48), (0.76, 0.48)), d.shade, LINE)
    for number in range(5):
        board.line(
            polyline((-0.62 + 0.28 * number, 0.6), (-0.5 + 0.28 * number, 0.6)), mix(d.light, d.shade, 0.35), LINE
        )


def growth(d: Drawing) -> None:
    d.shadow(0.9)
    for number, height in enumerate((0.34, 0.54, 0.78, 1.06)):
        own = d.risen(number, 7)
        live = height + d.wave(2.3 + 0.17 * number, 0.025, number * 0.23)
        colour = deep(d.main, 0.12 - 0.06 * number)
        own.solid(
            box(-0.17, -1, 0.34, 1.0), colour, 0.62, slope=0.0, at=Transform(d=live, e=-0.68 + 0.44 * number, f=GROUND)
        )
        own.fill(box(-0.17, 0, 0.34, 0.06), pale(colour, 0.1), at=Transform(e=-0.68 + 0.44 * number, f=GROUND - live))
    rise = d.part(5, 7)
    up = polyline((-0.86, 0.16), (-0.42, -0.12), (-0.16, 0.02), (0.3, -0.42), (0.72, -0.72))
    lift = Transform(f=d.wave(1.9, 0.03))
    d.line(up, d.accent, BOLD * 1.3, trim=(0, rise), at=lift)
    head = d.grown(6, 7, 0.74, -0.74)
    head.fill(polygon((0.93, -0.88), (0.86, -0.5), (0.56, -0.8)), d.accent, at=lift)
    glint = d.cycle(1.9) * 1.3
    d.line(up, d.light, FINE, trim=(max(0.0, glint - 0.2), min(rise, glint)), at=lift, alpha=0.8)


DRAWINGS = {
    "book": book,
    "pen": pen,
    "letter": letter,
    "newspaper": newspaper,
    "chart": chart,
    "growth": growth,
}
