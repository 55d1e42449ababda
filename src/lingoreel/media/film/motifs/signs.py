"""Signs: question and check marks, arrows, speech bubbles, megaphones, hearts."""

from __future__ import annotations

import math

from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, LINE, Drawing
from lingoreel.media.film.motifs.outlines import arc, box, curve, disc, polyline, traced
from lingoreel.media.film.motifs.props import HEART


def question(d: Drawing) -> None:
    own = d.turned(d.wave(2.7, 4), 0, 0.86)
    mark = traced("M-.36 -.4 C-.36 -.68 -.16 -.8 .02 -.8 C.24 -.8 .42 -.64 .42 -.4 C.42 -.04 0 -.06 0 .34")
    seen = d.part(0, 3)
    width = 0.24 * min(1.0, 2 * seen)
    own.line(mark, deep(d.main, 0.12), width, trim=(0, seen), at=Transform(e=0.035, f=0.035))
    own.line(mark, d.main, width, trim=(0, seen))
    own.line(traced("M-.34 -.46 C-.3 -.66 -.14 -.76 .02 -.76"), pale(d.main, 0.14), LINE, trim=(0, seen))
    dot = own.grown(1, 3, 0, 0.72).at(0, 0.7 - abs(d.wave(2.3, 0.06)))
    dot.fill(disc(0.03, 0.03, 0.15), deep(d.accent, 0.12))
    dot.solid(disc(0, 0, 0.15), d.accent, 0.62)
    for number, (x, y, size) in enumerate(
        ((-0.74, -0.1, 0.26), (0.76, -0.46, 0.22), (0.64, 0.42, 0.3), (-0.62, 0.56, 0.18))
    ):
        small = d.grown(2, 3, x, y).at(x, y + d.wave(2.9, 0.05, number * 0.27), size, d.wave(2.3, 14, number * 0.4))
        small.line(mark, d.second if number % 2 else d.accent, 0.24, alpha=0.75)
        small.fill(disc(0, 0.7, 0.15), d.second if number % 2 else d.accent, 0.75)


def check(d: Drawing) -> None:
    pulse = 1 + d.wave(2.1, 0.015)
    ripple = d.cycle(2.7)
    own = d.grown(0, 3).at(0, 0, pulse)
    d.line(
        disc(0, 0, 0.8), d.main, LINE, alpha=0.5 * (1 - ripple) * d.part(2, 3), at=Transform.at(0, 0, 1 + 0.22 * ripple)
    )
    own.solid(disc(0, 0, 0.76), d.main, 0.66)
    own.line(disc(0, 0, 0.64), pale(d.main, 0.1), LINE, trim=(0, d.part(1, 3)))
    mark = polyline((-0.34, 0.04), (-0.09, 0.29), (0.37, -0.24))
    own.line(mark, deep(d.main, 0.16), 0.17, trim=(0, d.part(1, 3)), at=Transform(e=0.03, f=0.05))
    own.line(mark, d.light, 0.17, trim=(0, d.part(1, 3)))
    for number in range(8):
        burst = d.grown(2, 3).at(0, 0, 1, number * 45 + 22)
        burst.fill(
            disc(0, 0, 0.035),
            d.accent if number % 2 else d.second,
            at=Transform.at(0, -0.9 - d.wave(1.9, 0.035, number * 0.25), 1),
        )


def arrow_up(d: Drawing) -> None:
    d.shadow(0.4, 0, 0.92)
    lift = d.wave(1.9, 0.045)
    own = d.risen(0, 3, 0.84).at(0, lift)
    shape = traced(
        "M-.06 -.84 Q0 -.9 .06 -.84 L.62 -.26 Q.7 -.14 .56 -.12 H.27 V.7 Q.27 .78 .19 .78 H-.19 "
        "Q-.27 .78 -.27 .7 V-.12 H-.56 Q-.7 -.14 -.62 -.26 Z"
    )
    own.fill(shape, deep(d.main, 0.14), at=Transform(e=0.04, f=0.05))
    own.solid(shape, d.main, 0.5, slope=0.0)
    stream = own.inside(traced("M-.27 -.3 H.27 V.78 H-.27 Z"))
    for number in range(4):
        age = (d.cycle(1.8) + number) / 4
        stream.line(
            polyline((-0.2, 0.1), (0, -0.1), (0.2, 0.1)),
            pale(d.main, 0.14),
            LINE,
            at=Transform(f=0.95 - 1.2 * age),
            alpha=math.sin(math.pi * age),
        )
    for number, (x, low, colour) in enumerate(
        ((-0.76, 0.66, d.accent), (0.76, 0.5, d.second), (-0.72, -0.1, d.second), (0.54, 0.88, d.accent))
    ):
        age = d.cycle(1.9 + 0.2 * number, number * 0.31)
        mark = d.grown(1 + number % 2, 3, x, low)
        mark.line(
            polyline((-0.1, 0.1), (0, 0), (0.1, 0.1)),
            colour,
            BOLD,
            at=Transform(e=x, f=low - 0.5 * age),
            alpha=math.sin(math.pi * age),
        )


_BUBBLE = traced(
    "M-.56 -.56 H.56 Q.84 -.56 .84 -.28 V.16 Q.84 .44 .56 .44 H-.1 L-.42 .76 Q-.5 .8 -.5 .7 V.44 H-.56 "
    "Q-.84 .44 -.84 .16"
    "V-.28 Q-.84 -.56 -.56 -.56 Z"
)


