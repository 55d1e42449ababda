"""Subtitles in a request."""

import pytest

from lingoreel.errors import InvalidRequest
from lingoreel.media.cues.cue import Cue
from lingoreel.media.subtitle_files import from_array


def test_the_shapes_that_clients_send():
    assert from_array(
        [
            {"start": 0, "end": 1500, "text": "one\ntwo", "speaker": "speaker0", "unknown": 1},
            {"start_ms": 1500, "end_ms": 3000.0, "text": "<b>{\\an8} letters\\N"},
            {"start": "3000", "end": "3500.4", "text": "  "},
        ]
    ) == [
        Cue(0, 1500, ("one", "two"), "speaker0"),
        Cue(1500, 3000, ("<b>{\\an8} letters\\N",)),
        Cue(3000, 3500, ()),
    ]


GOOD = {"start": 0, "end": 1, "text": "x"}


@pytest.mark.parametrize(
    ("items", "field", "told"),
    [
        ("abc", "primary_subtitles", "is no array"),
        ({"start": 0}, "primary_subtitles", "is no array"),
        (None, "primary_subtitles", "is no array"),
        ([], "primary_subtitles", "is empty"),
        ([GOOD, "x"], "primary_subtitles[1]", "is no object but 'x'"),
        ([{"end": 1, "text": "x"}], "primary_subtitles[0].start", "is missing"),
        ([GOOD, GOOD, GOOD, GOOD | {"end": "soon"}], "primary_subtitles[3].end", "is 'soon' and no number"),
        ([GOOD | {"end": None}], "primary_subtitles[0].end", "is missing"),
        ([GOOD | {"end": True}], "primary_subtitles[0].end", "no number of milliseconds"),
        ([GOOD | {"end": float("nan")}], "primary_subtitles[0].end", "no number of milliseconds"),
        ([GOOD | {"end": 10**400}], "primary_subtitles[0].end", "it must be from 0 to"),
        ([GOOD | {"start": -1}], "primary_subtitles[0].start", "is -1; it must be from 0"),
        ([GOOD | {"start": 5}], "primary_subtitles[0].end", "cannot end before it begins"),
        ([{"start_ms": 5, "end_ms": 1, "text": "x"}], "primary_subtitles[0].end_ms", "cannot end before it begins"),
        ([{"start": 0, "end": 1}], "primary_subtitles[0].text", "is missing"),
        ([GOOD | {"text": ["x"]}], "primary_subtitles[0].text", "is no text but a list"),
        ([GOOD | {"text": "x" * 50_001}], "primary_subtitles[0].text", "has 50,001 letters"),
        ([GOOD] * 200_001, "primary_subtitles", "has 200,001 entries; at most 200,000"),
    ],
)
def test_the_entry_at_fault_is_named(items, field, told):
    with pytest.raises(InvalidRequest) as refused:
        from_array(items)
    assert refused.value.field == field
    assert field in refused.value.message
    assert told in refused.value.message


def test_another_name():
    with pytest.raises(InvalidRequest, match=r"subtitles\[0\]\.text is missing"):
        from_array([{"start": 0, "end": 1}], field="subtitles")
