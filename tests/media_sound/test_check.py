"""The measure itself: what it must find, it finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lingoreel.errors import InvalidFile
from lingoreel.media.sound.check import check_sound, click_ratio
from lingoreel.media.sound.encode import Encoder

RATE = 22_050


def _file(path: Path, samples: np.ndarray) -> str:
    with Encoder(path, "wav", RATE) as encoder:
        encoder.write(np.rint(samples * 32767).astype(np.int16))
        encoder.close()
    return str(path)


def _tone(seconds: float) -> np.ndarray:
    return 0.2 * np.sin(2 * np.pi * 220 * np.arange(round(seconds * RATE)) / RATE)


def test_silences_and_length(tmp_path: Path) -> None:
    silence = np.zeros(RATE // 2)
    path = _file(tmp_path / "a.wav", np.concatenate((silence, _tone(1), silence, _tone(2), silence)))
    found = check_sound({"path": path}, lambda _: None)
    assert found["silences"] == [
        [pytest.approx(a, abs=6), pytest.approx(b, abs=6)] for a, b in ((0, 500), (1500, 2000), (4000, 4500))
    ]
    assert (found["lead_in_ms"], found["lead_out_ms"]) == (pytest.approx(500, abs=6), pytest.approx(500, abs=6))
    assert found["duration_ms"] == found["told_ms"] == 4500
    assert found["silence_share"] == pytest.approx(1 / 3, abs=0.01)


def test_a_click_is_found_where_it_is(tmp_path: Path) -> None:
    samples = _tone(3)
    samples[RATE:] *= -1  # half a period left out
    samples[RATE + 60 :] += 0.1
    path = _file(tmp_path / "a.wav", samples)
    found = check_sound({"path": path, "joins_ms": [500, 1001, 2000]}, lambda _: None)
    assert found["clicks"] == [1001]
    assert found["worst_click"] > 4
    assert click_ratio(samples, RATE, RATE // 2) <= 1


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"no sound " * 99)
    with pytest.raises(InvalidFile):
        check_sound({"path": str(path)}, lambda _: None)
