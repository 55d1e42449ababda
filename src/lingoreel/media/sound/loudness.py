"""Loudness and true peak of mono sound, block by block (ITU-R BS.1770-5, EBU R 128, EBU Tech 3341)."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.signal import firwin, sosfilt

Samples = NDArray[np.floating[Any]]

SILENT = -120.0  # what is told in place of minus infinity, in LUFS, dBFS and dBTP
STEPS_PER_S = 10  # gating blocks of 400 ms overlap by three quarters: all follows from steps of 100 ms
_BLOCK_STEPS = 4
_SHORT_STEPS = 30
_OFFSET = -0.691
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
_TAPS = 12  # of each phase of the oversampling filter


def decibels(power: float) -> float:
    """A mean square or squared peak in dB, `SILENT` at the lowest."""
    return max(SILENT, 10 * math.log10(power)) if power > 0 else SILENT


@lru_cache(maxsize=16)
def k_weighting(rate: int) -> NDArray[np.float64]:
    """The K weighting of BS.1770 as two second-order sections for `rate` Hz.

    The standard prints them for 48 kHz; these are the analogue filters behind, by the bilinear transform.
    """
    k = math.tan(math.pi * 1681.974450955533 / rate)
    q, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    shelf = [
        (high + band * k / q + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - band * k / q + k * k) / a0,
        1.0,
        2 * (k * k - 1) / a0,
        (1 - k / q + k * k) / a0,
    ]
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    a0 = 1 + k / q + k * k
    # the standard leaves the high pass's numerator at 1, -2, 1
    return np.array([shelf, [1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]])


@lru_cache(maxsize=16)
def _oversampling(rate: int) -> tuple[NDArray[np.float32], float]:
    """The phases of the interpolation filter, and the most by which it can exceed the samples."""
    factor = 4 if rate >= 44_100 else 8
    prototype = firwin(factor * _TAPS, 1 / factor, window=("kaiser", 5.0)) * factor
    phases = prototype.reshape(_TAPS, factor).T
    phases /= phases.sum(axis=1, keepdims=True)
    return phases.astype(np.float32), float(np.abs(phases).sum(axis=1).max())


def peak_bound(rate: int) -> float:
    """By how much, at most, the true peak can exceed the largest sample (a factor)."""
    return _oversampling(rate)[1]


def true_peaks(samples: Samples, rate: int) -> NDArray[np.float32]:
    """The largest value near each sample of the curve through them: 4 times oversampled, 8 times below 44.1 kHz.

    Same length as `samples`; beyond both ends is silence.
    """
    phases, _ = _oversampling(rate)
    x = np.asarray(samples, np.float32)
    found = np.abs(x)
    half = _TAPS // 2
    for taps in phases:
        curve = np.abs(np.convolve(x, taps))
        np.maximum(found, curve[half - 1 : half - 1 + len(x)], out=found)
        np.maximum(found, curve[half : half + len(x)], out=found)
    return found


def integrated(steps: NDArray[np.float64]) -> float:
    """Gated loudness in LUFS of 100 ms mean squares of K-weighted sound; `SILENT` where no block passes the gate."""
    if len(steps) < _BLOCK_STEPS:
        return SILENT
    blocks = np.convolve(steps, np.full(_BLOCK_STEPS, 1 / _BLOCK_STEPS), "valid")
    return gated(blocks)


def blocks_of(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """The 400 ms gating blocks of 100 ms steps; what is shorter makes one block of what there is."""
    if len(steps) == 0:
        return steps
    size = min(_BLOCK_STEPS, len(steps))
    return np.convolve(steps, np.full(size, 1 / size), "valid")


def gated(blocks: NDArray[np.float64]) -> float:
    """Loudness in LUFS of gating blocks (mean squares), by the absolute and the relative gate."""
    loud = blocks[blocks > 10 ** ((_ABSOLUTE_GATE - _OFFSET) / 10)]
    if len(loud) == 0:
        return SILENT
    loud = loud[loud > loud.mean() * 10 ** (_RELATIVE_GATE / 10)]
    return _OFFSET + decibels(float(loud.mean()))


class Meter:
    """Measures a stream of mono samples (floats, full scale 1.0) in blocks of any size; memory: 80 bytes a second."""

    def __init__(self, rate: int, *, peaks: bool = True) -> None:
        self._rate = rate
        self._sections = k_weighting(rate)
        self._state = np.zeros((2, 2))
        self._step = max(1, round(rate / STEPS_PER_S))
        self._rest: NDArray[np.float64] = np.zeros(0)
        self._steps: list[NDArray[np.float64]] = []
        self._peaks = peaks
        self._peak = 0.0
        self._last: NDArray[np.float32] = np.zeros(0, np.float32)
        self.samples = 0

    def add(self, samples: Samples) -> None:
        """Measure on."""
        if len(samples) == 0:
            return
        self.samples += len(samples)
        weighted, self._state = sosfilt(self._sections, samples, zi=self._state)
        weighted = np.concatenate((self._rest, weighted))
        whole = len(weighted) // self._step * self._step
        parts = weighted[:whole].reshape(-1, self._step)
        self._steps.append(np.einsum("ij,ij->i", parts, parts) / self._step)
        self._rest = weighted[whole:].copy()
        if self._peaks:
            self._add_peaks(np.asarray(samples, np.float32))

    def _add_peaks(self, samples: NDArray[np.float32]) -> None:
        x = np.concatenate((self._last, samples))
        self._last = x[-2 * _TAPS :].copy()
        # only where the samples come near the peak found so far can the curve between them pass it
        bound = peak_bound(self._rate)
        size = 4096
        for at in range(0, len(x), size):
            part = x[max(0, at - 2 * _TAPS) : at + size + 2 * _TAPS]
            if float(np.abs(part).max(initial=0.0)) * bound > self._peak:
                self._peak = max(self._peak, float(true_peaks(part, self._rate).max()))

    @property
    def steps(self) -> NDArray[np.float64]:
        """Mean squares of the K-weighted sound, one for each whole 100 ms."""
        return np.concatenate(self._steps) if self._steps else np.zeros(0)

    @property
    def integrated(self) -> float:
        """Loudness of all of it in LUFS, gated; `SILENT` for silence and for less than 400 ms."""
        return integrated(self.steps)

    @property
    def short_term_max(self) -> float:
        """The loudest three seconds in LUFS; `SILENT` for less than three seconds."""
        return self._loudest(_SHORT_STEPS)

    @property
    def momentary_max(self) -> float:
        """The loudest 400 ms in LUFS."""
        return self._loudest(_BLOCK_STEPS)

    def _loudest(self, count: int) -> float:
        steps = self.steps
        if len(steps) < count:
            return SILENT
        power = float(np.convolve(steps, np.full(count, 1 / count), "valid").max())
        return max(SILENT, _OFFSET + decibels(power))

    @property
    def true_peak(self) -> float:
        """The highest true peak in dBTP."""
        return decibels(self._peak**2)

    def report(self) -> dict[str, float]:
        """`integrated_lufs`, `short_term_max_lufs` and `true_peak_dbtp`, rounded to hundredths."""
        return {
            "integrated_lufs": round(self.integrated, 2),
            "short_term_max_lufs": round(self.short_term_max, 2),
            "true_peak_dbtp": round(self.true_peak, 2),
        }
