"""Cues put right for the media they are shown over."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.media.cues.cue import Cue, Span
from lingoreel.media.subtitle_files import tidy


def cue(start, end, text="x", **more):
    return Cue(start, end, tuple(text.split("\n")), **more)


def test_what_is_right_stays_as_it_is():
    cues = [cue(0, 1000, "a"), cue(1000, 2000, "b"), cue(1500, 2500, "up", alignment=8), cue(2000, 3000, "c")]
    assert tidy(cues, 3000) == (cues, [])


def test_order_and_times():
    cues = [cue(5000, 6000, "c"), cue(-500, 1000, "a"), cue(4000, 3000, "b"), cue(-9, 0, "gone"), cue(7000, 7000, "d")]
    kept, warnings = tidy(cues)
    assert kept == [cue(0, 1000, "a"), cue(3000, 4000, "b"), cue(5000, 6000, "c"), cue(7000, 8000, "d")]
    assert warnings == [
        "1 cue began before 0: the beginning was cut off (the first at 0:00:00: “a”)",
        "1 cue ended before beginning: the two times were swapped (the first at 0:00:04: “b”)",
        "1 cue ended before the media begins and went (the first at 0:00:00: “gone”)",
        "2 cues stood out of order: sorted by time (the first at 0:00:00: “a”)",
        "1 cue had no length: the end was set by reading speed (the first at 0:00:07: “d”)",
    ]


def test_no_length_next_to_others():
    kept, _ = tidy([cue(1000, 1000, "a"), cue(1500, 2000, "b"), cue(9000, 9000, "w" * 200), cue(20_000, 20_000, "c")])
    assert [(c.start_ms, c.end_ms) for c in kept] == [(1000, 1500), (1500, 2000), (9000, 16_000), (20_000, 21_000)]


def test_what_comes_after_the_end_goes_and_is_told():
    kept, warnings = tidy(
        [cue(0, 1000, "a"), cue(9000, 11_000, "b"), cue(10_000, 12_000, "c"), cue(12_000, 13_000, "d")], 10_000
    )
    assert kept == [cue(0, 1000, "a"), cue(9000, 10_000, "b")]
    assert warnings == [
        "1 cue ended after the media's end (0:00:10): cut there (the first at 0:00:09: “b”)",
        "2 cues began after the media's end (0:00:10) and went (the first at 0:00:10: “c”)",
    ]


def test_another_video():
    cues = [cue(n * 10_000, n * 10_000 + 2000, str(n)) for n in range(600)]
    assert "seem to belong to a longer video" in tidy(cues, 1_800_000)[1][0]
    assert "cover less than half" in tidy(cues[:60], 3_600_000)[1][0]
    assert tidy(cues, 6_000_000)[1] == []


def test_equal_times_are_lines_of_one():
    upper = cue(0, 1000, "a", spans=(Span(0, 0, 1, "italic"),), speaker="A")
    lower = cue(0, 1000, "b", spans=(Span(0, 0, 1, "bold"),), speaker="B")
    kept, warnings = tidy([upper, lower])
    assert kept == [cue(0, 1000, "a\nb", spans=(Span(0, 0, 1, "italic"), Span(1, 0, 1, "bold")))]
    assert len(warnings) == 1


def test_a_moment_of_overlap_is_cut():
    assert tidy([cue(0, 1100, "a"), cue(1000, 2000, "b")])[0] == [cue(0, 1000, "a"), cue(1000, 2000, "b")]


def test_both_are_seen_while_both_last():
    kept, warnings = tidy([cue(0, 3000, "a"), cue(1000, 5000, "b")])
    assert kept == [cue(0, 1000, "a"), cue(1000, 3000, "a\nb"), cue(3000, 5000, "b")]
    assert warnings == ["2 cues overlapped in one place: shown together while both last (the first at 0:00:00: “a”)"]
    assert tidy([cue(0, 9000, "a"), cue(1000, 2000, "b")])[0] == [
        cue(0, 1000, "a"),
        cue(1000, 2000, "a\nb"),
        cue(2000, 9000, "a"),
    ]


def test_nothing_flickers():
    kept, _ = tidy([cue(0, 4000, "a"), cue(100, 4100, "b")])
    assert kept == [cue(0, 4100, "a\nb")]


def test_repeats_are_one():
    assert tidy([cue(0, 1000), cue(0, 1000), cue(500, 2000)])[0] == [cue(0, 2000)]
    signs = [cue(40 * n, 40 * n + 40, "SIGN") for n in range(100)]
    assert tidy(signs)[0] == [cue(0, 4000, "SIGN")]
    said_twice = [cue(0, 1000, "No."), cue(1000, 2000, "No.")]
    assert tidy(said_twice)[0] == said_twice


def test_too_many_at_once_take_turns():
    kept, warnings = tidy([cue(0, 10_000, str(n)) for n in range(10)])
    assert sorted(line for c in kept for line in c.lines) == sorted(str(n) for n in range(10))
    assert max(len(c.lines) for c in kept) <= 4
    assert "shown in turn" in warnings[0]
    kept, warnings = tidy([cue(0, 1000, str(n)) for n in range(1000)])
    assert sum(len(c.lines) for c in kept) == 16
    assert warnings[-1].startswith("984 cues of one and the same time found no room in it and went")


CUES = st.lists(
    st.builds(
        lambda start, length, text, place: Cue(start, start + length, (text,) if text else (), None, (), place),
        st.integers(-3000, 30_000),
        st.integers(-2000, 6000),
        st.sampled_from(["", "a", "b", "c", "a long line of words", "d"]),
        st.sampled_from([None, 2, 8]),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(cues=CUES, duration_ms=st.none() | st.integers(1, 40_000))
def test_what_comes_out_can_always_be_shown(cues, duration_ms):
    kept, warnings = tidy(cues, duration_ms)
    assert [c.start_ms for c in kept] == sorted(c.start_ms for c in kept)
    last = {}
    for c in kept:
        place = c.alignment or 2
        assert 0 <= c.start_ms < c.end_ms
        assert duration_ms is None or c.end_ms <= duration_ms
        assert c.start_ms >= last.get(place, 0)
        last[place] = c.end_ms
        assert c.lines
    shown = {line for c in kept for line in c.lines}
    for c in cues:
        if not c.lines or max(c.start_ms, c.end_ms) <= 0:
            continue
        if duration_ms is None or min(c.start_ms, c.end_ms) < duration_ms:
            assert c.lines[0] in shown
    if kept != [replace(c) for c in cues]:
        assert warnings
    assert tidy(kept, duration_ms)[0] == kept


@pytest.mark.parametrize("seed", range(3))
def test_many_that_all_overlap_end_soon(seed):
    draw = random.Random(seed)
    cues = [cue(at := draw.randrange(10**6), at + draw.randrange(10**6), str(n)) for n in range(20_000)]
    kept, _ = tidy(cues)
    assert {line for c in kept for line in c.lines} == {str(n) for n in range(20_000)}
