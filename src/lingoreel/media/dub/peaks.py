"""How loud a recording is from moment to moment, for a picture of it."""

from __future__ import annotations

import numpy as np

from lingoreel.media.dub.full_pcm import Samples

PEAKS_PER_S = 50


def peaks_of(samples: Samples, rate: int) -> list[int]:
    """The largest sample of each 20 ms, of all channels (0–255)."""
    loud = np.abs(samples).max(axis=0)
    # A step is not always a whole number of samples.
    steps = -(-len(loud) * PEAKS_PER_S // rate)
    begins = np.arange(steps) * rate // PEAKS_PER_S
    peaks: list[int] = np.minimum(255, np.rint(np.maximum.reduceat(loud, begins) * 255)).astype(int).tolist()
    return peaks
