"""Storage of every kind, and a small S3."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from obstore.store import MemoryStore

from lingoreel.settings import Settings
from lingoreel.storage import Storage
from lingoreel.storage.cache import FileCache
from lingoreel.storage.remote import RemoteStore


@pytest.fixture
def folder(tmp_path: Path) -> Storage:
    """Storage in the data folder."""
    return Storage.open(Settings(data_dir=tmp_path / "data"))


@pytest.fixture
def remote(tmp_path: Path) -> Storage:
    """Storage elsewhere, with a cache of 10,000 bytes."""
    return Storage(RemoteStore(MemoryStore()), FileCache(tmp_path / "cache", 10_000))


@pytest.fixture(params=["folder", "remote"])
def storage(request: pytest.FixtureRequest) -> Storage:
    """Each of the two in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Storage)
    return found


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeS3]:
    """A server that the usual environment variables lead to."""
    server = FakeS3()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    for name, value in {
        "AWS_ENDPOINT_URL": server.url,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "id",
        "AWS_SECRET_ACCESS_KEY": "key",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class FakeS3(ThreadingHTTPServer):
    """A small S3 on loopback: uploads whole and in parts, ranges, listing, deletes. Path style, unchecked.

    `objects` by key; `uploads` that were begun and neither completed nor aborted.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.uploads: dict[str, dict[int, bytes]] = {}
        self.requests: list[str] = []
        self.refuses_writes = False
        self.guard = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FakeS3

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        self.server.requests.append(format % args)

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _read(self) -> tuple[str, dict[str, str], bytes]:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        return unquote(parts.path).removeprefix("/bucket").removeprefix("/"), query, body

    def do_PUT(self) -> None:
        key, query, body = self._read()
        if self.server.refuses_writes:
            self._answer(403, b"<Error><Code>AccessDenied</Code></Error>")
            return
        with self.server.guard:
            if "uploadId" in query:
                self.server.uploads[query["uploadId"]][int(query["partNumber"])] = body
            else:
                self.server.objects[key] = body
        self._answer(200, ETag=f'"{hash(body):x}"')

    def do_POST(self) -> None:
        key, query, body = self._read()
        with self.server.guard:
            if "uploads" in query:
                name = f"u{len(self.server.requests)}"
                self.server.uploads[name] = {}
                xml = f"<InitiateMultipartUploadResult><UploadId>{name}</UploadId></InitiateMultipartUploadResult>"
            elif "uploadId" in query:
                parts = self.server.uploads.pop(query["uploadId"])
                self.server.objects[key] = b"".join(parts[number] for number in sorted(parts))
                xml = "<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>"
            else:
                found = re.findall(r"<Key>(.*?)</Key>", body.decode())
                for name in found:
                    self.server.objects.pop(name, None)
                entries = "".join(f"<Deleted><Key>{name}</Key></Deleted>" for name in found)
                xml = f"<DeleteResult>{entries}</DeleteResult>"
        self._answer(200, xml.encode())

    def do_DELETE(self) -> None:
        key, query, _ = self._read()
        with self.server.guard:
            if "uploadId" in query:
                self.server.uploads.pop(query["uploadId"], None)
            else:
                self.server.objects.pop(key, None)
        self._answer(204)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        key, query, _ = self._read()
        with self.server.guard:
            objects = dict(self.server.objects)
        if "list-type" in query:
            entries = "".join(
                f"<Contents><Key>{name}</Key><LastModified>2026-01-01T00:00:00Z</LastModified>"
                f"<Size>{len(body)}</Size><ETag>x</ETag></Contents>"
                for name, body in objects.items()
                if name.startswith(query.get("prefix", ""))
            )
            self._answer(200, f"<ListBucketResult>{entries}</ListBucketResult>".encode())
        elif key not in objects:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            body = objects[key]
            headers = {"ETag": f'"{hash(body):x}"', "Last_Modified": "Thu, 01 Jan 2026 00:00:00 GMT"}
            if span := re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", "")):
                first, last = int(span[1]), min(int(span[2]), len(body) - 1)
                headers["Content_Range"] = f"bytes {first}-{last}/{len(body)}"
                self._answer(206, body[first : last + 1], **headers)
            else:
                self._answer(200, body, **headers)
