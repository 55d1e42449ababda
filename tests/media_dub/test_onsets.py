"""When a line's first word begins: against speech whose beginnings are known by construction, or by alignment."""

from __future__ import annotations

import numpy as np
import pytest

from known_speech import SENTENCES, flite, joined, music, padded, real_clips, write
from lingoreel.errors import EngineFailed
from lingoreel.media.dub.onsets import true_starts


def silent(_):
    """Nobody listens to the progress."""


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """Thirty sentences of three voices: sound, true starts, spans."""
    folder = tmp_path_factory.mktemp("flite")
    voices = ("slt", "rms", "awb")
    clips = [flite(voices[number % 3], text, folder) for number, text in enumerate(SENTENCES * 2)]
    return joined(clips, np.random.default_rng(1))


def errors(tmp_path, sound, starts, spans, low, high):
    """How far off the found starts are when the words' times are off by `low` to `high` ms, and by which method."""
    off = np.random.default_rng(2).uniform(low, high, len(starts))
    given = [round(start + by) for start, by in zip(starts, off, strict=True)]
    path = write(tmp_path / "speech.pcm", sound)
    found = true_starts({"path": path, "starts_ms": given, "spans": padded(spans)}, silent)
    assert len(found["starts_ms"]) == len(found["methods"]) == len(starts)
    return np.abs(np.array(found["starts_ms"]) - starts), found["methods"]


@pytest.mark.parametrize(("low", "high"), [(0, 0), (-60, 60), (-240, 140)])
def test_clean_speech_begins_where_it_is_heard(tmp_path, spoken, low, high):
    off, methods = errors(tmp_path, *spoken, low, high)
    assert set(methods) == {"energy"}
    assert np.median(off) <= 20
    assert np.percentile(off, 95) <= 60
    assert off.max() <= 150


@pytest.mark.parametrize("decibels", [-20, -12, -6])
def test_under_music_no_start_is_far_off(tmp_path, spoken, decibels):
    sound, starts, spans = spoken
    level = np.sqrt((sound[np.abs(sound) > 100] ** 2).mean()) * 10 ** (decibels / 20)
    off, _ = errors(tmp_path, sound + music(len(sound), level), starts, spans, -60, 60)
    assert np.percentile(off, 95) <= 150
    assert off.max() <= 250


def test_loud_music_leaves_the_words_time(tmp_path, spoken):
    sound, starts, spans = spoken
    off, methods = errors(tmp_path, sound + music(len(sound), 4000), starts, spans, -100, 100)
    assert methods.count("word") >= 0.9 * len(methods)
    assert off.max() <= 250


def test_real_speech_begins_where_an_aligner_says(tmp_path):
    # By forced alignment (pocketsphinx) of the words that follow a pause; good to some 40 ms.
    aligned = {"jfk.flac": [290, 3250, 5370, 8150], "austen-0880.wav": [200], "austen-0890.wav": [270]}
    for name, clip in real_clips().items():
        starts = aligned.get(name, [])
        for by in (-130, 0, 100):
            path = write(tmp_path / "clip.pcm", np.concatenate([np.zeros(4000), clip]))
            given = [start + 250 + by for start in starts]
            found = true_starts({"path": path, "starts_ms": given, "spans": []}, silent)
            for start, at in zip(starts, found["starts_ms"], strict=True):
                assert abs(at - 250 - start) <= 100, (name, start, at - 250)


def test_a_word_in_the_middle_of_speech_keeps_its_time(tmp_path):
    rng = np.random.default_rng(3)
    buzz = rng.normal(0, 3000, 64_000)
    path = write(tmp_path / "buzz.pcm", np.concatenate([np.zeros(16_000), buzz]))
    found = true_starts({"path": path, "starts_ms": [3000], "spans": [[16_000, 80_000]]}, silent)
    assert found == {"starts_ms": [3000], "methods": ["word"]}


def test_silence_short_files_and_times_outside_keep_the_words_time(tmp_path):
    for samples in (0, 1, 100, 50_000):
        path = write(tmp_path / "still.pcm", np.zeros(samples))
        found = true_starts({"path": path, "starts_ms": [0, 500, 10**9], "spans": [[0, 10]]}, silent)
        assert found == {"starts_ms": [0, 500, 10**9], "methods": ["word"] * 3}
    assert true_starts({"path": path, "starts_ms": [], "spans": []}, silent) == {"starts_ms": [], "methods": []}


def test_a_file_that_is_gone_is_told(tmp_path):
    with pytest.raises(EngineFailed):
        true_starts({"path": str(tmp_path / "gone"), "starts_ms": [0], "spans": []}, silent)