def speech_bubble(d: Drawing) -> None:
    own = d.grown(0, 3, -0.4, 0.7).at(0, -0.02 + d.wave(2.6, 0.025), 1.08, d.wave(3.1, 1.5))
    own.fill(_BUBBLE, deep(d.main, 0.16), at=Transform(e=0.035, f=0.045))
    own.solid(_BUBBLE, d.main, 0.74)
    for number in range(3):
        dot = own.grown(1 + number // 2, 3, -0.36 + 0.36 * number, -0.06)
        hop = max(0.0, math.sin(2 * math.pi * (d.t / 1.3 - number * 0.14))) ** 2
        dot.fill(disc(0, 0, 0.12), d.light, at=Transform.at(-0.36 + 0.36 * number, -0.05 - 0.13 * hop, 1))
    own.line(curve((-0.7, -0.2), (-0.68, -0.36), (-0.54, -0.43)), pale(d.main, 0.14), LINE)


def chat(d: Drawing) -> None:
    back = d.grown(0, 4, 0.7, -0.1).at(0.26, -0.3 + d.wave(2.9, 0.02), 0.72)
    back.fill(_BUBBLE, deep(d.second, 0.05), at=Transform.stretch(-1, 1))
    for number, length in enumerate((0.9, 1.1, 0.6)):
        back.line(
            polyline((-0.55, -0.28 + 0.22 * number), (-0.55 + length, -0.28 + 0.22 * number)),
            d.light,
            0.085,
            trim=(0, d.part(1, 4)),
            alpha=0.9,
        )
    front = d.grown(1, 4, -0.7, 0.7).at(-0.24, 0.34 + d.wave(2.5, 0.025, 0.4), 0.74)
    front.fill(_BUBBLE, deep(d.main, 0.16), at=Transform(e=0.04, f=0.05))
    front.solid(_BUBBLE, d.main, 0.74)
    for number in range(3):
        hop = max(0.0, math.sin(2 * math.pi * (d.t / 1.2 - number * 0.14))) ** 2
        front.grown(2, 4, 0, 0).fill(
            disc(0, 0, 0.11), d.light, at=Transform.at(-0.34 + 0.34 * number, -0.05 - 0.13 * hop)
        )
    for number in range(2):
        age = d.cycle(2.9, number * 0.5)
        d.fill(
            HEART,
            d.accent,
            math.sin(math.pi * age) * d.part(3, 4),
            at=Transform.at(0.66 + d.wave(1.7, 0.05, number * 0.4), 0.7 - 0.5 * age, 0.11),
        )


def megaphone(d: Drawing) -> None:
    shout = 1 + 0.03 * max(0.0, d.wave(0.9))
    own = d.at(-0.12, 0.06, 0.96, -14 + d.wave(2.3, 3))
    grip = own.grown(1, 4, -0.3, 0.2)
    grip.solid(traced("M-.4 .2 H-.12 L-.02 .68 Q-.02 .76 -.1 .76 H-.22 Q-.3 .76 -.32 .68 Z"), d.shade, 0.6)
    body = own.grown(0, 4, -0.4, 0).at(0, 0, shout)
    body.solid(box(-0.8, -0.24, 0.4, 0.48, 0.12), d.accent, 0.7)
    body.solid(traced("M-.46 -.26 C-.1 -.3 .24 -.46 .46 -.66 V.66 C.24 .46 -.1 .3 -.46 .26 Z"), d.main, 2.0)
    body.fill(traced("M-.46 .06 C-.1 .08 .24 .2 .46 .34 V.66 C.24 .46 -.1 .3 -.46 .26 Z"), deep(d.main, 0.09))
    body.fill(disc(0.47, 0, 0.15, 0.68), deep(d.main, 0.2))
    body.fill(disc(0.48, 0, 0.09, 0.5), deep(d.main, 0.3))
    body.line(curve((-0.36, -0.18), (-0.06, -0.22), (0.24, -0.38)), pale(d.main, 0.14), LINE)
    for number in range(3):
        age = d.cycle(1.3, -number * 0.2)
        seen = d.part(2 + number // 2, 4)
        own.line(
            arc(0.3, 0, 0.5 + 0.15 * number, -28, 56),
            d.air,
            BOLD,
            alpha=seen * (0.25 + 0.75 * math.sin(math.pi * age) ** 2),
        )


def heart(d: Drawing) -> None:
    d.shadow(0.4, 0, 0.94)
    red = d.natural(20, 0.62, 0.2)
    beat = (
        max(0.0, math.sin(2 * math.pi * d.t / 1.15)) ** 8
        + 0.6 * max(0.0, math.sin(2 * math.pi * (d.t / 1.15 - 0.2))) ** 8
    )
    own = d.grown(0, 2, 0, 0.3).at(0, 0.0, 0.86 * (1 + 0.05 * beat) + d.wave(2.9, 0.01))
    own.fill(HEART, red, 0.25, at=Transform.at(0, 0, 1.06))
    own.solid(HEART, red, 0.56, slope=0.35)
    own.line(curve((-0.74, -0.22), (-0.7, -0.48), (-0.5, -0.6)), pale(red, 0.18), BOLD * 1.2)
    for number in range(4):
        age = d.cycle(2.7, number / 4 + 0.07)
        x = (-0.76, 0.78, -0.56, 0.6)[number] + d.wave(1.7, 0.05, number * 0.3)
        at = Transform.at(x, 0.5 - 1.1 * age, 0.12 * math.sin(math.pi * age) * d.part(1, 2) + 0.001)
        d.fill(HEART, d.accent if number % 2 else d.second, at=at)


DRAWINGS = {
    "question": question,
    "check": check,
    "arrow_up": arrow_up,
    "speech_bubble": speech_bubble,
    "chat": chat,
    "megaphone": megaphone,
    "heart": heart,
}
