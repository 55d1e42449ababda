"""Cues as subtitle tracks of an output."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from av.packet import Packet

from lingoreel.errors import InvalidRequest
from lingoreel.media.burn.soft_cues import MOV_TEXT_HEADER, in_order, mov_samples, subrip_samples
from lingoreel.media.cues import Cue
from lingoreel.media.track_language import three_letters

_MILLISECOND = Fraction(1, 1000)


def read_cues(request: dict[str, Any], names: list[str]) -> list[list[Cue]]:
    """The cues of the named tracks in the file at `cues_path`, in order. Raises InvalidRequest."""
    if not names:
        return []
    found = json.loads(Path(str(request["cues_path"])).read_bytes())
    missing = next((name for name in names if found.get(name) is None), None)
    if missing is not None:
        raise InvalidRequest(f"tracks: there are no cues called {missing!r}.", field="tracks")
    return [in_order(map(Cue.from_dict, found[name])) for name in names]


def add_track(out: Any, name: str, language: str | None, title: str | None) -> Any:
    """A new stream of timed text in an output of the container called `name`."""
    stream = out.add_stream("mov_text" if name == "mp4" else "subrip")
    stream.codec_context.subtitle_header = MOV_TEXT_HEADER
    stream.time_base = _MILLISECOND
    stream.metadata["language"] = three_letters(language)
    if title:
        stream.metadata["title"] = title
        if name == "mp4":
            stream.metadata["handler_name"] = title  # what players show
    return stream


def make_default(container: Any, copies: dict[int, Any], tracks: list[Any]) -> None:
    """The first new track is shown by default, and no older one beside it."""
    for stream in container.streams.subtitles:
        if stream.index in copies:
            copy = copies[stream.index]
            copy.disposition = stream.disposition & ~type(stream.disposition).default
    for number, track in enumerate(tracks):
        kind = type(track.disposition)
        track.disposition = kind.default if number == 0 else kind(0)


def is_default(stream: Any) -> bool:
    """Whether players show or play it unasked."""
    return bool(stream.disposition & type(stream.disposition).default)


def cue_packets(cues: list[Cue], stream: Any, name: str) -> Iterator[Packet[Any]]:
    """The cues, which are in order, as packets of their stream; times in ms."""
    for sample in mov_samples(cues) if name == "mp4" else subrip_samples(cues):
        packet: Packet[Any] = Packet(sample.data)
        packet.stream = stream
        packet.time_base = _MILLISECOND
        packet.pts = packet.dts = sample.start_ms
        packet.duration = sample.end_ms - sample.start_ms
        packet.is_keyframe = True
        yield packet
