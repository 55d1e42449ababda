"""The streams that are copied as they are: which container can hold them all, and how they are carried over."""

from __future__ import annotations

import contextlib
import functools
import io
import re
from collections.abc import Container
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
from av.stream import Discard

from lingoreel.errors import InvalidFile
from lingoreel.media import container as media
from lingoreel.media.burn.mp4_tags import mp4_tag
from lingoreel.media.burn.source import Source

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer

# What players expect in MP4; other codecs could be written there and would stay silent.
_MP4 = {
    "audio": frozenset({"aac", "mp3", "mp2", "ac3", "eac3", "alac", "opus", "flac", "dts"}),
    "subtitle": frozenset({"mov_text"}),
    "video": frozenset({"mjpeg", "png", "h264", "hevc", "av1", "vp9", "mpeg4"}),
}
_COVERS = {"mjpeg": ("cover.jpg", "image/jpeg"), "png": ("cover.png", "image/png")}
_HANDLERS = frozenset({"VideoHandler", "SoundHandler", "SubtitleHandler", "DataHandler"})  # libavformat's own
_PROGRAMS_HANDLER = re.compile("handler|media", re.IGNORECASE)
_OF_THE_OLD_FILE = frozenset(
    {"major_brand", "minor_version", "compatible_brands", "encoder", "duration", "vendor_id", "rotate"}
    | {"number_of_frames", "number_of_bytes", "bps"}
)
_CHAPTER_CODECS = frozenset({"bin_data", "none"})


def codec_of(stream: Any) -> str:
    """The codec's name, "none" where there is no decoder for it."""
    return str(stream.codec_context.codec.canonical_name) if stream.codec_context is not None else "none"


def _others(container: InputContainer, video: int) -> list[Any]:
    return [stream for stream in container.streams if stream.index != video]


def _fits_mp4(stream: Any) -> bool:
    return codec_of(stream) in _MP4.get(stream.type, ())


def _fits_matroska(stream: Any) -> bool:
    if stream.type == "attachment":
        return True
    if stream.type == "video" and media.is_picture(stream):
        return codec_of(stream) in _COVERS
    return stream.type in ("audio", "video", "subtitle") and codec_of(stream) in _matroska()


@functools.cache
def _matroska() -> frozenset[str]:
    """The codecs that our library puts into Matroska."""
    held = set()
    with av.open(io.BytesIO(), "w", format="matroska") as out:
        for name in out.supported_codecs:
            with contextlib.suppress(av.codec.codec.UnknownCodecError):
                held.add(av.Codec(name, "r").canonical_name)
    return frozenset(held)


def container_for(source: Source, *, pictures_too: bool = False, without: Container[int] = ()) -> tuple[str, list[str]]:
    """ "mp4" where it can hold every stream that either can, else "matroska"; and what is to be told.

    `pictures_too`: the video stream is copied as well, not encoded anew; `without`: indices of streams that are not.
    Raises InvalidFile where the pictures or the sound that belongs to them fit neither.
    """
    others = _others(source.container, -1 if pictures_too else source.video.index)
    others = [stream for stream in others if stream.index not in without]
    told = []
    asking = [stream for stream in others if _fits_matroska(stream) and not _fits_mp4(stream)]
    name = "matroska" if asking else "mp4"
    if asking:
        kinds = ", ".join(sorted({f"{stream.type} ({codec_of(stream)})" for stream in asking}))
        told.append(f"The result is an MKV file: MP4 cannot hold the source's {kinds}.")
    fits = _fits_matroska if asking else _fits_mp4
    dropped = [stream for stream in others if not fits(stream) and not _is_chapter_text(source, stream)]
    _refuse(source, dropped)
    if dropped:
        kinds = ", ".join(sorted({f"{stream.type} ({codec_of(stream)})" for stream in dropped}))
        told.append(f"Left out, for no container of ours can hold it: {kinds}.")
    return name, told


