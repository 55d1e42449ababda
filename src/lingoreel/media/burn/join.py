"""Encoded pieces joined packet by packet, beside every other stream of the source. Runs in a cell."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from lingoreel.media import container as media
from lingoreel.media.burn.beside import mp4_options
from lingoreel.media.burn.clock import JoinedClock
from lingoreel.media.burn.copied import Copies, add_copies, chapters_of, like, plain_metadata, stream_for
from lingoreel.media.burn.mp4_keys import Mp4Keys
from lingoreel.media.burn.source import Source, open_source, time_of
from lingoreel.media.disk_full import told_when_full
from lingoreel.media.encoded_pieces import EncodedPieces, Ticks, times_digest

Report = Callable[[dict[str, Any]], None]

_REPORT_S = 0.5
_AHEAD_S = 1


class _Pictures:
    """The pieces as the plan puts them: `shown` in ticks of `base` since the presentation's start."""

    def __init__(self, paths: list[str], pieces: list[dict[str, Any]], base: Fraction, origin: int) -> None:
        if len(paths) != len(pieces):
            raise RuntimeError(f"{len(paths)} pieces given for {len(pieces)} planned")
        self._encoded = EncodedPieces(paths, base)
        self.base = base
        shown = []
        for times, piece in zip(self._encoded.times, pieces, strict=True):
            if times_digest(times) != piece["times"] or len(times) != piece["frames"]:
                raise RuntimeError(f"piece {piece['index']} is not what was encoded")
            shown.append(times + piece["start"] + piece["shift"] - origin)
        if self._encoded.first is None:
            raise media.invalid("The file's moving pictures are damaged: none of them can be decoded.")
        self.first = self._encoded.first
        self.shown: Ticks = np.concatenate(shown)
        if len(self.shown) > 1 and int(np.diff(self.shown).min()) <= 0:
            raise media.invalid("The file's pictures overlap in time: it is damaged.")

    def packets(self, last_duration: int) -> Iterator[Any]:
        """Packets in the order of decoding, with their times in ticks of `base` since the presentation's start."""
        return self._encoded.packets(self.shown, last_duration)


def _write(
    source: Source, joined: _Pictures, request: dict[str, Any], output: Path, report: Report
) -> tuple[Copies, Ticks]:
    """Write the file in one walk over the source; the copied streams, and when the source's packets show pictures."""
    video, name, alone = request["video"], str(request["container"]), bool(request.get("alone"))
    if alone and not source.jumping:
        source.only_pictures()
    begin = Fraction(*video["origin"])
    times: array[int] = array("q")
    kept = plain_metadata(source.container.metadata)
    keys = Mp4Keys(kept if name == "mp4" and not alone else {})
    with av.open(joined.first, format="mp4") as piece:
        others = [] if alone else [stream.time_base for stream in source.container.streams if stream.time_base]
        options = mp4_options(joined.base, others) if name == "mp4" else {}
        with av.open(str(output), "w", format=name, options=options) as out:
            pictures = stream_for(piece.streams.video[0], joined.first, out, name)
            pictures.time_base = joined.base
            like(source.video, pictures)
            copies = Copies() if alone else add_copies(source, str(request["path"]), out, name)
            if not alone:
                out.metadata.update({**kept, **keys.room})
                if chapters := chapters_of(source, -begin):
                    out.set_chapters(chapters)
            _mux(source, joined, out, pictures, copies, video, times, report)
    keys.put(output)
    return copies, np.array(times, np.int64)


