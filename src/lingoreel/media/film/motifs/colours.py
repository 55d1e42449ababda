"""The colours of a drawing: five given ones, lighter and darker ones of them, natural ones that go with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from lingoreel.media.film.canvas import Colour
from lingoreel.media.film.colours import mix, oklch, to_oklch

_lch = lru_cache(4096)(to_oklch)


@dataclass(frozen=True, slots=True)
class MotifColours:
    """`main`, `accent` and `second` are a drawing's bodies; `light` (paper, snow) and `shade` (outlines, shadows).

    `air` is for what stands before the sky with no body of its own, such as wind and steam (None: as `light`).
    """

    main: Colour
    accent: Colour
    second: Colour
    light: Colour
    shade: Colour
    air: Colour | None = None

    def turned(self, steps: int) -> MotifColours:
        """The same with the three body colours changed round."""
        bodies = (self.main, self.accent, self.second)
        main, accent, second = (bodies[(number + steps) % 3] for number in range(3))
        return replace(self, main=main, accent=accent, second=second)

    def unlike(self, hue: float) -> Colour:
        """The body colour whose hue is farthest from this one: `main` where it is far enough."""

        def off(colour: Colour) -> float:
            return abs((_lch(colour)[2] - hue + 180) % 360 - 180)

        return self.main if off(self.main) > 60 else max((self.accent, self.second), key=off)


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
    """A film palette's colours for its drawings.

    The third body colour lies opposite of the palette's two; all bodies stand out from its sky.
    """
    ground = sum(lightness(colour) for colour in palette.sky) / 3
    (bright, chroma, hue), (bright2, chroma2, hue2) = _lch(palette.accent), _lch(palette.second)
    between = hue + ((hue2 - hue + 180) % 360 - 180) / 2
    third = oklch((bright + bright2) / 2, (chroma + chroma2) / 2, between + 180)
    main, accent, second = (_apart(colour, ground) for colour in (palette.accent, palette.second, third))
    light, shade = mix(palette.paper, palette.accent, 0.04), mix(palette.ink, third, 0.15)
    return MotifColours(main, accent, second, light, shade, light if ground < 0.6 else mix(shade, palette.sky[1], 0.35))


def _apart(colour: Colour, ground: float, least: float = 0.2) -> Colour:
    """The colour, at least so far from the ground's lightness."""
    light, chroma, hue = _lch(colour)
    if abs(light - ground) >= least:
        return colour
    return oklch(ground + least if ground < 0.6 else ground - least, chroma, hue)


@lru_cache(1024)
def deep(colour: Colour, by: float = 0.1) -> Colour:
    """Darker by so much of Oklab's lightness, a little more saturated: a colour's shade side."""
    light, chroma, hue = _lch(colour)
    return oklch(light - by, chroma * 1.04, hue)


@lru_cache(1024)
def pale(colour: Colour, by: float = 0.08) -> Colour:
    """Lighter by so much of Oklab's lightness."""
    light, chroma, hue = _lch(colour)
    return oklch(light + by, chroma * 0.94, hue)


@lru_cache(1024)
def natural(colours: MotifColours, hue: float, light: float = 0.72, chroma: float = 0.13) -> Colour:
    """A colour that a thing has by nature, as these colours would show it.

    `hue` in Oklch's degrees (30 red, 70 orange, 95 yellow, 145 green, 240 blue); its chroma and lightness are drawn
    towards those of the bodies, its hue a little towards the main one.
    """
    bodies = [_lch(body) for body in (colours.main, colours.accent, colours.second)]
    mean_light, mean_chroma = (sum(body[part] for body in bodies) / 3 for part in (0, 1))
    nearest = min((((body[2] - hue + 180) % 360 - 180) for body in bodies), key=abs)
    turn = max(-8.0, min(8.0, nearest * 0.3))
    return oklch(0.7 * light + 0.3 * mean_light, 0.6 * chroma + 0.4 * min(mean_chroma, 0.19), hue + turn)


@lru_cache(1024)
def lightness(colour: Colour) -> float:
    """Oklab's: 0 black to 1 white."""
    return _lch(colour)[0]
