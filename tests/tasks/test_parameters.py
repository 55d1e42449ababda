"""Parameters from JSON and from forms: what is understood, and what is refused by name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import Field

from lingoreel.errors import InvalidRequest
from lingoreel.tasks.parameters import TERM_CHARACTERS, TERMS, UNKNOWN_SHOWN, Glossary, Parameters, Terms, understand

PAIRS = {"neural net": "red neuronal", "Lingoreel": "Lingoreel"}


class Some(Parameters):
    glossary: Glossary = Field(default_factory=dict)
    terms: Terms = ()
    title: str | None = None


def glossary(value: Any) -> dict[str, str]:
    return understand(Some, {"glossary": value})[0].glossary


@pytest.mark.parametrize("as_text", [False, True])
@pytest.mark.parametrize("value", [PAIRS, [{"source": term, "target": wanted} for term, wanted in PAIRS.items()]])
def test_a_glossary_in_every_shape(value: Any, as_text: bool):
    assert glossary(json.dumps(value) if as_text else value) == PAIRS


@pytest.mark.parametrize("value", [{}, [], "{}", "[]", "", None])
def test_no_glossary(value: Any):
    assert glossary(value) == {}


def test_blanks_are_trimmed_and_empty_terms_left_out():
    assert glossary({" one ": " uno ", "two": " ", "  ": "tres"}) == {"one": "uno"}


@pytest.mark.parametrize(
    "value",
    [
        "one=uno",
        "{broken",
        '["one"]',
        5,
        ["one", "uno"],
        [["one", "uno"]],
        [{"source": "one"}],
        [{"source": "one", "target": 1}],
        [{"source": "one", "target": "uno"}, "two"],
        {"one": 1},
        {"one": None},
        {"one": ["uno"]},
        {"x" * (TERM_CHARACTERS + 1): "y"},
        {"x": "y" * (TERM_CHARACTERS + 1)},
        {str(number): "x" for number in range(TERMS + 1)},
    ],
)
def test_a_malformed_glossary_is_named(value: Any):
    with pytest.raises(InvalidRequest) as refused:
        glossary(value)
    assert refused.value.field == "glossary"
    assert "glossary" in refused.value.message
    assert len(refused.value.message) < 400


def test_the_largest_glossary():
    assert len(glossary({f"{number:0100}": "y" * TERM_CHARACTERS for number in range(TERMS)})) == TERMS


@pytest.mark.parametrize("value", [["a", "b"], '["a", "b"]', "a, b", "a,,b,", ["", "a", "b"]])
def test_terms_in_every_shape(value: Any):
    assert understand(Some, {"terms": value})[0].terms == ("a", "b")


@pytest.mark.parametrize("value", [{"a": 1}, [1], 7, ["x" * (TERM_CHARACTERS + 1)], ["x"] * (TERMS + 1)])
def test_malformed_terms_are_named(value: Any):
    with pytest.raises(InvalidRequest) as refused:
        understand(Some, {"terms": value})
    assert refused.value.field == "terms"


def test_free_text_is_never_read_as_json():
    assert understand(Some, {"title": '{"a": 1'})[0].title == '{"a": 1'


def test_unknown_parameters_are_told_and_bounded():
    _, few = understand(Some, {"title": "x", "a": 1, "b": None, "c": ""})
    assert [warning for warning in few if "'a'" in warning] == list(few)
    fields = {f"{number:03}" + "x" * 1000: 1 for number in range(UNKNOWN_SHOWN + 30)}
    _, many = understand(Some, fields)
    assert len(many) == UNKNOWN_SHOWN + 1
    assert "30 more" in many[-1]
    assert all(warning.startswith("unknown_parameter: ") and len(warning) < 150 for warning in many)
    _, just = understand(Some, dict(list(fields.items())[:UNKNOWN_SHOWN]))
    assert len(just) == UNKNOWN_SHOWN
    assert not any("more" in warning for warning in just)
