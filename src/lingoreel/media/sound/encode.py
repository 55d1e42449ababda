"""Samples to a sound file as they come: exact length, tags, several cores where the codec allows."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from lingoreel.media.disk_full import told_when_full
from lingoreel.media.sound.formats import SoundFormat, sound_format
from lingoreel.media.sound.mp3 import Mp3File
from lingoreel.media.track_language import three_letters

Int16 = NDArray[np.int16]

_SEGMENT_S = 20
_PREROLL, _AHEAD = 8, 6  # frames that an encoder hears before and after what is taken from it
_BLOCK_S = 1
_TAG_LENGTH = 500


def _tag(text: str) -> str:
    """A tag as files can hold it: one line, no control characters, not endless."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:_TAG_LENGTH]


def _codec(made: SoundFormat, rate: int) -> Any:
    context: Any = av.CodecContext.create(made.codec, "w")
    context.sample_rate = rate
    context.layout = "mono"
    context.format = made.sample_format
    context.time_base = Fraction(1, rate)
    context.options = dict(made.codec_options)
    context.thread_count = 1
    if bit_rate := made.bit_rate(rate):
        context.bit_rate = bit_rate
    return context


def _frames(samples: Int16, made: SoundFormat, rate: int, at: int) -> Iterator[Any]:
    """Frames of a second or less; the first sample's time is `at`."""
    size = rate * _BLOCK_S
    for begin in range(0, len(samples), size):
        part: Any = samples[None, begin : begin + size]
        if made.sample_format == "fltp":
            part = part.astype(np.float32) * np.float32(1 / 32768)
        frame: Any = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), made.sample_format, "mono")
        frame.sample_rate = rate
        frame.time_base = Fraction(1, rate)
        frame.pts = at + begin
        yield frame


def _segment(made: SoundFormat, rate: int, samples: Int16, at: int, start: int, end: int | None) -> list[Any]:
    """Packets from `start` to `end` (None: to the end, flushed) of an encoder that hears `samples` from `at` on."""
    context = _codec(made, rate)
    packets = [packet for frame in _frames(samples, made, rate, at) for packet in context.encode(frame)]
    if end is None:
        packets += context.encode(None)
    if not packets:
        return []
    delay = at - packets[0].pts
    return [packet for packet in packets if start <= packet.pts + delay and (end is None or packet.pts + delay < end)]


