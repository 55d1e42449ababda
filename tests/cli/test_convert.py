from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
SRT = "1\n00:00:01,000 --> 00:00:02,500\n¿Qué tal?\n\n2\n00:00:00,000 --> 00:00:00,900\nHola\n"


@pytest.mark.parametrize(
    ("ending", "holds"),
    [
        ("vtt", "00:00:01.000 --> 00:00:02.500"),
        ("ass", "0:00:01.00,0:00:02.50"),
        ("ttml", "¿Qué tal?"),
        ("txt", "Hola\n"),
        ("JSON", '"start": 1000'),
    ],
)
def test_a_file_becomes_another_format_and_is_mended(bare: Run, tmp_path: Path, ending: str, holds: str) -> None:
    given, made = tmp_path / "a talk ü.srt", tmp_path / f"out.{ending}"
    given.write_bytes(SRT.encode("cp1252"))
    ended = bare("convert", str(given), str(made))
    assert ended.code == 0
    content = made.read_text(encoding="utf-8")
    assert holds in content
    assert "¿Qué tal?" in content
    assert "out of order" in ended.err
    assert "2 cues out of srt" in ended.err
    assert ended.out == ""


def test_what_cannot_be_converted_is_one_line(bare: Run, tmp_path: Path) -> None:
    given = tmp_path / "a.srt"
    given.write_text(SRT, encoding="utf-8")
    ended = bare("convert", str(given), str(tmp_path / "a.doc"))
    assert (ended.code, "srt, vtt" in ended.err) == (2, True)
    assert bare("convert", str(tmp_path / "none.srt"), str(tmp_path / "a.vtt")).code == 2
    given.write_text("<!doctype html><html></html>", encoding="utf-8")
    ended = bare("convert", str(given), str(tmp_path / "a.vtt"))
    assert ended.code == 1
    assert "error: " in ended.err
    assert "Traceback" not in ended.err
    assert not (tmp_path / "a.vtt").exists()


def test_a_place_that_cannot_be_written_is_one_line(bare: Run, tmp_path: Path) -> None:
    given = tmp_path / "a.srt"
    given.write_text(SRT, encoding="utf-8")
    ended = bare("convert", str(given), str(tmp_path / "no folder" / "a.vtt"))
    assert ended.code == 1
    assert "no folder" in ended.err


def test_a_file_that_is_too_large_is_not_read_whole(bare: Run, tmp_path: Path) -> None:
    given = tmp_path / "a.srt"
    with given.open("wb") as file:
        file.truncate(20_000_001)
    ended = bare("convert", str(given), str(tmp_path / "a.vtt"))
    assert ended.code == 2
    assert "at most 20,000,000" in " ".join(ended.err.split())
