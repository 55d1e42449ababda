"""The order of letters in lines of two directions. Expected orders are written as they are seen, left to right."""

from __future__ import annotations

import pytest

from lingoreel.media.film import bidi

LTR, RTL = 0, 1


def seen(text: str, base: int) -> str:
    return "".join(text[at] for at in bidi.visual_order(bidi.levels(text, base)))


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("one two", LTR, "one two"),
        ("one two", RTL, "one two"),
        ("abc אבג", LTR, "abc גבא"),
        ("abc אבג", RTL, "גבא abc"),
        ("אבג 123 דהו", RTL, "והד 123 גבא"),  # a number is read from the left
        ("אבג 1,234.5 דהו", RTL, "והד 1,234.5 גבא"),
        ("אבג 40% דהו", RTL, "והד 40% גבא"),
        ("عام 2024-2025", RTL, "2025-2024 ماع"),  # after Arabic letters a hyphen does not join numbers
        ("אבג (abc) דהו", RTL, "והד )abc( גבא"),  # HarfBuzz mirrors the brackets
        ("a (אבג) b", LTR, "a (גבא) b"),
        ("אבג hello world דהו", RTL, "והד hello world גבא"),
        ("abc אבג, דהו.", LTR, "abc והד ,גבא."),
        ("אבג!", RTL, "!גבא"),
        ("a\u200fא", LTR, "aא\u200f"),
        ("", RTL, ""),
        ("هاتف +966 11 123 4567", RTL, "+966 11 123 4567 فتاه"),
        ("הטלפון 050-123-4567.", RTL, ".050-123-4567 ןופלטה"),
        ("عام \u200e2024-2025", RTL, "\u200e2024-2025 ماع"),  # a mark turns what follows it
    ],
)
def test_letters_stand_as_they_are_read(text: str, base: int, expected: str) -> None:
    assert seen(text, base) == expected


def test_marks_stay_with_their_letters_and_controls_change_nothing() -> None:
    assert bidi.levels("א\u05b0b\u0301", LTR) == [1, 1, 0, 0]
    assert bidi.levels("\u202bא\u202c1", RTL) == [1, 1, 1, 2]


def test_the_first_letter_with_a_direction_is_found() -> None:
    assert bidi.first_strong("12 (שלום) a") == "R"
    assert bidi.first_strong("… a ש") == "L"
    assert bidi.first_strong("12:30") is None


@pytest.mark.parametrize(
    "text", ["05-10-2024", "2024-2025", "1 2 3 4 5 6 7", "0.1234567", "12:30", "+5 und 6", "a+1234567"]
)
def test_other_numbers_are_no_telephone_numbers(text: str) -> None:
    assert bidi.telephones(text) == []
