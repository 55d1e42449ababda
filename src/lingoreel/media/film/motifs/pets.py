"""Cat and dog."""

from __future__ import annotations

from lingoreel.media.film.canvas import Colour
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import FINE, Drawing
from lingoreel.media.film.motifs.outlines import box, curve, disc, polygon, polyline, together, traced
from lingoreel.media.film.motifs.props import eye


def _cat_head(d: Drawing, fur: Colour, wince: bool) -> None:
    for side in (-1, 1):
        ear = d.under(Transform.stretch(side, 1)).turned(d.wave(3.3, 4, 0.2 * side), 0.2, -0.16)
        ear.fill(traced("M.06 -.22 L.3 -.48 Q.36 -.5 .36 -.42 L.38 -.02 Z"), fur if side < 0 else deep(fur, 0.06))
        ear.fill(traced("M.17 -.24 L.29 -.37 L.31 -.12 Z"), d.natural(15, 0.76, 0.1))
    d.solid(disc(0, 0, 0.4, 0.34), fur, 0.64)
    d.fill(disc(0, 0.13, 0.2, 0.14), mix(d.light, fur, 0.2))
    for side in (-1, 1):
        eye(d, side * 0.17, -0.04, 0.065, wince)
        for number in range(2):
            d.line(
                polyline((side * 0.24, 0.1 + 0.05 * number), (side * 0.52, 0.06 + 0.11 * number)),
                d.shade,
                0.014,
                alpha=0.6,
            )
    d.fill(polygon((-0.05, 0.05), (0.05, 0.05), (0, 0.1)), d.natural(15, 0.66, 0.14))
    d.line(traced("M0 .1 Q-.01 .18 -.08 .17 M0 .1 Q.01 .18 .08 .17"), d.shade, 0.022)
    d.fill(
        together(
            polygon((-0.03, -0.33), (0.03, -0.33), (0, -0.18)),
            polygon((-0.15, -0.31), (-0.09, -0.32), (-0.1, -0.2)),
            polygon((0.15, -0.31), (0.09, -0.32), (0.1, -0.2)),
        ),
        deep(fur, 0.16),
    )


def cat(d: Drawing) -> None:
    d.shadow(0.66)
    fur = (d.natural(58, 0.72, 0.13), d.natural(270, 0.56, 0.03), d.natural(75, 0.86, 0.05))[d.variant % 3]
    sway = d.wave(2.3)
    tail = (
        Outline()
        .move(0.3, 0.76)
        .cubic(0.7, 0.84, 0.84, 0.5, 0.66 + 0.06 * sway, 0.24)
        .cubic(0.58 + 0.1 * sway, 0.06, 0.7 + 0.14 * sway, -0.06, 0.8 + 0.1 * sway, -0.04)
    )
    d.line(tail.path(), deep(fur, 0.1), 0.15, trim=(0, d.part(2, 3)))
    body = d.risen(0, 3)
    breath = 1 + d.wave(2.7, 0.012)
    trunk = body.under(Transform(breath, 0, 0, 1, 0, 0))
    trunk.solid(
        traced("M-.24 -.2 C-.46 .1 -.56 .5 -.5 .76 Q-.46 .86 -.34 .86 H.34 Q.48 .86 .5 .76 C.56 .5 .46 .1 .24 -.2 Z"),
        fur,
        0.66,
    )
    trunk.fill(traced("M-.16 -.06 C-.26 .2 -.2 .4 0 .42 C.2 .4 .26 .2 .16 -.06 Z"), mix(d.light, fur, 0.2))
    for x in (-0.16, 0.16):
        body.fill(box(x - 0.1, 0.36, 0.2, 0.5, 0.1), fur if x < 0 else deep(fur, 0.03))
        body.fill(disc(x, 0.82, 0.12, 0.06), mix(d.light, fur, 0.2))
    body.line(polyline((0, 0.5), (0, 0.82)), deep(fur, 0.14), FINE)
    neck = d.grown(1, 3, 0, -0.2).turned(d.wave(3.7, 4), 0, -0.1)
    neck.fill(box(-0.22, -0.14, 0.44, 0.1, 0.05), d.accent)
    neck.fill(disc(0, -0.02, 0.06), d.natural(86, 0.84, 0.15))
    _cat_head(neck.at(0, -0.42, 1.08), fur, d.cycle(3.1) > 0.94)


