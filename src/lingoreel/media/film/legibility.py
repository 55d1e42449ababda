"""The colours of words by what is behind them: ink, the word being said, and what must lie between words and picture.

What is wanted is a contrast of 4.5 (WCAG 2.2, 1.4.3, level AA); more is made for: encoding, moving backgrounds and
thin strokes take some of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.film.canvas import Colour
from lingoreel.media.film.colours import luminance, oklch, to_oklch
from lingoreel.media.film.contrast import readable, scrim_alpha
from lingoreel.media.film.palettes import Palette

_SURE, _SURE_CAPTION, _SURE_MARKED = 5.2, 7.2, 6.2
"""For a headline, for a caption, and for a caption's word that is marked."""
_PLAIN_SCRIM: Colour = (10, 12, 20)
_WHITE: Colour = (255, 255, 255)
_PANEL_LEAST = 0.8
_ACCENT_STEPS = 12
_WORST_PIXELS = 24
_LUMA = np.array([0.0722, 0.7152, 0.2126])
_SHADOW, _HALO_MORE, _HALO_MOST = 0.5, 0.2, 0.8
"""Light letters always have a shadow; and what is small looks fainter from further away than it is, so that halos are
more opaque than seems needed."""


@dataclass(frozen=True, slots=True)
class Inks:
    """Colours of words, and the opacities (0 to 1) of the scrim behind all of them and of the halo around letters."""

    ink: Colour
    accent: Colour
    scrim: Colour
    scrim_alpha: float
    halo_alpha: float


def headline_inks(palette: Palette, pixels: NDArray[np.uint8]) -> Inks:
    """In the palette's colours; `pixels` (n × 3, blue, green, red) are all that is ever behind the words."""
    ink, scrim = palette.text, palette.scrim
    alpha = 0.0 if readable(ink, pixels) >= _SURE else scrim_alpha(pixels, scrim, ink, _SURE)
    under = _under(pixels, scrim, alpha)
    accent = _accent(palette, ink, under, _SURE)
    return Inks(ink, accent, scrim, alpha, _halo_alpha(under, scrim, ink, accent))


def caption_inks(palette: Palette, pixels: NDArray[np.uint8]) -> Inks:
    """White on a dark panel, whatever the palette; the word being said in its accent."""
    alpha = max(_PANEL_LEAST, scrim_alpha(pixels, _PLAIN_SCRIM, _WHITE, _SURE_CAPTION))
    accent = _accent(palette, _WHITE, _under(pixels, _PLAIN_SCRIM, alpha), _SURE_MARKED)
    return Inks(_WHITE, accent, _PLAIN_SCRIM, alpha, 0.0)


def _under(pixels: NDArray[np.uint8], scrim: Colour, alpha: float) -> NDArray[np.uint8]:
    """The pixels with the scrim over them."""
    cover = np.array(scrim[::-1], np.float32) * alpha
    return np.round(pixels[..., :3] * (1 - alpha) + cover).astype(np.uint8)


def _halo_alpha(pixels: NDArray[np.uint8], scrim: Colour, ink: Colour, accent: Colour) -> float:
    """How opaque the scrim must be close to letters for those few pixels that its plain part leaves out of account."""
    is_light = luminance(ink) > 0.5
    order = np.argsort(pixels @ _LUMA)
    worst = pixels[order[-_WORST_PIXELS:] if is_light else order[:_WORST_PIXELS]]
    needed = max(scrim_alpha(worst, scrim, colour, _SURE) for colour in (ink, accent))
    least = _SHADOW if is_light else 0.0
    return max(least, min(_HALO_MOST, needed + _HALO_MORE)) if needed > 0 else least


def _accent(palette: Palette, ink: Colour, under: NDArray[np.uint8], wanted: float) -> Colour:
    """The colour of the word being said: the hue of the palette's accent, as strong as it can be read."""
    towards_light = luminance(ink) > 0.5
    for hue in (to_oklch(palette.accent)[2], to_oklch(palette.second)[2]):
        for step in range(_ACCENT_STEPS):
            lightness = 0.72 + 0.02 * step if towards_light else 0.52 - 0.02 * step
            colour = oklch(lightness, 0.19, hue)
            if readable(colour, under) >= wanted:
                return colour
    return ink
