"""Land and water: mountains, the sea, rivers, woods, and what grows there."""

from __future__ import annotations

from lingoreel.media.film.canvas import Colour, Linear
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, FINE, GROUND, LINE, Drawing
from lingoreel.media.film.motifs.outlines import arc, blob, box, curve, disc, polyline, rolling, traced
from lingoreel.media.film.motifs.props import DROP, cloud, grass, leaf

_VIEW = disc(0, 0, 0.94)
_PEAK = traced("M-.92 .8 L-.1 -.72 Q0 -.88 .1 -.72 L.92 .8 Z")
_PEAK_DARK = traced("M.04 -.72 L.1 -.72 L.92 .8 H.1 L.26 .42 L.06 .14 L.2 -.2 Z")
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
    front.fill(traced("M.04 -.7 L.1 -.72 L.36 -.24 L.2 -.36 L.1 -.2 Z"), mix(d.light, rock, 0.3))
    green = d.natural(150, 0.6, 0.1)
    for number, (x, size) in enumerate(((-0.8, 0.2), (-0.62, 0.27), (0.5, 0.24), (0.74, 0.3), (0.9, 0.18))):
        _fir(d.risen(2, 4, 0.82).turned(d.wave(2.9, 1.5, number * 0.2), x, 0.82), x, 0.82, size, green)
    cloud(d.grown(3, 4, -0.5, -0.3), -0.5 + d.wave(4.3, 0.09), -0.26, 0.3, d.light)
    cloud(d.grown(3, 4, 0.6, -0.5), 0.62 - d.wave(5.1, 0.08), -0.5, 0.24, d.light)


_FIR = traced("M0 -1.37 L.27 -.82 H.16 L.37 -.5 H.24 L.46 -.15 Q0 -.06 -.46 -.15 L-.24 -.5 H-.37 L-.16 -.82 H-.27 Z")
_FIR_DARK = traced("M0 -1.37 L.27 -.82 H.16 L.37 -.5 H.24 L.46 -.15 Q.23 -.105 0 -.105 Z")


def _fir(d: Drawing, x: float, y: float, size: float, green: Colour) -> None:
    at = Transform.at(x, y, size)
    d.fill(box(-0.07, -0.2, 0.14, 0.2), d.natural(60, 0.42, 0.07), at=at)
    d.fill(_FIR, green, at=at)
    d.fill(_FIR_DARK, deep(green, 0.08), at=at)


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


def sea(d: Drawing) -> None:
    water = d.natural(232, 0.62, 0.12)
    view = d.grown(0, 4).inside(_VIEW)
    view.fill(
        box(-1, -1, 2, 2), Linear(0, -1, 0, 0.3, ((0.0, pale(water, 0.24), 1.0), (1.0, d.natural(70, 0.9, 0.08), 1.0)))
    )
    up = d.part(1, 4)
    gold = d.natural(80, 0.84, 0.15)
    low = 0.5 - 0.62 * up
    view.fill(disc(0, 0, 0.44), d.light, 0.35, at=Transform.at(0.1, low))
    view.fill(disc(0, 0, 0.31), gold, at=Transform.at(0.1, low))
    cloud(view, -0.5 + d.wave(4.9, 0.08), -0.52, 0.3, d.light)
    for number, (x, y) in enumerate(((0.5, -0.5), (0.66, -0.4), (0.42, -0.36))):
        _gull(view, x + d.wave(4.1, 0.06, number * 0.1), y + d.wave(2.3, 0.02, number * 0.3), 0.1, d.shade, number)
    rows = ((0.12, 0.03, 0.62, 0.16), (0.34, 0.045, 0.8, -0.24), (0.58, 0.055, 1.0, 0.3), (0.8, 0.05, 1.1, -0.36))
    for number, (level, height, length, speed) in enumerate(rows):
        own = view.under(Transform(f=0.5 * (1 - d.part(number, 4))))
        wave = rolling(-1, 1, level, 1.4, height, length, d.t * speed)
        own.fill(wave, deep(pale(water, 0.1), 0.075 * number))
        own.line(wave, d.light, FINE, alpha=0.45 - 0.1 * number)
    for number, (y, length) in enumerate(((0.26, 0.26), (0.46, 0.34), (0.69, 0.22))):
        x = 0.1 + d.wave(2.7, 0.06, number * 0.3) - length / 2
        view.line(polyline((0, 0), (length, 0)), d.light, LINE, alpha=0.6 * up, at=Transform.at(x, y))


