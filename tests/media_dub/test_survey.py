"""What a survey tells of sounds whose parts are known."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lingoreel.errors import InvalidFile
from lingoreel.media.dub.survey import survey as survey_sound

RATE = 48_000
Make = Callable[..., Any]


def test_one_channel_or_the_same_in_two_is_turned_down(speech: Any, sound: Make) -> None:
    one = sound(speech.samples, speech.spans).survey
    two = sound(np.stack([speech.samples] * 2), speech.spans).survey
    assert (one["method"], one["stereo"], one["middle_share"]) == ("duck", False, None)
    assert (two["method"], two["stereo"], two["middle_share"]) == ("duck", False, None)
    assert "one channel" in one["why"]
    assert "same sound" in two["why"]


@pytest.mark.parametrize("middle", [0.0, 0.5, 0.8])
def test_how_much_of_the_music_is_in_the_middle(speech: Any, music: Make, sound: Make, middle: float) -> None:
    told = sound(music(middle) + speech.samples, speech.spans).survey
    # of sounds that stand on one side alone, half of the energy is in the middle as it is measured
    assert told["middle_share"] == pytest.approx(middle + (1 - middle) / 2, abs=0.03)
    assert told["voice_angle"] == 45
    assert told["voice_spread"] < 0.05
    assert (told["method"], told["stereo"]) == ("centre", True)


def test_music_that_is_all_in_the_middle_is_turned_down_and_told(speech: Any, music: Make, sound: Make) -> None:
    played = music(0.0)
    played = np.stack([played.mean(0)] * 2) + 0.15 * played
    told = sound(played + 0.3 * speech.samples, speech.spans).survey
    assert (told["method"], told["stereo"]) == ("duck", True)
    assert told["why"].startswith("98% of the music comes from where the voices do")


def test_voices_from_both_sides_are_turned_down(speech: Any, music: Make, sound: Make) -> None:
    voice = np.zeros((2, len(speech.samples)), np.float32)
    for number, (start, end) in enumerate(speech.spans):
        middle = (start + end) // 2
        voice[number % 2, start:middle] = speech.samples[start:middle]
        voice[1 - number % 2, middle:end] = speech.samples[middle:end]
    told = sound(0.3 * music(0.0) + voice, speech.spans).survey
    assert told["method"] == "duck"
    assert told["voice_spread"] > 0.06


def test_loudness_and_true_peak(sound: Make) -> None:
    seconds = np.arange(10 * RATE) / RATE
    wave = 0.1 * np.sin(2 * np.pi * 997 * seconds)
    # a full-scale sine of 997 Hz in one channel is -3.01 LUFS; in both, 0 LUFS (EBU Tech 3341)
    assert sound(wave, []).survey["lufs"] == pytest.approx(-23.01, abs=0.05)
    told = sound(np.stack([wave, -wave]), []).survey
    assert told["lufs"] == pytest.approx(-20, abs=0.05)
    assert told["true_peak"] == pytest.approx(-20, abs=0.05)
    between = 0.5 * np.sin(2 * np.pi * RATE / 4 * seconds + np.pi / 4)  # no sample on a crest
    assert sound(between, []).survey["true_peak"] == pytest.approx(-6.02, abs=0.3)


def test_nothing_to_hear(sound: Make) -> None:
    for samples in (np.zeros((2, 0)), np.zeros((2, 100)), np.zeros((1, RATE))):
        told = sound(samples, [(0, samples.shape[1])]).survey
        assert (told["method"], told["lufs"], told["samples"]) == ("duck", -120.0, samples.shape[1])


def test_more_channels_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "six.pcm"
    path.write_bytes(bytes(12))
    with pytest.raises(InvalidFile, match="6 channels"):
        survey_sound({"path": str(path), "rate": RATE, "channels": 6, "speech": []}, lambda _: None)


def test_memory_does_not_grow_with_the_length(tmp_path: Path) -> None:
    path = tmp_path / "long.pcm"
    peaks = []
    for minutes in (1, 4):
        with path.open("wb") as file:
            file.truncate(minutes * 60 * RATE * 4)
        tracemalloc.start()
        survey_sound({"path": str(path), "rate": RATE, "channels": 2, "speech": []}, lambda _: None)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.1
