"""The report: honest, complete, bounded, and plain JSON."""

import json
import random
from dataclasses import replace

import pytest

from lingoreel.media.cues import Cue, coverage, make_cues, quality, reading_rules
from lingoreel.media.segments import Segment, Word

RULES = {
    "order",
    "overlap",
    "gap",
    "empty_line",
    "line_length",
    "lines",
    "min_duration",
    "max_duration",
    "reading_speed",
}


def test_every_rule_is_told_with_its_limit(corpus):
    segments = corpus("en")
    cues = make_cues(segments, "en")
    report = quality(cues, "en", segments=segments)
    assert set(report["rules"]) == RULES | {"in_time"}
    for rule in report["rules"].values():
        assert rule["kept"] + rule["count"] == len(cues)
        assert len(rule["cues"]) == len(rule["why"]) == rule["count"]
    assert {name for name, rule in report["rules"].items() if not rule["hard"]} == {"reading_speed", "in_time"}
    assert report["rules"]["line_length"]["limit"] == 42
    assert json.loads(json.dumps(report)) == report
    assert set(quality([], "en")["rules"]) == RULES


def broken_by_a_stickler(cues, rules):
    """Rule by rule, written apart from the product."""
    wrong = {name: set() for name in RULES}
    for i, cue in enumerate(cues):
        shown = cue.end_ms - cue.start_ms
        before = cues[i - 1] if i else None
        if cue.start_ms < 0 or shown <= 0 or (before and cue.start_ms < before.start_ms):
            wrong["order"].add(i)
        if before and cue.start_ms < before.end_ms:
            wrong["overlap"].add(i)
        if before and cue.start_ms - before.end_ms < rules.gap_ms:
            wrong["gap"].add(i)
        if not cue.lines or not all(line.strip() for line in cue.lines):
            wrong["empty_line"].add(i)
        if any(len(line) > rules.line_length for line in cue.lines):
            wrong["line_length"].add(i)
        if len(cue.lines) > rules.lines:
            wrong["lines"].add(i)
        if shown < rules.min_ms:
            wrong["min_duration"].add(i)
        if shown > rules.max_ms:
            wrong["max_duration"].add(i)
        if sum(map(len, cue.lines)) > rules.characters_per_second * max(0, shown) / 1000:
            wrong["reading_speed"].add(i)
    return wrong


def test_what_is_broken_is_found(corpus):
    rules = reading_rules("en")
    chance = random.Random(5)
    cues = make_cues(corpus("en"), "en")
    for _ in range(60):
        spoilt = list(cues)
        for _ in range(chance.randrange(1, 6)):
            i = chance.randrange(len(spoilt))
            cue = spoilt[i]
            spoilt[i] = chance.choice(
                [
                    replace(cue, start_ms=cue.start_ms - 3000),
                    replace(cue, end_ms=cue.end_ms + chance.choice([50, 4000])),
                    replace(cue, end_ms=cue.start_ms + chance.choice([-5, 0, 500])),
                    replace(cue, lines=(*cue.lines, "one more line")),
                    replace(cue, lines=("x" * 43,)),
                    replace(cue, lines=(cue.lines[0], " ")),
                    replace(cue, lines=()),
                ]
            )
        report = quality(spoilt, "en")
        expected = broken_by_a_stickler(spoilt, rules)
        assert {name: set(rule["cues"]) for name, rule in report["rules"].items()} == expected
        assert report["broken"] == len(set().union(*expected.values()))


def test_the_list_is_bounded_and_the_count_is_not():
    cues = [Cue(i * 1000, i * 1000 + 100, ("brief",)) for i in range(5000)]
    rule = quality(cues, "en")["rules"]["min_duration"]
    assert (rule["count"], rule["kept"], len(rule["cues"]), len(rule["why"])) == (5000, 0, 100, 100)
    assert rule["why"][0] == "shown for 100 ms, 834 ms wanted"


