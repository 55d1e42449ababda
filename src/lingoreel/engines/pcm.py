"""Reading our own audio: 16 kHz, 16-bit little-endian, mono, no header, one range at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lingoreel.errors import EngineFailed

BYTES_PER_SAMPLE = 2


def sample_count(path: str | Path) -> int:
    """Samples in the file. Raises EngineFailed when it is not there."""
    try:
        return Path(path).stat().st_size // BYTES_PER_SAMPLE
    except OSError as error:
        raise EngineFailed("the decoded audio is not there any more") from error


def read_samples(path: str | Path, start: int, end: int) -> npt.NDArray[np.int16]:
    """Samples [start, end) as int16; shorter where the file ends. Raises EngineFailed when it is not there."""
    if end <= start:
        return np.zeros(0, np.int16)
    try:
        with Path(path).open("rb") as file:
            return np.fromfile(file, "<i2", count=end - start, offset=start * BYTES_PER_SAMPLE)
    except OSError as error:
        raise EngineFailed("the decoded audio is not there any more") from error


def as_float(samples: npt.NDArray[np.int16]) -> npt.NDArray[np.float32]:
    """The samples as float32 in -1…1."""
    scaled: npt.NDArray[Any] = samples.astype(np.float32) / np.float32(32768.0)
    return scaled
