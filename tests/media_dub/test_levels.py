"""Gains by which a dub is as loud as its original."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lingoreel.media.dub.levels import MIX_DB, SPEECH_LU, LevelLine, Levels, LevelSpan, solve
from lingoreel.media.sound.loudness import integrated

RATE = 48_000
STEP = RATE // 10


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def _line(at_step: int, count: int, lufs: float, voice: str = "a", stretch: float = 1.0) -> LevelLine:
    """A line of so many steps, whose loudness in one channel is `lufs`."""
    return LevelLine(at_step * STEP, voice, [_power(lufs)] * count, stretch)


def test_the_whole_is_as_loud_as_the_original() -> None:
    under = [LevelSpan(0, [_power(-35)] * 300), LevelSpan(300 * STEP, [_power(-35)] * 200)]
    found = solve(under, [_line(20, 60, -14), _line(320, 100, -14)], RATE, -18.0)
    assert found.expected_lufs == pytest.approx(-18, abs=0.05)
    assert found.mix == 0
    heard = np.full(500, _power(-35))
    for at, count in ((20, 60), (320, 100)):
        heard[at : at + count] += 2 * _power(-14) * 10 ** (found.line_db("a") / 10)
    assert integrated(heard) == pytest.approx(-18, abs=0.05)


def test_a_line_is_half_as_loud_where_there_is_one_channel() -> None:
    lines = [_line(20, 60, -14)]
    under = [LevelSpan(0, [0.0] * 100)]
    one, two = (solve(under, lines, RATE, -20.0, channels=channels) for channels in (1, 2))
    assert one.line_db("a") - two.line_db("a") == pytest.approx(3.01, abs=0.03)


def test_all_voices_become_equally_loud() -> None:
    lines = [_line(0, 50, -12, "loud"), _line(60, 50, -30, "soft"), _line(120, 3, -90, "hardly")]
    found = solve([LevelSpan(0, [0.0] * 200)], lines, RATE, -20.0)
    assert found.line_db("soft") - found.line_db("loud") == pytest.approx(18, abs=0.05)
    assert found.voices["hardly"] == 0


def test_a_stretched_line_counts_for_as_long_as_it_is_heard() -> None:
    under = [LevelSpan(0, [_power(-30)] * 400)]
    slow, fast = (solve(under, [_line(10, 200, -20, stretch=stretch)], RATE, -24.0).dub for stretch in (0.85, 1.35))
    assert slow < fast


@pytest.mark.parametrize("stretch", [0.85, 1.0, 1.2, 1.35])
@pytest.mark.parametrize("late", [0, STEP // 2])
def test_a_stretched_line_keeps_its_power_wherever_its_steps_fall(stretch: float, late: int) -> None:
    """Loud only in every fourth step, as syllables are: which steps are looked at must not matter."""
    steps = [_power(-14), *[_power(-34)] * 3] * 4
    line = LevelLine(20 * STEP + late, "a", steps, stretch)
    found = solve([LevelSpan(0, [0.0] * 100)], [line], RATE, -20.0)
    places = (np.arange(100 * 40) / 40 - line.at_sample / STEP) * stretch
    inside = (places >= 0) & (places < len(steps))
    heard = np.where(inside, np.array(steps)[np.clip(places, 0, len(steps) - 1).astype(int)], 0.0)
    heard = 2 * heard.reshape(100, 40).mean(axis=1) * 10 ** (found.line_db("a") / 10)
    assert integrated(heard) == pytest.approx(-20, abs=0.1)


def test_given_levels_are_kept_and_new_voices_join_them() -> None:
    under = [LevelSpan(0, [_power(-35)] * 300)]
    first = solve(under, [_line(20, 60, -14)], RATE, -18.0)
    again = solve(
        under, [_line(20, 90, -10), _line(150, 60, -22, "b")], RATE, -18.0, given=Levels.from_dict(first.to_dict())
    )
    assert (again.dub, again.mix, again.voices["a"]) == (first.dub, first.mix, first.voices["a"])
    assert again.line_db("b") - again.line_db("a") == pytest.approx(8, abs=0.05)


def _spoken(found: Levels, lufs: float, voice: str = "a") -> float:
    """The loudness of a line of so much, after its gain, in two channels."""
    return lufs + 10 * np.log10(2) + found.line_db(voice)


def test_music_that_is_louder_than_the_original_was_is_not_turned_down_far() -> None:
    found = solve([LevelSpan(0, [_power(-15)] * 300)], [_line(20, 60, -20)], RATE, -23.0)
    assert found.mix == -MIX_DB
    assert _spoken(found, -20) == pytest.approx(-23 + SPEECH_LU, abs=0.5)


def test_the_lines_stay_above_the_music_under_them() -> None:
    under = [LevelSpan(0, [_power(-18)] * 300)]
    found = solve(under, [_line(20, 60, -20)], RATE, -18.0)
    assert _spoken(found, -20) >= -18.05


def test_few_lines_in_much_soft_music_do_not_shout() -> None:
    found = solve([LevelSpan(0, [_power(-40)] * 3000)], [_line(20, 30, -20)], RATE, -18.0)
    assert -18 - SPEECH_LU <= _spoken(found, -20) <= -18 + SPEECH_LU + 0.5


def test_nothing_to_level() -> None:
    assert solve([], [], RATE, -20.0) == Levels()
    assert solve([LevelSpan(0, [0.0] * 50)], [LevelLine(0, "a", [0.0] * 20)], RATE, -20.0).line_db("a") == 0
    assert solve([LevelSpan(0, [0.0] * 50)], [_line(0, 20, -20)], RATE, -120.0).line_db("a") == pytest.approx(
        -3, abs=0.1
    )


@given(
    music=some.floats(-70, -12),
    voice=some.floats(-40, -6),
    target=some.floats(-26, -14),
    at=some.integers(0, 500),
    count=some.integers(20, 500),
)
def test_the_target_is_met_where_lines_can(music: float, voice: float, target: float, at: int, count: int) -> None:
    found = solve([LevelSpan(0, [_power(music)] * 1000)], [_line(at, count, voice)], RATE, target)
    assert target - SPEECH_LU - 1.0 <= _spoken(found, voice) <= target + SPEECH_LU + 1.0
    assert abs(found.mix) <= MIX_DB
    if count >= 300 and music <= target - 12:
        assert found.expected_lufs == pytest.approx(target, abs=0.5)
