"""One unbroken time for a stream whose timestamps may be missing, jump, or start anew."""

from __future__ import annotations

from fractions import Fraction

HOLE_MAX_S = 1800
"""A longer hole is a clock that was set, not a pause."""
BACKWARD_MAX_S = 10
"""A longer step back is a clock that started anew, not an overlap."""
JUMPING_HOLE_MAX_S = 10
JUMPING_BACKWARD_MAX_S = 0.5
"""The same in containers whose clocks are known to jump (recordings joined end to end)."""
REORDERED_S = 5
"""How far pictures may step back because they are stored in the order of decoding."""


class StreamClock:
    """Places timestamps (in ticks of the stream's time base) after one another.

    Steps within the bounds are taken as they are; a jump beyond them continues where the stream
    had come to. `end` is the latest end so far, None before the first.
    """

    __slots__ = ("_backward", "_forward", "_shift", "end")

    def __init__(self, time_base: Fraction, *, jumping: bool, reordered: bool = False) -> None:
        backward = JUMPING_BACKWARD_MAX_S if jumping else BACKWARD_MAX_S
        self._forward = int((JUMPING_HOLE_MAX_S if jumping else HOLE_MAX_S) / time_base)
        self._backward = int((max(backward, REORDERED_S) if reordered else backward) / time_base)
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

    def leaps(self, timestamp: int, least: float) -> bool:
        """Whether `timestamp` would leave a hole of more than `least` ticks; places nothing."""
        return self.end is not None and timestamp + self._shift - self.end > least
