"""When a piece's pictures are shown, on the clock that a script's times count in."""

from __future__ import annotations

from fractions import Fraction
from typing import Any


def presented(video: dict[str, Any], piece: dict[str, Any]) -> int:
    """Ticks to add to a piece's times so that they count from the beginning of the presentation."""
    return int(piece["shift"] - round(Fraction(*video["origin"]) / Fraction(*video["time_base"])))


def shown_ms(video: dict[str, Any], piece: dict[str, Any]) -> tuple[int, int]:
    """The first and the last millisecond at which the filter `ass` may draw a picture of a piece.

    `video` and `piece` are the plan's. Rounded as the filter does it: the clock as a double, then cut off.
    """
    numerator, denominator = video["time_base"]
    moved = presented(video, piece)
    first, last = (
        int((time + moved) * (numerator / denominator) * 1000) for time in (piece["start"], piece["end"] - 1)
    )
    return first, last