def dog(d: Drawing) -> None:
    d.shadow(0.7)
    fur, patch = mix(d.light, d.natural(65, 0.76, 0.1), 0.75), d.natural(55, 0.52, 0.09)
    wag = d.wave(0.57, 16)
    tail = d.grown(2, 3, 0.4, 0.6).turned(wag, 0.4, 0.66)
    tail.line(curve((0.36, 0.7), (0.6, 0.6), (0.7, 0.34)), deep(fur, 0.06), 0.14)
    tail.line(curve((0.66, 0.46), (0.69, 0.4), (0.7, 0.34)), patch, 0.14)
    body = d.risen(0, 3)
    body.solid(
        traced(
            "M-.26 -.16 C-.42 .2 -.54 .5 -.48 .76 Q-.44 .86 -.34 .86 H.36 Q.5 .86 .52 .74 C.56 .5 .42 .2 .26 -.16 Z"
        ),
        fur,
        0.66,
    )
    body.fill(traced("M.3 .3 C.5 .36 .56 .6 .52 .74 Q.5 .86 .36 .86 H.26 C.2 .6 .2 .4 .3 .3 Z"), patch)
    for x in (-0.17, 0.15):
        body.fill(box(x - 0.11, 0.3, 0.22, 0.56, 0.1), pale(fur, 0.03) if x < 0 else fur)
        body.line(polyline((x - 0.03, 0.78), (x - 0.03, 0.84)), deep(fur, 0.16), 0.02)
        body.line(polyline((x + 0.04, 0.78), (x + 0.04, 0.84)), deep(fur, 0.16), 0.02)
    head = d.grown(1, 3, 0, -0.2).turned(d.wave(2.9, 6), 0, -0.1)
    head.fill(box(-0.24, -0.16, 0.48, 0.12, 0.06), d.main)
    head.fill(disc(0, 0.01, 0.075), d.accent)
    face = head.at(0, -0.44, 1.06)
    pant = 0.5 + 0.5 * d.wave(0.61)
    face.solid(disc(0, 0, 0.36, 0.38), fur, 0.66)
    face.fill(traced("M0 -.38 C.3 -.38 .38 -.14 .35 .04 C.2 .1 .04 -.04 .03 -.2 Z"), patch)
    face.fill(
        traced("M-.09 .22 H.09 V.34 Q.09 .44 0 .44 Q-.09 .44 -.09 .34 Z"),
        d.natural(15, 0.68, 0.16),
        at=Transform(f=0.04 * pant - 0.02),
    )
    face.fill(disc(0, 0.15, 0.21, 0.15), pale(fur, 0.08))
    face.solid(traced("M-.1 .04 Q0 .0 .1 .04 Q.1 .14 0 .16 Q-.1 .14 -.1 .04 Z"), d.shade, 0.7)
    face.line(traced("M0 .14 V.2 Q-.03 .27 -.12 .24 M0 .2 Q.03 .27 .12 .24"), d.shade, 0.024)
    for side in (-1, 1):
        eye(face, side * 0.15, -0.07, 0.058, d.cycle(3.3) > 0.95)
        ear = face.under(Transform.stretch(side, 1)).turned(d.wave(2.9, 5, 0.25 * side), 0.26, -0.26)
        ear.fill(
            traced("M.18 -.34 C.4 -.4 .54 -.16 .52 .1 C.5 .24 .38 .22 .34 .1 C.3 -.06 .26 -.2 .18 -.34 Z"),
            patch if side < 0 else deep(patch, 0.07),
        )


DRAWINGS = {"cat": cat, "dog": dog}
