import asyncio
import hashlib
import itertools
import os
import time
import tracemalloc
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from lingoreel.errors import InvalidRequest, LingoreelError, UploadTooLarge
from lingoreel.settings import Limits, Settings
from lingoreel.sources import Refusal, read_body
from lingoreel.storage import Storage

MIB = 1024 * 1024


class Shelf:
    """Stands in for storage: an object is there only once its writer was left without an exception."""

    def __init__(self, keep: bool = True) -> None:
        self.objects: dict[str, bytes] = {}
        self.names: list[str] = []
        self.aborted: list[str] = []
        self.largest_write = 0
        self.keep = keep

    def open(self, name: str):
        self.names.append(name)
        key = f"sources/c/{len(self.names)}"
        return key, self._writer(key)

    @asynccontextmanager
    async def _writer(self, key):
        data = bytearray()
        shelf = self

        class Writer:
            async def write(self, piece: bytes) -> None:
                await asyncio.sleep(0)
                shelf.largest_write = max(shelf.largest_write, len(piece))
                if shelf.keep:
                    data.extend(piece)

        try:
            yield Writer()
        except BaseException:
            self.aborted.append(key)
            raise
        self.objects[key] = bytes(data)


@pytest.fixture
def shelf():
    return Shelf()


BOUNDARY = "----boundary7"
KIND = f"multipart/form-data; boundary={BOUNDARY}"


def part(name, value, filename=None, content_type=None, extra=""):
    value = value if isinstance(value, bytes) else value.encode()
    disposition = f'form-data; name="{name}"' + (f'; filename="{filename}"' if filename is not None else "")
    kind = f"Content-Type: {content_type}\r\n" if content_type else ""
    return f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n{kind}{extra}\r\n".encode() + value + b"\r\n"


def whole(*parts):
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


class Sent:
    def __init__(self, body, chunk, content_type, headers):
        self.headers = {"content-type": content_type, **headers}
        self.body, self.chunk, self.taken = body, chunk, 0

    async def stream(self):
        for start in range(0, len(self.body), self.chunk):
            piece = self.body[start : start + self.chunk]
            self.taken += len(piece)
            yield piece


async def read(body, shelf, *, chunk=1 << 16, kind=KIND, limit=MIB, **headers):
    return await read_body(
        Sent(body, chunk, kind, headers), limits=Limits(media_size_bytes=limit), open_writer=shelf.open
    )


FILE = os.urandom(100_000) + b"\r\n--" + BOUNDARY[:-1].encode() + b"\r\n" + os.urandom(1000)


@pytest.mark.parametrize("chunk", [1 << 20, 4096, 77])
@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_the_file_may_come_anywhere_and_in_any_pieces(shelf, chunk, order):
    parts = [
        part("file", FILE, "clip.mp4", "video/mp4"),
        part("type", "4"),
        part("language", "zh-ü", content_type="text/plain; charset=utf-8"),
    ]
    body = await read(whole(*(parts[n] for n in order)), shelf, chunk=chunk)
    assert body.fields == {"type": "4", "language": "zh-ü"}
    assert shelf.objects == {"sources/c/1": FILE}
    assert (body.upload.key, body.upload.name, body.upload.content_type) == ("sources/c/1", "clip.mp4", "video/mp4")
    assert (body.upload.size_bytes, body.upload.sha256) == (len(FILE), hashlib.sha256(FILE).hexdigest())
    assert shelf.names == ["clip.mp4"]


async def test_fields_alone(shelf):
    body = await read(
        whole(part("url", "https://example.com/a.mp4"), part("a[]", "1"), part("b", "1"), part("b", "2")), shelf
    )
    assert body.fields == {"url": "https://example.com/a.mp4", "a": ["1"], "b": ["1", "2"]}
    assert body.upload is None
    assert shelf.names == []


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\clips\\my clip.mp4", "my clip.mp4"),
        ("bücher.mp4", "bücher.mp4"),
        ("x" * 300 + ".mp4", "x" * 251 + ".mp4"),
        ("a;b.mp4", "a;b.mp4"),
        ("..", "file"),
    ],
)
async def test_the_name_of_the_file_is_made_safe(shelf, filename, name):
    body = await read(whole(part("file", b"x", filename)), shelf)
    assert body.upload.name == name
    assert shelf.names == [name]


