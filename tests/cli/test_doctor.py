from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


def test_this_machine_is_healthy(run: Run) -> None:
    ended = run("doctor", "--json")
    found = {one["part"]: one for one in ended.json["findings"]}
    assert ended.code == 0
    assert ended.json["healthy"]
    needed = ("python", "data folder", "postgresql", "storage", "cells", "recognition: pocketsphinx")
    assert all(found[part]["ok"] for part in needed)
    assert "embedded" in found["postgresql"]["what"]
    whisper = found["recognition: whisper"]
    assert whisper["ok"] is None
    assert "models pull whisper" in whisper["remedy"]


def test_what_is_broken_is_named_and_the_rest_still_examined(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGOREEL_DATABASE_URL", "postgresql://me:hunter2@127.0.0.1:9/none?connect_timeout=1")
    ended = run("doctor")
    assert ended.code == 1
    assert "✗  postgresql" in ended.out
    assert "✓  storage" in ended.out
    assert "hunter2" not in ended.out + ended.err
