"""People: one, a family, a child, hands; running, at rest, in bed."""

from __future__ import annotations

import math

from lingoreel.media.film.canvas import Colour
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.motifs.colours import MotifColours, deep, natural, pale
from lingoreel.media.film.motifs.drawing import BOLD, FINE, GROUND, LINE, Drawing
from lingoreel.media.film.motifs.outlines import blob, box, curve, disc, polygon, polyline, together, traced
from lingoreel.media.film.motifs.props import HEART, speed_lines

_SKINS = ((62, 0.82, 0.07), (55, 0.56, 0.08), (60, 0.7, 0.09))
_HAIRS = ((50, 0.34, 0.05), (40, 0.24, 0.03), (70, 0.62, 0.11))
_SHORT_HAIR = traced(
    "M-.27 .02 C-.36 -.3 -.16 -.42 .04 -.4 C.26 -.4 .34 -.2 .27 .02 C.24 -.08 .2 -.14 .12 -.16 "
    "C-.04 -.12 -.16 -.14 -.2 -.12 C-.24 -.08 -.26 -.04 -.27 .02 Z"
)
_LONG_HAIR = traced(
    "M-.2 .36 C-.4 .34 -.38 .08 -.34 -.1 C-.3 -.34 -.14 -.42 0 -.42 C.14 -.42 .3 -.34 .34 -.1 C.38 .08 .4 .34 .2 .36 Z"
)
_FRINGE = traced(
    "M-.27 0 C-.3 -.28 -.12 -.36 .02 -.36 C.2 -.36 .3 -.24 .27 0 C.2 -.16 .1 -.22 -.02 -.24 C-.1 -.14 -.2 -.1 -.27 0 Z"
)


def _skin(d: Drawing, number: int) -> Colour:
    return natural(_PLAIN, *_SKINS[(number + d.variant) % 3])


def _hair(d: Drawing, number: int) -> Colour:
    return natural(_PLAIN, *_HAIRS[(number + d.variant) % 3])


_PLAIN = MotifColours((196, 146, 116), (196, 146, 116), (196, 146, 116), (255, 250, 245), (40, 34, 50))
"""Skin and hair stay what they are in every palette."""


def _head(d: Drawing, x: float, y: float, size: float, number: int, long: bool = False) -> None:
    """A head with its neck, its middle at (x, y); it blinks and turns a little."""
    skin, hair = _skin(d, number), _hair(d, number)
    own = d.at(x, y, size, d.wave(3.1, 3, number * 0.3))
    if long:
        own.fill(_LONG_HAIR, deep(hair, 0.04))
    own.fill(box(-0.09, 0.14, 0.18, 0.26, 0.07), deep(skin, 0.08))
    own.solid(disc(0, 0, 0.27, 0.3), skin, 0.68, by=0.05)
    own.fill(_FRINGE if long else _SHORT_HAIR, hair)
    look = d.wave(4.3, 0.025, number * 0.2)
    shut = 0.15 if d.cycle(2.9, number * 0.37) > 0.95 else 1.0
    for side in (-1, 1):
        own.fill(disc(0, 0, 0.028, 0.036), d.shade, at=Transform(d=shut, e=side * 0.1 + look, f=0.02))
        own.fill(disc(side * 0.16, 0.1, 0.042), d.natural(25, 0.68, 0.15), 0.3)
    own.line(curve((-0.08, 0.12), (0, 0.16), (0.08, 0.12)), d.shade, 0.03, at=Transform(e=look))


def people(d: Drawing) -> None:
    d.shadow(0.94, 0, 0.9)
    for number, (x, low, size, colour, long) in enumerate(
        ((-0.54, 0.02, 0.82, d.accent, True), (0.54, 0.02, 0.82, d.second, False), (0.0, 0.0, 1.0, d.main, False))
    ):
        own = d.risen(number, 4, 0.88).at(x, low + d.wave(2.7, 0.012, number * 0.31), size)
        own.solid(
            traced("M-.48 1.04 C-.5 .4 -.4 .2 0 .18 C.4 .2 .5 .4 .48 1.04 Z")
            if size < 1
            else traced("M-.5 .88 C-.52 .3 -.42 .08 0 .06 C.42 .08 .52 .3 .5 .88 Z"),
            colour,
            0.62,
        )
        neck = 0.2 if size < 1 else 0.08
        own.fill(traced("M-.13 0 Q0 .2 .13 0 L.1 -.06 H-.1 Z"), deep(_skin(d, number), 0.05), at=Transform(f=neck))
        own.line(traced("M-.14 .02 Q0 .24 .14 .02"), d.light, LINE, at=Transform(f=neck))
        _head(
            d.grown(number, 4, x, low).at(x, low + d.wave(2.7, 0.016, number * 0.31), size),
            0,
            neck - 0.4,
            1.05,
            number,
            long,
        )


