"""What a worker offers follows the models that come and go while it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lingoreel.engines.pulling.items import ITEMS
from lingoreel.settings import Settings
from lingoreel.tasks import own_engines
from lingoreel.tasks.own_engines import OwnEngines


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def names(engines: OwnEngines) -> set[str]:
    return {record["name"] for record in engines.records}


def put_whisper(settings: Settings) -> None:
    """A model's folder as a pull leaves it: made elsewhere, in its place by one rename."""
    made = settings.models_dir / ".pulling" / "new"
    made.mkdir(parents=True)
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt", "preprocessor_config.json"):
        (made / name).write_text("{}")
    target = settings.models_dir / ITEMS["whisper-small"].folder
    target.parent.mkdir(parents=True)
    made.replace(target)


def test_a_model_that_comes_is_offered_and_one_that_goes_is_not(settings: Settings) -> None:
    engines = OwnEngines(settings)
    before = engines.records
    assert "whisper" not in names(engines)
    put_whisper(settings)
    engines.look()
    assert "whisper" in names(engines)
    (settings.models_dir / ITEMS["whisper-small"].folder).rename(settings.models_dir / ".pulling" / "old")
    engines.look()
    assert engines.records == before


def test_engines_are_asked_only_when_the_models_changed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(own_engines, "local_capabilities", lambda given: asked.append(given) or [])
    engines = OwnEngines(settings)
    for _ in range(3):
        engines.look()
    assert len(asked) == 1
    put_whisper(settings)
    for _ in range(3):
        engines.look()
    assert len(asked) == 2


def test_half_a_download_is_no_change(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.models_dir.mkdir(parents=True)
    asked: list[Any] = []
    monkeypatch.setattr(own_engines, "local_capabilities", lambda given: asked.append(given) or [])
    engines = OwnEngines(settings)
    (settings.models_dir / ".pulling").mkdir()
    (settings.models_dir / ".pulling" / "half").write_bytes(b"half")
    engines.look()
    assert len(asked) == 1
