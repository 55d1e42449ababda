"""When each cue is shown, so that the hard rules hold whatever the speech: order, shortest and longest time, gap.

First the starts are moved as little as possible (least squares) until each cue has its shortest time and the gap: an
isotonic regression, by pooling neighbours that violate it. Then, by dynamic programming, each start may move up to
three frames more where a cue has too little time to be read.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lingoreel.media.cues.rules import IN_TIME_FRAMES, ReadingRules

_UNREADABLE = (1.0, 8.0)  # for any, and for all of the reading time that is missing
_SPEECH_CUT = 4.0  # for each second of speech after the cue's end
_OUT_OF_TIME = 2.0
_FRAME_OFF = 0.05


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is to be shown: when its words are spoken, and how long they take to read."""

    start_ms: int
    end_ms: int
    needed_ms: int


def place(spoken: Sequence[Spoken], rules: ReadingRules) -> list[tuple[int, int]]:
    """(start_ms, end_ms) for each, in order. Time grows with their number."""
    if not spoken:
        return []
    starts = _readable([item.start_ms for item in spoken], spoken, rules)
    times = []
    for index, (item, start_ms) in enumerate(zip(spoken, starts, strict=True)):
        following = starts[index + 1] if index + 1 < len(starts) else None
        latest_ms = start_ms + rules.max_ms
        if following is not None:
            latest_ms = min(latest_ms, following - rules.gap_ms)
        wanted_ms = max(item.end_ms, start_ms + item.needed_ms)
        end_ms = max(start_ms + rules.min_ms, min(wanted_ms, latest_ms))
        if following is not None and following - end_ms < rules.bridge_ms:
            end_ms = max(end_ms, latest_ms)
        times.append((start_ms, end_ms))
    return times


def _spread(starts_ms: Sequence[int], step_ms: int) -> list[int]:
    """The starts nearest to these (least squares) that are 0 or later and `step_ms` or more apart."""
    # Without the steps the starts must only not run backwards.
    blocks: list[tuple[int, int]] = []  # sum, count
    for index, start_ms in enumerate(starts_ms):
        total, count = start_ms - index * step_ms, 1
        # A block is pooled while its mean is below that of the one before it.
        while blocks and blocks[-1][0] * count > total * blocks[-1][1]:
            earlier, more = blocks.pop()
            total, count = total + earlier, count + more
        blocks.append((total, count))
    placed: list[int] = []
    for total, count in blocks:
        # Rounding down keeps the order, and so does the bound.
        level = max(0, total // count)
        for _ in range(count):
            placed.append(level + len(placed) * step_ms)
    return placed


def _readable(starts_ms: list[int], spoken: Sequence[Spoken], rules: ReadingRules) -> list[int]:
    """The spread starts, each moved by up to three frames where that lets more be read."""
    step_ms = rules.min_ms + rules.gap_ms
    base = _spread(starts_ms, step_ms)
    offsets = [rules.in_time_ms * k // IN_TIME_FRAMES for k in range(-IN_TIME_FRAMES, IN_TIME_FRAMES + 1)]
    count = len(base)
    short = [False] * (count + 1)
    for i, (now, after) in enumerate(pairwise(base)):
        wanted_ms = min(max(spoken[i].needed_ms, spoken[i].end_ms - now), rules.max_ms)
        short[i] = after - rules.gap_ms - now < wanted_ms
    choices = [
        [base[i] + offset for offset in offsets if base[i] + offset >= 0] if short[i] or short[i - 1] else [base[i]]
        for i in range(count)
    ]
    costs = [_off(start_ms, spoken[0], rules) for start_ms in choices[0]]
    came_from: list[list[int]] = []
    for i in range(1, count):
        item, before = spoken[i], spoken[i - 1]
        source: list[int] = []
        reached: list[float] = []
        for start_ms in choices[i]:
            cheapest, found = math.inf, -1
            for k, earlier_ms in enumerate(choices[i - 1]):
                if start_ms - earlier_ms < step_ms:
                    break
                cost = costs[k] + _hurry(start_ms - rules.gap_ms - earlier_ms, earlier_ms, before, rules)
                if cost < cheapest:
                    cheapest, found = cost, k
            reached.append(cheapest + _off(start_ms, item, rules))
            source.append(found)
        costs = reached
        came_from.append(source)
    at = min(range(len(costs)), key=costs.__getitem__)
    placed = [choices[-1][at]]
    for i in range(count - 1, 0, -1):
        at = came_from[i - 1][at]
        placed.append(choices[i - 1][at])
    placed.reverse()
    return placed


def _off(start_ms: int, item: Spoken, rules: ReadingRules) -> float:
    """What it costs to begin at another time than the speech."""
    off_ms = abs(start_ms - item.start_ms)
    frames = off_ms * rules.fps / 1000
    if off_ms <= rules.in_time_ms:
        return _FRAME_OFF * frames
    return _OUT_OF_TIME + _FRAME_OFF * frames


def _hurry(room_ms: int, start_ms: int, item: Spoken, rules: ReadingRules) -> float:
    """What it costs to show the item for no longer than this."""
    room_ms = min(room_ms, rules.max_ms)
    cost = 0.0
    if item.needed_ms > room_ms:
        some, all_of_it = _UNREADABLE
        cost += some + all_of_it * (1 - room_ms / item.needed_ms)
    if item.end_ms > start_ms + room_ms:
        cost += _SPEECH_CUT * min(item.end_ms - start_ms - room_ms, rules.max_ms) / 1000
    return cost
