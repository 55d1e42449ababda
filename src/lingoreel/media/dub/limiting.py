"""A look-ahead limiter for true peaks of one or two channels, which share one gain: nothing moves in space."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.dub.full_pcm import Samples
from lingoreel.media.sound.loudness import PEAK_BLOCK, block_peaks

LOOK_AHEAD_S = 0.004
RELEASE_DB_PER_S = 40.0  # slow enough not to pump, fast enough to be back by the next word


def limited(samples: Samples, rate: int, ceiling_db: float) -> tuple[Samples, float, int]:
    """The samples below `ceiling_db` (dBTP), the lowest gain (dB), and how many samples were turned down at all.

    The gain is the least that is needed within the look-ahead on both sides, released at a steady rate in dB, then
    averaged over the look-ahead: no step in it, and never above what a peak allows. It is decided for blocks of
    16 samples, and lies on straight lines between their middles.
    """
    ceiling = 10 ** (ceiling_db / 20)
    count = samples.shape[1]
    missing = -count % PEAK_BLOCK
    framed = np.pad(samples, ((0, 0), (PEAK_BLOCK, missing + PEAK_BLOCK)))
    peaks = np.max([block_peaks(channel, ceiling) for channel in framed], axis=0)
    (over,) = np.nonzero(peaks > ceiling)
    if len(over) == 0:
        return samples, 0.0, 0
    made = samples.copy()
    reach = max(1, round(rate * LOOK_AHEAD_S / PEAK_BLOCK))
    release = RELEASE_DB_PER_S * PEAK_BLOCK / rate
    tail = int(20 * np.log10(float(peaks.max()) / ceiling) / release) + 2 * reach
    lowest, touched = 0.0, 0
    # peaks whose releases may meet are looked at together; between such groups the gain is 1
    for group in np.split(over, np.nonzero(np.diff(over) > tail + 4 * reach)[0] + 1):
        begin, end = max(0, int(group[0]) - 2 * reach - 2), min(len(peaks), int(group[-1]) + tail + 2 * reach + 2)
        gains = _gains(peaks[begin:end], ceiling, reach, release)
        first, last = begin * PEAK_BLOCK, min(count, end * PEAK_BLOCK)
        places = (np.arange(last - first) + 0.5) / PEAK_BLOCK - 0.5
        curve = np.interp(places, np.arange(len(gains)), gains)
        made[:, first:last] *= (10 ** (curve / 20)).astype(np.float32)
        lowest = min(lowest, float(gains.min()))
        touched += int(np.count_nonzero(gains < -0.1)) * PEAK_BLOCK
    return made, lowest, min(touched, count)


def _gains(peaks: NDArray[np.float32], ceiling: float, reach: int, release: float) -> NDArray[np.float64]:
    """The gain of each block, in dB."""
    wide = 2 * reach + 1  # so much on both sides: the average's reach, a neighbour's part in the curve, and some
    needed = np.zeros(len(peaks) + 2 * wide)  # no peaks before and after
    over = peaks > ceiling
    needed[wide : wide + len(peaks)][over] = 20 * np.log10(ceiling / peaks[over])
    lows = np.lib.stride_tricks.sliding_window_view(needed, wide).min(axis=1)  # of `reach` on both sides
    ramp = release * np.arange(len(lows))
    released = np.minimum(np.minimum.accumulate(lows - ramp) + ramp, 0.0)
    sums = np.concatenate(([0.0], np.cumsum(released)))
    average = (sums[reach:] - sums[:-reach]) / reach
    middle = wide - reach  # `lows` begins so many blocks before the first peak
    gains: NDArray[np.float64] = np.minimum(average[middle - reach // 2 :][: len(peaks)], 0.0)
    return gains
