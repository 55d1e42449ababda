"""A recognition from the first request to the last file."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import httpx
import jiwer
import pysubs2
import pytest

from service import PATH, Customer, RunningService

MEDIA = Path(__file__).parents[3] / "shared" / "media"
SAMPLE = Path(__file__).parents[2] / "src/lingoreel/cli/demo_sample"
DOCUMENTED = {
    "task_id",
    "state",
    "state_detail",
    "progress",
    "created_at",
    "processed_at",
    "completed_at",
    "stage",
    "queue_position",
    "eta_seconds",
    "points",
    "error",
    "files",
    "expires_at",
    "warnings",
    "duration",
    "source_language",
    "target_language",
    "result",
    "segments",
    "quality",
    "engine",
}


@pytest.fixture(scope="module")
def customer(service: RunningService) -> Customer:
    return service.customer(points=1000, parallel=4)


@pytest.fixture(scope="module")
def finished(customer: Customer, speech: bytes) -> dict:
    return customer.wait(
        customer.upload(speech, "speech.opus", type="4", words="1", speaker_recognition="1", colour="blue")
    )


def words(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum() or c in " '")


def test_every_documented_key_is_there_from_the_first_query(customer: Customer, speech: bytes):
    task_id = customer.upload(speech, "speech.opus", speaker_recognition=1)
    data = customer.query(task_id)
    assert set(data) >= DOCUMENTED
    assert data["result"] is None
    assert data["speakers"] is None
    assert set(data["points"]) == {"quoted", "held", "charged", "refunded", "price_version", "lines"}
    assert customer.http.get(PATH, params={"task_id": task_id}).json()["data"]["task_id"] == task_id
    assert customer.http.get(f"/api/tasks/{task_id}").json()["data"]["task_id"] == task_id
    customer.wait(task_id)


def test_what_was_spoken_comes_back(finished: dict):
    assert finished["state"] == 1, finished["error"]
    heard = " ".join(segment["text"] for segment in finished["segments"])
    spoken = (SAMPLE / "speech.txt").read_text()
    assert jiwer.wer(words(spoken), words(heard)) <= 0.25
    assert finished["state_detail"] == "Complete"
    assert finished["progress"] == 100
    assert isinstance(finished["duration"], int)
    assert finished["source_language"] == "en"
    assert finished["target_language"] == "origin"
    assert finished["result"] == finished["segments"]
    assert finished["engine"]["name"] == "pocketsphinx"
    assert set(finished["speakers"]) == {"speaker0"} | set(finished["speakers"])
    assert all(speaker["gender"] in (0, 1, 2) for speaker in finished["speakers"].values())


def test_words_are_in_order_and_inside_their_segments(finished: dict):
    end = 0
    for segment in finished["segments"]:
        assert end <= segment["start"] < segment["end"] <= finished["duration"] * 1000
        at = segment["start"]
        for word in segment["words"]:
            assert at <= word["start"] <= word["end"] <= segment["end"]
            at = word["end"]
        end = segment["end"]


def test_warnings_name_what_was_ignored_and_assumed(finished: dict):
    told = " ".join(finished["warnings"])
    assert "'colour'" in told
    assert "language_assumed" in told


def test_one_point_for_a_started_minute(finished: dict):
    receipt = finished["points"]
    assert (receipt["quoted"], receipt["held"], receipt["charged"], receipt["refunded"]) == (1, 1, 1, 0)
    [line] = receipt["lines"]
    assert line["item"] == "subtitles.recognize"
    assert line["unit"] == "minute"
    assert line["billed_units"] == 1
    assert line["points"] == 1


def test_every_file_can_be_had_and_read(finished: dict):
    assert set(finished["files"]) == {"txt", "srt", "vtt", "ass", "json"}
    content = {}
    for name, link in finished["files"].items():
        answer = httpx.get(link)
        assert answer.status_code == 200
        content[name] = answer.text
        part = httpx.get(link, headers={"Range": "bytes=2-5"})
        assert part.status_code == 206
        assert part.text == answer.text[2:6]
        assert httpx.head(link).headers["content-length"] == str(len(answer.content))
    for name in ("srt", "vtt", "ass"):
        subtitles = pysubs2.SSAFile.from_string(content[name])
        assert len(subtitles) >= 3
        assert all(a.end <= b.start for a, b in itertools.pairwise(subtitles))
    assert json.loads(content["json"])
    spoiled = finished["files"]["srt"].replace("/files/", "/files/A")
    refused = httpx.get(spoiled)
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "link_expired"


def test_plain_text_without_type(customer: Customer, speech: bytes):
    done = customer.wait(customer.upload(speech, "speech.opus", source_language="en-US"))
    assert isinstance(done["result"], str)
    assert done["segments"]
    assert "speakers" not in done
    assert done["points"]["lines"][0]["item"] == "speech_to_text"
    assert not any("language_assumed" in warning for warning in done["warnings"])
    plain = customer.wait(customer.upload(speech, "speech.opus", type=4, content_type=1))
    assert plain["result"] == done["result"]


def test_the_same_again_is_made_of_the_stored_stages(customer: Customer, service: RunningService, speech: bytes):
    first = customer.wait(customer.upload(speech, "speech.opus"))
    again = customer.wait(customer.upload(speech, "speech.opus"))
    assert again["result"] == first["result"]
    assert again["points"]["charged"] == 1
    lines = [line for line in service.log_path.read_text().splitlines() if again["task_id"] in line]
    assert any("stage=recognise " in line for line in lines)
    assert not any("stage=recognise/" in line for line in lines), "no part of it was carried out"


@pytest.mark.skipif(not MEDIA.exists(), reason="the real recordings are not beside this checkout")
@pytest.mark.parametrize(
    ("names", "spoken", "limit"),
    [
        (
            ["jfk.flac"],
            "and so my fellow americans ask not what your country can do for you ask what you can do for your country",
            0.30,
        ),
        (
            ["austen-0870.wav", "austen-0880.wav", "austen-0890.wav"],
            "and mister john dashwood had then leisure to consider how much there might be prudently in his power "
            "to do for them he was not an ill disposed young man "
            "unless to be rather cold hearted and rather selfish is to be ill disposed",
            0.40,
        ),
    ],
)
def test_real_speech(customer: Customer, names: list[str], spoken: str, limit: float):
    tasks = [customer.upload((MEDIA / name).read_bytes(), name) for name in names]
    heard = " ".join(str(customer.wait(task)["result"]) for task in tasks)
    assert jiwer.wer(spoken, words(heard)) <= limit
