"""The dub's AAC packets, as `span_encode` wrote them, as a stream of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.packet import Packet

from lingoreel.media.dub.span_grid import FRAME
from lingoreel.media.track_language import three_letters

_PACKET_MAX = 1 << 16


def read_span(path: str) -> Iterator[bytes]:
    """The packets of one span: each with its length before it, 32 bits little-endian. Raises RuntimeError."""
    held = Path(path).read_bytes()
    at = 0
    while at < len(held):
        end = at + 4 + int.from_bytes(held[at : at + 4], "little")
        if not at + 4 < end <= min(len(held), at + 4 + _PACKET_MAX):
            raise RuntimeError("a span of the dub is not what was encoded")
        yield held[at + 4 : end]
        at = end


class DubSound:
    """The dub as a stream: `samples` of `rate` Hz in the packets of all spans, in order.

    `counts`: how many packets each span holds; `extradata`: the AudioSpecificConfig (ISO/IEC 14496-3) as hex.
    """

    def __init__(
        self, paths: Sequence[str], counts: Sequence[int], extradata: str, rate: int, channels: int, samples: int
    ) -> None:
        if len(paths) != len(counts):
            raise RuntimeError(f"{len(paths)} spans given, {len(counts)} told of")
        self._paths, self._counts = paths, counts
        self._extradata = bytes.fromhex(extradata)
        self._rate, self._channels = rate, channels
        self._needed = -(-samples // FRAME) + 1
        self.samples = samples

    def add_to(self, out: Any, language: str | None, title: str | None) -> Any:
        """A stream for it in an output. Raises RuntimeError when it is not of the kind told of."""
        layout = "mono" if self._channels == 1 else "stereo"
        stream = out.add_stream("aac", rate=self._rate, layout=layout)
        context = stream.codec_context
        # opened, it tells the container how many samples at the beginning are not to be heard
        context.format, context.time_base = "fltp", Fraction(1, self._rate)
        context.open()
        if context.frame_size != FRAME:
            raise RuntimeError(f"AAC frames of {context.frame_size} samples")
        context.extradata = self._extradata
        stream.time_base = Fraction(1, self._rate)
        describe(stream, language, title, handler=out.format.name != "matroska")
        return stream

    def packets(self, stream: Any) -> Iterator[Any]:
        """Packets of that stream; sample 0 of the dub is heard at 0, the last lasts only as long as there is sound."""
        base = Fraction(1, self._rate)
        for number, data in enumerate(self._data()):
            packet: Packet[Any] = Packet(data)
            packet.stream = stream
            packet.time_base = base
            packet.pts = packet.dts = (number - 1) * FRAME
            packet.duration = min(FRAME, self.samples - packet.pts) if number else FRAME
            packet.is_keyframe = True
            yield packet

    def _data(self) -> Iterator[bytes]:
        made = 0
        for path, count in zip(self._paths, self._counts, strict=True):
            held = 0
            for data in read_span(path):
                held += 1
                if made < self._needed:  # behind the last sample nothing is heard
                    made += 1
                    yield data
            if held != count:
                raise RuntimeError(f"a span of the dub holds {held} packets, not {count}")
        if made < self._needed:
            raise RuntimeError(f"the dub has {made} packets; its {self.samples} samples need {self._needed}")


def describe(stream: Any, language: str | None, title: str | None, *, handler: bool) -> None:
    """Tag a stream; `handler`: where players show the name of an MP4's handler."""
    stream.metadata["language"] = three_letters(language)
    if title:
        stream.metadata["title"] = title
        if handler:
            stream.metadata["handler_name"] = title


def dub_sound(request: dict[str, Any]) -> DubSound:
    """The sound that a request names by `span_paths`, `spans`, `extradata`, `rate`, `channels` and `samples`."""
    return DubSound(
        [str(path) for path in request["span_paths"]],
        [int(span["packets"]) for span in request["spans"]],
        str(request["extradata"]),
        int(request["rate"]),
        int(request["channels"]),
        int(request["samples"]),
    )


def file_options(rate: int) -> dict[str, str]:
    """Options of an M4A file whose edit list is exact to the sample."""
    return {"movflags": "faststart", "movie_timescale": str(rate), "fflags": "+bitexact"}


def open_sound_file(path: Path, rate: int) -> Any:
    """An M4A file to be written."""
    return av.open(str(path), "w", format="ipod", options=file_options(rate))
