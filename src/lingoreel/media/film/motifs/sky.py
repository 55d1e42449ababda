"""What is in the sky: sun, moon and stars, and the weather."""

from __future__ import annotations

from lingoreel.media.film.canvas import Colour
from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs.colours import deep, pale
from lingoreel.media.film.motifs.drawing import BOLD, Drawing
from lingoreel.media.film.motifs.outlines import arc, disc, polyline, traced
from lingoreel.media.film.motifs.props import DROP, cloud, sparkle

_RAY = traced("M-.085 -.66 Q0 -.7 .085 -.66 L.022 -.93 Q0 -.98 -.022 -.93 Z")
_SHORT_RAY = traced("M-.075 -.66 Q0 -.7 .075 -.66 L.02 -.82 Q0 -.86 -.02 -.82 Z")
_CRESCENT = traced(
    "M.16 -.8 C-.36 -.84 -.82 -.44 -.82 .1 C-.82 .6 -.42 .9 .04 .9 C.4 .9 .68 .72 .82 .4 "
    "C.3 .6 -.26 .3 -.26 -.22 C-.26 -.46 -.1 -.68 .16 -.8 Z"
)


def sun(d: Drawing) -> None:
    gold = d.natural(84, 0.84, 0.15)
    beams = d.grown(1, 2)
    for number in range(16):
        pulse = 0.97 + d.wave(2.4, 0.03, number % 2 * 0.5)
        ray = _SHORT_RAY if number % 2 else _RAY
        beams.fill(ray, pale(gold, 0.02), at=Transform.at(0, 0, pulse, number * 22.5 + d.t * 9))
    body = d.grown(0, 2)
    body.fill(disc(0, 0, 0.6), gold, 0.3)
    body.solid(disc(0, 0, 0.52), gold, 0.66)
    body.line(arc(0, 0, 0.4, 190, 62), pale(gold, 0.1), BOLD)


def moon(d: Drawing) -> None:
    silver = mix(d.light, d.natural(88, 0.86, 0.13), 0.72)
    whole = d.grown(0, 3).turned(d.wave(4.7, 5), -0.2, 0.1)
    whole.solid(_CRESCENT, silver, 0.5, slope=0.9)
    for x, y, size in ((-0.56, 0.12, 0.1), (-0.36, 0.5, 0.13), (-0.46, -0.3, 0.065), (0.1, 0.7, 0.07)):
        whole.fill(disc(x, y, size), deep(silver, 0.1), 0.55)
    for number, (x, y, size) in enumerate(((0.36, -0.42, 0.24), (0.68, 0.02, 0.15), (0.18, 0.08, 0.12))):
        sparkle(d.grown(1 + number % 2, 3, x, y), x, y, size, 2.3 + number * 0.4, number * 0.31)


def stars(d: Drawing) -> None:
    gold = d.natural(88, 0.87, 0.12)
    spots = ((0.0, 0.08, 0.52), (-0.64, -0.46, 0.22), (0.62, -0.56, 0.27), (-0.6, 0.6, 0.17), (0.66, 0.5, 0.21))
    for number, (x, y, size) in enumerate(spots):
        own = d.grown(number, 5, x, y).at(
            x, y, size * (1 + d.wave(2.1 + 0.3 * number, 0.07, number * 0.3)), d.wave(3.3, 9, number * 0.4)
        )
        own.solid(_STAR, mix(gold, d.light, 0.0 if number == 0 else 0.35), 0.5, slope=0.0)
    for number, (x, y) in enumerate(((-0.1, -0.76), (0.14, 0.86), (-0.9, 0.1), (0.92, -0.02))):
        sparkle(d.grown(4, 5, x, y), x, y, 0.11, 1.7 + number * 0.21, number * 0.23)


_STAR = traced(
    "M-.1 -.92 C-.06 -1.02 .06 -1.02 .1 -.92 L.29 -.44 C.31 -.38 .36 -.34 .43 -.34 L.93 -.3 "
    "C1.03 -.29 1.07 -.17 .99 -.1"
    "L.6 .22 C.55 .26 .53 .33 .55 .39 L.67 .88 C.7 .98 .59 1.05 .51 1 L.08 .73 C.03 .7 -.03 .7 -.08 .73 L-.51 1"
    "C-.59 1.05 -.7 .98 -.67 .88 L-.55 .39 C-.53 .33 -.55 .26 -.6 .22 L-.99 -.1 C-1.07 -.17 -1.03 -.29 -.93 -.3"
    "L-.43 -.34 C-.36 -.34 -.31 -.38 -.29 -.44 Z"
)


def clouds(d: Drawing) -> None:
    far = mix(d.light, d.main, 0.35)
    cloud(d.grown(1, 3, 0.4, -0.3), 0.4 + d.wave(5.3, 0.06), -0.34, 0.5, far)
    cloud(
        d.grown(0, 3, -0.05, 0.2),
        -0.06 + d.wave(4.1, 0.05, 0.3),
        0.2 + d.wave(2.9, 0.02),
        0.88,
        mix(d.light, d.main, 0.08),
    )
    cloud(d.grown(2, 3, 0.5, 0.55), 0.52 - d.wave(4.7, 0.05, 0.2), 0.6, 0.38, mix(d.light, d.main, 0.22))


