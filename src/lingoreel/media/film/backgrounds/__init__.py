"""What stands behind everything in a shot: skies, waves, lights and patterns, always in slow motion."""

from __future__ import annotations

from typing import Protocol

from numpy.random import Generator

from lingoreel.media.film.backgrounds.bokeh import Bokeh
from lingoreel.media.film.backgrounds.drift import Drift
from lingoreel.media.film.backgrounds.waves import Waves
from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.palettes import Palette


class Background(Protocol):
    def draw(self, layer: Layer, t: float) -> None:
        """Fill the frame, and a tenth around it, as it is `t` seconds after the shot began."""


class _Make(Protocol):
    def __call__(self, width: int, height: int, palette: Palette, rng: Generator) -> Background: ...


BACKGROUNDS: dict[str, _Make] = {"drift": Drift, "waves": Waves, "bokeh": Bokeh}
"""The kinds that there are: a frame's width and height in pixels, colours, and the source of what differs."""


def make_background(kind: str, width: int, height: int, palette: Palette, rng: Generator) -> Background:
    """A background of one of the `BACKGROUNDS`."""
    return BACKGROUNDS[kind](width, height, palette, rng)
