"""Drums and what is shaken, snapped and brushed: noise of a colour, skins that give in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.film.music.tones import Samples, rise

Mono = NDArray[np.float64]
Drum = Callable[[int, np.random.Generator], Mono]


def drum(name: str, rate: int, rng: np.random.Generator) -> Samples:
    """One stroke: 2 × samples, its peak 1."""
    made = DRUMS[name](rate, rng)
    into, out = round(0.0008 * rate), min(len(made) // 2, round(0.02 * rate))
    made[:into] *= rise(into)
    made[len(made) - out :] *= rise(out)[::-1]
    both: Samples = np.tile(made / np.abs(made).max(), (2, 1)).astype(np.float32)
    return both


def coloured(samples: int, low_hz: float, high_hz: float, rate: int, rng: np.random.Generator) -> Mono:
    """Noise between two frequencies, with slopes of an octave below and above."""
    size = 1 << max(4, (samples - 1).bit_length())
    spectrum = np.fft.rfft(rng.normal(0, 1, size))
    octaves = np.log2(np.maximum(np.fft.rfftfreq(size, 1 / rate), 1.0))
    below = np.clip(octaves - np.log2(low_hz) + 1, 0, 1)
    above = np.clip(np.log2(high_hz) + 1 - octaves, 0, 1)
    made: Mono = np.fft.irfft(spectrum * np.sin(below * np.pi / 2) ** 2 * np.sin(above * np.pi / 2) ** 2, size)[
        :samples
    ]
    return made / float(np.sqrt(np.mean(made**2)))


def _skin(rest_hz: float, hit_hz: float, bend_per_s: float, decay: float, length_s: float, click: float) -> Drum:
    """A skin: its pitch falls as it comes to rest."""

    def stroke(rate: int, rng: np.random.Generator) -> Mono:
        t = np.arange(round(length_s * rate)) / rate
        phase = 2 * np.pi * (rest_hz * t + hit_hz / bend_per_s * (1 - np.exp(-bend_per_s * t)))
        noise = coloured(len(t), 300, 2500, rate, rng) * np.exp(-t * 180) * click
        made: Mono = np.sin(phase) * np.exp(-t * decay) + noise
        return made

    return stroke


def _noise(low_hz: float, high_hz: float, attack_s: float, decay: float, length_s: float) -> Drum:
    def stroke(rate: int, rng: np.random.Generator) -> Mono:
        t = np.arange(round(length_s * rate)) / rate
        shape = np.exp(-np.maximum(0, t - attack_s) * decay) * np.clip(t / max(attack_s, 1e-4), 0, 1) ** 1.5
        return coloured(len(t), low_hz, high_hz, rate, rng) * shape

    return stroke


def _hands(rate: int, rng: np.random.Generator) -> Mono:
    """Some hands, never quite together."""
    t = np.arange(round(0.25 * rate)) / rate
    shape = sum(np.exp(-np.maximum(0, t - at) * fall) * (t >= at) for at, fall in ((0, 260), (0.011, 240), (0.023, 38)))
    made: Mono = coloured(len(t), 900, 2600, rate, rng) * shape
    return made


def _wood(pitches: tuple[float, float], decay: float) -> Drum:
    def stroke(rate: int, rng: np.random.Generator) -> Mono:
        t = np.arange(round(0.2 * rate)) / rate
        tone = sum(np.sin(2 * np.pi * hz * t) * np.exp(-t * decay * (1 + n)) for n, hz in enumerate(pitches))
        made: Mono = tone + 0.1 * coloured(len(t), 1000, 3000, rate, rng) * np.exp(-t * 300)
        return made

    return stroke


def _kettle(rate: int, rng: np.random.Generator) -> Mono:
    """A large drum from afar."""
    t = np.arange(round(1.8 * rate)) / rate
    modes = ((1.0, 1.0, 2.6), (1.5, 0.5, 4.0), (1.99, 0.3, 5.5), (2.44, 0.15, 7.0))
    made: Mono = sum(
        (size * np.sin(2 * np.pi * 62 * ratio * t) * np.exp(-t * fall) for ratio, size, fall in modes), np.zeros(len(t))
    )
    return made + coloured(len(t), 100, 700, rate, rng) * np.exp(-t * 35) * 0.25


def _cymbal(rate: int, rng: np.random.Generator) -> Mono:
    """A soft stroke that opens and dies away."""
    t = np.arange(round(2.4 * rate)) / rate
    made: Mono = coloured(len(t), 3500, 8000, rate, rng) * np.exp(-t * 2.2) * np.clip(t / 0.05, 0, 1)
    return made


DRUMS: Mapping[str, Drum] = {
    "kick": _skin(47, 95, 28, 8.5, 0.4, 0.12),
    "heart": _skin(42, 40, 22, 9, 0.45, 0.02),
    "tom": _skin(88, 45, 14, 6.5, 0.7, 0.1),
    "kettle": _kettle,
    "snare": _noise(700, 3600, 0.001, 26, 0.25),
    "brush": _noise(1200, 4200, 0.035, 17, 0.35),
    "shaker": _noise(3800, 7500, 0.018, 48, 0.14),
    "hat": _noise(5200, 8500, 0.001, 75, 0.09),
    "open_hat": _noise(4800, 8000, 0.002, 14, 0.35),
    "snap": _noise(1500, 3000, 0.001, 75, 0.12),
    "claps": _hands,
    "wood": _wood((820, 1240), 48),
    "tick": _wood((1180, 1730), 95),
    "cymbal": _cymbal,
}
