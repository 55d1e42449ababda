"""A bed of music as long as the film."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lingoreel.media.film.music.tones import Samples, hertz, partials, rise

_CHORDS = ((0, 4, 7, 12), (-3, 0, 4, 9), (-7, 0, 5, 9), (-5, -1, 5, 7))
_TAIL_S = 2.5


def compose(
    mood: str, genre: str, seed: int, duration_s: float, rate: int = 48_000, accents_s: Sequence[float] = ()
) -> Samples:
    """Samples × 2 of a slow progression of chords, ending on the tonic."""
    del mood, genre, accents_s
    rng = np.random.default_rng([seed, 50])
    total = round(duration_s * rate)
    made = np.zeros((total, 2), np.float32)
    key = 57 + int(rng.integers(0, 6))
    body = max(0.0, duration_s - _TAIL_S)
    count = max(1, round(body / 3.2)) if body else 0
    length = body / max(1, count)
    for number in range(count + 1):
        chord = _CHORDS[0 if number == count else number % len(_CHORDS)]
        begin = round(number * length * rate)
        size = min(total - begin, round((length + 1.5) * rate) if number < count else total)
        if size <= 0:
            continue
        shape = np.ones(size, np.float32)
        fade = min(size // 2, round(1.0 * rate))
        shape[:fade] *= rise(fade)
        shape[size - fade :] *= rise(fade)[::-1]
        for tone in chord:
            k = np.repeat(np.arange(1, 9), 3)
            detuned = 2.0 ** (np.tile([-4.0, 0.0, 4.0], 8) / 1200)
            for side in range(2):
                phases = rng.uniform(0, 2 * np.pi, len(k))
                heard = partials(hertz(key + tone) * k * detuned, 0.05 / k**1.8, np.zeros(len(k)), phases, size, rate)
                made[begin : begin + size, side] += heard * shape
    return made
