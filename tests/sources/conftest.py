from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from lingoreel.settings import Limits, Settings


@dataclass
class Call:
    """One request a scripted server got."""

    target: str
    headers: dict[str, str]


Handler = Callable[[Call, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class ScriptedServer:
    """A raw HTTP/1.1 server: the handler writes whatever bytes it likes; then the connection is closed."""

    port: int
    host: str
    calls: list[Call] = field(default_factory=list)
    open_connections: int = 0

    def url(self, path: str = "/clip.mp4") -> str:
        return f"http://{self.host}:{self.port}{path}"


@asynccontextmanager
async def scripted_server(handler: Handler, host: str = "127.0.0.2", ssl=None) -> AsyncIterator[ScriptedServer]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        state.open_connections += 1
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            call = Call(
                head[0].split(" ")[1],
                {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in head[1:] if line},
            )
            state.calls.append(call)
            await handler(call, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            state.open_connections -= 1
            writer.close()

    server = await asyncio.start_server(serve, host, 0, ssl=ssl)
    state = ScriptedServer(server.sockets[0].getsockname()[1], host)
    try:
        yield state
    finally:
        server.close()


def answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    """A whole response; Content-Length is right unless given."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("Content-Length", str(len(body)))
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value)
    return f"HTTP/1.1 {status} Reason\r\n{lines}\r\n".encode() + body


class MemorySink:
    def __init__(self) -> None:
        self.data = bytearray()
        self.resets = 0

    async def write(self, data: bytes) -> None:
        self.data += data

    async def reset(self) -> None:
        self.data.clear()
        self.resets += 1


@pytest.fixture
def sink() -> MemorySink:
    return MemorySink()


@pytest.fixture
def serve():
    return scripted_server


@pytest.fixture
def respond():
    return answer


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(
        data_dir=tmp_path,
        source_allow_networks=(ipaddress.ip_network("127.0.0.2/32"),),
        source_connect_s=2,
        source_idle_s=0.4,
    )


@pytest.fixture
def limits() -> Limits:
    return Limits(media_size_bytes=1_000_000, download_s=10)
