"""A film cut into stretches of frames that are drawn side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from lingoreel.media.film.storyboard import FPS, Shot

LONGEST_S = 5
"""A longer shot is drawn in parts: what takes longest decides when the film is done."""
ALONE_S = 4
"""A film of one shot that is longer than this is drawn in two."""


@dataclass(frozen=True, slots=True)
class Span:
    """Frames [first, last) of a film, all of the shot `shot`."""

    shot: int
    first: int
    last: int

    @property
    def seconds(self) -> float:
        return (self.last - self.first) / FPS


def cut_spans(shots: Sequence[Shot]) -> list[Span]:
    """The stretches of a film in order, each in one shot; all of about the same length within a shot."""
    longest = LONGEST_S * FPS
    if len(shots) == 1 and longest >= shots[0].last - shots[0].first > ALONE_S * FPS:
        longest = ceil((shots[0].last - shots[0].first) / 2)
    found = []
    for number, shot in enumerate(shots):
        frames = shot.last - shot.first
        count = max(1, ceil(frames / longest))
        cuts = [shot.first + frames * part // count for part in range(count + 1)]
        found += [Span(number, first, last) for first, last in pairwise(cuts)]
    return found
