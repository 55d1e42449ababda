from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner

from lingoreel.cli import app
from lingoreel.database import EmbeddedPostgres
from lingoreel.settings import load_settings


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder whose PostgreSQL is up already, so that each command only joins it."""
    folder = tmp_path_factory.mktemp("a data folder with spaces ü") / ("long " * 20).strip()
    server = EmbeddedPostgres.join(folder)
    yield folder
    server.release()


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    for name in os.environ:
        if name.startswith("LINGOREEL_"):
            monkeypatch.delenv(name)
    load_settings.cache_clear()
    yield monkeypatch
    load_settings.cache_clear()
    structlog.reset_defaults()


@pytest.fixture
def bare(clean_environment: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run `lingoreel …` in this process on an empty data folder."""
    return _runner(clean_environment, tmp_path / "data")


@pytest.fixture
def run(clean_environment: pytest.MonkeyPatch, data_dir: Path) -> Run:
    """Run `lingoreel …` in this process on the module's data folder."""
    return _runner(clean_environment, data_dir)


def _runner(environment: pytest.MonkeyPatch, folder: Path) -> Run:
    environment.setenv("LINGOREEL_DATA_DIR", str(folder))

    def run(*arguments: str) -> Ended:
        load_settings.cache_clear()
        done = CliRunner().invoke(app, list(arguments))
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Ended(done.exit_code, done.stdout, done.stderr)

    return run