def _gull(d: Drawing, x: float, y: float, size: float, colour: Colour, number: int) -> None:
    flap = 0.6 + d.wave(0.93, 0.35, number * 0.3)
    at = Transform(size, 0, 0, size * flap, x, y)
    d.line(traced("M-1 -.3 Q-.5 -1 0 0 Q.5 -1 1 -.3"), colour, 0.24, at=at)


def river(d: Drawing) -> None:
    green, water = d.natural(140, 0.74, 0.13), d.natural(232, 0.66, 0.12)
    view = d.grown(0, 4).inside(_VIEW)
    view.fill(
        box(-1, -1, 2, 2), Linear(0, -1, 0, 0.1, ((0.0, pale(water, 0.2), 1.0), (1.0, mix(d.light, water, 0.2), 1.0)))
    )
    view.fill(disc(-0.42, -0.52, 0.17), d.natural(82, 0.85, 0.14))
    cloud(view, 0.42 + d.wave(4.7, 0.08), -0.6, 0.28, d.light)
    rock = d.natural(265, 0.64, 0.07)
    for x, size in ((-0.52, 0.4), (0.5, 0.44), (0.0, 0.3)):
        view.risen(1, 4, 0.1).fill(_PEAK, mix(rock, d.light, 0.25), at=Transform.at(x, 0.06 - 0.8 * size, size))
    land = view.risen(0, 4, 1)
    land.fill(
        blob((-1.2, 0.1), (-0.5, -0.12), (0.2, 0.02), (0.8, -0.14), (1.3, 0.1), (1.2, 1.3), (-1.2, 1.3)),
        deep(green, 0.05),
    )
    land.fill(blob((-1.2, 0.5), (-0.7, 0.22), (-0.1, 0.32), (-0.3, 0.8), (-0.5, 1.2), (-1.2, 1.2)), green)
    land.fill(blob((1.2, 0.5), (0.8, 0.3), (0.3, 0.42), (0.5, 0.8), (0.7, 1.2), (1.2, 1.2)), green)
    flow = d.part(2, 4)
    shore = traced(
        "M.06 -.02 C.5 .1 .46 .2 .1 .28 C-.5 .42 -.52 .62 -.36 1 H.62 C.2 .66 .3 .5 .56 .34 C.8 .16 .5 .02 .14 -.02 Z"
    )
    stream = view.inside(box(-1, -0.1, 2, 1.2 * flow))
    stream.fill(shore, pale(water, 0.03))
    for number, track in enumerate(_STREAMS):
        head = d.cycle(2.6, number * 0.37) * 1.4
        stream.line(track, d.light, LINE, trim=(head - 0.28, min(1.0, head)), alpha=0.75)
    firs = d.natural(155, 0.55, 0.1)
    for number, (x, y, size) in enumerate(
        ((-0.72, 0.32, 0.3), (-0.5, 0.28, 0.22), (0.78, 0.4, 0.32), (-0.66, 0.72, 0.36), (0.62, 0.86, 0.36))
    ):
        _fir(view.risen(3, 4, y).turned(d.wave(2.9, 1.8, number * 0.2), x, y), x, y, size, firs)


_STREAMS = (
    traced("M.12 0 C.56 .12 .52 .24 .2 .32 C-.34 .46 -.34 .62 -.2 1"),
    traced("M.14 0 C.64 .12 .6 .24 .34 .36 C-.04 .52 -.02 .72 .2 1"),
    traced("M.1 .02 C.5 .14 .4 .22 .1 .3 C-.44 .44 -.42 .7 -.28 .98"),
)


