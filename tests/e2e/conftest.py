"""The whole service as a client sees it: `lingoreel serve` in a child, spoken to over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from service import RunningService, start_service


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with start_service(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="session")
def speech() -> bytes:
    """About 20 s of English spoken by flite, as the demo has it."""
    return next((Path(__file__).parents[2] / "src/lingoreel/cli/demo_sample").glob("*.flac")).read_bytes()


@pytest.fixture
def own_service(tmp_path: Path) -> Iterator[Callable[..., RunningService]]:
    """Start a service of one's own, with its own settings; it ends with the test."""
    running: list[RunningService] = []

    def start(**environment: str) -> RunningService:
        started = start_service(tmp_path / f"service {len(running)}", **environment)
        running.append(started.__enter__())
        return running[-1]

    yield start
    for one in reversed(running):
        one.close()