def _figure(d: Drawing, x: float, height: float, number: int, colour: Colour, long: bool, arm: float) -> None:
    """Someone who stands on the ground at `x`; `arm`: the angle of the raised one, 0 hanging."""
    s = height
    own = d.at(x, GROUND, s)
    legs = deep(colour, 0.22)
    own.fill(together(box(-0.15, -0.42, 0.13, 0.4, 0.03), box(0.02, -0.42, 0.13, 0.4, 0.03)), legs)
    own.fill(together(box(-0.19, -0.06, 0.17, 0.06, 0.03), box(0.02, -0.06, 0.17, 0.06, 0.03)), d.shade)
    skin = _skin(d, number)
    for side, angle in ((-1, -12 + d.wave(2.3, 3)), (1, arm)):
        limb = own.at(side * 0.17, -0.7, 1, -angle)
        limb.line(polyline((0, 0), (0, 0.3)), deep(colour, 0.06), 0.1)
        limb.fill(disc(0, 0.34, 0.055), skin)
    if long:
        own.solid(traced("M-.17 -.76 Q0 -.82 .17 -.76 L.27 -.3 Q0 -.22 -.27 -.3 Z"), colour, 0.62)
    else:
        own.solid(traced("M-.2 -.7 Q-.2 -.78 -.1 -.78 H.1 Q.2 -.78 .2 -.7 L.18 -.36 H-.18 Z"), colour, 0.62)
    _head(own, 0, -0.98, 0.62 if height > 0.9 else 0.74, number, long)


def family(d: Drawing) -> None:
    d.shadow(0.84, 0, 0.87)
    _figure(d.risen(0, 4).turned(d.wave(2.9, 0.8), 0, GROUND), -0.5, 1.42, 0, d.main, False, 12)
    _figure(
        d.risen(1, 4).turned(d.wave(2.6, 0.8, 0.3), 0, GROUND), 0.46, 1.34, 2, d.accent, True, 152 + d.wave(1.1, 12)
    )
    _figure(d.risen(2, 4).at(0, -0.03 * abs(d.wave(1.3))), -0.06, 0.86, 0, d.second, False, 130 + d.wave(0.9, 18))
    own = d.grown(3, 4, 0, -0.7)
    own.fill(
        HEART, d.natural(20, 0.64, 0.2), at=Transform.at(0.0, -0.62 + d.wave(2.3, 0.03), 0.15 + d.wave(1.1, 0.012))
    )


def child(d: Drawing) -> None:
    d.shadow(0.44, -0.1, 0.9)
    tug = d.wave(2.6, 0.05)
    own = d.risen(0, 4).at(-0.22, -0.05 * max(0.0, d.wave(1.3)), 1)
    _figure(own, 0, 1.3, 0, d.main, d.variant % 2 == 1, 142 + d.wave(2.6, 5))
    hand = (0.16 + 0.02 * tug, -0.42 - 0.05 * max(0.0, d.wave(1.3)))
    kite = d.grown(2, 4, 0.5, -0.6)
    x, y = 0.5 + d.wave(2.6, 0.07), -0.58 + d.wave(1.9, 0.05)
    d.line(
        Outline().move(*hand).quadratic(hand[0] + 0.06, y + 0.36, x, y + 0.3).path(),
        d.air,
        0.02,
        trim=(0, d.part(1, 4)),
    )
    own_kite = kite.at(x, y, 1, 14 + d.wave(1.9, 8))
    own_kite.solid(polygon((0, -0.36), (0.26, -0.06), (0, 0.34), (-0.26, -0.06)), d.accent, 0.5, slope=0.0)
    own_kite.fill(polygon((0, -0.36), (0.26, -0.06), (0, -0.06)), d.second)
    own_kite.fill(polygon((0, 0.34), (-0.26, -0.06), (0, -0.06)), deep(d.second, 0.08))
    tail = [(0.05 * math.sin(n * 1.6 + d.t * 5), 0.34 + 0.1 * n) for n in range(5)]
    own_kite.line(Outline().smooth(tail).path(), d.air, 0.02)
    for place in (2, 4):
        own_kite.fill(
            polygon((-0.07, -0.04), (0.07, 0.04), (0.07, -0.04), (-0.07, 0.04)), d.main, at=Transform.at(*tail[place])
        )


