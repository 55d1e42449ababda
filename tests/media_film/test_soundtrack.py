"""A film's sound: loudness, peaks, length, and music that makes room for the voice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from lingoreel.errors import EngineFailed
from lingoreel.media.dub.limiting import true_peak
from lingoreel.media.dub.stereo_loudness import ChannelsMeter
from lingoreel.media.film.music.composing import compose
from lingoreel.media.film.music.ducking import ATTACK_S, HOLD_S, RELEASE_S, duck
from lingoreel.media.film.soundtrack import OPEN_DB, RATE, UNDER_DB, make_soundtrack
from lingoreel.media.sound.loudness import decibels
from lingoreel.media.studio import HOST, host_config
from lingoreel.processes import Hosts
from lingoreel.settings import Settings

FRAME_S = 1024 / RATE


def _voice(seconds: float, rate: int, seed: int = 0) -> np.ndarray:
    """Something like speech: a buzz that rises and falls, syllable by syllable."""
    rng = np.random.default_rng(seed)
    t = np.arange(round(seconds * rate)) / rate
    pitch = 120 + 15 * np.sin(2 * np.pi * 0.7 * t + seed)
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    buzz = sum(np.sin(k * phase) / k for k in range(1, 25))
    return (buzz + 0.1 * rng.normal(0, 1, len(t))) * (0.25 + 0.75 * np.sin(2 * np.pi * 2.1 * t) ** 2) * 0.1


class Films:
    """Films of two utterances at 1 to 4 s and 6 to 9 s of 11 s."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def request(
        self, voices: list[np.ndarray] | None = None, rates: tuple[int, ...] = (22_050, 16_000), **more: Any
    ) -> dict[str, Any]:
        if voices is None:
            voices = [_voice(3, rates[0], 1), 0.3 * _voice(3, rates[1], 2)]
        paths = []
        for number, samples in enumerate(voices):
            paths.append(str(self.folder / f"{number}.pcm"))
            padded = np.pad(samples, (500, 700))
            np.rint(np.clip(padded, -1, 1) * 32767).astype("<i2").tofile(paths[-1])
        utterances = [
            {
                "piece": number,
                "sample_rate": rate,
                "start_sample": 500,
                "end_sample": 500 + len(samples),
                "start_ms": at,
            }
            for number, (samples, rate, at) in enumerate(zip(voices, rates, (1000, 6000), strict=False))
        ]
        asked = {"duration_ms": 11_000, "mood": "warm", "genre": "story", "seed": 4, "music": True}
        asked |= {"accents_ms": [0, 5550], "title": "Lighthouses", "language": "en"}
        output = str(self.folder / "film.m4a")
        return asked | {"output_path": output, "speech_paths": paths, "utterances": utterances} | more


@pytest.fixture
def films(tmp_path: Path) -> Films:
    return Films(tmp_path)


def _make(request: dict[str, Any]) -> tuple[dict[str, Any], np.ndarray]:
    """What is told, and what a decoder gives: channels × samples from the beginning of the presentation."""
    told = make_soundtrack(request, lambda _: None)
    return told, _decoded(request["output_path"])


def _decoded(path: str) -> np.ndarray:
    with av.open(path) as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0) if frame.pts >= 0]
    return np.concatenate(frames, axis=1)


def _loudness(samples: np.ndarray) -> float:
    meter = ChannelsMeter(RATE, len(samples))
    meter.add(np.ascontiguousarray(samples))
    return meter.integrated


def test_a_track_is_as_loud_and_as_long_as_it_is_to_be(films: Films) -> None:
    told, sound = _make(films.request())
    assert told["loudness"] == pytest.approx(-16, abs=0.3)
    assert _loudness(sound) == pytest.approx(-16, abs=0.5)
    assert decibels(true_peak(sound) ** 2) <= -1
    assert told["true_peak"] == pytest.approx(decibels(true_peak(sound) ** 2), abs=0.05)
    assert (told["samples"], told["duration_ms"], told["music"]) == (11 * RATE, 11_000, True)
    with av.open(films.request()["output_path"]) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.profile, stream.rate, stream.channels) == ("aac", "LC", RATE, 2)
        assert float(stream.duration * stream.time_base) == pytest.approx(11, abs=FRAME_S)
        assert container.duration == pytest.approx(11_000_000, abs=1e6 * FRAME_S)
        assert stream.start_time == 0
        assert container.metadata["title"] == "Lighthouses"
        assert stream.metadata["language"] == "eng"


def test_utterances_are_heard_when_they_are_to_be_and_equally_loud(films: Films) -> None:
    _, sound = _make(films.request(music=False))
    level = np.abs(sound.mean(axis=0))
    # all is silent but for a breath of 10 ms before and 50 ms after, and what the codec smears
    for begin, end in ((0.0, 0.94), (4.10, 5.94), (9.10, 11.0)):
        assert level[round(begin * RATE) : round(end * RATE)].max() < 0.003
    for begin, end in ((1.0, 1.3), (3.7, 4.0), (6.0, 6.3), (8.7, 9.0)):
        assert level[round(begin * RATE) : round(end * RATE)].max() > 0.05
    first, second = _loudness(sound[:, RATE : 4 * RATE]), _loudness(sound[:, 6 * RATE : 9 * RATE])
    assert first == pytest.approx(second, abs=1)


