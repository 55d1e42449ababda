"""How loud a recording is from moment to moment, for a picture of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from lingoreel.media.dub.full_pcm import FullPcm

Report = Callable[[dict[str, Any]], None]

PEAKS_PER_S = 50
_BLOCK_S = 60


class SoundPeaks:
    """Host class. `handle({"path", "rate", "channels"})` → `{"peaks": [0–255, …]}`: the largest sample of each 20 ms.

    The file is interleaved 16-bit PCM of 1 or 2 channels; it is read by the minute. Raises InvalidFile.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        del config

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        sound = FullPcm.of(request)
        block = _BLOCK_S * sound.rate
        peaks: list[int] = []
        for start in range(0, sound.samples, block):
            size = min(block, sound.samples - start)
            loud = np.abs(sound.read(start, start + size)).max(axis=0)
            # A step is not always a whole number of samples.
            steps = -(-size * PEAKS_PER_S // sound.rate)
            begins = np.arange(steps) * sound.rate // PEAKS_PER_S
            peaks += np.minimum(255, np.rint(np.maximum.reduceat(loud, begins) * 255)).astype(int).tolist()
            report({"fraction": (start + size) / sound.samples})
        return {"peaks": peaks}
