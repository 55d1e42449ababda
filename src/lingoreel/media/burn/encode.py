"""One piece of a video with its subtitles burnt in: pictures alone, at their exact times. Runs in a cell."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from lingoreel.media import container as media
from lingoreel.media.burn.filters import encoder_arguments, filter_chain
from lingoreel.media.burn.piece_file import piece_times, times_digest
from lingoreel.media.burn.program import find_ffmpeg
from lingoreel.media.burn.source import Source, open_source, time_of
from lingoreel.media.burn.transcode import Transcoder, feed

Report = Callable[[dict[str, Any]], None]

SCRIPT = "script.ass"
_RUN_IN_S = 60
"""How far before a piece's first picture those may lie that are only decoded; earlier ones are moved up to it."""


class _Fed:
    """The piece's packets on their way to the program, and the times at which they ought to be shown."""

    def __init__(self, source: Source, piece: dict[str, Any]) -> None:
        self._source = source
        self._piece = piece
        self.times: set[int] = set()
        self.failure: Exception | None = None

    def packets(self) -> Iterator[tuple[Any, int]]:
        piece, count = self._piece, int(self._piece["packets"])
        lowest = piece["lowest"]
        packets = self._source.from_key(piece, ambiguous=bool(piece["ambiguous"]))
        for _, packet in zip(range(count), packets, strict=False):
            time = time_of(packet)
            assert time is not None
            if not packet.is_discard and piece["start"] <= time < piece["end"]:
                self.times.add(time)
            yield packet, max(0, time - lowest) + count

    def run(self, pipe: Any, time_base: Fraction) -> None:
        """In a thread of its own: reading a source and waiting for the program would stop each other."""
        try:
            feed(pipe, self._source.video, self.packets(), time_base)
        except Exception as error:
            self.failure = error


def encode_piece(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Encode one piece of a plan with the ASS script at `script_path` drawn over it, into `output_path` (MP4).

    `path` is the source; `piece` and `video` are the plan's; `settings` has `preset` and `crf` of x264;
    `threads` bounds decoder, filters and encoder each; `program_path` names ffmpeg (else found).
    Every piece of one output must be made with the same settings.

    Returns `frames`, `times` (a digest of their times), `first` and `last` (ticks), `lost` (pictures in
    the file that cannot be decoded), `packets_shown` (packets that ought to show one), `decoded` (true where
    those are not the pictures shown, so that the times were compared with a decoder's).

    Raises InvalidFile naming what the program said, or when nothing can be decoded; TaskError `font_missing`
    naming the letters that the script's fonts cannot draw.
    """
    piece, video = dict(request["piece"]), request["video"]
    base = Fraction(*video["time_base"])
    program = str(request["program_path"]) if request.get("program_path") else find_ffmpeg().path
    threads = max(1, int(request.get("threads", 1)))
    output = Path(str(request["output_path"]))
    with tempfile.TemporaryDirectory(prefix="piece-") as place, open_source(str(request["path"])) as source:
        folder = Path(place)
        shutil.copyfile(str(request["script_path"]), folder / SCRIPT)
        piece["lowest"] = piece["start"] - int(_RUN_IN_S / base)
        fed = _Fed(source, piece)
        arguments = [
            *(program, "-hide_banner", "-nostdin", "-nostats", "-v", "warning", "-y"),
            *("-protocol_whitelist", "file,pipe", "-copyts"),
            *("-threads", str(threads), "-filter_threads", str(threads), "-noautorotate"),
            *("-f", "nut", "-i", "pipe:0", "-map", "0:v:0", "-map_metadata", "-1"),
            *("-vf", filter_chain(video, piece, SCRIPT), "-fps_mode", "passthrough"),
            *("-enc_time_base", f"{base.numerator}/{base.denominator}"),
            *encoder_arguments(video, request["settings"], threads),
            *("-video_track_timescale", str(base.denominator), "-progress", "pipe:1"),
            *("-f", "mp4", f"file:{output.absolute()}"),
        ]
        with Transcoder(arguments, folder) as transcoder:
            feeding = threading.Thread(target=fed.run, args=(transcoder.pipe, base), daemon=True)
            feeding.start()
            wanted = max(1, int(piece["frames"]))
            try:
                transcoder.wait(lambda frames: report({"fraction": min(1.0, frames / wanted)}))
            finally:
                feeding.join(timeout=10)
        if fed.failure is not None:
            raise fed.failure
    expected = sorted(fed.times)
    written = np.sort(piece_times(str(output), base))
    lost, decoded, first = 0, False, expected[0] if expected else 0
    if not np.array_equal(written + first, expected):
        readable = _decodable(str(request["path"]), piece)
        first = readable[0] if readable else 0
        if not np.array_equal(written + first, readable):
            raise RuntimeError(
                f"piece {piece.get('index')}: {len(written)} pictures written of {len(readable)} readable"
            )
        lost, decoded = max(0, len(expected) - len(readable)), True
    if not len(written):
        raise media.invalid("A part of the video is damaged: none of its pictures can be decoded.")
    report({"fraction": 1.0})
    return {
        "frames": len(written),
        "times": times_digest(written),
        "first": first,
        "last": first + int(written[-1]),
        "lost": lost,
        "packets_shown": len(expected),
        "decoded": decoded,
    }


def _decodable(path: str, piece: dict[str, Any]) -> list[int]:
    """The times of the pictures that a decoder gets out of the piece's packets."""
    times: set[int] = set()
    with open_source(path) as source:
        context = source.video.codec_context
        context.thread_count = 1
        packets = source.from_key(piece, ambiguous=bool(piece["ambiguous"]))
        for _, packet in zip(range(int(piece["packets"])), packets, strict=False):
            try:
                times |= {frame.pts for frame in packet.decode() if frame.pts is not None}
            except media.MEDIA_ERRORS:
                continue
        with contextlib.suppress(*media.MEDIA_ERRORS):
            times |= {frame.pts for frame in context.decode(None) if frame.pts is not None}
    return sorted(time for time in times if piece["start"] <= time < piece["end"])
