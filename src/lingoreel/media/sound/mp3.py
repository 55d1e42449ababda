"""MP3 files by LAME itself: FFmpeg's program hands every frame through five threads, which costs as much again."""

from __future__ import annotations

import contextlib
import struct
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import lameenc
import numpy as np
from numpy.typing import NDArray

_QUALITY = 7  # half the time of 5; at 64 kbit/s for 11 kHz of one voice, bits are not what lacks
_SCALED = 0.95  # LAME makes all softer by so much at low bit rates: given to it beforehand
_DELAY = 576  # samples that LAME puts before the first
_WAITING = 16  # parts of mostly some seconds
_FRAMES = {"title": b"TIT2", "artist": b"TPE1", "album": b"TALB", "date": b"TDRC", "language": b"TLAN"}
_UTF_8 = b"\x03"


class Mp3File:
    """One mono MP3 of a constant bit rate, encoded in a thread beside its maker; players find its exact length.

    `tags` as in `Encoder`, made fit for a file. Raises OSError.
    """

    def __init__(self, path: Path, rate: int, bit_rate: int, tags: Mapping[str, str]) -> None:
        self._rate, self._bit_rate = rate, bit_rate
        self._frame = 1152 if rate >= 32_000 else 576
        self._lame: Any = lameenc.Encoder()
        self._lame.silence()
        self._lame.set_channels(1)
        self._lame.set_in_sample_rate(rate)
        self._lame.set_out_sample_rate(rate)
        self._lame.set_bit_rate(bit_rate // 1000)
        self._lame.set_quality(_QUALITY)
        self._samples = self._bytes = 0
        self._header = b""
        self._tags = _id3(tags)
        self._file = path.open("wb")
        self._file.write(self._tags + bytes(self._info_size))
        self._thread = ThreadPoolExecutor(1, "lame")
        self._waiting: deque[Future[None]] = deque()

    @property
    def _info_size(self) -> int:
        """Bytes of a frame without padding, which the one that tells the length has."""
        return self._frame // 8 * self._bit_rate // self._rate

    def write(self, samples: NDArray[np.int16]) -> None:
        """Append samples; waits while enough of them wait."""
        self._samples += len(samples)
        with self._ended_by_failure():
            self._waiting.append(self._thread.submit(self._encode, samples))
            while len(self._waiting) > _WAITING:
                self._waiting.popleft().result()

    @contextlib.contextmanager
    def _ended_by_failure(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.abort()
            raise

    def _encode(self, samples: NDArray[np.int16]) -> None:
        louder = np.clip(np.rint(samples * np.float32(1 / _SCALED)), -32768, 32767).astype("<i2")
        self._keep(self._lame.encode(louder.tobytes()))

    def _keep(self, made: bytes | bytearray) -> None:
        if not self._header:
            self._header = bytes(made[:4])
        self._bytes += len(made)
        self._file.write(made)

    def close(self) -> None:
        """End the file."""
        with self._ended_by_failure():
            while self._waiting:
                self._waiting.popleft().result()
            self._thread.shutdown()
            self._keep(self._lame.flush())
            self._file.seek(len(self._tags))
            self._file.write(self._info())
            self._file.close()

    def abort(self) -> None:
        """Stop; what is written stays."""
        self._thread.shutdown(cancel_futures=True)
        with contextlib.suppress(OSError):  # what it could not write no longer matters
            self._file.close()

    def _info(self) -> bytes:
        """The silent first frame that tells how many frames follow and what of them is sound (LAME's Info tag)."""
        # frames differ by a byte, so that together they keep the bit rate
        frames = round(self._bytes * self._rate * 8 / (self._bit_rate * self._frame))
        padding = frames * self._frame - _DELAY - self._samples
        first = bytes((*self._header[:2], self._header[2] & ~2, self._header[3]))
        told = first + bytes(17 if self._frame == 1152 else 9)  # side information of one channel
        told += b"Info" + struct.pack(">III", 7, frames, self._bytes + self._info_size)
        told += bytes(at * 256 // 100 for at in range(100))
        kind, lowpass, gains, flags = 1, 0, bytes(8), 0  # a constant bit rate; the rest is not known
        told += b"LAME3.100" + bytes((kind, lowpass)) + gains + bytes((flags, min(255, self._bit_rate // 1000)))
        told += (_DELAY << 12 | padding).to_bytes(3, "big") + bytes(4)
        told += struct.pack(">IH", (self._bytes + self._info_size) & 0xFFFFFFFF, 0)
        told += struct.pack(">H", _crc16(told))
        return told.ljust(self._info_size, b"\0")


def _crc16(data: bytes) -> int:
    """CRC-16 of polynomial 0x8005, lowest bit first: the Info tag's own check."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value


def _id3(tags: Mapping[str, str]) -> bytes:
    """The tags as ID3v2.4; nothing when there are none."""
    frames = b""
    for name, text in tags.items():
        if not text:
            continue
        if name == "comment":
            frames += _id3_frame(b"COMM", _UTF_8 + b"XXX\0" + text.encode())
        elif name in _FRAMES:
            frames += _id3_frame(_FRAMES[name], _UTF_8 + text.encode())
    return b"ID3\x04\0\0" + _seven_bits(len(frames)) + frames if frames else b""


def _id3_frame(name: bytes, content: bytes) -> bytes:
    return name + _seven_bits(len(content)) + b"\0\0" + content


def _seven_bits(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