def forest(d: Drawing) -> None:
    d.shadow(0.96, 0, 0.84)
    green = d.natural(152, 0.62, 0.12)
    ranks = (
        (0.6, 0.74, pale(green, 0.12), (-0.58, -0.2, 0.22, 0.6)),
        (0.73, 0.84, pale(green, 0.04), (-0.36, 0.06, 0.4)),
        (0.85, 0.8, deep(green, 0.05), (-0.58, 0.6)),
    )
    for rank, (y, size, colour, places) in enumerate(ranks):
        for number, x in enumerate(places):
            tall = size * (0.86 + 0.14 * ((number * 7 + rank * 3) % 5) / 4)
            lean = d.wave(3.1, 1.4, number * 0.17 + rank * 0.3)
            _fir(d.risen(rank + number % 2, 4, y).turned(lean, x, y), x, y, tall * 1.05, colour)
    for x in (-0.2, 0.3, -0.9, 0.06):
        grass(d.risen(3, 4), x, 0.86, 0.13, pale(green, 0.06))
    for number in range(3):
        _gull(
            d.grown(3, 4),
            -0.3 + 0.3 * number + d.wave(4.3, 0.1),
            -0.8 + 0.1 * (number % 2) + d.wave(2.7, 0.02, number * 0.3),
            0.085,
            d.shade,
            number,
        )


def flower(d: Drawing) -> None:
    d.shadow(0.36)
    green = d.natural(145, 0.66, 0.14)
    whole = d.turned(d.wave(2.9, 2.6), 0, GROUND)
    stem = d.part(0, 4)
    whole.line(curve((0, 0.86), (0.04, 0.5), (0, 0.1), (0, -0.2)), green, BOLD, trim=(0, stem))
    low = whole.grown(1, 4, 0, 0.7)
    leaf(low, 0.02, 0.66, 0.5, 62 + d.wave(2.3, 4), green)
    leaf(low, 0.02, 0.76, 0.46, -58 + d.wave(2.3, 4, 0.3), deep(green, 0.04))
    petals = d.colours.unlike(145)
    petal = traced("M0 0 C-.34 -.2 -.34 -.66 0 -.66 C.34 -.66 .34 -.2 0 0 Z")
    head = whole.at(0, -0.3, 1, d.wave(3.7, 5))
    for number in range(16):
        own = head.grown(2, 4) if number < 8 else head.grown(3, 4)
        spread = 1 + d.wave(2.3, 0.02, number * 0.1)
        if number < 8:
            own.fill(petal, deep(petals, 0.08), at=Transform.at(0, 0, spread, number * 45 + 22.5))
        else:
            own.solid(petal, petals, 0.5, slope=0.0, by=0.05, at=Transform.at(0, 0, 0.93 * spread, number * 45))
    eye = d.natural(80, 0.82, 0.15)
    middle = head.grown(3, 4)
    middle.solid(disc(0, 0, 0.2), eye, 0.6)
    for number in range(7):
        middle.fill(disc(0, -0.11 if number else 0, 0.026), deep(eye, 0.18), at=Transform.at(0, 0, 1, number * 60))


def _leaf(d: Drawing) -> None:
    green = d.natural(145, 0.7, 0.15)
    whole = d.at(-0.5, 0).turned(32 + d.wave(2.7, 5), 0, 0.9)
    body = whole.grown(0, 2, 0.0, 0.8)
    blade = traced(
        "M0 .62 C.5 .52 .66 .12 .5 -.3 C.4 -.58 .18 -.78 0 -.98 C-.18 -.78 -.4 -.58 -.5 -.3 C-.66 .12 -.5 .52 0 .62 Z"
    )
    body.solid(blade, green, 0.5, slope=0.0, by=0.1)
    vein = mix(green, d.light, 0.55)
    seen = d.part(1, 2)
    whole.line(curve((0.02, 0.96), (-0.02, 0.7), (0, 0.3), (0, -0.8)), vein, LINE, trim=(0, seen))
    for number in range(4):
        y = 0.36 - 0.27 * number
        reach = 0.36 - 0.055 * number
        for side in (-1, 1):
            whole.line(
                curve((0, y), (side * reach * 0.6, y - 0.12), (side * reach, y - 0.26)), vein, FINE, trim=(0, seen)
            )
    slip = d.cycle(4.3)
    dew = whole.grown(1, 2, 0.2, 0.1)
    at = Transform.at(0.2 - 0.12 * slip, -0.12 + 0.5 * slip**2, 0.1 * min(1.0, 4 * slip, 8 * (1 - slip)) + 0.001, -32)
    dew.fill(DROP, mix(d.light, d.natural(230, 0.8, 0.08), 0.4), at=at)
    dew.fill(disc(-0.2, 0.2, 0.18), (255, 255, 255), at=at)


DRAWINGS = {
    "mountain": mountain,
    "tree": tree,
    "sea": sea,
    "river": river,
    "forest": forest,
    "flower": flower,
    "leaf": _leaf,
}
