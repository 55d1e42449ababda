"""The whole service as a client sees it: `lingoreel serve` in a child, spoken to over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Served

from pulled import pulled
from service import RunningService, start_service

LOCAL = "127.0.0.2"
"""Where the tests serve files to the service: an address that it is allowed to fetch from."""


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with start_service(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="session")
def speech() -> bytes:
    """About 20 s of English spoken by flite, as the demo has it."""
    return (Path(__file__).parents[2] / "src/lingoreel/cli/demo_sample/speech.opus").read_bytes()


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """A service that has what can be pulled without a model hub: translators and fonts."""
    folder = tmp_path_factory.mktemp("studio")
    models = pulled("apertium-en-es", "apertium-en-ca", "fonts", "fonts-cjk", "flite")
    running = start_service(folder, LINGOREEL_SOURCE_ALLOW_NETWORKS=f"{LOCAL}/32")
    running.data_dir.mkdir()
    (running.data_dir / "models").symlink_to(models, target_is_directory=True)
    with running:
        yield running


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serves files to the service."""
    with Served(tmp_path_factory.mktemp("served"), LOCAL) as running:
        yield running
