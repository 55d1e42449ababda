"""Whole services that are hurt on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service import RunningService, start_service


@pytest.fixture
def own_service(tmp_path: Path) -> Iterator[Callable[..., RunningService]]:
    """Start a service of one's own, with its own settings; it ends with the test."""
    running: list[RunningService] = []

    def start(**environment: str) -> RunningService:
        one = start_service(tmp_path / f"service {len(running)}", **environment)
        running.append(one)
        one.start()
        return one

    yield start
    for one in reversed(running):
        one.close()


@pytest.fixture(scope="session")
def speech() -> bytes:
    """About 20 s of English spoken by flite, as the demo has it."""
    return (Path(__file__).parents[2] / "src/lingoreel/cli/demo_sample/speech.opus").read_bytes()
