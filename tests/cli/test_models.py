from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_models_are_listed(bare: Run) -> None:
    listed = {one["name"]: one for one in bare("models", "list", "--json").json}
    assert {"whisper-small", "resemblyzer", "flite"} <= set(listed)
    assert not any(one["installed"] for one in listed.values())
    shown = bare("models", "list").out
    assert all(name in shown for name in listed)


def test_an_unknown_name_is_refused_before_anything_is_fetched(
    bare: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("fetched")

    monkeypatch.setattr("lingoreel.engines.catalogue.pull", never)
    ended = bare("models", "pull", "whisper-tiny", "whisper-none")
    assert ended.code == 1
    assert "'whisper-none'" in ended.err
    assert "one of: whisper-tiny" in ended.err


def test_pulling_reports_and_tells_where(bare: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from lingoreel.engines import catalogue

    asked: list[tuple[str, bool]] = []

    def pull(name: str, settings: Any, report: Callable[[dict[str, Any]], None], *, again: bool) -> Any:
        asked.append((name, again))
        report({"fraction": 0.5, "bytes": 39, "total_bytes": 78})
        return catalogue.status(name, settings)

    monkeypatch.setattr("lingoreel.engines.catalogue.pull", pull)
    ended = bare("models", "pull", "whisper-tiny", "flite", "--again", "--json")
    assert asked == [("whisper-tiny", True), ("flite", True)]
    assert [one["name"] for one in ended.json] == ["whisper-tiny", "flite"]
