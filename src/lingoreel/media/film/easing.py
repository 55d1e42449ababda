"""How motion starts and stops: curves from 0 to 1 over a time from 0 to 1.

Every curve takes any number and holds its ends outside of 0 to 1; `back_out` and `spring` go past 1 on their way.
The names and shapes of the curves are the usual ones of animation (Penner's equations).
"""

from __future__ import annotations

import math
from collections.abc import Callable

Ease = Callable[[float], float]

_BACK = 1.70158  # overshoots by a tenth


def clamp(value: float, low: float = 0.0, high: float = 1.0) -> float:
    return low if value < low else high if value > high else value


def lerp(begin: float, end: float, share: float) -> float:
    """The value `share` of the way from `begin` to `end`; not clamped."""
    return begin + (end - begin) * share


def progress(now: float, begin: float, length: float) -> float:
    """How far `now` is from `begin` over `length`, 0 to 1; a step where the length is 0."""
    if length <= 0:
        return 1.0 if now >= begin else 0.0
    return clamp((now - begin) / length)


def staggered(share: float, number: int, count: int, overlap: float = 0.5) -> float:
    """How far part `number` of `count` is, when the parts come one after another within `share` = 0 to 1.

    `overlap` 0: each waits until the one before it stands; 1: all at once.
    """
    if count <= 1:
        return clamp(share)
    length = 1 / (1 + (count - 1) * (1 - overlap))
    return clamp((share - number * (1 - overlap) * length) / length)


def linear(t: float) -> float:
    return clamp(t)


def smooth(t: float) -> float:
    """Smoothstep: slow, fast, slow."""
    t = clamp(t)
    return t * t * (3 - 2 * t)


def smoother(t: float) -> float:
    """As `smooth`, with acceleration that has no steps, either."""
    t = clamp(t)
    return t * t * t * (t * (6 * t - 15) + 10)


def ease_out(t: float, power: float = 3.0) -> float:
    """Slow at last."""
    return float(1 - (1 - clamp(t)) ** power)


def ease_in_out(t: float, power: float = 3.0) -> float:
    """Slow at both ends."""
    t = clamp(t)
    return float(0.5 * (2 * t) ** power if t < 0.5 else 1 - 0.5 * (2 - 2 * t) ** power)


def sine_in_out(t: float) -> float:
    return 0.5 - 0.5 * math.cos(math.pi * clamp(t))


def expo_out(t: float) -> float:
    """Nearly there at once, then long in coming to rest."""
    t = clamp(t)
    return 1.0 if t >= 1 else (1 - 2 ** (-10 * t)) / (1 - 2**-10)


def back_out(t: float, over: float = _BACK) -> float:
    """Goes past its end and comes back."""
    t = clamp(t) - 1
    return 1 + t * t * ((over + 1) * t + over)


def spring(t: float) -> float:
    """One soft overshoot by a twentieth of the way, then rest: an elastic that does not call for attention."""
    t = clamp(t)
    return 1 - math.exp(-6 * t) * math.cos(1.7 * math.pi * t) * (1 - t**4)


def wave(t: float, period: float = 1.0, phase: float = 0.0) -> float:
    """A sine from -1 to 1 of time `t` in seconds; `period` in seconds, `phase` in periods."""
    return math.sin(2 * math.pi * (t / period + phase))


def pulse(t: float, period: float = 1.0, phase: float = 0.0) -> float:
    """A soft beat from 0 to 1 and back, 0 at t = 0."""
    return 0.5 - 0.5 * math.cos(2 * math.pi * (t / period + phase))