def _refuse(source: Source, dropped: list[Any]) -> None:
    """A video without its pictures or its sound is none."""
    selection = media.select(source.container)
    for stream in dropped:
        if stream.index in (selection.video, selection.audio):
            what, are = ("pictures", "they are") if stream.type == "video" else ("sound", "it is")
            raise InvalidFile(
                f"The video's {what} ({codec_of(stream)}) cannot be put into an MP4 or MKV file as {are}.",
                remedy="Convert the video to MP4 with H.264 and AAC, and send it again.",
                details={"codec": codec_of(stream)},
            )


def _is_chapter_text(source: Source, stream: Any) -> bool:
    """MP4 keeps the names of chapters in a track of their own; chapters are copied as such."""
    return stream.type == "data" and codec_of(stream) in _CHAPTER_CODECS and bool(source.container.chapters())


def plain_metadata(metadata: dict[str, str]) -> dict[str, str]:
    """Metadata without what describes the old file only."""
    return {
        name: value
        for name, value in metadata.items()
        if name.lower().split("-")[0] not in _OF_THE_OLD_FILE
        and not name.startswith("_STATISTICS")
        and not (name.lower() == "handler_name" and value in _HANDLERS)
    }


def own_handler(stream: Any) -> str | None:
    """The name of the stream's handler where somebody gave it one: programs name it after what it does."""
    told = next((value for name, value in stream.metadata.items() if name.lower() == "handler_name"), "")
    return told if told.strip() and not _PROGRAMS_HANDLER.search(told) else None


def title_of(stream: Any) -> str | None:
    """The name that a stream has in its file."""
    return stream.metadata.get("title") or stream.metadata.get("name") or own_handler(stream)


_HELD_MAX = 32  # more pictures than any codec reorders


@dataclass
class Copies:
    """The copied streams in an output: `streams` maps the source's index to the output's stream, `covers` holds the
    output's indices of pictures that do not move."""

    streams: dict[int, Any] = field(default_factory=dict)
    covers: set[int] = field(default_factory=set)
    attached: int = 0
    mended: int = 0
    untimed: int = 0
    backward: int = 0
    _last: dict[int, int] = field(default_factory=dict)
    _held: dict[int, list[Any]] = field(default_factory=dict)

    def take(self, packet: Any, shift: int) -> list[Any]:
        """Packets readied for the output, their times moved by `shift` ticks; none for a stream that is not copied."""
        out = self.streams.get(packet.stream_index)
        if out is None:
            return []
        packet.stream = out
        if packet.stream_index in self.covers:
            packet.pts = packet.dts = 0
            return [packet]
        if packet.pts is None and packet.dts is None:
            self.untimed += 1
            return []
        packet.pts = (packet.pts if packet.pts is not None else packet.dts) + shift
        if packet.dts is not None:
            packet.dts += shift
        elif out.type != "video":
            packet.dts = packet.pts
        return self._in_order(packet, out.index)

    @property
    def warnings(self) -> list[str]:
        """What was not copied as it was."""
        told = {
            "had times that ran backwards; they were mended.": self.mended,
            "had times more than a second before those in front of them, so they were left out.": self.backward,
            "had no times, so they were left out.": self.untimed,
        }
        return [f"{count} packets {what}" for what, count in told.items() if count]

    def rest(self) -> list[Any]:
        """What was still held back when the source ended."""
        return [packet for index in list(self._held) for packet in self._let_go(index, None)]

    def _in_order(self, packet: Any, index: int) -> list[Any]:
        # Matroska stores no times of decoding: those of the first pictures are told by the one that has one
        if packet.dts is None and index not in self._last:
            held = self._held.setdefault(index, [])
            held.append(packet)
            return self._let_go(index, None) if len(held) >= _HELD_MAX else []
        before = self._let_go(index, packet) if index in self._held else []
        return [*before, *self._rising(packet, index)]

    def _let_go(self, index: int, following: Any | None) -> list[Any]:
        held = self._held.pop(index, [])
        first = min((packet.pts for packet in held), default=0) if following is None else following.dts
        step = max(1, held[0].duration or 1) if held else 1
        for number, packet in enumerate(held):
            packet.dts = first - (len(held) - number) * step
        return [ready for packet in held for ready in self._rising(packet, index)]

    def _rising(self, packet: Any, index: int) -> list[Any]:
        """The containers' law: times of decoding rise."""
        before = self._last.get(index)
        if packet.dts is None:
            packet.dts = packet.pts if before is None else min(packet.pts, before + 1)
        if before is not None and packet.dts <= before:
            if packet.dts < before - int(1 / packet.time_base):
                self.backward += 1
                return []
            self.mended += 1
            packet.dts = before + 1
            packet.pts = max(packet.pts, packet.dts)
        self._last[index] = packet.dts
        return [packet]


