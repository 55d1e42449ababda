"""What a dub takes, what it costs, and what it refuses before any work is done."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from lingoreel.errors import EngineUnavailable, InvalidRequest
from lingoreel.products.recognition import RECOGNITION
from lingoreel.products.translation_preview import TRANSLATION_PREVIEW
from lingoreel.products.translation_synthesis import TRANSLATION_SYNTHESIS
from lingoreel.products.translation_synthesis.request import ITEM, accept, items
from lingoreel.products.translation_synthesis.result import answer
from lingoreel.tasks.product import Earlier

URL = {"url": "https://example.org/talk.mp4"}
LINES = [{"start": 500, "end": 1500, "text": "Hola."}, {"start": 2000, "end": 3000, "text": "Adiós.", "speaker": "a"}]
SOURCE = {"key": "sources/a", "sha256": "0" * 64}


def earlier(number: int, product: Any, parameters: dict[str, Any] | None = None, **data: Any) -> Earlier:
    return Earlier(UUID(int=number), product, SOURCE, data, parameters or {})


@pytest.fixture
def serving(asking):
    told = {"target_language": "es", "source_language": "en"}
    tasks = [
        earlier(1, TRANSLATION_PREVIEW, {"glossary": {"net": "red"}, "original_srt_url": "x"}, **told),
        earlier(2, TRANSLATION_SYNTHESIS, {"background": "drop", "subtitle_mode": "soft"}, **told),
        earlier(3, RECOGNITION, target_language="origin", source_language="en"),
    ]
    return asking(speaks=["es", "pt"], tasks=tasks)


def test_both_paths_and_one_price(serving):
    assert set(TRANSLATION_SYNTHESIS.paths) == {
        "/api/tasks/media/video-translation/synthesis",
        "/api/tasks/video-translation/export",
    }
    accepted = accept({**URL, "language": "es", "subtitles": LINES}, None, serving)
    assert accepted.items == items(accepted.parameters) == (ITEM,)
    assert accepted.source == {"url": URL["url"], "extension": "mp4"}
    assert accepted.parameters == {"language": "es"}
    assert accepted.measured is None, "what is new is known later"
    shown = answer(accepted.parameters, None, None)
    assert set(shown.values()) == {None}
    assert {"file", "result"} <= shown.keys()


@pytest.mark.parametrize("given", [LINES, json.dumps(LINES)])
def test_lines_come_as_an_array_or_as_its_text(serving, given: Any):
    accepted = accept({**URL, "language": "es_MX", "subtitles": given}, None, serving)
    assert accepted.parameters["language"] == "es"
    assert accepted.inputs is not None
    assert [(line["start"], line["text"], line["speaker"]) for line in accepted.inputs["lines"]] == [
        (500, "Hola.", None),
        (2000, "Adiós.", "a"),
    ]


def test_a_previews_lines_and_languages_are_taken(serving):
    accepted = accept({"task_id": str(UUID(int=1))}, None, serving)
    assert accepted.inputs == {"task_id": str(UUID(int=1)), "preview": str(UUID(int=1))}
    assert accepted.source == SOURCE
    assert accepted.parameters == {"language": "es", "source_language": "en", "glossary": {"net": "red"}}


def test_only_an_earlier_dub_is_done_again(serving):
    again = accept({"task_id": str(UUID(int=2)), "subtitles": LINES}, None, serving)
    assert again.parameters["earlier"] == str(UUID(int=2))
    assert "lines" in (again.inputs or {})
    assert (again.parameters["background"], again.parameters["subtitle_mode"]) == ("drop", "soft"), "as it was"
    sent = {"background": "keep", "subtitle_mode": "none"}
    other = accept({"task_id": str(UUID(int=2)), **sent}, None, serving).parameters
    assert not {"background", "subtitle_mode"} & other.keys()
    moved = accept({**URL, "task_id": str(UUID(int=2)), "subtitles": LINES}, None, serving)
    assert (moved.source or {})["url"] == URL["url"]
    assert moved.parameters["earlier"] == str(UUID(int=2))
    invented = accept({**URL, "language": "es", "subtitles": LINES, "earlier": str(UUID(int=2))}, None, serving)
    assert "earlier" not in invented.parameters


def test_a_recognitions_video_with_lines_of_ones_own(serving):
    accepted = accept({"task_id": str(UUID(int=3)), "language": "pt", "subtitles": LINES}, None, serving)
    assert (accepted.source, accepted.parameters["source_language"]) == (SOURCE, "en")


VOICED = [{"speaker": None, **line, "voice": "mouth:es-f"} for line in LINES]
DUBBED = earlier(4, TRANSLATION_SYNTHESIS, {"voice": "mouth:es-m"}, target_language="es", subtitles=VOICED)
PREVIEWED = earlier(5, TRANSLATION_PREVIEW, target_language="es", result={"subtitles": VOICED})


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"task_id": str(UUID(int=4)), "voice": "mouth:es-m"}, True),
        ({"task_id": str(UUID(int=5)), "voice": "mouth:es-m"}, True),
        ({**URL, "subtitles": VOICED, "voice": "mouth:es-m"}, True),
        ({**URL, "subtitles": [*VOICED, {**LINES[1], "voice": ""}], "voice": "mouth:es-m"}, True),
        ({**URL, "subtitles": [LINES[0], VOICED[1]], "voice": "mouth:es-m"}, False),
        ({"task_id": str(UUID(int=4)), "subtitles": LINES, "voice": "mouth:es-m"}, False),
        ({"task_id": str(UUID(int=4)), "voice": "mouth:es-f"}, False),
        ({"task_id": str(UUID(int=4))}, False),
    ],
)
def test_a_voice_that_no_line_takes_is_told(asking, fields: dict[str, Any], told: bool):
    accepted = accept({"language": "es", **fields}, None, asking(speaks=["es"], tasks=[DUBBED, PREVIEWED]))
    assert [warning.partition(":")[0] for warning in accepted.warnings] == ["voice_not_used"] * told


def test_the_style_is_kept_for_burning_alone(serving):
    fields = {**URL, "language": "es", "subtitles": LINES, "subtitle_style": {"font_size": 40}}
    assert "subtitle_style" not in accept({**fields, "subtitle_mode": "soft"}, None, serving).parameters
    burned = accept({**fields, "subtitle_mode": "burn"}, None, serving).parameters
    assert burned["subtitle_style"]["font_size"] == 40


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "language"),
        ({"language": "es"}, "subtitles"),
        ({"subtitles": [{**LINES[0], "speaker": f"s{n}"} for n in range(101)], "language": "es"}, "subtitles"),
        ({"subtitles": [{**LINES[0], "voice": f"v{n}"} for n in range(101)], "language": "es"}, "subtitles"),
        ({"subtitles": LINES, "language": "es", "speaker_voices": {"b": "mouth:es-m"}}, "speaker_voices"),
        ({"task_id": str(UUID(int=1)), "url": None, "language": "pt"}, "language"),
        ({"subtitles": LINES}, "language"),
        ({"subtitles": LINES, "language": "klingon"}, "language"),
        ({"subtitles": [], "language": "es"}, "subtitles"),
        ({"subtitles": "{", "language": "es"}, "subtitles"),
        ({"subtitles": [{**LINES[0], "end": 100}], "language": "es"}, "subtitles[0].end"),
        ({"subtitles": [LINES[0]] * 10_001, "language": "es"}, "subtitles"),
        ({"subtitles": [{**LINES[0], "voice": "mouth:es-x"}], "language": "es"}, "subtitles[0].voice"),
        ({"subtitles": LINES, "language": "es", "voice": "mouth:pt-m"}, "voice"),
        ({"subtitles": LINES, "language": "es", "speaker_voices": {"a": "nobody"}}, "speaker_voices.a"),
        ({"subtitles": LINES, "language": "es", "background": "louder"}, "background"),
        ({"subtitles": LINES, "language": "es", "original_volume": 101}, "original_volume"),
        ({"subtitles": LINES, "language": "es", "audio_mode": "both"}, "audio_mode"),
        ({"subtitles": LINES, "language": "es", "subtitle_mode": "hard"}, "subtitle_mode"),
        ({"subtitles": LINES, "language": "es", "max_speed": 0.5}, "max_speed"),
        ({"subtitles": LINES, "language": "es", "max_drift_ms": -1}, "max_drift_ms"),
        ({"subtitles": LINES, "language": "es", "subtitle_mode": "burn", "subtitle_style": {"font_size": "x"}}, None),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(serving, fields: dict[str, Any], field: str | None):
    with pytest.raises(InvalidRequest) as raised:
        accept({**URL, **fields}, None, serving)
    assert raised.value.field == field or field is None


def test_a_recognition_has_no_lines(serving):
    with pytest.raises(InvalidRequest, match="subtitles is missing"):
        accept({"task_id": str(UUID(int=3)), "language": "es"}, None, serving)


def test_a_language_without_a_voice_is_refused_with_what_to_do(serving):
    with pytest.raises(EngineUnavailable) as raised:
        accept({**URL, "language": "de", "subtitles": LINES}, None, serving)
    assert raised.value.code == "no_voice"
    assert raised.value.remedy
