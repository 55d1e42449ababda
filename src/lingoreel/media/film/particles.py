"""Small things in the air between the background and the rest of a shot."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from lingoreel.media.film.canvas import Colour, Layer
from lingoreel.media.film.colours import mix
from lingoreel.media.film.easing import pulse, wave
from lingoreel.media.film.geometry import Outline, Path, Transform
from lingoreel.media.film.palettes import Palette


class Particles:
    """`draw` shows them `t` seconds after the shot began; they go through the frame and come in again."""

    def __init__(self, kind: str, width: int, height: int, palette: Palette, rng: Generator) -> None:
        self._draw = _KINDS[kind]
        self.count = _COUNTS[kind]
        self.width, self.height, self.size = width, height, min(width, height)
        self.x, self.y, self.depth, self.phase = rng.uniform(0, 1, (4, self.count))
        self.depth.sort()
        self.side = 1 if rng.random() < 0.5 else -1
        self.colours: tuple[Colour, ...] = (palette.accent, palette.second, palette.light)
        self.soft = palette.light if palette.dark else mix(palette.accent, palette.paper, 0.25)
        self.strength = 1.0 if palette.dark else 0.8

    def draw(self, layer: Layer, t: float) -> None:
        self._draw(self, layer, t)

    def places(self, t: float, across: float, down: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where each is when all drift by so many frame sizes a second, the nearer ones faster."""
        pace = t * (0.35 + 0.65 * self.depth)
        x = (self.x + across * pace) % 1.0 * 1.1 - 0.05
        y = (self.y + down * pace) % 1.0 * 1.1 - 0.05
        return x * self.width, y * self.height


_OUT_OF_FOCUS = 0.86
"""The depth from which on small things are so near that they are blurred: larger and fainter."""
_DOT = Outline().ellipse(0, 0, 1).path()


def _star() -> Path:
    outline = Outline().move(0, -1)
    for x, y in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        outline.quadratic(0.0, 0.0, x, y)
    return outline.close().path()


def _petal() -> Path:
    return Outline().move(0, -1).cubic(0.75, -0.5, 0.6, 0.6, 0, 1).cubic(-0.6, 0.6, -0.75, -0.5, 0, -1).close().path()


_STAR, _PETAL = _star(), _petal()
_SCRAP = Outline().rectangle(-1, -0.6, 2, 1.2, 0.15).path()
_DASH = Outline().rectangle(-1, -0.05, 2, 0.10, 0.05).path()


def _dust(all_: Particles, layer: Layer, t: float) -> None:
    x, y = all_.places(t, 0.02 * all_.side, -0.025)
    for n in range(all_.count):
        depth, phase = float(all_.depth[n]), float(all_.phase[n])
        near = depth > _OUT_OF_FOCUS
        radius = all_.size * (0.018 * depth if near else 0.0022 + 0.0042 * depth)
        alpha = all_.strength * (0.2 + 0.45 * pulse(t, 3 + 3 * phase, phase)) * (0.25 if near else 0.5 + 0.5 * depth)
        at = Transform.at(float(x[n]), float(y[n]) + all_.size * 0.008 * wave(t, 5, phase), radius)
        layer.fill(_DOT, all_.soft, alpha=alpha, at=at)


def _fireflies(all_: Particles, layer: Layer, t: float) -> None:
    for n in range(all_.count):
        depth, phase = float(all_.depth[n]), float(all_.phase[n])
        x = all_.width * (float(all_.x[n]) + 0.05 * wave(t, 7 + 4 * phase, phase) + 0.02 * wave(t, 3.1, 3 * phase))
        y = all_.height * (float(all_.y[n]) + 0.05 * wave(t, 6 + 3 * phase, 2 * phase) + 0.02 * wave(t, 2.7, phase))
        lit = all_.strength * pulse(t, 2.4 + 2 * phase, phase)
        radius = all_.size * (0.004 + 0.005 * depth)
        colour = all_.colours[0]
        for wide, alpha in ((4.5, 0.07), (2.4, 0.16), (1.0, 0.9)):
            layer.fill(_DOT, colour, alpha=alpha * (0.15 + 0.85 * lit), at=Transform.at(x, y, radius * wide))


