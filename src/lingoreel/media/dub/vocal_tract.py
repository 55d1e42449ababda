"""How far apart a voice's formants are, which is how short the vocal tract is that it comes from.

A tract of length L resonates at odd multiples of c/4L: every 1000 Hz in a man of average size, every 1170 Hz in a
woman, however high either of them speaks. Formants come from linear prediction (Markel and Gray, 1976).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_RATE = 10_000  # holds four or five formants of a grown-up
_ORDER = 12
_FRAME = 300
_EMPHASIS = 0.97
_LOWEST_HZ, _HIGHEST_HZ, _WIDEST_HZ = 150.0, 4900.0, 500.0


def formant_spacings(samples: Floats) -> tuple[Floats, Floats]:
    """Hz between neighbouring formants in frames of 16 kHz sound that have four clear ones, and the frames' powers."""
    from scipy.linalg import solve_toeplitz
    from scipy.signal import resample_poly

    sound = resample_poly(samples, _RATE // 2000, 8)
    sound[1:] -= _EMPHASIS * sound[:-1]
    window = np.hamming(_FRAME)
    spacings, powers = [], []
    for start in range(0, len(sound) - _FRAME + 1, _FRAME):
        frame = sound[start : start + _FRAME] * window
        lags = np.correlate(frame, frame, "full")[_FRAME - 1 : _FRAME + _ORDER]
        if lags[0] < 1.0:
            continue
        lags[0] *= 1.0001
        roots = np.roots(np.concatenate([[1.0], -solve_toeplitz(lags[:-1], lags[1:])]))
        roots = roots[roots.imag > 0]
        hertz = np.angle(roots) * _RATE / (2 * np.pi)
        wide = -np.log(np.abs(roots)) * _RATE / np.pi
        formants = np.sort(hertz[(wide < _WIDEST_HZ) & (hertz > _LOWEST_HZ) & (hertz < _HIGHEST_HZ)])
        if len(formants) >= 4:
            spacings.append((formants[3] - formants[0]) / 3)
            powers.append(lags[0])
    return np.array(spacings), np.array(powers)
