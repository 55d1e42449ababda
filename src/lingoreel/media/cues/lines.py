"""Where the lines of one cue break: at sensible places, evenly, the lower line rather the longer one."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lingoreel.media.timed_text import Token, join_tokens

# A line's end weighs less than a cue's, since the rest is read at once; but not inside a phrase.
_BREAK_WEIGHT = 0.5
_PHRASE_COST = 4.0
_PHRASE_WEIGHT = 0.75
_BALANCE = 1.0
_UPPER_LONGER = 0.15


def imbalance(upper: int, lower: int, line_length: int) -> float:
    """What unequal lines cost; a longer upper one a little more (a pyramid covers less of the picture)."""
    cost = _BALANCE * abs(upper - lower) / line_length
    return cost + _UPPER_LONGER if upper > lower else cost


def line_cost(cost: float) -> float:
    """What a break costs between two lines that costs this much between two cues."""
    return _BREAK_WEIGHT * cost + (_PHRASE_WEIGHT * (cost - _PHRASE_COST) if cost > _PHRASE_COST else 0.0)


def positions(tokens: Sequence[Token], widths: Sequence[int]) -> list[int]:
    """Where each token's blank or first character stands were all on one line; one more for the end."""
    at = [0]
    for token, wide in zip(tokens, widths, strict=True):
        at.append(at[-1] + wide + token.spaced)
    return at


def line_ends(tokens: Sequence[Token], at: Sequence[int], line_length: int) -> list[int]:
    """For each token, the end (exclusive) of the longest line that begins with it; at least one token."""
    count = len(tokens)
    ends = []
    end = 0
    for begin, token in enumerate(tokens):
        end = max(end, begin + 1)
        origin = at[begin] + token.spaced
        while end < count and at[end + 1] - origin <= line_length:
            end += 1
        ends.append(end)
    return ends


def break_lines(
    shown: Sequence[Token],
    widths: Sequence[int],
    costs: Sequence[float],
    line_length: int,
) -> tuple[str, ...]:
    """One line when it fits, else as few as can hold the tokens, broken where it costs least.

    `costs[i]` is the price of a break before token i.
    """
    at = positions(shown, widths)
    count = len(shown)
    if at[count] - shown[0].spaced <= line_length:
        return (join_tokens(shown),)
    ends = line_ends(shown, at, line_length)
    needed, reach = 0, 0
    while reach < count:
        reach = ends[reach]
        needed += 1
    total = at[count] - shown[0].spaced
    fair = total / needed
    # best[k][i]: the cheapest way to put the tokens before i on k lines.
    best = [0.0] + [math.inf] * count
    came_from: list[list[int]] = []
    for number in range(1, needed + 1):
        longer = [math.inf] * (count + 1)
        source = [0] * (count + 1)
        for begin in range(count):
            so_far = best[begin]
            if so_far == math.inf:
                continue
            origin = at[begin] + shown[begin].spaced
            for end in range(begin + 1, ends[begin] + 1):
                wide = at[end] - origin
                cost = so_far + _BALANCE * abs(wide - fair) * 2 / needed / line_length
                if end < count:
                    cost += line_cost(costs[end]) + (_UPPER_LONGER if number == 1 and wide > fair else 0.0)
                if cost < longer[end]:
                    longer[end], source[end] = cost, begin
        best = longer
        came_from.append(source)
    lines: list[str] = []
    end = count
    for source in reversed(came_from):
        begin = source[end]
        lines.append(join_tokens(shown[begin:end]))
        end = begin
    return tuple(reversed(lines))
