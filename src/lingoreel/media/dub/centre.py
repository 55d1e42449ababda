"""A voice removed from stereo sound by its place: what is left is spread as the music is between the lines."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.dub.spectrum import SIZE, Matrix, Spectra, band_weights
from lingoreel.media.dub.surroundings import Bands, Surroundings

MAKE_UP = 10.0
"""The most by which the power of what is not in the voice's place is raised for the music that was there too.

2 is none: two channels instead of one. 10 makes up for music of which nine tenths are in the middle.
"""
KEPT_HZ, REMOVED_HZ = 100.0, 145.0
"""Below, the bass stays in the voice's place, as loud as between the lines; above, nothing stays there."""
_FLOOR = 1e-12


def without_voice(spectra: Spectra, cells: NDArray[np.int64], around: Surroundings, angle: float, rate: int) -> Spectra:
    """The spectra (2 channels) without what comes from `angle` (45°: the middle, in degrees from the first channel).

    `cells`: of each frame, its row in `around`. Any sum of both channels that the voice is not in is their difference
    D, weighted by the voice's place. In each band D is given back to both channels with the powers and the phase
    between them that the music has in the gaps; the voice, however loud, is in none of it.
    """
    a, b = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    bands = band_weights(rate)
    first, last = _spread(around, a, b)
    beside = b * spectra[0] - a * spectra[1]
    made = np.stack([beside * _over_bins(factors, bands)[cells] for factors in (first, last)])
    _keep_bass(made, spectra, cells, around, (a, b), rate)
    return made


def _over_bins(factors: NDArray[np.complex128], bands: Matrix) -> Spectra:
    """Cells × bins."""
    real, imaginary = (part.astype(np.float32) @ bands for part in (factors.real, factors.imag))
    return real + np.complex64(1j) * imaginary


def _spread(around: Surroundings, a: float, b: float) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """By what D is multiplied for each channel: cells × bands."""
    unknown = ~around.known[:, None]
    x: Bands = np.where(unknown, 1.0, around.first) + _FLOOR
    y: Bands = np.where(unknown, 1.0, around.last) + _FLOOR
    shared = np.where(unknown, 0.0, around.shared)
    beside = np.maximum(b * b * x + a * a * y - 2 * a * b * shared.real, (x + y) / MAKE_UP)
    apart = np.arccos(np.clip(shared.real / np.sqrt(x * y), -1.0, 1.0)) / 2
    # how D stands to each channel's music
    to_first, to_last = b * x - a * shared, b * shared.conj() - a * y
    best: NDArray[np.complex128] | None = None
    for sign in (1, -1):
        one = np.sqrt(x / beside) * np.exp(1j * sign * apart)
        other = np.sqrt(y / beside) * np.exp(-1j * sign * apart)
        likeness = one.conj() * to_first + other.conj() * to_last
        turned = np.exp(1j * np.angle(likeness))
        made = np.stack((one * turned, other * turned, np.abs(likeness).astype(np.complex128)))
        best = made if best is None else np.where(np.abs(made[2]) > np.abs(best[2]), made, best)
    assert best is not None
    return best[0], best[1]


def _keep_bass(
    made: Spectra,
    spectra: Spectra,
    cells: NDArray[np.int64],
    around: Surroundings,
    place: tuple[float, float],
    rate: int,
) -> None:
    """Put the lowest sound back as it was, but for what makes its middle louder than it is in the gaps."""
    a, b = place
    count = int(REMOVED_HZ * SIZE / rate) + 1
    hertz = np.arange(count) * rate / SIZE
    share = np.clip((REMOVED_HZ - hertz) / (REMOVED_HZ - KEPT_HZ), 0.0, 1.0).astype(np.float32)
    low = spectra[:, :, :count]
    middle = a * low[0] + b * low[1]
    beside = b * low[0] - a * low[1]
    # nothing at all in the middle comes out as a little less than that
    gaps = np.maximum(a * a * around.first + b * b * around.last + 2 * a * b * around.shared.real, 0.0)
    expected = (gaps @ band_weights(rate)[:, :count])[cells] * around.known[cells, None]
    found = np.abs(middle) ** 2
    found[1:-1] = (found[:-2] + found[1:-1] + found[2:]) / 3
    middle = middle * np.sqrt(np.minimum(1.0, expected / np.maximum(found, _FLOOR))).astype(np.float32)
    made[0, :, :count] += share * (a * middle + b * beside - made[0, :, :count])
    made[1, :, :count] += share * (b * middle - a * beside - made[1, :, :count])
