"""What a file holds and how long it lasts. Runs in a cell: the file is nobody's friend."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
from av.stream import Discard
from av.video.frame import VideoFrame

from lingoreel.media import container as media
from lingoreel.media.stream_clock import StreamClock

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet

Report = Callable[[dict[str, Any]], None]

# Containers in which a seek lands where it says. In the others the end is found by walking there.
_SEEKABLE = frozenset({"mp4", "matroska", "wav", "w64", "avi", "ogg", "flac", "aiff", "caf", "asf"})
_EDITED = "mp4"
_TAIL_S = 10
_HEADER_TOLERANCE_S = 1
_LONGEST_S = 24 * 3600  # beyond every limit: no need to walk on
_PACKETS_MAX = 20_000_000
_DAMAGE_MAX = 50
# Codecs that work in fixed frames with a run-in, so that what they carry is longer than what was encoded.
_PADDED = frozenset(
    {"aac", "mp3", "mp3float", "mp2", "ac3", "eac3", "wmav1", "wmav2", "wmapro", "atrac3", "atrac3p", "cook"}
)
_PADDING_FRAMES = 3
_START_JITTER_S = Fraction(1, 10)


class _End:
    """How far a stream's packets reach, and whence."""

    def __init__(self, stream: Any, jumping: bool) -> None:
        self.time_base: Fraction = stream.time_base
        self.sample_rate: int = getattr(stream.codec_context, "sample_rate", 0) or 0
        self.clock = StreamClock(self.time_base, jumping=jumping, reordered=stream.type == "video")
        self._longest = int(_LONGEST_S / self.time_base)
        self.first: int | None = None
        self.frame = 0
        self.trimmed = False

    def add(self, packet: Packet[Any]) -> None:
        duration = packet.duration or 0
        self.frame = frame = max(self.frame, duration)
        if not duration:
            duration = frame
        timestamp = packet.pts if packet.pts is not None else packet.dts
        if packet.has_sidedata("skip_samples"):
            skipped, padding = self._skip(bytes(packet.get_sidedata("skip_samples")))
            if self.first is None and timestamp is not None:
                self.first = timestamp + skipped
            if padding:
                self.trimmed = True
                # some demuxers have shortened the duration already, some have not
                duration = min(duration, max(0, frame - padding))
        at = self.clock.place(timestamp, duration)
        if self.first is None:
            self.first = at

    def _skip(self, side_data: bytes) -> tuple[int, int]:
        """AV_PKT_DATA_SKIP_SAMPLES: two little-endian counts of samples, at the start and at the end."""
        ticks = 1 / (self.sample_rate * self.time_base) if self.sample_rate else Fraction(0)
        return (
            round(int.from_bytes(side_data[:4], "little") * ticks),
            round(int.from_bytes(side_data[4:8], "little") * ticks),
        )

    @property
    def is_endless(self) -> bool:
        """Whether it is beyond every limit already."""
        return (self.clock.end or 0) - (self.first or 0) > self._longest

    @property
    def seconds(self) -> Fraction | None:
        """The end on the container's clock."""
        return None if self.clock.end is None else self.clock.end * self.time_base


def _packets(container: InputContainer, streams: list[Any], damage: list[int]) -> Iterator[Packet[Any]]:
    """Packets to the end of the file, past damaged places; `damage[0]` counts those."""
    for _ in range(_DAMAGE_MAX):
        try:
            for packet in container.demux(*streams):
                if packet.size or packet.pts is not None:
                    yield packet
            return
        except av.error.EOFError:
            return
        except media.MEDIA_ERRORS:
            damage[0] += 1


def _walk(container: InputContainer, indices: list[int], damage: list[int]) -> dict[int, _End]:
    """Read packets from here on and see how far each stream goes."""
    jumping = media.has_jumping_clock(container)
    for stream in container.streams:
        if stream.index not in indices:
            stream.discard = Discard.all
    streams = [container.streams[index] for index in indices]
    ends = {stream.index: _End(stream, jumping) for stream in streams if stream.time_base}
    for count, packet in enumerate(_packets(container, streams, damage)):
        end = ends.get(packet.stream_index)
        if end is None or packet.is_discard:
            continue
        end.add(packet)
        if count >= _PACKETS_MAX or end.is_endless:
            break
    return {index: end for index, end in ends.items() if end.clock.end is not None}


