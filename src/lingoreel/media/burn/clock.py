"""One unbroken clock for all streams of a recording whose clock jumps."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from lingoreel.media.stream_clock import JUMPING_BACKWARD_MAX_S, JUMPING_HOLE_MAX_S


class JoinedClock:
    """How far each stream's times are to be moved so that a recording joined of several runs on.

    All streams are moved by the same seconds, so that sound and pictures stay together. A step back
    is a new recording in any stream; a step forward only in the pictures, since sound may pause.
    Where `jumping` is false every shift is 0.
    """

    def __init__(self, streams: Iterable[Any], video: int, *, jumping: bool) -> None:
        self._jumping = jumping
        self._video = video
        self._bases: dict[int, Fraction] = {stream.index: stream.time_base for stream in streams if stream.time_base}
        self._driving = {stream.index for stream in streams if stream.type in ("video", "audio")}
        self._epochs = [Fraction(0)]
        self._epoch: dict[int, int] = {}
        self._next: dict[int, int] = {}

    def shift(self, index: int, timestamp: int | None, duration: int) -> int:
        """Ticks to add to this packet's times. `timestamp`: when it is decoded; packets come in the file's order."""
        base = self._bases.get(index)
        if not self._jumping or base is None or timestamp is None:
            return 0
        epoch = self._epoch.get(index, len(self._epochs) - 1) if index in self._driving else len(self._epochs) - 1
        due = self._next.get(index)
        if due is not None and index in self._driving and not self._fits(index, timestamp, epoch, due):
            epoch = self._other(index, timestamp, epoch, due)
        self._epoch[index] = epoch
        moved = round(self._epochs[epoch] / base)
        self._next[index] = timestamp + moved + duration
        return moved

    def _off(self, index: int, timestamp: int, epoch: int, due: int) -> Fraction:
        return (timestamp - due) * self._bases[index] + self._epochs[epoch]

    def _fits(self, index: int, timestamp: int, epoch: int, due: int) -> bool:
        return -JUMPING_BACKWARD_MAX_S <= self._off(index, timestamp, epoch, due) <= JUMPING_HOLE_MAX_S

    def _other(self, index: int, timestamp: int, epoch: int, due: int) -> int:
        for known in reversed(range(len(self._epochs))):
            if self._fits(index, timestamp, known, due):
                return known
        off = self._off(index, timestamp, epoch, due)
        if off > 0 and index != self._video:
            return epoch
        self._epochs.append(self._epochs[epoch] - off)
        return len(self._epochs) - 1
