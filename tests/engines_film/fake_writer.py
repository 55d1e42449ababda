"""A language model's service that writes storyboards: real HTTP on the loopback, scripted answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

Json = dict[str, Any]
Behaviour = Callable[[Json], Any]
"""What was asked (the user's message) → the answer: a dict for JSON, a text as it is, an int for that HTTP status."""


class FakeWriter:
    """`with FakeWriter(answer, …) as fake: fake.url`; the last answer goes on for ever.

    `asked`: the user's messages; `bodies`: the requests as they came.
    """

    def __init__(self, *behaviours: Behaviour | Any) -> None:
        self.asked: list[Json] = []
        self.bodies: list[Json] = []
        self.closing = threading.Event()
        self._behaviours = behaviours
        handler = type("Handler", (_Handler,), {"fake": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> FakeWriter:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def answer(self, body: Json) -> Any:
        asked = json.loads(body["messages"][-1]["content"])
        self.bodies.append(body)
        self.asked.append(asked)
        behaviour = self._behaviours[min(len(self.asked), len(self._behaviours)) - 1]
        return behaviour(asked) if callable(behaviour) else behaviour


class _Handler(BaseHTTPRequestHandler):
    fake: FakeWriter
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, *args: Any) -> None:
        """Silent."""

    def do_POST(self) -> None:
        answer = self.fake.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        if answer is None:
            self.fake.closing.wait(60)
            self.close_connection = True
            return
        if isinstance(answer, int):
            self._send(answer, {"error": {"message": "response_format is not supported" if answer == 400 else "no"}})
            return
        content = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        message = {"role": "assistant", "content": content}
        self._send(200, {"choices": [{"index": 0, "finish_reason": "stop", "message": message}]})

    def _send(self, status: int, data: Json) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
