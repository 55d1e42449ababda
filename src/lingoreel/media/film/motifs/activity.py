"""People at something: running, at rest, asleep."""

from __future__ import annotations

import math

from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, Drawing
from lingoreel.media.film.motifs.figures import hair_of, limb, skin_of
from lingoreel.media.film.motifs.outlines import blob, box, curve, disc, polyline, traced
from lingoreel.media.film.motifs.props import speed_lines


def runner(d: Drawing) -> None:
    d.shadow(0.5, 0, 0.9)
    step = 2 * math.pi * d.t / 0.86
    bob = 0.035 * math.cos(2 * step)
    own = d.grown(0, 3, 0, 0.4).at(0, bob, 1, 8)
    skin = skin_of(d, 0)
    dark = deep(skin, 0.08)
    for phase, leg, shin in ((math.pi, deep(d.second, 0.1), dark), (0.0, d.second, skin)):
        swing = math.sin(step + phase)
        back = max(0.0, math.cos(step + phase))
        thigh, calf = 10 + 48 * swing, -8 + 44 * swing - 78 * back
        foot = limb(own, -0.08, 0.22, 0.34, 0.34, thigh, calf, leg, 0.17, shin)
        own.fill(
            traced("M-.08 -.06 H.02 Q.18 -.02 .2 .06 H-.08 Z"),
            d.accent if phase == 0.0 else deep(d.accent, 0.1),
            at=Transform.at(*foot, 1.0, -calf),
        )
        if phase > 0:
            hand = limb(
                own,
                0.06,
                -0.26,
                0.25,
                0.25,
                50 * math.sin(step),
                50 * math.sin(step) + 70,
                deep(d.main, 0.12),
                0.12,
                dark,
            )
            own.fill(disc(0, 0, 0.065), dark, at=Transform(e=hand[0], f=hand[1]))
            own.solid(traced("M-.06 -.36 C.08 -.44 .2 -.38 .18 -.24 L.06 .24 C.04 .34 -.2 .34 -.2 .22 Z"), d.main, 0.6)
    hand = limb(
        own, 0.06, -0.26, 0.25, 0.25, -50 * math.sin(step), -50 * math.sin(step) + 70, deep(d.main, 0.05), 0.12, skin
    )
    own.fill(disc(0, 0, 0.065), skin, at=Transform(e=hand[0], f=hand[1]))
    top = own.grown(1, 3, 0.1, -0.4).turned(d.wave(0.86, 2), 0.1, -0.4)
    top.fill(box(0.06, -0.5, 0.11, 0.18, 0.05), dark)
    top.solid(disc(0.16, -0.62, 0.18, 0.19), skin, 0.72, by=0.05)
    top.fill(
        traced("M-.02 -.56 C-.1 -.86 .22 -.9 .32 -.72 C.2 -.76 .12 -.7 .08 -.66 C.06 -.6 .02 -.56 -.02 -.56 Z"),
        hair_of(d, 0),
    )
    top.line(curve((0.0, -0.66), (0.16, -0.7), (0.33, -0.66)), d.accent, 0.06)
    speed_lines(d.grown(2, 3), -0.97, ((-0.4, 0.22), (-0.06, 0.16), (0.2, 0.24)), d.air)


def yoga(d: Drawing) -> None:
    d.shadow(0.8, 0, 0.88)
    breath = d.wave(3.3) + d.wave(1.9, 0.4)
    glow = d.grown(0, 5, 0, 0)
    glow.fill(disc(0, -0.04, 0.86), d.second, 0.16, at=Transform.at(0, 0, 1 + 0.03 * breath))
    glow.fill(disc(0, -0.04, 0.66), d.second, 0.18, at=Transform.at(0, 0, 1 + 0.04 * breath))
    for number in range(6):
        mote = Transform.at(0, -0.04, 1, d.t * 14 + number * 60)
        glow.fill(disc(0, -0.76, 0.035 if number % 2 else 0.055), d.second, 0.7, at=mote)
    mat = d.grown(1, 5, 0, 0.84)
    mat.solid(box(-0.9, 0.78, 1.8, 0.1, 0.05), d.accent, 0.8)
    skin = skin_of(d, 0)
    legs = d.risen(2, 5, 0.8)
    cloth = deep(d.main, 0.16)
    legs.fill(traced("M-.2 .36 C-.5 .44 -.86 .56 -.82 .72 C-.78 .84 -.3 .82 .1 .78 L.2 .36 Z"), cloth)
    legs.fill(traced("M.2 .36 C.5 .44 .86 .56 .82 .72 C.78 .84 .3 .82 -.2 .78 L-.14 .6 Z"), deep(d.main, 0.1))
    legs.fill(disc(-0.24, 0.75, 0.13, 0.06), skin)
    legs.fill(disc(0.24, 0.75, 0.13, 0.06), deep(skin, 0.05))
    lift = -0.022 * breath
    body = d.risen(3, 5, 0.6).at(0, lift)
    for side in (-1, 1):
        own = body.under(Transform.stretch(side, 1))
        own.line(curve((0.2, -0.2), (0.36, 0.08), (0.5, 0.3)), deep(skin, 0.03) if side > 0 else skin, 0.11)
        own.line(curve((0.5, 0.3), (0.56, 0.42), (0.64, 0.5)), deep(skin, 0.03) if side > 0 else skin, 0.1)
        own.fill(disc(0.66, 0.52, 0.075), skin)
    body.solid(
        traced(
            "M-.26 -.22 Q-.24 -.3 -.12 -.3 H.12 Q.24 -.3 .26 -.22 C.24 0 .18 .2 .22 .5 H-.22 "
            "C-.18 .2 -.24 0 -.26 -.22 Z"
        ),
        d.main,
        0.6,
    )
    face = d.grown(4, 5, 0, -0.4).at(0, lift * 1.4)
    face.fill(disc(0, -0.84, 0.1), hair_of(d, 0))
    face.fill(box(-0.065, -0.4, 0.13, 0.16, 0.05), deep(skin, 0.08))
    face.solid(disc(0, -0.54, 0.19, 0.22), skin, 0.68, by=0.05)
    face.fill(
        traced(
            "M-.2 -.5 C-.26 -.74 -.12 -.8 0 -.8 C.12 -.8 .26 -.74 .2 -.5 C.16 -.64 .08 -.68 0 -.68 "
            "C-.08 -.68 -.16 -.64 -.2 -.5 Z"
        ),
        hair_of(d, 0),
    )
    for side in (-1, 1):
        face.line(curve((side * 0.05, -0.52), (side * 0.085, -0.5), (side * 0.12, -0.52)), d.shade, 0.022)
    face.line(curve((-0.05, -0.43), (0, -0.41), (0.05, -0.43)), d.shade, 0.022)