def test_music_goes_down_before_speech_and_comes_back(films: Films) -> None:
    request = films.request()
    told, sound = _make(request)
    # what is said is the same on both sides: their difference is music alone
    composed = compose("warm", "story", 4, 11.0, RATE, (0.0, 5.55)).T
    heard, raw = sound[0] - sound[1], composed[0] - composed[1]

    def gain(begin: float, end: float) -> float:
        own = slice(round(begin * RATE), round(end * RATE))
        return decibels(float(np.mean(heard[own] ** 2))) - decibels(float(np.mean(raw[own] ** 2)))

    before, first, between, second = gain(0.2, 0.8), gain(1.1, 3.9), gain(4.6, 5.75), gain(6.1, 8.9)
    assert before == pytest.approx(between, abs=0.5) == gain(9.6, 10.4)
    for under in (first, second):
        assert before - under > 5
    # half way down before the word, half way up after it
    assert first < gain(0.9, 0.95) < before
    assert first < gain(4.2, 4.3) < between
    assert gain(4.0, 4.05) == pytest.approx(first, abs=0.6)
    assert told["speech_over_music_db"] == pytest.approx(-UNDER_DB, abs=1)


def test_music_has_no_step_where_it_is_turned_down() -> None:
    spans = [(RATE, 2 * RATE), (2 * RATE + RATE // 5, 3 * RATE), (5 * RATE, 6 * RATE)]
    gains = 20 * np.log10(duck(7 * RATE, spans, [-16, -12, -20], -7, RATE))
    assert np.abs(np.diff(gains)).max() < 0.01
    assert gains[[0, RATE // 2, 4 * RATE, 7 * RATE - 1]] == pytest.approx(-7, abs=1e-3)
    for (start, end), depth in zip(spans, (-16, -12, -20), strict=True):
        assert gains[start:end].max() <= depth + 0.001
    down = RATE - round(ATTACK_S * RATE)
    assert gains[down - 1] == pytest.approx(-7, abs=1e-3)
    assert gains[6 * RATE + round((HOLD_S + RELEASE_S) * RATE) + 1] == pytest.approx(-7, abs=1e-3)
    assert gains[6 * RATE + round(HOLD_S * RATE)] == pytest.approx(-20, abs=0.01)
    # a short gap is no hole: only part of the way up
    assert gains[2 * RATE : 2 * RATE + RATE // 5].max() < -9
    assert OPEN_DB > UNDER_DB


def test_peaks_stay_below_the_ceiling_once_decoded(films: Films) -> None:
    rng = np.random.default_rng(5)
    spiky = 0.02 * _voice(3, 16_000, 1)
    spiky[rng.integers(0, len(spiky), 120)] = rng.choice((-0.9, 0.9), 120)
    told, sound = _make(films.request([spiky], (16_000,)))
    assert told["true_peak"] <= -1
    assert decibels(true_peak(sound) ** 2) <= -1


def test_the_same_film_has_the_same_bytes(films: Films) -> None:
    request = films.request(mood="energetic")
    contents = []
    for seed in (4, 4, 5):
        make_soundtrack(request | {"seed": seed}, lambda _: None)
        contents.append(Path(request["output_path"]).read_bytes())
    assert contents[0] == contents[1] != contents[2]


def test_music_alone_and_silence_alone(films: Films) -> None:
    told, sound = _make(films.request() | {"utterances": [], "speech_paths": []})
    assert told["loudness"] == pytest.approx(-16, abs=0.5)
    assert told["speech_over_music_db"] is None
    assert np.abs(sound).max() > 0.1
    told, sound = _make(films.request() | {"utterances": [], "speech_paths": [], "music": False, "duration_ms": 500})
    assert not sound.any()
    assert (told["music"], told["speech_over_music_db"], told["samples"]) == (False, None, RATE // 2)


def test_an_utterance_that_says_nothing_is_left_out(films: Films) -> None:
    request = films.request()
    request["utterances"][1]["end_sample"] = request["utterances"][1]["start_sample"]
    _, sound = _make(request | {"music": False})
    assert np.abs(sound[:, round(5.9 * RATE) :]).max() < 0.003


def test_utterances_beyond_their_file_are_told(films: Films) -> None:
    request = films.request()
    request["utterances"][0]["end_sample"] += 10_000
    with pytest.raises(EngineFailed):
        make_soundtrack(request, lambda _: None)
    assert not Path(request["output_path"]).exists()


async def test_a_studio_makes_it(films: Films, tmp_path: Path) -> None:
    request = films.request()
    made = Path(request["output_path"])
    make_soundtrack(request, lambda _: None)
    here = made.read_bytes()
    settings = Settings(data_dir=tmp_path / "data")
    hosts = Hosts(settings)
    try:
        told = await hosts.call(HOST, host_config(settings), {"work": "score", **request}, wall_s=60)
    finally:
        await hosts.close()
    assert told["loudness"] == pytest.approx(-16, abs=0.3)
    assert made.read_bytes() == here
