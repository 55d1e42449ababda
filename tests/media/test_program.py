"""Which ffmpeg program is taken, and what is said when none is able."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg
import pytest

from lingoreel.errors import EngineUnavailable
from lingoreel.media import program

WHEEL = imageio_ffmpeg.get_ffmpeg_exe()


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    program.find_ffmpeg.cache_clear()
    program.look_at.cache_clear()
    yield
    program.find_ffmpeg.cache_clear()
    program.look_at.cache_clear()


def _install(folder: Path, body: str) -> None:
    folder.mkdir()
    (folder / "ffmpeg").write_text(f"#!/bin/sh\n{body}\n")
    (folder / "ffmpeg").chmod(0o755)


def test_the_one_on_the_path_is_taken_when_able(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path / "bin", f'exec "{WHEEL}" "$@"')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")

    found = program.find_ffmpeg()

    assert found.path == str(tmp_path / "bin" / "ffmpeg")
    assert {"ass", "trim"} <= found.filters
    assert "libx264" in found.encoders


@pytest.mark.parametrize(
    "body",
    [
        "exit 1",
        "echo not a program of ours",
        # an able-looking one without libass, and an old one
        f'case "$*" in *-filters*) exit 0;; *) exec "{WHEEL}" "$@";; esac',
        f'case "$*" in *-version*) echo "ffmpeg version 4.4.2-0ubuntu0";; *) exec "{WHEEL}" "$@";; esac',
    ],
)
def test_one_that_is_not_able_is_passed_over(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path / "bin", body)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")

    assert program.find_ffmpeg().path == WHEEL


def test_without_any_the_error_says_what_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path / "bin", f'case "$*" in *-filters*) exit 0;; *) exec "{WHEEL}" "$@";; esac')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")

    def none() -> str:
        raise RuntimeError("no binary")

    monkeypatch.setattr(imageio_ffmpeg, "get_ffmpeg_exe", none)

    with pytest.raises(EngineUnavailable, match="lacks filter ass") as raised:
        program.find_ffmpeg()

    assert raised.value.code == "program_missing"
    assert "imageio-ffmpeg" in (raised.value.remedy or "")
