"""The whole service as a client sees it: `lingoreel serve` in a child, spoken to over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
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
    return (Path(__file__).parents[2] / "src/lingoreel/cli/demo_sample/speech.opus").read_bytes()
