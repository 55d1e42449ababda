"""A `lingoreel serve` in a child process, for tests that need a whole one."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

PATH = "/api/tasks/audio/recognition"
SUBTITLE = "/api/tasks/media/subtitle"
FINAL = (1, -1, -2, -3, -4, -5, -7, -8, -11)


class RunningService:
    def __init__(self, data_dir: Path, environment: dict[str, str]) -> None:
        self.data_dir = data_dir
        self.environment = {**os.environ, "LINGOREEL_DATA_DIR": str(data_dir), **environment}
        self.log_path = data_dir.parent / f"{data_dir.name}.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.customers: list[Customer] = []

    def __enter__(self) -> RunningService:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self, *options: str) -> None:
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "lingoreel.cli", "serve", "--port", str(self.port), *options],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_ready()

    def wait_ready(self, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            assert self.process is not None
            assert self.process.poll() is None, self.log()
            try:
                if httpx.get(f"{self.url}/health/ready", timeout=2).is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        raise AssertionError(self.log())

    def close(self) -> None:
        """Stop it, and its customers' connections."""
        for customer in self.customers:
            customer.http.close()
        self.stop()

    def stop(self) -> None:
        """Stop it in order, as an operator does."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise

    def log(self) -> str:
        return self.log_path.read_text(errors="replace")[-6000:]

    def command(self, *arguments: str) -> Any:
        """Run a command of the command line with --json; what it printed."""
        return json.loads(self.run(*arguments, "--json"))

    def run(self, *arguments: str) -> bytes:
        """Run a command of the command line; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "lingoreel.cli", *arguments],
            env=self.environment,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def customer(self, points: int = 100, qps: float = 1000, parallel: int = 2) -> Customer:
        made = self.command(
            "customers", "create", "someone", "--points", str(points), "--qps", str(qps), "--parallel", str(parallel)
        )
        self.customers.append(Customer(self, made["customer_id"], made["api_key"]))
        return self.customers[-1]


class Customer:
    """Speaks to the service with one key."""

    def __init__(self, service: RunningService, customer_id: str, key: str) -> None:
        self.id = customer_id
        self.key = key
        self.http = httpx.Client(base_url=service.url, headers={"X-API-KEY": key}, timeout=60, trust_env=False)

    def create(self, path: str = PATH, **parameters: Any) -> str:
        """Create a task (a recognition) from JSON; its id."""
        return self._task_id(self.http.post(path, json=parameters))

    def upload(self, content: bytes, name: str = "speech.opus", path: str = PATH, **fields: Any) -> str:
        """Create a task (a recognition) from a file; its id."""
        return self._task_id(self.http.post(path, files={"file": (name, content)}, data=fields))

    @staticmethod
    def _task_id(answer: httpx.Response) -> str:
        assert answer.status_code == 200, answer.text
        return str(answer.json()["data"]["task_id"])

    def query(self, task_id: str) -> dict[str, Any]:
        answer = self.http.get(f"/api/tasks/{task_id}")
        assert answer.status_code == 200, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    def wait(self, task_id: str, seconds: float = 120) -> dict[str, Any]:
        """Poll until the task has ended; checks that progress and states never go back."""
        order = {0: 0, 2: 1, 3: 2, 4: 3, 5: 4}
        until = time.monotonic() + seconds
        before: dict[str, Any] | None = None
        while time.monotonic() < until:
            data = self.query(task_id)
            if before is not None:
                assert data["progress"] >= before["progress"]
                assert data["state"] in FINAL or order[data["state"]] >= order[before["state"]]
            if data["state"] in FINAL:
                return data
            before = data
            time.sleep(0.1)
        raise AssertionError(f"task {task_id} did not end: {before}")

    def points(self) -> dict[str, Any]:
        data: dict[str, Any] = self.http.get("/api/customers/points").json()["data"]
        return data


def start_service(folder: Path, **environment: str) -> RunningService:
    """A service with its data in `folder`/data, ready inside a `with`."""
    folder.mkdir(parents=True, exist_ok=True)
    return RunningService(folder / "data", environment)
