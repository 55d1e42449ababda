"""Voice activity: the same spans as the whole-file reference, streamed; and pieces that obey their rules."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from faster_whisper.vad import VadOptions as ReferenceOptions
from faster_whisper.vad import get_speech_timestamps
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.engines import vad
from lingoreel.errors import EngineFailed

RATE = 16_000


@pytest.fixture(scope="module")
def engine() -> vad.Engine:
    return vad.Engine({})


def reference(samples: np.ndarray, silence_ms: int, pad_ms: int) -> list[list[int]]:
    options = ReferenceOptions(min_silence_duration_ms=silence_ms, speech_pad_ms=pad_ms)
    return [[s["start"], s["end"]] for s in get_speech_timestamps(samples.astype(np.float32) / 32768, options)]


@pytest.mark.parametrize(("silence_ms", "pad_ms"), [(500, 200), (200, 30), (2000, 400)])
def test_streamed_spans_are_those_of_the_whole_file(engine, speech, write_pcm, monkeypatch, silence_ms, pad_ms):
    quiet = np.zeros(RATE, np.int16)
    audio = np.concatenate([quiet, speech, quiet, quiet, speech[: 3 * RATE], quiet])
    monkeypatch.setattr(vad, "BLOCK_FRAMES", 37)  # many block borders, none at a round place
    options = {"min_silence_ms": silence_ms, "pad_ms": pad_ms, "min_speech_ms": 0, "max_speech_ms": 10_000_000}
    answer = engine.handle({"pcm_path": write_pcm(audio), "options": options}, lambda _: None)
    expected = reference(audio, silence_ms, pad_ms)
    assert len(answer["spans"]) == len(expected) > 0
    for ours, theirs in zip(answer["spans"], expected, strict=True):
        assert abs(ours[0] - theirs[0]) <= vad.FRAME
        assert abs(ours[1] - theirs[1]) <= vad.FRAME


def test_silence_and_an_empty_file_have_no_speech(engine, write_pcm):
    seen: list[float] = []
    answer = engine.handle({"pcm_path": write_pcm(np.zeros(5 * RATE, np.int16))}, lambda p: seen.append(p["fraction"]))
    assert answer == {"spans": [], "total_samples": 5 * RATE, "speech_samples": 0}
    assert seen[-1] == 1.0
    assert engine.handle({"pcm_path": write_pcm(np.zeros(0, np.int16))}, lambda _: None)["spans"] == []


def test_noise_is_no_speech(engine, write_pcm):
    noise = np.random.default_rng(3).normal(scale=600, size=20 * RATE).astype(np.int16)
    assert engine.handle({"pcm_path": write_pcm(noise)}, lambda _: None)["spans"] == []


def test_a_missing_file_is_an_engine_failure(engine, tmp_path):
    with pytest.raises(EngineFailed):
        engine.handle({"pcm_path": str(tmp_path / "gone.pcm")}, lambda _: None)


def test_a_long_span_is_cut_where_speech_is_least_likely():
    probabilities = np.full(1000, 0.9, np.float32)
    probabilities[700:712] = 0.4  # a breath, not a pause
    options = vad.VadOptions(max_speech_ms=25_000)
    spans = vad.find_spans(probabilities, 1000 * vad.FRAME, options)
    assert len(spans) == 2
    assert 700 * vad.FRAME <= spans[0][1] <= 712 * vad.FRAME
    assert spans[0][1] == spans[1][0]
    assert all(end - start <= 25 * RATE for start, end in spans)


@st.composite
def recordings(draw):
    at, spans = 0, []
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 5 * RATE), st.integers(1, 40 * RATE)), max_size=60)):
        spans.append((at + gap, at + gap + length))
        at += gap + length
    return spans, at + draw(st.integers(0, 5 * RATE))


@settings(max_examples=80, deadline=None)
@given(recordings(), st.sampled_from([10, 60, 300]), st.integers(1, 8))
def test_pieces_hold_all_speech_once_and_stay_short(recording, max_s, parallel):
    spans, total = recording
    pieces = vad.plan_pieces(spans, total, max_s, parallel)
    held = [span for piece in pieces for span in piece.spans]
    assert held == sorted(held)
    assert sum(e - s for s, e in held) == sum(e - s for s, e in spans)
    assert all(any(s >= a and e <= b for a, b in spans) for s, e in held)
    for piece in pieces:
        assert piece.end_sample - piece.start_sample <= max_s * RATE
        assert (piece.start_sample, piece.end_sample) == (piece.spans[0][0], piece.spans[-1][1])
    assert all(before.end_sample <= after.start_sample for before, after in itertools.pairwise(pieces))
    assert vad.plan_pieces(spans, total, max_s, parallel) == pieces


def test_ten_minutes_keep_two_lanes_evenly_busy():
    rng = np.random.default_rng(1)
    spans, at = [], 0
    while at < 600 * RATE:
        length, gap = int(rng.uniform(2, 12) * RATE), int(rng.uniform(0.3, 1.5) * RATE)
        spans.append((at, min(at + length, 600 * RATE)))
        at += length + gap
    pieces = vad.plan_pieces(spans, 600 * RATE, 60, 2)
    assert 10 <= len(pieces) <= 16
    work = [piece.speech_samples for piece in pieces]
    assert max(work) < 1.5 * sum(work) / len(work)
    lanes = [0, 0]
    for amount in work:
        lanes[lanes.index(min(lanes))] += amount
    assert max(lanes) < 0.56 * sum(work)


def test_ten_seconds_are_one_piece_and_silence_is_none():
    assert len(vad.plan_pieces([(0, 4 * RATE), (5 * RATE, 10 * RATE)], 10 * RATE, 60, 8)) == 1
    assert vad.plan_pieces([], 10 * RATE, 60, 2) == []


def test_cuts_prefer_the_long_silence():
    spans = [(i * 6 * RATE, i * 6 * RATE + 5 * RATE + RATE // 2) for i in range(10)]
    spans = spans[:5] + [(s + 3 * RATE, e + 3 * RATE) for s, e in spans[5:]]
    pieces = vad.plan_pieces(spans, 70 * RATE, 40, 1)
    assert [len(piece.spans) for piece in pieces] == [5, 5]


def test_language_windows_start_with_speech_and_spread():
    spans = [(100 * RATE * i, 100 * RATE * i + 50 * RATE) for i in range(10)]
    windows = vad.detection_windows(spans, 5, 30)
    assert len(windows) == 5
    assert [start // RATE for start, _ in windows] == [0, 200, 400, 600, 800]
    assert all(end - start == 30 * RATE for start, end in windows)
    assert vad.detection_windows([(RATE, 4 * RATE)], 5, 30) == [(RATE, 4 * RATE)]
    assert vad.detection_windows([], 5, 30) == []


def test_records_survive_the_pipe():
    piece = vad.Piece(3, 9, ((3, 5), (6, 9)))
    assert vad.Piece.from_dict(piece.to_dict()) == piece
