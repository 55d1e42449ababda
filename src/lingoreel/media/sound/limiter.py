"""A look-ahead limiter for true peaks: what is louder than the ceiling is turned down before it comes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.sound.loudness import true_peaks

Samples = NDArray[np.floating[Any]]

LOOK_AHEAD_S = 0.004
RELEASE_DB_PER_S = 40.0  # slow enough not to pump, fast enough to be back by the next word
_FILTER_REACH = 24
_BLOCK = 8192
_OVERSHOOT = 1.5  # of the curve past its samples: speech has far less, and a wave of the highest pitch 1.41


class Limiter:
    """Keeps a stream of mono samples below `ceiling_db` (dBTP), `delay` samples late.

    The gain is the least that is needed within the look-ahead, released at a steady rate in dB, then averaged
    over the look-ahead: no step in it, and never above what a peak allows. The output does not depend on
    how the input was cut into blocks. `roughly`: by the samples' own peaks, to see what limiting will do.
    """

    def __init__(self, rate: int, ceiling_db: float, *, roughly: bool = False) -> None:
        self._roughly = roughly
        self._bound = 1.0 if roughly else _OVERSHOOT
        self._ceiling = 10 ** (ceiling_db / 20)
        self._reach = max(1, round(rate * LOOK_AHEAD_S))
        self._release = RELEASE_DB_PER_S / rate
        # a sample's gain needs the peaks of twice the look-ahead around it, and a peak the filter's reach
        self.delay = 2 * self._reach + _FILTER_REACH
        self._kept: NDArray[np.float32] = np.zeros(2 * self.delay, np.float32)
        self._held = 0.0  # the released gain, in dB, where the next computation begins
        self._history: NDArray[np.float64] = np.zeros(self._reach)
        self.lowest_db = 0.0
        self.touched = 0

    def push(self, samples: Samples) -> NDArray[np.float32]:
        """Take samples, give as many: those of `delay` samples ago."""
        x = np.asarray(samples, np.float32)
        if len(x) == 0:
            return x
        # small blocks: only those near a peak cost anything
        return np.concatenate([self._push(x[at : at + _BLOCK]) for at in range(0, len(x), _BLOCK)])

    def _push(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        count = len(samples)
        # before … now: context behind, the samples to give, context ahead
        x = np.concatenate((self._kept, samples))
        self._kept = x[-2 * self.delay :].copy()
        out = x[self.delay : self.delay + count]
        loud = float(np.abs(x).max()) * self._bound > self._ceiling
        if not loud and self._held == 0.0 and not self._history.any():
            return out.copy()
        return self._limit(x, out, count)

    def flush(self) -> NDArray[np.float32]:
        """What is still inside."""
        return self.push(np.zeros(self.delay, np.float32))

    def _limit(self, x: Samples, out: Samples, count: int) -> NDArray[np.float32]:
        reach = self._reach
        peaks = np.abs(x) if self._roughly else true_peaks(x, self._ceiling, _OVERSHOOT)
        over = peaks > self._ceiling
        needed = np.zeros(len(x), np.float32)
        needed[over] = 20 * np.log10(self._ceiling / peaks[over])
        # the least of the look-ahead on both sides of each sample;
        # the averaging is causal over the last `reach`: its input runs half a look-ahead ahead
        ahead = reach // 2
        first = self.delay + ahead - reach
        lows = _lowest(needed[first : first + count + 2 * reach], 2 * reach + 1).astype(np.float64)
        ramp = self._release * np.arange(1, count + 1)
        released = np.minimum.accumulate(np.concatenate(([self._held], lows - ramp)))[1:] + ramp
        released = np.minimum(released, 0.0)
        self._held = float(released[-1])
        whole = np.concatenate((self._history, released))
        self._history = whole[-reach:].copy()
        sums = np.cumsum(np.concatenate(([0.0], whole)))
        gain = np.minimum((sums[reach + 1 :] - sums[1 : count + 1]) / reach, 0.0)
        self.lowest_db = min(self.lowest_db, float(gain.min()))
        self.touched += int(np.count_nonzero(gain < -0.1))
        limited: NDArray[np.float32] = (out * 10 ** (gain / 20)).astype(np.float32)
        return limited


def _lowest(values: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """The lowest of each `width` neighbours: `width - 1` values fewer, by windows that double."""
    have = 1
    while have * 2 <= width:
        values = np.minimum(values[:-have], values[have:])
        have *= 2
    rest = width - have
    return np.minimum(values[:-rest], values[rest:]) if rest else values
