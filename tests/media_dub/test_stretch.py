"""Speech made longer and shorter: exact lengths, sounds at their times."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lingoreel.errors import EngineFailed
from lingoreel.media.dub import stretch
from lingoreel.media.dub.stereo_loudness import steps_of
from lingoreel.media.dub.stretch import Stretch, stretched
from lingoreel.media.program import find_ffmpeg
from lingoreel.media.sound.loudness import integrated

TONES_S = (0.02, 0.53, 1.04, 1.55, 2.07, 2.85)


def _tones(path: Path, rate: int) -> int:
    """Three seconds with tones of 0.1 s; how many samples."""
    samples = np.zeros(3 * rate)
    length = rate // 10
    for at in TONES_S:
        begin = round(at * rate)
        samples[begin : begin + length] = 0.5 * np.sin(2 * np.pi * 300 * np.arange(length) / rate) * np.hanning(length)
    (samples * 32767).astype("<i2").tofile(path)
    return len(samples)


def _off_ms(made: np.ndarray, rate: int, tempo: float) -> list[float]:
    """By how much each tone's middle is late."""
    late = []
    for at in TONES_S:
        middle, reach = round((at + 0.05) / tempo * rate), rate // 10
        begin = max(0, middle - reach)
        power = made[begin : middle + reach] ** 2
        late.append(float((power * np.arange(len(power))).sum() / power.sum() + begin - middle) * 1000 / rate)
    return late


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100])
def test_all_tempos_by_one_program(tmp_path: Path, rate: int, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a line.pcm"
    count = _tones(path, rate)
    started: list[Any] = []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *asked, **more: started.append(asked) or run(*asked, **more))
    tempos = (0.8, 0.85, 0.95, 1.1, 1.35, 1.5)
    made, by = stretched([Stretch(str(path), rate, 0, count, tempo) for tempo in tempos])
    assert (by, len(started)) == ("rubberband", 1)
    for samples, tempo in zip(made, tempos, strict=True):
        assert len(samples) == round(count / tempo)
        assert max(map(abs, _off_ms(samples, rate, tempo))) < 3


def test_a_part_of_a_file_is_as_the_part_alone(tmp_path: Path) -> None:
    whole, part = tmp_path / "whole.pcm", tmp_path / "part.pcm"
    _tones(whole, 24_000)
    samples = np.fromfile(whole, "<i2")
    samples[24_000:60_000].tofile(part)
    (inside, alone), _ = stretched(
        [Stretch(str(whole), 24_000, 24_000, 60_000, 1.2), Stretch(str(part), 24_000, 0, 36_000, 1.2)]
    )
    assert np.array_equal(inside, alone)


def test_without_rubberband_by_atempo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "line.pcm"
    count = _tones(path, 22_050)
    program = find_ffmpeg()
    less = replace(program, filters=program.filters - {"rubberband"})
    monkeypatch.setattr(stretch, "find_ffmpeg", lambda: less)
    (made,), by = stretched([Stretch(str(path), 22_050, 0, count, 1.25)])
    assert by == "atempo"
    assert len(made) == round(count / 1.25)
    assert max(map(abs, _off_ms(made, 22_050, 1.25))) < 10


@pytest.mark.parametrize("less", [set(), {"rubberband"}])
def test_speech_stays_as_loud_as_it_was(
    tmp_path: Path, speech: Any, monkeypatch: pytest.MonkeyPatch, less: set[str]
) -> None:
    program = find_ffmpeg()
    monkeypatch.setattr(stretch, "find_ffmpeg", lambda: replace(program, filters=program.filters - less))
    path, rate = tmp_path / "line.pcm", 48_000
    start, end = speech.spans[0]
    (speech.samples[start:end] * 32767).astype("<i2").tofile(path)
    tempos = (0.87, 1.02, 1.15, 1.35)
    made, _ = stretched([Stretch(str(path), rate, 0, end - start, tempo) for tempo in tempos])
    before = integrated(np.array(steps_of(speech.samples[None, start:end], rate)))
    after = [integrated(np.array(steps_of(samples[None], rate))) for samples in made]
    assert after == pytest.approx([before] * len(tempos), abs=0.2)


def test_silence_stays_silent(tmp_path: Path) -> None:
    path = tmp_path / "line.pcm"
    np.zeros(8_000, "<i2").tofile(path)
    (made,), _ = stretched([Stretch(str(path), 16_000, 0, 8_000, 1.2)])
    assert len(made) == round(8_000 / 1.2)
    assert not made.any()


def test_nothing_to_stretch_needs_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretch, "find_ffmpeg", lambda: pytest.fail("looked for"))
    assert stretched([]) == ([], None)


def test_a_clip_beyond_its_file_and_a_program_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "line.pcm"
    count = _tones(path, 16_000)
    with pytest.raises(EngineFailed, match="less speech"):
        stretched([Stretch(str(path), 16_000, 0, count + 1, 1.2)])
    broken = tmp_path / "ffmpeg"
    broken.write_text("#!/bin/sh\necho no memory >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(stretch, "find_ffmpeg", lambda: replace(find_ffmpeg(), path=str(broken)))
    with pytest.raises(EngineFailed) as failure:
        stretched([Stretch(str(path), 16_000, 0, count, 1.2)])
    assert "no memory" in failure.value.details["reason"]


@pytest.mark.parametrize("count", [1, 40, 500])
def test_very_short_clips(tmp_path: Path, count: int) -> None:
    path = tmp_path / "click.pcm"
    np.full(count, 1000, "<i2").tofile(path)
    (made,), _ = stretched([Stretch(str(path), 22_050, 0, count, 1.3)])
    assert len(made) == round(count / 1.3)
    assert np.abs(made).max() < 2 * 1000 / 32768
