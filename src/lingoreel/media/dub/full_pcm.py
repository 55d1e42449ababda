"""A recording's full sound: a file of signed 16-bit little-endian samples, channels interleaved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lingoreel.errors import InvalidFile

SAMPLE_BYTES = 2
_FULL_SCALE = 32768.0
_CHUNK = 1 << 16  # what the processor's caches hold

Samples = NDArray[np.float32]
"""Channels × samples, full scale 1.0."""


@dataclass(frozen=True)
class FullPcm:
    """One such file; `samples` counts each channel's."""

    path: Path
    rate: int
    channels: int
    samples: int

    @staticmethod
    def of(request: dict[str, Any]) -> FullPcm:
        """The file at the request's `path`, with its `rate` and `channels`. Raises InvalidFile for other channels."""
        path, channels = Path(str(request["path"])), int(request["channels"])
        if channels not in (1, 2):
            raise InvalidFile(f"A sound of {channels} channels cannot be mixed: 1 or 2.")
        return FullPcm(path, int(request["rate"]), channels, path.stat().st_size // (SAMPLE_BYTES * channels))

    def read(self, start: int, end: int) -> Samples:
        """Samples `start` to `end`; what lies outside the file is silence."""
        inside_start, inside_end = min(max(start, 0), self.samples), min(max(end, 0), self.samples)
        count = max(0, inside_end - inside_start)
        frame = SAMPLE_BYTES * self.channels
        data = np.fromfile(self.path, "<i2", count=count * self.channels, offset=inside_start * frame)
        samples = np.zeros((self.channels, end - start), np.float32)
        if count:
            at = inside_start - start
            for own, read in zip(samples, data.reshape(count, self.channels).T, strict=True):
                np.multiply(read, np.float32(1 / _FULL_SCALE), out=own[at : at + count])
        return samples


def quantise(samples: Samples) -> NDArray[np.int16]:
    """Round the samples, where they lie, to those that 16 bits hold; the same as such, interleaved."""
    rounded = np.empty((samples.shape[1], len(samples)), "<i2")
    for at in range(0, samples.shape[1], _CHUNK):
        part = samples[:, at : at + _CHUNK]
        part *= np.float32(_FULL_SCALE)
        np.rint(part, out=part)
        np.clip(part, -_FULL_SCALE, _FULL_SCALE - 1, out=part)
        for place, channel in enumerate(part):  # much quicker than turning the whole round
            rounded[at : at + _CHUNK, place] = channel
        part *= np.float32(1 / _FULL_SCALE)
    return rounded
