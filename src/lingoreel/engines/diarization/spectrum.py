"""Cepstra, pitch and loudness of speech, frame by frame, in numpy."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
from scipy import fft

Floats = npt.NDArray[np.float32]

SAMPLE_RATE = 16_000
FRAME = 400  # 25 ms
HOP = 160  # 10 ms
FFT = 512
BANDS = 30
CEPSTRA = 19  # c1…c19: c0 is loudness, which a hand on a knob changes
PITCH_FRAME = 640  # 40 ms: two periods of 50 Hz
PITCH_HOP = 320
PITCH_MIN_HZ, PITCH_MAX_HZ = 65.0, 400.0
VOICED = 0.7  # normalised autocorrelation from which a frame has a pitch; echo makes false ones below it


def frames(samples: Floats, length: int, hop: int) -> Floats:
    """Overlapping frames, shape (count, length); the last incomplete one is left out."""
    if len(samples) < length:
        return np.zeros((0, length), np.float32)
    return np.lib.stride_tricks.sliding_window_view(samples, length)[::hop]


def mel_filters(fft_size: int, bands: int, low_hz: float, high_hz: float) -> Floats:
    """Triangular filters evenly spaced in mels (O'Shaughnessy), shape (bands, fft_size // 2 + 1)."""
    mels = np.linspace(_mel(low_hz), _mel(high_hz), bands + 2)
    edges = 700 * (10 ** (mels / 2595) - 1)
    bins = np.fft.rfftfreq(fft_size, 1 / SAMPLE_RATE)
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0, np.minimum(rising, falling)).astype(np.float32)


def _mel(hertz: float) -> float:
    return float(2595 * np.log10(1 + hertz / 700))


@cache
def _front() -> tuple[Floats, Floats]:
    return np.hamming(FRAME).astype(np.float32), mel_filters(FFT, BANDS, 100, 7200)


def cepstra(samples: Floats) -> tuple[Floats, Floats]:
    """Mel cepstra, shape (frames, CEPSTRA), and the loudness of each frame in dB of full scale."""
    cut = frames(samples, FRAME, HOP)
    if not len(cut):
        return np.zeros((0, CEPSTRA), np.float32), np.zeros(0, np.float32)
    window, filters = _front()
    power = np.abs(fft.rfft(cut * window, FFT, axis=1)) ** 2
    loudness = 10 * np.log10(np.mean(cut**2, axis=1) + 1e-10)
    bands = np.log(power @ filters.T + 1e-7)
    found = fft.dct(bands, axis=1, norm="ortho")[:, 1 : CEPSTRA + 1]
    return found.astype(np.float32), loudness.astype(np.float32)


def pitch(samples: Floats) -> tuple[Floats, Floats]:
    """Pitch in Hz of every 20 ms, 0 where there is none, and the loudness of each frame in dB.

    The first high peak of the normalised autocorrelation (Boersma 1993): the window's own correlation is
    divided out, and an octave lower must be clearly better to be taken.
    """
    cut = frames(samples, PITCH_FRAME, PITCH_HOP)
    if not len(cut):
        return np.zeros(0, np.float32), np.zeros(0, np.float32)
    window = np.hanning(PITCH_FRAME)
    size = 2 * PITCH_FRAME
    levelled = cut - cut.mean(axis=1, keepdims=True)
    correlation = fft.irfft(np.abs(fft.rfft(levelled * window, size, axis=1)) ** 2, axis=1)
    own = fft.irfft(np.abs(fft.rfft(window, size)) ** 2)
    low, high = int(SAMPLE_RATE / PITCH_MAX_HZ), int(SAMPLE_RATE / PITCH_MIN_HZ)
    normal = correlation[:, : high + 2] / (correlation[:, :1] + 1e-9) * (own[0] / own[: high + 2])
    inner = normal[:, low : high + 1]
    peak = (inner > normal[:, low - 1 : high]) & (inner >= normal[:, low + 1 : high + 2])
    lags = np.arange(low, high + 1)
    score = np.where(peak, inner - 0.03 * np.log2(lags / low), -1.0)
    best = np.argmax(score, axis=1)
    strength = inner[np.arange(len(inner)), best]
    loudness = 10 * np.log10(np.mean(cut**2, axis=1) + 1e-10)
    found = np.where((strength >= VOICED) & (score.max(axis=1) > 0), SAMPLE_RATE / lags[best], 0.0)
    return found.astype(np.float32), loudness.astype(np.float32)