def rain(d: Drawing) -> None:
    water = d.natural(240, 0.7, 0.13)
    fall = d.part(1, 2)
    for number in range(9):
        x = -0.6 + number % 5 * 0.3 + (0.14 if number > 4 else 0.0)
        age = d.cycle(1.1, number * 0.382)
        at = Transform.at(
            x - 0.1 * age, 0.12 + 0.76 * age * fall, 0.085 * fall * min(1, 4 * age, 6 * (1 - age)) + 0.001, 8
        )
        d.solid(DROP, water, 0.55, at=at)
    own = d.grown(0, 2, 0, -0.3)
    cloud(own, 0.26 + d.wave(4.3, 0.04), -0.42, 0.66, mix(d.light, d.shade, 0.45))
    cloud(own, -0.06 + d.wave(3.7, 0.03, 0.4), -0.26, 0.86, mix(d.light, d.shade, 0.2))


_FLAKE_ARM = polyline((0, 0), (0, -1))
_FLAKE_TWIGS = polyline((-0.24, -0.92), (0, -0.66), (0.24, -0.92))


def _flake(d: Drawing, at: Transform, white: Colour, width: float, alpha: float = 1.0) -> None:
    for number in range(6):
        arm = Transform.at(0, 0, 1, 60 * number).then(at)
        d.line(_FLAKE_ARM, white, width, at=arm, alpha=alpha)
        d.line(_FLAKE_TWIGS, white, width * 0.8, at=arm, alpha=alpha)


def snow(d: Drawing) -> None:
    ice = d.natural(230, 0.82, 0.07)
    white = d.light if d.air == d.light else mix(d.light, d.natural(240, 0.66, 0.1), 0.75)
    own = d.grown(0, 2).at(0, -0.02, 0.76, d.t * 12)
    for number in range(6):
        arm = Transform.at(0, 0, 1, 60 * number)
        own.line(_FLAKE_ARM, white, 0.1, at=arm)
        own.line(_FLAKE_TWIGS, white, 0.085, at=arm)
        own.line(polyline((-0.2, -0.58), (0, -0.36), (0.2, -0.58)), ice, 0.085, at=arm)
    own.fill(disc(0, 0, 0.13), ice)
    fall = d.part(1, 2)
    for number, x in enumerate((-0.8, -0.45, 0.5, 0.82, -0.62, 0.7)):
        age = d.cycle(4.1 + number * 0.3, number * 0.29)
        at = Transform.at(x + d.wave(2.7, 0.05, number * 0.3), -0.92 + 1.8 * age, 0.1 - 0.02 * (number % 3))
        seen = fall * min(1.0, 5 * age, 5 * (1 - age))
        if number % 2:
            d.fill(disc(0, 0, 0.5), white, alpha=seen, at=at)
        else:
            _flake(d, at, white, 0.2, alpha=seen)


_GUSTS = (
    (traced("M-.92 -.2 H.34 C.6 -.2 .66 -.58 .4 -.62 C.22 -.64 .14 -.46 .26 -.38"), 1.1),
    (traced("M-.76 .06 H.66 C.94 .06 1 -.32 .74 -.36"), 0.95),
    (traced("M-.9 .34 H.18 C.44 .34 .5 .72 .24 .76 C.06 .78 0 .62 .1 .54"), 1.3),
    (traced("M-.4 .58 H-.16"), 1.6),
    (traced("M-.6 -.46 H-.08"), 1.5),
)


def wind(d: Drawing) -> None:
    for number, (gust, period) in enumerate(_GUSTS):
        come = d.part(number, 5)
        ink = mix(d.air, d.main, 0.12 * number)
        shift = Transform.at(d.wave(2.3 * period, 0.03, number * 0.3), d.wave(3.1, 0.015, number * 0.2))
        d.line(gust, ink, BOLD * 1.15, trim=(0, come), at=shift, alpha=0.45)
        head = d.cycle(1.6 * period, number * 0.31) * 1.5
        d.line(gust, d.air, BOLD * 1.15, trim=(max(0.0, head - 0.5), min(come, head)), at=shift)
    for number in range(2):
        age = d.cycle(2.9, 0.5 * number)
        y = 0.18 + d.wave(1.7, 0.12, number * 0.4) - 0.4 * number * age
        at = Transform.at(
            -0.8 + 1.6 * age, y, 0.24 * d.part(4, 5) * min(1.0, 6 * age, 6 * (1 - age)) + 0.001, 90 + d.t * 150
        )
        d.solid(_BLOWN, d.natural(140, 0.74, 0.14), 0.5, at=at)


_BLOWN = traced("M0 .5 C.3 .3 .36 -.2 0 -.5 C-.36 -.2 -.3 .3 0 .5 Z")


def rainbow(d: Drawing) -> None:
    hues = (
        d.natural(28, 0.68, 0.17),
        d.natural(62, 0.78, 0.15),
        d.natural(95, 0.87, 0.13),
        d.natural(150, 0.76, 0.13),
        d.natural(245, 0.68, 0.13),
    )
    for number, colour in enumerate(hues):
        glow = 0.5 + 0.5 * d.wave(2.7, 1.0, -number * 0.13)
        band = mix(colour, d.light, round(0.22 * glow, 2))
        d.line(arc(0, 0.52, 0.88 - number * 0.105, 180, 180), band, 0.108, trim=(0, d.part(number, 7)), cap="butt")
    for side, number in ((-1, 5), (1, 6)):
        x = side * 0.62 + d.wave(3.9, 0.025, 0.25 * side)
        cloud(d.grown(number, 7, x, 0.55), x, 0.58, 0.4, mix(d.light, d.main, 0.06))


DRAWINGS = {
    "sun": sun,
    "moon": moon,
    "stars": stars,
    "cloud": clouds,
    "rain": rain,
    "snow": snow,
    "wind": wind,
    "rainbow": rainbow,
}