def _mux(
    source: Source,
    joined: _Pictures,
    out: Any,
    pictures: Any,
    copies: Copies,
    video: dict[str, Any],
    times: array[int],
    report: Report,
) -> None:
    begin = Fraction(*video["origin"])
    clock = JoinedClock(source.container.streams, source.video.index, jumping=source.jumping)
    shifts = {stream.index: round(begin / stream.time_base) for stream in source.container.streams if stream.time_base}
    ours = joined.packets(int(video["last_duration"]))
    waiting = next(ours, None)
    before, latest = 0, -(1 << 62)
    floor: int | None = None
    reported, total = time.monotonic(), source.container.size or 1
    for packet in source.packets():
        index = packet.stream_index
        run = clock.shift(packet)
        shift = run - shifts.get(index, 0)
        if index == source.video.index:
            if run != before:  # another recording: what it claims to show earlier was left out
                before, floor = run, latest + 1
            shown = time_of(packet)
            if not packet.is_discard and shown is not None and (floor is None or shown + shift >= floor):
                times.append(shown + shift)
                latest = max(latest, shown + shift)
            continue
        for taken in copies.take(packet, shift):
            until = Fraction(taken.dts) * taken.time_base + _AHEAD_S
            while waiting is not None and waiting.dts * joined.base <= until:
                waiting.stream = pictures
                out.mux_one(waiting)
                waiting = next(ours, None)
            out.mux_one(taken)
        if time.monotonic() - reported >= _REPORT_S:
            reported = time.monotonic()
            report({"fraction": min(1.0, max(0, packet.pos or 0) / total)})
    for taken in copies.rest():
        out.mux_one(taken)
    while waiting is not None:
        waiting.stream = pictures
        out.mux_one(waiting)
        waiting = next(ours, None)


def _compare(times: Ticks, joined: _Pictures, pieces: list[dict[str, Any]], origin: int) -> int:
    """How many of the source's pictures are not in the result, for they cannot be decoded. Raises RuntimeError."""
    times = np.unique(times)
    at = 0
    for piece in pieces:
        moved = piece["shift"] - origin
        first, last = np.searchsorted(times, [piece["start"] + moved, piece["end"] + moved])
        ours = joined.shown[at : at + piece["frames"]]
        at += piece["frames"]
        # where a packet is not a picture the piece's own comparison, with a decoder, holds
        if not piece["decoded"] and not np.array_equal(times[first:last], ours):
            raise RuntimeError(f"piece {piece['index']} does not show the source's pictures at their times")
    outside: int = len(times) - sum(piece["packets_shown"] for piece in pieces)
    return max(0, outside) + sum(int(piece["lost"]) for piece in pieces)


def join(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Put the pieces at `piece_paths` together with the other streams of the source at `path` into `output_path`.

    `video` and `container` are the plan's; `pieces` are the plan's, each with what `encode_piece` returned
    for it merged in. The pictures keep the source's times exactly, counted from the beginning of the presentation
    (the earliest start of its streams); everything else is copied as it is and moved by as much. `alone`: the pictures
    are written without anything else, for a file that gets its other streams later.

    Returns `frames`, `container`, `size_bytes`, `duration_ms`, `streams` (how many beside the pictures),
    `lost` (pictures that cannot be decoded) and `warnings`.

    Raises RuntimeError when times of source and result differ, InvalidFile when the source cannot be read
    again, ResultNotStored when the disk is full.
    """
    video = request["video"]
    base = Fraction(*video["time_base"])
    origin = round(Fraction(*video["origin"]) / base)
    pieces = list(request["pieces"])
    joined = _Pictures([str(path) for path in request["piece_paths"]], pieces, base, origin)
    output = Path(str(request["output_path"]))
    with open_source(str(request["path"])) as source, told_when_full():
        copies, times = _write(source, joined, request, output, report)
    warnings: list[str] = []
    if lost := _compare(times, joined, pieces, origin):
        warnings.append(f"{lost} pictures of the source are damaged and could not be decoded; the others are kept.")
    warnings += copies.warnings
    report({"fraction": 1.0})
    return {
        "frames": len(joined.shown),
        "container": request["container"],
        "size_bytes": output.stat().st_size,
        "duration_ms": round((int(joined.shown[-1]) + int(video["last_duration"])) * base * 1000),
        "streams": len(copies.streams) + copies.attached,
        "lost": lost,
        "warnings": warnings,
    }
