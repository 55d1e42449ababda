"""Sums of partials: every sound with a pitch is made of them, so that none lies above what the rate can hold."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

HIGHEST_HZ = 13_000.0
"""Partials above are left out: nothing folds back, and nothing hisses."""
_BLOCK = 512


def partials(
    frequencies_hz: NDArray[np.float64],
    amplitudes: NDArray[np.float64],
    decays_per_s: NDArray[np.float64],
    phases: NDArray[np.float64],
    length: int,
    rate: int,
) -> Samples:
    """`length` samples of Σ a · exp(-d t) · sin(2π f t + φ).

    A sample's number is a block's and a place in it; what a partial is there is the product of two complex numbers,
    so the whole sum is two products of matrices in place of a sine for every sample and partial.
    """
    heard = frequencies_hz < min(HIGHEST_HZ, 0.45 * rate)
    speed = (2j * math.pi * frequencies_hz[heard] - decays_per_s[heard]) / rate
    blocks = np.arange(-(-length // _BLOCK)) * _BLOCK
    begin = np.exp(np.outer(blocks, speed)) * (amplitudes[heard] * np.exp(1j * (phases[heard] - math.pi / 2)))
    within = np.exp(np.outer(speed, np.arange(_BLOCK)))
    first = np.concatenate((begin.real, -begin.imag), axis=1).astype(np.float32)
    second = np.concatenate((within.real, within.imag)).astype(np.float32)
    samples: Samples = (first @ second).reshape(-1)[:length]
    return samples


def hertz(pitch: float) -> float:
    """The frequency of a MIDI pitch: 69 is 440 Hz."""
    return float(440.0 * 2.0 ** ((pitch - 69.0) / 12.0))


def rise(samples: int) -> Samples:
    """A smooth way from 0 to 1."""
    made: Samples = (np.sin((np.arange(samples) + 0.5) / max(1, samples) * (math.pi / 2)) ** 2).astype(np.float32)
    return made
