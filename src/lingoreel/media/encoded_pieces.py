"""Encoded pieces of pictures, each an MP4 file with times counted from its first, and the one stream they make.

Joined, every picture is shown exactly when it is told to be, and decoded in an order a container accepts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

Ticks = NDArray[np.int64]


def piece_packets(path: str) -> Iterator[Any]:
    """The packets of a piece, in the order of decoding; none of an empty file, which stands for a damaged piece."""
    if Path(path).stat().st_size == 0:
        return
    with av.open(path, format="mp4") as container:
        if container.streams.video:  # none: not one picture could be decoded
            yield from (packet for packet in container.demux(container.streams.video[0]) if packet.size)


def piece_times(path: str, base: Fraction) -> Ticks:
    """When each packet's picture is shown, in ticks of `base` from the piece's beginning, in the order of decoding."""
    return np.array([round(packet.pts * packet.time_base / base) for packet in piece_packets(path)], np.int64)


def times_digest(shown: Ticks) -> str:
    """A digest of the times at which a piece's pictures are shown, rising, in ticks from its beginning."""
    return hashlib.sha256(shown.astype("<i8").tobytes()).hexdigest()


def decoding_times(shown: Ticks, order: Ticks) -> Ticks:
    """When each packet is to be decoded, by its place in the order of decoding.

    `shown`: the times at which pictures are shown, rising; `order`: for each packet, as decoded, which of
    them is its own. The times rise strictly and none is later than its picture's. They are the shown
    times themselves, moved by the greatest delay (as encoders do); the pieces' own would overlap at the seams.
    """
    count = len(shown)
    delay = int((np.arange(count) - order).max(initial=0))
    if delay == 0 or count == 0:
        return shown.copy()
    step = max(1, int(shown[delay] - shown[0]) // delay) if count > delay else 1
    before = shown[0] - step * np.arange(delay, 0, -1)
    return np.concatenate([before, shown[: count - delay]])


class EncodedPieces:
    """Pieces, one after another, as one stream: its times are known before its packets are read.

    `times`: when the pictures of each piece are shown, rising, in ticks of `base` from that piece's beginning.
    """

    def __init__(self, paths: Sequence[str], base: Fraction) -> None:
        self.base = base
        self.times: list[Ticks] = []
        self._paths = paths
        orders, before = [np.empty(0, np.int64)], 0
        for path in paths:
            times = piece_times(path, base)
            self.times.append(np.sort(times))
            orders.append(np.argsort(np.argsort(times, kind="stable"), kind="stable") + before)
            before += len(times)
        self._order: Ticks = np.concatenate(orders)

    @property
    def first(self) -> str | None:
        """The first piece that has pictures."""
        return next((path for path, times in zip(self._paths, self.times, strict=True) if len(times)), None)

    def packets(self, shown: Ticks, last_duration: int) -> Iterator[Any]:
        """All packets in the order of decoding; `shown`: when the pictures are to be shown, rising, in ticks of `base`.

        Raises RuntimeError where a decoder of one piece cannot go on with the next.
        """
        decoded = decoding_times(shown, self._order)
        durations = np.diff(shown, append=shown[-1:] + max(1, last_duration))
        at, settings = 0, b""
        for path in self._paths:
            own = None
            for packet in piece_packets(path):
                if own is None:
                    own = bytes(packet.stream.codec_context.extradata or b"")
                    settings = settings or own
                    if own != settings:
                        raise RuntimeError("pieces were encoded with different settings")
                place = int(self._order[at])
                packet.time_base = self.base
                packet.pts, packet.dts = int(shown[place]), int(decoded[at])
                packet.duration = int(durations[place])
                at += 1
                yield packet
