"""How commands start and end."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
HEAVY = {"av", "dbos", "fastapi", "httpx", "numpy", "pydantic", "rich.progress", "sqlalchemy", "structlog"}


def test_help_names_every_command_and_is_quick() -> None:
    start = time.monotonic()
    shown = subprocess.run(
        [sys.executable, "-m", "lingoreel.cli", "--help"], capture_output=True, text=True, check=True
    )
    took = time.monotonic() - start
    words = ("serve", "worker", "doctor", "models", "customers", "points", "prices", "transcribe", "demo")
    assert all(f"\n  {name} " in shown.stdout for name in words)
    assert took < 2, "import heavy modules inside the commands"


def test_nothing_heavy_is_imported_before_a_command_runs() -> None:
    code = "import sys, lingoreel.cli; print('\\n'.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not HEAVY & set(loaded)


def test_version(bare: Run) -> None:
    assert bare("--version").out.startswith("lingoreel ")


def test_a_wrong_setting_is_named(bare: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGOREEL_PORT", "many")
    monkeypatch.setenv("LINGOREEL_LIMITS__PARALLEL_TASKS", "0")
    ended = bare("prices", "list")
    assert ended.code == 1
    assert "LINGOREEL_PORT:" in ended.err
    assert "LINGOREEL_LIMITS__PARALLEL_TASKS:" in ended.err


def test_a_setting_that_is_not_json_is_named(bare: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGOREEL_LIMITS", "{")
    ended = bare("prices", "list")
    assert ended.code == 1
    assert "limits" in ended.err


def test_a_database_out_of_reach_is_one_line_without_its_password(bare: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGOREEL_DATABASE_URL", "postgresql://me:hunter2@127.0.0.1:9/none?connect_timeout=1")
    ended = bare("customers", "list")
    assert ended.code == 1
    assert "hunter2" not in ended.err
    assert "error: " in ended.err
    assert "Traceback" not in ended.err


def test_a_data_folder_that_cannot_be_is_one_line(bare: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("LINGOREEL_DATA_DIR", str(tmp_path / "file" / "data"))
    ended = bare("customers", "list")
    assert ended.code == 1
    assert "error: " in ended.err


def test_transcribe_refuses_what_cannot_be(bare: Run) -> None:
    assert bare("transcribe", "no such file.mp4").code == 2
    ended = bare("transcribe", "http://example.com/a.mp4", "--url", "http://127.0.0.1:9")
    assert ended.code == 2
    assert "LINGOREEL_API_KEY" in ended.err


def test_transcribe_says_when_nobody_answers(bare: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "a.wav"
    source.write_bytes(b"sound")
    monkeypatch.setattr("lingoreel.client.client.PATIENCE_S", 0.2)
    ended = bare("transcribe", str(source), "--url", "http://127.0.0.1:9", "--key", "k")
    assert ended.code == 1
    assert "no answer from http://127.0.0.1:9" in ended.err
    assert "lingoreel serve" in ended.err
