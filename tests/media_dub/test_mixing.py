"""Spans of a dub: lines where they are to be, packets that join, peaks below, other spans untouched."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from lingoreel.errors import EngineFailed
from lingoreel.media.dub import mixing, span_grid
from lingoreel.media.dub.clip_levels import measure_clips
from lingoreel.media.dub.levels import LevelLine, LevelSpan, solve
from lingoreel.media.dub.mixing import mix_span
from lingoreel.media.dub.peaks import PEAKS_PER_S
from lingoreel.media.dub.span_encode import encode_span
from lingoreel.media.dub.span_grid import FRAME, spans_of, speech_near, with_context
from lingoreel.media.dub.stereo_loudness import steps_of
from lingoreel.media.program import find_ffmpeg
from lingoreel.media.sound.check import click_ratio
from lingoreel.media.sound.loudness import integrated

RATE = 48_000
SPAN = 96 * FRAME
TOTAL = 3 * SPAN + 12_345


@pytest.fixture(autouse=True)
def _short_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spans of two seconds, so that a few seconds have some borders."""
    monkeypatch.setattr(span_grid, "SPAN_FRAMES", SPAN // FRAME)


def _packets(path: Path) -> list[bytes]:
    data, packets, at = path.read_bytes(), [], 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "little")
        packets.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    return packets


def _decode(packets: list[bytes], extradata: bytes) -> np.ndarray:
    """Channels × samples, without the priming."""
    decoder: Any = av.CodecContext.create("aac", "r")
    decoder.extradata = extradata
    made = []
    for place, data in enumerate(packets):
        packet = av.Packet(data)
        packet.pts = packet.dts = place * FRAME
        packet.time_base = Fraction(1, RATE)
        made += [frame.to_ndarray() for frame in decoder.decode(packet)]
    return np.concatenate(made, axis=1)[:, FRAME:]


def _write(path: Path, samples: np.ndarray) -> str:
    np.rint(np.clip(np.atleast_2d(samples), -1, 32767 / 32768).T * 32768).astype("<i2").tofile(path)
    return str(path)


class Dub:
    """A dub of given background and lines, mixed span by span."""

    def __init__(self, folder: Path, background: np.ndarray) -> None:
        self.folder, self.background = folder, background
        self.grid = span_grid.span_grid(background.shape[1])
        self.clips: list[str] = []
        self.lines: list[dict[str, Any]] = []
        for number, (start, end) in enumerate(self.grid):
            _write(folder / f"background {number}.pcm", background[:, start:end])

    def line(self, samples: np.ndarray, at_sample: int, rate: int = 16_000, **more: Any) -> None:
        """Add a line; `more`: stretch, gain_db."""
        self.clips.append(_write(self.folder / f"clip {len(self.clips)}.pcm", samples))
        own = {"clip": len(self.clips) - 1, "sample_rate": rate, "start_sample": 0, "end_sample": len(samples)}
        self.lines.append({**own, "at_sample": at_sample, "stretch": 1.0, "gain_db": 0.0, **more})

    def mix(self, number: int, **more: Any) -> dict[str, Any]:
        """Mix a span; what the host tells, and its file's `path`."""
        total = self.background.shape[1]
        start, end = self.grid[number]
        near = [at for at in (number - 1, number, number + 1) if 0 <= at < len(self.grid)]
        output = self.folder / f"span {number}.aac"
        told = mix_span(
            {
                "rate": RATE,
                "channels": len(self.background),
                "total_samples": total,
                "start_sample": start,
                "end_sample": end,
                "background_paths": [str(self.folder / f"background {at}.pcm") for at in near],
                "backgrounds": [
                    {"start_sample": self.grid[at][0], "samples": self.grid[at][1] - self.grid[at][0]} for at in near
                ],
                "clip_paths": self.clips,
                "lines": self.lines,
                "mix_db": 0.0,
                "output_path": str(output),
                **more,
            },
            lambda _: None,
        )
        return {**told, "path": output}

    def decoded(self, **more: Any) -> tuple[np.ndarray, list[dict[str, Any]]]:
        """All of it as a decoder hears it, and what was told of the spans."""
        told = [self.mix(number, **more) for number in range(len(self.grid))]
        packets = [packet for one in told for packet in _packets(one["path"])]
        assert [one["packets"] for one in told] == [len(_packets(one["path"])) for one in told]
        assert len({one["extradata"] for one in told}) == 1
        return _decode(packets, bytes.fromhex(told[0]["extradata"])), told


