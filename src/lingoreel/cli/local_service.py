"""A service of our own, for as long as a command needs one."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO

import httpx

from lingoreel.errors import LingoreelError

START_S = 60.0
STOP_S = 60.0
_LOG_TAIL = 12
_PORT_TRIES = 3


class ServiceDidNotStart(LingoreelError):
    """`lingoreel serve` ended, or was not ready in time."""

    code = "service_did_not_start"


class LocalService:
    """`lingoreel serve` as a child on a free port of the loopback, up inside a `with`.

    It ends with this process, however that ends. `environment` overrides variables; `log_path` gets all it says.
    Raises ServiceDidNotStart.
    """

    def __init__(self, log_path: Path, environment: Mapping[str, str] | None = None) -> None:
        self.base_url = ""
        self.log_path = log_path
        # Its links must lead here, not to an address that a deployed service is known by.
        kept = {name: value for name, value in os.environ.items() if name != "LINGOREEL_PUBLIC_URL"}
        self._environment = {**kept, **(environment or {})}
        self._child: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    def __enter__(self) -> LocalService:
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        self._log = self.log_path.open("wb")
        try:
            for attempt in range(_PORT_TRIES):
                port = _free_port()
                self.base_url = f"http://127.0.0.1:{port}"
                self._start(port)
                if self._becomes_ready():
                    return self
                # Someone else may have taken the port in between; anything else fails again just as quickly.
                if attempt + 1 < _PORT_TRIES and self._port_is_taken():
                    self._end()
                    continue
                break
            raise ServiceDidNotStart(
                f"the service did not start; it said:\n{self.log_tail()}",
                remedy=f"read {self.log_path}, or run: lingoreel doctor",
            )
        except BaseException:
            self._stop()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def log_tail(self) -> str:
        """The last lines it wrote."""
        with contextlib.suppress(OSError):
            lines = self.log_path.read_text(encoding="utf-8", errors="replace").splitlines()
            return "\n".join(lines[-_LOG_TAIL:])
        return ""

    def _start(self, port: int) -> None:
        module = [sys.executable, "-m", "lingoreel.cli.attached", str(os.getpid())]
        self._child = subprocess.Popen(
            [*module, "serve", "--host", "127.0.0.1", "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            env=self._environment,
            start_new_session=True,  # Ctrl-C reaches us alone; we then stop it in order
        )

    def _becomes_ready(self) -> bool:
        assert self._child is not None
        give_up_at = time.monotonic() + START_S
        with httpx.Client(trust_env=False, timeout=5) as http:
            while time.monotonic() < give_up_at and self._child.poll() is None and not self._port_is_taken():
                with contextlib.suppress(httpx.TransportError):
                    if http.get(f"{self.base_url}/health/ready").is_success:
                        return True
                time.sleep(0.1)
        return False

    def _port_is_taken(self) -> bool:
        return "address already in use" in self.log_tail().lower()

    def _stop(self) -> None:
        self._end()
        if self._log is not None:
            self._log.close()

    def _end(self) -> None:
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(STOP_S)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._child.pid, signal.SIGKILL)
                self._child.wait()


def is_running(base_url: str) -> bool:
    """Whether a service answers there."""
    try:
        with httpx.Client(trust_env=False, timeout=2) as http:
            return http.get(f"{base_url}/health/live").is_success
    except httpx.HTTPError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
