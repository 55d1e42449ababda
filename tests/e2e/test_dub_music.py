"""What becomes of the music under a dub, on mixes whose parts are known.

Three published mixes: speech in the middle of stereo music that has 0, 50 or 80 % of its power in the middle too
(`dubs` says how it is made). Half of what was said gets no line, so that there the background is heard alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from dubs import Said, Talk, make_talk, real_speech
from hearing import Sound, fetch, left_of, level_db, loudness, sound_of

from service import Customer, RunningService

SYNTHESIS = "/api/tasks/media/video-translation/synthesis"
SHARES = (0.0, 0.5, 0.8)
SPANISH = "Esto lo dice ahora otra voz."
SHORT_MS = 250


@dataclass(frozen=True)
class Mixed:
    """A film with music, and its dub."""

    talk: Talk
    content: bytes
    sound: Sound
    data: dict[str, Any]

    @property
    def spoken(self) -> list[Said]:
        return list(self.talk.said[::2])

    @property
    def unspoken(self) -> list[Said]:
        return list(self.talk.said[1::2])


@pytest.fixture(scope="module")
def customer(studio: RunningService) -> Customer:
    return studio.customer(points=1000, parallel=4)


def lines_of(talk: Talk) -> list[dict[str, Any]]:
    return [{"start": said.start_ms, "end": said.end_ms, "text": SPANISH} for said in talk.said[::2]]


def ask(customer: Customer, talk: Talk, lines: list[dict[str, Any]], **fields: Any) -> str:
    return customer.upload(talk.content(), "film.mp4", SYNTHESIS, language="es", subtitles=json.dumps(lines), **fields)


@pytest.fixture(scope="module")
def mixes(customer: Customer, tmp_path_factory: pytest.TempPathFactory) -> dict[float, Mixed]:
    folder = tmp_path_factory.mktemp("music")
    pieces = real_speech()[:3] * 2
    talks = {
        share: make_talk(folder / f"{share}.mp4", pieces, pauses_s=(1.5,), music=share, channels=2) for share in SHARES
    }
    asked = {share: ask(customer, talk, lines_of(talk)) for share, talk in talks.items()}
    found = {}
    for share, task_id in asked.items():
        data = customer.wait(task_id)
        assert data["state"] == 1, data["error"]
        content = fetch(data["file"])
        found[share] = Mixed(talks[share], content, sound_of(content), data)
    return found


def parts_between(mixed: Mixed, said: Said) -> tuple[Any, Any, Any]:
    """Voice (one channel), music and what came back, in the middle of a stretch of speech."""
    start, end = ((at * 48) for at in (said.start_ms + SHORT_MS, said.end_ms - SHORT_MS))
    music = mixed.talk.music
    assert music is not None
    return mixed.talk.voice[0, start:end], music[:, start:end], mixed.sound.samples[:, start:end]


@pytest.mark.parametrize("share", SHARES)
def test_music_in_the_pauses_is_as_it_was(mixes: dict[float, Mixed], share: float):
    mixed = mixes[share]
    music = mixed.talk.music
    assert music is not None
    for before, after in zip(mixed.talk.said[1::2], mixed.talk.said[2::2], strict=False):
        start, end = (before.end_ms + 400) * 48, (after.start_ms - 300) * 48
        assert abs(level_db(mixed.sound.samples[:, start:end]) - level_db(music[:, start:end])) <= 2


@pytest.mark.parametrize(("share", "most_db"), [(0.0, 4), (0.5, 4), (0.8, 9)])
def test_music_under_speech_keeps_its_level(mixes: dict[float, Mixed], share: float, most_db: float):
    for said in mixes[share].unspoken:
        _, music, came = parts_between(mixes[share], said)
        assert abs(level_db(came) - level_db(music)) <= most_db


@pytest.mark.parametrize(("share", "least_db"), [(0.0, 25), (0.5, 25), (0.8, 18)])
def test_the_original_voice_is_gone(mixes: dict[float, Mixed], share: float, least_db: float):
    for said in mixes[share].unspoken:
        voice, music, came = parts_between(mixes[share], said)
        assert left_of(voice, [music], came, 48_000) <= -least_db


@pytest.mark.parametrize("share", SHARES)
def test_the_whole_is_as_loud_as_before(mixes: dict[float, Mixed], share: float, tmp_path: Path):
    before, after = loudness(mixes[share].talk.content(), tmp_path), loudness(mixes[share].content, tmp_path)
    assert abs(after.lufs - before.lufs) <= 1
    assert after.true_peak_dbtp <= -1


def test_the_dub_is_heard_over_the_music(mixes: dict[float, Mixed]):
    for mixed in mixes.values():
        for said in mixed.spoken:
            _, music, came = parts_between(mixed, said)
            assert level_db(came[:, :48_000]) > level_db(music[:, :48_000]) + 3


def test_what_cannot_be_told_apart_is_turned_down_and_told(customer: Customer, tmp_path: Path):
    made = make_talk(tmp_path / "middle.mp4", real_speech()[:3], pauses_s=(1.5,), music=1.0, channels=2)
    data = customer.wait(ask(customer, made, lines_of(made)))
    assert data["state"] == 1, data["error"]
    sound, music = sound_of(fetch(data["file"])), made.music
    assert music is not None
    assert data["sound"]["background"]["method"] == "duck"
    gap = made.said[0].end_ms + 500
    assert abs(level_db(sound.between(gap, gap + 700)) - level_db(music[:, gap * 48 : (gap + 700) * 48])) <= 2
    unspoken = made.said[1]
    voice = made.voice[:, (unspoken.start_ms + 250) * 48 : (unspoken.end_ms - 250) * 48]
    left = level_db(sound.between(unspoken.start_ms + 250, unspoken.end_ms - 250)) - level_db(voice)
    assert left < -10


def test_the_original_voice_stays_faint_when_asked(customer: Customer, mixes: dict[float, Mixed]):
    """20 % of the amplitude is 14 dB down."""
    mixed = mixes[0.0]
    data = customer.wait(ask(customer, mixed.talk, lines_of(mixed.talk), original_volume=20))
    assert data["state"] == 1, data["error"]
    sound = sound_of(fetch(data["file"]))
    for said in mixed.unspoken:
        voice, music, came = parts_between(Mixed(mixed.talk, b"", sound, data), said)
        assert left_of(voice, [music], came, 48_000) == pytest.approx(-14, abs=4)


def test_nothing_but_the_dub_when_the_background_is_dropped(customer: Customer, mixes: dict[float, Mixed]):
    mixed = mixes[0.5]
    data = customer.wait(ask(customer, mixed.talk, lines_of(mixed.talk), background="drop"))
    assert data["state"] == 1, data["error"]
    sound = sound_of(fetch(data["file"]))
    for said in mixed.unspoken:
        assert level_db(sound.between(said.start_ms, said.end_ms)) < -70
