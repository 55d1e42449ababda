from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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


KINDS = (
    "/api/tasks/audio/recognition",
    "/api/tasks/media/subtitle",
    "/api/tasks/audio/speech",
    "/api/tasks/media/video-translation/preview",
    "/api/tasks/media/video-translation/synthesis",
    "/api/tasks/media/video-generation",
)


class FakeService:
    """`asked` has the path and the parameters of each create call, with `file` as its bytes.

    `answers` maps such a path to what a query says of its task; a task that is not in it fails to be created
    as `refusals` says.
    """

    def __init__(self) -> None:
        self.base_url = ""
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.refusals: dict[str, tuple[int, dict[str, Any]]] = {}

    def link(self, name: str) -> str:
        return f"{self.base_url}/files/token/{name}"

    def task_id(self, path: str) -> str:
        return f"0190a6a0-0000-7000-8000-{KINDS.index(path) + 1:012}"

    def create(self, path: str, parameters: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.asked.append((path, parameters))
        if path in self.refusals:
            status, error = self.refusals[path]
            return status, {"status": status, "message": error["message"], "error": error}
        return 200, {"status": 200, "data": {"task_id": self.task_id(path)}}

    def query(self, path: str) -> tuple[int, dict[str, Any]]:
        task_id = path.rpartition("/")[2]
        found = next(answer for kind, answer in self.answers.items() if self.task_id(kind) == task_id)
        return 200, {"status": 200, "data": {"task_id": task_id, "state": 1, "progress": 100, **found}}


@pytest.fixture
def service() -> Iterator[FakeService]:
    """A service on the loopback that takes tasks and has them done at once."""
    service = FakeService()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path.startswith("/files/"):
                self._send(200, f"content of {self.path.rpartition('/')[2]}".encode())
                return
            status, body = service.query(self.path)
            self._send(status, json.dumps(body).encode())

        def do_POST(self) -> None:
            status, body = service.create(self.path, self._parameters())
            self._send(status, json.dumps(body).encode())

        def _send(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _parameters(self) -> dict[str, Any]:
            body, kind = self._body(), self.headers["Content-Type"]
            if kind.startswith("application/json"):
                return dict(json.loads(body))
            message = BytesParser(policy=policy.HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
            found: dict[str, Any] = {}
            for part in message.iter_parts():
                name = str(part.get_param("name", header="content-disposition"))
                content = part.get_payload(decode=True)
                found[name] = content if name == "file" else content.decode()
            return found

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    service.base_url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield service
    http.shutdown()
    http.server_close()
    thread.join()