def hands(d: Drawing) -> None:
    beat = d.wave(1.9, 0.025)
    for side, number, sleeve in ((-1, 0, d.main), (1, 1, d.accent)):
        own = d.grown(number, 4, side * 0.9, 0.7).under(Transform(side, 0, 0, 1, 0, d.wave(2.6, 0.02)))
        skin = _skin(d, number)
        palm = traced(
            "M.96 .48 C.78 .42 .66 .5 .5 .52 C.36 .54 .26 .42 .1 .42 C-.02 .42 -.04 .56 .06 .6 L.3 .7 "
            "C.12 .68 -.02 .6 -.1 .64"
            "C-.18 .7 -.1 .78 0 .82 C.2 .92 .44 .96 .6 .92 C.74 .88 .86 .84 .96 .84 Z"
        )
        own.solid(palm, skin if side > 0 else deep(skin, 0.02), 0.8, by=0.06)
        own.line(curve((0.3, 0.7), (0.42, 0.7), (0.52, 0.66)), deep(skin, 0.16), FINE)
        own.solid(polygon((0.74, 0.38), (1.0, 0.36), (1.0, 0.94), (0.74, 0.92)), sleeve, 0.7)
        own.fill(box(0.68, 0.37, 0.12, 0.56, 0.05), pale(sleeve, 0.1))
    love = d.grown(2, 4, 0, 0.1)
    love.solid(
        HEART, d.natural(20, 0.64, 0.2), 0.56, slope=0.35, at=Transform.at(0, -0.2 + d.wave(2.6, 0.03), 0.46 + beat)
    )
    love.line(
        curve((-0.35, -0.28), (-0.32, -0.4), (-0.24, -0.46)),
        (255, 255, 255),
        LINE,
        alpha=0.5,
        at=Transform(f=d.wave(2.6, 0.03)),
    )
    for number in range(6):
        own = d.grown(3, 4, 0, -0.2).at(0, -0.2, 1, -75 + number * 30)
        own.line(polyline((0, -0.62), (0, -0.72 - d.wave(1.9, 0.04, number * 0.3))), d.air, LINE, alpha=0.8)


def _limb(
    d: Drawing,
    x: float,
    y: float,
    upper: float,
    lower: float,
    one: float,
    two: float,
    colour: Colour,
    width: float,
    end: Colour,
) -> tuple[float, float]:
    """An arm or a leg of two parts at the angles `one` and `two` (0 hangs down, positive forwards, to the right)."""
    knee = (x + upper * math.sin(math.radians(one)), y + upper * math.cos(math.radians(one)))
    foot = (knee[0] + lower * math.sin(math.radians(two)), knee[1] + lower * math.cos(math.radians(two)))
    d.line(Outline().move(x, y).line(*knee).path(), colour, width)
    d.line(Outline().move(*knee).line(*foot).path(), end, width * 0.86)
    return foot


