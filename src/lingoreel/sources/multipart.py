"""multipart/form-data read as it arrives: the file goes straight to storage, in any field order."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import Any, Protocol

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from lingoreel import metrics
from lingoreel.errors import InvalidRequest, UploadTooLarge
from lingoreel.settings import MIB
from lingoreel.sources.form import MAX_FIELDS, MAX_FIELDS_BYTES, FormFields, decode_utf8
from lingoreel.sources.names import clean_name

FILE_FIELD = "file"
# What a request may have besides its file: fields, part headers, boundaries.
SLACK_BYTES = MAX_FIELDS_BYTES + MIB


class Writer(Protocol):
    """Takes the bytes of an object in order."""

    async def write(self, data: bytes) -> None:
        """Append `data`."""


# Gives, for a file name, the key of the new object and its writer; leaving the writer by an
# exception leaves nothing at the key.
OpenWriter = Callable[[str], tuple[str, AbstractAsyncContextManager[Writer]]]


@dataclass(frozen=True)
class Upload:
    """A file that is now in storage at `key`. `sha256` in hexadecimal, `name` safe to show."""

    name: str
    size_bytes: int
    sha256: str
    content_type: str | None
    key: str


@dataclass
class _Part:
    name: str
    file_name: str | None
    content_type: str | None
    value: bytearray

    @property
    def is_source(self) -> bool:
        return self.name == FILE_FIELD

    @property
    def is_discarded(self) -> bool:
        return not self.is_source and self.file_name is not None


class _Events:
    """Turns the parser's callbacks into a list, since what follows from them must be awaited."""

    def __init__(self, boundary: bytes) -> None:
        self._happened: list[tuple[str, Any]] = []
        self._headers: dict[bytes, bytes] = {}
        self._header_name = b""
        self._header_value = b""
        self._parts = 0
        self.ended = False
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin,
                    "on_header_field": self._on_name,
                    "on_header_value": self._on_value,
                    "on_header_end": self._on_header_end,
                    "on_headers_finished": self._on_headers,
                    "on_part_data": self._on_data,
                    "on_part_end": self._on_part_end,
                    "on_end": self._on_end,
                },
            )
        except FormParserError:
            raise InvalidRequest("Content-Type: the boundary is too long") from None

    def feed(self, data: bytes) -> list[tuple[str, Any]]:
        """What happened in `data`: ("part", headers), ("data", bytes), ("end", None)."""
        self._happened = []
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise InvalidRequest(f"the multipart body is malformed: {error}") from None
        return self._happened

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > MAX_FIELDS:
            raise InvalidRequest(f"the form has more than {MAX_FIELDS} fields")
        self._headers = {}

    def _on_name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _on_header_end(self) -> None:
        self._headers[self._header_name.strip().lower()] = self._header_value.strip()
        self._header_name = self._header_value = b""

    def _on_headers(self) -> None:
        self._happened.append(("part", self._headers))

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        self._happened.append(("data", data[start:end]))

    def _on_part_end(self) -> None:
        self._happened.append(("end", None))

    def _on_end(self) -> None:
        self.ended = True


class _Receiver:
    def __init__(self, max_bytes: int, open_writer: OpenWriter, writers: AsyncExitStack) -> None:
        self._max_bytes = max_bytes
        self._open_writer = open_writer
        self._writers = writers
        self._part: _Part | None = None
        self._writer: Writer | None = None
        self._seen_source = False
        self._key = ""
        self._size = 0
        self._hash = hashlib.sha256()
        self.fields = FormFields()
        self.discarded: list[str] = []
        self.upload: Upload | None = None

    async def take(self, kind: str, value: Any) -> None:
        if kind == "part":
            self._part = self._start(value)
        elif self._part is None:
            raise InvalidRequest("the multipart body is malformed: data outside of a part")
        elif kind == "end":
            self._finish(self._part)
            self._part = None
        elif self._part.is_source:
            await self._store(self._part, value)
        elif not self._part.is_discarded:
            self.fields.count(len(value))
            self._part.value += value

    def _start(self, headers: dict[bytes, bytes]) -> _Part:
        kind, options = parse_options_header(headers.get(b"content-disposition"))
        if kind != b"form-data" or b"name" not in options:
            raise InvalidRequest("the multipart body is malformed: a part without Content-Disposition: form-data; name")
        encoding = headers.get(b"content-transfer-encoding", b"binary").lower()
        name = self.fields.start(options[b"name"])
        if encoding not in (b"7bit", b"8bit", b"binary"):
            raise InvalidRequest(f"{name}: Content-Transfer-Encoding is not supported", field=name)
        file_name = options.get(b"filename")
        part = _Part(
            name=name,
            file_name=None if file_name is None else decode_utf8(file_name, name),
            content_type=headers[b"content-type"].decode("latin-1")[:200] if b"content-type" in headers else None,
            value=bytearray(),
        )
        if part.is_source:
            if self._seen_source:
                raise InvalidRequest(f"{name}: only one file is allowed", field=name)
            self._seen_source = True
        return part

    async def _store(self, part: _Part, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._max_bytes:
            raise too_large(self._max_bytes)
        if self._writer is None:
            self._key, writer = self._open_writer(clean_name(part.file_name or "", FILE_FIELD))
            self._writer = await self._writers.enter_async_context(writer)
        self._hash.update(data)
        await self._writer.write(data)
        metrics.upload_bytes.inc(len(data))

    def _finish(self, part: _Part) -> None:
        if part.is_discarded:
            self.discarded.append(part.name)
        elif not part.is_source:
            self.fields.add(part.name, bytes(part.value))
        elif self._size:
            self.upload = Upload(
                name=clean_name(part.file_name or "", FILE_FIELD),
                size_bytes=self._size,
                sha256=self._hash.hexdigest(),
                content_type=part.content_type,
                key=self._key,
            )
        elif part.file_name:  # a browser sends an empty name where no file was chosen
            raise InvalidRequest(f"{part.name}: the file is empty (0 bytes)", field=part.name)


def too_large(max_bytes: int) -> UploadTooLarge:
    """The error for a file over its limit."""
    return UploadTooLarge(
        f"file: has more than {max_bytes} bytes, the limit for media",
        field=FILE_FIELD,
        remedy="use a smaller file, or ask the operator for a higher limit",
        details={"limit_bytes": max_bytes},
    )


async def read_multipart(
    chunks: AsyncIterator[bytes], content_type: str, *, max_bytes: int, open_writer: OpenWriter
) -> tuple[dict[str, Any], Upload | None, tuple[str, ...]]:
    """The fields, the stored `file` if there was one, and the names of other files, which are dropped.

    The object appears at its key only when the whole body was read and was sound. Raises
    InvalidRequest, UploadTooLarge as soon as the file has more than `max_bytes`, and whatever the
    writer raises.
    """
    boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
    if not boundary:
        raise InvalidRequest("Content-Type: multipart/form-data needs a boundary")
    events = _Events(boundary)
    received = 0
    async with AsyncExitStack() as writers:
        receiver = _Receiver(max_bytes, open_writer, writers)
        async for chunk in chunks:
            received += len(chunk)
            if received > max_bytes + SLACK_BYTES:
                raise too_large(max_bytes)
            for kind, value in events.feed(chunk):
                await receiver.take(kind, value)
        if received and not events.ended:
            raise InvalidRequest("the multipart body is malformed: it ends before its last boundary")
    return receiver.fields.values, receiver.upload, tuple(receiver.discarded)
