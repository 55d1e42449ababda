"""The limiter: never above its ceiling, nothing touched that need not be, the same however it is fed."""

from __future__ import annotations

import numpy as np
import pytest

from lingoreel.media.sound.limiter import Limiter
from lingoreel.media.sound.loudness import Meter


def _limited(samples: np.ndarray, rate: int, ceiling: float, block: int) -> np.ndarray:
    limiter = Limiter(rate, ceiling)
    parts = [limiter.push(samples[at : at + block]) for at in range(0, len(samples), block)]
    return np.concatenate([*parts, limiter.flush()])[limiter.delay :]


def _true_peak(samples: np.ndarray, rate: int) -> float:
    meter = Meter(rate)
    meter.add(samples)
    return meter.true_peak


@pytest.mark.parametrize("rate", [16_000, 22_050, 48_000])
@pytest.mark.parametrize("ceiling", [-1.0, -6.0])
def test_no_true_peak_is_above_the_ceiling(voices: dict[str, list[np.ndarray]], rate: int, ceiling: float) -> None:
    loud = voices["kal16"][0] / 32768 * 8
    limited = _limited(loud, rate, ceiling, 5000)
    assert len(limited) == len(loud)
    assert _true_peak(loud, rate) > ceiling + 3
    assert ceiling - 0.5 < _true_peak(limited, rate) <= ceiling + 0.05


def test_what_is_soft_passes_as_it_is(voices: dict[str, list[np.ndarray]]) -> None:
    soft = (voices["slt"][0] / 32768 * 0.3).astype(np.float32)
    assert np.array_equal(_limited(soft, 16_000, -1.0, 3000), soft)


def test_blocks_make_no_difference(voices: dict[str, list[np.ndarray]]) -> None:
    loud = voices["kal16"][1] / 32768 * 6
    assert np.allclose(_limited(loud, 16_000, -2.0, 9999), _limited(loud, 16_000, -2.0, 501), atol=1e-5)


def test_gain_moves_without_steps_and_comes_back() -> None:
    rate = 48_000
    wave = 0.5 * np.sin(2 * np.pi * 200 * np.arange(rate) / rate)
    wave[20_000:20_400] *= 3
    limited = _limited(wave, rate, -3.0, 4096)
    voiced = np.abs(wave) > 0.2
    gain = np.interp(np.arange(rate), np.nonzero(voiced)[0], limited[voiced] / wave[voiced])
    assert np.abs(np.diff(gain)).max() < 0.01  # no step
    assert gain[:19_500].min() > 0.999
    assert gain[20_200] < 0.5
    assert gain[40_000:].min() > 0.999  # back within half a second
