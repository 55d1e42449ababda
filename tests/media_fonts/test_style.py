"""`subtitle_style`: every key, and what is refused."""

from __future__ import annotations

import dataclasses
import json

import pytest

from lingoreel.errors import InvalidRequest
from lingoreel.media.burn.script_colours import ass_colour
from lingoreel.media.burn.style import Colour, SubtitleStyle, parse_style


def test_nothing_given_is_the_defaults_of_the_contract():
    for nothing in (None, {}, "", "{}", {"font": None}):
        assert parse_style(nothing) == (SubtitleStyle(), [])
    assert SubtitleStyle().as_dict() == {
        "alignment": 2,
        "backcolor": "0,0,0,0.8",
        "enable_bg": True,
        "enable_stroke": False,
        "font": None,
        "font_bold": False,
        "font_italic": False,
        "font_underline": False,
        "font_color": "255,255,255,1",
        "font_size": 20,
        "stroke_color": "255,255,255,1",
        "stroke_width": 0,
        "vertical_position": 40,
        "secondary_on_top": False,
    }


def test_a_font_that_was_named_stays_named_and_none_stays_none():
    for given, font in (({"font": 0}, 0), ({}, None)):
        style, _ = parse_style(given)
        assert parse_style(style.as_dict())[0].font == font


def test_a_style_survives_its_own_form():
    style = SubtitleStyle(3, Colour(1, 2, 3, 0.25), False, True, 9, True, True, True, Colour(4, 5, 6), 33.5)
    assert parse_style(json.dumps(style.as_dict()))[0] == style
    assert {field.name for field in dataclasses.fields(style)} == style.as_dict().keys()


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        ("255,0,10,0.5", Colour(255, 0, 10, 0.5)),
        (" 255 , 0 , 10 ", Colour(255, 0, 10)),
        ([255, 0, 10, 1], Colour(255, 0, 10)),
        ("rgba(255, 0, 10, 0.5)", Colour(255, 0, 10, 0.5)),
        ("#ff000a", Colour(255, 0, 10)),
        ("#FF000A00", Colour(255, 0, 10, 0)),
        ("#f00", Colour(255, 0, 0)),
        ({"r": 1, "g": 2, "b": 3}, Colour(1, 2, 3)),
    ],
)
def test_colours_as_clients_write_them(value, colour):
    assert parse_style({"font_color": value})[0].font_color == colour


@pytest.mark.parametrize("value", [True, 1, "1", "true", "True", "yes", "on", 1.0])
def test_flags_as_clients_write_them(value):
    assert parse_style({"font_bold": value})[0].font_bold is True


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("font", 10, "9 (Microsoft YaHei)"),
        ("font", -1, "0 (Andale Mono)"),
        ("font", "Arial", "not 'Arial'"),
        ("font", True, "not True"),
        ("alignment", 1, "0 (left), 2 (centre), 3 (right)"),
        ("font_color", "256,0,0,1", "not '256,0,0,1'"),
        ("font_color", "0,0,0,1.1", "a from 0 to 1"),
        ("font_color", "0,0", "r, g and b from 0 to 255"),
        ("font_color", "nan,0,0,1", "not 'nan,0,0,1'"),
        ("backcolor", "{\\p1}", "not '{"),
        ("stroke_color", 5, "not 5"),
        ("stroke_color", [1, 2, [3]], "not [1, 2, [3]]"),
        ("font_size", 0, "from 1 to 1000"),
        ("font_size", float("nan"), "not nan"),
        ("font_size", float("inf"), "not inf"),
        ("font_size", 10**400, "from 1 to 1000"),
        ("font_size", "big", "not 'big'"),
        ("stroke_width", -1, "from 0 to 100"),
        ("vertical_position", 10_001, "from 0 to 10000"),
        ("enable_bg", "maybe", "true or false"),
        ("enable_bg", 2, "true or false"),
        ("secondary_on_top", [], "true or false"),
    ],
)
def test_what_is_out_of_range_is_named(key, value, told):
    with pytest.raises(InvalidRequest) as caught:
        parse_style({key: value})
    assert caught.value.field == f"subtitle_style.{key}"
    assert caught.value.message.startswith(f"subtitle_style.{key} must be ")
    assert told in caught.value.message
    assert len(caught.value.message) < 300


@pytest.mark.parametrize("given", ["{", "[1]", [1], 5, "x" * 100_000, "[" * 100_000, json.dumps({"a": "x" * 20_000})])
def test_what_is_no_style_is_refused(given):
    with pytest.raises(InvalidRequest) as caught:
        parse_style(given)
    assert caught.value.field == "subtitle_style"
    assert len(caught.value.message) < 200


def test_unknown_keys_and_keys_without_effect_are_told():
    _, warnings = parse_style({"font_colour": "1,1,1", "enable_stroke": 1, "font_color": "1,1,1,0", "x" * 500: 1})
    assert len(warnings) == 4
    assert "font_colour" in warnings[0]
    assert max(map(len, warnings)) < 150


def test_colours_in_a_script():
    assert ass_colour(Colour(0x11, 0x22, 0x33), "sdr") == "&H00332211"
    assert ass_colour(Colour(0, 0, 0, 0.8), "sdr") == "&H33000000"


@pytest.mark.parametrize(("transfer", "share"), [("pq", 0.58), ("hlg", 0.75)])
def test_white_in_hdr_is_graphics_white(transfer, share):
    """58 % of the PQ signal and 75 % of the HLG signal: table 1 of ITU-R BT.2408."""
    value = ass_colour(Colour(255, 255, 255), transfer)
    channels = [int(value[at : at + 2], 16) for at in (4, 6, 8)]
    assert max(abs(channel - share * 255) for channel in channels) <= 1
    assert ass_colour(Colour(0, 0, 0, 0.5), transfer) in {"&H7F000000", "&H80000000"}
    red = ass_colour(Colour(255, 0, 0), transfer)
    assert int(red[8:10], 16) > int(red[6:8], 16) > int(red[4:6], 16) > 0  # BT.709 red lies inside BT.2020
