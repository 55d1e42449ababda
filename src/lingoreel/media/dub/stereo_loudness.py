"""Loudness of one or two channels: their powers are added (ITU-R BS.1770-5)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.sound.loudness import Meter, integrated

Steps = NDArray[np.float64]

_CHUNK = 1 << 16  # what the processor's caches hold: two thirds less time than in one go


class ChannelsMeter:
    """A `Meter` for each channel."""

    def __init__(self, rate: int, channels: int) -> None:
        self._meters = [Meter(rate, peaks=False) for _ in range(channels)]

    def add(self, samples: NDArray[np.float32]) -> None:
        """Measure on: channels × samples."""
        for meter, channel in zip(self._meters, samples, strict=True):
            for at in range(0, len(channel), _CHUNK):
                meter.add(channel[at : at + _CHUNK])

    def restart(self) -> None:
        """Forget all: much quicker than another meter."""
        for meter in self._meters:
            meter.restart()

    @property
    def steps(self) -> Steps:
        """Power of each whole 100 ms, K-weighted, of all channels together."""
        steps: Steps = np.sum([meter.steps for meter in self._meters], axis=0)
        return steps

    @property
    def integrated(self) -> float:
        """Gated loudness in LUFS."""
        return integrated(self.steps)


def steps_of(samples: NDArray[np.float32], rate: int, meter: ChannelsMeter | None = None) -> list[float]:
    """Powers of 100 ms each of channels × samples, to six digits; what is left over at the end counts as whole.

    `meter`: one of that rate and so many channels, to be used again.
    """
    step = round(rate / 10)
    missing = -samples.shape[1] % step
    if meter is None:
        meter = ChannelsMeter(rate, len(samples))
    meter.restart()
    meter.add(samples)
    if missing:
        meter.add(np.zeros((len(samples), missing), np.float32))
    return [float(f"{power:.6g}") for power in meter.steps]
