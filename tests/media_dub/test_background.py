"""Speech taken out of mixes with known parts: what is left of the voice, and of the music."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.signal import butter, fftconvolve, sosfilt

from lingoreel.media.dub.background import make_background
from lingoreel.media.dub.stereo_loudness import ChannelsMeter
from lingoreel.media.dub.survey import with_model

RATE = 48_000
EDGE = round(0.16 * RATE)
HIGH_PASS = butter(8, 160, "high", fs=RATE, output="sos")

Make = Callable[..., Any]


def _db(samples: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(np.square(samples)) + 1e-20))


def _above_160(samples: np.ndarray, inside: np.ndarray) -> float:
    return _db(sosfilt(HIGH_PASS, samples)[..., inside])


def _gaps(inside: np.ndarray) -> np.ndarray:
    """Where neither speech is nor its margins and soft edges."""
    touched = np.convolve(inside, np.ones(2 * EDGE + 3), "same") > 0.5
    return ~touched


@pytest.mark.parametrize(("middle", "music_within", "voice_down"), [(0.0, 4, 25), (0.5, 4, 25), (0.8, 9, 18)])
def test_voice_goes_and_music_stays(
    speech: Any, music: Make, sound: Make, middle: float, music_within: float, voice_down: float
) -> None:
    played = music(middle)
    mix = sound(played + speech.samples, speech.spans)
    assert mix.survey["method"] == "centre"
    # linear, and decided by the gaps alone: without the voice it does the same to the music
    under = mix.background(speech.spans)
    music_alone = sound(played, speech.spans, mix.survey).background(speech.spans)
    gaps, inside = _gaps(speech.inside), speech.inside
    assert np.abs(under[:, gaps] - played[:, gaps]).max() < 2 / 32768
    assert _db(under[:, ~inside]) == pytest.approx(_db(played[:, ~inside]), abs=1)
    assert _db(music_alone[:, inside]) == pytest.approx(_db(played[:, inside]), abs=music_within)
    for channel in range(2):  # neither side is lost, nor cancels the other when they are added
        assert _db(music_alone[channel, inside]) == pytest.approx(_db(played[channel, inside]), abs=music_within)
    assert _db(music_alone.sum(0)[inside]) > _db(played.sum(0)[inside]) - music_within
    left = under - music_alone
    assert _above_160(left, inside) < _above_160(speech.samples, inside) - voice_down


def test_bass_in_the_middle_stays_as_loud_as_in_the_gaps(speech: Any, music: Make, sound: Make) -> None:
    seconds = np.arange(len(speech.samples)) / RATE
    bass = 0.05 * np.sin(2 * np.pi * 55 * seconds)
    mix = sound(music(0.0) + bass + speech.samples, speech.spans)
    low = butter(4, [40, 80], "band", fs=RATE, output="sos")
    under = sosfilt(low, mix.background(speech.spans).mean(0))
    assert _db(under[speech.inside]) == pytest.approx(_db(bass), abs=3)


def test_voice_off_the_middle_is_removed_from_there(speech: Any, music: Make, sound: Make) -> None:
    played = music(0.0)
    angle = np.radians(57)
    voice = np.stack([np.cos(angle), np.sin(angle)])[:, None] * speech.samples * np.sqrt(2)
    mix = sound(played + voice, speech.spans)
    assert mix.survey["voice_angle"] == pytest.approx(57, abs=1.5)
    left = mix.background(speech.spans) - sound(played, speech.spans, mix.survey).background(speech.spans)
    assert _above_160(left, speech.inside) < _above_160(speech.samples, speech.inside) - 25


@pytest.mark.parametrize("channels", [1, 2])
def test_mono_is_turned_down_where_somebody_speaks(speech: Any, music: Make, sound: Make, channels: int) -> None:
    played = np.repeat(music(0.5).mean(0, keepdims=True), channels, axis=0)
    mix = sound(played + speech.samples, speech.spans)
    assert mix.survey["method"] == "duck"
    under = mix.background(speech.spans)
    gaps = _gaps(speech.inside)
    assert np.abs(under[:, gaps] - played[:, gaps]).max() < 2 / 32768
    assert _db(under[:, speech.inside]) < _db(speech.samples[speech.inside]) - 18
    assert _db(under[:, speech.inside]) > _db(played[:, speech.inside]) - 18


def test_the_sound_of_a_quiet_room_goes_on_under_the_lines(speech: Any, sound: Make) -> None:
    room = np.random.default_rng(3).normal(size=len(speech.samples)).astype(np.float32) * 10 ** (-62 / 20)
    under = sound(room + speech.samples, speech.spans).background(speech.spans)
    assert _db(under[:, speech.inside]) == pytest.approx(_db(room), abs=3)
    assert _db(under[:, _gaps(speech.inside)]) == pytest.approx(_db(room), abs=0.5)


@pytest.mark.parametrize("channels", [1, 2])
def test_parts_meet_in_the_middle_of_a_line(speech: Any, music: Make, sound: Make, channels: int) -> None:
    mix = sound((music(0.5) + speech.samples)[:channels], speech.spans)
    border = (speech.spans[1][0] + speech.spans[1][1]) // 2 // 1024 * 1024
    whole = mix.background(speech.spans)
    parts = np.concatenate(
        (mix.background(speech.spans, 0, border), mix.background(speech.spans, border, None)), axis=1
    )
    assert np.abs(parts - whole).max() <= 1.01 / 32768


def test_speech_from_end_to_end_leaves_the_sides(speech: Any, music: Make, sound: Make) -> None:
    played = music(0.0)
    everywhere = [(0, len(speech.samples))]
    mix = sound(played + speech.samples, everywhere)
    left = mix.background(everywhere) - sound(played, everywhere, mix.survey).background(everywhere)
    assert _above_160(left, speech.inside) < _above_160(speech.samples, speech.inside) - 25
    assert _db(mix.background(everywhere)) == pytest.approx(_db(played), abs=4)


def test_the_original_voice_stays_as_loud_as_asked(speech: Any, music: Make, sound: Make) -> None:
    mix = sound(music(0.5) + speech.samples, speech.spans)
    end = speech.spans[2][1]
    original = np.fromfile(mix.request["path"], "<i2").reshape(-1, 2).T[:, :end] / 32768
    gone = mix.background(speech.spans, 0, end)
    assert np.array_equal(mix.background(speech.spans, 0, end, original_volume=100), original)
    faint = mix.background(speech.spans, 0, end, original_volume=20)
    assert np.abs(faint - (gone + 0.2 * (original - gone))).max() < 2 / 32768
    assert not mix.background(speech.spans, 0, end, keep=False).any()
    dropped = mix.background(speech.spans, 0, end, keep=False, original_volume=20)
    assert np.abs(dropped - 0.2 * original).max() < 1 / 32768


def test_no_speech_no_change(music: Make, sound: Make) -> None:
    mix = sound(music(0.5), [])
    original = np.fromfile(mix.request["path"], "<i2").reshape(-1, 2).T / 32768
    assert np.array_equal(mix.background([]), original)
    assert np.array_equal(mix.background([], 1024, 50_000), original[:, 1024:50_000])


def test_silence_stays_silence(speech: Any, sound: Make) -> None:
    assert not sound(np.zeros((2, 5 * RATE)), [(RATE, 2 * RATE)]).background([(RATE, 2 * RATE)]).any()


def test_a_voice_that_fills_a_room_is_turned_down(speech: Any, music: Make, sound: Make) -> None:
    random = np.random.default_rng(6)
    fading = 0.02 * np.exp(-np.arange(RATE // 3) * 20 / RATE)
    count = len(speech.samples)
    room = np.stack([fftconvolve(speech.samples, random.normal(size=len(fading)) * fading)[:count] for _ in range(2)])
    mix = sound(0.3 * music(0.0) + speech.samples + room, speech.spans)
    assert mix.survey["method"] == "duck"
    assert "several places" in mix.survey["why"]
    under = mix.background(speech.spans)
    assert _db(under[:, speech.inside]) < _db((speech.samples + room)[:, speech.inside]) - 15


def test_music_with_nothing_in_the_middle_is_left_whole(speech: Any, music: Make, sound: Make) -> None:
    played = music(0.5)[0] * np.array([[1.0], [-1.0]])
    mix = sound(played + speech.samples, speech.spans)
    assert mix.survey["middle_share"] == 0
    under = mix.background(speech.spans)
    assert np.isfinite(under).all()
    assert _db(under - played) < _db(played) - 15


@pytest.mark.parametrize("kind", ["one silent", "opposite", "full scale", "constant", "a click"])
def test_strange_sound_leaves_sound(speech: Any, sound: Make, kind: str) -> None:
    voice = speech.samples[: 12 * RATE]
    silent = np.zeros_like(voice)
    noise = np.random.default_rng(1).uniform(-1, 1, (2, len(voice)))
    samples = {
        "one silent": np.stack([voice + 0.01 * noise[0], silent]),
        "opposite": np.stack([voice, -voice]),
        "full scale": noise,
        "constant": np.full((2, len(voice)), 0.5),
        "a click": np.stack([silent, np.eye(1, len(voice), 60_000)[0]]),
    }[kind]
    spans = [span for span in speech.spans if span[1] < len(voice)]
    made = sound(samples, spans).background(spans)
    assert np.isfinite(made).all()
    before = slice(0, spans[0][0] - EDGE - 1)
    assert np.abs(made[:, before] - samples[:, before]).max() < 2 / 32768
    if kind == "one silent":  # its music has no other place, and stays
        inside = speech.inside[: len(voice)]
        assert _db(made[0, inside]) > _db(0.01 * noise[0]) - 15
        assert not made[1].any()


def test_the_loudness_told_is_that_of_the_file(speech: Any, music: Make, sound: Make) -> None:
    mix = sound(music(0.5) + speech.samples, speech.spans)
    output = mix.folder / "told"
    told = make_background(
        {
            **mix.request,
            "start_sample": 1024,
            "end_sample": 10 * RATE,
            "speech": speech.spans,
            "survey": mix.survey,
            "output_path": str(output),
        },
        lambda _: None,
    )
    meter = ChannelsMeter(RATE, 2)
    meter.add(np.fromfile(output, "<i2").reshape(-1, 2).T.astype(np.float32) / 32768)
    assert told["steps"][:-1] == pytest.approx(meter.steps.tolist(), rel=0.01)
    assert len(told["steps"]) == 100


def test_what_a_model_left_is_heard_where_somebody_speaks(speech: Any, music: Make, sound: Make) -> None:
    """By a separator that is perfect, and one that made a piece of the sound only."""
    played, count = music(0.5), len(speech.samples)
    engine = {"name": "mdx", "version": "1", "model": "voices"}
    mix = sound(played + speech.samples, speech.spans)
    survey = with_model(mix.survey, engine)
    assert (survey["method"], survey["engine"], survey["lufs"]) == ("model", engine, mix.survey["lufs"])
    mixed = sound(played + speech.samples, speech.spans, survey)
    first = speech.spans[1][0] - 2 * EDGE
    left = mix.folder / "left"
    np.rint(np.clip(played[:, first:], -1, 32767 / 32768).T * 32768).astype("<i2").tofile(left)
    by_model = {"separated_path": str(left), "separated_start": first}
    under = mixed.background(speech.spans[1:], first, count, **by_model)
    inside = speech.inside[first:]
    assert np.abs(under[:, inside] - played[:, first:][:, inside]).max() < 2 / 32768
    whole = np.fromfile(mix.request["path"], "<i2").reshape(-1, 2).T[:, first:] / 32768
    gaps = _gaps(speech.inside)[first:]
    assert np.array_equal(under[:, gaps], whole[:, gaps])
    faint = mixed.background(speech.spans[1:], first, count, original_volume=20, **by_model)
    assert np.abs(faint - (under + 0.2 * (whole - under))).max() < 2 / 32768
    # where nobody speaks there is nothing to be separated, and so no such file
    assert np.array_equal(mixed.background([], first, count), whole)
