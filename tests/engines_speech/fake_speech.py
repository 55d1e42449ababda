"""A speech service for tests: real HTTP on the loopback, a tone for a voice, scripted faults."""

from __future__ import annotations

import json
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import numpy as np


def tone(seconds: float, rate: int = 24_000, *, streamed: bool = False) -> bytes:
    """A WAV; `streamed`: with the sizes that services write before they know them."""
    samples = (8_000 * np.sin(np.arange(int(seconds * rate)) * 0.06)).astype("<i2").tobytes()
    size = 0xFFFFFFFF if streamed else len(samples)
    head = (
        b"RIFF"
        + struct.pack("<I", 36 + len(samples))
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, rate, rate * 2, 2, 16)
    )
    return head + b"LIST" + struct.pack("<I", 3) + b"abc\0" + b"data" + struct.pack("<I", size) + samples


class FakeSpeech:
    """Answers each question by the next behaviour of the list, then well: 20 characters a second."""

    def __init__(self, *behaviours: str) -> None:
        self.behaviours = list(behaviours)
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *told: object) -> None:
                pass

            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.asked.append({**question, "path": self.path})
                fake.keys.append(self.headers.get("Authorization"))
                fake.answer(self, question)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def answer(self, handler: BaseHTTPRequestHandler, question: dict[str, Any]) -> None:
        behaviour = self.behaviours.pop(0) if self.behaviours else "good"
        status, body = 200, b""
        if behaviour == "stall":
            time.sleep(3)
        elif behaviour == "hang_up":
            handler.connection.close()
            return
        elif behaviour == "html":
            body = b"<html>no sound here</html>"
        elif behaviour == "cut_off":
            body = tone(1)[:30]
        elif behaviour == "no_speed" and "speed" in question:
            status, body = 400, b'{"error": {"message": "unknown parameter: speed"}}'
        elif behaviour.isdigit():
            status, body = int(behaviour), b'{"error": {"message": "no, sk-secret"}}'
        else:
            seconds = len(question["input"]) / 20 / question.get("speed", 1)
            body = tone(seconds, 48_000 if behaviour == "other_rate" else 24_000, streamed=behaviour == "streamed")
        try:
            handler.send_response(status)
            handler.send_header("Content-Type", "audio/wav" if status == 200 else "application/json")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)
        except OSError:
            pass  # who asked has gone

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
