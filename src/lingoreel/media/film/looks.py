"""How each shot of a film looks: colours, background, movement, transition, layout and lettering.

What a shot gets depends on the film's seed, size and family and on the shot's own number, mood and headline, not on
what the other shots got: a film in which one scene was changed keeps the pictures of the others. Neighbours differ all
the same, because shots with even and with odd numbers choose from different halves of what there is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from lingoreel.media.film.canvas import Colour
from lingoreel.media.film.palettes import FAMILIES, Family, Palette
from lingoreel.media.film.storyboard import Film, Shot

LAYOUTS: tuple[str, ...] = ("hero_left", "hero_right", "hero_top", "hero_back", "hero_centre", "centre_type")
"""`hero_back`: the drawing large and faint behind the words; `centre_type`: words alone."""
HEADLINE_STYLES: tuple[str, ...] = ("rise", "pop", "typewriter", "slide", "stamp", "wave")

_FAMILY, _ORDERS = 101, 102
"""Purposes of random numbers, so that one choice does not shift the next."""

Halves = tuple[tuple[str, ...], tuple[str, ...]]
"""For the shots with even and for those with odd numbers, or the other way round; nothing is ever in both."""

_BACKGROUNDS: dict[str, Halves] = {
    "calm": (("drift", "leaves", "clouds", "contours"), ("waves", "bubbles", "hills", "blobs")),
    "bright": (("clouds", "paper", "leaves", "dots"), ("sunburst", "blobs", "bubbles", "ribbons")),
    "warm": (("bokeh", "leaves", "paper", "clouds"), ("hills", "sunburst", "waves", "blobs")),
    "serious": (("contours", "drift", "dots", "lines"), ("grid", "rays", "ribbons", "waves")),
    "dreamy": (("starfield", "bokeh", "drift", "clouds"), ("aurora", "ribbons", "waves", "bubbles")),
    "energetic": (("lines", "dots", "paper"), ("rays", "sunburst", "blobs", "ribbons")),
}
_BY_DAY = {"starfield": "contours", "aurora": "hills"}
"""What stands for a background of the night where the sky is light; from the same half."""
_PARTICLES: dict[str, tuple[str | None, ...]] = {
    "calm": ("dust", None, "petals", "dust"),
    "bright": ("confetti", "sparkles", "dust", None),
    "warm": ("fireflies", "dust", "petals", None),
    "serious": (None, "dust", None),
    "dreamy": ("sparkles", "snow", "fireflies", "dust"),
    "energetic": ("streaks", "confetti", "sparkles", None),
}
_CAMERAS: Halves = (("push_in", "pan_left", "float"), ("pull_out", "pan_right", "sway", "rise"))
_SOFT: Halves = (("cross_fade", "slide_over", "iris"), ("wave", "zoom", "reveal"))
_LIVELY: Halves = (("slide_over", "iris", "push", "diagonal"), ("wave", "panels", "blinds", "tiles", "push_up", "zoom"))
_GENTLE_STYLES: Halves = (("rise", "typewriter"), ("wave", "slide"))
_STRONG_STYLES: Halves = (("rise", "pop"), ("stamp", "slide"))
_WIDE: Halves = (("hero_left", "hero_top", "hero_centre"), ("hero_right", "hero_back", "centre_type"))
_TALL: Halves = (("hero_top", "hero_centre"), ("hero_back", "centre_type"))
_WORDLESS: Halves = (("hero_centre",), ("hero_back",))
_BUSY = ("bokeh", "bubbles", "starfield", "lines", "dots")
"""Backgrounds with enough in the air."""
_LIVELY_MOODS = ("energetic", "bright")
_LIGHT_GENRES = ("recipe", "product", "instructions")


@dataclass(frozen=True)
class Look:
    """How a shot looks.

    `transition` leads into it from the shot before (the film's first has nothing before it); `edges` are the colours of
    its edges, `transitions.draw`'s `colours`.
    """

    palette: Palette
    background: str
    particles: str | None
    camera: str
    transition: str
    edges: tuple[Colour, Colour]
    layout: str
    headline_style: str


def choose_looks(film: Film) -> tuple[Look, ...]:
    """One look per shot. Neighbours never share background, transition, camera, layout or headline style."""
    family = choose_family(film)
    orders = np.random.default_rng([film.seed, _ORDERS])
    turn = {what: int(orders.integers(0, 1 << 16)) for what in ("background", "particles", "camera", "transition")}
    turn |= {what: int(orders.integers(0, 1 << 16)) for what in ("layout", "style")}
    return tuple(_look(film, family, turn, number, shot) for number, shot in enumerate(film.shots))


def choose_family(film: Film) -> Family:
    """The colours for the whole film: by its commonest mood, its genre and the seed."""
    moods = Counter(shot.scene.mood for shot in film.shots)
    bright = moods["bright"] + 0.5 * (moods["warm"] + moods["energetic"])
    sombre = moods["dreamy"] + moods["serious"] + 0.3 * moods["calm"]
    lean = (bright - sombre) / max(1, sum(moods.values())) + (0.5 if film.genre in _LIGHT_GENRES else 0.0)
    weights = np.array([2.0**-lean if family.dark else 2.0**lean for family in FAMILIES])
    rng = np.random.default_rng([film.seed, _FAMILY])
    return FAMILIES[int(rng.choice(len(FAMILIES), p=weights / weights.sum()))]


def _look(film: Film, family: Family, turn: dict[str, int], number: int, shot: Shot) -> Look:
    mood = shot.scene.mood
    lively = mood in _LIVELY_MOODS
    background = _pick(_BACKGROUNDS[mood], number, turn["background"])
    if not family.dark:
        background = _BY_DAY.get(background, background)
    particles = _PARTICLES[mood][(number + turn["particles"]) % len(_PARTICLES[mood])]
    layouts = _WORDLESS if shot.scene.headline is None else _WIDE if film.width > film.height else _TALL
    palette = family.palette(mood)
    return Look(
        palette=palette,
        background=background,
        particles=None if background in _BUSY else particles,
        camera=_pick(_CAMERAS, number, turn["camera"]),
        transition=_pick(_LIVELY if lively else _SOFT, number, turn["transition"]),
        edges=(palette.accent, palette.second) if lively else (palette.sky[2], palette.sky[1]),
        layout=_pick(layouts, number, 2 * turn["layout"]),
        headline_style=_pick(_STRONG_STYLES if lively else _GENTLE_STYLES, number, turn["style"]),
    )


def _pick(halves: Halves, number: int, turn: int) -> str:
    """The turn of shot `number`: `turn` says which half the even ones take, and where they begin."""
    half = halves[(number + turn) % 2]
    return half[(number + turn) // 2 % len(half)]
