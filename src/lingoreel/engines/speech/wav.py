"""WAV as speech services answer it (RIFF, PCM of 16 bits or floats of 32), to mono samples.

Services that stream write the sizes before they know them: a size beyond the end means "to the end".
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE


def read(data: bytes) -> tuple[npt.NDArray[np.float32], int]:
    """Samples in −1…1 and their rate in Hz. Raises ValueError for anything else."""
    import numpy as np

    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError("no WAV")
    kind, channels, rate, bits = 0, 0, 0, 0
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])[0]
        body = data[at + 8 : at + 8 + size]
        if name == b"fmt ":
            if len(body) < 16:
                raise ValueError("a format cut off")
            kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", body[:16])
            if kind == _EXTENSIBLE and len(body) >= 26:
                kind = struct.unpack("<H", body[24:26])[0]
        elif name == b"data":
            if not 4_000 <= rate <= 192_000 or not 1 <= channels <= 8:
                raise ValueError(f"{channels} channels of {rate} Hz")
            if (kind, bits) not in ((_PCM, 16), (_FLOAT, 32)):
                raise ValueError(f"samples of the kind {kind} with {bits} bits")
            width = bits // 8 * channels
            body = body[: len(body) // width * width]
            if kind == _PCM:
                samples = np.frombuffer(body, "<i2").astype(np.float32) / np.float32(32768)
            else:
                samples = np.nan_to_num(np.frombuffer(body, "<f4").astype(np.float32)).clip(-1, 1)
            return samples.reshape(-1, channels).mean(axis=1, dtype=np.float32), int(rate)
        at += 8 + size + size % 2
    raise ValueError("no samples")


def write(pcm: bytes, rate: int) -> bytes:
    """16-bit little-endian mono PCM as a WAV file."""
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", 36 + len(pcm), b"WAVE", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16),
        b"data",
        len(pcm),
    )
    return head + pcm