class Encoder:
    """Writes mono samples to a sound file while they come.

    `rate` must be one that the format has (`SoundFormat.rate`). `tags`: any of title, artist, album, comment, date,
    and language (a language tag). `threads`: how many segments are encoded side by side, where frames are
    independent; the file does not depend on it. Memory: a few segments of 20 s.

    Raises InvalidRequest for an unknown format, ResultNotStored when the disk is full.
    """

    def __init__(
        self,
        path: Path,
        format_name: str,
        rate: int,
        tags: Mapping[str, str] | None = None,
        *,
        threads: int = 2,
    ) -> None:
        self._made = sound_format(format_name)
        if self._made.rate(rate) != rate:
            raise ValueError(f"{format_name} has no sample rate of {rate} Hz")
        self._path, self._rate = path, rate
        self.samples = 0
        self._mp3: Mp3File | None = None
        if (bit_rate := self._made.bit_rate(rate)) and self._made.name == "mp3":
            kept = {
                name: three_letters(text) if name == "language" else _tag(text) for name, text in (tags or {}).items()
            }
            with told_when_full():
                self._mp3 = Mp3File(path, rate, bit_rate, kept)
            return
        with told_when_full():
            self._open(tags or {})
        self._pool = ThreadPoolExecutor(max(1, threads), "encode")
        self._ahead = max(1, threads) + 1
        self._running: deque[Future[list[Any]]] = deque()
        self._pending: list[Int16] = []
        self._held = 0  # samples in `_pending`
        self._begin = 0  # time of the first of them

    def _open(self, tags: Mapping[str, str]) -> None:
        made = self._made
        options = {"fflags": "+bitexact", **made.container_options}
        if made.container == "ipod":
            options["movie_timescale"] = str(self._rate)  # the edit list is then exact to the sample
        self._out: Any = av.open(str(self._path), "w", format=made.container, options=options)
        self._stream: Any = self._out.add_stream(
            made.codec, rate=self._rate, layout="mono", options=dict(made.codec_options)
        )
        context: Any = self._stream.codec_context
        context.format = made.sample_format
        context.time_base = Fraction(1, self._rate)
        if bit_rate := made.bit_rate(self._rate):
            context.bit_rate = bit_rate
        for name, text in tags.items():
            if name == "language":
                self._stream.metadata["language"] = three_letters(text)
                if made.container != "ipod":
                    self._out.metadata["language"] = three_letters(text)
            elif kept := _tag(text):
                self._out.metadata[name] = kept
        self._out.start_encoding()
        self._frame = context.frame_size or 0
        if made.independent_frames:
            self._segment_samples = max(1, _SEGMENT_S * self._rate // self._frame) * self._frame

    def write(self, samples: Int16) -> None:
        """Append samples."""
        self.samples += len(samples)
        with told_when_full():
            if self._mp3 is not None:
                self._mp3.write(samples)
                return
            if not self._made.independent_frames:
                for frame in _frames(samples, self._made, self._rate, self.samples - len(samples)):
                    self._out.mux(self._stream.encode(frame))
                return
            self._pending.append(np.array(samples, np.int16))
            self._held += len(samples)
            self._start_segments()

    def _start_segments(self) -> None:
        """Begin with every segment whose sound, and what comes after it, is there."""
        ahead, preroll = _AHEAD * self._frame, _PREROLL * self._frame
        while True:
            before = preroll if self._begin else 0
            if self._held < before + self._segment_samples + ahead:
                return
            held = np.concatenate(self._pending)
            heard = held[: before + self._segment_samples + ahead]
            start = self._begin + before
            self._submit(heard, start, start + self._segment_samples)
            used = before + self._segment_samples - preroll
            self._pending, self._held, self._begin = [held[used:]], len(held) - used, self._begin + used

    def _submit(self, heard: Int16, start: int, end: int | None) -> None:
        self._running.append(self._pool.submit(_segment, self._made, self._rate, heard, self._begin, start, end))
        while len(self._running) > self._ahead:
            self._finish_one()

    def _finish_one(self) -> None:
        for packet in self._running.popleft().result():
            packet.stream = self._stream
            self._out.mux_one(packet)

    def close(self) -> dict[str, int]:
        """Finish the file: `samples`, `duration_ms` (rounded up), `size_bytes`."""
        with told_when_full():
            if self._mp3 is not None:
                self._mp3.close()
            else:
                self._close()
        return {
            "samples": self.samples,
            "duration_ms": -(-self.samples * 1000 // self._rate),
            "size_bytes": self._path.stat().st_size,
        }

    def _close(self) -> None:
        if self._made.independent_frames:
            before = _PREROLL * self._frame if self._begin else 0
            held = np.concatenate(self._pending) if self._pending else np.zeros(0, np.int16)
            self._submit(held, self._begin + before, None)
            while self._running:
                self._finish_one()
        else:
            self._out.mux(self._stream.encode(None))
        self._out.close()
        self._pool.shutdown()

    def abort(self) -> None:
        """Stop, and leave no file."""
        if self._mp3 is not None:
            self._mp3.abort()
            self._path.unlink(missing_ok=True)
            return
        self._pool.shutdown(cancel_futures=True)
        with contextlib.suppress(OSError, ValueError):  # what it could not write no longer matters
            self._out.close()
        self._path.unlink(missing_ok=True)

    def __enter__(self) -> Encoder:
        return self

    def __exit__(self, kind: Any, *_: object) -> None:
        if kind is not None:
            self.abort()
