"""Every spoken line brought into its own time, and told where it could not be.

A line wants to begin when its source begins and to end when its source ends: that is its window. What does not fit is
helped in this order: the engine's own speaking rate, the silence before the next line, time-stretching, and last a
told overrun, behind which the next line begins late. Nothing is ever cut, no two lines overlap, and every line is
anchored to its own start: lateness ends at the first line that has room.

Speeds are tempos: 1.25 lasts four fifths as long. A line's speed is the engine's rate times the stretch.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Kind = Literal["natural", "rate", "borrowed", "stretched", "overrun"]
KINDS: tuple[Kind, ...] = ("natural", "rate", "borrowed", "stretched", "overrun")

# Rates are asked in such steps, so that a small change elsewhere does not have a sentence spoken again.
_RATE_STEP = 0.05
# Up to this, stretching is not heard and speaking again is not worth its time.
_INAUDIBLE = 1.05
# A line that fills less of its window than this is spoken a little slower, at this speed.
_SHORT, _SLOWED = 0.85, 0.90
_STRETCH_STEPS = 10_000


@dataclass(frozen=True, slots=True)
class FitSettings:
    """The limits of fitting.

    `max_rate`: the most that is asked of an engine; `stretch` and `speed`: least and most of time-stretching, and of
    rate × stretch. `gap_ms`: the pause that is left before the next sentence when its silence is borrowed.
    `early_ms`: how much too early a line may begin where it would otherwise be spoken past the end of the video.
    `max_speed` and `max_drift_ms`: from where on a person should look at a line; they are for the report, and change no
    placement.
    """

    max_rate: float = 1.3
    stretch: tuple[float, float] = (0.85, 1.35)
    speed: tuple[float, float] = (0.80, 1.50)
    gap_ms: int = 80
    early_ms: int = 2_000
    max_speed: float = 1.5
    max_drift_ms: int = 500


@dataclass(frozen=True, slots=True)
class Need:
    """A line's own time, and how long its words last when spoken at the natural rate.

    `group`: lines of one number are one sentence, spoken as one. `rates`: its engine has a speaking rate.
    """

    start_ms: int
    end_ms: int
    natural_ms: float
    group: int
    rates: bool = True


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line as it was spoken: it lasts `spoken_ms` at `rate`, before any stretching."""

    need: Need
    rate: float
    spoken_ms: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a line is heard, and at which speed.

    `drift_ms`: how much later it begins than its source (negative: earlier). `overrun_ms`: how long it goes on after
    its source's end. `needed_speed`: the speed at which it would have ended in time for the next line, had it begun at
    its own start; above `speed` only where it overruns. `kind` is the last means that was used.
    """

    start_ms: int
    end_ms: int
    rate: float
    stretch: float
    speed: float
    kind: Kind
    drift_ms: int
    overrun_ms: int
    needed_speed: float


def ask_rates(needs: Sequence[Need], duration_ms: int, settings: FitSettings = FitSettings()) -> list[float]:
    """The rate at which each line is to be spoken, 1.0 where it is well as it is; the same for all lines of a group.

    A sentence is judged as a whole: the speech of all its lines against all their windows.
    Raises ValueError for lines out of order.
    """
    spoken: dict[int, float] = defaultdict(float)
    windows: dict[int, float] = defaultdict(float)
    starts = _starts(needs)
    for index, need in enumerate(needs):
        spoken[need.group] += need.natural_ms
        windows[need.group] += max(1, _own_end(needs, starts, index, duration_ms) - need.start_ms)
    fastest = math.floor(min(settings.max_rate, settings.speed[1]) / _RATE_STEP + 1e-6) * _RATE_STEP
    return [
        round(_rate(spoken[need.group] / windows[need.group], fastest, settings), 2) if need.rates else 1.0
        for need in needs
    ]


def _rate(ratio: float, fastest: float, settings: FitSettings) -> float:
    if ratio > _INAUDIBLE:
        return min(fastest, math.ceil(ratio / _RATE_STEP - 1e-6) * _RATE_STEP)
    if 0 < ratio < _SHORT:
        return max(_SLOWED, settings.speed[0])
    return 1.0


def rooms_ms(needs: Sequence[Need], duration_ms: int, settings: FitSettings = FitSettings()) -> list[int]:
    """How long each line may last when it begins in time: its window and the silence that may be borrowed.

    Raises ValueError for lines out of order.
    """
    starts = _starts(needs)
    return [
        max(0, _free_end(needs, starts, index, duration_ms, settings) - need.start_ms)
        for index, need in enumerate(needs)
    ]


def fit(spoken: Sequence[Spoken], duration_ms: int, settings: FitSettings = FitSettings()) -> list[Placed]:
    """Place every line, in order, as many as were given.

    `duration_ms` is the video's. A line that would be spoken past its end begins earlier, by as much as is needed and
    at most `early_ms`; what even then lasts longer than the video is placed past its end, as an overrun.
    Raises ValueError for lines out of order.
    """
    needs = [line.need for line in spoken]
    wanted = _wanted(spoken, needs, duration_ms, settings)
    placed: list[Placed] = []
    free_from = 0
    for index, line in enumerate(spoken):
        start = max(wanted[index], free_from)
        one = _place(line, start, _ends(needs, wanted, index, duration_ms, settings), settings)
        placed.append(one)
        free_from = one.end_ms + _pause(needs, index, settings) if index + 1 < len(needs) else one.end_ms
    return placed


def _starts(needs: Sequence[Need]) -> list[int]:
    starts = [need.start_ms for need in needs]
    if any(later < earlier for earlier, later in pairwise(starts)):
        raise ValueError("lines are fitted in order of their starts")
    return starts


def _wanted(spoken: Sequence[Spoken], needs: Sequence[Need], duration_ms: int, settings: FitSettings) -> list[int]:
    """When each line is to begin: at its own time, or earlier where the end of the video leaves no other place."""
    wanted = _starts(needs)
    latest_end = duration_ms
    for index in range(len(needs) - 1, -1, -1):
        latest = latest_end - math.ceil(spoken[index].spoken_ms / _most_stretch(spoken[index], settings))
        own = wanted[index]
        wanted[index] = max(0, own - settings.early_ms, min(own, latest))
        if wanted[index] == own:
            break  # what comes before has nothing to do with the end
        latest_end = wanted[index] - (_pause(needs, index - 1, settings) if index else 0)
    return wanted


def _pause(needs: Sequence[Need], index: int, settings: FitSettings) -> int:
    """The silence kept between a line and the next: none inside a sentence, never more than the source has."""
    if needs[index].group == needs[index + 1].group:
        return 0
    return min(settings.gap_ms, max(0, needs[index + 1].start_ms - needs[index].end_ms))


def _own_end(needs: Sequence[Need], starts: Sequence[int], index: int, duration_ms: int) -> int:
    return min(needs[index].end_ms, starts[index + 1] if index + 1 < len(needs) else duration_ms)


def _free_end(needs: Sequence[Need], starts: Sequence[int], index: int, duration_ms: int, settings: FitSettings) -> int:
    if index + 1 == len(needs):
        return duration_ms
    return starts[index + 1] - _pause(needs, index, settings)


def _ends(
    needs: Sequence[Need], starts: Sequence[int], index: int, duration_ms: int, settings: FitSettings
) -> tuple[int, int]:
    """Where a line's own window ends, and until when it may be spoken."""
    free = _free_end(needs, starts, index, duration_ms, settings)
    return min(_own_end(needs, starts, index, duration_ms), free), free


