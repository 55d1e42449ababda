"""A dub whose background a model makes: one of which it is known that it takes all that is in the middle for voice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dubs import Said, Talk, make_talk, real_speech
from hearing import Sound, fetch, left_of, level_db, loudness, sound_of
from tiny_mdx import mdx

from service import Customer, RunningService, start_service

SYNTHESIS = "/api/tasks/media/video-translation/synthesis"
SPANISH = "Esto lo dice ahora otra voz."
FRENCH = "Une autre voix le dit maintenant."
SHORT_MS = 250


@dataclass(frozen=True)
class Dub:
    """A film and its dub."""

    talk: Talk
    content: bytes
    sound: Sound
    data: dict[str, Any]

    @property
    def background(self) -> dict[str, Any]:
        told: dict[str, Any] = self.data["sound"]["background"]
        return told

    @property
    def unspoken(self) -> list[Said]:
        """Where somebody spoke, and no line is."""
        return list(self.talk.said[1::2])

    def between(self, said: Said) -> tuple[Any, Any, Any]:
        """Voice (one channel), music and what came back, in the middle of a stretch of speech."""
        start, end = ((at * 48) for at in (said.start_ms + SHORT_MS, said.end_ms - SHORT_MS))
        music = self.talk.music if self.talk.music is not None else np.zeros((1, self.talk.voice.shape[1]), np.float32)
        return self.talk.voice[0, start:end], music[:, start:end], self.sound.samples[:, start:end]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mdx(tmp_path_factory.mktemp("model") / "middle.onnx")


@pytest.fixture(scope="module")
def separating(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    folder = tmp_path_factory.mktemp("separating") / "data"
    with start_service(folder, LINGOREEL_SEPARATION_MODEL=str(model)) as running:
        yield running


@pytest.fixture(scope="module")
def customer(separating: RunningService) -> Customer:
    return separating.customer(points=1000, parallel=4)


def ask(customer: Customer, talk: Talk, text: str = SPANISH, **fields: Any) -> str:
    lines = [{"start": said.start_ms, "end": said.end_ms, "text": text} for said in talk.said[::2]]
    return customer.upload(
        talk.content(), "film.mp4", SYNTHESIS, subtitles=json.dumps(lines), **{"language": "es", **fields}
    )


def finished(customer: Customer, talk: Talk, task_id: str) -> Dub:
    data = customer.wait(task_id)
    assert data["state"] == 1, data["error"]
    content = fetch(data["file"])
    return Dub(talk, content, sound_of(content), data)


@pytest.fixture(scope="module")
def dubs(customer: Customer, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Dub]:
    """By channels: speech in the middle with music at the sides, and speech alone."""
    folder = tmp_path_factory.mktemp("films")
    pieces = real_speech()[:3] * 2
    talks = {
        2: make_talk(folder / "stereo.mp4", pieces, pauses_s=(1.5,), music=0.0, channels=2),
        1: make_talk(folder / "mono.mp4", pieces[:3], pauses_s=(1.5,)),
    }
    asked = {channels: ask(customer, talk) for channels, talk in talks.items()}
    return {channels: finished(customer, talks[channels], task_id) for channels, task_id in asked.items()}


@pytest.fixture(scope="module")
def broken(dubs: dict[int, Dub], model: Path) -> None:
    """From now on the model cannot be used any more."""
    assert dubs
    model.write_bytes(b"no model")


def test_it_is_told_who_took_the_voice_out(dubs: dict[int, Dub]):
    for dub in dubs.values():
        engine = dub.background["engine"]
        assert dub.background["method"] == "model"
        assert (engine["name"], engine["model"]) == ("mdx", "middle")
        assert engine["version"].startswith("middle ")
        assert dub.data["result"]["sync"]["sound"]["background"] == dub.background
        assert not [told for told in dub.data["warnings"] if told.startswith("separation")]


def test_the_voice_is_gone_and_the_sides_are_kept(dubs: dict[int, Dub]):
    dub = dubs[2]
    whole_db = gain_db(dub, dub.talk.said[1].end_ms + 400, dub.talk.said[2].start_ms - 300)
    for said in dub.unspoken:
        voice, music, came = dub.between(said)
        assert left_of(voice, [music], came, 48_000) <= -25
        assert abs(gain_db(dub, said.start_ms + SHORT_MS, said.end_ms - SHORT_MS) - whole_db) <= 0.5
        assert np.corrcoef(music[0] - music[1], came[0] - came[1])[0, 1] > 0.99


def gain_db(dub: Dub, start_ms: int, end_ms: int) -> float:
    """By how much the sides came back louder than they were."""
    assert dub.talk.music is not None
    music, came = (sound[:, start_ms * 48 : end_ms * 48] for sound in (dub.talk.music, dub.sound.samples))
    return level_db(came[0] - came[1]) - level_db(music[0] - music[1])


def test_one_channel_has_no_voice_left(dubs: dict[int, Dub]):
    """What is measured can only turn it down, by 20 dB."""
    dub = dubs[1]
    for said in dub.unspoken:
        voice, _, came = dub.between(said)
        assert left_of(voice, [], came, 48_000) < -35


def test_pauses_and_loudness_are_as_before(dubs: dict[int, Dub], tmp_path: Path):
    dub = dubs[2]
    music = dub.talk.music
    assert music is not None
    for before, after in zip(dub.talk.said[1::2], dub.talk.said[2::2], strict=False):
        start, end = (before.end_ms + 400) * 48, (after.start_ms - 300) * 48
        assert abs(level_db(dub.sound.samples[:, start:end]) - level_db(music[:, start:end])) <= 2
    was, now = loudness(dub.talk.content(), tmp_path), loudness(dub.content, tmp_path)
    assert abs(now.lufs - was.lufs) <= 1
    assert now.true_peak_dbtp <= -1


def test_it_costs_what_a_dub_costs(dubs: dict[int, Dub]):
    for dub in dubs.values():
        [receipt] = dub.data["points"]["lines"]
        assert (receipt["item"], receipt["billed_units"]) == ("video_translation.synthesize", 1)
        assert dub.data["points"]["charged"] == 6


def test_where_no_background_is_wanted_nothing_is_separated(customer: Customer, dubs: dict[int, Dub]):
    talk = dubs[1].talk
    dropped = finished(customer, talk, ask(customer, talk, background="drop"))
    assert dropped.background["method"] == "drop"
    assert "engine" not in dropped.background


def test_a_second_language_takes_what_was_separated(customer: Customer, dubs: dict[int, Dub], broken: None):
    first = dubs[2]
    french = finished(customer, first.talk, ask(customer, first.talk, FRENCH, language="fr"))
    assert french.background == first.background
    for said in french.unspoken:
        voice, music, came = french.between(said)
        assert left_of(voice, [music], came, 48_000) <= -25


def test_one_changed_line_leaves_the_other_spans_as_they_were(customer: Customer, dubs: dict[int, Dub], broken: None):
    first = dubs[2]
    lines = [dict(line) for line in first.data["result"]["subtitles"]]
    lines[-1] = {**lines[-1], "text": "Esto es otra cosa.", "modified": 1}
    task_id = customer.create(SYNTHESIS, task_id=first.data["task_id"], subtitles=lines)
    again = finished(customer, first.talk, task_id)
    assert again.background == first.background
    spans = list(zip(first.data["result"]["sync"]["spans"], again.data["result"]["sync"]["spans"], strict=True))
    changed = [one["start"] <= lines[-1]["end"] and lines[-1]["start"] <= one["end"] for one, _ in spans]
    assert [one != other for one, other in spans] == changed
    assert True in changed
    assert False in changed
    [receipt] = again.data["points"]["lines"]
    assert (receipt["billed_units"], again.data["points"]["charged"]) == (1, 6)


def test_what_cannot_be_separated_is_measured_and_told(
    customer: Customer, dubs: dict[int, Dub], broken: None, tmp_path: Path
):
    talk = make_talk(tmp_path / "other.mp4", real_speech()[:3], pauses_s=(1.5,), music=0.5, channels=2)
    dub = finished(customer, talk, ask(customer, talk))
    assert dub.background["method"] == "centre"
    assert "engine" not in dub.background
    [told] = [told for told in dub.data["warnings"] if told.startswith("separation")]
    assert told.startswith("separation_failed: mdx: middle.onnx")
    for said in dub.unspoken:
        voice, music, came = dub.between(said)
        assert left_of(voice, [music], came, 48_000) <= -18
