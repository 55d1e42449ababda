"""The last cue of a recording ends with it, as far as the hard rules allow."""

from __future__ import annotations

import pytest

from lingoreel.media.cues import Cue, reading_rules, within

RULES = reading_rules("en")


def cues(*times: tuple[int, int]) -> list[Cue]:
    return [Cue(start, end, ("words",)) for start, end in times]


@pytest.mark.parametrize(
    ("given", "end_ms", "expected"),
    [
        ([(0, 1000), (2000, 4000)], 3500, [(0, 1000), (2000, 3500)]),  # ends sooner
        ([(0, 1000), (2000, 4000)], 2500, [(0, 1000), (2500 - RULES.min_ms, 2500)]),  # begins sooner, too
        ([(0, 1900), (2000, 4000)], 2500, [(0, 1900), (2000, 4000)]),  # no room: the shortest time is kept
        ([(0, 1000)], 5000, [(0, 1000)]),
        ([(300, 2000)], 500, [(300, 2000)]),
        ([], 500, []),
    ],
)
def test_the_last_cue(given: list[tuple[int, int]], end_ms: int, expected: list[tuple[int, int]]):
    assert within(cues(*given), end_ms, RULES) == cues(*expected)
