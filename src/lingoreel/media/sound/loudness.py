"""Loudness and true peak of mono sound, block by block (ITU-R BS.1770-5, EBU R 128, EBU Tech 3341)."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.sound.weighting import KWeighting

Samples = NDArray[np.floating[Any]]

SILENT = -120.0  # what is told in place of minus infinity, in LUFS, dBFS and dBTP
STEPS_PER_S = 10  # gating blocks of 400 ms overlap by three quarters: all follows from steps of 100 ms
_BLOCK_STEPS = 4
_SHORT_STEPS = 30
_OFFSET = -0.691
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
_TAPS = 12  # of each phase of the oversampling filter
_PEAK_BLOCK = 32
_FACTOR = 4


def decibels(power: float) -> float:
    """A mean square or squared peak in dB, `SILENT` at the lowest."""
    return max(SILENT, 10 * math.log10(power)) if power > 0 else SILENT


@lru_cache(maxsize=1)
def _oversampling() -> tuple[NDArray[np.float32], float]:
    """The phases of the interpolation filter, and the most by which it can exceed the samples."""
    length = _FACTOR * _TAPS
    prototype = np.sinc((np.arange(length) - (length - 1) / 2) / _FACTOR) * np.kaiser(length, 5.0)
    phases = prototype.reshape(_TAPS, _FACTOR).T
    phases = phases / phases.sum(axis=1, keepdims=True)
    return phases.astype(np.float32), float(np.abs(phases).sum(axis=1).max())


def peak_bound() -> float:
    """By how much, at most, the true peak can exceed the largest sample (a factor)."""
    return _oversampling()[1]


def true_peaks(samples: Samples, above: float = 0.0, bound: float | None = None) -> NDArray[np.float32]:
    """The largest value near each sample of the curve through them: 4 times oversampled.

    Same length as `samples`; beyond both ends is silence. Where the curve cannot pass `above`, the sample's own
    value stands for it: that spares nearly all of the work. `bound`: how far past its samples the curve is thought
    to go (a factor), in place of `peak_bound()`, which no signal exceeds.
    """
    phases, most = _oversampling()
    x = np.asarray(samples, np.float32)
    half = _TAPS // 2
    count = -(-len(x) // _PEAK_BLOCK)
    padded = np.zeros(count * _PEAK_BLOCK + _TAPS, np.float32)
    padded[half : half + len(x)] = x
    found = np.abs(padded[half : half + count * _PEAK_BLOCK]).reshape(count, _PEAK_BLOCK)
    own = found.max(axis=1)
    highest = own.copy()
    np.maximum(highest[1:], own[:-1], out=highest[1:])
    np.maximum(highest[:-1], own[1:], out=highest[:-1])
    (near,) = np.nonzero(highest * (bound or most) > above)
    if len(near):
        blocks = np.lib.stride_tricks.sliding_window_view(padded, _PEAK_BLOCK + _TAPS)[near * _PEAK_BLOCK]
        curves = np.zeros((len(phases), len(near), _PEAK_BLOCK + 1), np.float32)
        for tap in range(_TAPS):  # no BLAS: its threads would spin for so little
            curves += phases[:, _TAPS - 1 - tap, None, None] * blocks[None, :, tap : tap + _PEAK_BLOCK + 1]
        curve = np.abs(curves).max(axis=0)
        found[near] = np.maximum(found[near], np.maximum(curve[:, :-1], curve[:, 1:]))
    result: NDArray[np.float32] = found.reshape(-1)[: len(x)]
    return result


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
        self._weighting = KWeighting(rate)
        self._step = max(1, round(rate / STEPS_PER_S))
        self._peaks = peaks
        self._begin()

    def _begin(self) -> None:
        self._rest: NDArray[np.float64] = np.zeros(0)
        self._steps: list[NDArray[np.float64]] = []
        self._peak = 0.0
        self._last: NDArray[np.float32] = np.zeros(2 * _TAPS, np.float32)
        self.samples = 0

    def restart(self) -> None:
        """Forget all: much quicker than another meter. The filters ring out in a fifth of a second of silence."""
        if self.samples:
            self._weighting.apply(np.zeros(self._rate // 5))
        self._begin()

    def add(self, samples: Samples) -> None:
        """Measure on."""
        if len(samples) == 0:
            return
        self.samples += len(samples)
        weighted = np.concatenate((self._rest, self._weighting.apply(samples)))
        whole = len(weighted) // self._step * self._step
        parts = weighted[:whole].reshape(-1, self._step)
        self._steps.append(np.einsum("ij,ij->i", parts, parts) / self._step)
        self._rest = weighted[whole:].copy()
        if self._peaks:
            self._add_peaks(np.asarray(samples, np.float32))

    def _add_peaks(self, samples: NDArray[np.float32]) -> None:
        x = np.concatenate((self._last, samples))
        self._last = x[-2 * _TAPS :].copy()
        self._peak = max(self._peak, float(np.abs(x).max()))
        # at the block's end the curve is not known yet: that is for the next call
        found = true_peaks(x, self._peak)[_TAPS:-_TAPS]
        self._peak = max(self._peak, float(found.max(initial=0.0)))

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
        last = true_peaks(self._last)[_TAPS:]
        return decibels(max(self._peak, float(last.max())) ** 2)

    def report(self) -> dict[str, float]:
        """`integrated_lufs`, `short_term_max_lufs` and `true_peak_dbtp`, rounded to hundredths."""
        return {
            "integrated_lufs": round(self.integrated, 2),
            "short_term_max_lufs": round(self.short_term_max, 2),
            "true_peak_dbtp": round(self.true_peak, 2),
        }
