"""Three people in one film are three voices in its dub, from the first line to the last."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from dubs import Said, Talk, make_talk, speakers
from hearing import fetch, pitch_hz, sound_of

from service import Customer, RunningService

PREVIEW = "/api/tasks/media/video-translation/preview"
SYNTHESIS = "/api/tasks/media/video-translation/synthesis"
pytestmark = pytest.mark.timeout(600)
PEOPLE = ("slt", "rms", "awb")


@pytest.fixture(scope="module")
def customer(studio: RunningService) -> Customer:
    return studio.customer(points=1000, parallel=4)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    spoken = speakers()
    order = ["slt", "rms", "awb", "rms", "slt", "awb", "slt", "awb", "rms", "slt", "rms", "awb"]
    taken: dict[str, int] = defaultdict(int)
    pieces = []
    for name in order:
        pieces.append(spoken[name][taken[name] % 5])
        taken[name] += 1
    return make_talk(tmp_path_factory.mktemp("people") / "people.mp4", pieces, pauses_s=(0.8, 1.1), lead_s=0.5)


@pytest.fixture(scope="module")
def previewed(customer: Customer, talk: Talk) -> dict[str, Any]:
    fields = {"language": "es", "speaker_identification": 1}
    data = customer.wait(customer.upload(talk.content(), "people.mp4", PREVIEW, **fields), 500)
    assert data["state"] == 1, data["error"]
    return data


def who(talk: Talk, line: dict[str, Any]) -> str:
    """Who speaks most of a line's time."""

    def shared(said: Said) -> float:
        return min(said.end_ms, line["end"]) - max(said.start_ms, line["start"])

    return max(talk.said, key=shared).speaker


def test_each_has_a_voice_of_its_own(talk: Talk, previewed: dict[str, Any]):
    lines = previewed["result"]["subtitles"]
    cast = {(who(talk, line), line["speaker"], line["voice"]) for line in lines}
    assert len(cast) == len(PEOPLE), cast
    assert len({person for person, _, _ in cast}) == len(PEOPLE)
    assert len({voice for _, _, voice in cast}) == len(PEOPLE)
    told = {one["speaker"]: one["voice"] for one in previewed["speakers"]}
    assert told == {speaker: voice for _, speaker, voice in cast}


def test_three_voices_are_heard_from_first_to_last(customer: Customer, talk: Talk, previewed: dict[str, Any]):
    data = customer.wait(customer.create(SYNTHESIS, task_id=previewed["task_id"], background="drop"))
    assert data["state"] == 1, data["error"]
    sound = sound_of(fetch(data["file"]))
    heard: dict[str, list[float]] = defaultdict(list)
    lines = previewed["result"]["subtitles"]
    for line, placed in zip(lines, data["result"]["sync"]["lines"], strict=True):
        if placed["end"] - placed["start"] > 800:
            clip = sound.between(placed["start"], placed["end"]).mean(axis=0)
            heard[who(talk, line)].append(12 * np.log2(pitch_hz(clip, sound.rate) / 100))
    middles = sorted(float(np.median(pitches)) for pitches in heard.values())
    assert len(middles) == len(PEOPLE)
    assert all(low + 1.5 <= high for low, high in pairwise(middles)), middles
    for pitches in heard.values():
        assert max(pitches) - min(pitches) <= 3, heard


def test_a_speaker_can_be_given_another_voice(customer: Customer, previewed: dict[str, Any]):
    speaker = previewed["result"]["subtitles"][0]["speaker"]
    data = customer.wait(
        customer.create(SYNTHESIS, task_id=previewed["task_id"], speaker_voices={speaker: "espeak:es-419"})
    )
    assert data["state"] == 1, data["error"]
    for line, placed in zip(previewed["result"]["subtitles"], data["result"]["sync"]["lines"], strict=True):
        assert (placed["voice"] == "espeak:es-419") == (line["speaker"] == speaker)
