"""`lingoreel serve` beside something that runs already."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from service import RunningService, start_service


def refused(data_dir: Path, *options: str) -> str:
    """What a `lingoreel serve` said that had to end by itself with a failure."""
    done = subprocess.run(
        [sys.executable, "-m", "lingoreel.cli", "serve", *options],
        env={**os.environ, "LINGOREEL_DATA_DIR": str(data_dir)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which something else listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_taken_port_is_told_at_once_and_nothing_is_left(tmp_path: Path, taken: int, host: str) -> None:
    said = refused(tmp_path / "data", "--host", host, "--port", str(taken))
    assert f"listens on {host}:{taken}" in said
    assert "--port" in said
    assert len(said.splitlines()) == 2
    assert not (tmp_path / "data").exists()


def test_an_address_of_another_machine_is_told(tmp_path: Path) -> None:
    said = refused(tmp_path / "data", "--host", "192.0.2.1")
    assert "cannot listen on 192.0.2.1:8765" in said
    assert "--host" in said


def test_two_services_share_a_data_folder(tmp_path: Path) -> None:
    with start_service(tmp_path) as first, RunningService(first.data_dir, {}) as second:
        customer = first.customer()
        points = f"{second.url}/api/customers/points"
        answer = httpx.get(points, headers={"X-API-KEY": customer.key})
        assert answer.status_code == 200, answer.text
        customer.http.close()
        first.stop()
        assert httpx.get(points, headers={"X-API-KEY": customer.key}).status_code == 200
