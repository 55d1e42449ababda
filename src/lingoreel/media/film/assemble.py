"""Pieces of pictures and the sound of a film as one MP4, packet by packet. Runs in a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import Any

import av
import numpy as np

from lingoreel.media.burn.beside import mp4_options
from lingoreel.media.burn.joining_times import decoding_times
from lingoreel.media.burn.piece_file import piece_packets
from lingoreel.media.disk_full import told_when_full
from lingoreel.media.film.storyboard import FPS
from lingoreel.media.track_language import three_letters

Report = Callable[[dict[str, Any]], None]

_BASE = Fraction(1, FPS)
_TITLE_LENGTH = 200


def assemble(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Put the pieces at `piece_paths`, one after another, and the sound at `sound_path` into `output_path`.

    `frames`: how many each piece has. `sound_path` is an MP4 of one AAC track as long as the pictures, to within one
    of its frames. `title` and `comment` tag the film, `language` its sound. The index stands in front.

    Returns `frames`, `duration_ms`, `audio_ms` and `size_bytes`. Raises RuntimeError where a piece or the sound is not
    what was made, ResultNotStored; no output is left then.
    """
    output = Path(str(request["output_path"]))
    try:
        with told_when_full():
            return _assemble(request, output, report)
    except BaseException:
        output.unlink(missing_ok=True)
        raise


def _assemble(request: dict[str, Any], output: Path, report: Report) -> dict[str, Any]:
    paths = [str(path) for path in request["piece_paths"]]
    pictures = _Pictures(paths, [int(count) for count in request["frames"]])
    with av.open(paths[0], format="mp4") as piece, av.open(str(request["sound_path"]), format="mp4") as sound:
        heard: Any = sound.streams.audio[0]
        options = {**mp4_options(_BASE, [heard.time_base]), "fflags": "+bitexact"}
        with av.open(str(output), "w", format="mp4", options=options) as out:
            shown: Any = out.add_stream_from_template(piece.streams.video[0], opaque=True)
            shown.time_base = _BASE
            track: Any = out.add_stream_from_template(heard, opaque=True)
            for stream in (shown, track):
                stream.metadata["language"] = three_letters(request.get("language"))
            _tag(out, request)
            audio = _Sound(sound, heard, track)
            ours = merge(pictures.packets(shown), audio.packets(), key=_seconds)
            for number, packet in enumerate(ours):
                out.mux_one(packet)
                if number % 500 == 0:
                    report({"fraction": 0.5})
    duration = Fraction(pictures.count, FPS)
    if abs(audio.seconds - duration) > audio.frame_s:
        raise RuntimeError(f"the sound lasts {float(audio.seconds):.3f} s, the pictures {float(duration):.3f} s")
    report({"fraction": 1.0})
    return {
        "frames": pictures.count,
        "duration_ms": round(duration * 1000),
        "audio_ms": round(audio.seconds * 1000),
        "size_bytes": output.stat().st_size,
    }


class _Pictures:
    """The pieces as one stream: frame n of the film at n ticks."""

    def __init__(self, paths: Sequence[str], counts: Sequence[int]) -> None:
        self._paths, self._counts = paths, counts
        self.count = sum(counts)
        orders, before = [], 0
        for path, count in zip(paths, counts, strict=True):
            order = [round(packet.pts * packet.time_base * FPS) for packet in piece_packets(path)]
            if sorted(order) != list(range(count)):
                raise RuntimeError(f"a piece has {len(order)} frames, not the {count} that were drawn")
            orders += [number + before for number in order]
            before += count
        self._order = np.array(orders, np.int64)
        self._decoded = decoding_times(np.arange(self.count, dtype=np.int64), self._order)

    def packets(self, stream: Any) -> Iterator[Any]:
        at = 0
        settings = b""
        for path in self._paths:
            mine = None
            for packet in piece_packets(path):
                if mine is None:
                    mine = bytes(packet.stream.codec_context.extradata or b"")
                    settings = settings or mine
                    if mine != settings:
                        raise RuntimeError("pieces were encoded with different settings")
                packet.time_base = _BASE
                packet.pts, packet.dts, packet.duration = int(self._order[at]), int(self._decoded[at]), 1
                packet.stream = stream
                at += 1
                yield packet


class _Sound:
    """The sound's packets, and after the last of them how long it is heard."""

    def __init__(self, container: Any, source: Any, stream: Any) -> None:
        self._container, self._source, self._stream = container, source, stream
        rate = source.codec_context.sample_rate
        self.frame_s = Fraction(source.codec_context.frame_size or 1024, rate)
        self.seconds = Fraction(0)

    def packets(self) -> Iterator[Any]:
        base = self._source.time_base
        for packet in self._container.demux(self._source):
            if not packet.size or packet.pts is None:
                continue
            self.seconds = max(self.seconds, (packet.pts + (packet.duration or 0)) * base)
            packet.stream = self._stream
            yield packet


def _seconds(packet: Any) -> float:
    return float(packet.dts * packet.time_base)


def _tag(out: Any, request: dict[str, Any]) -> None:
    for name in ("title", "comment"):
        text = " ".join(str(request.get(name) or "").split())[:_TITLE_LENGTH]
        if text:
            out.metadata[name] = text
