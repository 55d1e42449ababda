from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class Seen:
    """One request as the server got it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Scripted:
    """A real HTTP server on the loopback that answers what `answers` says, in order, the last one for ever."""

    base_url: str = ""
    answers: list[Callable[[Seen], tuple[int, dict[str, str], bytes]]] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Scripted]:
    script = Scripted()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self._body()
            seen = Seen(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            script.seen.append(seen)
            answer = script.answers.pop(0) if len(script.answers) > 1 else script.answers[0]
            status, headers, content = answer(seen)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding") == "chunked":
                out = b""
                while size := int(self.rfile.readline(), 16):
                    out += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return out
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))

        do_GET = do_POST = do_DELETE = _answer  # noqa: N815 - the names http.server calls

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    script.base_url = f"http://127.0.0.1:{http.server_port}"
    yield script
    http.shutdown()
    http.server_close()
    thread.join()
