"""Where a source is cut so that its pictures can be encoded in pieces, side by side. Runs in a cell."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from lingoreel.media import container as media
from lingoreel.media.burn.clock import JoinedClock
from lingoreel.media.burn.copied import container_for
from lingoreel.media.burn.picture import describe, first_picture
from lingoreel.media.burn.source import Source, open_source, time_of
from lingoreel.media.program import find_ffmpeg, look_at

Report = Callable[[dict[str, Any]], None]

PIECE_S = 45
"""Aimed at: long enough that starting an encoder does not matter, short enough to lose little by a kill."""
PIECE_MIN_S = 10
PIECES_MAX = 400
_LEADING_MAX = 64  # pictures after a key picture that are shown before it: more than any codec keeps
_STANDING_S = 1.0
_PACKETS_MAX = 20_000_000


class _Walk:
    """The packets of the video stream, in the order of decoding, as columns."""

    def __init__(self) -> None:
        self.pts = array("q")
        self.sizes = array("q")
        self.shown = bytearray()
        self.keys = bytearray()
        self.shifts = array("q")
        self.tail = 0  # how long the last picture stands

    def add(self, packet: Any, shift: int) -> None:
        pts = time_of(packet)
        assert pts is not None
        if not self.pts or pts >= max(self.pts[-1], 0):
            self.tail = packet.duration or self.tail
        self.pts.append(pts)
        self.sizes.append(packet.size)
        self.shown.append(not packet.is_discard)
        self.keys.append(bool(packet.is_keyframe))
        self.shifts.append(shift)

    def runs(self) -> list[tuple[int, int]]:
        """Spans of packets with one clock: cut where the shift changes, or hidden run-in follows shown pictures."""
        starts = [0]
        for number in range(1, len(self.pts)):
            joined = self.shifts[number] != self.shifts[number - 1]
            edited = self.keys[number] and not self.shown[number] and self.shown[number - 1]
            if joined or edited:
                starts.append(number)
        return list(zip(starts, [*starts[1:], len(self.pts)], strict=True))


def _read(source: Source, report: Report) -> _Walk:
    clock = JoinedClock(source.container.streams, source.video.index, jumping=source.jumping)
    if not source.jumping:
        source.only_pictures()
    walk = _Walk()
    index, total = source.video.index, source.container.size
    for count, packet in enumerate(source.packets()):
        shift = clock.shift(packet)
        if packet.stream_index == index and time_of(packet) is not None:
            walk.add(packet, shift)
        if count % 20_000 == 0 and total and packet.pos is not None:
            report({"fraction": min(1.0, max(0, packet.pos) / total)})
        if count >= _PACKETS_MAX:
            break
    return walk


def _cuts(walk: _Walk, first: int, end: int) -> list[int]:
    """Key packets before which everything is shown earlier: where a piece may begin."""
    found, latest = [first], None
    for number in range(first, end):
        pts = walk.pts[number]
        if walk.keys[number] and walk.shown[number] and latest is not None and pts > latest:
            found.append(number)
        latest = pts if latest is None else max(latest, pts)
    return found


def _pieces(walk: _Walk, first: int, end: int, parts: int, since: int | None) -> list[dict[str, int]]:
    """At most `parts` pieces of the packets from `first` to `end`, about equally long.

    Pictures shown before `since`, on the common clock, are left out: another recording's stand there.
    """
    keys = [number for number in range(first, end) if walk.keys[number]]
    begin = keys[0] if keys else first  # what comes before the first key picture cannot be decoded
    floor = walk.pts[begin] if since is None else since - walk.shifts[begin]
    shown = [walk.pts[n] for n in range(begin, end) if walk.shown[n] and (since is None or walk.pts[n] >= floor)]
    if not shown:
        return []
    start, stop = min(shown), max(shown) + 1
    cuts = [begin]
    if parts > 1:
        length = Fraction(stop - start, parts)
        for number in _cuts(walk, begin, end)[1:]:
            if walk.pts[number] >= start + len(cuts) * length and len(cuts) < parts:
                cuts.append(number)
    pieces: list[dict[str, int]] = []
    for here, after in zip(cuts, [*cuts[1:], end], strict=True):
        bound = walk.pts[after] if after < end else stop
        fed = after
        for number in range(after, min(after + _LEADING_MAX, end)):  # shown before the next piece's key picture
            if walk.pts[number] < bound:
                fed = number + 1
        opening = walk.pts[here] if pieces else start
        times = {walk.pts[n] for n in range(here, fed) if walk.shown[n] and opening <= walk.pts[n] < bound}
        pieces.append(
            {
                "number": here,
                "pts": walk.pts[here],
                "size": walk.sizes[here],
                "packets": fed - here,
                "start": opening,
                "end": bound,
                "shift": walk.shifts[here],
                "frames": len(times),
            }
        )
    return pieces


def _parts(seconds: float, slots: int) -> int:
    """How many pieces: a multiple of the slots where that keeps them near PIECE_S, none shorter than PIECE_MIN_S."""
    rounds = max(1, round(seconds / (PIECE_S * slots)))
    return max(1, min(rounds * slots, int(seconds / PIECE_MIN_S), PIECES_MAX))


def _doubled(walk: _Walk) -> int:
    shown = np.frombuffer(walk.shown, dtype=np.bool_)
    times = (np.array(walk.pts) + np.array(walk.shifts))[shown]
    return int(len(times) - len(np.unique(times)))


def _longest_standing(walk: _Walk, base: Fraction) -> float:
    shown = np.frombuffer(walk.shown, dtype=np.bool_)
    times = np.sort((np.array(walk.pts) + np.array(walk.shifts))[shown])
    return float(int(np.diff(times).max()) * base) if len(times) > 1 else 0.0


def plan(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Plan the burn-in of the video at `request["path"]` on `slots` cores.

    `program_path` names ffmpeg (else found), `parts` how many pieces at most (else by length and slots); `alone`: the
    pictures are joined without anything else.

    Returns `pieces` (each to be handed to `encode_piece` and `join` as it is), `threads` (for each piece),
    `program` (ffmpeg's version), `video` (what `picture.describe` says, with `time_base, origin, fps, frames,
    duration_ms`), `container` ("mp4" or "matroska": what `join` will write) and `warnings`.

    Raises InvalidFile when there are no moving pictures, saying what there is instead, and when the sound can be kept
    in no container of ours.
    """
    path, slots = str(request["path"]), max(1, int(request.get("slots", 1)))
    named = request.get("program_path")
    program = (look_at(str(named)) if named else None) or find_ffmpeg()
    with open_source(path) as source:
        source.only_pictures()
        facts, warnings = describe(source, first_picture(source), program.encoders)
    with open_source(path) as source:
        container, told = ("mp4", []) if request.get("alone") else container_for(source)
        walk = _read(source, report)
        base, damage, rate, index = source.time_base, source.damage, source.video.average_rate, source.video.index
        origin = source.origin
    runs = walk.runs() if walk.pts else []
    lengths = [_length(walk, first, end) for first, end in runs]
    seconds = float(sum(lengths) * base)
    parts = int(request.get("parts") or _parts(seconds, slots))
    pieces: list[dict[str, int]] = []
    for (first, end), length in zip(runs, lengths, strict=True):
        share = round(parts * float(length * base) / seconds) if seconds else 1
        since = pieces[-1]["end"] + pieces[-1]["shift"] if pieces else None
        pieces += _pieces(walk, first, end, max(1, share), since)
    frames = sum(piece["frames"] for piece in pieces)
    if frames < 2:
        raise media.invalid("The video is one still picture: subtitles need pictures that follow one another.")
    if damage:
        warnings.append(f"The file is damaged in {damage} places; what can be read is kept.")
    if doubled := _doubled(walk):
        warnings.append(f"{doubled} pictures claim the time of another one; one of each is kept.")
    standing = _longest_standing(walk, base)
    if standing > _STANDING_S:
        warnings.append(
            f"Single pictures stand for up to {standing:.1f} s: subtitles appear and vanish only with a new picture."
        )
    for number, piece in enumerate(pieces):
        piece["ambiguous"] = int(len(runs) > 1)
        piece["index"] = number
    fps = float(rate) if rate else (frames - 1) / seconds
    return {
        "pieces": pieces,
        "threads": max(1, slots // len(pieces)),
        "program": program.version,
        "video": facts
        | {
            "index": index,
            "time_base": [base.numerator, base.denominator],
            "origin": [origin.numerator, origin.denominator],
            "fps": round(min(1000.0, max(1.0, fps)), 6),
            "frames": frames,
            "last_duration": walk.tail,
            "duration_ms": round(seconds * 1000),
        },
        "container": container,
        "warnings": warnings + told,
    }


def _length(walk: _Walk, first: int, end: int) -> int:
    return max(walk.pts[first:end]) - min(walk.pts[first:end]) + walk.tail