def runner(d: Drawing) -> None:
    d.shadow(0.5, 0, 0.9)
    step = 2 * math.pi * d.t / 0.86
    bob = 0.035 * math.cos(2 * step)
    own = d.grown(0, 3, 0, 0.4).at(0, bob, 1, 8)
    skin = _skin(d, 0)
    dark = deep(skin, 0.08)
    for phase, leg, shin in ((math.pi, deep(d.second, 0.1), dark), (0.0, d.second, skin)):
        swing = math.sin(step + phase)
        back = max(0.0, math.cos(step + phase))
        thigh, calf = 10 + 48 * swing, -8 + 44 * swing - 78 * back
        foot = _limb(own, -0.08, 0.22, 0.34, 0.34, thigh, calf, leg, 0.17, shin)
        own.fill(
            traced("M-.08 -.06 H.02 Q.18 -.02 .2 .06 H-.08 Z"),
            d.accent if phase == 0.0 else deep(d.accent, 0.1),
            at=Transform.at(*foot, 1.0, -calf),
        )
        if phase > 0:
            hand = _limb(
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
    hand = _limb(
        own, 0.06, -0.26, 0.25, 0.25, -50 * math.sin(step), -50 * math.sin(step) + 70, deep(d.main, 0.05), 0.12, skin
    )
    own.fill(disc(0, 0, 0.065), skin, at=Transform(e=hand[0], f=hand[1]))
    top = own.grown(1, 3, 0.1, -0.4).turned(d.wave(0.86, 2), 0.1, -0.4)
    top.fill(box(0.06, -0.5, 0.11, 0.18, 0.05), dark)
    top.solid(disc(0.16, -0.62, 0.18, 0.19), skin, 0.72, by=0.05)
    top.fill(
        traced("M-.02 -.56 C-.1 -.86 .22 -.9 .32 -.72 C.2 -.76 .12 -.7 .08 -.66 C.06 -.6 .02 -.56 -.02 -.56 Z"),
        _hair(d, 0),
    )
    top.line(curve((0.0, -0.66), (0.16, -0.7), (0.33, -0.66)), d.accent, 0.06)
    speed_lines(d.grown(2, 3), -0.97, ((-0.4, 0.22), (-0.06, 0.16), (0.2, 0.24)), d.air)


def yoga(d: Drawing) -> None:
    d.shadow(0.8, 0, 0.88)
    breath = d.wave(3.3)
    glow = d.grown(0, 5, 0, 0)
    glow.fill(disc(0, -0.04, 0.86), d.second, 0.16, at=Transform.at(0, 0, 1 + 0.03 * breath))
    glow.fill(disc(0, -0.04, 0.66), d.second, 0.18, at=Transform.at(0, 0, 1 + 0.04 * breath))
    mat = d.grown(1, 5, 0, 0.84)
    mat.solid(box(-0.9, 0.78, 1.8, 0.1, 0.05), d.accent, 0.8)
    skin = _skin(d, 0)
    legs = d.risen(2, 5, 0.8)
    cloth = deep(d.main, 0.16)
    legs.fill(traced("M-.2 .36 C-.5 .44 -.86 .56 -.82 .72 C-.78 .84 -.3 .82 .1 .78 L.2 .36 Z"), cloth)
    legs.fill(traced("M.2 .36 C.5 .44 .86 .56 .82 .72 C.78 .84 .3 .82 -.2 .78 L-.14 .6 Z"), deep(d.main, 0.1))
    legs.fill(disc(-0.24, 0.75, 0.13, 0.06), skin)
    legs.fill(disc(0.24, 0.75, 0.13, 0.06), deep(skin, 0.05))
    lift = -0.02 * breath
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
    face.fill(disc(0, -0.84, 0.1), _hair(d, 0))
    face.fill(box(-0.065, -0.4, 0.13, 0.16, 0.05), deep(skin, 0.08))
    face.solid(disc(0, -0.54, 0.19, 0.22), skin, 0.68, by=0.05)
    face.fill(
        traced(
            "M-.2 -.5 C-.26 -.74 -.12 -.8 0 -.8 C.12 -.8 .26 -.74 .2 -.5 C.16 -.64 .08 -.68 0 -.68 "
            "C-.08 -.68 -.16 -.64 -.2 -.5 Z"
        ),
        _hair(d, 0),
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
    sleeper.solid(disc(0, 0, 0.2, 0.22), _skin(d, 0), 0.68, by=0.05)
    sleeper.fill(
        traced(
            "M-.21 .02 C-.26 -.24 -.1 -.3 .02 -.3 C.2 -.3 .26 -.12 .2 .04 C.16 -.1 .08 -.14 0 -.14 "
            "C-.1 -.14 -.18 -.08 -.21 .02 Z"
        ),
        _hair(d, 0),
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


DRAWINGS = {
    "people": people,
    "family": family,
    "child": child,
    "hands": hands,
    "runner": runner,
    "yoga": yoga,
    "bed": bed,
}