def _music(channels: int, total: int = TOTAL) -> np.ndarray:
    seconds = np.arange(total) / RATE
    random = np.random.default_rng(1)
    rows = [
        0.1 * np.sin(2 * np.pi * (220 + 60 * row) * seconds) + 0.01 * random.normal(size=total)
        for row in range(channels)
    ]
    return np.stack(rows)


def test_grid() -> None:
    grid = span_grid.span_grid(TOTAL)
    assert grid == [(0, SPAN), (SPAN, 2 * SPAN), (2 * SPAN, 3 * SPAN), (3 * SPAN, TOTAL)]
    assert span_grid.span_grid(0) == []
    assert span_grid.span_grid(SPAN) == [(0, SPAN)]
    assert with_context(grid[0], TOTAL) == (0, SPAN + 8 * FRAME)
    assert with_context(grid[3], TOTAL) == (3 * SPAN - 32 * FRAME, TOTAL)
    assert spans_of((0, SPAN), grid) == [0]
    assert spans_of((SPAN - 1, SPAN + 1), grid) == [0, 1]
    assert spans_of((-5, 9 * SPAN), grid) == [0, 1, 2, 3]
    speech = [(0, RATE), (20 * RATE, 30 * RATE), (90 * RATE, 91 * RATE)]
    assert speech_near(speech, (40 * RATE, 70 * RATE), RATE) == speech[1:2]


