"""A `lingoreel serve` of our own on a free port, and a customer who uses it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks.speech import Speech
from lingoreel import customers, points
from lingoreel.database import Database, open_database
from lingoreel.settings import Settings
from lingoreel.storage import derive, load_secret

RECOGNITION = "/api/tasks/audio/recognition"
START_S = 60.0
STOP_S = 90.0
POLL_S = 0.05


class ServiceFailed(RuntimeError):
    """The service or a task of it did not do what a measurement needs."""


@dataclass(frozen=True)
class Timed:
    """A finished task: what the last query answered, and the seconds from sending the create to seeing the end."""

    task_id: str
    seconds: float
    answer: dict[str, Any]


@dataclass(frozen=True)
class Service:
    """A running service."""

    url: str
    data_dir: Path
    environment: dict[str, str]
    pid: int

    def customer(self, name: str = "benchmark") -> str:
        """A new customer with plenty of points, whose request rate is no limit; the API key."""
        secret = derive(load_secret(self._settings()), "api keys")
        with self.database() as database, database.begin() as tx:
            customer_id = customers.create(tx, name, {"requests_per_second": 100_000})
            points.grant(tx, customer_id, points.to_milli_points(1_000_000), "granted", reason="benchmark")
            return customers.issue_key(tx, secret, customer_id).key

    def recognise(self, key: str, speech: Speech, *, wait_s: float, poll_s: float = POLL_S, **fields: str) -> Timed:
        """Upload, poll, and time the whole. Raises ServiceFailed when it does not complete within `wait_s`."""
        with httpx.Client(base_url=self.url, headers={"X-API-KEY": key}, timeout=300, trust_env=False) as http:
            started = time.monotonic()
            with speech.path.open("rb") as file:
                created = http.post(RECOGNITION, files={"file": (speech.path.name, file)}, data=fields)
            if not created.is_success:
                raise ServiceFailed(f"create: {created.text}")
            task_id = created.json()["data"]["task_id"]
            while time.monotonic() - started < wait_s:
                answer = http.get(f"{RECOGNITION}/{task_id}").json()["data"]
                if answer["state"] == 1:
                    return Timed(task_id, time.monotonic() - started, answer)
                if answer["state"] < 0:
                    raise ServiceFailed(f"task ended in state {answer['state']}: {answer['error']}")
                time.sleep(poll_s)
        raise ServiceFailed(f"the task was not complete after {wait_s:g} s: {answer['state_detail']}")

    @contextlib.contextmanager
    def database(self) -> Iterator[Database]:
        """The service's own database."""
        with open_database(self._settings()) as opened:
            yield opened.database

    def _settings(self) -> Settings:
        return Settings(data_dir=self.data_dir, database_url=None)

    def process(self, name: str) -> int:
        """The pid of the service's child that runs `lingoreel.cli.<name>_process`."""
        for child in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii").split():
            if f"lingoreel.cli.{name}_process" in Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8"):
                return int(child)
        raise ServiceFailed(f"there is no {name} process")


@contextlib.contextmanager
def running(folder: Path, *options: str, environment: Mapping[str, str] | None = None) -> Iterator[Service]:
    """A service with its data in `folder`/data, ready; it is stopped at the end, and ends if we are killed."""
    data_dir = folder / "data"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LINGOREEL_")}
    child_environment = {**kept, "LINGOREEL_DATA_DIR": str(data_dir), **(environment or {})}
    port = free_port()
    log_path = folder / "service.log"
    attached = [sys.executable, "-m", "lingoreel.cli.attached", str(os.getpid())]
    with log_path.open("wb") as log:
        child = subprocess.Popen(
            [*attached, "serve", "--host", "127.0.0.1", "--port", str(port), *options],
            env=child_environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_ready(child, url, log_path)
        yield Service(url, data_dir, child_environment, child.pid)
    finally:
        child.terminate()
        try:
            child.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _wait_ready(child: subprocess.Popen[bytes], url: str, log_path: Path) -> None:
    give_up_at = time.monotonic() + START_S
    while time.monotonic() < give_up_at and child.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{url}/health/ready", timeout=2, trust_env=False).is_success:
                return
        time.sleep(0.05)
    raise ServiceFailed(f"the service did not start:\n{log_path.read_text(errors='replace')[-3000:]}")


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cores() -> int:
    """What this process, and so the service, may use."""
    return len(os.sched_getaffinity(0))
