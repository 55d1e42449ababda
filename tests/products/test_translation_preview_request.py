"""What a preview takes, what it costs, and what it refuses before any work is done."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lingoreel.errors import EngineUnavailable, InvalidRequest, LingoreelError
from lingoreel.products.recognition import RECOGNITION
from lingoreel.products.translation_preview.request import ITEM, PreviewParameters, accept, items
from lingoreel.products.translation_preview.result import answer
from lingoreel.tasks.product import Earlier

URL = {"url": "https://example.org/talk.mp4"}
TASK = UUID(int=5)


@pytest.fixture
def serving(asking):
    return asking(["en", "es"], [("en", "es"), ("es", "pt")], speaks=["es", "pt"])


def test_both_paths_and_one_price(serving):
    from lingoreel.products.translation_preview import TRANSLATION_PREVIEW

    assert set(TRANSLATION_PREVIEW.paths) == {
        "/api/tasks/media/video-translation/preview",
        "/api/tasks/video-translation/create",
    }
    accepted = accept({**URL, "language": "es"}, None, serving)
    assert accepted.items == items(accepted.parameters) == (ITEM,)
    assert accepted.source == {"url": URL["url"], "extension": "mp4"}


@pytest.mark.parametrize(
    ("given", "kept", "target"),
    [("es", "es", "es"), ("es-MX", "es-MX", "es"), ("es_MX", "es", "es"), ("pt-PT_female", "pt-PT", "pt")],
)
def test_what_follows_an_underscore_is_dropped(serving, given: str, kept: str, target: str):
    accepted = accept({**URL, "language": given}, None, serving)
    assert accepted.parameters["language"] == kept
    assert PreviewParameters.model_validate(accepted.parameters).target == target


def test_what_is_kept_is_what_was_chosen(serving):
    fields = {
        "language": "es",
        "source_language": "en-GB",
        "glossary": '{"net": "red"}',
        "do_not_translate": "Lingoreel, ACME",
        "original_srt_url": "https://example.org/a.srt?x=1\\u0026y=2",
        "colour": 1,
    }
    accepted = accept({**URL, **fields}, None, serving)
    assert accepted.parameters == {
        "language": "es",
        "source_language": "en",
        "original_srt_url": "https://example.org/a.srt?x=1&y=2",
        "speaker_identification": True,
        "glossary": {"net": "red"},
        "do_not_translate": ["Lingoreel", "ACME"],
    }
    assert len(accepted.warnings) == 2, "the unknown parameter and the mended address"


@pytest.mark.parametrize(
    ("fields", "told_apart"),
    [
        ({}, True),
        ({"voice": "mouth:es-f"}, False),
        ({"speaker_identification": "0"}, False),
        ({"speaker_identification": 1, "voice": "mouth:es-f@-3"}, True),
    ],
)
def test_speakers_are_told_apart_unless_one_voice_is_named(serving, fields: dict[str, Any], told_apart: bool):
    parameters = accept({**URL, "language": "es", **fields}, None, serving).parameters
    assert parameters["speaker_identification"] is told_apart
    shown = answer(parameters, None, None)
    assert ("speakers" in shown) is told_apart
    assert set(shown.values()) == {None}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "language"),
        ({"language": "_x"}, "language"),
        ({"language": "klingon"}, "language"),
        ({"language": "es", "source_language": "Xx"}, "source_language"),
        ({"language": "es", "source_language": "es"}, "language"),
        ({"language": "es", "voice": "mouth:es-mm"}, "voice"),
        ({"language": "es", "voice": "mouth:pt-m"}, "voice"),
        ({"language": "es", "voice": "mouth:es-m@40"}, "voice"),
        ({"language": "es", "speaker_identification": "maybe"}, "speaker_identification"),
        ({"language": "es", "original_srt_url": "ftp://example.org/a.srt"}, "original_srt_url"),
        ({"language": "es", "translate_srt_url": "https://example.org/" + "a" * 600}, "translate_srt_url"),
        ({"language": "es", "glossary": "[1]"}, "glossary"),
        ({"language": "es", "task_id": str(TASK)}, "url"),
    ],
)
def test_refused_at_once_with_the_parameter_named(serving, fields: dict[str, Any], field: str):
    with pytest.raises(InvalidRequest) as refused:
        accept({**URL, **fields}, None, serving)
    assert refused.value.field == field


def test_an_unknown_voice_has_near_matches(serving):
    with pytest.raises(InvalidRequest) as refused:
        accept({**URL, "language": "es", "voice": "mouth:es-mm"}, None, serving)
    assert refused.value.remedy is not None
    assert "mouth:es-m" in refused.value.remedy


def test_a_language_that_no_voice_speaks(asking):
    with pytest.raises(EngineUnavailable) as refused:
        accept({**URL, "language": "de"}, None, asking(["en"], [("en", "de")], speaks=["es"]))
    assert (refused.value.code, refused.value.field) == ("no_voice", "language")
    assert refused.value.remedy


@pytest.mark.parametrize(
    "fields",
    [{"language": "pt", "source_language": "en"}, {"language": "eu"}, {"language": "eu", "source_language": "es"}],
)
def test_a_pair_that_nothing_serves(asking, fields: dict[str, Any]):
    with pytest.raises(EngineUnavailable) as refused:
        accept({**URL, **fields}, None, asking(["en", "es"], [("en", "es")], speaks=["pt", "eu"]))
    assert (refused.value.code, refused.value.field) == ("pair_unavailable", "language")
    assert refused.value.remedy


def test_one_that_some_spoken_language_is_translated_into_is_left_to_detection(serving):
    assert accept({**URL, "language": "pt"}, None, serving).parameters["language"] == "pt"


def test_subtitles_of_ones_own_need_no_engine(asking):
    deaf = asking(["en"], [], speaks=["de"])
    brought = {"original_srt_url": "https://example.org/a.srt", "translate_srt_url": "https://example.org/b.srt"}
    accept({**URL, "language": "de", "source_language": "ja", **brought}, None, deaf)
    same = {"language": "de", "source_language": "de", **brought}
    assert accept({**URL, **same}, None, deaf).parameters["source_language"] == "de"
    with pytest.raises(EngineUnavailable):
        accept({**URL, "language": "de", "source_language": "ja", "translate_srt_url": URL["url"]}, None, deaf)


def test_the_source_of_an_earlier_task(asking):
    earlier = Earlier(TASK, RECOGNITION, {"key": "sources/x", "sha256": "00", "name": "talk.mp4"}, {})
    accepted = accept(
        {"task_id": str(TASK), "language": "es"}, None, asking(["en"], [("en", "es")], speaks=["es"], tasks=[earlier])
    )
    assert accepted.source == earlier.source


def test_without_workers_the_engines_are_looked_for_later(asking):
    assert accept({**URL, "language": "ja"}, None, asking(workers=0)).parameters["language"] == "ja"


odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*PreviewParameters.model_fields, "other"]), odd, max_size=6))
def test_whatever_comes_is_accepted_or_refused(serving, fields: dict[str, Any]):
    try:
        accepted = accept({"language": "es", **URL, **fields}, None, serving)
    except LingoreelError as error:
        assert error.message
        assert error.status == 400 or isinstance(error, EngineUnavailable)
    else:
        PreviewParameters.model_validate(accepted.parameters)
        json.dumps(accepted.parameters)
