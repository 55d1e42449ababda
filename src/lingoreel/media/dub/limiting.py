"""A look-ahead limiter for true peaks of one or two channels, which share one gain: nothing moves in space."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.dub.full_pcm import Samples
from lingoreel.media.sound.limiter import GainCurve
from lingoreel.media.sound.loudness import PEAK_BLOCK, block_peaks

_CHUNK = 4096 * PEAK_BLOCK  # what the processor's caches hold
_WITHIN = ((np.arange(PEAK_BLOCK) + 0.5) / PEAK_BLOCK).astype(np.float32)
_HEARD = 10 ** (-0.1 / 20)  # what counts as touched


def limit(samples: Samples, rate: int, ceiling_db: float) -> tuple[float, int]:
    """Bring the samples below `ceiling_db` (dBTP), where they lie, as `media.sound.limiter` does for one channel.

    Returns the lowest gain (dB) and how many samples were turned down at all.
    """
    ceiling = 10 ** (ceiling_db / 20)
    peaks = np.maximum.reduce([_peaks(channel, ceiling) for channel in samples])
    if not (peaks > ceiling).any():
        return 0.0, 0
    curve = GainCurve(rate, ceiling_db)
    # the gain where each two blocks meet; beyond the last one is silence
    gains = np.ones(len(peaks) + 1, np.float32)
    found = curve.push(np.concatenate((peaks, np.zeros(curve.delay + 1, np.float32))))[curve.delay :]
    gains[:] = found[: len(gains)]
    (turned,) = np.nonzero(np.minimum(gains[:-1], gains[1:]) < 1.0)
    factors = gains[turned, None] + (gains[turned + 1] - gains[turned])[:, None] * _WITHIN
    whole = samples.shape[1] // PEAK_BLOCK
    inside = turned < whole
    for channel in samples:
        channel[: whole * PEAK_BLOCK].reshape(-1, PEAK_BLOCK)[turned[inside]] *= factors[inside]
        rest = channel[whole * PEAK_BLOCK :]
        if not inside.all():
            rest *= factors[-1, : len(rest)]
    return curve.lowest_db, PEAK_BLOCK * int(np.count_nonzero(gains[turned] < _HEARD))


def true_peak(samples: Samples) -> float:
    """The highest true peak of all channels, as a factor of full scale."""
    highest = float(max(abs(samples.max(initial=0.0)), abs(samples.min(initial=0.0))))
    for channel in samples:
        for at in range(0, len(channel), _CHUNK):
            highest = max(highest, float(block_peaks(_framed(channel, at), highest).max()))
    return highest


def _peaks(channel: NDArray[np.float32], above: float) -> NDArray[np.float32]:
    """`block_peaks` of all of it, the last block filled up."""
    chunks = (block_peaks(_framed(channel, at), above) for at in range(0, len(channel), _CHUNK))
    return np.concatenate([np.zeros(0, np.float32), *chunks])


def _framed(channel: NDArray[np.float32], at: int) -> NDArray[np.float32]:
    """A chunk in whole blocks, with the blocks before and after it."""
    end = min(len(channel), at + _CHUNK)
    begin, stop = at - PEAK_BLOCK, end + -(end - at) % PEAK_BLOCK + PEAK_BLOCK
    inside = channel[max(0, begin) : stop]
    return np.pad(inside, (max(0, -begin), stop - max(0, begin) - len(inside)))
