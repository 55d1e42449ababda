"""The numbers that a cue must keep, per language, preset and customer."""

import pytest

from lingoreel.errors import InvalidRequest
from lingoreel.media.cues import RuleChoice, parse_rules, reading_rules


@pytest.mark.parametrize(
    ("language", "length", "speed"),
    [
        ("en-GB", 42, 20),
        ("ar", 42, 20),
        ("hi_IN", 42, 22),
        ("zh-Hant-TW", 16, 9),
        ("ko", 16, 12),
        ("ja", 23, 4),
        ("th", 35, 17),
        ("fr", 42, 17),
        (None, 42, 17),
    ],
)
def test_netflix_per_language(language, length, speed):
    rules = reading_rules(language)
    assert (rules.line_length, rules.characters_per_second) == (length, speed)
    assert (rules.lines, rules.min_ms, rules.max_ms, rules.gap_ms, rules.in_time_ms) == (2, 834, 7000, 84, 125)


def test_frames_make_gap_and_tolerance():
    rules = reading_rules("en", fps=25)
    assert (rules.gap_ms, rules.in_time_ms, rules.bridge_ms) == (80, 120, 480)
    assert reading_rules("en", fps=29.97).gap_ms == 67
    assert reading_rules("en", fps=0.5) == reading_rules("en", fps=float("nan")) == reading_rules("en")


def test_social_lines_are_short():
    for language in ("en", "zh", "ja", "ko", "th", "ar"):
        assert reading_rules(language, "social").line_length < reading_rules(language).line_length


@pytest.mark.parametrize(
    "value",
    [
        {"preset": "social", "line_length": 24, "fps": "25"},
        '{"preset": "Social", "line_length": "24", "fps": 25.0, "lines": null}',
    ],
)
def test_a_preset_with_numbers_of_ones_own(value):
    rules = parse_rules(value).rules("en", fps=60)
    assert (rules.line_length, rules.lines, rules.fps, rules.gap_ms) == (24, 2, 25, 80)


def test_a_choice_is_taken_before_the_language_is_known():
    choice = parse_rules("social")
    assert choice == RuleChoice("social")
    assert choice.rules("zh").line_length != choice.rules("en").line_length
    assert parse_rules(None) == parse_rules("") == RuleChoice()


@pytest.mark.parametrize(
    ("value", "field", "told"),
    [
        ({"line_length": 3}, "subtitle_rules.line_length", "4 to 100"),
        ({"line_length": 42.5}, "subtitle_rules.line_length", "whole number"),
        ({"line_length": True}, "subtitle_rules.line_length", "True"),
        ({"line_length": [42]}, "subtitle_rules.line_length", "[42]"),
        ({"characters_per_second": "nan"}, "subtitle_rules.characters_per_second", "nan"),
        ({"characters_per_second": 0}, "subtitle_rules.characters_per_second", "1 to 100"),
        ({"lines": 9}, "subtitle_rules.lines", "1 to 4"),
        ({"min_ms": 10**400}, "subtitle_rules.min_ms", "200 to 5000"),
        ({"max_ms": "long"}, "subtitle_rules.max_ms", "'long'"),
        ({"gap_ms": -1}, "subtitle_rules.gap_ms", "0 to 1000"),
        ({"fps": 0}, "subtitle_rules.fps", "10 to 240"),
        ({"preset": "tv"}, "subtitle_rules.preset", "netflix, social"),
        ("cinema", "subtitle_rules", "'cinema'"),
        ({"colour": 1}, "subtitle_rules", "'colour'"),
        ("{broken", "subtitle_rules", "object"),
        ("{" + '"a":{' * 100_000, "subtitle_rules", "object"),
        ([1], "subtitle_rules", "object"),
    ],
)
def test_what_is_wrong_is_named(value, field, told):
    with pytest.raises(InvalidRequest) as caught:
        parse_rules(value)
    assert caught.value.field == field
    assert told in caught.value.message
    assert len(caught.value.message) < 300


def test_the_shortest_time_is_not_above_the_longest():
    with pytest.raises(InvalidRequest, match="above the longest") as caught:
        reading_rules("en", max_ms=1000, min_ms=1500)
    assert caught.value.field == "subtitle_rules.max_ms"
