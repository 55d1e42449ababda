"""From one shot to the next: wipes, pushes and fades.

A transition is drawn from both shots' own pictures; its cost is theirs and little more. At progress 0 the picture is
the shot before, at 1 the shot after, to the pixel.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lingoreel.media.film.canvas import Colour, Layer, Linear
from lingoreel.media.film.easing import ease_in_out, ease_out, lerp, smooth, smoother, staggered
from lingoreel.media.film.geometry import Outline, Path, Transform

Draw = Callable[[Layer], None]

_BLINDS, _TILES, _PANELS = 7, 9, 3
_SHADOW: Colour = (8, 8, 20)
_PLAIN: tuple[Colour, ...] = ((250, 248, 244), (32, 34, 52))


@dataclass(frozen=True, slots=True)
class _Cut:
    """What a kind of transition has to draw with; `share` goes evenly from 0 to 1, and is neither."""

    layer: Layer
    share: float
    width: int
    height: int
    before: Draw
    after: Draw
    colours: tuple[Colour, ...]

    @property
    def frame(self) -> Path:
        return Outline().rectangle(0, 0, self.width, self.height).path()

    def show(self, clip: Path) -> None:
        """The shot after, within an outline."""
        self.after(self.layer.layer(clip=clip))

    def moved(self, shot: Draw, x: float, y: float) -> None:
        """A shot beside its place, in whole pixels, cut off where it ends."""
        shot(self.layer.layer(at=Transform(e=round(x), f=round(y)), clip=self.frame))

    def dim(self, alpha: float) -> None:
        self.layer.fill(self.frame, _SHADOW, alpha=alpha)

    def shadow(self, x: float, *, left: bool = True) -> None:
        """What an upright edge at `x` throws on the picture beside it."""
        reach = self.width * (-0.06 if left else 0.06)
        box = Outline().rectangle(min(x, x + reach), 0, abs(reach), self.height).path()
        self.layer.fill(box, Linear(x, 0, x + reach, 0, ((0, _SHADOW, 0.34), (1, _SHADOW, 0))))


def _cross_fade(cut: _Cut) -> None:
    cut.before(cut.layer)
    cut.after(cut.layer.layer(alpha=smooth(cut.share)))


def _push(cut: _Cut) -> None:
    x = cut.width * (1 - ease_in_out(cut.share, 4))
    cut.moved(cut.before, x - cut.width, 0)
    cut.moved(cut.after, x, 0)


def _push_up(cut: _Cut) -> None:
    y = cut.height * (1 - ease_in_out(cut.share, 4))
    cut.moved(cut.before, 0, y - cut.height)
    cut.moved(cut.after, 0, y)


def _slide_over(cut: _Cut) -> None:
    """The new shot comes over the old one, which gives way more slowly and lies in its shadow."""
    share = smoother(cut.share)
    x = round(cut.width * (1 - share))
    cut.moved(cut.before, -0.3 * cut.width * share, 0)
    cut.dim(0.45 * share)
    cut.shadow(x)
    cut.moved(cut.after, x, 0)


def _reveal(cut: _Cut) -> None:
    """The old shot slides off the new one, which was below it."""
    share = smoother(cut.share)
    x = round(-cut.width * share)
    cut.moved(cut.after, 0.3 * cut.width * (1 - share), 0)
    cut.dim(0.45 * (1 - share))
    cut.shadow(x + cut.width, left=False)
    cut.moved(cut.before, x, 0)


def _iris(cut: _Cut) -> None:
    """A circle opens, rings of colour ahead of it."""
    cut.before(cut.layer)
    reach = 0.51 * math.hypot(cut.width, cut.height)
    x, y = cut.width / 2, cut.height / 2
    for lead, colour in ((0.09, cut.colours[1]), (0.045, cut.colours[0])):
        ring = reach * ease_in_out(cut.share + lead * math.sin(math.pi * cut.share), 3)
        cut.layer.fill(Outline().ellipse(x, y, ring).path(), colour)
    cut.show(Outline().ellipse(x, y, max(0.5, reach * ease_in_out(cut.share, 3))).path())


def _diagonal(cut: _Cut) -> None:
    """A slanting edge from the lower left, with a band of colour before it."""
    cut.before(cut.layer)
    slant = 0.35 * cut.height
    for lead, colour in ((0.075, cut.colours[1]), (0.04, cut.colours[0])):
        share = ease_in_out(cut.share + lead * math.sin(math.pi * cut.share), 3)
        cut.layer.fill(_slanted(cut, share, slant), colour)
    cut.show(_slanted(cut, ease_in_out(cut.share, 3), slant))


def _slanted(cut: _Cut, share: float, slant: float) -> Path:
    edge = lerp(-slant, cut.width, share)
    return (
        Outline().polygon([(-1, 0), (edge, 0), (edge + slant, cut.height), (-1, cut.height)])
        if edge > -1
        else Outline().polygon([(-1, -edge * cut.height / slant), (edge + slant, cut.height), (-1, cut.height)])
    ).path()


def _zoom(cut: _Cut) -> None:
    """The camera flies through the old shot into the new one."""
    x, y = cut.width / 2, cut.height / 2
    near = Transform.at(0, 0, 1 + 0.12 * (1 - ease_out(cut.share))).about(x, y)
    cut.after(cut.layer.layer(at=near))
    seen = 1 - smooth((cut.share - 0.2) / 0.55)
    if seen > 0:
        past = Transform.at(0, 0, 1 + 1.6 * cut.share**2).about(x, y)
        cut.before(cut.layer.layer(at=past, alpha=seen))


def _blinds(cut: _Cut) -> None:
    """Upright strips rise and fall, by turns, one after another."""
    cut.before(cut.layer)
    strip = cut.width / _BLINDS
    open_ = Outline()
    for number in range(_BLINDS):
        share = ease_in_out(staggered(cut.share, number, _BLINDS, 0.86), 3)
        if share > 0:
            high = (cut.height + 2) * share
            open_.rectangle(number * strip - 0.5, -1 if number % 2 else cut.height + 1 - high, strip + 1, high)
    if not (seen := open_.path()).is_empty:
        cut.show(seen)


def _tiles(cut: _Cut) -> None:
    """Squares grow from a corner on until they meet."""
    cut.before(cut.layer)
    size = max(cut.width, cut.height) / _TILES
    across, down = math.ceil(cut.width / size), math.ceil(cut.height / size)
    open_ = Outline()
    for row in range(down):
        for column in range(across):
            share = smoother(staggered(cut.share, row + column, across + down - 1, 0.9))
            side = 1.02 * size * share
            if side > 0.5:
                x, y = (column + 0.5) * size - side / 2, (row + 0.5) * size - side / 2
                open_.rectangle(x, y, side, side, 0.5 * side * (1 - share))
    if not (seen := open_.path()).is_empty:
        cut.show(seen)


def _wave(cut: _Cut) -> None:
    """A wave rises from below, a crest of colour on it."""
    cut.before(cut.layer)
    for lead, colour in ((0.08, cut.colours[1]), (0.04, cut.colours[0])):
        cut.layer.fill(_flood(cut, cut.share + lead * math.sin(math.pi * cut.share)), colour)
    cut.show(_flood(cut, cut.share))


def _flood(cut: _Cut, share: float) -> Path:
    share = smooth(share)
    size = 0.09 * min(cut.width, cut.height)
    level = lerp(cut.height + 1.3 * size, -1.3 * size, share)
    x = np.linspace(-0.02, 1.02, 15)
    y = level + size * np.sin(2 * np.pi * (1.3 * x + 1.1 * share)) * math.sin(math.pi * share) ** 0.5
    points = list(zip((x * cut.width).tolist(), y.tolist(), strict=True))
    outline = Outline().smooth(points)
    return outline.line(points[-1][0], cut.height + 2).line(points[0][0], cut.height + 2).close().path()


def _panels(cut: _Cut) -> None:
    """Panels of colour sweep over the picture; the new shot is below them when they go."""
    cut.before(cut.layer)
    high = cut.height / _PANELS
    covered, bare = Outline(), Outline()
    for number in range(_PANELS):
        share = staggered(cut.share, number, _PANELS, 0.8)
        head, tail = ease_in_out(min(1.0, share / 0.62), 3), ease_in_out(max(0.0, (share - 0.38) / 0.62), 3)
        y = number * high - 0.5
        if tail > 0:
            bare.rectangle(-1, y, cut.width * tail + 1, high + 1)
        if head > tail:
            covered.rectangle(cut.width * tail - 1, y, cut.width * (head - tail) + 1, high + 1)
    if not (seen := bare.path()).is_empty:
        cut.show(seen)
    cut.layer.fill(covered.path(), cut.colours[0])


_KINDS: dict[str, Callable[[_Cut], None]] = {
    "cross_fade": _cross_fade,
    "push": _push,
    "push_up": _push_up,
    "slide_over": _slide_over,
    "reveal": _reveal,
    "iris": _iris,
    "diagonal": _diagonal,
    "zoom": _zoom,
    "blinds": _blinds,
    "tiles": _tiles,
    "wave": _wave,
    "panels": _panels,
}
TRANSITIONS: tuple[str, ...] = tuple(_KINDS)


def draw(
    kind: str,
    layer: Layer,
    progress: float,
    width: int,
    height: int,
    before: Draw,
    after: Draw,
    *,
    colours: tuple[Colour, ...] = (),
) -> None:
    """Draw the transition `progress` of the way, 0 to 1; the curve of the movement is its own.

    `colours`: one or two for the kinds that have coloured edges (the accents of the shot after).
    """
    if progress <= 0:
        before(layer)
    elif progress >= 1:
        after(layer)
    else:
        paints = (*colours, *_PLAIN[len(colours) :])
        _KINDS[kind](_Cut(layer, progress, width, height, before, after, paints))
