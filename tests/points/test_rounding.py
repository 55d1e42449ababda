import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.errors import InvalidRequest
from lingoreel.points.rounding import (
    ITEMS,
    billed_units,
    charge,
    count_characters,
    to_milli_points,
    to_points,
)

# The published list: points per unit.
PRICES = {
    "speech_to_text": 1000,
    "video_translation.translate": 2000,
    "video_translation.synthesize": 6000,
    "subtitles.recognize": 1000,
    "subtitles.translate": 2000,
    "subtitles.synthesize": 500,
    "text_to_speech": 500,
    "video_generation.basic": 10000,
}
SIZES = {"minute": 60_000, "100 characters": 100, "run": 1}
items = st.sampled_from(sorted(ITEMS))
amounts = st.integers(0, 10**9)


def test_there_are_exactly_the_eight_items():
    assert set(ITEMS) == set(PRICES)


@pytest.mark.parametrize(
    ("item", "measured", "units", "points"),
    [
        ("subtitles.synthesize", 61_000, 2, 1),
        ("subtitles.synthesize", 59_000, 1, 0.5),
        ("subtitles.synthesize", 120_000, 2, 1),
        ("subtitles.synthesize", 120_001, 3, 1.5),
        ("text_to_speech", 1, 1, 0.5),
        ("text_to_speech", 100, 1, 0.5),
        ("text_to_speech", 101, 2, 1),
        ("text_to_speech", 200, 2, 1),
        ("text_to_speech", 250, 3, 1.5),
        ("text_to_speech", 30_000, 300, 150),
        ("speech_to_text", 1, 1, 1),
        ("speech_to_text", 60_000, 1, 1),
        ("speech_to_text", 60_001, 2, 2),
        ("speech_to_text", 10_800_000, 180, 180),
        ("subtitles.recognize", 61_000, 2, 2),
        ("subtitles.translate", 61_000, 2, 4),
        ("video_translation.translate", 61_000, 2, 4),
        ("video_translation.synthesize", 61_000, 2, 12),
        ("video_generation.basic", 1, 1, 10),
        ("video_generation.basic", 3, 3, 30),
        ("speech_to_text", 0, 0, 0),
    ],
)
def test_the_published_table(item, measured, units, points):
    assert billed_units(item, measured) == units
    assert to_points(charge(item, measured, PRICES[item])) == points


@settings(deadline=None)
@given(items, amounts)
def test_a_started_unit_counts_whole_and_no_more(item, measured):
    size = SIZES[ITEMS[item].name]
    units = billed_units(item, measured)
    assert units - 1 < Fraction(measured, size) <= units


@settings(deadline=None)
@given(items, amounts, amounts)
def test_more_never_costs_less_and_splitting_never_saves(item, one, other):
    assert billed_units(item, one + other) >= billed_units(item, one)
    assert billed_units(item, one) + billed_units(item, other) >= billed_units(item, one + other)


@settings(deadline=None)
@given(items, amounts, st.integers(0, 10**12))
def test_a_charge_is_whole_units_at_the_price(item, measured, price):
    assert charge(item, measured, price) == billed_units(item, measured) * price


def test_what_cannot_be():
    with pytest.raises(ValueError, match="cannot measure"):
        billed_units("speech_to_text", -1)
    with pytest.raises(ValueError, match="cannot cost"):
        charge("speech_to_text", 1, -1)
    with pytest.raises(InvalidRequest, match="no price item"):
        billed_units("coffee", 1)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("  \n\t ", 0),
        ("abc", 3),
        ("  abc\n", 3),
        ("a b", 3),
        ("cafe\u0301", 4),  # e and a combining acute are one
        ("caf\u00e9", 4),
        ("\u1100\u1161\u11a8", 1),  # conjoining jamo make one syllable
        ("😀", 1),
        ("👩‍👧", 3),  # two people and a joiner
        ("\u3000中文\u3000", 2),
    ],
)
def test_characters(text, count):
    assert count_characters(text) == count


@settings(deadline=None)
@given(st.text())
def test_characters_do_not_depend_on_the_normal_form(text):
    assert count_characters(unicodedata.normalize("NFD", text)) == count_characters(text)
    assert count_characters(f" {text}\n") == count_characters(text)


@settings(deadline=None)
@given(st.integers(-(10**15), 10**15))
def test_points_and_milli_points_are_one(milli):
    shown = to_points(milli)
    assert to_milli_points(shown) == to_milli_points(str(shown)) == milli
    assert isinstance(shown, int) == (milli % 1000 == 0)


@pytest.mark.parametrize(
    "points", ["0.0001", "1e-4", "many", "", "nan", "inf", float("inf"), float("nan"), "sNaN", True]
)
def test_what_is_no_number_of_points(points):
    with pytest.raises(InvalidRequest, match="3 decimals"):
        to_milli_points(points)
