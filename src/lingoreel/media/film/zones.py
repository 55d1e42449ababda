"""Where things stand in a picture: inside the safe area, whatever its shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def inside(self, dx: float, dy: float | None = None) -> Box:
        """Smaller by `dx` and `dy` on every side."""
        dy = dx if dy is None else dy
        return Box(self.x + dx, self.y + dy, self.width - 2 * dx, self.height - 2 * dy)

    def contains(self, other: Box, within: float = 0.5) -> bool:
        return (
            other.x >= self.x - within
            and other.y >= self.y - within
            and other.right <= self.right + within
            and other.bottom <= self.bottom + within
        )


@dataclass(frozen=True, slots=True)
class Zones:
    """Where a shot has its drawing (None: none), its headline and its caption, and how the headline is set.

    `behind`: the drawing is large and faint, the headline stands in front of it.
    """

    hero: Box | None
    headline: Box
    caption: Box
    align: Align
    behind: bool = False


def safe_area(width: int, height: int) -> Box:
    """What every player shows and no platform covers with its buttons: 90 % (EBU R 95), less below in upright films."""
    if height > width:
        return Box(width * 0.07, height * 0.08, width * 0.86, height * 0.76)
    return Box(width * 0.05, height * 0.05, width * 0.9, height * 0.9)


def caption_size(width: int, height: int) -> float:
    """The size of caption letters (one em) in pixels."""
    return 0.054 * height if width > height else 0.058 * width


def zones(layout: str, width: int, height: int, *, captions: bool, headline: bool) -> Zones:
    """The zones of a layout's name (`lingoreel.media.film.looks`); with no headline the drawing has the middle."""
    safe = safe_area(width, height)
    band = 3.3 * caption_size(width, height)
    caption = Box(safe.x, safe.bottom - band, safe.width, band)
    main = Box(safe.x, safe.y, safe.width, safe.height - (band * 1.12 if captions else 0.0))
    if not headline:
        return Zones(main.inside(0.04 * main.width, 0.02 * main.height), main, caption, "center")
    if layout == "centre_type":
        return Zones(None, main.inside(0.05 * main.width, 0.12 * main.height), caption, "center")
    if layout == "hero_back":
        return Zones(main, main.inside(0.06 * main.width, 0.16 * main.height), caption, "center", behind=True)
    if width > height and layout in ("hero_left", "hero_right"):
        hero, words = _side_by_side(main, hero_first=layout == "hero_left")
        return Zones(hero, words, caption, "left")
    large, usual = (0.67, 0.6) if width > height else (0.74, 0.62)
    hero, words = _stacked(main, large if layout == "hero_centre" else usual, hero_first=layout != "hero_right")
    return Zones(hero, words, caption, "center")


def _side_by_side(main: Box, *, hero_first: bool) -> tuple[Box, Box]:
    wide, gap, inset = 0.44 * main.width, 0.02 * main.width, 0.1 * main.height
    rest = main.width - wide - gap
    hero = Box(main.x if hero_first else main.right - wide, main.y, wide, main.height)
    words = Box(main.right - rest if hero_first else main.x, main.y, rest, main.height)
    return hero, words.inside(0, inset)


def _stacked(main: Box, share: float, *, hero_first: bool) -> tuple[Box, Box]:
    tall = main.height * share
    rest = main.height - tall
    hero = Box(main.x, main.y if hero_first else main.y + rest, main.width, tall)
    words = Box(main.x, main.y + tall if hero_first else main.y, main.width, rest)
    return hero.inside(0, 0.03 * tall), words.inside(0, 0.06 * rest)
