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
_HALF = _TAPS // 2
_FACTOR = 4
PEAK_BLOCK = 16


def decibels(power: float) -> float:
    """A mean square or squared peak in dB, `SILENT` at the lowest."""
    return max(SILENT, 10 * math.log10(power)) if power > 0 else SILENT


@lru_cache(maxsize=1)
def _oversampling() -> tuple[NDArray[np.float32], float, float]:
    """The phases of the interpolation filter, and two bounds of the curve it makes.

    The curve never exceeds the largest sample times the first bound; nor the larger of the two samples it runs
    between by more than the largest second difference near by, times the second bound.
    """
    length = _FACTOR * _TAPS
    prototype = np.sinc((np.arange(length) - (length - 1) / 2) / _FACTOR) * np.kaiser(length, 5.0)
    phases = prototype.reshape(_TAPS, _FACTOR).T
    phases = phases / phases.sum(axis=1, keepdims=True)
    # what a phase is beside a straight line between the two samples, as weights of second differences
    place = phases @ np.arange(_TAPS) - (_HALF - 1)
    beside = phases.copy()
    beside[:, _HALF - 1] -= 1 - place
    beside[:, _HALF] -= place
    bend = float(np.abs(beside.cumsum(axis=1).cumsum(axis=1)).sum(axis=1).max())
    return phases.astype(np.float32), float(np.abs(phases).sum(axis=1).max()), bend


def _highest(blocks: NDArray[np.float32]) -> NDArray[np.float32]:
    """The largest size in each row; turned round first, since NumPy is slow along short rows."""
    found: NDArray[np.float32] = np.ascontiguousarray(np.abs(blocks).T).max(axis=0)
    return found


def _around(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The highest of each value and its two neighbours, without the first and the last."""
    return np.maximum(np.maximum(values[:-2], values[2:]), values[1:-1])


def block_peaks(samples: NDArray[np.float32], above: float = 0.0) -> NDArray[np.float32]:
    """The largest value of the curve through the samples, 4 times oversampled, in each block of `PEAK_BLOCK`.

    `samples` are whole blocks; the first and the last are context, and have no peak in the answer. Where the curve
    cannot pass `above`, the largest sample stands for it: that spares nearly all of the work.
    """
    phases, most, bend = _oversampling()
    blocks = samples.reshape(-1, PEAK_BLOCK)
    own = _highest(blocks)
    found, highest = own[1:-1], _around(own)
    if not len(found) or float(highest.max()) * most <= above:
        return found
    bent = np.zeros_like(blocks)
    flat = bent.reshape(-1)[1:-1]
    np.add(samples[:-2], samples[2:], out=flat)
    flat -= 2 * samples[1:-1]
    can_be = np.minimum(highest * np.float32(most), highest + np.float32(bend) * _around(_highest(bent)))
    (near,) = np.nonzero(can_be > above)
    if len(near):
        first = PEAK_BLOCK - _HALF  # the curve from the sample before a block to the one after it
        around = samples[near[:, None] * PEAK_BLOCK + np.arange(first, first + PEAK_BLOCK + _TAPS)]
        curves = np.zeros((len(phases), len(near), PEAK_BLOCK + 1), np.float32)
        for tap in range(_TAPS):  # no BLAS: its threads would spin for so little
            curves += phases[:, tap, None, None] * around[None, :, tap : tap + PEAK_BLOCK + 1]
        found[near] = np.maximum(found[near], np.abs(curves).max(axis=(0, 2)))
    return found


class BlockPeaks:
    """`block_peaks` of a stream; a block's is known once the next block is there. Before the stream is silence."""

    def __init__(self) -> None:
        self._rest: NDArray[np.float32] = np.zeros(PEAK_BLOCK, np.float32)

    def push(self, samples: Samples, above: float = 0.0) -> NDArray[np.float32]:
        """Take samples; the peaks of the blocks that are known by them."""
        x = np.concatenate((self._rest, samples), dtype=np.float32)
        count = max(0, len(x) // PEAK_BLOCK - 2)
        self._rest = x[count * PEAK_BLOCK :].copy()
        return block_peaks(x[: (count + 2) * PEAK_BLOCK], above) if count else np.zeros(0, np.float32)

    def rest(self, above: float = 0.0) -> NDArray[np.float32]:
        """The peaks of what is not known yet, if silence follows; the stream may go on all the same."""
        held = len(self._rest) // PEAK_BLOCK * PEAK_BLOCK
        padded = np.zeros(held + 3 * PEAK_BLOCK, np.float32)
        padded[: len(self._rest)] = self._rest
        return block_peaks(padded, above)


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
        self._blocks = BlockPeaks()
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
            self._peak = max(self._peak, float(np.abs(samples).max()))
            self._peak = max(self._peak, float(self._blocks.push(samples, self._peak).max(initial=0.0)))

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
        return decibels(max(self._peak, float(self._blocks.rest(self._peak).max())) ** 2)

    def report(self) -> dict[str, float]:
        """`integrated_lufs`, `short_term_max_lufs` and `true_peak_dbtp`, rounded to hundredths."""
        return {
            "integrated_lufs": round(self.integrated, 2),
            "short_term_max_lufs": round(self.short_term_max, 2),
            "true_peak_dbtp": round(self.true_peak, 2),
        }
