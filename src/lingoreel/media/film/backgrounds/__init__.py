"""What stands behind everything in a shot: skies, waves, lights and patterns, always in slow motion."""

from __future__ import annotations

from typing import Protocol

from numpy.random import Generator

from lingoreel.media.film.backgrounds.aurora import Aurora
from lingoreel.media.film.backgrounds.blobs import Blobs
from lingoreel.media.film.backgrounds.bokeh import Bokeh
from lingoreel.media.film.backgrounds.bubbles import Bubbles
from lingoreel.media.film.backgrounds.clouds import Clouds
from lingoreel.media.film.backgrounds.contours import Contours
from lingoreel.media.film.backgrounds.dots import Dots
from lingoreel.media.film.backgrounds.drift import Drift
from lingoreel.media.film.backgrounds.grid import Grid
from lingoreel.media.film.backgrounds.hills import Hills
from lingoreel.media.film.backgrounds.leaves import Leaves
from lingoreel.media.film.backgrounds.lines import Lines
from lingoreel.media.film.backgrounds.paper import Paper
from lingoreel.media.film.backgrounds.rays import Rays
from lingoreel.media.film.backgrounds.ribbons import Ribbons
from lingoreel.media.film.backgrounds.starfield import Starfield
from lingoreel.media.film.backgrounds.sunburst import Sunburst
from lingoreel.media.film.backgrounds.waves import Waves
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.palettes import Palette


class Background(Protocol):
    def draw(self, layer: Layer, t: float) -> None:
        """Fill the frame, and a tenth around it, as it is `t` seconds after the shot began."""


class _Make(Protocol):
    def __call__(self, width: int, height: int, palette: Palette, rng: Generator) -> Background: ...


BACKGROUNDS: dict[str, _Make] = {
    "aurora": Aurora,
    "blobs": Blobs,
    "bokeh": Bokeh,
    "bubbles": Bubbles,
    "clouds": Clouds,
    "contours": Contours,
    "dots": Dots,
    "drift": Drift,
    "grid": Grid,
    "hills": Hills,
    "leaves": Leaves,
    "lines": Lines,
    "paper": Paper,
    "rays": Rays,
    "ribbons": Ribbons,
    "starfield": Starfield,
    "sunburst": Sunburst,
    "waves": Waves,
}
"""The kinds that there are, each made of the frame's width and height in pixels, colours, and random numbers."""


def make_background(kind: str, width: int, height: int, palette: Palette, rng: Generator) -> Background:
    """A background of one of the `BACKGROUNDS`."""
    return BACKGROUNDS[kind](width, height, palette, rng)