async def test_a_file_without_a_name_is_still_the_file(shelf):
    body = await read(whole(part("file", b"data")), shelf)
    assert (body.upload.name, body.upload.size_bytes, body.upload.content_type) == ("file", 4, None)


async def test_a_form_where_no_file_was_chosen_has_none(shelf):
    body = await read(whole(part("file", b"", "", "application/octet-stream"), part("type", "4")), shelf)
    assert body.upload is None
    assert body.fields == {"type": "4"}


async def test_an_empty_file_is_refused(shelf):
    with pytest.raises(InvalidRequest, match="0 bytes") as caught:
        await read(whole(part("file", b"", "clip.mp4")), shelf)
    assert caught.value.field == "file"
    assert shelf.names == []


async def test_other_files_are_dropped_and_named(shelf):
    body = await read(whole(part("video", FILE, "v.mp4"), part("file", b"x", "a.mp4")), shelf)
    assert body.discarded == ("video",)
    assert body.fields == {}
    assert list(shelf.objects.values()) == [b"x"]


async def test_two_files_are_refused_and_neither_stays(shelf):
    with pytest.raises(InvalidRequest, match="only one file"):
        await read(whole(part("file", b"one", "1.mp4"), part("file", b"two", "2.mp4")), shelf)
    assert shelf.objects == {}
    assert shelf.aborted == ["sources/c/1"]


GOOD_FILE = part("file", b"data" * 1000, "clip.mp4")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (GOOD_FILE, "ends before"),
        (GOOD_FILE[:500], "ends before"),
        (whole(GOOD_FILE)[:-6], "ends before"),
        (whole(GOOD_FILE, part("a", b"\xff")), "a: is not valid UTF-8"),
        (whole(GOOD_FILE, part("a", b"\x00")), "a: contains a NUL"),
        (whole(GOOD_FILE, part("", b"1")), "without a name"),
        (whole(GOOD_FILE, part("n" * 201, b"1")), "200 characters"),
        (whole(GOOD_FILE, *(part(f"f{n}", b"1") for n in range(200))), "200 fields"),
        (whole(GOOD_FILE, part("a", b"1", extra="Content-Transfer-Encoding: base64\r\n")), "Transfer-Encoding"),
        (whole(GOOD_FILE, part("a", b"1", extra="X: " + "y" * 100_000 + "\r\n")), "malformed"),
        (whole(GOOD_FILE, f"--{BOUNDARY}\r\n\r\nx\r\n".encode()), "Content-Disposition"),
        (whole(GOOD_FILE, f"--{BOUNDARY}\r\nContent-Disposition: attachment\r\n\r\nx\r\n".encode()), "Content-Disp"),
        (whole(GOOD_FILE, f"--{BOUNDARY}\r\nbroken header\r\n\r\nx\r\n".encode()), "malformed"),
        (b"not multipart at all", "malformed"),
        (b"--other\r\n\r\n", "malformed"),
    ],
)
async def test_a_malformed_body_leaves_nothing(shelf, body, problem):
    for chunk in (1 << 20, 100):
        with pytest.raises(InvalidRequest, match=problem) as caught:
            await read(body, shelf, chunk=chunk)
        assert caught.value.status == 400
        assert shelf.objects == {}


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 300]
)
async def test_a_missing_or_impossible_boundary(shelf, kind):
    with pytest.raises(InvalidRequest, match="boundary"):
        await read(whole(GOOD_FILE), shelf, kind=kind)


async def test_a_quoted_boundary_with_other_parameters(shelf):
    body = await read(whole(GOOD_FILE), shelf, kind=f'Multipart/Form-Data; charset=utf-8; Boundary="{BOUNDARY}"')
    assert body.upload.size_bytes == 4000


async def test_exactly_the_limit_is_taken_and_one_byte_more_is_not(shelf):
    body = await read(whole(part("file", bytes(5000), "a.mp4")), shelf, limit=5000)
    assert body.upload.size_bytes == 5000
    with pytest.raises(UploadTooLarge, match="5000 bytes") as caught:
        await read(whole(part("file", bytes(5001), "a.mp4")), shelf, limit=5000, chunk=1000)
    assert (caught.value.status, caught.value.field) == (413, "file")
    assert list(shelf.objects) == ["sources/c/1"]
    assert shelf.aborted == ["sources/c/2"]


