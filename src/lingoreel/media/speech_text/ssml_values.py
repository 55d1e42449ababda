"""The values of SSML's attributes, in range or refused."""

from __future__ import annotations

import re
from collections.abc import Callable

from lingoreel.media.speech_text.limits import PITCHES, RATES, VOLUMES

Refuse = Callable[[str], Exception]
_RATES = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "default": 1.0, "fast": 1.5, "x-fast": 2.0}
_PITCHES = {"x-low": -6.0, "low": -3.0, "medium": 0.0, "default": 0.0, "high": 3.0, "x-high": 6.0}
_VOLUMES = {"silent": 0.0, "x-soft": 0.25, "soft": 0.5, "medium": 1.0, "default": 1.0, "loud": 1.5, "x-loud": 2.0}
_STRENGTHS = {"none": 0, "x-weak": 100, "weak": 200, "medium": 400, "strong": 700, "x-strong": 1200}
_FIGURES = r"(\d{1,6}(?:\.\d{1,6})?)"


def rate(value: str, refuse: Refuse) -> float:
    """A factor from 0.5 to 2: `slow`, `0.8`, `80%`, `+20%`."""
    if value in _RATES:
        return _RATES[value]
    found = re.fullmatch(rf"([+-]?){_FIGURES}(%?)", value)
    if not found or (found[1] and not found[3]):
        raise refuse(
            f'rate="{value[:40]}" is none of {", ".join(_RATES)}, a factor such as 0.8, or a share such as 80%'
        )
    number = float(found[2]) / (100 if found[3] else 1)
    factor = 1 + number * (-1 if found[1] == "-" else 1) if found[1] else number
    return _within(factor, RATES, f'rate="{value[:40]}"', refuse)


def pitch(value: str, refuse: Refuse) -> float:
    """Semitones from −12 to 12: `high`, `+2st`, `-10%`."""
    if value in _PITCHES:
        return _PITCHES[value]
    found = re.fullmatch(rf"([+-]?){_FIGURES}(st|%)", value)
    if not found:
        raise refuse(
            f'pitch="{value[:40]}" is none of {", ".join(_PITCHES)}, semitones such as +2st, or a share such as +10%'
        )
    number = float(found[2]) * (-1 if found[1] == "-" else 1)
    if found[3] == "%":
        from math import log2

        share = (1 if found[1] else 0) + number / 100
        number = 12 * log2(share) if share > 0 else -99.0
    return _within(number, PITCHES, f'pitch="{value[:40]}"', refuse)


def volume(value: str, refuse: Refuse) -> float:
    """A factor on the volume: `soft`, `-6dB`, `50`, `50%`, `-20%`."""
    if value in _VOLUMES:
        return _VOLUMES[value]
    found = re.fullmatch(rf"([+-]?){_FIGURES}(dB|%|)", value)
    if not found or (found[1] and not found[3]):
        raise refuse(f'volume="{value[:40]}" is none of {", ".join(_VOLUMES)}, 0 to 100, or decibels such as -6dB')
    number = float(found[2]) * (-1 if found[1] == "-" else 1)
    if found[3] == "dB":
        return float(10 ** (_within(number, (-60.0, 20.0), f'volume="{value[:40]}"', refuse) / 20))
    if found[1]:
        return 1 + _within(number, (-100.0, 100.0), f'volume="{value[:40]}"', refuse) / 100
    return _within(number, VOLUMES, f'volume="{value[:40]}"', refuse) / 100


def break_ms(time: str | None, strength: str | None, longest_ms: int, refuse: Refuse) -> int:
    """A pause in milliseconds: `500ms`, `1.5s`, `strong`."""
    if time is None:
        if strength is not None and strength not in _STRENGTHS:
            raise refuse(f'strength="{strength[:40]}" is none of {", ".join(_STRENGTHS)}')
        return _STRENGTHS[strength or "medium"]
    found = re.fullmatch(rf"\+?{_FIGURES}(ms|s)", time)
    if not found:
        raise refuse(f'time="{time[:40]}" is no time such as 500ms or 1.5s')
    length_ms = round(float(found[1]) * (1000 if found[2] == "s" else 1))
    if length_ms > longest_ms:
        raise refuse(f'time="{time[:40]}" is longer than {longest_ms // 1000} s')
    return length_ms


def clamp(value: float, bounds: tuple[float, float]) -> float:
    """The value, or the bound it passes."""
    return min(max(value, bounds[0]), bounds[1])


def _within(value: float, bounds: tuple[float, float], what: str, refuse: Refuse) -> float:
    if not bounds[0] - 1e-9 <= value <= bounds[1] + 1e-9:
        raise refuse(f"{what} is beyond {bounds[0]:g} to {bounds[1]:g}")
    return clamp(value, bounds)
