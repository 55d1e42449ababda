"""A preview from the first request to the lines that are sent back; times are judged by how the film was made."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from dubs import Talk, make_talk, speakers
from served import Served

from service import Customer, RunningService

PREVIEW = "/api/tasks/media/video-translation/preview"
CREATE = "/api/tasks/video-translation/create"
DOCUMENTED = {"duration", "source_language", "target_language", "result", "translation", "engine", "quality"}


@pytest.fixture(scope="module")
def customer(studio: RunningService) -> Customer:
    return studio.customer(points=1000, parallel=4)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    """Three voices in turn, five sentences each."""
    voices = speakers()
    pieces = [voices[name][turn] for turn in range(5) for name in ("rms", "slt", "awb")]
    return make_talk(tmp_path_factory.mktemp("talk") / "three people.mp4", pieces, pauses_s=(1.1, 0.9, 1.4))


@pytest.fixture(scope="module")
def previewed(customer: Customer, talk: Talk) -> dict[str, Any]:
    task_id = customer.upload(talk.content(), "three people.mp4", PREVIEW, language="es-ES", source_language="en")
    shown = customer.query(task_id)
    assert set(shown) >= {*DOCUMENTED, "speakers"}
    assert shown["result"] is None
    return done(customer, task_id)


def done(customer: Customer, task_id: str) -> dict[str, Any]:
    data = customer.wait(task_id)
    assert data["state"] == 1, data["error"]
    return data


def seconds_of(service: RunningService, task_id: str, *stages: str) -> dict[str, float]:
    """How long each of these stages took that task."""
    found = {}
    for line in service.log_path.read_text().splitlines():
        stage = line.partition("stage=")[2].partition(" ")[0]
        if task_id in line and "step done" in line and stage.startswith(stages):
            found[stage] = float(line.partition("seconds=")[2].split()[0])
    return found


def assert_looked_up(service: RunningService, task_id: str, *batches: str) -> None:
    """The sound was not decoded again, and no part of these batches was carried out."""
    took = seconds_of(service, task_id, "audio", "speech", *batches)
    assert set(took) >= {"audio", "speech", *batches}, took
    assert not any("/" in stage for stage in took), took
    assert max(took.values()) < 1.0, took


def srt(entries: list[tuple[int, int, str]]) -> str:
    def stamp(ms: int) -> str:
        return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"

    return "\n".join(f"{n}\n{stamp(a)} --> {stamp(b)}\n{text}\n" for n, (a, b, text) in enumerate(entries, 1))


def test_the_answer_is_whole_and_can_be_sent_back(previewed: dict[str, Any]):
    result = previewed["result"]
    lines = result["subtitles"]
    assert (previewed["source_language"], previewed["target_language"]) == ("en", "es")
    assert all(
        list(line) == ["start", "end", "text", "source_text", "speaker", "voice", "modified"] and line["modified"] == 0
        for line in lines
    )
    assert all(line["text"].strip() and line["source_text"].strip() and line["voice"] for line in lines)
    for side, text in (("source_subtitles", "source_text"), ("translated_subtitles", "text")):
        assert result[side] == [{"start": ln["start"], "end": ln["end"], "text": ln[text]} for ln in lines]
    assert httpx.get(previewed["files"]["lines"]).json() == lines
    assert previewed["translation"]["name"] == "apertium"
    assert previewed["engine"]["diarization"]


def test_lines_are_in_order_apart_and_inside_the_film(previewed: dict[str, Any], talk: Talk):
    lines = previewed["result"]["subtitles"]
    assert all(line["start"] < line["end"] for line in lines)
    assert all(a["end"] <= b["start"] for a, b in pairwise(lines))
    assert lines[0]["start"] >= 0
    assert lines[-1]["end"] <= talk.seconds * 1000


def test_lines_begin_when_the_speech_does(previewed: dict[str, Any], talk: Talk):
    starts = np.array([line["start"] for line in previewed["result"]["subtitles"]])
    off = np.array([np.min(np.abs(starts - piece.start_ms)) for piece in talk.said])
    found = off[off <= 250]
    assert len(found) >= 0.8 * len(off), f"first words missed or sentences joined: {off}"
    assert np.percentile(found, 95) <= 100, off


def test_every_speaker_has_a_voice_of_its_own_throughout(previewed: dict[str, Any]):
    told = previewed["speakers"]
    voices = {entry["speaker"]: entry["voice"] for entry in told}
    assert len(set(voices.values())) == len(voices) >= 2
    assert all(set(entry) == {"speaker", "gender", "pitch_hz", "voice"} for entry in told)
    for line in previewed["result"]["subtitles"]:
        assert line["voice"] == voices[line["speaker"]]
    assert {entry["gender"] for entry in told} >= {1, 2}


def test_two_points_for_a_started_minute(previewed: dict[str, Any]):
    minutes = -(-previewed["duration"] // 60)
    [line] = previewed["points"]["lines"]
    assert (line["item"], line["billed_units"]) == ("video_translation.translate", minutes)
    assert previewed["points"]["charged"] == 2 * minutes


def test_subtitle_files_of_both_languages(previewed: dict[str, Any]):
    assert set(previewed["files"]) == {"source_srt", "translated_srt", "lines"}
    source, target = (httpx.get(previewed["files"][name]).text for name in ("source_srt", "translated_srt"))
    assert source.count("-->") >= 5
    assert target.count("-->") >= 5
    hard = {"order", "overlap", "gap", "empty_line", "line_length", "lines", "min_duration", "max_duration"}
    assert {name: previewed["quality"]["rules"][name]["count"] for name in hard} == dict.fromkeys(hard, 0)
    assert previewed["quality"]["coverage"]["share"] > 0.9


def test_the_older_path_answers_the_same_and_nothing_is_heard_twice(
    customer: Customer, studio: RunningService, previewed: dict[str, Any]
):
    task_id = customer.create(CREATE, task_id=previewed["task_id"], language="es_ES", source_language="en")
    again = done(customer, task_id)
    assert again["result"] == previewed["result"]
    assert_looked_up(studio, task_id, "recognise", "translate", "measure")


def test_another_language_does_its_own_work_only(
    customer: Customer,
    studio: RunningService,
    talk: Talk,
    previewed: dict[str, Any],
    served: Served,
):
    german = srt([(piece.start_ms, piece.end_ms, f"Satz Nummer {n}.") for n, piece in enumerate(talk.said)])
    url = served("only.srt", german)
    task_id = customer.create(
        PREVIEW, task_id=previewed["task_id"], language="de", source_language="en", translate_srt_url=url
    )
    data = done(customer, task_id)
    said = [entry["text"] for entry in previewed["result"]["source_subtitles"]]
    assert [entry["text"] for entry in data["result"]["source_subtitles"]] == said
    assert {entry["voice"].partition("@")[0].partition("-")[0] for entry in data["speakers"]} == {"espeak:de"}
    assert_looked_up(studio, task_id, "recognise")


def test_its_cues_are_shown_by_a_later_task(customer: Customer, previewed: dict[str, Any]):
    task_id = customer.create(
        "/api/tasks/media/subtitle",
        task_id=previewed["task_id"],
        primary_subtitles=previewed["task_id"],
        secondary_subtitles=previewed["task_id"],
        mode="soft",
    )
    assert done(customer, task_id)["subtitles"]["languages"] == {"primary": "es", "secondary": "en"}


def test_subtitles_of_ones_own_in_a_language_that_nothing_translates_into(
    customer: Customer, talk: Talk, served: Served
):
    original = srt([(piece.start_ms, piece.end_ms, f"Sentence number {n}.") for n, piece in enumerate(talk.said)])
    german = srt([(piece.start_ms + 80, piece.end_ms, f"Satz Nummer {n}.") for n, piece in enumerate(talk.said)])
    fields = {
        "language": "de",
        "source_language": "en",
        "original_srt_url": served("en.srt", original),
        "translate_srt_url": served("de.srt", german + "\n99\n00:00:00,000 --> 00:00:00,500\n[music]\n"),
        "voice": "espeak:de@-2",
    }
    data = done(customer, customer.upload(talk.content(), "t.mp4", CREATE, **fields))
    lines = data["result"]["subtitles"]
    assert [line["text"] for line in lines] == [f"Satz Nummer {n}." for n in range(len(talk.said))]
    assert [line["source_text"] for line in lines] == [f"Sentence number {n}." for n in range(len(talk.said))]
    off = [abs(line["start"] - piece.start_ms) for line, piece in zip(lines, talk.said, strict=True)]
    assert np.percentile(off, 95) <= 40, "the sound says when they begin, not the file"
    assert {line["voice"] for line in lines} == {"espeak:de@-2"}
    assert {line["speaker"] for line in lines} == {None}
    assert "speakers" not in data
    assert (data["translation"], data["engine"]) == (None, None)
    assert any("sounds_left_out: 1" in warning for warning in data["warnings"])


def test_subtitles_of_another_film(customer: Customer, talk: Talk, served: Served):
    gaps = [(a.end_ms + 600, b.start_ms - 600) for a, b in pairwise(talk.said) if b.start_ms - a.end_ms >= 1350]
    assert gaps
    far = [(9_000_000 + n * 5000, 9_002_000 + n * 5000, "Hello.") for n in range(5)]
    for name, entries in (("gaps.srt", [(*gap, "Hello.") for gap in gaps]), ("far.srt", far)):
        url = served(name, srt(entries))
        task_id = customer.upload(
            talk.content(), "t.mp4", PREVIEW, language="es", source_language="en", original_srt_url=url
        )
        data = customer.wait(task_id)
        assert data["state"] == -7, (name, data["result"])
        assert (data["error"]["code"], data["error"]["field"]) == ("subtitles_do_not_match", "original_srt_url")
        assert data["points"]["charged"] == 0


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"language": "la-la"}, None, "language"),
        ({"language": "es", "voice": "espeak:ess"}, None, "voice"),
        ({"language": "ja", "source_language": "en"}, "pair_unavailable", "language"),
        ({"language": "br"}, None, "language"),
        ({"language": "en", "source_language": "en"}, None, "language"),
        ({}, None, "language"),
    ],
)
def test_refused_at_once(customer: Customer, fields: dict[str, Any], code: str | None, field: str):
    answer = customer.http.post(PREVIEW, json={"url": "https://example.org/a.mp4", **fields})
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert error["field"] == field, error
    assert code in (None, error["code"])


def test_silence(customer: Customer, tmp_path: Path):
    film = make_talk(tmp_path / "still.mp4", [], lead_s=3)
    data = customer.wait(customer.upload(film.content(), "still.mp4", PREVIEW, language="es"))
    assert (data["state"], data["points"]["charged"]) == (-11, 0)


def test_sound_without_a_picture(customer: Customer, speech: bytes):
    data = customer.wait(customer.upload(speech, "speech.opus", PREVIEW, language="es"))
    assert (data["state"], data["points"]["charged"]) == (-7, 0)
    assert "recognition" in data["error"]["remedy"]


def test_a_file_that_is_no_subtitles(customer: Customer, talk: Talk, served: Served):
    url = served("no.srt", json.dumps({"not": "subtitles"}))
    data = customer.wait(customer.upload(talk.content(), "t.mp4", PREVIEW, language="es", translate_srt_url=url))
    assert (data["state"], data["error"]["field"]) == (-7, "translate_srt_url")