async def test_too_large_is_known_at_once(shelf):
    body = whole(part("file", bytes(40 * MIB), "a.mp4"))
    sent = Sent(body, 1 << 16, KIND, {})
    with pytest.raises(UploadTooLarge):
        await read_body(sent, limits=Limits(media_size_bytes=MIB), open_writer=shelf.open)
    assert sent.taken < 2 * MIB
    announced = Sent(body, 1 << 16, KIND, {"content-length": str(len(body))})
    with pytest.raises(UploadTooLarge):
        await read_body(announced, limits=Limits(media_size_bytes=MIB), open_writer=shelf.open)
    assert announced.taken == 0


async def test_dropped_files_and_long_epilogues_are_bounded_too(shelf):
    for body in (
        whole(part("video", bytes(20 * MIB), "v.mp4")),
        whole(part("a", "1")) + bytes(20 * MIB),
    ):
        with pytest.raises(UploadTooLarge):
            await read(body, shelf, limit=MIB)


async def test_fields_together_are_bounded(shelf):
    with pytest.raises(UploadTooLarge, match="8388608"):
        await read(whole(part("a", bytes(5 * MIB).replace(b"\0", b"x")), part("b", b"y" * 5 * MIB)), shelf)


async def test_a_writer_that_fails_is_told_as_it_is(shelf):
    @asynccontextmanager
    async def full(key):
        class Writer:
            async def write(self, data):
                raise OSError(28, "No space left on device")

        yield Writer()

    with pytest.raises(OSError, match="No space"):
        await read_body(
            Sent(whole(GOOD_FILE), 1000, KIND, {}), limits=Limits(), open_writer=lambda name: ("key", full(name))
        )


async def test_a_large_file_never_sits_in_memory():
    shelf = Shelf(keep=False)
    size = 48 * MIB
    piece = os.urandom(1 << 16)

    class Streaming:
        def __init__(self):
            self.headers = {"content-type": KIND}

        async def stream(self):
            yield part("file", b"", "big.mp4")[:-2]
            for _ in range(size // len(piece)):
                yield piece
            yield b"\r\n" + whole(part("type", "4"))

    tracemalloc.start()
    try:
        body = await read_body(Streaming(), limits=Limits(), open_writer=shelf.open)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert body.upload.size_bytes == size
    assert body.fields == {"type": "4"}
    assert shelf.largest_write <= 1 << 17
    assert peak < 4 * MIB


async def test_real_storage_has_the_file_or_nothing(tmp_path):
    storage = Storage.open(Settings(data_dir=tmp_path))

    def at(key):
        return lambda name: (key, storage.writer(key))

    body = await read_body(
        Sent(whole(part("file", FILE, "a.mp4")), 1000, KIND, {}), limits=Limits(), open_writer=at("s/1")
    )
    assert await storage.get("s/1") == FILE
    assert body.upload.key == "s/1"
    for broken in (GOOD_FILE, whole(GOOD_FILE, part("a", b"\xff")), whole(GOOD_FILE, GOOD_FILE)):
        with pytest.raises(InvalidRequest):
            await read_body(Sent(broken, 1000, KIND, {}), limits=Limits(), open_writer=at("s/2"))
    assert [info.key async for info in storage.list()] == ["s/1"]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["1"]


# Over real HTTP


def app_for(shelf, limit=MIB):
    """Shaped like the service: errors become answers in a handler, inside a middleware."""
    outcomes = []

    async def create(request: Request) -> JSONResponse:
        body = await read_body(request, limits=Limits(media_size_bytes=limit), open_writer=shelf.open)
        size = body.upload.size_bytes if body.upload else None
        return JSONResponse({"fields": body.fields, "size": size})

    async def refuse(request, error):
        outcomes.append(error)
        return Refusal(JSONResponse({"code": error.code}, error.status), linger_s=2)

    async def observe(request, call_next):
        response = await call_next(request)
        response.headers["X-Request-Id"] = "1"
        return response

    app = Starlette(
        routes=[Route("/create", create, methods=["POST"])],
        exception_handlers={LingoreelError: refuse},
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=observe)],
    )
    app.state.outcomes = outcomes
    return app


