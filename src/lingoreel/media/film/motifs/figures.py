"""Of what people are drawn: heads, limbs, whole figures."""

from __future__ import annotations

import math

from lingoreel.media.film.canvas import Colour
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.motifs.colours import MotifColours, deep, natural
from lingoreel.media.film.motifs.drawing import GROUND, Drawing
from lingoreel.media.film.motifs.outlines import box, curve, disc, polyline, together, traced

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


def skin_of(d: Drawing, number: int) -> Colour:
    return natural(_PLAIN, *_SKINS[(number + d.variant) % 3])


def hair_of(d: Drawing, number: int) -> Colour:
    return natural(_PLAIN, *_HAIRS[(number + d.variant) % 3])


_PLAIN = MotifColours((196, 146, 116), (196, 146, 116), (196, 146, 116), (255, 250, 245), (40, 34, 50))
"""Skin and hair stay what they are in every palette."""


def head(d: Drawing, x: float, y: float, size: float, number: int, long: bool = False) -> None:
    """A head with its neck, its middle at (x, y); it blinks and turns a little."""
    skin, hair = skin_of(d, number), hair_of(d, number)
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


def figure(d: Drawing, x: float, height: float, number: int, colour: Colour, long: bool, arm: float) -> None:
    """Someone who stands on the ground at `x`; `arm`: the angle of the raised one, 0 hanging."""
    s = height
    own = d.at(x, GROUND, s)
    legs = deep(colour, 0.22)
    own.fill(together(box(-0.15, -0.42, 0.13, 0.4, 0.03), box(0.02, -0.42, 0.13, 0.4, 0.03)), legs)
    own.fill(together(box(-0.19, -0.06, 0.17, 0.06, 0.03), box(0.02, -0.06, 0.17, 0.06, 0.03)), d.shade)
    skin = skin_of(d, number)
    for side, angle in ((-1, -12 + d.wave(2.3, 3)), (1, arm)):
        limb = own.at(side * 0.17, -0.7, 1, -angle)
        limb.line(polyline((0, 0), (0, 0.3)), deep(colour, 0.06), 0.1)
        limb.fill(disc(0, 0.34, 0.055), skin)
    if long:
        own.solid(traced("M-.17 -.76 Q0 -.82 .17 -.76 L.27 -.3 Q0 -.22 -.27 -.3 Z"), colour, 0.62)
    else:
        own.solid(traced("M-.2 -.7 Q-.2 -.78 -.1 -.78 H.1 Q.2 -.78 .2 -.7 L.18 -.36 H-.18 Z"), colour, 0.62)
    head(own, 0, -0.98, 0.62 if height > 0.9 else 0.74, number, long)


def limb(
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