def _first_packet(path: str, index: int) -> bytes:
    with media.open_media(path) as (container, _):
        for stream in container.streams:
            if stream.index != index:
                stream.discard = Discard.all
        try:
            return next((bytes(packet) for packet in container.demux() if packet.stream_index == index), b"")
        except media.MEDIA_ERRORS:
            return b""


def add_copies(source: Source, path: str, out: OutputContainer, name: str, *, pictures_too: bool = False) -> Copies:
    """Add to `out` every stream of the source that the container called `name` can hold; pictures if asked."""
    copies = Copies()
    for stream in _others(source.container, -1 if pictures_too else source.video.index):
        add_copy(copies, stream, path, out, name)
    return copies


def add_copy(copies: Copies, stream: Any, path: str, out: OutputContainer, name: str) -> Any | None:
    """Add a stream of the source at `path` to `out` and to `copies`.

    None, and nothing added, where the container called `name` cannot hold it; None for what becomes an attachment.
    """
    if not (_fits_mp4 if name == "mp4" else _fits_matroska)(stream):
        return None
    if name == "matroska" and stream.type == "attachment":
        told = stream.metadata
        out.add_attachment(
            told.get("filename", "attachment"), told.get("mimetype", "application/octet-stream"), stream.data
        )
        copies.attached += 1
        return None
    if name == "matroska" and stream.type == "video" and media.is_picture(stream):
        if cover := _first_packet(path, stream.index):
            told, (filename, mimetype) = stream.metadata, _COVERS[codec_of(stream)]
            out.add_attachment(told.get("filename", filename), told.get("mimetype", mimetype), cover)
            copies.attached += 1
        return None
    copy = stream_for(stream, path, out, name)
    like(stream, copy)
    copies.streams[stream.index] = copy
    if media.is_picture(copy):
        copies.covers.add(copy.index)
    return copy


def stream_for(stream: Any, path: str, out: OutputContainer, name: str) -> Any:
    """A stream of `out`, the container called `name`, for the packets of a stream of the file at `path`."""
    copy: Any = out.add_stream_from_template(stream, opaque=True)
    copy.time_base = stream.time_base
    if name == "mp4":
        tag = mp4_tag(codec_of(stream), stream.codec_context, lambda: _first_packet(path, stream.index))
        if tag is not None:
            copy.codec_context.codec_tag = tag
    return copy


def like(stream: Any, copy: Any) -> None:
    """Give a stream the language, title and disposition of another."""
    told = plain_metadata(stream.metadata)
    if "name" in told:  # what libavformat reads from MP4 and writes there from a title
        told.setdefault("title", told.pop("name"))
    copy.metadata.update(told)
    with contextlib.suppress(AttributeError, ValueError, TypeError):
        copy.disposition = stream.disposition


def chapters_of(source: Source, moved: Fraction) -> list[Any]:
    """The source's chapters, moved by so many seconds."""
    found = []
    for chapter in source.container.chapters():
        base = chapter["time_base"] or Fraction(1, 1000)
        shift = round(moved / base)
        found.append({**chapter, "start": max(0, chapter["start"] + shift), "end": max(0, chapter["end"] + shift)})
    return found