def _most_stretch(line: Spoken, settings: FitSettings) -> float:
    most = min(settings.stretch[1], settings.speed[1] / line.rate)
    return max(1.0, math.floor(most * _STRETCH_STEPS + 1e-6) / _STRETCH_STEPS)


def _place(line: Spoken, start: int, ends: tuple[int, int], settings: FitSettings) -> Placed:
    need, length = line.need, line.spoken_ms
    own_end, free_end = ends
    most = _most_stretch(line, settings)
    stretch = 1.0
    if start + math.ceil(length) > free_end:
        stretch = _tempo(length, free_end - start, most)
    elif not need.rates and 0 < length < _SHORT * (own_end - start):
        stretch = max(_SLOWED, settings.stretch[0], settings.speed[0] / line.rate)
    end = start + math.ceil(round(length / stretch, 6))
    kind: Kind = "natural"
    if end > free_end:
        kind = "overrun"
    elif stretch != 1.0:
        kind = "stretched"
    elif end > own_end:
        kind = "borrowed"
    elif line.rate != 1.0:
        kind = "rate"
    speed = round(line.rate * stretch, 4)
    alone = line.rate * length / max(1, free_end - need.start_ms)
    return Placed(
        start_ms=start,
        end_ms=end,
        rate=line.rate,
        stretch=stretch,
        speed=speed,
        kind=kind,
        drift_ms=start - need.start_ms,
        overrun_ms=max(0, end - need.end_ms),
        needed_speed=round(max(speed, alone) if kind == "overrun" else speed, 4),
    )


def _tempo(length_ms: float, room_ms: int, most: float) -> float:
    """The smallest stretch of whole steps at which the length fits, or the most there may be."""
    if room_ms <= 0:
        return most
    return min(most, math.ceil(length_ms / room_ms * _STRETCH_STEPS) / _STRETCH_STEPS)
