"""Any stretch of a sound at another rate, the same samples whatever stretch they are asked in."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import gcd

import numpy as np
import numpy.typing as npt
from scipy import signal

Samples = npt.NDArray[np.float32]
Read = Callable[[int, int], Samples]
"""Samples from one position to another (channels × samples); what lies outside the sound is silence."""

_REACH = 32
"""Samples at the lower rate that the filter hears on each side: flat to 0.92 of that rate's half."""
_STOP_DB = 80.0


@lru_cache(maxsize=4)
def _low_pass(up: int, down: int) -> npt.NDArray[np.float64]:
    most = max(up, down)
    taps: npt.NDArray[np.float64] = signal.firwin(
        2 * _REACH * most + 1, 1 / most, window=("kaiser", signal.kaiser_beta(_STOP_DB))
    )
    return taps


def resampled(read: Read, source: int, target: int, start: int, end: int) -> Samples:
    """Samples `start` to `end` at `target` Hz of what `read` gives at `source` Hz; both begin at the same time."""
    if source == target:
        return read(start, end)
    shared = gcd(source, target)
    up, down = target // shared, source // shared
    # Whole periods, in which both grids meet: so each sample is made by the same taps wherever it is asked from.
    context = -(-_REACH * max(up, down) // (up * down)) + 1
    first, last = start // up - context, -(-end // up) + context
    made = signal.resample_poly(read(first * down, last * down), up, down, axis=1, window=_low_pass(up, down))
    kept: Samples = made[:, start - first * up : end - first * up].astype(np.float32)
    return kept
