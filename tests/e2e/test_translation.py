"""A recognition in another language than was spoken, by the embedded translator."""

from __future__ import annotations

import httpx
import pytest
from films import look_at

from lingoreel.cli.demo_video import make_video
from service import PATH, SUBTITLE, Customer, RunningService


@pytest.fixture(scope="module")
def customer(studio: RunningService) -> Customer:
    return studio.customer(points=1000, parallel=4)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("film") / "talk.mp4"
    make_video(path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def translated(customer: Customer, film: bytes) -> dict:
    return customer.wait(
        customer.upload(film, "talk.mp4", type="4", language="es", source_language="en", do_not_translate="Lingoreel")
    )


def test_both_items_are_on_the_receipt(translated: dict):
    assert translated["state"] == 1, translated["error"]
    assert [(line["item"], line["points"]) for line in translated["points"]["lines"]] == [
        ("subtitles.recognize", 1),
        ("subtitles.translate", 2),
    ]
    assert translated["points"]["charged"] == 3


def test_the_answer_says_who_translated_and_that_it_is_a_draft(translated: dict):
    assert (translated["source_language"], translated["target_language"]) == ("en", "es")
    told = translated["translation"]
    assert told["name"] == "apertium"
    assert told["draft"] is True
    assert "lingoreel models pull" in told["better"]
    assert told["path"] == ["en", "es"]
    assert told["report"]["untranslated"] == []
    assert any(warning.startswith("draft_translation") for warning in translated["warnings"])


def test_every_sentence_is_there_in_both_languages(translated: dict):
    assert all(segment["text"].strip() and segment["source_text"].strip() for segment in translated["segments"])
    spanish = " ".join(segment["text"] for segment in translated["segments"]).lower().split()
    assert {"la", "de", "que", "el", "en", "los", "las"} & set(spanish)
    times = [(segment["start"], segment["end"]) for segment in translated["segments"]]
    assert times == sorted(times)
    assert times[-1][1] <= translated["duration"] * 1000


def test_cues_keep_every_hard_rule(translated: dict):
    rules = translated["quality"]["rules"]
    soft = {"reading_speed", "in_time"}
    assert {name: rule["count"] for name, rule in rules.items() if name not in soft} == dict.fromkeys(
        set(rules) - soft, 0
    )
    assert translated["quality"]["coverage"]["share"] > 0.9


def test_files_of_one_and_of_both_languages(translated: dict):
    assert set(translated["files"]) == {
        *("txt", "srt", "vtt", "ass", "json"),
        *("bilingual_srt", "bilingual_vtt", "bilingual_ass"),
    }
    one = httpx.get(translated["files"]["srt"]).text
    both = httpx.get(translated["files"]["bilingual_srt"]).text
    assert both.count("\n") > one.count("\n")


def test_the_translation_is_burnt_in_without_another_upload(customer: Customer, translated: dict, film: bytes):
    task_id = customer.create(
        SUBTITLE,
        task_id=translated["task_id"],
        primary_subtitles=translated["task_id"],
        secondary_subtitles=translated["task_id"],
    )
    data = customer.wait(task_id)
    assert data["state"] == 1, data["error"]
    before, after = look_at(film), look_at(httpx.get(data["file"]).content)
    assert after.times == before.times
    assert after.sound == before.sound


def test_the_spoken_language_is_a_free_no_op(customer: Customer, speech: bytes):
    data = customer.wait(customer.upload(speech, language="en"))
    assert data["state"] == 1
    assert data["target_language"] == "origin"
    assert [line["item"] for line in data["points"]["lines"]] == ["speech_to_text"]


@pytest.mark.parametrize(
    "fields", [{"source_language": "en", "language": "de"}, {"language": "ja"}, {"language": "de", "type": 4}]
)
def test_a_pair_that_nothing_serves_is_refused_at_once(customer: Customer, fields: dict):
    answer = customer.http.post(PATH, json={"url": "https://example.org/a.mp3", **fields})
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["code"], error["field"]) == ("pair_unavailable", "language")
    assert "lingoreel models pull" in error["remedy"] or "LINGOREEL_LLM_URL" in error["remedy"]


def test_languages_say_what_they_can_be_translated_into(customer: Customer):
    found = {entry["code"]: entry for entry in customer.http.get("/api/languages").json()["data"]}
    assert "es" in found["en"]["translate_to"]
    assert "en" in found["es"]["translate_to"]
    assert found["ja"]["translate_to"] == []
