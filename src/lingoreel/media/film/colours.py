"""Mixing colours, and making them from lightness, chroma and hue as the eye has them."""

from __future__ import annotations

import math

from lingoreel.media.film.canvas import Colour


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` 0: `one`, 1: `other`; between, as a gradient has it (in sRGB)."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(value / 255) for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def oklch(lightness: float, chroma: float, hue: float) -> Colour:
    """The sRGB colour of a point in OKLCh (Ottosson's OKLab, 2020); `hue` in degrees.

    Where sRGB has no such colour, the most chroma that it has at this lightness and hue.
    """
    low, high = 0.0, chroma
    if _inside(_from_oklab(lightness, chroma, hue)):
        low = chroma
    else:
        for _ in range(12):
            middle = (low + high) / 2
            if _inside(_from_oklab(lightness, middle, hue)):
                low = middle
            else:
                high = middle
    red, green, blue = (round(255 * _encoded(max(0.0, min(1.0, value)))) for value in _from_oklab(lightness, low, hue))
    return red, green, blue


def to_oklch(colour: Colour) -> tuple[float, float, float]:
    """Lightness (0 to 1), chroma and hue in degrees of an sRGB colour."""
    red, green, blue = (_linear(value / 255) for value in colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    light = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    return light, math.hypot(a, b), math.degrees(math.atan2(b, a))


def _from_oklab(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Linear red, green, blue; outside of 0 to 1 where sRGB does not have the colour."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _inside(linear: tuple[float, float, float]) -> bool:
    return all(-1e-4 <= value <= 1 + 1e-4 for value in linear)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _encoded(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)