def _tail(path: str, indices: list[int]) -> dict[int, _End]:
    """How far the streams reach, from a look at the last seconds; empty when that tells nothing."""
    with media.open_media(path) as (container, _):
        if media.family(container) not in _SEEKABLE or not container.duration:
            return {}
        start = container.start_time or 0
        target = start + container.duration - _TAIL_S * av.time_base
        try:
            if target > start:
                container.seek(target)
            damage = [0]
            ends = _walk(container, indices, damage)
        except media.MEDIA_ERRORS:
            return {}
        return {} if damage[0] else ends


def _whole(path: str, indices: list[int]) -> tuple[dict[int, _End], bool]:
    """How far the streams reach, by walking through the file; and whether it is damaged."""
    with media.open_media(path) as (container, _):
        damage = [0]
        return _walk(container, indices, damage), damage[0] > 0


def _tagged_end(stream: Any) -> Fraction | None:
    """Matroska's statistics tag: "00:01:00.023000000"."""
    match = re.fullmatch(r"(\d{1,4}):(\d\d):(\d\d(?:\.\d{1,9})?)", stream.metadata.get("DURATION", ""))
    return int(match[1]) * 3600 + int(match[2]) * 60 + Fraction(match[3]) if match else None


def _header_end(container: InputContainer, index: int) -> Fraction | None:
    """Where the container says a stream ends, on its clock; None where it only guesses or does not say."""
    stream = container.streams[index]
    if media.family(container) not in _SEEKABLE:
        return None
    if stream.duration and stream.duration > 0 and stream.time_base:
        return (Fraction(stream.start_time or 0) + stream.duration) * stream.time_base
    if (tagged := _tagged_end(stream)) is not None:
        return tagged
    if len(container.streams) == 1 and container.duration and container.duration > 0:
        return Fraction((container.start_time or 0) + container.duration, av.time_base)
    return None


def _without_padding(seconds: Fraction, stream: Any, end: _End | None) -> Fraction:
    """The length less what the encoder may have added to fill its frames.

    Containers that declare the padding were trimmed by it already. Where it is not declared it is at
    most three frames, and a whole second that lies within them is taken as the true end.
    """
    context = stream.codec_context
    if context.name not in _PADDED or (end is not None and end.trimmed):
        return seconds
    frame = Fraction(context.frame_size or 1152, context.sample_rate or 44_100)
    whole = Fraction(math.floor(seconds))
    return whole if whole and seconds - whole <= _PADDING_FRAMES * frame else seconds


def _milliseconds(seconds: Fraction) -> int:
    # a container's clock may be as coarse as a microsecond's fraction: no started millisecond for rounding dust
    return max(0, math.ceil(seconds * 1000 - Fraction(1, 100)))


def _length(container: InputContainer, index: int, end: _End | None, origin: Fraction) -> tuple[Fraction, bool]:
    """Presented length of a stream in seconds, and whether the file ends before its header says."""
    stream = container.streams[index]
    start = media.start_of(container, index)
    if start is None:
        start = (end.first or 0) * end.time_base if end is not None else Fraction(0)
    counted = end.seconds if end is not None else None
    header = _header_end(container, index)
    cut = header is not None and (counted is None or counted < header - _HEADER_TOLERANCE_S)
    if counted is None:
        return Fraction(0), cut
    stop = counted
    edited = media.family(container) == _EDITED
    if edited and header is not None and abs(header - counted) <= _HEADER_TOLERANCE_S:
        stop = header  # knows edit lists to the sample
    length = stop - start
    if stream.type == "audio":
        length = _without_padding(length, stream, end)
    offset = start - origin
    return max(Fraction(0), length + (offset if offset > _START_JITTER_S else 0)), cut


def _language(stream: Any) -> str | None:
    language = stream.language or ""
    plain = language.isascii() and language.replace("-", "").isalnum() and len(language) <= 16
    return language if plain and language != "und" else None


