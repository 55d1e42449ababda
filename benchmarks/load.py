"""A light load generator: `python -m benchmarks.load` in a process of its own, so that it costs the server little.

Reads {"port", "path", "pairs", "keys"} as JSON from its input; each key is one connection, kept alive, that creates
and queries in turn. Prints {"seconds", "pairs"}; any answer but 200 ends it with a message.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from benchmarks.one_process import ROOT

_BODY = b'{"url":"https://media.example.com/speech.mp3","type":4}'


def pairs_per_second(port: int, path: str, pairs: int, keys: list[str]) -> float:
    """Creates followed by their query, per second, over one connection for each key. Raises RuntimeError."""
    asked = json.dumps({"port": port, "path": path, "pairs": pairs, "keys": keys})
    command = [sys.executable, "-m", "benchmarks.load"]
    done = subprocess.run(command, cwd=ROOT, input=asked, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise RuntimeError(f"the load ended early: {done.stderr[-2000:]}")
    answer = json.loads(done.stdout)
    return float(answer["pairs"] / answer["seconds"])


@dataclass(frozen=True)
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def exchange(self, request: bytes) -> bytes:
        """Send one request; the body of its answer."""
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        body = await self.reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{head.decode()}{body.decode()}")
        return body


async def _pairs(port: int, path: str, key: str, count: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    connection = _Connection(reader, writer)
    headers = f"Host: 127.0.0.1:{port}\r\nX-API-KEY: {key}\r\n"
    create = (
        f"POST {path} HTTP/1.1\r\n{headers}Content-Type: application/json\r\nContent-Length: {len(_BODY)}\r\n\r\n"
    ).encode() + _BODY
    for _ in range(count):
        task_id = json.loads(await connection.exchange(create))["data"]["task_id"]
        await connection.exchange(f"GET {path}/{task_id} HTTP/1.1\r\n{headers}\r\n".encode())
    writer.close()


async def _run(asked: dict[str, Any]) -> dict[str, float]:
    each = asked["pairs"] // len(asked["keys"])
    started = time.monotonic()
    await asyncio.gather(*(_pairs(asked["port"], asked["path"], key, each) for key in asked["keys"]))
    return {"seconds": time.monotonic() - started, "pairs": each * len(asked["keys"])}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_run(json.load(sys.stdin)))))
