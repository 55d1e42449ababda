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

from lingoreel.errors import InvalidFile
from lingoreel.media import container as media
from lingoreel.media.burn.copied import codec_of
from lingoreel.media.burn.filters import encoder_arguments, filter_chain
from lingoreel.media.burn.source import Source, open_source, time_of
from lingoreel.media.burn.transcode import Transcoder, feed, pipe_format
from lingoreel.media.encoded_pieces import Ticks, piece_times, times_digest
from lingoreel.media.program import find_ffmpeg

Report = Callable[[dict[str, Any]], None]

SCRIPT = "script.ass"
_RUN_IN_S = 60
"""How far before a piece's first picture those may lie that are only decoded; earlier ones are moved up to it."""


class _Fed:
    """The piece's packets on their way to the program, and the times at which they ought to be shown."""

    def __init__(self, source: Source, piece: dict[str, Any]) -> None:
        self._source = source
        self._piece = piece
        self.form = pipe_format(codec_of(source.video))
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
            feed(pipe, self.form, self._source.video, self.packets(), time_base)
        except Exception as error:
            self.failure = error


def encode_piece(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Encode one piece of a plan with the ASS script at `script_path` drawn over it, into `output_path` (MP4).

    `path` is the source; `piece` and `video` are the plan's; `settings` has `preset` and `crf` of x264;
    `threads` bounds decoder, filters and encoder each; `program_path` names ffmpeg (else found).
    Every piece of one output must be made with the same settings.

    Returns `frames` (0 where the whole piece is damaged), `times` (a digest of their times), `lost` (pictures
    that are damaged), `packets_shown` (packets that ought to show one), `decoded` (true where those are not
    the pictures shown, so that the times were compared with a decoder's).

    Raises InvalidFile naming what the program said, EngineFailed when it was stopped, ResultNotStored when the disk is
    full, TaskError `font_missing` naming the letters that the script's fonts cannot draw.
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
            *(program, "-hide_banner", "-nostdin", "-nostats", "-v", "warning", "-y", "-max_error_rate", "1"),
            *("-protocol_whitelist", "file,pipe", "-copyts"),
            *("-threads", str(threads), "-filter_threads", str(threads), "-noautorotate"),
            *("-f", fed.form, "-i", "pipe:0", "-map", "0:v:0", "-map_metadata", "-1"),
            *("-vf", filter_chain(video, piece, SCRIPT), "-fps_mode", "passthrough"),
            *("-enc_time_base", f"{base.numerator}/{base.denominator}"),
            *encoder_arguments(video, request["settings"], threads),
            # a beginning without a picture is told in the movie's scale
            *("-video_track_timescale", str(base.denominator), "-movie_timescale", str(base.denominator)),
            *("-progress", "pipe:1", "-f", "mp4", f"file:{output.absolute()}"),
        ]
        complained = _encode(arguments, folder, fed, base, max(1, int(piece["frames"])), report, output)
    shown = np.sort(piece_times(str(output), base)) + piece["start"]
    readable = _compare(shown, fed.times, request, piece, complained)
    report({"fraction": 1.0})
    return {
        "frames": len(shown),
        "times": times_digest(shown - piece["start"]),
        "lost": max(0, len(fed.times) - len(shown)) if complained else 0,
        "packets_shown": len(fed.times),
        "decoded": readable is not None,
    }


def _encode(
    arguments: list[str], folder: Path, fed: _Fed, base: Fraction, wanted: int, report: Report, output: Path
) -> bool:
    """Run the program; whether it complained. A piece in which nothing can be decoded leaves an empty file."""
    failed: InvalidFile | None = None
    with Transcoder(arguments, folder) as transcoder:
        feeding = threading.Thread(target=fed.run, args=(transcoder.pipe, base), daemon=True)
        feeding.start()
        try:
            transcoder.wait(lambda frames: report({"fraction": min(1.0, frames / wanted)}))
        except InvalidFile as error:
            failed = error
        finally:
            feeding.join(timeout=10)
    if fed.failure is not None:
        raise fed.failure
    if failed is not None:
        if not transcoder.starved:
            raise failed
        output.write_bytes(b"")
    return transcoder.complained


def _compare(
    shown: Ticks, expected: set[int], request: dict[str, Any], piece: dict[str, Any], complained: bool
) -> set[int] | None:
    """None where the pictures shown are those expected by the packets; else those that a decoder gets out of them.

    A packet is not always a picture: some are one of two fields, some are never shown, some are damaged.
    Raises RuntimeError when pictures are not where the source's are and the program found no damage.
    """
    found = set(shown.tolist())
    if found == expected:
        return None
    readable = set(_decodable(str(request["path"]), piece))
    # decoders differ in what they make of damaged pictures, but none invents a time
    if found != readable and not (complained and found <= expected | readable):
        raise RuntimeError(f"piece {piece.get('index')}: {len(found)} pictures written of {len(readable)} readable")
    return readable


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
