"""Utterances cut out of pieces of PCM, faded at their borders, at the rate of the file to be."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from lingoreel.errors import EngineFailed

SAMPLE_BYTES = 2
_FULL_SCALE = 32768.0
_PART_S = 20
FADE_IN_S, FADE_OUT_S = 0.003, 0.006
_CONTEXT = 64  # samples around a part, at the lower rate: more than the resampler's filter reaches


@dataclass(frozen=True)
class Pcm:
    """A file of signed 16-bit little-endian mono samples."""

    path: Path
    rate: int
    samples: int

    @staticmethod
    def of(path: str, rate: int) -> Pcm:
        """The file at `path`. Raises EngineFailed when its rate cannot be."""
        if not 4_000 <= rate <= 192_000:
            raise EngineFailed(f"An engine gave speech at {rate} samples a second.")
        return Pcm(Path(path), rate, Path(path).stat().st_size // SAMPLE_BYTES)

    def read(self, begin: int, end: int) -> NDArray[np.float32]:
        """Samples `begin` to `end`, full scale 1.0. Raises EngineFailed when the file is shorter."""
        return self._read(begin, end).astype(np.float32) / np.float32(_FULL_SCALE)

    def mean(self, begin: int, end: int) -> float:
        """The mean of samples `begin` to `end`: their DC."""
        total = sum(int(self._read(*part).sum(dtype=np.int64)) for part in self._parts(begin, end))
        return total / _FULL_SCALE / max(1, end - begin)

    def _read(self, begin: int, end: int) -> NDArray[np.int16]:
        data = np.fromfile(self.path, "<i2", count=end - begin, offset=begin * SAMPLE_BYTES)
        if len(data) != end - begin:
            raise EngineFailed("An engine gave less speech than it told of.")
        return data

    def _parts(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        size = _PART_S * self.rate
        return ((at, min(end, at + size)) for at in range(begin, end, size))

    def blocks(self, begin: int, end: int) -> Iterator[NDArray[np.float32]]:
        """The same, in blocks of bounded size."""
        return (self.read(*part) for part in self._parts(begin, end))


def resampled_length(samples: int, source: int, target: int) -> int:
    """How many samples at `target` Hz last as long as `samples` at `source` Hz (rounded)."""
    return (2 * samples * target + source) // (2 * source)


@dataclass(frozen=True)
class Clip:
    """Samples `begin` to `end` of a piece, to be heard with short fades at both ends and without `offset` (its DC)."""

    pcm: Pcm
    begin: int
    end: int
    offset: float

    def length(self, rate: int) -> int:
        """Samples at `rate` Hz."""
        return resampled_length(self.end - self.begin, self.pcm.rate, rate)

    def parts(self, rate: int) -> Iterator[NDArray[Any]]:
        """The clip's samples at `rate` Hz, in parts of bounded size."""
        divisor = math.gcd(self.pcm.rate, rate)
        up, down = rate // divisor, self.pcm.rate // divisor
        size = max(1, _PART_S * self.pcm.rate // down) * down  # parts begin on a sample of both rates
        context = down * math.ceil(_CONTEXT * max(1, down / up) / down) if up != down else 0
        given, total = 0, self.length(rate)
        for at in range(self.begin, self.end, size):
            last = at + size >= self.end
            begin, end = max(self.begin, at - context), min(self.end, at + size + context)
            x = self._faded(begin, end)
            if up != down:
                x = _resampled(x, self.pcm.rate, rate)
            skip = (at - begin) // down * up
            count = total - given if last else size // down * up
            given += count
            part = x[skip : skip + count]
            yield part if len(part) == count else np.pad(part, (0, count - len(part)))

    def _faded(self, begin: int, end: int) -> NDArray[np.float32]:
        x = self.pcm.read(begin, end) - np.float32(self.offset)
        half = (self.end - self.begin) // 2
        rise = min(half, round(FADE_IN_S * self.pcm.rate))
        fall = min(half, round(FADE_OUT_S * self.pcm.rate))
        if begin - self.begin < rise:
            into = np.arange(begin - self.begin, min(rise, end - self.begin))
            x[: len(into)] *= np.sin((into + 0.5) / rise * math.pi / 2).astype(np.float32) ** 2
        if self.end - end < fall:
            left = np.arange(min(fall, self.end - begin), self.end - end, -1) - 0.5
            x[-len(left) :] *= np.sin(left / fall * math.pi / 2).astype(np.float32) ** 2
        return x


def _resampled(samples: NDArray[np.float32], source: int, target: int) -> NDArray[np.float32]:
    resampler: Any = av.AudioResampler(format="fltp", layout="mono", rate=target)
    frame: Any = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None, :]), "fltp", "mono")
    frame.sample_rate = source
    frames = resampler.resample(frame) + resampler.resample(None)
    return np.concatenate([made.to_ndarray()[0] for made in frames])
