"""Pieces of pictures and the sound of a film as one MP4, packet by packet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import Any

import av
import numpy as np

from lingoreel.media.burn.beside import mp4_options
from lingoreel.media.disk_full import told_when_full
from lingoreel.media.encoded_pieces import EncodedPieces
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
    counts = [int(count) for count in request["frames"]]
    pieces, frames = _pieces(paths, counts), sum(counts)
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
            audio = _Sound(sound, heard)
            pictures = pieces.packets(np.arange(frames, dtype=np.int64), 1)
            ours = merge(_of(shown, pictures), _of(track, audio.packets()), key=_seconds)
            for number, packet in enumerate(ours):
                out.mux_one(packet)
                if number % 500 == 0:
                    report({"fraction": 0.5})
    duration = Fraction(frames, FPS)
    if abs(audio.seconds - duration) > audio.frame_s:
        raise RuntimeError(f"the sound lasts {float(audio.seconds):.3f} s, the pictures {float(duration):.3f} s")
    report({"fraction": 1.0})
    return {
        "frames": frames,
        "duration_ms": round(duration * 1000),
        "audio_ms": round(audio.seconds * 1000),
        "size_bytes": output.stat().st_size,
    }


def _pieces(paths: Sequence[str], counts: Sequence[int]) -> EncodedPieces:
    """The pieces, each with one frame at every tick. Raises RuntimeError."""
    pieces = EncodedPieces(paths, _BASE)
    for times, count in zip(pieces.times, counts, strict=True):
        if not np.array_equal(times, np.arange(count)):
            raise RuntimeError(f"a piece has {len(times)} frames, not the {count} that were drawn")
    return pieces


class _Sound:
    """The sound's packets, and after the last of them how long it is heard."""

    def __init__(self, container: Any, source: Any) -> None:
        self._container, self._source = container, source
        rate = source.codec_context.sample_rate
        self.frame_s = Fraction(source.codec_context.frame_size or 1024, rate)
        self.seconds = Fraction(0)

    def packets(self) -> Iterator[Any]:
        base = self._source.time_base
        for packet in self._container.demux(self._source):
            if not packet.size or packet.pts is None:
                continue
            self.seconds = max(self.seconds, (packet.pts + (packet.duration or 0)) * base)
            yield packet


def _of(stream: Any, packets: Iterator[Any]) -> Iterator[Any]:
    for packet in packets:
        packet.stream = stream
        yield packet


def _seconds(packet: Any) -> float:
    return float(packet.dts * packet.time_base)


def _tag(out: Any, request: dict[str, Any]) -> None:
    for name in ("title", "comment"):
        text = " ".join(str(request.get(name) or "").split())[:_TITLE_LENGTH]
        if text:
            out.metadata[name] = text
