"""One unbroken clock for all streams of a recording whose clock jumps."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from lingoreel.media.stream_clock import JUMPING_BACKWARD_MAX_S, JUMPING_HOLE_MAX_S


class JoinedClock:
    """How far each stream's times are to be moved so that a recording joined of several runs on.

    All streams are moved by the same seconds, so that sound and pictures stay together, and far enough that
    none overlaps what came before. A step back is a new recording in any stream; a step forward only in
    the pictures, since sound may pause. Where `jumping` is false every shift is 0.
    """

    def __init__(self, streams: Iterable[Any], video: int, *, jumping: bool) -> None:
        self._jumping = jumping
        self._video = video
        self._bases: dict[int, Fraction] = {stream.index: stream.time_base for stream in streams if stream.time_base}
        self._driving = {stream.index for stream in streams if stream.type in ("video", "audio")}
        self._epochs = [Fraction(0)]
        self._epoch: dict[int, int] = {}
        self._next: dict[int, int] = {}
        self._end = Fraction(0)
        self._picture = Fraction(0)

    def shift(self, packet: Any) -> int:
        """Ticks to add to this packet's times; packets come in the file's order."""
        index = packet.stream_index
        base = self._bases.get(index)
        timestamp = packet.dts if packet.dts is not None else packet.pts
        if not self._jumping or base is None or timestamp is None:
            return 0
        latest = len(self._epochs) - 1
        if index not in self._driving:
            return round(self._epochs[latest] / base)
        epoch, due = self._epoch.get(index, latest), self._next.get(index)
        if due is not None and not self._fits(index, timestamp, epoch, due):
            epoch = self._other(index, timestamp, epoch, due)
        self._epoch[index] = epoch
        moved, duration = round(self._epochs[epoch] / base), packet.duration or 0
        self._next[index] = timestamp + moved + duration
        shown = packet.pts if packet.pts is not None else timestamp
        self._end = max(self._end, (shown + moved + duration) * base)
        if index == self._video:
            self._picture = duration * base
        return moved

    def _off(self, index: int, timestamp: int, epoch: int, due: int) -> Fraction:
        return (timestamp - due) * self._bases[index] + self._epochs[epoch]

    def _fits(self, index: int, timestamp: int, epoch: int, due: int) -> bool:
        return -JUMPING_BACKWARD_MAX_S <= self._off(index, timestamp, epoch, due) <= JUMPING_HOLE_MAX_S

    def _other(self, index: int, timestamp: int, epoch: int, due: int) -> int:
        for known in reversed(range(len(self._epochs))):
            if self._fits(index, timestamp, known, due):
                return known
        if self._off(index, timestamp, epoch, due) > 0 and index != self._video:
            return epoch
        # the last picture of a recording is told only when the next one begins, so it may not be counted yet
        end = self._end + (self._picture if index != self._video else 0)
        self._epochs.append(end - timestamp * self._bases[index])
        return len(self._epochs) - 1
