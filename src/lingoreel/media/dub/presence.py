"""Where somebody speaks, with soft edges."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.dub.span_grid import Span

EDGE_S = 0.08
MARGIN_S = 0.08
"""How much longer speech is taken to be at both ends: a detector misses breaths and the ends of words."""


def grown(spans: Iterable[Span], rate: int) -> list[Span]:
    """The spans with their margins; those that hold nothing are left out."""
    margin = round(MARGIN_S * rate)
    return [(int(start) - margin, int(end) + margin) for start, end in spans if end > start]


def edge_samples(rate: int) -> int:
    """Samples of an edge, which lies outside the span."""
    return max(1, round(EDGE_S * rate))


def speech_presence(spans: list[Span], start: int, end: int, rate: int) -> NDArray[np.float32]:
    """1 inside the spans, 0 between them, with soft edges outside: one value for each sample from `start` to `end`."""
    edge = edge_samples(rate)
    rise = (0.5 - 0.5 * np.cos(np.pi * (np.arange(edge) + 0.5) / edge)).astype(np.float32)
    presence = np.zeros(end - start, np.float32)
    for span_start, span_end in spans:
        begin, stop = span_start - start, span_end - start
        if stop + edge <= 0 or begin - edge >= len(presence) or stop <= begin:
            continue
        presence[max(0, begin) : max(0, stop)] = 1.0
        _raise(presence, begin - edge, rise)
        _raise(presence, stop, rise[::-1])
    return presence


def _raise(presence: NDArray[np.float32], at: int, edge: NDArray[np.float32]) -> None:
    first, last = max(0, at), min(len(presence), at + len(edge))
    if first < last:
        np.maximum(presence[first:last], edge[first - at : last - at], out=presence[first:last])


def presence_at(spans: list[Span], starts: NDArray[np.int64], length: int, rate: int) -> NDArray[np.float64]:
    """Of each stretch of `length` samples: 0 where no span's edge touches it, 1 where it is inside one, else 0.5."""
    found = np.zeros(len(starts))
    edge = edge_samples(rate)
    for begin, stop in spans:
        found[(starts + length > begin - edge) & (starts < stop + edge) & (found < 1.0)] = 0.5
        found[(starts >= begin) & (starts + length <= stop)] = 1.0
    return found


def islands(spans: list[Span], start: int, end: int, rate: int, apart: int) -> list[Span]:
    """The spans with their edges, cut to `start` … `end`; those less than `apart` samples from each other as one."""
    edge = edge_samples(rate)
    grown = sorted((max(start, begin - edge), min(end, stop + edge)) for begin, stop in spans if stop > begin)
    joined: list[Span] = []
    for begin, stop in grown:
        if begin >= stop:
            continue
        if joined and begin - joined[-1][1] < apart:
            joined[-1] = (joined[-1][0], max(joined[-1][1], stop))
        else:
            joined.append((begin, stop))
    return joined