@pytest.fixture
async def service(shelf):
    app = app_for(shelf)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off", ws="none"))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    app.state.port = server.servers[0].sockets[0].getsockname()[1]
    yield app
    server.should_exit = True
    await task


async def test_a_real_client_sends_all_three_kinds(service, shelf):
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{service.state.port}", trust_env=False) as client:
        as_json = await client.post("/create", json={"type": 4})
        as_form = await client.post("/create", data={"type": "4", "a": ["1", "2"]})
        as_file = await client.post("/create", data={"type": "4"}, files={"file": ("ü clip.mp4", FILE, "video/mp4")})
        nothing = await client.post("/create")
    assert as_json.json() == {"fields": {"type": 4}, "size": None}
    assert as_form.json() == {"fields": {"type": "4", "a": ["1", "2"]}, "size": None}
    assert as_file.json() == {"fields": {"type": "4"}, "size": len(FILE)}
    assert nothing.json() == {"fields": {}, "size": None}
    assert shelf.names == ["ü clip.mp4"]


async def test_a_client_that_reads_while_it_sends_sees_the_413_and_is_cut_off(service, shelf):
    reader, writer = await asyncio.open_connection("127.0.0.1", service.state.port)
    writer.write(f"POST /create HTTP/1.1\r\nHost: x\r\nContent-Type: {KIND}\r\n".encode())
    writer.write(f"Content-Length: {MIB + 8 * MIB}\r\n\r\n".encode() + part("file", b"", "a.mp4")[:-2])

    async def send_forever():
        while True:
            writer.write(bytes(MIB // 4))
            await writer.drain()
            await asyncio.sleep(0.02)

    sending = asyncio.create_task(send_forever())
    head = await asyncio.wait_for(reader.readuntil(b"}"), 5)
    assert head.startswith(b"HTTP/1.1 413 ")
    assert head.endswith(b'{"code":"upload_too_large"}')
    with pytest.raises(ConnectionError):  # the server is done with it
        await asyncio.wait_for(sending, 10)
    writer.close()
    assert shelf.objects == {}


async def test_a_client_that_reads_after_sending_sees_the_413(service, shelf):
    files = {"file": ("big.mp4", bytes(12 * MIB), "video/mp4")}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{service.state.port}", trust_env=False) as client:
        answer = await client.post("/create", files=files)
    assert answer.status_code == 413
    assert answer.json() == {"code": "upload_too_large"}


async def test_a_client_that_waits_for_leave_to_send_never_sends(service, shelf):
    reader, writer = await asyncio.open_connection("127.0.0.1", service.state.port)
    head = f"POST /create HTTP/1.1\r\nHost: x\r\nContent-Type: {KIND}\r\nContent-Length: 50000000\r\n"
    writer.write(head.encode() + b"Expect: 100-continue\r\n\r\n")
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert answer.count(b"HTTP/1.1") == 1
    assert answer.endswith(b'{"code":"upload_too_large"}')


async def test_a_small_refused_body_is_answered_without_lingering(service):
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{service.state.port}", trust_env=False) as client:
        started = time.monotonic()
        answer = await client.post("/create", content=b"{", headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert time.monotonic() - started < 1.5


async def test_a_client_that_hangs_up_leaves_nothing(service, shelf):
    _, writer = await asyncio.open_connection("127.0.0.1", service.state.port)
    head = f"POST /create HTTP/1.1\r\nHost: x\r\nContent-Type: {KIND}\r\nContent-Length: 500000\r\n\r\n"
    writer.write(head.encode() + part("file", bytes(100_000), "a.mp4"))
    await writer.drain()
    while not shelf.names:
        await asyncio.sleep(0.01)
    writer.close()
    for _ in range(200):
        if service.state.outcomes:
            break
        await asyncio.sleep(0.02)
    (outcome,) = service.state.outcomes
    assert outcome.code == "body_incomplete"
    assert shelf.objects == {}
    assert shelf.aborted == ["sources/c/1"]