def _sparkles(all_: Particles, layer: Layer, t: float) -> None:
    """Each twinkles where it is, then somewhere else."""
    for n in range(all_.count):
        phase = float(all_.phase[n])
        length = 1.6 + 1.2 * float(all_.depth[n])
        turn, share = divmod(t / length + phase, 1.0)
        lit = math.sin(math.pi * share) ** 2
        x = (float(all_.x[n]) + 0.618 * turn) % 1.0 * all_.width
        y = (float(all_.y[n]) + 0.382 * turn) % 1.0 * all_.height
        size = all_.size * (0.011 + 0.020 * float(all_.depth[n])) * (0.3 + 0.7 * lit)
        layer.fill(_STAR, all_.soft, alpha=0.85 * lit * all_.strength, at=Transform.at(x, y, size, 20 * share))


def _snow(all_: Particles, layer: Layer, t: float) -> None:
    x, y = all_.places(t, 0.012 * all_.side, 0.10)
    for n in range(all_.count):
        depth, phase = float(all_.depth[n]), float(all_.phase[n])
        at = Transform.at(
            float(x[n]) + all_.size * 0.012 * wave(t, 3.5 + phase, phase),
            float(y[n]),
            all_.size * (0.019 * depth if depth > _OUT_OF_FOCUS else 0.0028 + 0.006 * depth),
        )
        alpha = 0.22 if depth > _OUT_OF_FOCUS else 0.3 + 0.45 * depth
        layer.fill(_DOT, all_.soft, alpha=all_.strength * alpha, at=at)


def _falling(path: Path, size: float, spin: float) -> Callable[[Particles, Layer, float], None]:
    """Flat things that turn over as they fall."""

    def draw(all_: Particles, layer: Layer, t: float) -> None:
        x, y = all_.places(t, 0.03 * all_.side, 0.11)
        for n in range(all_.count):
            depth, phase = float(all_.depth[n]), float(all_.phase[n])
            big = all_.size * size * (0.5 + 0.8 * depth)
            flat = 0.25 + 0.75 * abs(wave(t, 2.6 + 2 * phase, phase))
            at = (
                Transform.stretch(big * flat, big)
                .then(Transform.at(0, 0, 1, 360 * phase + spin * t * (1 if n % 2 else -1)))
                .then(Transform(e=float(x[n]) + all_.size * 0.03 * wave(t, 4, phase), f=float(y[n])))
            )
            layer.fill(path, all_.colours[n % 3], alpha=all_.strength * (0.45 + 0.4 * depth), at=at)

    return draw


def _streaks(all_: Particles, layer: Layer, t: float) -> None:
    """Fine dashes that shoot past."""
    pace = 0.9 * all_.side
    for n in range(all_.count):
        depth, phase = float(all_.depth[n]), float(all_.phase[n])
        x = ((float(all_.x[n]) + pace * t * (0.3 + 0.7 * depth)) % 1.0 * 1.3 - 0.15) * all_.width
        at = Transform.at(x, float(all_.y[n]) * all_.height, all_.width * (0.012 + 0.035 * depth))
        layer.fill(_DASH, all_.colours[2 if phase < 0.6 else 0], alpha=all_.strength * (0.12 + 0.3 * depth), at=at)


_KINDS: dict[str, Callable[[Particles, Layer, float], None]] = {
    "dust": _dust,
    "fireflies": _fireflies,
    "sparkles": _sparkles,
    "snow": _snow,
    "petals": _falling(_PETAL, 0.022, 25),
    "confetti": _falling(_SCRAP, 0.014, 90),
    "streaks": _streaks,
}
_COUNTS = {"dust": 46, "fireflies": 16, "sparkles": 22, "snow": 48, "petals": 20, "confetti": 34, "streaks": 26}
PARTICLES: tuple[str, ...] = tuple(_KINDS)
