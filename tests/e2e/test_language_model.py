"""Translation by a language model that lies, refuses, stalls and fails: the task and the points stay right."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pulled import pulled
from service import Customer, RunningService, start_service

sys.path.append(str(Path(__file__).parents[1] / "engines_translation"))
from fake_openai import FakeOpenAI

KEY = "sk-not-for-anyone"


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[RunningService]:
    """With Apertium from English into Spanish alone: what else the language model cannot do, nothing does."""
    running = start_service(
        tmp_path_factory.mktemp("llm"),
        LINGOREEL_LLM_URL=f"http://127.0.0.1:{port}/v1",
        LINGOREEL_LLM_MODEL="fake",
        LINGOREEL_LLM_KEY=KEY,
        LINGOREEL_LLM_ANSWER_S="2",
    )
    models, mine = pulled("apertium-en-es") / "apertium", running.data_dir / "models" / "apertium"
    mine.mkdir(parents=True)
    for part in ("runtime", "en-es"):  # other tests pull other pairs
        (mine / part).symlink_to(models / part, target_is_directory=True)
    with running:
        yield running


@pytest.fixture(scope="module")
def customer(service: RunningService) -> Customer:
    """One for all: what was recognised once is not recognised again, only translated into the next language."""
    return service.customer(points=1000, parallel=4)


def test_lies_on_the_way_cost_nothing_but_time(customer: Customer, speech: bytes, port: int):
    before = customer.points()["available"]
    with FakeOpenAI("html_502", "wrong_count", "rate_limited", "invalid_json", port=port) as fake:
        data = customer.wait(customer.upload(speech, type=4, source_language="en", language="fr"))
    assert data["state"] == 1, data["error"]
    assert data["points"]["charged"] == 3
    assert customer.points()["available"] == before - 3
    assert (data["translation"]["name"], data["translation"]["draft"]) == ("llm", False)
    assert data["translation"]["report"]["untranslated"] == []
    for segment in data["segments"]:  # the fake's French is the English word with an ending: each line has its own
        first = next(word for word in segment["source_text"].lower().split() if word.isalpha())
        assert f"{first}fr" in segment["text"].lower()
    assert fake.served[:4] == ["html_502", "wrong_count", "rate_limited", "invalid_json"]
    assert set(fake.keys) == {KEY}


@pytest.mark.parametrize(
    ("behaviour", "target", "code"),
    [
        ("refusal", "it", "translation_failed"),
        ("error_500", "pt", "engine_failed"),
        ("stall", "de", "engine_failed"),
        ("unauthorized", "nl", "engine_unavailable"),
    ],
)
def test_a_service_that_never_answers_well_fails_clearly_and_free(
    service: RunningService, customer: Customer, speech: bytes, port: int, behaviour: str, target: str, code: str
):
    before = customer.points()
    with FakeOpenAI(then=behaviour, port=port):
        data = customer.wait(customer.upload(speech, type=4, source_language="en", language=target), seconds=180)
    assert data["state"] == -1, data
    assert data["error"]["code"] == code, data["error"]
    assert data["error"]["message"]
    assert data["error"]["remedy"]
    assert data["points"]["charged"] == 0
    assert customer.points() == before
    assert KEY not in str(data)
    assert KEY not in service.log_path.read_text(errors="replace")


def test_nothing_there_to_ask(customer: Customer, speech: bytes):
    before = customer.points()
    data = customer.wait(customer.upload(speech, type=4, source_language="en", language="pl"), seconds=180)
    assert (data["state"], data["error"]["code"], data["error"]["retryable"]) == (-1, "engine_failed", True)
    assert customer.points() == before


@pytest.mark.parametrize("behaviour", ["error_500", "unauthorized"])
def test_apertium_takes_over_and_says_so(customer: Customer, speech: bytes, port: int, behaviour: str):
    before = customer.points()["available"]
    with FakeOpenAI(then=behaviour, port=port) as fake:
        data = customer.wait(customer.upload(speech, type=4, source_language="en", language="es"), seconds=180)
    assert fake.served, "the better one is asked first"
    assert data["state"] == 1, data["error"]
    told = data["translation"]
    assert (told["name"], told["draft"], told["path"]) == ("apertium", True, ["en", "es"])
    assert told["report"]["untranslated"] == []
    assert [warning.partition(":")[0] for warning in data["warnings"]].count("translator_failed") == 1
    assert any(warning.startswith("translator_failed: llm: ") for warning in data["warnings"])
    assert any(warning.startswith("draft_translation: apertium") for warning in data["warnings"])
    assert data["points"]["charged"] == 3
    assert customer.points()["available"] == before - 3
    assert KEY not in str(data)
    words = " ".join(segment["text"] for segment in data["segments"]).lower().split()
    assert {"el", "la", "los", "las", "de", "que"} & set(words)


def test_apertium_does_what_the_language_model_refuses(customer: Customer, speech: bytes, port: int):
    with FakeOpenAI(then="refusal", port=port):
        data = customer.wait(customer.upload(speech, type=4, source_language="en", language="es"), seconds=180)
    assert data["state"] == 1, data["error"]
    told = data["translation"]
    assert told["name"] == "llm"
    assert (told["fallback"]["name"], told["fallback"]["draft"]) == ("apertium", True)
    assert told["fallback"]["lines"] == list(range(len(data["segments"])))
    assert told["report"]["untranslated"] == []
    assert any(warning.startswith("fallback_translator: apertium") for warning in data["warnings"])
    assert data["points"]["charged"] == 3


def test_what_it_refused_once_is_asked_again_by_another_task(customer: Customer, speech: bytes, port: int):
    with FakeOpenAI(port=port) as fake:
        data = customer.wait(customer.upload(speech, type=4, source_language="en", language="es"))
    assert fake.served
    assert data["state"] == 1, data["error"]
    assert data["translation"]["name"] == "llm"
    assert "fallback" not in data["translation"]
    with FakeOpenAI(port=port) as fake:
        customer.wait(customer.upload(speech, type=4, source_language="en", language="es"))
    assert fake.served == [], "what is whole is kept"
