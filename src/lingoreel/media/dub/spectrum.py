"""Sound as overlapping spectra and back, on one grid over the whole recording, so that parts of it agree."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.dub.full_pcm import Samples

SIZE = 4096
"""Samples of a frame: 11.7 Hz apart at 48 kHz, which tells a bass from a voice."""
HOP = SIZE // 2
_BANDS_PER_OCTAVE = 3
_LOWEST_HZ = 40.0

Spectra = NDArray[np.complex64]
"""Channels × frames × bins."""
Matrix = NDArray[np.float32]


@lru_cache(maxsize=1)
def _window() -> NDArray[np.float32]:
    return np.sin(np.pi * (np.arange(SIZE) + 0.5) / SIZE).astype(np.float32)


def analyse(samples: Samples, step: int = 1) -> Spectra:
    """Spectra of frames that begin every `step` hops, from sample 0 on."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, SIZE, axis=1)[:, :: step * HOP]
    return np.fft.rfft(frames * _window(), axis=2).astype(np.complex64, copy=False)


def synthesise(spectra: Spectra) -> Samples:
    """The sound of frames one hop apart: without the first hop and the last, which only half of the frames reach."""
    frames = np.fft.irfft(spectra, SIZE, axis=2) * _window()
    return (frames[:, 1:, :HOP] + frames[:, :-1, HOP:]).reshape(len(frames), -1).astype(np.float32, copy=False)


def powers(spectra: NDArray[np.complex64]) -> NDArray[np.float32]:
    """Of every bin; magnitudes, which would be squared again, take much longer."""
    made: NDArray[np.float32] = np.square(spectra.real) + np.square(spectra.imag)
    return made


@lru_cache(maxsize=4)
def band_weights(rate: int) -> Matrix:
    """How much each bin belongs to each band (bands × bins): thirds of an octave that overlap, 1 in all for a bin."""
    count = int(np.log2(rate / 2 / _LOWEST_HZ) * _BANDS_PER_OCTAVE) + 1
    middles = np.log2(_LOWEST_HZ) + np.arange(count) / _BANDS_PER_OCTAVE
    hertz = np.log2(np.maximum(np.fft.rfftfreq(SIZE, 1 / rate), 1.0))
    weights = np.stack([np.interp(hertz, middles, row) for row in np.eye(count)])
    return weights.astype(np.float32)