def _described(stream: Any) -> dict[str, Any]:
    context = stream.codec_context
    found: dict[str, Any] = {
        "index": stream.index,
        "type": stream.type,
        "codec": context.codec.canonical_name if context is not None else None,
        "duration_ms": None,
    }
    if (language := _language(stream)) is not None:
        found["language"] = language
    if (tagged := _tagged_end(stream)) is not None:
        found["duration_ms"] = _milliseconds(tagged)
    elif stream.duration and stream.duration > 0 and stream.time_base:
        found["duration_ms"] = _milliseconds(stream.duration * stream.time_base)
    if context is not None and stream.type == "audio":
        told = {"sample_rate": context.sample_rate, "channels": context.channels}
        found |= {name: value for name, value in told.items() if value}
    if context is not None and stream.type == "video":
        found |= {"width": context.width, "height": context.height}
        if stream.average_rate:
            found["fps"] = round(float(stream.average_rate), 3)
        if media.is_picture(stream):
            found["picture"] = True
    return found


def _rotation(path: str, index: int) -> int:
    """Degrees by which players turn the picture (counter-clockwise), from the first frame."""
    with media.open_media(path) as (container, _):
        for stream in container.streams:
            if stream.index != index:
                stream.discard = Discard.all
        container.streams[index].codec_context.thread_count = 1  # many cores would mean much address space
        try:
            for count, packet in enumerate(container.demux(container.streams[index])):
                for frame in packet.decode():
                    if isinstance(frame, VideoFrame):
                        return frame.rotation
                if count > 100:
                    break
        except media.MEDIA_ERRORS:
            pass
    return 0


def probe(request: dict[str, Any], report: Report) -> dict[str, Any]:  # noqa: ARG001  (a cell's function)
    """Look at the file at `request["path"]`.

    Returns `container`, `size_bytes`, `streams` (each `index, type, codec, duration_ms` and what applies of `language,
    sample_rate, channels, width, height, fps, rotation, picture`), `audio_index` and
    `video_index` (the selected streams, None without), `presented_ms` (length of the longest selected
    stream, after edit lists and without encoder padding, rounded up), `duration_ms` (what the container
    claims, else presented_ms) and `truncated` (it ends well before its header says).

    Raises InvalidFile, saying what the file looks like.
    """
    path = str(request["path"])
    with media.open_media(path) as (container, size):
        selection = media.select(container)
        indices = [index for index in (selection.video, selection.audio) if index is not None]
        if not indices:
            raise media.invalid("The file holds neither sound nor moving pictures that can be read.")
        if selection.video is not None:
            context: Any = container.streams[selection.video].codec_context
            if context.width * context.height > media.PIXELS_MAX:
                raise media.invalid(
                    f"The picture has {context.width} × {context.height} pixels; at most {media.PIXELS_MAX:,} are read."
                )
        origin = media.origin(container, selection)
        ends = _tail(path, indices)
        damaged = False
        if not ends or any(_length(container, index, ends.get(index), origin)[1] for index in ends):
            ends, damaged = _whole(path, indices)
        if not ends:
            raise media.invalid("The file is damaged or cut off: nothing in it can be read.")
        lengths = {index: _length(container, index, end, origin) for index, end in ends.items()}
        presented = max(length for length, _ in lengths.values())
        if presented <= 0:
            raise media.invalid("The file lasts no time at all.")
        described = [_described(stream) for stream in container.streams]
        claimed = container.duration
    for index, (length, _) in lengths.items():
        described[index]["duration_ms"] = _milliseconds(length)
    if selection.video is not None and (rotation := _rotation(path, selection.video)):
        described[selection.video]["rotation"] = rotation
    presented_ms = _milliseconds(presented)
    return {
        "container": media.family(container),
        "size_bytes": size,
        "streams": described,
        "audio_index": selection.audio,
        "video_index": selection.video,
        "presented_ms": presented_ms,
        "duration_ms": _milliseconds(Fraction(claimed, av.time_base)) if claimed and claimed > 0 else presented_ms,
        "truncated": damaged or any(cut for _, cut in lengths.values()),
    }
