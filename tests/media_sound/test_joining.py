"""Spoken pieces as one file: loudness, silence, times, joins, sameness."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lingoreel.errors import EngineFailed, InvalidRequest, ResultNotStored
from lingoreel.media.sound.check import check_sound, click_ratio, read_samples
from lingoreel.media.sound.formats import FORMATS
from lingoreel.media.sound.joining import JoinSettings, SpeechFile, join_speech

Join = Callable[..., tuple[Path, dict[str, Any]]]
Write = Callable[..., tuple[str, dict[str, Any]]]


def _pieces(spoken: Any, *made: tuple[str, dict[str, Any]]) -> Any:
    return type(spoken)([path for path, _ in made], [told for _, told in made])


def _check(path: Path, utterances: list[dict[str, Any]]) -> dict[str, Any]:
    joins = [
        at for one in utterances for at in (one["start_ms"] - 10, one["start_ms"], one["end_ms"], one["end_ms"] + 50)
    ]
    return check_sound({"path": str(path), "joins_ms": joins}, lambda _: None)


def _decoded(path: Path) -> np.ndarray:
    return np.concatenate([block for _, block in read_samples(str(path))])


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_even_quiet_at_the_joins_and_below_the_peak(spoken: Any, join: Join, name: str) -> None:
    path, told = join(spoken, format=name)
    found = _check(path, told["utterances"])
    assert found["integrated_lufs"] == pytest.approx(-16, abs=0.4)
    assert found["true_peak_dbtp"] <= -1.0 + 0.05
    assert found["clicks"] == []
    assert found["told_ms"] == pytest.approx(told["duration_ms"], abs=8)
    assert found["lead_in_ms"] == pytest.approx(100, abs=15)
    assert told["after"]["integrated_lufs"] == pytest.approx(found["integrated_lufs"], abs=0.2)
    assert told["before"]["integrated_lufs"] == pytest.approx(-19.3, abs=0.5)


def test_voices_become_even(spoken: Any, join: Join) -> None:
    path, told = join(spoken, format="wav")
    samples, rate = _decoded(path), told["sample_rate"]
    loudness = []
    for voice in range(4):
        spans = told["utterances"][voice * 5 : voice * 5 + 5]
        own = samples[spans[0]["start_ms"] * rate // 1000 : spans[-1]["end_ms"] * rate // 1000]
        loudness.append(_loudness(own, rate))
    assert max(loudness) - min(loudness) < 1.5
    assert max(loudness[1:]) - min(loudness[1:]) < 0.3  # the first one's peaks are 15 dB above its loudness
    assert max(told["gains"].values()) - min(told["gains"].values()) > 10  # as they came they were not


def _loudness(samples: np.ndarray, rate: int) -> float:
    from lingoreel.media.sound.loudness import Meter

    meter = Meter(rate)
    meter.add(samples)
    return meter.integrated


def test_times_are_those_of_the_sound(spoken: Any, join: Join) -> None:
    path, told = join(spoken, format="flac")
    silences = _check(path, told["utterances"])["silences"]
    ends, starts = [span[0] for span in silences], [span[1] for span in silences]
    off = [min(abs(one["start_ms"] - at) for at in starts) for one in told["utterances"]]
    off += [min(abs(one["end_ms"] - at) for at in ends) for one in told["utterances"]]
    assert np.median(off) <= 20


@pytest.mark.parametrize("rate", [None, 22_050, 44_100, 48_000])
def test_samples_stay_in_their_places_at_any_rate(
    voices: dict[str, list[np.ndarray]], spoken: Any, piece: Write, join: Join, rate: int | None
) -> None:
    """A pulse in the middle of each utterance, written at two rates, is found where the times say."""
    made = []
    for own in (16_000, 22_050):
        tone = np.sin(2 * np.pi * 300 * np.arange(own * 2) / own) * 1000
        tone[own] = 9000
        told_rate = piece([tone, tone], rate=own, words=[])
        for utterance in told_rate[1]["utterances"]:
            middle = utterance["start_sample"] + own
            utterance["words"] = [{"text": "x", "start_sample": middle, "end_sample": middle + own // 10}]
        made.append(told_rate)
    path, told = join(_pieces(spoken, *made), format="wav", rate=rate, target_lufs=-30.0)
    samples = _decoded(path)
    assert told["sample_rate"] == (rate or 16_000)
    for utterance in told["utterances"]:
        begin, end = (utterance[key] * told["sample_rate"] // 1000 for key in ("start_ms", "end_ms"))
        pulse = begin + int(np.abs(np.diff(samples[begin:end], 2)).argmax()) + 1
        (word,) = utterance["words"]
        assert pulse * 1000 / told["sample_rate"] == pytest.approx(word["start_ms"], abs=1.1)
        assert word["end_ms"] - word["start_ms"] == pytest.approx(100, abs=1)
        assert word["text"] == "x"


@pytest.mark.parametrize("asked", [0, 20, 150, 1200])
def test_pauses_are_as_asked(
    voices: dict[str, list[np.ndarray]], spoken: Any, piece: Write, join: Join, asked: int
) -> None:
    pieces = _pieces(spoken, piece(voices["rms"][:2], pause_after_ms=asked), piece(voices["slt"][:1]))
    path, told = join(pieces, format="wav")
    first, second, third = told["utterances"]
    assert second["start_ms"] - first["end_ms"] == pytest.approx(asked, abs=1)
    assert third["start_ms"] - second["end_ms"] == pytest.approx(asked, abs=1)
    assert _check(path, told["utterances"])["clicks"] == []


def test_without_a_wish_the_engines_own_pauses_stay(
    voices: dict[str, list[np.ndarray]], spoken: Any, piece: Write, join: Join
) -> None:
    _, told = join(_pieces(spoken, piece(voices["rms"][:2]), piece(voices["rms"][:1])), format="wav")
    first, second, third = told["utterances"]
    assert second["start_ms"] - first["end_ms"] == pytest.approx(400, abs=1)
    assert third["start_ms"] - second["end_ms"] == pytest.approx(300, abs=1)


def test_hard_cuts_and_dc_do_not_click(spoken: Any, piece: Write, join: Join) -> None:
    """Utterances that begin and end in the middle of a loud wave, each with another offset, and no pause."""
    waves = [
        np.cos(2 * np.pi * 180 * np.arange(20_000 + 37 * n) / 16_000) * 6000 + offset
        for n, offset in enumerate((4000, -5000, 0, 3000))
    ]
    made = [piece([wave], pause_after_ms=pause) for wave, pause in zip(waves, (0, 5, 0, 300), strict=True)]
    path, told = join(_pieces(spoken, *made), format="wav")
    raw = np.concatenate(waves) / 32768
    assert max(click_ratio(raw, 16_000, at) for at in (20_000, 40_037)) > 4  # as they came they click
    found = _check(path, told["utterances"])
    assert found["worst_click"] < 2
    samples = _decoded(path)
    spans = [slice(*(one[key] * 16 for key in ("start_ms", "end_ms"))) for one in told["utterances"]]
    assert max(abs(float(samples[span].mean())) for span in spans) < 0.003


def test_given_gains_are_kept(spoken: Any, join: Join) -> None:
    _, first = join(spoken, format="wav")
    edited = type(spoken)(spoken.paths[:1] + spoken.paths[2:], spoken.told[:1] + spoken.told[2:])
    one, told = join(edited, "one", format="wav", gains=first["gains"])
    two, _ = join(spoken, "two", format="wav", gains=first["gains"])
    assert told["gains"] == first["gains"]
    ours, theirs = _decoded(one), _decoded(two)
    until = told["utterances"][4]["end_ms"] * 16
    assert np.array_equal(ours[:until], theirs[:until])


def test_an_unchanged_piece_sounds_the_same_beside_a_changed_one(
    voices: dict[str, list[np.ndarray]], spoken: Any, piece: Write, join: Join
) -> None:
    kept = piece(voices["rms"], voice="rms")
    results = []
    for name, sentence in (("one", voices["rms"][1]), ("two", voices["rms"][2])):
        path, told = join(_pieces(spoken, piece([sentence], voice="rms"), kept), name, format="wav")
        begin = told["utterances"][1]["start_ms"] * 16
        results.append(_decoded(path)[begin + 16 : begin + 16 * 20_000])
    length = min(map(len, results))
    lag = int(np.argmax(np.correlate(results[0][: 16_000 + 64], results[1][32:16_000], "valid"))) - 32
    assert abs(lag) <= 16  # milliseconds are rounded
    ours, theirs = (result[64 : length - 64] for result in (np.roll(results[0], -lag), results[1]))
    assert np.abs(ours - theirs).max() < 0.001


def test_volumes_stay_apart(voices: dict[str, list[np.ndarray]], spoken: Any, piece: Write, join: Join) -> None:
    sentence = voices["slt"][0]
    asked = [piece([sentence], volume=volume) for volume in (100, 50)]
    done = [
        (path, told | {"volumes_applied": True})
        for path, told in (piece([sentence], volume=100), piece([sentence / 2], volume=50))
    ]
    for name, made in (("asked", asked), ("done", done)):
        path, told = join(_pieces(spoken, *made), name, format="wav")
        samples = _decoded(path)
        loud, soft = (
            _loudness(samples[one["start_ms"] * 16 : one["end_ms"] * 16], 16_000) for one in told["utterances"]
        )
        assert loud == pytest.approx(-16, abs=0.5)
        assert loud - soft == pytest.approx(6, abs=0.5)


def test_same_input_same_file(spoken: Any, join: Join) -> None:
    one, _ = join(spoken, "one", threads=1)
    two, _ = join(spoken, "two", threads=3)
    assert one.read_bytes() == two.read_bytes()


def test_pieces_given_one_by_one_make_the_same_file(spoken: Any, join: Join, tmp_path: Path) -> None:
    whole, told = join(spoken)
    output = tmp_path / "grown.mp3"
    file = SpeechFile(output, JoinSettings())
    for path, piece in zip(spoken.paths, spoken.told, strict=True):
        file.add(path, piece)
    assert file.close() == told
    assert output.read_bytes() == whole.read_bytes()


def test_utterances_of_one_file_may_be_pieces_of_their_own(
    voices: dict[str, list[np.ndarray]], spoken: Any, piece: Write, join: Join
) -> None:
    """In another order, and one of them twice: each sounds as it does alone, without its neighbours."""
    path, told = piece(voices["rms"][:3], pause_after_ms=300)
    order = (1, 0, 2, 0)
    alone = [told | {"utterances": [told["utterances"][place]]} for place in order]
    output, found = join(_pieces(spoken, *((path, each) for each in alone)), format="wav", gains={"": 3.0})
    samples = _decoded(output)
    heard = [samples[one["start_ms"] * 16 : one["end_ms"] * 16] * 32768 for one in found["utterances"]]
    for place, sound in zip(order, heard, strict=True):
        wanted = voices["rms"][place][: len(sound)]
        assert np.corrcoef(sound[: len(wanted)], wanted)[0, 1] > 0.99
    assert np.array_equal(np.rint(heard[1]), np.rint(heard[3]))
    assert [b["start_ms"] - a["end_ms"] for a, b in pairwise(found["utterances"])] == pytest.approx([300] * 3, abs=1)
    assert _check(output, found["utterances"])["clicks"] == []


def test_memory_does_not_grow_with_the_length(spoken: Any, join: Join) -> None:
    peaks = []
    for times in (1, 4):
        many = type(spoken)(spoken.paths * times, spoken.told * times)
        tracemalloc.start()
        join(many, format="wav")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.6


def test_one_utterance_of_minutes_is_read_in_parts(
    voices: dict[str, list[np.ndarray]], spoken: Any, piece: Write, join: Join
) -> None:
    """Parts of 20 s meet without a trace, also through the resampler."""
    wave = np.sin(2 * np.pi * 440 * np.arange(16_000 * 61) / 16_000) * 3000
    path, told = join(_pieces(spoken, piece([wave])), format="wav", rate=22_050)
    samples = _decoded(path)
    (only,) = told["utterances"]
    begin = only["start_ms"] * 22_050 // 1000 + 400
    inside = samples[begin : begin + 22_050 * 60]
    # a pure tone obeys x[n+1] = 2 cos(w) x[n] - x[n-1]: any break stands out
    left = inside[2:] - 2 * np.cos(2 * np.pi * 440 / 22_050) * inside[1:-1] + inside[:-2]
    assert np.abs(left).max() < 1e-3
    assert only["end_ms"] - only["start_ms"] == 61_000


@pytest.mark.parametrize("length", [1, 80, 4000])
def test_very_short_speech(spoken: Any, piece: Write, join: Join, length: int) -> None:
    wave = np.sin(np.arange(length) / 5) * 5000
    path, told = join(_pieces(spoken, piece([wave])))
    assert _check(path, told["utterances"])["samples"] == told["samples"]


def test_silence_stays_silence(spoken: Any, piece: Write, join: Join) -> None:
    path, told = join(_pieces(spoken, piece([np.zeros(16_000)])), format="wav")
    assert not _decoded(path).any()
    assert told["after"]["integrated_lufs"] == -120


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"start_sample": -1}, EngineFailed),
        ({"end_sample": 10**9}, EngineFailed),
        ({"start_sample": 500, "end_sample": 400}, EngineFailed),
    ],
)
def test_nonsense_from_an_engine_is_told(spoken: Any, join: Join, tmp_path: Path, change: Any, error: Any) -> None:
    spoken.told[1]["utterances"][0] |= change
    with pytest.raises(error):
        join(spoken)
    assert not list(tmp_path.glob("out*"))


def test_bad_requests_are_told(spoken: Any, join: Join) -> None:
    with pytest.raises(InvalidRequest, match="'doc'"):
        join(spoken, format="doc")
    with pytest.raises(EngineFailed, match="no speech"):
        join(type(spoken)([], []))
    spoken.told[0]["sample_rate"] = 7
    with pytest.raises(EngineFailed, match="7 samples a second"):
        join(spoken)


def test_progress_rises_to_one(spoken: Any, tmp_path: Path) -> None:
    seen: list[float] = []
    request = {"piece_paths": spoken.paths * 4, "pieces": spoken.told * 4, "output_path": str(tmp_path / "a.mp3")}
    join_speech(request, lambda report: seen.append(report["fraction"]))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="needs Linux's limits")
def test_no_room_is_told_and_leaves_nothing(spoken: Any, join: Join, tmp_path: Path) -> None:
    import resource
    import signal

    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    try:
        with pytest.raises(ResultNotStored):
            join(spoken, format="wav")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert not list(tmp_path.glob("out*"))


def test_an_utterance_without_sound_is_passed_over(
    voices: dict[str, list[np.ndarray]], spoken: Any, piece: Write, join: Join
) -> None:
    sentence, nothing = voices["rms"][0], np.zeros(0)
    path, told = join(_pieces(spoken, piece([sentence, nothing, sentence], pause_after_ms=100)), format="wav")
    first, empty, last = told["utterances"]
    assert empty["start_ms"] == empty["end_ms"] == pytest.approx(first["end_ms"] + 100, abs=1)
    assert last["start_ms"] - empty["end_ms"] == pytest.approx(100, abs=1)
    assert _check(path, told["utterances"])["clicks"] == []


def test_short_words_among_long_pauses_are_as_loud_as_asked(tmp_path):
    """The gate of the measure takes the pauses in, so that each word by itself would come out too soft."""
    rate, rng = 22_050, np.random.default_rng(5)
    word = rng.uniform(-0.2, 0.2, round(0.35 * rate)) * np.hanning(round(0.35 * rate))
    sound = np.concatenate([np.concatenate([word, np.zeros(rate // 10)]) for _ in range(12)])
    path = tmp_path / "words.pcm"
    np.rint(sound * 32767).astype("<i2").tofile(path)
    step = len(word) + rate // 10
    utterances = [
        {"start_sample": n * step, "end_sample": n * step + len(word), "pause_after_ms": 400} for n in range(12)
    ]
    pieces = [{"sample_rate": rate, "utterances": [one]} for one in utterances]
    request = {"piece_paths": [str(path)] * 12, "pieces": pieces, "output_path": str(tmp_path / "out.wav")}
    made = join_speech({**request, "format": "wav"}, lambda _: None)
    assert made["after"]["integrated_lufs"] == pytest.approx(-16, abs=1)
    assert made["after"]["true_peak_dbtp"] <= -1
    softer = [{**piece, "utterances": [{**piece["utterances"][0], "volume": 50}]} for piece in pieces]
    quiet = join_speech({**request, "format": "wav", "pieces": softer}, lambda _: None)
    assert quiet["after"]["integrated_lufs"] < made["after"]["integrated_lufs"] - 5
