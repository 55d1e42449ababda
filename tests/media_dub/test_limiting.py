"""True peaks of two channels kept below a ceiling by one gain."""

from __future__ import annotations

import numpy as np
import pytest

from lingoreel.media.dub.limiting import limit, true_peak
from lingoreel.media.sound.limiter import Limiter
from lingoreel.media.sound.loudness import Meter

RATE = 48_000
CEILING_DB = -1.0
CEILING = 10 ** (CEILING_DB / 20)


def _bursts(loud: float) -> np.ndarray:
    """Five seconds of a soft tone and noise with loud moments, the last one at the very end."""
    random = np.random.default_rng(2)
    count = 5 * RATE + 7
    envelope = np.full(count, 0.1)
    for at in (0, RATE, RATE + 3000, 3 * RATE, count - 500):
        envelope[at : at + 2000] = loud
    seconds = np.arange(count) / RATE
    return (envelope * (0.6 * np.sin(2 * np.pi * 440 * seconds) + 0.2 * random.normal(size=count))).astype(np.float32)


def test_what_is_below_stays_as_it_is() -> None:
    samples = np.stack([_bursts(0.3), 0.5 * _bursts(0.3)])
    before = samples.copy()
    assert limit(samples, RATE, CEILING_DB) == (0.0, 0)
    assert np.array_equal(samples, before)


@pytest.mark.parametrize("loud", [1.0, 1.6, 4.0])
def test_peaks_come_below_and_both_channels_keep_their_balance(loud: float) -> None:
    samples = np.stack([_bursts(loud), 0.25 * _bursts(loud)])
    before = samples.copy()
    lowest, touched = limit(samples, RATE, CEILING_DB)
    assert true_peak(samples) <= CEILING * 1.001
    assert lowest < -0.5
    assert 0 < touched < samples.shape[1]
    assert np.allclose(samples[1], samples[0] / 4, atol=1e-6)
    gain = samples[0] / np.where(np.abs(before[0]) < 1e-3, np.nan, before[0])
    assert np.nanmax(gain) <= 1.0 + 1e-6
    assert np.nanmax(np.abs(np.diff(gain))) < 0.05  # no step


def test_one_channel_is_limited_as_the_stream_is() -> None:
    samples = _bursts(2.0)[None, :]
    stream = Limiter(RATE, CEILING_DB)
    expected = np.concatenate((stream.push(samples[0]), stream.flush()))[stream.delay :]
    lowest, _ = limit(samples, RATE, CEILING_DB)
    assert lowest == pytest.approx(stream.lowest_db, abs=0.01)
    assert np.abs(samples[0] - expected).max() < 1e-3


def test_true_peak_is_that_of_a_meter() -> None:
    samples = _bursts(0.9)[None, :]
    meter = Meter(RATE)
    meter.add(samples[0])
    assert 20 * np.log10(true_peak(samples)) == pytest.approx(meter.true_peak, abs=0.01)
    assert true_peak(np.zeros((2, 0), np.float32)) == 0


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 100])
def test_any_length(count: int) -> None:
    samples = np.full((2, count), 1.5, np.float32)
    limit(samples, RATE, CEILING_DB)
    assert np.abs(samples).max(initial=0.0) <= CEILING * 1.000001
