"""Colours as a script has them, for ordinary pictures and for HDR."""

from __future__ import annotations

import math
from typing import Literal

from lingoreel.media.burn.style import Colour

Transfer = Literal["sdr", "pq", "hlg"]

# Graphics white in HDR, cd/m² (ITU-R BT.2408): 58 % of the PQ signal, 75 % of the HLG signal.
GRAPHICS_WHITE = 203.0
_PQ_PEAK, _HLG_PEAK, _HLG_GAMMA = 10_000.0, 1000.0, 1.2
# BT.709 primaries in BT.2020 (ITU-R BT.2087).
_TO_2020 = ((0.6274, 0.3293, 0.0433), (0.0691, 0.9195, 0.0114), (0.0164, 0.0880, 0.8956))
_LUMINANCE_2020 = (0.2627, 0.6780, 0.0593)


def ass_colour(colour: Colour, transfer: Transfer) -> str:
    """A colour for a script's style: alpha upside down, blue first."""
    red, green, blue = (colour.red, colour.green, colour.blue) if transfer == "sdr" else _in_hdr(colour, transfer)
    return f"&H{255 - round(colour.alpha * 255):02X}{blue:02X}{green:02X}{red:02X}"


def _in_hdr(colour: Colour, transfer: Transfer) -> tuple[int, ...]:
    """The same colour in BT.2020, as bright as graphics are in HDR, as 8-bit signal values."""
    linear = [_srgb_light(value / 255) for value in (colour.red, colour.green, colour.blue)]
    light = [GRAPHICS_WHITE * sum(w * value for w, value in zip(row, linear, strict=True)) for row in _TO_2020]
    signal = [_pq(value) for value in light] if transfer == "pq" else _hlg(light)
    return tuple(min(255, max(0, round(value * 255))) for value in signal)


def _srgb_light(value: float) -> float:
    """Linear light of an sRGB value (IEC 61966-2-1)."""
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


def _pq(light: float) -> float:
    """The PQ signal of a luminance in cd/m² (SMPTE ST 2084)."""
    power = (max(light, 0.0) / _PQ_PEAK) ** 0.1593017578125
    return float(((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375)


def _hlg(light: list[float]) -> list[float]:
    """The HLG signal of display light on a 1000 cd/m² display (ITU-R BT.2100: inverse OOTF, then OETF)."""
    shares = [max(value, 0.0) / _HLG_PEAK for value in light]
    luminance = sum(weight * value for weight, value in zip(_LUMINANCE_2020, shares, strict=True))
    if luminance <= 0:
        return [0.0, 0.0, 0.0]
    scene = [value * luminance ** ((1 - _HLG_GAMMA) / _HLG_GAMMA) for value in shares]
    return [
        math.sqrt(3 * value) if value <= 1 / 12 else 0.17883277 * math.log(12 * value - 0.28466892) + 0.55991073
        for value in scene
    ]
