"""The sync report: what it counts, against hand-made placements."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.media.dub.fit import FitSettings, Need, Spoken, fit
from lingoreel.media.dub.line import DubLine, tidy_lines, windows_ms
from lingoreel.media.dub.report import DEAD_AIR_MS, Voiced, review_warnings, sync_report

ESPEAK = Voiced("espeak", "espeak:es")
LIMITS = FitSettings()


def report_of(*lines, duration_ms=20_000, settings=LIMITS, heard_ms=()):
    """A report on lines given as (start, end, natural length), spoken by an engine without rates."""
    dub = [DubLine(start, end, "uno dos tres cuatro") for start, end, _ in lines]
    needs = [Need(start, end, natural, start, rates=False) for start, end, natural in lines]
    placed = fit([Spoken(need, 1.0, need.natural_ms) for need in needs], duration_ms)
    return sync_report(dub, placed, [ESPEAK] * len(dub), duration_ms=duration_ms, settings=settings, heard_ms=heard_ms)


def test_lines_and_sum():
    report = report_of((0, 2_000, 1_500), (3_000, 5_000, 5_000), (5_500, 7_500, 1_500), (8_000, 10_000, 2_000))
    rows, summary = report["lines"], report["summary"]
    assert [row["kind"] for row in rows] == ["stretched", "overrun", "stretched", "natural"]
    late = 3_000 + 3_704 + 80 - 5_500  # 5 s at 1.35, and the breath after it
    assert [row["start_drift_ms"] for row in rows] == [0, 0, late, 0]
    assert rows[1]["end"] == 6_704 and rows[1]["end_overrun_ms"] == 1_704 and rows[1]["needed_speed"] > 2
    assert rows[3]["words_per_second"] == 2.0 and rows[3]["speed_factor"] == 1.0
    assert rows[0] == {
        **{"index": 0, "start": 0, "end": 1_667, "source_start": 0, "source_end": 2_000, "start_drift_ms": 0},
        **{"end_overrun_ms": 0, "speed_factor": 0.9, "rate": 1.0, "stretch": 0.9, "needed_speed": 0.9},
        **{"words_per_second": 2.4, "engine": "espeak", "voice": "espeak:es", "wording": "given", "kind": "stretched"},
    }
    assert summary["start_drift_ms"] == {"median": 0, "p95": late, "max": late}
    assert summary["on_time_share"] == 0.75
    assert summary["kinds"]["stretched"] == {"lines": 2, "share": 0.5}
    assert sum(each["lines"] for each in summary["kinds"].values()) == summary["lines"] == 4
    assert summary["overlap_ms"] == 0 and summary["past_end_ms"] == 0
    assert json.loads(json.dumps(report)) == report


def test_a_line_said_behind_another_is_late_by_the_start_that_it_was_given():
    dub, _ = tidy_lines(
        [DubLine(1_000, 4_000, "uno"), DubLine(1_000, 4_000, "dos"), DubLine(5_000, 6_000, "tres")], 9_000
    )
    needs = [Need(start, end, 1_200, at) for at, (start, end) in enumerate(windows_ms(dub, [1_200] * 3))]
    placed = fit([Spoken(need, 1.0, 1_200) for need in needs], 9_000)
    report = sync_report(dub, placed, [ESPEAK] * 3, duration_ms=9_000, settings=LIMITS)
    assert [row["source_start"] for row in report["lines"]] == [1_000, 1_000, 5_000]
    assert [row["start_drift_ms"] for row in report["lines"]] == [0, 1_200, 0]
    assert report["needs_review"] == [{"index": 1, "why": ["drift"]}]
    assert report["summary"]["overlap_ms"] == 0


def test_dead_air_is_where_the_source_speaks_and_the_dub_does_not():
    report = report_of((0, 4_000, 1_000), (6_000, 8_000, 2_000))
    heard = 1_000 / 0.9
    assert report["summary"]["speech_ms"] == 6_000
    assert report["summary"]["dead_air_ms"] == pytest.approx(4_000 - heard, abs=1)
    assert report["summary"]["dead_air_share"] == pytest.approx((4_000 - heard) / 6_000, abs=1e-3)


def test_stretches_in_which_only_the_source_speaks_are_told():
    heard = [(0, 4_000), (5_000, 9_000), (9_300, 11_000), (12_000, 16_000), (70_000, 73_000)]
    whole, emptied = (12_000, 16_000, 4_000), (5_000, 11_000, 0)
    report = report_of((0, 4_000, 4_000), emptied, whole, duration_ms=80_000, heard_ms=heard)
    assert report["dead_air"] == [{"start": 5_000, "end": 11_000}, {"start": 70_000, "end": 73_000}]
    assert review_warnings(report)[-1] == (
        "needs_review: somebody speaks in the source and nobody in the dub for 9.0 s in 2 stretches, "
        "the longest at 0:00:05 (6.0 s), 0:01:10 (3.0 s)"
    )
    deleted = report_of((0, 4_000, 4_000), whole, duration_ms=80_000, heard_ms=heard)
    assert deleted["dead_air"] == report["dead_air"]


def test_pauses_of_the_source_and_short_stretches_are_no_dead_air():
    heard = [(0, 1_900), (9_000, 11_000), (14_000, 14_000 + DEAD_AIR_MS), (17_500, 18_500)]
    report = report_of((0, 11_000, 1_900), (14_000, 18_500, 0), heard_ms=heard)
    assert report["lines"][0]["end"] < 9_000
    assert report["dead_air"] == []
    assert not any("nobody in the dub" in warning for warning in review_warnings(report))


def test_where_nothing_was_heard_the_lines_tell_who_speaks():
    report = report_of((0, 4_000, 4_000), (6_000, 10_000, 0))
    assert report["dead_air"] == [{"start": 6_000, "end": 10_000}]


def test_told_stretches_of_dead_air_are_bounded():
    heard = [(at * 10_000, at * 10_000 + 3_000 + at) for at in range(100)]
    *_, warning = review_warnings(report_of(duration_ms=1_000_000, heard_ms=heard))
    assert "in 100 stretches, the longest at 0:16:10 (3.1 s), 0:16:20 (3.1 s), 0:16:30 (3.1 s)" in warning


def test_what_was_measured_counts_more_than_what_was_planned():
    dub = [DubLine(start, start + 900, "a") for start in (0, 1_000)]
    placed = fit([Spoken(Need(line.start_ms, line.end_ms, 900, line.start_ms), 1.0, 900) for line in dub], 5_000)
    voiced = [replace(ESPEAK, heard_ms=(10, 1_100)), replace(ESPEAK, heard_ms=(1_004, 1_900), wording="shortened")]
    report = sync_report(dub, placed, voiced, duration_ms=5_000, settings=LIMITS)
    assert [row["start_drift_ms"] for row in report["lines"]] == [10, 4]
    assert report["summary"]["overlap_ms"] == 96
    assert report["summary"]["shortened"] == 1


def test_what_a_person_should_look_at():
    lines = [(0, 1_000, 1_300), (1_000, 2_000, 2_600), (2_000, 3_000, 0), (19_000, 19_900, 9_000)]
    report = report_of(*lines, settings=FitSettings(max_speed=1.25, max_drift_ms=300))
    assert report["thresholds"] == {"max_speed": 1.25, "max_drift_ms": 300}
    assert report["needs_review"] == [
        {"index": 0, "why": ["speed"]},
        {"index": 1, "why": ["speed"]},
        {"index": 2, "why": ["silent"]},
        {"index": 3, "why": ["speed", "drift", "past_end"]},
    ]
    assert review_warnings(report) == [
        "needs_review: 3 lines spoken faster than 1.25 times the natural speed (counted from 1: 1, 2, 4)",
        "needs_review: 1 line beginning more than 300 ms beside their time (counted from 1: 4)",
        "needs_review: 1 line going on after the end of the video (counted from 1: 4)",
        "needs_review: 1 line with nothing that can be spoken (counted from 1: 3)",
    ]
    assert report["summary"]["past_end_ms"] == report["lines"][3]["end"] - 20_000 > 0


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=12),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), min_size=12, max_size=12),
)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_sums_are_those_of_counting_every_millisecond(source, heard):
    dub = [DubLine(start, start + length, "a") for start, length in sorted(source)]
    spans = [(start, start + length) for start, length in heard[: len(dub)]]
    placed = fit([Spoken(Need(one.start_ms, one.end_ms, 1, at), 1.0, 1) for at, one in enumerate(dub)], 100)
    voiced = [replace(ESPEAK, heard_ms=span) for span in spans]
    summary = sync_report(dub, placed, voiced, duration_ms=100, settings=LIMITS)["summary"]
    spoken = {ms for one in dub for ms in range(one.start_ms, one.end_ms)}
    said = Counter(ms for start, end in spans for ms in range(start, end))
    assert summary["speech_ms"] == len(spoken)
    assert summary["dead_air_ms"] == len(spoken - set(said))
    assert (summary["overlap_ms"] > 0) == any(count > 1 for count in said.values())


def test_nothing_to_look_at_and_nothing_at_all():
    calm = report_of((0, 2_000, 1_950))
    assert calm["needs_review"] == [] and review_warnings(calm) == []
    empty = report_of()
    assert empty["lines"] == [] and empty["summary"]["dead_air_share"] == 0.0


def test_warnings_are_bounded():
    many = report_of(*((index * 1_000, index * 1_000 + 900, 0) for index in range(300)), duration_ms=300_000)
    warning, dead_air = review_warnings(many)
    assert warning.startswith("needs_review: 300 lines") and "20 and 280 more" in warning
    assert dead_air.endswith("nobody in the dub for 299.9 s in 1 stretch at 0:00:00 (299.9 s)")


@pytest.mark.parametrize(
    ("text", "words"),
    [("uno dos, tres", 3), ("— ¿qué?", 1), ("圣马丁角的灯塔建于一八四七年，", 14 / 1.7), ("สวัสดีครับ", 7 / 1.7)],
)
def test_words_of_every_script(text, words):
    placed = fit([Spoken(Need(0, 4_000, 4_000, 0), 1.0, 4_000)], 9_000)
    (row,) = sync_report([DubLine(0, 4_000, text)], placed, [ESPEAK], duration_ms=9_000, settings=LIMITS)["lines"]
    assert row["words_per_second"] == pytest.approx(words / 4, abs=0.01)
