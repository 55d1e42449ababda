"""One unbroken time for a stream whose timestamps may be missing, jump, or start anew."""

from __future__ import annotations

from fractions import Fraction

HOLE_MAX_S = 1800
"""A longer hole is a clock that was set, not a pause."""
JUMPING_HOLE_MAX_S = 10
"""The same in containers whose clocks are known to jump (recordings joined end to end)."""
BACKWARD_MAX_S = 10
"""A longer step back is a clock that started anew, not an overlap."""


class StreamClock:
    """Places timestamps (in ticks of the stream's time base) after one another.

    Steps within the bounds are taken as they are; a jump beyond them continues where the stream
    had come to. `end` is the latest end so far, None before the first.
    """

    __slots__ = ("_backward", "_forward", "_shift", "end")

    def __init__(self, time_base: Fraction, *, jumping: bool) -> None:
        self._forward = int((JUMPING_HOLE_MAX_S if jumping else HOLE_MAX_S) / time_base)
        self._backward = int(BACKWARD_MAX_S / time_base)
        self._shift = 0
        self.end: int | None = None

    def place(self, timestamp: int | None, duration: int) -> int:
        """The tick at which a thing stands that claims `timestamp` and lasts `duration` ticks."""
        end = self.end
        if timestamp is None:
            at = 0 if end is None else end
        else:
            at = timestamp + self._shift
            if end is not None and not -self._backward <= at - end <= self._forward:
                self._shift += end - at
                at = end
        if end is None or at + duration > end:
            self.end = at + duration
        return at
