"""A voice turned down where it cannot be removed: each band no louder than the music is between the lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.dub.spectrum import Spectra, band_weights, powers
from lingoreel.media.dub.surroundings import Surroundings

VOICE_DOWN_DB = 20.0
"""By how much the voice is turned down in all."""
LEAST_DB = -40.0
_FLOOR = 1e-12


def turned_down(spectra: Spectra, cells: NDArray[np.int64], around: Surroundings, rate: int) -> Spectra:
    """The spectra (1 or 2 channels) with their voice down by `VOICE_DOWN_DB`.

    `cells`: of each frame, its row in `around`. What a band has more than in the gaps is taken for voice. Where the
    music is soft that is nearly all, and the room's own sound goes on; where it is loud, it goes down with the voice.
    """
    bands = band_weights(rate)
    own = np.mean(powers(spectra), axis=0) @ (bands / np.maximum(bands.sum(axis=1, keepdims=True), 1e-6)).T
    gaps = (around.first + around.last) / 2
    power = gaps.sum(axis=1)
    above_db = 10 * np.log10(np.maximum(around.speech.sum(axis=1), _FLOOR) / np.maximum(power, _FLOOR))
    further_db = np.minimum(0.0, np.maximum(above_db, 0.0) - VOICE_DOWN_DB)
    share = gaps[cells] / np.maximum(own, _FLOOR)
    gain_db = 10 * np.log10(np.clip(share, _FLOOR, 1.0)) + further_db[cells, None]
    gain_db = np.where(around.known[cells, None], np.clip(gain_db, LEAST_DB, 0.0), -VOICE_DOWN_DB)
    made: Spectra = spectra * (10 ** (gain_db / 20) @ bands).astype(np.float32)
    return made
