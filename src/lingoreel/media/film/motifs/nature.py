"""Land and water: mountains, the sea, rivers, woods, and what grows there."""

from __future__ import annotations

from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs.colours import deep, mix, pale
from lingoreel.media.film.motifs.drawing import LINE, Drawing
from lingoreel.media.film.motifs.outlines import arc, box, curve, disc, traced
from lingoreel.media.film.motifs.props import cloud

_VIEW = disc(0, 0, 0.94)
_PEAK = traced("M-.92 .8 L-.1 -.72 Q0 -.88 .1 -.72 L.92 .8 Z")
_PEAK_DARK = traced("M0 -.84 Q.06 -.82 .1 -.72 L.92 .8 H.1 L.26 .42 L.06 .14 L.2 -.2 Z")
_SNOW = traced("M-.36 -.24 L-.1 -.72 Q0 -.88 .1 -.72 L.36 -.24 L.2 -.36 L.08 -.16 L-.06 -.36 L-.2 -.14 Z")


def mountain(d: Drawing) -> None:
    d.shadow(0.96, 0, 0.82)
    rock = d.natural(265, 0.6, 0.07)
    back = d.risen(1, 4, 0.82).at(0.46, 0.3, 0.56)
    back.fill(_PEAK, mix(rock, d.light, 0.28))
    back.fill(_PEAK_DARK, mix(rock, d.light, 0.1))
    back.fill(_SNOW, d.light)
    front = d.risen(0, 4, 0.82).at(-0.1, 0.08, 0.9)
    front.fill(_PEAK, pale(rock, 0.05))
    front.fill(_PEAK_DARK, deep(rock, 0.08))
    front.fill(_SNOW, d.light)
    front.fill(traced("M.02 -.84 Q.08 -.8 .1 -.72 L.36 -.24 L.2 -.36 L.1 -.2 Z"), mix(d.light, rock, 0.3))
    green = d.natural(150, 0.6, 0.1)
    for number, (x, size) in enumerate(((-0.8, 0.2), (-0.62, 0.27), (0.5, 0.24), (0.74, 0.3), (0.9, 0.18))):
        _fir(d.risen(2, 4, 0.82).turned(d.wave(2.9, 1.5, number * 0.2), x, 0.82), x, 0.82, size, green)
    cloud(d.grown(3, 4, -0.5, -0.3), -0.5 + d.wave(4.3, 0.09), -0.26, 0.3, d.light)
    cloud(d.grown(3, 4, 0.6, -0.5), 0.62 - d.wave(5.1, 0.08), -0.5, 0.24, d.light)


def _fir(d: Drawing, x: float, y: float, size: float, green: tuple[int, int, int]) -> None:
    at = Transform.at(x, y, size)
    d.fill(box(-0.07, -0.2, 0.14, 0.2), deep(d.natural(60, 0.5, 0.08)), at=at)
    for level, width in ((-0.15, 0.46), (-0.5, 0.37), (-0.82, 0.27)):
        d.solid(
            traced(f"M0 {level - 0.55:.3f} L{width} {level:.3f} Q0 {level + 0.09:.3f} {-width} {level:.3f} Z"),
            green,
            0.5,
            slope=0.0,
            at=at,
        )


def tree(d: Drawing) -> None:
    d.shadow(0.6)
    bark, green = d.natural(60, 0.5, 0.07), d.natural(145, 0.7, 0.14)
    trunk = d.risen(0, 5)
    trunk.solid(
        traced("M-.1 .86 C-.06 .5 -.08 .2 -.07 -.1 H.07 C.08 .2 .06 .5 .1 .86 Q0 .8 -.1 .86 Z"), bark, 0.55, slope=0.0
    )
    trunk.line(curve((0, 0.34), (0.13, 0.2), (0.22, 0.02)), bark, 0.06)
    trunk.line(curve((0, 0.42), (-0.13, 0.3), (-0.22, 0.14)), bark, 0.06)
    sway = d.turned(d.wave(3.3, 1.6), 0, 0.8)
    for number, (x, y, size, tone) in enumerate(
        (
            (-0.36, -0.02, 0.36, -1),
            (0.38, -0.06, 0.36, -1),
            (0, -0.48, 0.4, 0),
            (-0.2, -0.24, 0.4, 1),
            (0.22, -0.2, 0.36, 0),
        )
    ):
        own = sway.grown(1 + number % 4, 5, 0, 0.1)
        puff = disc(0, 0, size)
        colour = pale(green, 0.05) if tone > 0 else deep(green, 0.07) if tone < 0 else green
        own.fill(
            puff, colour, at=Transform.at(x + d.wave(2.7, 0.014, number * 0.2), y + d.wave(2.3, 0.012, number * 0.27))
        )
    top = sway.grown(4, 5, 0, 0.1)
    for x, y in ((-0.3, -0.36), (0.1, -0.62), (0.3, -0.28), (-0.06, -0.14)):
        top.line(arc(x, y, 0.1, 200, 100), pale(green, 0.16), LINE)
    fruit = d.accent
    for number, (x, y) in enumerate(((-0.42, 0.06), (0.14, 0.0), (0.46, -0.16), (-0.16, -0.52), (0.22, -0.42))):
        top.fill(disc(0, 0, 0.055), fruit, at=Transform.at(x, y + d.wave(1.9, 0.012, number * 0.3)))


DRAWINGS = {"mountain": mountain, "tree": tree}
