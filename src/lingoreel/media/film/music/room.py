"""The room that music is played in: thousands of reflections, as noise that dies away, the high ones sooner."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.film.music.drums import coloured
from lingoreel.media.film.music.tones import Samples, rise

_BLOCK = 1 << 18
_FIRST_S = 0.012  # until the first reflection
_SEED = 4001  # of the room, the same for all films
_BANDS = ((150.0, 500.0, 1.0), (500.0, 1500.0, 0.9), (1500.0, 4000.0, 0.6), (4000.0, 9000.0, 0.3))


def reflections(lasts_s: float, dark_hz: float, rate: int) -> NDArray[np.float32]:
    """What a click sounds like in the room (2 × samples): down by 60 dB after `lasts_s`, sooner above `dark_hz`."""
    rng = np.random.default_rng([_SEED])
    size = round(lasts_s * rate)
    t = np.arange(size) / rate
    made = np.zeros((2, size + round(_FIRST_S * rate)))
    for low, high, share in _BANDS:
        lasts = lasts_s * share * min(1.0, (dark_hz / low) ** 0.5)
        for side in made:
            side[-size:] += coloured(size, low, high, rate, rng) * np.exp(-6.9 * t / lasts) * share
    into = round(0.01 * rate)
    made[:, -size : into - size] *= rise(into)
    made[:, -into:] *= rise(into)[::-1]
    own: NDArray[np.float32] = (made / np.sqrt((made**2).sum(axis=1, keepdims=True))).astype(np.float32)
    return own


def resound(dry: Samples, answer: NDArray[np.float32]) -> Samples:
    """`dry` (2 × samples) as the room answers it, as long as it is."""
    wet = np.zeros_like(dry)
    size = _BLOCK
    while size // 4 >= max(dry.shape[1], answer.shape[1]):
        size //= 2
    step = size - answer.shape[1] + 1
    spectra = np.fft.rfft(answer, size)
    for at in range(0, dry.shape[1], step):
        part = np.fft.irfft(np.fft.rfft(dry[:, at : at + step], size) * spectra, size)
        end = min(dry.shape[1], at + size)
        wet[:, at:end] += part[:, : end - at]
    return wet
