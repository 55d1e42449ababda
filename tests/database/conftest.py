"""Servers for the tests of this folder."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lingoreel.database import Database, EmbeddedPostgres


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """One server for the tests of a module that do it no harm."""
    with EmbeddedPostgres.join(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture
def database(server: EmbeddedPostgres) -> Iterator[Database]:
    """An empty database of its own."""
    admin = Database(server.url, 1)
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS fresh")
        connection.exec_driver_sql("CREATE DATABASE fresh")
    admin.close()
    fresh = Database(server.url.replace("@/lingoreel", "@/fresh"), 3)
    yield fresh
    fresh.close()


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template") / "data"
    EmbeddedPostgres.join(folder).release()
    return folder


@pytest.fixture
def data_dir(_template: Path, tmp_path: Path) -> Path:
    """A data folder with a stopped server of its own, owners and modes included."""
    folder = tmp_path / "data"
    subprocess.run(["cp", "-a", "--reflink=auto", str(_template), str(folder)], check=True)
    return folder


@pytest.fixture
def new_dir(tmp_path: Path) -> Path:
    """A data folder that does not exist yet."""
    return tmp_path / "new"
