"""Decoded sound as 16-bit samples, every one at its time: holes are silence, overlaps are cut."""

from __future__ import annotations

import contextlib
import errno
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from io import FileIO
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.stream import Discard

from lingoreel.errors import OverLimit, ResultNotStored
from lingoreel.media import container as media
from lingoreel.media.stream_clock import StreamClock

if TYPE_CHECKING:
    from av.container import InputContainer

PADDING_MS = 200
"""A source of just the longest length may carry its codec's padding."""
_HOLE_S = 0.1  # smaller steps between frames are a container's rounding
_BLOCK = 1 << 20
_TOGETHER = 1 << 14  # samples that are resampled in one go: a frame's alone cost more than they take
_PLANES = 8  # AV_NUM_DATA_POINTERS


@dataclass(frozen=True, slots=True)
class Form:
    """What samples are written as: signed 16-bit little-endian, `channels` (1 or 2) interleaved, `rate` a second."""

    rate: int
    channels: int = 1

    @property
    def layout(self) -> str:
        """FFmpeg's name of the channels."""
        return "mono" if self.channels == 1 else "stereo"

    @property
    def sample_bytes(self) -> int:
        """Bytes of one sample of all channels."""
        return 2 * self.channels


class Pcm:
    """The output file: counts, hashes and bounds what is written. Samples are those of all channels at one time.

    `limit_ms`: the longest sound accepted (None: any). `length`: samples after which nothing is kept any more
    (None: all is kept).
    """

    def __init__(self, file: FileIO, form: Form, *, limit_ms: int | None = None, length: int | None = None) -> None:
        self._file = file
        self.form = form
        self._limit_ms = limit_ms or 0
        self._max = (limit_ms + PADDING_MS) * form.rate // 1000 if limit_ms is not None else 1 << 62
        self._length = length
        self._hash = hashlib.sha256()
        self._pending = bytearray()
        self.samples = 0

    def write(self, data: bytes) -> None:
        """Append samples. Raises OverLimit, ResultNotStored."""
        width = self.form.sample_bytes
        if self._length is not None:
            data = data[: max(0, self._length - self.samples) * width]
        self.samples += len(data) // width
        if self.samples > self._max:
            raise OverLimit(
                f"The audio is longer than the limit of {self._limit_ms / 1000:g} s.",
                details={"limit_ms": self._limit_ms},
            )
        self._pending += data
        if len(self._pending) >= _BLOCK:
            self.flush()

    def flush(self) -> None:
        """Hand what is pending to the file. Raises ResultNotStored."""
        self._hash.update(self._pending)
        try:
            while self._pending:
                del self._pending[: self._file.write(self._pending)]
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise
            raise ResultNotStored("There is no room left to decode the audio into.") from error

    def silence(self, samples: int) -> None:
        """Append silence."""
        while samples > 0 and not self.full:
            part = min(samples, _BLOCK)
            self.write(bytes(part * self.form.sample_bytes))
            samples -= part

    @property
    def full(self) -> bool:
        """Whether nothing more is kept."""
        return self._length is not None and self.samples >= self._length

    @property
    def sha256(self) -> str:
        """Of what was flushed."""
        return self._hash.hexdigest()


class _Run:
    """A stretch of audio without holes and of one format, on its way through the resampler.

    What leaves it has exactly the length of what entered it.
    """

    def __init__(self, first: AudioFrame, pcm: Pcm) -> None:
        self.kind = _kind(first)
        self._rate = first.sample_rate
        self._pcm = pcm
        self._begin = pcm.samples
        self._entered = 0
        form = pcm.form
        self._resampler = av.AudioResampler(format="s16", layout=form.layout, rate=form.rate)
        self._waiting = av.AudioFifo()

    @property
    def end(self) -> float:
        """Seconds of the presentation reached by what has entered."""
        return self._begin / self._pcm.form.rate + self._entered / self._rate

    def _target(self) -> int:
        return self._begin + round(self._entered * self._pcm.form.rate / self._rate)

    def add(self, frame: AudioFrame) -> None:
        with _timeless(frame):
            try:
                self._waiting.write(frame)
            except ValueError:  # frames of two clocks do not wait together
                self._resample()
                self._waiting = av.AudioFifo()
                self._waiting.write(frame)
        self._entered += frame.samples
        if self._waiting.samples >= _TOGETHER:
            self._resample()

    def _resample(self) -> None:
        together = self._waiting.read(0, partial=True)
        if isinstance(together, AudioFrame):
            with _timeless(together):
                self._write(self._resampler.resample(together))

    def _write(self, frames: list[AudioFrame]) -> None:
        room = self._target() - self._pcm.samples
        width = self._pcm.form.sample_bytes
        for frame in frames:
            data = bytes(frame.planes[0])[: min(frame.samples, room) * width]
            room -= len(data) // width
            if data:
                self._pcm.write(data)

    def close(self) -> None:
        """Flush the resampler and make the length exact."""
        self._resample()
        self._write(self._resampler.resample(None))
        self._pcm.silence(self._target() - self._pcm.samples)


@contextlib.contextmanager
def _timeless(frame: AudioFrame) -> Iterator[None]:
    """Time is kept here: a filter would act on its own reading of it."""
    time, frame.pts = frame.pts, None
    try:
        yield
    finally:
        frame.pts = time


