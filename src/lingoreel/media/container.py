"""Opens media files of unknown make, and decides which streams count and where their time begins."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import av.logging

from lingoreel.errors import InvalidFile
from lingoreel.media import sniff

if TYPE_CHECKING:
    from av.container import InputContainer

STREAMS_MAX = 64
PIXELS_MAX = 64_000_000
CHANNELS_MAX = 64

_REMEDY = "Send an audio or video file, such as MP4, MKV, MP3, M4A, WAV or FLAC."
_OPTIONS = {
    "protocol_whitelist": "file,pipe",
    "format_whitelist": sniff.DEMUXERS,
    "probesize": "20000000",
    "analyzeduration": "10000000",
    "max_streams": "256",
}
_JUMPING_CLOCKS = frozenset({"mpegts", "mpeg"})

# What PyAV raises on hostile bytes besides its own errors: texts and numbers out of their range.
MEDIA_ERRORS = (av.error.FFmpegError, ValueError, OverflowError, ArithmeticError, IndexError, TypeError)


def invalid(message: str) -> InvalidFile:
    """An InvalidFile with the usual remedy."""
    return InvalidFile(message, remedy=_REMEDY)


@contextlib.contextmanager
def open_media(path: str | Path) -> Iterator[tuple[InputContainer, int]]:
    """The opened container and the file's size in bytes.

    The container is told by content. Nothing but this one file is read. Raises InvalidFile saying
    what the file looks like.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise invalid(f"The file cannot be opened: {error.strerror}.") from error
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise invalid("This is no ordinary file.")
        head = os.pread(handle, sniff.HEAD_BYTES, 0)
        if (name := sniff.foreign(head)) is not None:
            raise invalid("The file is empty." if name == "empty" else f"The file is no audio or video: it is {name}.")
        # A name that says nothing: FFmpeg would guess by it, and read a colon as a protocol.
        source = f"file:/proc/self/fd/{handle}"
        av.logging.set_level(av.logging.PANIC)
        try:
            container = av.open(
                source,
                format=sniff.container(head),
                options=_OPTIONS,
                metadata_errors="replace",
            )
        except MEDIA_ERRORS as error:
            raise invalid(
                "The file is no audio or video that can be read: it is damaged, cut off, or of an unknown format."
            ) from error
        with container:
            if len(container.streams) > STREAMS_MAX:
                raise invalid(f"The file has {len(container.streams)} streams; at most {STREAMS_MAX} are read.")
            yield container, status.st_size
    finally:
        os.close(handle)


def family(container: InputContainer) -> str:
    """The container's name: of FFmpeg's "mov,mp4,m4a,…" the one people know."""
    names = container.format.name.split(",")
    return next((name for name in ("mp4", "matroska") if name in names), names[0])


def has_jumping_clock(container: InputContainer) -> bool:
    """Whether its kind is known to hold recordings joined end to end, each with a clock of its own."""
    return family(container) in _JUMPING_CLOCKS


def is_picture(stream: Any) -> bool:
    """Whether a video stream is cover art and the like: a picture, not moving pictures."""
    disposition = type(stream.disposition)
    return bool(
        stream.disposition & (disposition.attached_pic | disposition.timed_thumbnails | disposition.still_image)
    )


def _decodable(stream: Any) -> bool:
    # PyAV gives a stream whose codec it does not have no codec context
    return stream.codec_context is not None


@dataclass(frozen=True)
class Selection:
    """The streams that make up the presentation, by index; None where there is none."""

    video: int | None
    audio: int | None


def usable_audio(container: InputContainer) -> list[int]:
    """Indices of the audio streams that can be decoded, best first.

    A stream marked as default goes first, one for the hearing or visually impaired or a commentary
    last; then the file's own order.
    """

    def rank(stream: Any) -> tuple[bool, bool, int]:
        kind = type(stream.disposition)
        aside = kind.comment | kind.hearing_impaired | kind.visual_impaired | kind.descriptions
        return bool(stream.disposition & aside), not stream.disposition & kind.default, stream.index

    found = [
        stream
        for stream in container.streams.audio
        # 0 channels: not told before the first packet, which may come late
        if _decodable(stream) and (stream.codec_context.channels or 0) <= CHANNELS_MAX
    ]
    return [stream.index for stream in sorted(found, key=rank)]


def select(container: InputContainer, audio: int | None = None) -> Selection:
    """The first usable video that is no picture, and the audio asked for or the best one."""
    video = next(
        (
            stream.index
            for stream in container.streams.video
            if _decodable(stream) and stream.codec_context.width > 0 and not is_picture(stream)
        ),
        None,
    )
    if audio is None:
        audio = next(iter(usable_audio(container)), None)
    return Selection(video, audio)


def origin(container: InputContainer, selection: Selection) -> Fraction:
    """Seconds on the container's clock at which the presentation begins: the earliest start of the selected streams.

    FFmpeg's start times are those after edit lists and encoder delay.
    """
    starts = [
        start for index in (selection.video, selection.audio) if (start := start_of(container, index)) is not None
    ]
    return min(starts, default=Fraction(0))


def start_of(container: InputContainer, index: int | None) -> Fraction | None:
    """Seconds on the container's clock at which a stream starts, None when unknown."""
    if index is None:
        return None
    stream = container.streams[index]
    if stream.start_time is None or not stream.time_base:
        return None
    return Fraction(stream.start_time) * stream.time_base
