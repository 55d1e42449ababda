"""What a recognition takes, what it costs, and what it refuses before any work is done."""

from __future__ import annotations

from typing import Any

import pytest

from lingoreel.errors import EngineUnavailable, InvalidRequest
from lingoreel.products.recognition.request import RecognitionParameters, accept, items

URL = {"url": "https://example.org/talk.mp4"}
PLAIN, CUES, TRANSLATE = "speech_to_text", "subtitles.recognize", "subtitles.translate"


@pytest.mark.parametrize(
    ("fields", "spoken", "expected"),
    [
        ({}, None, (PLAIN,)),
        ({}, "en", (PLAIN,)),
        ({"type": 4}, "en", (CUES,)),
        ({"type": "4", "content_type": 1}, "en", (PLAIN,)),
        ({"language": "es"}, "en", (PLAIN, TRANSLATE)),
        ({"type": 4, "language": "es"}, "en", (CUES, TRANSLATE)),
        ({"type": 4, "language": "en"}, "en", (CUES,)),
        ({"type": 4, "language": "es"}, None, (CUES,)),
        ({"source_language": "en"}, "en", (PLAIN,)),
    ],
)
def test_a_translation_costs_only_when_it_is_one(fields: dict, spoken: str | None, expected: tuple[str, ...]):
    assert RecognitionParameters.model_validate(fields).items(spoken) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (PLAIN,)),
        ({"source_language": "en", "language": "es"}, (PLAIN, TRANSLATE)),
        ({"source_language": "EN-us", "language": "en"}, (PLAIN,)),
        ({"language": "es", "type": 4}, (CUES,)),
    ],
)
def test_what_is_accepted_costs_the_same_when_it_is_retried(asking, fields: dict, expected: tuple[str, ...]):
    accepted = accept({**URL, **fields}, None, asking(pairs=[("en", "es")]))
    assert accepted.items == expected
    assert items(accepted.parameters) == expected


def test_only_what_was_chosen_is_kept_and_codes_are_normalised(asking):
    fields = {**URL, "type": "4", "language": "ES", "source_language": "en-GB", "glossary": '{"net": "red"}'}
    accepted = accept({**fields, "formats": "ttml, sbv", "what": 1}, None, asking(pairs=[("en", "es")]))
    assert accepted.parameters == {
        "type": 4,
        "language": "es",
        "source_language": "en",
        "glossary": {"net": "red"},
        "formats": ["ttml", "sbv"],
    }
    assert [warning for warning in accepted.warnings if "'what'" in warning] == list(accepted.warnings)
    again = RecognitionParameters.model_validate(accepted.parameters)
    assert (again.glossary, again.formats, again.as_segments) == ({"net": "red"}, ("ttml", "sbv"), True)


@pytest.mark.parametrize(
    ("hears", "pairs", "fields"),
    [
        (["en"], [("en", "es")], {"source_language": "en", "language": "de"}),
        (["en"], [], {"source_language": "en", "language": "es"}),
        (["en"], [], {"language": "es"}),
        (["en"], [("en", "es")], {"language": "de"}),
        (["en", "de"], [("en", "es"), ("es", "en")], {"language": "ja"}),
        (["en", "de"], [("en", "es")], {"source_language": "de", "language": "es"}),
    ],
)
def test_a_pair_that_nothing_serves_is_refused_at_once(asking, hears: list, pairs: list, fields: dict):
    with pytest.raises(EngineUnavailable) as refused:
        accept({**URL, **fields}, None, asking(hears, tuple(pairs)))
    assert (refused.value.code, refused.value.field) == ("pair_unavailable", "language")
    assert f"({fields['language']})" in refused.value.message
    assert refused.value.remedy


def test_without_a_source_language_the_message_blames_no_language_in_particular(asking):
    with pytest.raises(EngineUnavailable) as refused:
        accept({**URL, "language": "de"}, None, asking(["en", "fr"], [("en", "es")]))
    assert refused.value.message == "nothing here translates into German (de)"


@pytest.mark.parametrize(
    ("hears", "pairs", "fields"),
    [
        (["en"], [("en", "es")], {"language": "es"}),
        (["en"], [("en", "es"), ("es", "ca")], {"language": "ca"}),
        (["en"], [("en", "es"), ("es", "ca")], {"language": "ca", "source_language": "en"}),
        (["en", "de"], [("de", "fr")], {"language": "fr"}),
        (["en", "de"], [], {"language": "de"}),
        (["en"], [], {"language": "en", "source_language": "en"}),
        (["en"], None, {"language": "ja"}),
    ],
)
def test_what_may_be_served_is_accepted(asking, hears: list, pairs: list | None, fields: dict):
    accepted = accept({**URL, **fields}, None, asking(hears, pairs if pairs is None else tuple(pairs)))
    assert accepted.source == {"url": URL["url"], "extension": "mp4"}


def test_an_unheard_language_is_refused(asking):
    with pytest.raises(EngineUnavailable) as refused:
        accept({**URL, "source_language": "ja"}, None, asking(["en"]))
    assert refused.value.field == "source_language"


def test_without_a_worker_nothing_is_refused_for_want_of_engines(asking):
    accept({**URL, "source_language": "ja", "language": "de"}, None, asking(workers=0))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"glossary": "net=red"}, "glossary"),
        ({"do_not_translate": {"a": 1}}, "do_not_translate"),
        ({"formats": "srt,doc"}, "formats"),
        ({"subtitle_preset": "cinema"}, "subtitle_preset"),
        ({"subtitle_rules": {"lines": 9}}, "subtitle_rules"),
        ({"subtitle_rules": '{"lines": "many"}'}, "subtitle_rules"),
        ({"subtitle_rules": {"colour": 1}}, "subtitle_rules"),
        ({"bilingual_top": "left"}, "bilingual_top"),
        ({"language": "klingonish"}, "language"),
    ],
)
def test_what_is_wrong_is_named(asking, fields: dict[str, Any], field: str):
    with pytest.raises(InvalidRequest) as refused:
        accept({**URL, **fields}, None, asking(pairs=None))
    assert (refused.value.field or "").split(".")[0] == field
    assert refused.value.message


def test_rules_of_ones_own_hold(asking):
    fields = {**URL, "subtitle_preset": "social", "subtitle_rules": {"lines": 1, "max_ms": 3000}}
    kept = RecognitionParameters.model_validate(accept(fields, None, asking()).parameters)
    rules = kept.rules("en")
    assert (rules.lines, rules.max_ms) == (1, 3000)
    assert rules.line_length < RecognitionParameters().rules("en").line_length
