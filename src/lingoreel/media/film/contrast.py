"""Whether text can be read on what is behind it, and how much must be laid between them (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.film import colours
from lingoreel.media.film.canvas import Colour

ratio = colours.contrast
_LINEAR = np.array([colours.luminance((value, value, value)) for value in range(256)])
"""The luminance of each grey, which is what one byte of a colour is as light."""
_BLUE_GREEN_RED = np.array([0.0722, 0.7152, 0.2126])
_WORST_SHARE = 0.01
"""So many of the worst pixels do not count: an edge, a spark."""
_MOST_PIXELS = 4096
_STEPS = 64


def readable(text: Colour, pixels: NDArray[np.uint8]) -> float:
    """The lowest contrast ratio (1 to 21) of a text's colour on its background, all but 1 % of the pixels counted.

    `pixels`: … × 3 or more (blue, green, red; what follows does not count), of large areas a sample.
    Infinite where there are none.
    """
    found = _ratios(text, _sampled(pixels))
    if not len(found):
        return float("inf")
    worst = int(_WORST_SHARE * len(found))
    return float(np.partition(found, worst)[worst])


def scrim_alpha(pixels: NDArray[np.uint8], scrim: Colour, text: Colour, wanted: float = 4.5) -> float:
    """The least opacity of a plain colour between background and text that gives the ratio `wanted`.

    1.0 where none does: text and scrim are then too alike.
    """
    background = _sampled(pixels)
    cover = np.array(scrim[::-1], np.float64)
    for step in range(_STEPS):
        alpha = step / _STEPS
        mixed = np.round(background + (cover - background) * alpha).astype(np.uint8)
        if readable(text, mixed) >= wanted:
            return alpha
    return 1.0


def _sampled(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    flat = pixels[..., :3].reshape(-1, 3)
    step = max(1, len(flat) // _MOST_PIXELS)
    while math.gcd(step, pixels.shape[-2]) > 1:  # or else the same columns of every row would be looked at
        step += 1
    return flat[::step]


def _ratios(text: Colour, pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    behind = _LINEAR[pixels] @ _BLUE_GREEN_RED + 0.05
    own = colours.luminance(text) + 0.05
    found: NDArray[np.float64] = np.maximum(behind, own) / np.minimum(behind, own)
    return found
