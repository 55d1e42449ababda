"""Vegetables that have a drawing of their own: tomato, onion, carrot."""

from __future__ import annotations

import math

from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import FINE, LINE, Drawing
from lingoreel.media.film.motifs.outlines import curve, traced
from lingoreel.media.film.motifs.props import LEAF

_TOMATO = "M0 -.42 C.3 -.62 .92 -.5 .92 .12 C.92 .6 .5 .86 0 .86 C-.5 .86 -.92 .6 -.92 .12 C-.92 -.5 -.3 -.62 0 -.42 Z"
_ONION = (
    "M0 -.62 C.08 -.4 .22 -.34 .42 -.2 C.72 0 .84 .22 .78 .42 C.7 .72 .36 .8 0 .8 "
    "C-.36 .8 -.7 .72 -.78 .42 C-.84 .22 -.72 0 -.42 -.2 C-.22 -.34 -.08 -.4 0 -.62 Z"
)
_HALF = "M0 -.5 C.3 -.44 .5 -.2 .5 .12 C.5 .4 .28 .52 0 .52 C-.28 .52 -.5 .4 -.5 .12 C-.5 -.2 -.3 -.44 0 -.5 Z"
_CARROT = "M0 -.5 C.2 -.54 .32 -.46 .3 -.28 C.24 .2 .1 .66 0 .84 C-.1 .66 -.24 .2 -.3 -.28 C-.32 -.46 -.2 -.54 0 -.5 Z"


def tomato(d: Drawing) -> None:
    d.shadow(0.7)
    red, green = d.natural(28, 0.62, 0.2), d.natural(142, 0.62, 0.15)
    own = d.turned(d.wave(2.4, 4), 0, 0.86)
    body = own.grown(0, 3, 0, 0.8)
    body.solid(traced(_TOMATO), red, 0.66, slope=0.3)
    for side in (-1, 1):
        body.line(curve((side * 0.12, -0.3), (side * 0.46, 0.0), (side * 0.42, 0.4)), deep(red, 0.07), FINE)
    body.line(curve((-0.7, -0.12), (-0.74, 0.14), (-0.62, 0.4)), (255, 255, 255), LINE * 1.5, alpha=0.6)
    crown = own.grown(1, 3, 0, -0.4)
    for number in range(5):
        angle = -108 + number * 54 + d.wave(1.9, 6, number * 0.2)
        crown.solid(LEAF, green if number % 2 else deep(green, 0.06), 0.5, at=Transform.at(0, -0.42, 0.52, angle))
    own.grown(2, 3, 0, -0.4).line(curve((0, -0.44), (0.03, -0.64), (0.14, -0.82)), deep(green, 0.1), LINE * 2)


def onion(d: Drawing) -> None:
    d.shadow(0.72)
    skin, green = d.natural(58, 0.68, 0.14), d.natural(140, 0.72, 0.14)
    whole = d.at(-0.14, 0.04).turned(d.wave(2.6, 3), 0, 0.8)
    sprouts = whole.grown(1, 4, 0, -0.5)
    for number, side in enumerate((-1, 0, 1)):
        sway = d.wave(1.9, 0.06, number * 0.21)
        tip = (0.26 * side + sway, -0.94 + 0.1 * abs(side))
        sprouts.line(curve((0, -0.5), (0.1 * side, -0.7), tip), green if side else deep(green, 0.08), LINE * 1.7)
    body = whole.grown(0, 4, 0, 0.8)
    body.solid(traced(_ONION), skin, 0.62)
    for x in (-0.5, -0.2, 0.2, 0.5):
        body.line(curve((0.05 * math.copysign(1, x), -0.46), (x, 0.06), (x * 0.5, 0.74)), deep(skin, 0.1), FINE)
    body.line(curve((-0.62, 0.2), (-0.64, 0.36), (-0.54, 0.52)), (255, 255, 255), LINE, alpha=0.6)
    half = d.grown(2, 4, 0.5, 0.4).at(0.5, 0.34, 0.94, 10 + d.wave(2.2, 5))
    flesh = mix(d.light, pale(skin, 0.1), 0.25)
    half.fill(traced(_HALF), deep(skin, 0.06))
    half.fill(traced(_HALF), flesh, at=Transform.at(0, 0.005, 0.9))
    seen = d.part(3, 4)
    for size in (0.7, 0.5, 0.3):
        half.line(traced(_HALF), mix(skin, d.light, 0.4), FINE / size, trim=(0, seen), at=Transform.at(0, 0.02, size))


def carrot(d: Drawing) -> None:
    d.shadow(0.66)
    orange, green = d.natural(52, 0.7, 0.18), d.natural(145, 0.66, 0.16)
    for number, (x, angle, scale) in enumerate(((0.42, 22, 0.82), (-0.42, -20, 0.86), (0.0, 0, 1.0))):
        own = d.at(x, 0.0, scale, angle + d.wave(2.3 + 0.2 * number, 3.5, number * 0.3))
        tops = own.grown(1 + number % 2, 4, 0, -0.4)
        for turn, size in ((-38, 0.4), (38, 0.4), (0, 0.5)):
            leaf_ = green if turn else deep(green, 0.06)
            tops.solid(LEAF, leaf_, 0.5, at=Transform.at(0, -0.44, size, turn + d.wave(1.9, 7, number * 0.2)))
        body = own.grown(0, 4, 0, 0.4)
        body.solid(traced(_CARROT), orange if number == 2 else deep(orange, 0.05), 0.56, slope=0.0)
        seen = d.part(3, 4)
        for left, y, length in ((-0.24, -0.12, 0.2), (0.02, 0.06, 0.16), (-0.14, 0.3, 0.14)):
            rill = curve((left, y), (left + length / 2, y + 0.03), (left + length, y))
            body.line(rill, deep(orange, 0.15), LINE, trim=(0, seen))


DRAWINGS = {"tomato": tomato, "onion": onion, "carrot": carrot}
