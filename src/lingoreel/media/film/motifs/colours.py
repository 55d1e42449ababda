"""The colours of a drawing: five given ones, what is lighter and darker than them, and natural hues that go with them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from lingoreel.media.film.canvas import Colour


@dataclass(frozen=True, slots=True)
class MotifColours:
    """`main`, `accent` and `second` are a drawing's bodies; `light` (paper, snow) and `shade` (outlines, shadows)."""

    main: Colour
    accent: Colour
    second: Colour
    light: Colour
    shade: Colour

    def turned(self, steps: int) -> MotifColours:
        """The same with the three body colours changed round."""
        bodies = (self.main, self.accent, self.second)
        main, accent, second = (bodies[(number + steps) % 3] for number in range(3))
        return MotifColours(main, accent, second, self.light, self.shade)


class _Palette(Protocol):
    @property
    def sky(self) -> tuple[Colour, Colour, Colour]: ...
    @property
    def accent(self) -> Colour: ...
    @property
    def second(self) -> Colour: ...
    @property
    def ink(self) -> Colour: ...
    @property
    def paper(self) -> Colour: ...


def of(palette: _Palette) -> MotifColours:
    """A film palette's colours for its drawings; bodies stand out from the palette's sky."""
    light, shade = sorted((palette.ink, palette.paper), key=lambda colour: -lightness(colour))
    light, shade = mix(light, palette.accent, 0.06), mix(shade, palette.accent, 0.12)
    ground = sum(lightness(colour) for colour in palette.sky) / 3
    main, accent = (_apart(colour, ground) for colour in (palette.accent, palette.second))
    third = _apart(mix(main, accent, 0.5), ground)
    return MotifColours(main, accent, third, light, shade)


def _apart(colour: Colour, ground: float, least: float = 0.2) -> Colour:
    """The colour at least so far from the ground's lightness."""
    own, chroma, hue = _lch(colour)
    if abs(own - ground) >= least:
        return colour
    up = own >= ground if least < ground < 1 - least else ground < 0.5
    return _rgb(ground + least if up else ground - least, chroma, hue)


@lru_cache(4096)
def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in the first."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


@lru_cache(1024)
def deep(colour: Colour, by: float = 0.1) -> Colour:
    """Darker by so much of Oklab's lightness, a little more saturated: a colour's shade side."""
    light, chroma, hue = _lch(colour)
    return _rgb(light - by, chroma * 1.04, hue)


@lru_cache(1024)
def pale(colour: Colour, by: float = 0.08) -> Colour:
    """Lighter by so much of Oklab's lightness."""
    light, chroma, hue = _lch(colour)
    return _rgb(light + by, chroma * 0.94, hue)


@lru_cache(1024)
def natural(colours: MotifColours, hue: float, light: float = 0.72, chroma: float = 0.13) -> Colour:
    """A colour that a thing has by nature, as these colours would show it.

    `hue` in Oklch's degrees (30 red, 70 orange, 95 yellow, 145 green, 240 blue); its chroma and lightness are drawn
    towards those of the bodies, its hue a little towards the main one.
    """
    bodies = [_lch(body) for body in (colours.main, colours.accent, colours.second)]
    mean_light, mean_chroma = (sum(body[part] for body in bodies) / 3 for part in (0, 1))
    nearest = min((((body[2] - hue + 180) % 360 - 180) for body in bodies), key=abs)
    turn = max(-18.0, min(18.0, nearest * 0.3))
    return _rgb(0.7 * light + 0.3 * mean_light, 0.6 * chroma + 0.4 * min(mean_chroma, 0.19), hue + turn)


@lru_cache(1024)
def lightness(colour: Colour) -> float:
    """Oklab's: 0 black to 1 white."""
    return _lch(colour)[0]


def _lch(colour: Colour) -> tuple[float, float, float]:
    """Lightness, chroma, hue in degrees (Björn Ottosson's Oklab)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)
    )
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return light, math.hypot(a, b), math.degrees(math.atan2(b, a))


def _rgb(light: float, chroma: float, hue: float) -> Colour:
    """Back, with less chroma where the screen has no such colour."""
    light = max(0.0, min(1.0, light))
    for _ in range(24):
        parts = _linear(light, chroma, hue)
        if all(-0.001 <= part <= 1.001 for part in parts):
            break
        chroma *= 0.92
    red, green, blue = (_byte(part) for part in parts)
    return red, green, blue


def _linear(light: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _byte(linear: float) -> int:
    linear = max(0.0, min(1.0, linear))
    return round(255 * (12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055))
