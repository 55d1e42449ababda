"""The colours of a film: families of palettes, in each one palette for every mood.

A film keeps to one family, so that it looks of one piece; its shots take the family's palettes by their moods.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap

from lingoreel.media.film.canvas import Colour
from lingoreel.media.film.colours import mix, oklch

Row = tuple[tuple[float, float, float], float, float, float]
"""Hues of the sky from top to bottom, its chroma, hue of the accent, hue of the second colour (degrees of OKLCh)."""


@dataclass(frozen=True)
class Palette:
    """What a shot is coloured with.

    `sky`: the background from top to bottom; `accent`: the one loud colour, for the hero and for what matters;
    `second`: what stands beside it; `ink`: the darkest, `paper`: the lightest colour. Letters on the background are
    `text`: paper where the sky is `dark`, ink where it is light, either at 7:1 or more.
    """

    sky: tuple[Colour, Colour, Colour]
    accent: Colour
    second: Colour
    ink: Colour
    paper: Colour
    dark: bool

    @property
    def text(self) -> Colour:
        return self.paper if self.dark else self.ink

    @property
    def scrim(self) -> Colour:
        """What is laid under letters where the picture behind them is too restless: the other end of `text`."""
        return self.ink if self.dark else self.paper

    @property
    def light(self) -> Colour:
        """The colour of light on the sky: a breath of the accent in white."""
        return mix(self.paper, self.accent, 0.25 if self.dark else 0.05)

    @property
    def shade(self) -> Colour:
        """The sky's own shadow."""
        return mix(self.sky[0] if self.dark else self.sky[2], self.ink, 0.45 if self.dark else 0.16)


@dataclass(frozen=True)
class Family:
    """A look with colours for every mood.

    `sky`: the lightness of the sky from top to bottom; `accent`, `second`: theirs; `tint`: the hue of ink and paper.
    """

    name: str
    dark: bool
    sky: tuple[float, float, float]
    accent: float
    second: float
    tint: float
    rows: dict[str, Row]

    def palette(self, mood: str) -> Palette:
        """The palette for one of `storyboard.MOODS`."""
        hues, chroma, accent, second = self.rows[mood]
        top, middle, bottom = starmap(oklch, zip(self.sky, (chroma,) * 3, hues, strict=True))
        strong = 0.17 if chroma > 0.05 else 0.14
        return Palette(
            sky=(top, middle, bottom),
            accent=oklch(self.accent, strong, accent),
            second=oklch(self.second, strong * 0.8, second),
            ink=oklch(0.19, 0.035, self.tint),
            paper=oklch(0.975, 0.012, self.tint),
            dark=self.dark,
        )


FAMILIES: tuple[Family, ...] = (
    Family(
        "dusk",
        True,
        (0.22, 0.32, 0.44),
        0.80,
        0.74,
        285,
        {
            "calm": ((275, 262, 235), 0.085, 75, 200),
            "bright": ((280, 268, 245), 0.130, 88, 190),
            "warm": ((300, 340, 20), 0.105, 78, 35),
            "serious": ((270, 265, 258), 0.045, 65, 240),
            "dreamy": ((285, 305, 340), 0.125, 350, 220),
            "energetic": ((280, 312, 2), 0.150, 92, 340),
        },
    ),
    Family(
        "tide",
        True,
        (0.21, 0.31, 0.43),
        0.82,
        0.76,
        230,
        {
            "calm": ((245, 222, 195), 0.075, 95, 180),
            "bright": ((250, 228, 205), 0.105, 100, 165),
            "warm": ((235, 205, 160), 0.065, 62, 90),
            "serious": ((245, 240, 230), 0.038, 80, 215),
            "dreamy": ((270, 245, 205), 0.095, 330, 195),
            "energetic": ((262, 240, 195), 0.120, 120, 60),
        },
    ),
    Family(
        "ember",
        True,
        (0.20, 0.30, 0.42),
        0.80,
        0.72,
        20,
        {
            "calm": ((310, 335, 5), 0.055, 70, 20),
            "bright": ((340, 8, 30), 0.110, 92, 55),
            "warm": ((350, 18, 42), 0.105, 80, 45),
            "serious": ((330, 350, 15), 0.032, 60, 30),
            "dreamy": ((300, 325, 355), 0.105, 40, 320),
            "energetic": ((340, 12, 34), 0.150, 98, 350),
        },
    ),
    Family(
        "grove",
        True,
        (0.21, 0.31, 0.43),
        0.84,
        0.76,
        165,
        {
            "calm": ((195, 172, 155), 0.058, 100, 150),
            "bright": ((185, 165, 140), 0.090, 98, 125),
            "warm": ((165, 140, 105), 0.070, 70, 105),
            "serious": ((200, 190, 178), 0.030, 88, 165),
            "dreamy": ((250, 205, 165), 0.080, 345, 165),
            "energetic": ((200, 170, 135), 0.105, 112, 55),
        },
    ),
    Family(
        "print",
        False,
        (0.955, 0.920, 0.865),
        0.60,
        0.66,
        60,
        {
            "calm": ((95, 90, 200), 0.035, 235, 185),
            "bright": ((100, 92, 82), 0.075, 30, 235),
            "warm": ((85, 70, 50), 0.062, 32, 75),
            "serious": ((250, 245, 240), 0.014, 25, 250),
            "dreamy": ((70, 15, 330), 0.045, 310, 20),
            "energetic": ((95, 80, 62), 0.100, 15, 265),
        },
    ),
    Family(
        "pastel",
        False,
        (0.895, 0.855, 0.825),
        0.56,
        0.60,
        280,
        {
            "calm": ((225, 205, 180), 0.055, 268, 195),
            "bright": ((232, 215, 100), 0.075, 22, 262),
            "warm": ((75, 50, 22), 0.085, 18, 320),
            "serious": ((250, 255, 262), 0.025, 268, 225),
            "dreamy": ((265, 305, 350), 0.075, 300, 255),
            "energetic": ((92, 58, 10), 0.110, 345, 285),
        },
    ),
    Family(
        "meadow",
        False,
        (0.930, 0.890, 0.840),
        0.56,
        0.62,
        150,
        {
            "calm": ((190, 165, 145), 0.050, 195, 155),
            "bright": ((215, 150, 120), 0.080, 28, 155),
            "warm": ((95, 100, 118), 0.070, 40, 130),
            "serious": ((200, 190, 175), 0.018, 170, 230),
            "dreamy": ((230, 180, 110), 0.055, 330, 205),
            "energetic": ((105, 118, 135), 0.115, 22, 255),
        },
    ),
)
