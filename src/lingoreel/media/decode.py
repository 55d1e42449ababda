"""Any audio to 16 kHz 16-bit mono, as a stream, with every sample at its time. Runs in a cell."""

from __future__ import annotations

import errno
import hashlib
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from io import FileIO
from pathlib import Path
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

Report = Callable[[dict[str, Any]], None]

SAMPLE_RATE = 16_000
SAMPLE_BYTES = 2
_HOLE_S = 0.1  # smaller steps between frames are a container's rounding
_PADDING_MS = 200  # a source of just the longest length may carry its codec's padding
_REPORT_S = 0.2
_BLOCK = 1 << 20


class _Pcm:
    """The output file: counts, hashes and bounds what is written."""

    def __init__(self, file: FileIO, samples_max: int, limit_ms: int) -> None:
        self._file = file
        self._max = samples_max
        self._limit_ms = limit_ms
        self._hash = hashlib.sha256()
        self._pending = bytearray()
        self.samples = 0

    def write(self, data: bytes) -> None:
        """Append samples. Raises OverLimit, ResultNotStored."""
        self.samples += len(data) // SAMPLE_BYTES
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
        while samples > 0:
            part = min(samples, _BLOCK)
            self.write(bytes(part * SAMPLE_BYTES))
            samples -= part

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


class _Run:
    """A stretch of audio without holes and of one format, on its way through the resampler.

    What leaves it has exactly the length of what entered it.
    """

    def __init__(self, first: AudioFrame, pcm: _Pcm) -> None:
        self.kind = _kind(first)
        self._rate = first.sample_rate
        self._pcm = pcm
        self._begin = pcm.samples
        self._entered = 0
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)

    @property
    def end(self) -> float:
        """Seconds of the presentation reached by what has entered."""
        return self._begin / SAMPLE_RATE + self._entered / self._rate

    def _target(self) -> int:
        return self._begin + round(self._entered * SAMPLE_RATE / self._rate)

    def add(self, frame: AudioFrame) -> None:
        self._entered += frame.samples
        frame.pts = None  # time is kept here; the filter would act on its own reading of it
        self._write(self._resampler.resample(frame))

    def _write(self, frames: list[AudioFrame]) -> None:
        room = self._target() - self._pcm.samples
        for frame in frames:
            data = bytes(frame.planes[0])[: min(frame.samples, room) * SAMPLE_BYTES]
            room -= len(data) // SAMPLE_BYTES
            if data:
                self._pcm.write(data)

    def close(self) -> None:
        """Flush the resampler and make the length exact."""
        self._write(self._resampler.resample(None))
        self._pcm.silence(self._target() - self._pcm.samples)


def _kind(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _without_start(frame: AudioFrame, samples: int) -> AudioFrame:
    """The frame without its first samples."""
    array: Any = frame.to_ndarray()
    width = 1 if frame.format.is_planar else len(frame.layout.channels)
    shorter = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(array[:, samples * width :]), format=frame.format.name, layout=frame.layout.name
    )
    shorter.sample_rate = frame.sample_rate
    return shorter


class _Timeline:
    """Puts frames where they belong: silence into holes, overlaps cut."""

    def __init__(self, pcm: _Pcm, origin: Fraction, *, jumping: bool) -> None:
        self._pcm = pcm
        self._origin = origin
        self._jumping = jumping
        self._clock: StreamClock | None = None
        self._time_base: Fraction | None = None
        self._tick_s = 0.0
        self._origin_ticks = 0
        self._run: _Run | None = None
        self._held: AudioFrame | None = None
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
        reached = self._run.end if self._run is not None else self._pcm.samples / SAMPLE_RATE
        if wanted is not None and wanted < reached - _HOLE_S:
            overlap = round((reached - wanted) * frame.sample_rate)
            if overlap >= frame.samples:
                return
            frame = _without_start(frame, overlap)
        elif wanted is not None and wanted > reached + (_HOLE_S if self._run is not None else 0):
            self._end_run()
            missing = round(wanted * SAMPLE_RATE) - self._pcm.samples
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


class _Source:
    """Frames of one stream; damaged packets are left out and counted."""

    def __init__(self, container: InputContainer, index: int) -> None:
        self._container = container
        self._stream = container.streams[index]
        self._stream.codec_context.thread_count = 1  # many cores would mean much address space, for little
        for stream in container.streams:
            if stream.index != index:
                stream.discard = Discard.all
        self.skipped_packets = 0
        self.cut = False

    def frames(self) -> Iterator[AudioFrame]:
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
                    self.cut = True
                    return


def _chosen(container: InputContainer, asked: int | None) -> int:
    usable = media.usable_audio(container)
    if asked is not None and asked not in usable:
        raise media.invalid(f"Stream {asked} of the file is no audio that can be read.")
    if not usable:
        raise media.invalid("The file has no audio that can be read.")
    return usable[0] if asked is None else asked


def decode_audio(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Decode `request["path"]`, stream `request["stream"]` (None: the best), into `request["output_path"]`.

    The output is raw signed 16-bit little-endian mono at 16 kHz without a header; sample n is what sounds
    n / 16000 s into the presentation (see `container.origin`): a late start and holes over 0.1 s are
    silence, overlaps are cut, damaged packets are left out. At most `request["max_ms"]` (None: no bound).
    Reports `{"fraction"}` a few times a second.

    Returns `samples`, `duration_ms` (rounded up), `sha256` of the output, `skipped_packets`, `silence_ms` (put
    in for holes). Raises InvalidFile, OverLimit, ResultNotStored; then no output is left.
    """
    output = Path(request["output_path"])
    try:
        return _decode(request, output, report)
    except BaseException:
        output.unlink(missing_ok=True)
        raise


def _decode(request: dict[str, Any], output: Path, report: Report) -> dict[str, Any]:
    limit_ms = request.get("max_ms")
    samples_max = (limit_ms + _PADDING_MS) * SAMPLE_RATE // 1000 if limit_ms is not None else 1 << 62
    with media.open_media(request["path"]) as (container, _), output.open("wb", buffering=0) as file:
        index = _chosen(container, request.get("stream"))
        origin = media.origin(container, media.select(container, index))
        pcm = _Pcm(file, samples_max, limit_ms or 0)
        timeline = _Timeline(pcm, origin, jumping=media.has_jumping_clock(container))
        source = _Source(container, index)
        total = (container.duration or 0) * SAMPLE_RATE // av.time_base
        reported = time.monotonic()
        for frame in source.frames():
            if frame.samples and frame.sample_rate and frame.time_base:
                timeline.add(frame)
            if total > 0 and time.monotonic() - reported >= _REPORT_S:
                reported = time.monotonic()
                report({"fraction": min(1.0, pcm.samples / total)})
        timeline.close()
        pcm.flush()
    if pcm.samples == 0:
        raise media.invalid("The audio is damaged: nothing in it can be decoded.")
    report({"fraction": 1.0})
    return {
        "samples": pcm.samples,
        "duration_ms": -(-pcm.samples * 1000 // SAMPLE_RATE),
        "sha256": pcm.sha256,
        "skipped_packets": source.skipped_packets,
        "silence_ms": timeline.silence * 1000 // SAMPLE_RATE,
    }
