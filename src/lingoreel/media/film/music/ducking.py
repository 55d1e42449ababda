"""How loud a film's music is at each moment: soft under speech, up where nobody speaks."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ATTACK_S, RELEASE_S = 0.15, 0.4
"""How long the music takes to go down before a word, and to come back after the last one."""
HOLD_S = 0.05
"""How long it stays down behind speech: the last sound dies away."""

Span = tuple[int, int]


def duck(
    total: int, spans: Sequence[Span], under_db: Sequence[float], open_db: float, rate: int
) -> NDArray[np.float32]:
    """Factors for `total` samples: `open_db`, and `under_db` of each span of speech [start, end) in it.

    The way down ends where speech starts, the way up begins `HOLD_S` after it. In gaps too short for both ways the
    music comes up only so far.
    """
    gain_db = np.full(total, open_db, np.float32)
    attack, release, hold = (round(seconds * rate) for seconds in (ATTACK_S, RELEASE_S, HOLD_S))
    down, up = _way(attack), _way(release)[::-1]
    for (start, end), level in zip(spans, under_db, strict=True):
        depth = np.concatenate((down, np.ones(end - start + hold, np.float32), up))
        begin = start - attack
        first, last = max(0, begin), min(total, begin + len(depth))
        if first < last:
            own = open_db + (level - open_db) * depth[first - begin : last - begin]
            np.minimum(gain_db[first:last], own, out=gain_db[first:last])
    gain_db *= np.float32(math.log(10) / 20)
    return np.exp(gain_db, out=gain_db)


def _way(samples: int) -> NDArray[np.float32]:
    """From 0 to 1 without a corner at either end."""
    way: NDArray[np.float32] = (0.5 - 0.5 * np.cos((np.arange(samples) + 0.5) / samples * math.pi)).astype(np.float32)
    return way
