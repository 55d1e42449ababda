"""The pictures of a source as packets: in order, past damage, found again after a seek, on one clock."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
from av.stream import Discard

from lingoreel.media import container as media

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet

_DAMAGE_MAX = 200
_GENERATE_PTS = 1  # AVFMT_FLAG_GENPTS
_SEEK_MARGINS_S = (0, 2, 10, 60)  # some containers' seeks land late
_NEAR = 300  # packets from the start that are sooner walked than sought


class Source:
    """An opened file with moving pictures. `origin`: seconds on its clock at which the presentation begins."""

    def __init__(self, container: InputContainer) -> None:
        self.container = container
        selection = media.select(container)
        if selection.video is None:
            raise media.invalid(_without_pictures(container))
        video: Any = container.streams[selection.video]
        self.video = video
        context = video.codec_context
        if context.width * context.height > media.PIXELS_MAX:
            raise media.invalid(
                f"The picture has {context.width} × {context.height} pixels; at most {media.PIXELS_MAX:,} are read."
            )
        self.time_base: Fraction = video.time_base
        self.origin = media.origin(container, selection)
        self.jumping = media.has_jumping_clock(container)
        self.damage = 0
        # some containers store no presentation times for pictures that are reordered
        container.flags |= _GENERATE_PTS

    def only_pictures(self) -> None:
        """Read the video stream alone from now on."""
        for stream in self.container.streams:
            if stream.index != self.video.index:
                stream.discard = Discard.all

    def packets(self) -> Iterator[Packet[Any]]:
        """Packets from here to the end of the file, past damaged places; `damage` counts those."""
        for _ in range(_DAMAGE_MAX):
            try:
                for packet in self.container.demux():
                    if packet.size:
                        yield packet
                return
            except av.error.EOFError:
                return
            except media.MEDIA_ERRORS:
                self.damage += 1

    def pictures(self) -> Iterator[Packet[Any]]:
        """The packets of the video stream that have a time, from here on."""
        index = self.video.index
        return (packet for packet in self.packets() if packet.stream_index == index and time_of(packet) is not None)

    def from_key(self, key: dict[str, int], *, ambiguous: bool) -> Iterator[Packet[Any]]:
        """The video packets from that key packet on (`number, pts, size`, as planned), wherever a seek lands.

        `ambiguous`: times occur more than once in the file, so only counting finds the place.
        """
        self.only_pictures()
        if not ambiguous and key["number"] > _NEAR:
            for margin in _SEEK_MARGINS_S:
                found = self._sought(key, int(margin / self.time_base))
                if found is not None:
                    return found
            self._rewind()
        return self._counted(key)

    def _rewind(self) -> None:
        with contextlib.suppress(*media.MEDIA_ERRORS):
            self.container.seek(self.video.start_time or 0, stream=self.video, backward=True)

    def _sought(self, key: dict[str, int], margin: int) -> Iterator[Packet[Any]] | None:
        try:
            self.container.seek(key["pts"] - margin, stream=self.video, backward=True)
        except media.MEDIA_ERRORS:
            return None
        pictures = self.pictures()
        for packet in pictures:
            if _is(packet, key):
                return _with(packet, pictures)
            if packet.is_keyframe and (time_of(packet) or 0) > key["pts"]:
                return None
        return None

    def _counted(self, key: dict[str, int]) -> Iterator[Packet[Any]]:
        pictures = self.pictures()
        for number, packet in enumerate(pictures):
            # after a rewind that did not land on the first packet the count is off: the packet itself is told
            if number >= key["number"] or (number > _NEAR and _is(packet, key)):
                if not _is(packet, key):
                    continue
                return _with(packet, pictures)
        raise media.invalid("The file cannot be read the same way twice: it is damaged.")


def time_of(packet: Packet[Any]) -> int | None:
    """When a packet's picture is shown, in ticks of its stream."""
    return packet.pts if packet.pts is not None else packet.dts


def _is(packet: Packet[Any], key: dict[str, int]) -> bool:
    return packet.size == key["size"] and time_of(packet) == key["pts"]


def _with(first: Packet[Any], others: Iterator[Packet[Any]]) -> Iterator[Packet[Any]]:
    yield first
    yield from others


def _without_pictures(container: InputContainer) -> str:
    streams = container.streams
    if any(media.is_picture(stream) for stream in streams.video):
        return "The file has no moving pictures: its only picture is a cover."
    if streams.video:
        return "The file's moving pictures are of a kind that cannot be decoded."
    return "The file has no moving pictures: subtitles cannot be put into sound alone."


@contextlib.contextmanager
def open_source(path: str) -> Iterator[Source]:
    """Raises InvalidFile, saying what the file is, when it holds no moving pictures."""
    with media.open_media(path) as (container, _):
        yield Source(container)
