"""A look-ahead limiter for true peaks: what is louder than the ceiling is turned down before it comes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.sound.loudness import PEAK_BLOCK, BlockPeaks

Samples = NDArray[np.floating[Any]]

LOOK_AHEAD_S = 0.004
RELEASE_DB_PER_S = 40.0  # slow enough not to pump, fast enough to be back by the next word
_CHUNK = 4096 * PEAK_BLOCK  # what the processor's caches hold
_HEARD = 10 ** (-0.1 / 20)  # what counts as touched
_WITHIN = ((np.arange(PEAK_BLOCK) + 0.5) / PEAK_BLOCK).astype(np.float32)


class GainCurve:
    """The gains that keep a stream of block peaks below `ceiling_db`: factors, one where every two blocks meet.

    A block's samples lie on the line between the gains at its two ends, and neither is more than its peak allows.
    The gain is the least that is needed within the look-ahead, released at a steady rate in dB, then averaged over
    the look-ahead: no step in it. `delay`: how many blocks it is late.
    """

    def __init__(self, rate: int, ceiling_db: float) -> None:
        self._ceiling = 10 ** (ceiling_db / 20)
        self._half = max(1, round((rate * LOOK_AHEAD_S / PEAK_BLOCK - 1) / 2))
        self.delay = 2 * self._half
        self._release = RELEASE_DB_PER_S * PEAK_BLOCK / rate
        self._held = 0.0  # the released gain, in dB, where the next computation begins
        self._needed: NDArray[np.float64] = np.zeros(2 * self._half + 1)
        self._released: NDArray[np.float64] = np.zeros(2 * self._half)
        self.lowest_db = 0.0

    def push(self, peaks: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        """Take the peaks of some blocks, give as many gains: those before each of the blocks of `delay` ago."""
        if not len(peaks):
            return np.zeros(0, np.float32)
        needed = np.zeros(len(peaks))
        (over,) = np.nonzero(peaks > self._ceiling)
        needed[over] = 20 * np.log10(self._ceiling / peaks[over])
        self._needed = np.concatenate((self._needed, needed))
        lows = _lowest(self._needed, self.delay + 2)
        ramp = self._release * np.arange(1, len(peaks) + 1)
        released = np.minimum.accumulate(np.concatenate(([self._held], lows - ramp)))[1:] + ramp
        released = np.minimum(released, 0.0)
        self._held = float(released[-1])
        self._released = np.concatenate((self._released, released))
        width = self.delay + 1
        mean = np.convolve(self._released, np.full(width, 1 / width), "valid")
        self._needed, self._released = self._needed[-width:], self._released[-self.delay :]
        self.lowest_db = min(self.lowest_db, float(mean.min()))
        gains: NDArray[np.float32] = (10 ** (mean / 20)).astype(np.float32)
        return gains


class Limiter:
    """Keeps a stream of mono samples below `ceiling_db` (dBTP), `delay` samples late.

    What needs no limiting passes as it is. The output does not depend on how the input was cut into blocks.
    """

    def __init__(self, rate: int, ceiling_db: float) -> None:
        self._ceiling = 10 ** (ceiling_db / 20)
        self._peaks, self._curve = BlockPeaks(), GainCurve(rate, ceiling_db)
        self._gain = np.float32(1.0)
        late = (self._curve.delay + 1) * PEAK_BLOCK  # until the gain at a block's end is known
        spare = 2 * PEAK_BLOCK - 1  # until a block's peak is known
        self.delay = late + spare
        self._line: NDArray[np.float32] = np.zeros(late, np.float32)
        self._ready: NDArray[np.float32] = np.zeros(spare, np.float32)
        self.touched = 0

    @property
    def lowest_db(self) -> float:
        """The lowest gain so far."""
        return self._curve.lowest_db

    def push(self, samples: Samples) -> NDArray[np.float32]:
        """Take samples, give as many: those of `delay` samples ago."""
        x = np.asarray(samples, np.float32)
        parts = [self._ready, *(self._limited(x[at : at + _CHUNK]) for at in range(0, len(x), _CHUNK))]
        ready = np.concatenate(parts)
        self._ready = ready[len(x) :].copy()
        return ready[: len(x)]

    def flush(self) -> NDArray[np.float32]:
        """What is still inside."""
        return self.push(np.zeros(self.delay, np.float32))

    def _limited(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """The next samples whose gain is known."""
        gains = self._curve.push(self._peaks.push(samples, self._ceiling))
        line = np.concatenate((self._line, samples))
        count = len(gains) * PEAK_BLOCK
        out, self._line = line[:count], line[count:].copy()
        begins, ends = np.concatenate(([self._gain], gains[:-1])), gains
        (turned,) = np.nonzero(np.minimum(begins, ends) < 1.0)
        if len(turned):
            begin, end = begins[turned, None], ends[turned, None]
            out.reshape(-1, PEAK_BLOCK)[turned] *= begin + (end - begin) * _WITHIN
            self.touched += PEAK_BLOCK * int(np.count_nonzero(begin < _HEARD))
        self._gain = gains[-1] if len(gains) else self._gain
        return out


def _lowest(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """The lowest of each `width` neighbours: `width - 1` values fewer, by windows that double."""
    have = 1
    while have * 2 <= width:
        values = np.minimum(values[:-have], values[have:])
        have *= 2
    rest = width - have
    return np.minimum(values[:-rest], values[rest:]) if rest else values