def _kind(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _without_start(frame: AudioFrame, samples: int) -> AudioFrame:
    """The frame without its first samples."""
    if frame.format.is_planar and len(frame.layout.channels) >= _PLANES:
        frame = _packed(frame)
    array: Any = frame.to_ndarray()
    width = 1 if frame.format.is_planar else len(frame.layout.channels)
    shorter = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(array[:, samples * width :]), format=frame.format.name, layout=frame.layout.name
    )
    shorter.sample_rate = frame.sample_rate
    return shorter


def _packed(frame: AudioFrame) -> AudioFrame:
    """The same with its channels interleaved: PyAV counts the planes of so many channels past their end."""
    packed = av.AudioResampler(format=frame.format.packed.name, layout=frame.layout.name, rate=frame.sample_rate)
    with _timeless(frame):
        [same] = packed.resample(frame)
    return same


class Timeline:
    """Puts frames where they belong: silence into holes, overlaps cut.

    `origin`: seconds on the container's clock that are sample 0; `silence`: samples put in for holes.
    """

    def __init__(self, pcm: Pcm, origin: Fraction, *, jumping: bool) -> None:
        self._pcm = pcm
        self._origin = origin
        self._jumping = jumping
        self._clock: StreamClock | None = None
        self._time_base: Fraction | None = None
        self._tick_s = 0.0
        self._origin_ticks = 0
        self._run: _Run | None = None
        self._held: AudioFrame | None = None
        self._looked_at: AudioFrame | None = None
        self.silence = 0

    def add(self, frame: AudioFrame) -> None:
        """Write the frame at its time.

        A frame that claims a later time is held back until the next one is seen: if time goes on before
        it, the claim is damage, not a hole.
        """
        held, self._held = self._held, None
        if held is not None:
            if not self._follows(frame, held):
                held.pts = None
            self._place(held)
        if frame.pts is not None and self._clock_of(frame).leaps(frame.pts, _HOLE_S / self._tick_s):
            self._held = frame
        else:
            self._place(frame)

    @staticmethod
    def _follows(frame: AudioFrame, held: AudioFrame) -> bool:
        return frame.time_base == held.time_base and (frame.pts or 0) >= (held.pts or 0)

    def _clock_of(self, frame: AudioFrame) -> StreamClock:
        if frame is self._looked_at and self._clock is not None:
            return self._clock
        self._looked_at = frame
        if self._clock is None or frame.time_base != self._time_base:
            assert frame.time_base is not None
            self._time_base = frame.time_base
            self._tick_s = float(frame.time_base)
            self._origin_ticks = round(self._origin / frame.time_base)
            self._clock = StreamClock(frame.time_base, jumping=self._jumping)
            self._clock.place(self._origin_ticks, 0)
        return self._clock

    def _seconds(self, frame: AudioFrame) -> float | None:
        """Where the frame wants to be, in seconds of the presentation; None where it does not say."""
        if frame.pts is None:
            return None
        clock = self._clock_of(frame)
        at = clock.place(frame.pts, round(frame.samples / frame.sample_rate / self._tick_s))
        return (at - self._origin_ticks) * self._tick_s

    def _place(self, frame: AudioFrame) -> None:
        wanted = self._seconds(frame)
        reached = self._run.end if self._run is not None else self._pcm.samples / self._pcm.form.rate
        if wanted is not None and wanted < reached - _HOLE_S:
            overlap = round((reached - wanted) * frame.sample_rate)
            if overlap >= frame.samples:
                return
            frame = _without_start(frame, overlap)
        elif wanted is not None and wanted > reached + (_HOLE_S if self._run is not None else 0):
            self._end_run()
            missing = round(wanted * self._pcm.form.rate) - self._pcm.samples
            self._pcm.silence(missing)
            self.silence += missing
        if self._run is not None and self._run.kind != _kind(frame):
            self._end_run()
        if self._run is None:
            self._run = _Run(frame, self._pcm)
        self._run.add(frame)

    def _end_run(self) -> None:
        if self._run is not None:
            self._run.close()
            self._run = None

    def close(self) -> None:
        """Write what is still on its way."""
        if self._held is not None:
            self._place(self._held)
            self._held = None
        self._end_run()


class SoundFrames:
    """Frames of one stream; damaged packets are left out and counted."""

    def __init__(self, container: InputContainer, index: int) -> None:
        self._container = container
        self._stream = container.streams[index]
        self._stream.codec_context.thread_count = 1  # many cores would mean much address space, for little
        for stream in container.streams:
            if stream.index != index:
                stream.discard = Discard.all
        self.skipped_packets = 0

    def frames(self) -> Iterator[AudioFrame]:
        """What can be decoded, in the file's order."""
        damage = 0
        while True:
            try:
                for packet in self._container.demux(self._stream):
                    try:
                        for frame in packet.decode():
                            if isinstance(frame, AudioFrame):
                                yield frame
                    except av.error.EOFError:
                        continue
                    except media.MEDIA_ERRORS:
                        self.skipped_packets += 1
                return
            except av.error.EOFError:
                return
            except media.MEDIA_ERRORS:  # the container itself is damaged here: it may go on behind it
                damage += 1
                if damage >= 50:
                    return