def bed(d: Drawing) -> None:
    d.shadow(0.96, 0, 0.82)
    wood = d.natural(58, 0.56, 0.08)
    frame = d.risen(0, 5, 0.82)
    frame.solid(traced("M-.96 .8 V-.24 Q-.96 -.38 -.84 -.38 Q-.72 -.38 -.72 -.24 V.8 Z"), wood, 0.6, slope=0.0)
    frame.solid(box(0.78, 0.16, 0.18, 0.64, 0.06), wood, 0.6, slope=0.0)
    frame.solid(box(-0.8, 0.5, 1.64, 0.2, 0.03), deep(wood, 0.06), 0.8)
    soft = d.risen(1, 5, 0.6)
    soft.fill(box(-0.78, 0.3, 1.62, 0.26, 0.08), mix(d.light, d.shade, 0.1))
    pillow = d.grown(2, 5, -0.5, 0.2)
    pillow.solid(
        blob((-0.74, 0.08), (-0.48, 0.0), (-0.24, 0.08), (-0.22, 0.28), (-0.48, 0.33), (-0.74, 0.28)), d.light, 0.7
    )
    breath = d.wave(3.1)
    sleeper = d.grown(3, 5, -0.4, 0.1).at(-0.42, 0.06 + 0.006 * breath, 0.9, -74)
    sleeper.solid(disc(0, 0, 0.2, 0.22), skin_of(d, 0), 0.68, by=0.05)
    sleeper.fill(
        traced(
            "M-.21 .02 C-.26 -.24 -.1 -.3 .02 -.3 C.2 -.3 .26 -.12 .2 .04 C.16 -.1 .08 -.14 0 -.14 "
            "C-.1 -.14 -.18 -.08 -.21 .02 Z"
        ),
        hair_of(d, 0),
    )
    sleeper.line(traced("M-.1 .03 Q-.06 .07 -.02 .03 M.06 .03 Q.1 .07 .14 .03"), d.shade, 0.024)
    swell = 0.12 + 0.025 * breath
    cover = (
        Outline().move(-0.22, 0.56).line(-0.24, 0.26).cubic(-0.2, swell - 0.08, 0.1, swell - 0.16, 0.3, swell - 0.02)
    )
    cover.cubic(0.5, swell + 0.06, 0.62, 0.02 + swell, 0.8, 0.24).line(0.84, 0.6).line(-0.22, 0.6).close()
    quilt = d.grown(3, 5, 0.3, 0.5)
    quilt.fill(cover.path(), d.main)
    quilt.fill(traced("M-.22 .6 V.46 H.83 L.84 .6 Z"), deep(d.main, 0.1))
    quilt.line(Outline().move(-0.23, 0.27).quadratic(-0.12, swell, 0.02, swell - 0.07).path(), pale(d.main, 0.14), BOLD)
    for number in range(3):
        age = d.cycle(3.9, number / 3)
        at = Transform.at(-0.2 + 0.36 * age + d.wave(1.9, 0.03, number * 0.3), -0.2 - 0.62 * age, 0.05 + 0.1 * age)
        d.line(
            polyline((-0.6, -0.6), (0.6, -0.6), (-0.6, 0.6), (0.6, 0.6)),
            d.air,
            0.34,
            at=at,
            alpha=math.sin(math.pi * age) * d.part(4, 5),
        )


DRAWINGS = {"runner": runner, "yoga": yoga, "bed": bed}
