"""The drawings of films: things that a text can speak of, moving, in the colours of the film."""

from __future__ import annotations

from collections.abc import Callable

from lingoreel.media.film.canvas import Layer
from lingoreel.media.film.motifs import (
    activity,
    animals,
    city,
    country,
    desk,
    devices,
    food,
    garden,
    home,
    kitchen,
    leisure,
    nature,
    orientation,
    people,
    pets,
    portable,
    prizes,
    science,
    signs,
    sky,
    timekeeping,
    tools,
    trade,
    travel,
)
from lingoreel.media.film.motifs.colours import MotifColours, of
from lingoreel.media.film.motifs.drawing import Drawing

__all__ = ["MOTIFS", "Motif", "MotifColours", "draw", "of"]

Motif = Callable[[Drawing], None]

_FAMILIES = (
    sky,
    nature,
    country,
    city,
    travel,
    orientation,
    timekeeping,
    desk,
    devices,
    portable,
    trade,
    tools,
    science,
    people,
    activity,
    signs,
    prizes,
    leisure,
    home,
    kitchen,
    food,
    garden,
    animals,
    pets,
)
MOTIFS: dict[str, Motif] = {name: motif for family in _FAMILIES for name, motif in family.DRAWINGS.items()}
"""Every drawing there is, by name."""
VARIANTS = 3
"""In so many ways the body colours can be given out."""
_APART_S = 1.7


def draw(name: str, layer: Layer, t: float, palette: MotifColours, *, variant: int = 0, enter: float = 1.0) -> None:
    """Draw motif `name` (of `MOTIFS`) in the box [-1, 1]² of the layer's coordinates, y down.

    `t`: seconds since the shot began; nothing of a drawing stands still for long. `enter`: how far it has come in, 0
    (nothing is seen) to 1; in between its parts grow one after another. `variant` (0 or more) gives the colours out in
    another way, and lets it be at another point of its movement. The same arguments draw the same.
    """
    if enter <= 0:
        return
    t += variant * _APART_S
    MOTIFS[name](Drawing(layer, t, palette.turned(variant % VARIANTS), variant, min(1.0, enter)))
