"""How high voices are, and whose they are."""

from __future__ import annotations

import time

import numpy as np
import pytest

from known_speech import SAMPLE_RATE, SENTENCES, flite, music, real_clips, write
from lingoreel.errors import EngineFailed
from lingoreel.media.dub.pitch import median_pitch


def silent(_):
    """Nobody listens to the progress."""


def pitch_of(path, samples):
    written = write(path, samples)
    return median_pitch({"path": written, "stretches": {"a": [[0, len(samples)]]}}, silent)["a"]


@pytest.mark.parametrize("hertz", [80, 110, 145, 196, 260, 340])
def test_a_buzz_has_the_pitch_it_was_made_with(tmp_path, hertz):
    seconds = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
    buzz = sum(np.sin(2 * np.pi * hertz * n * seconds) / n for n in range(1, 12))
    assert pitch_of(tmp_path / "a.pcm", 4000 * buzz)["hz"] == pytest.approx(hertz, rel=0.01)


@pytest.mark.parametrize(("voice", "hertz", "gender"), [("slt", 170, 2), ("rms", 103, 1), ("awb", 128, 1)])
@pytest.mark.parametrize("decibels", [None, -20, -10])
def test_three_voices_are_told_with_music_too(tmp_path, voice, hertz, gender, decibels):
    clip = np.concatenate([flite(voice, text, tmp_path) for text in SENTENCES[:6]]).astype(float)
    if decibels is not None:
        clip += music(len(clip), np.sqrt((clip**2).mean()) * 10 ** (decibels / 20))
    found = pitch_of(tmp_path / "a.pcm", clip)
    assert found["hz"] == pytest.approx(hertz, rel=0.08)
    assert found["gender"] == gender


def test_real_men_are_men_even_one_who_shouts(tmp_path):
    clips = real_clips()
    for name, clip in clips.items():
        found = pitch_of(tmp_path / "a.pcm", clip)
        assert found["gender"] == 1, (name, found)
        assert (found["hz"] > 200) == (name == "jfk.flac")


def test_noise_silence_and_too_little_have_no_pitch(tmp_path):
    nothing = {"hz": None, "gender": 0}
    assert pitch_of(tmp_path / "a.pcm", np.random.default_rng(0).normal(0, 3000, 80_000)) == nothing
    assert pitch_of(tmp_path / "a.pcm", np.zeros(80_000)) == nothing
    assert pitch_of(tmp_path / "a.pcm", np.full(300, 1000.0)) == nothing
    path = write(tmp_path / "a.pcm", np.zeros(100))
    stretches = {"a": [], "b": [[50, 10]], "c": [[1000, 90_000]]}
    found = median_pitch({"path": path, "stretches": stretches}, silent)
    assert found == dict.fromkeys("abc", nothing)


def test_an_hour_of_one_speaker_costs_no_more_than_a_minute(tmp_path):
    path = write(tmp_path / "long.pcm", np.random.default_rng(0).normal(0, 3000, 120 * SAMPLE_RATE))
    spans = [[0, 120 * SAMPLE_RATE]] * 60
    median_pitch({"path": path, "stretches": {"a": spans[:1]}}, silent)
    started = time.process_time()
    median_pitch({"path": path, "stretches": {"a": spans}}, silent)
    assert time.process_time() - started < 10


def test_a_file_that_is_gone_is_told(tmp_path):
    with pytest.raises(EngineFailed):
        median_pitch({"path": str(tmp_path / "gone"), "stretches": {"a": [[0, 8000]]}}, silent)