@pytest.mark.parametrize("channels", [1, 2])
def test_spans_join_as_one_encoder_had_made_them(tmp_path: Path, channels: int) -> None:
    dub = Dub(tmp_path, _music(channels))
    heard, told = dub.decoded()
    assert sum(one["packets"] for one in told) == -(-TOTAL // FRAME) + 1
    assert told[0]["packets"] == SPAN // FRAME + 1  # with the priming
    assert told[1]["packets"] == SPAN // FRAME
    assert sum(one["samples"] for one in told) == TOTAL
    assert 0 <= heard.shape[1] - TOTAL < FRAME
    whole = encode_span(dub.background.astype(np.float32), 0, (0, TOTAL), RATE, tmp_path / "whole.aac", last=True)
    alone = _decode(_packets(tmp_path / "whole.aac"), whole.extradata)
    quiet = np.abs(heard[:, :TOTAL] - dub.background)
    typical = np.sqrt(np.mean((alone[:, :TOTAL] - dub.background) ** 2))
    for _, border in dub.grid[:-1]:
        near = quiet[:, border - 2 * FRAME : border + 2 * FRAME]
        assert np.sqrt(np.mean(near**2)) < 2 * typical
        assert click_ratio(heard[0], RATE, border) < 2


def test_lines_are_heard_to_the_sample(tmp_path: Path) -> None:
    dub = Dub(tmp_path, np.zeros((2, TOTAL)))
    seconds = np.arange(RATE // 2) / RATE
    burst = 0.5 * np.sin(2 * np.pi * 500 * seconds) * np.hanning(len(seconds))
    places = (1000, SPAN - 10_000, 2 * SPAN + 777)
    dub.line(burst, places[0], RATE)
    dub.line(burst, places[1], RATE, gain_db=-6.0)
    dub.line(burst[::3], places[2], RATE // 3)
    heard, _ = dub.decoded()
    for place, gain in zip(places, (1.0, 0.501, 1.0), strict=True):
        lags = range(-50, 51)
        likeness = [float(heard[0, place + lag : place + lag + len(burst)] @ burst) for lag in lags]
        assert abs(lags[int(np.argmax(likeness))]) <= 1
        assert max(likeness) / float(burst @ burst) == pytest.approx(gain, rel=0.03)
    assert heard[0] == pytest.approx(heard[1], abs=1e-4)


def test_stretched_lines_last_as_long_as_they_must(tmp_path: Path) -> None:
    dub = Dub(tmp_path, np.zeros((1, TOTAL)))
    tone = np.full(32_000, 0.3) * np.sin(2 * np.pi * 300 * np.arange(32_000) / 16_000)
    dub.line(tone, 20_000, stretch=1.25)
    heard, told = dub.decoded()
    loud = np.nonzero(np.abs(heard[0]) > 0.02)[0]
    assert loud[0] == pytest.approx(20_000, abs=0.01 * RATE)
    assert loud[-1] == pytest.approx(20_000 + 2 * RATE / 1.25, abs=0.01 * RATE)
    assert [one["stretched_by"] for one in told[:2]] == ["rubberband", "rubberband"]


def test_peaks_and_fades(tmp_path: Path) -> None:
    dub = Dub(tmp_path, _music(2))
    square = 0.9 * np.sign(np.sin(2 * np.pi * 220 * np.arange(16_000) / 16_000))
    dub.line(square, SPAN - 20_000, gain_db=9.0)
    heard, told = dub.decoded()
    assert min(one["limited_db"] for one in told) < -6
    assert told[0]["limited_ms"] > 100
    assert max(one["true_peak"] for one in told) <= mixing.CEILING_DBTP
    for channel in heard:
        assert 20 * np.log10(np.abs(channel).max()) <= mixing.CEILING_DBTP
        for at in (SPAN - 20_000, SPAN, SPAN - 20_000 + RATE):
            assert click_ratio(channel, RATE, at) < 4
    assert max(told[0]["peaks"][-20:]) > 200
    assert len(told[0]["peaks"]) == -(-SPAN * PEAKS_PER_S // RATE)


def _dubbed(folder: Path, rate: int = 16_000) -> Dub:
    folder.mkdir()
    dub = Dub(folder, _music(2))
    random = np.random.default_rng(4)
    for at in (5_000, SPAN - 30_000, SPAN + 40_000, 2 * SPAN + 9_000):
        voice = np.repeat(random.normal(size=8_000) * 0.3, 2) * np.hanning(16_000)
        dub.line(voice, at, rate, gain_db=4.0, stretch=1.1)
    return dub


def test_what_is_changed_changes_its_own_span_alone(tmp_path: Path) -> None:
    one, other = _dubbed(tmp_path / "one"), _dubbed(tmp_path / "other")
    other.lines[-1]["at_sample"] += 500
    hashes = [[dub.mix(number)["pcm_sha256"] for number in range(4)] for dub in (one, other)]
    assert hashes[0][:2] == hashes[1][:2]
    assert hashes[0][2] != hashes[1][2]
    assert hashes[0][3] == hashes[1][3]


def test_what_is_unchanged_is_heard_unchanged_behind_a_change(tmp_path: Path, speech: Any) -> None:
    """By who decodes it all, too: no packet's sound depends on what came long before it."""
    heard = []
    for at_sample in (5_000, 5_500):
        (folder := tmp_path / str(at_sample)).mkdir()
        dub = Dub(folder, speech.samples[None])
        dub.line(0.3 * np.sin(np.arange(16_000) / 9), at_sample)
        heard.append(dub.decoded()[0])
    assert not np.array_equal(heard[0][:, :SPAN], heard[1][:, :SPAN])
    assert np.array_equal(heard[0][:, 2 * SPAN :], heard[1][:, 2 * SPAN :])


def test_the_sound_does_not_depend_on_the_grid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spans = _dubbed(tmp_path / "spans")
    parts = [spans.mix(number) for number in range(len(spans.grid))]
    monkeypatch.setattr(span_grid, "SPAN_FRAMES", 4 * SPAN // FRAME)
    whole = _dubbed(tmp_path / "whole")
    told = whole.mix(0)
    assert min(part["limited_db"] for part in parts) == told["limited_db"] < 0
    kept: list[bytes] = []
    seen = hashlib.sha256

    def keep(data: bytes) -> Any:
        kept.append(data)
        return seen(data)

    monkeypatch.setattr(mixing.hashlib, "sha256", keep)
    whole.mix(0)
    monkeypatch.setattr(span_grid, "SPAN_FRAMES", SPAN // FRAME)
    for number in range(len(spans.grid)):
        spans.mix(number)
    one, joined = (np.frombuffer(data, "<i2").astype(int) for data in (kept[0], b"".join(kept[1:])))
    assert np.abs(one - joined).max() <= 1


@pytest.mark.parametrize("stretches", [(1.0,), (1.35, 1.1)])
def test_the_loudness_of_the_original(
    tmp_path: Path, speech: Any, music: Callable[[float], np.ndarray], stretches: tuple[float, ...]
) -> None:
    total = speech.samples.shape[0]
    background = music(0.5)
    target = integrated(np.array(steps_of(background + speech.samples, RATE)))
    dub = Dub(tmp_path, background)
    for number, (start, end) in enumerate(speech.spans):
        samples = speech.samples[start : end - 20_000] * (0.3 + number / 5)
        dub.line(samples, start + 7_000, RATE, stretch=stretches[number % len(stretches)])
    measured = measure_clips({"clip_paths": dub.clips, "lines": dub.lines}, lambda _: None)["lines"]
    levels = solve(
        [LevelSpan(start, steps_of(background[:, start:end].astype(np.float32), RATE)) for start, end in dub.grid],
        [
            LevelLine(line["at_sample"], str(number % 2), own["steps"], line["stretch"])
            for number, (line, own) in enumerate(zip(dub.lines, measured, strict=True))
        ],
        RATE,
        target,
    )
    for number, line in enumerate(dub.lines):
        line["gain_db"] = levels.line_db(str(number % 2))
    heard, told = dub.decoded(mix_db=levels.mix)
    path = _write(tmp_path / "heard.pcm", heard[:, :total])
    # by FFmpeg's own meter
    done = subprocess.run(
        [
            *(find_ffmpeg().path, "-nostdin", "-f", "s16le", "-ar", str(RATE), "-ac", "2", "-i", path),
            *("-af", "ebur128=peak=true", "-f", "null", "-"),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    summary = done.stderr[done.stderr.rindex("Summary:") :].split()
    assert float(summary[summary.index("I:") + 1]) == pytest.approx(target, abs=0.5)
    assert float(summary[summary.index("Peak:") + 1]) <= -1.0
    assert integrated(np.concatenate([one["steps"] for one in told])) == pytest.approx(target, abs=0.5)


def test_a_clip_shorter_than_told(tmp_path: Path) -> None:
    dub = Dub(tmp_path, _music(2))
    dub.line(np.zeros(100), 5000)
    dub.lines[0]["end_sample"] = 101
    with pytest.raises(EngineFailed, match="less speech"):
        dub.mix(0)
    with pytest.raises(EngineFailed, match="less speech"):
        measure_clips({"clip_paths": dub.clips, "lines": dub.lines}, lambda _: None)


def test_lines_over_both_ends_and_none_at_all(tmp_path: Path) -> None:
    dub = Dub(tmp_path, np.zeros((2, 5000)))
    assert dub.mix(0)["true_peak"] == -120.0
    dub.line(np.full(16_000, 0.1), -200)
    dub.line(np.full(1, 0.1), 4990)
    dub.line(np.zeros(0), 100)
    heard, _ = dub.decoded()
    assert heard[0, 100:4900] == pytest.approx(0.1, abs=0.02)
