"""Times of joined pictures: shown exactly when the source shows them, decoded in an order a container accepts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ticks = NDArray[np.int64]


def decoding_times(shown: Ticks, order: Ticks) -> Ticks:
    """When each packet is to be decoded, by its place in the order of decoding.

    `shown`: the times at which pictures are shown, rising; `order`: for each packet, as decoded, which of
    them is its own. The times rise strictly and none is later than its picture's. They are the shown
    times themselves, moved by the greatest delay (as encoders do); the pieces' own would overlap at the seams.
    """
    count = len(shown)
    delay = int((np.arange(count) - order).max(initial=0))
    if delay == 0 or count == 0:
        return shown.copy()
    step = max(1, int(shown[delay] - shown[0]) // delay) if count > delay else 1
    before = shown[0] - step * np.arange(delay, 0, -1)
    return np.concatenate([before, shown[: count - delay]])
