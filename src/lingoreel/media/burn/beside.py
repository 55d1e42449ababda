"""Packets of our own put beside those that are copied from a source, in the order of their times."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from heapq import merge
from typing import Any

from lingoreel.media.burn.clock import JoinedClock
from lingoreel.media.burn.copied import Copies
from lingoreel.media.burn.source import Source

Report = Callable[[dict[str, Any]], None]

_REPORT_S = 0.5
_TIMESCALE_MAX = 1_000_000_000


def mux_beside(
    source: Source, copies: Copies, ours: Iterable[Iterator[Any]], out: Any, report: Report
) -> Iterator[Any]:
    """Write the source's copied packets, moved so that the presentation begins at 0, and `ours` in between.

    Each of `ours` is a stream's packets in order, with their times from the presentation's beginning. Yields every
    copied packet before it is written.
    """
    container = source.container
    clock = JoinedClock(container.streams, source.video.index, jumping=source.jumping)
    begin = {stream.index: round(source.origin / stream.time_base) for stream in container.streams if stream.time_base}
    seconds = _Seconds()
    merged = merge(*ours, key=seconds)
    waiting = next(merged, None)
    reported, total = time.monotonic(), container.size or 1
    for packet in source.packets():
        shift = clock.shift(packet) - begin.get(packet.stream_index, 0)
        for taken in copies.take(packet, shift):
            at = seconds(taken)
            while waiting is not None and seconds(waiting) <= at:
                out.mux_one(waiting)
                waiting = next(merged, None)
            yield taken
            out.mux_one(taken)
        if time.monotonic() - reported >= _REPORT_S:
            reported = time.monotonic()
            report({"fraction": min(1.0, max(0, packet.pos or 0) / total)})
    for taken in copies.rest():
        yield taken
        out.mux_one(taken)
    while waiting is not None:
        out.mux_one(waiting)
        waiting = next(merged, None)


class _Seconds:
    """When a packet of the output is decoded. A stream's packets have one time base, which is dear to ask for."""

    def __init__(self) -> None:
        self._bases: dict[int, float] = {}

    def __call__(self, packet: Any) -> float:
        base = self._bases.get(packet.stream_index)
        if base is None:
            base = self._bases[packet.stream_index] = float(packet.time_base)
        return (packet.dts or 0) * base


def mp4_options(base: Fraction, others: Iterable[Fraction]) -> dict[str, str]:
    """Options of an MP4 file: its index in front, and a movie's clock in which the start of every stream can be told.

    Edit lists count in that clock: it holds the ticks of `base` and, where that is possible, those of the others.
    """
    scale = math.lcm(base.denominator, *(other.denominator for other in others))
    if scale > _TIMESCALE_MAX:
        scale = base.denominator
    return {"movflags": "faststart", "movie_timescale": str(max(1000, scale))}
