"""Lines brought into their own time: nothing lost, nothing over another, lateness told and ended."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.media.dub.fit import FitSettings, Need, Spoken, ask_rates, fit, rooms_ms

LIMITS = FitSettings()


def say(needs, duration_ms, limits=LIMITS):
    """Lines spoken by an engine that keeps exactly to the rate it is asked for."""
    rates = ask_rates(needs, duration_ms, limits)
    return [Spoken(need, rate, need.natural_ms / rate) for need, rate in zip(needs, rates, strict=True)]


def plan(needs, duration_ms, limits=LIMITS):
    return fit(say(needs, duration_ms, limits), duration_ms, limits)


def line(start, end, natural, group=None, rates=True):
    return Need(start, end, natural, start if group is None else group, rates)


@st.composite
def films(draw, longest=3.0):
    """Lines in order of their starts, now and then touching or overlapping, and the length of their video."""
    at, group, needs = draw(st.integers(0, 2_000)), 0, []
    for _ in range(draw(st.integers(1, 14))):
        length = draw(st.integers(1, 5_000))
        spoken = length * draw(st.floats(0.0, longest))
        needs.append(Need(at, at + length, spoken, group, draw(st.booleans())))
        at = max(at, at + length + draw(st.sampled_from((-300, 0, 0, 40, 80, 500, 1_500, 6_000))))
        group += draw(st.integers(0, 3)) > 0
    return needs, max(need.end_ms for need in needs) + draw(st.integers(0, 1_000))


@given(films())
@settings(max_examples=400, deadline=None, derandomize=True)
def test_laws(film):
    needs, duration_ms = film
    spoken = say(needs, duration_ms)
    placed = fit(spoken, duration_ms)
    assert len(placed) == len(needs)
    free_from = 0
    for said, one in zip(spoken, placed, strict=True):
        assert one.start_ms >= free_from, "lines overlap"
        free_from = one.end_ms
        # Nothing is cut: all that was spoken has its place, and no more than a millisecond is spare.
        length = said.spoken_ms / one.stretch
        assert length - 1e-5 <= one.end_ms - one.start_ms < length + 1.001
        assert LIMITS.stretch[0] <= one.stretch <= LIMITS.stretch[1]
        assert LIMITS.speed[0] <= one.speed <= LIMITS.speed[1]
        assert one.speed == pytest.approx(one.rate * one.stretch, abs=1e-4)
        assert one.drift_ms == one.start_ms - said.need.start_ms >= -LIMITS.early_ms
        assert one.overrun_ms == max(0, one.end_ms - said.need.end_ms)
        assert one.needed_speed >= one.speed
    assert placed == fit(spoken, duration_ms)
    assert sorted({one.group for one in needs}) == sorted({need.group for need in needs})


@given(films())
@settings(max_examples=300, deadline=None, derandomize=True)
def test_lateness_comes_from_an_overrun_alone(film):
    needs, duration_ms = film
    placed = plan(needs, duration_ms)
    for before, one in zip([None, *placed], placed, strict=False):
        if one.drift_ms > 0:
            # Directly behind what was too long even as fast as may be.
            assert before is not None and before.kind == "overrun"
            assert one.start_ms - before.end_ms <= LIMITS.gap_ms
        if one.kind == "overrun":
            assert one.stretch == LIMITS.stretch[1] or one.speed > LIMITS.speed[1] - 0.001


@given(films(), st.data())
@settings(max_examples=300, deadline=None, derandomize=True)
def test_an_edit_moves_others_only_as_far_as_an_overrun_reaches(film, data):
    needs, duration_ms = film
    needs = [replace(need, group=index) for index, need in enumerate(needs)]
    edited = data.draw(st.integers(0, len(needs) - 1))
    natural = data.draw(st.floats(0, 12_000))
    duration_ms += 200_000  # its end pulls at no line
    before = plan(needs, duration_ms)
    needs[edited] = replace(needs[edited], natural_ms=natural)
    after = plan(needs, duration_ms)
    assert before[:edited] == after[:edited]
    for index in range(edited + 1, len(needs)):
        if before[index].drift_ms == after[index].drift_ms == 0:
            assert before[index:] == after[index:]
            break


@given(films(longest=1.4))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_what_fits_at_full_speed_begins_in_time(film):
    needs, duration_ms = film
    needs = [replace(need, rates=False) for need in needs]
    rooms = rooms_ms(needs, duration_ms)
    if all(need.natural_ms / 1.349 < room for need, room in zip(needs, rooms, strict=True)):
        placed = plan(needs, duration_ms)
        assert all(one.drift_ms == 0 and one.kind != "overrun" for one in placed)
        pauses = zip(needs, needs[1:], placed, placed[1:], strict=False)
        for need, following, one, after in pauses:
            if need.group != following.group:  # breath is kept, as far as the source takes one
                assert after.start_ms - one.end_ms >= min(80, following.start_ms - need.end_ms)


def test_every_means_in_its_order():
    needs = [
        line(0, 2_000, 2_000),  # fits
        line(3_000, 5_000, 2_300),  # the engine speaks faster
        line(6_000, 8_000, 2_900),  # at its fastest, and a little of the silence
        line(9_000, 11_000, 3_800),  # all the silence, then stretched
        line(12_000, 14_000, 5_500),  # even that is too long
        line(15_000, 17_000, 1_900),  # begins late
        line(18_000, 20_000, 2_000),  # in time again
    ]
    placed = plan(needs, 30_000)
    assert [one.kind for one in placed] == [
        "natural",
        "rate",
        "borrowed",
        "stretched",
        "overrun",
        "borrowed",
        "natural",
    ]
    assert [one.rate for one in placed] == [1.0, 1.15, 1.3, 1.3, 1.3, 1.0, 1.0]
    assert [one.drift_ms for one in placed[:5]] == [0] * 5
    assert placed[2].end_ms == 6_000 + -(-2_900 // 1.3) and placed[2].overrun_ms == placed[2].end_ms - 8_000
    assert placed[3].end_ms == 11_920 and placed[3].stretch == pytest.approx(3_800 / 1.3 / 2_920, abs=1e-4)
    assert placed[4].speed == pytest.approx(1.5, abs=1e-3) and placed[4].needed_speed == pytest.approx(
        5_500 / 2_920, abs=1e-3
    )
    assert placed[5].drift_ms == placed[4].end_ms + 80 - 15_000 > 0
    assert placed[6].drift_ms == 0


def test_a_short_line_is_slowed_a_little():
    needs = [line(0, 4_000, 2_000), line(5_000, 9_000, 2_000, rates=False), line(10_000, 12_000, 1_900)]
    placed = plan(needs, 20_000)
    assert [(one.rate, one.stretch, one.speed) for one in placed] == [(0.9, 1, 0.9), (1, 0.9, 0.9), (1, 1, 1)]
    assert [one.kind for one in placed] == ["rate", "stretched", "natural"]


def test_a_sentence_has_one_rate_and_no_breath_inside():
    needs = [line(0, 2_000, 2_600, 7), line(2_000, 4_000, 2_100, 7), line(4_000, 6_000, 1_000, 8)]
    assert ask_rates(needs, 10_000) == [1.2, 1.2, 0.9]
    placed = plan(needs, 10_000)
    assert placed[0].end_ms == 2_000 and placed[1].start_ms == 2_000


def test_rates_are_steps_and_small_excess_is_not_spoken_again():
    needs = [line(start, start + 1_000, natural) for start, natural in ((0, 1_049), (2_000, 1_051), (4_000, 1_102))]
    assert ask_rates(needs, 9_000) == [1.0, 1.1, 1.15]
    assert ask_rates([line(0, 1_000, 5_000)], 9_000, FitSettings(speed=(0.8, 1.17))) == [1.15]


def test_a_lower_limit_of_speed_is_kept():
    placed = plan([line(0, 1_000, 3_000), line(1_000, 2_000, 900)], 9_000, FitSettings(speed=(0.8, 1.2)))
    assert placed[0].speed == pytest.approx(1.2) and placed[0].kind == "overrun"
    assert placed[0].needed_speed == pytest.approx(3.0)
    assert placed[1].drift_ms == 1_500


def test_the_last_line_ends_with_the_video():
    needs = [line(0, 2_000, 2_000), line(5_000, 7_000, 3_100), line(7_500, 9_500, 4_200)]
    placed = plan(needs, 10_000)
    assert placed[2].end_ms == 10_000 and -400 < placed[2].drift_ms < 0
    assert placed[1].end_ms <= placed[2].start_ms - 80 and placed[1].drift_ms == 0
    assert placed[0] == plan(needs[:1], 10_000)[0]


def test_what_is_longer_than_the_video_is_told_and_not_cut():
    placed = plan([line(0, 1_000, 1_000), line(8_000, 9_900, 9_000)], 10_000)
    assert placed[1].drift_ms == -2_000 and placed[1].kind == "overrun"
    assert placed[1].end_ms == 12_001 and placed[1].overrun_ms == 2_101


def test_nothing_to_say_and_no_time_to_say_it():
    placed = plan([line(100, 100, 0.0), line(100, 100, 500.0), line(150, 900, 0.0)], 1_000)
    assert [one.end_ms - one.start_ms for one in placed] == [0, 334, 0]
    assert plan([], 1_000) == []


def test_lines_out_of_order_are_refused():
    with pytest.raises(ValueError, match="order"):
        fit([Spoken(line(start, start + 100, 90), 1.0, 90) for start in (500, 400)], 1_000)


def test_ten_thousand_lines_are_planned_at_once():
    needs = [line(index * 1_000, index * 1_000 + 900, 700 + index * 37 % 900) for index in range(10_000)]
    placed = plan(needs, 10_000_000)
    assert max(one.drift_ms for one in placed) < 1_000  # lateness never adds up
    assert sum(one.drift_ms == 0 for one in placed) > 5_000
