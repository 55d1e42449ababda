"""Where the subtitles of a video may come from, and what is refused at once."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest

from lingoreel.errors import InvalidRequest
from lingoreel.products import PRODUCTS
from lingoreel.products.subtitle_video import SUBTITLE_VIDEO
from lingoreel.products.subtitle_video.request import accept
from lingoreel.tasks.product import Accepted, Asking, Earlier

URL = {"url": "https://example.org/talk.mp4"}
SRT, VTT = "https://example.org/a.srt", "https://example.org/b.vtt"
CUES = [{"start": 0, "end": 900, "text": "Hello\nyou"}]
RECOGNITION = next(product for product in PRODUCTS if product.makes_cues)
SOURCE = {"key": "sources/c/t", "sha256": "ab", "size_bytes": 7, "name": "talk.mp4"}


def task(target: str, product=RECOGNITION) -> Earlier:
    return Earlier(uuid4(), product, SOURCE, {"target_language": target})


SPANISH, ENGLISH, VIDEO = task("es"), task("origin"), task("origin", SUBTITLE_VIDEO)


@pytest.fixture
def take(asking):
    """Accept a create call of a customer who has three tasks."""
    mine: Asking = asking(tasks=(SPANISH, ENGLISH, VIDEO))
    return lambda **fields: accept({**URL, **fields}, None, mine)


def refused(take, **fields: object) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as error:
        take(**fields)
    return error.value


def test_files_by_address(take):
    accepted: Accepted = take(primary_subtitle_file_url=SRT, secondary_subtitle_file_url=f" {VTT} ")
    assert accepted.inputs == {
        "primary": {"url": SRT, "field": "primary_subtitle_file_url", "language": None},
        "secondary": {"url": VTT, "field": "secondary_subtitle_file_url", "language": None},
    }
    assert accepted.items == ("subtitles.synthesize",)


@pytest.mark.parametrize("as_text", [False, True])
def test_arrays(take, as_text: bool):
    accepted = take(primary_subtitles=json.dumps(CUES) if as_text else CUES, primary_language="EN-us")
    primary = accepted.inputs["primary"]
    assert (primary["field"], primary["language"]) == ("primary_subtitles", "en")
    assert [(cue["start_ms"], cue["end_ms"], cue["lines"]) for cue in primary["cues"]] == [(0, 900, ["Hello", "you"])]
    assert "primary_subtitles" not in accepted.parameters, "every query would read them"
    assert accepted.inputs.keys() == {"primary"}


def given(task_id: UUID, track: str, *, together: bool, side: str | None) -> dict:
    return {
        "task_id": str(task_id),
        "together": together,
        "side": side,
        "field": f"{track}_subtitles",
        "language": None,
    }


def test_both_languages_of_one_recognition_are_cut_together(take):
    accepted = take(primary_subtitles=str(SPANISH.task_id), secondary_subtitles=str(SPANISH.task_id))
    assert accepted.inputs == {
        "primary": given(SPANISH.task_id, "primary", together=True, side=None),
        "secondary": given(SPANISH.task_id, "secondary", together=True, side="source"),
    }


def test_capitals_name_the_same_task(take):
    accepted = take(primary_subtitles=str(SPANISH.task_id).upper(), secondary_subtitles=str(SPANISH.task_id))
    assert [accepted.inputs[track]["together"] for track in ("primary", "secondary")] == [True, True]
    assert accepted.inputs["primary"]["task_id"] == accepted.inputs["secondary"]["task_id"] == str(SPANISH.task_id)


def test_two_recognitions_stand_alone(take):
    accepted = take(primary_subtitles=str(SPANISH.task_id), secondary_subtitles=str(ENGLISH.task_id))
    assert accepted.inputs == {
        "primary": given(SPANISH.task_id, "primary", together=False, side=None),
        "secondary": given(ENGLISH.task_id, "secondary", together=False, side=None),
    }


def test_a_recognition_beside_something_else_stands_alone(take):
    for fields in (
        {"primary_subtitles": str(SPANISH.task_id)},
        {"primary_subtitles": str(SPANISH.task_id), "secondary_subtitles": CUES},
        {"primary_subtitles": str(SPANISH.task_id), "secondary_subtitle_file_url": SRT},
    ):
        accepted = take(**fields)
        assert accepted.inputs["primary"] == given(SPANISH.task_id, "primary", together=False, side=None)
    accepted = take(primary_subtitles=CUES, secondary_subtitles=str(SPANISH.task_id))
    assert accepted.inputs["secondary"] == given(SPANISH.task_id, "secondary", together=False, side=None)


def test_one_language_is_not_two(take):
    error = refused(take, primary_subtitles=str(ENGLISH.task_id), secondary_subtitles=str(ENGLISH.task_id).upper())
    assert error.field == "secondary_subtitles"
    assert "one language" in error.message
    assert error.remedy


def test_a_task_without_subtitles(take):
    error = refused(take, primary_subtitles=str(VIDEO.task_id))
    assert error.field == "primary_subtitles"
    assert "made no subtitles" in error.message
    assert refused(take, primary_subtitles=CUES, secondary_subtitles="nothing").field == "secondary_subtitles"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "primary_subtitle_file_url"),
        ({"secondary_subtitles": CUES}, "primary_subtitle_file_url"),
        ({"primary_subtitles": CUES, "primary_subtitle_file_url": SRT}, "primary_subtitles"),
        (
            {"primary_subtitles": CUES, "secondary_subtitles": CUES, "secondary_subtitle_file_url": SRT},
            "secondary_subtitles",
        ),
        ({"primary_subtitles": []}, "primary_subtitles"),
        ({"primary_subtitles": "[broken"}, "primary_subtitles"),
        ({"primary_subtitles": CUES, "secondary_subtitles": [*CUES, 3]}, "secondary_subtitles[1]"),
        ({"primary_subtitles": {"start": 0}}, "primary_subtitles"),
        ({"primary_subtitle_file_url": "ftp://example.org/a.srt"}, "primary_subtitle_file_url"),
        ({"primary_subtitles": CUES, "secondary_subtitle_file_url": "a.srt"}, "secondary_subtitle_file_url"),
        ({"primary_subtitles": CUES, "primary_language": "xx"}, "primary_language"),
        ({"primary_subtitles": CUES, "mode": "karaoke"}, "mode"),
        ({"primary_subtitles": CUES, "filename": "x" * 256}, "filename"),
        ({"primary_subtitles": CUES, "enable_subtitle": "maybe"}, "enable_subtitle"),
        ({"primary_subtitles": CUES, "subtitle_style": "[]"}, "subtitle_style"),
    ],
)
def test_what_is_wrong_is_named(take, fields: dict, field: str):
    error = refused(take, **fields)
    assert error.field == field
    assert error.message


@pytest.mark.parametrize("off", [0, "0", False, "false"])
def test_switched_off_needs_no_subtitles(take, off: object):
    accepted = take(enable_subtitle=off)
    assert accepted.inputs == {}
    assert accepted.parameters["enable_subtitle"] is False


def test_the_source_of_the_same_task_serves(asking):
    own = asking(tasks=(SPANISH,))
    accepted = accept({"task_id": str(SPANISH.task_id), "primary_subtitles": str(SPANISH.task_id)}, None, own)
    assert accepted.source == SOURCE
    assert "task_id" not in accepted.parameters
    assert SUBTITLE_VIDEO.items(accepted.parameters) == accepted.items


def test_every_key_of_the_style_is_kept(take):
    accepted = take(
        primary_subtitles=CUES, subtitle_style='{"font_size": "30", "nothing_like_it": 1}', filename="a.mp4"
    )
    assert accepted.parameters["subtitle_style"]["font_size"] == 30
    assert {"alignment", "backcolor", "vertical_position"} <= accepted.parameters["subtitle_style"].keys()
    assert accepted.parameters["filename"] == "a.mp4"
    assert any("nothing_like_it" in warning for warning in accepted.warnings)