@pytest.mark.parametrize("language", ["en", "zh", "ar"])
def test_cues_moved_away_from_their_speech_are_told(corpus, language):
    segments = corpus(language)
    cues = make_cues(segments, language)
    moved = [replace(cue, start_ms=cue.start_ms + (400 if i in (3, 8) else 0)) for i, cue in enumerate(cues)]
    rule = quality(moved, language, segments=segments)["rules"]["in_time"]
    assert set(rule["cues"]) == {3, 8}
    assert all("ms after its first word, 125 ms allowed" in why for why in rule["why"])


def test_words_that_nobody_said_are_told():
    segments = [Segment(0, 1000, "hello there", (Word(0, 400, "hello"), Word(500, 1000, "there")))]
    rule = quality([Cue(0, 1000, ("goodbye",))], "en", segments=segments)["rules"]["in_time"]
    assert (rule["cues"], rule["why"]) == ([0], ["its words were not found near it in what was said"])


def test_dashes_of_a_dialogue_are_not_looked_for():
    segments = [
        Segment(0, 600, "Well-known?", (Word(0, 600, "Well-known"),), "a"),
        Segment(650, 900, "—No.", (Word(650, 900, "No"),), "b"),
    ]
    cues = make_cues(segments, "en")
    assert [cue.lines for cue in cues] == [("- Well-known?", "—No.")]
    assert quality(cues, "en", segments=segments)["rules"]["in_time"]["count"] == 0


def test_repeated_words_are_matched_in_order():
    words = tuple(Word(i * 500, i * 500 + 400, "yes") for i in range(40))
    segments = [Segment(0, 20_000, " ".join(["yes"] * 40), words)]
    cues = make_cues(segments, "en")
    assert quality(cues, "en", segments=segments)["rules"]["in_time"]["count"] == 0
    late = [replace(cue, start_ms=cue.start_ms + 2000, end_ms=cue.end_ms + 2000) for cue in cues]
    assert quality(late, "en", segments=segments)["rules"]["in_time"]["count"] == len(cues)


def test_coverage_finds_what_stands_under_no_cue():
    cues = [Cue(1000, 2000, ("a",)), Cue(2084, 4000, ("b",)), Cue(9000, 10_000, ("c",))]
    report = coverage([(900, 4100), (5000, 7000), (6000, 8000), (9500, 9500)], cues)
    assert report["uncovered"] == [{"start_ms": 5000, "end_ms": 8000}]
    assert (report["count"], report["speech_ms"], report["covered_ms"]) == (1, 6200, 3200)
    assert report["share"] == round(3200 / 6200, 4)
    assert coverage([], cues)["share"] == 1
    assert coverage([(0, 1000)], [])["share"] == 0
    assert coverage([(i * 2000, i * 2000 + 500) for i in range(300)], [])["count"] == 300
    assert len(coverage([(i * 2000, i * 2000 + 500) for i in range(300)], [])["uncovered"]) == 100


def test_coverage_measures_to_the_cue_not_only_to_its_edge():
    report = coverage([(0, 10_000)], [Cue(2000, 4000, ("a",)), Cue(6000, 8000, ("b",))], tolerance_ms=0)
    assert [tuple(gap.values()) for gap in report["uncovered"]] == [(0, 2000), (4000, 6000), (8000, 10_000)]


def test_a_lost_cue_shows_in_the_coverage(corpus):
    segments = corpus("en")
    cues = make_cues(segments, "en")
    del cues[4]
    report = quality(cues, "en", segments=segments)["coverage"]
    assert report["count"] == 1
    assert report["share"] < 0.98


def test_fifty_thousand_cues_are_judged_in_seconds():
    import time

    words = tuple(Word(i * 400, i * 400 + 350, f"word{i % 50}") for i in range(50_000))
    segments = [Segment(0, 20_000_000, " ".join(word.text for word in words), words)]
    cues = [Cue(i * 400, i * 400 + 300, (f"word{i % 50}",)) for i in range(50_000)]
    began = time.process_time()
    report = quality(cues, "en", segments=segments)
    assert time.process_time() - began < 10
    assert report["rules"]["min_duration"]["count"] == 50_000
    assert report["rules"]["in_time"]["count"] == 0
