"""Objects in S3, Google Cloud Storage, Azure or memory, by obstore."""

from __future__ import annotations

import asyncio
import contextlib
import errno
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import AzureStore, GCSStore, S3Store, from_url

from lingoreel.storage.objects import CHUNK_BYTES, ObjectInfo

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import ObjectStore

# S3 takes at most 10,000 parts: objects up to 80 GB, with 4 × 8 MiB in memory.
_PART_BYTES = 8 * 1024 * 1024
_PARTS_AT_ONCE = 4
_CHUNKS_AHEAD = 4
_DELETED_AT_ONCE = 1000


class RemoteStore:
    """Objects behind obstore. Credentials and endpoints come from the providers' own environment variables."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def from_url(cls, url: str) -> RemoteStore:
        """By s3://, gs:// or az:// address. Raises obstore's BaseError when it is malformed."""
        return cls(from_url(url))

    def path(self, key: str) -> Path | None:  # noqa: ARG002
        """No file of ours: None."""
        return None

    async def put(self, key: str, data: bytes) -> None:
        """Write a small object in one go."""
        with _as_os_error(key):
            await obstore.put_async(self._store, key, data, use_multipart=False)

    async def put_file(self, key: str, path: Path) -> None:
        """Upload a file in parts, then remove it."""
        if path.is_symlink() or not path.is_file():
            raise ValueError(f"not a regular file: {path.name}")
        with _as_os_error(key):
            await obstore.put_async(self._store, key, path, chunk_size=_PART_BYTES, max_concurrency=_PARTS_AT_ONCE)
        path.unlink(missing_ok=True)

    @contextlib.asynccontextmanager
    async def writer(self, key: str) -> AsyncIterator[RemoteWriter]:
        """Upload an object while it is made. An upload that is broken off leaves nothing; of a killed process's,
        parts that nobody sees stay until the bucket's rule for incomplete uploads removes them."""
        writer = RemoteWriter(self._store, key)
        try:
            yield writer
            with _as_os_error(key):
                await writer.finish()
        finally:
            await writer.abandon()

    async def get_range(self, key: str, start: int, end: int | None) -> bytes:
        """Bytes `start` to `end`, fewer where the object is shorter."""
        return b"".join([chunk async for chunk in self.stream(key, start, end)])

    async def stream(self, key: str, start: int, end: int | None) -> AsyncIterator[bytes]:
        """The bytes in chunks of about a MiB."""
        with _as_os_error(key):
            # Stores answer an empty range with an error, each with its own.
            if end is not None or start > 0:
                size = (await self.head(key)).size_bytes
                end = size if end is None else min(end, size)
                if start >= end:
                    return
                found = await obstore.get_async(self._store, key, options={"range": (start, end)})
            else:
                found = await obstore.get_async(self._store, key)
        pieces = found.stream(min_chunk_size=CHUNK_BYTES)
        while True:
            with _as_os_error(key):
                piece = await anext(pieces, None)
            if piece is None:
                return
            whole = memoryview(piece)
            for place in range(0, len(whole), CHUNK_BYTES):
                yield bytes(whole[place : place + CHUNK_BYTES])

    async def head(self, key: str) -> ObjectInfo:
        """Size and time of an object."""
        with _as_os_error(key):
            return _info(await obstore.head_async(self._store, key))

    async def walk(self, prefix: str | None) -> AsyncIterator[ObjectInfo]:
        """Every object under a prefix of whole names, in no order."""
        batches = obstore.list(self._store, prefix)
        while True:
            with _as_os_error(prefix):
                batch = await anext(batches, None)
            if batch is None:
                return
            for found in batch:
                yield _info(found)

    async def delete(self, keys: list[str]) -> None:
        """Remove objects; those already gone are no error."""
        for first in range(0, len(keys), _DELETED_AT_ONCE):
            batch = keys[first : first + _DELETED_AT_ONCE]
            with _as_os_error(None):
                try:
                    await obstore.delete_async(self._store, batch)
                except FileNotFoundError:
                    for key in batch:
                        with contextlib.suppress(FileNotFoundError):
                            await obstore.delete_async(self._store, key)

    async def delete_prefix(self, prefix: str) -> None:
        """Remove every object under a prefix of whole names."""
        await self.delete([info.key async for info in self.walk(prefix)])

    def sign(self, key: str, ttl_s: int) -> str | None:
        """A link that works for `ttl_s` seconds; None where the store or its credentials cannot sign."""
        if not isinstance(self._store, S3Store | GCSStore | AzureStore):
            return None
        try:
            return obstore.sign(self._store, "GET", key, timedelta(seconds=ttl_s))
        except (ValueError, BaseError):
            return None


class _BrokenOff(Exception):
    """Makes obstore give up an upload."""


class RemoteWriter:
    """Feeds an upload that runs beside it, a few chunks ahead at most."""

    def __init__(self, store: ObjectStore, key: str) -> None:
        self._key = key
        self._chunks: asyncio.Queue[bytes | _BrokenOff | None] = asyncio.Queue(_CHUNKS_AHEAD)
        self._upload = asyncio.ensure_future(
            obstore.put_async(
                store, key, self._drain(), chunk_size=_PART_BYTES, max_concurrency=_PARTS_AT_ONCE, use_multipart=True
            )
        )
        self._waiting = bytearray()

    async def write(self, data: bytes) -> None:
        """Append the bytes. Raises what the upload failed of."""
        self._waiting += data
        if len(self._waiting) >= CHUNK_BYTES:
            await self._hand_on()

    async def finish(self) -> None:
        """Upload the rest; the object is there on return."""
        if self._waiting:
            await self._hand_on()
        await self._feed(None)
        await self._upload

    async def abandon(self) -> None:
        """Break an unfinished upload off."""
        if not self._upload.done():
            self._feed_now(_BrokenOff())
        with contextlib.suppress(BaseException):
            await asyncio.shield(self._upload)

    async def _hand_on(self) -> None:
        data, self._waiting = bytes(self._waiting), bytearray()
        await self._feed(data)

    async def _feed(self, item: bytes | None) -> None:
        putting = asyncio.ensure_future(self._chunks.put(item))
        try:
            await asyncio.wait({putting, self._upload}, return_when=asyncio.FIRST_COMPLETED)
            if self._upload.done():
                with _as_os_error(self._key):
                    self._upload.result()
        finally:
            if not putting.done():
                putting.cancel()

    def _feed_now(self, item: _BrokenOff) -> None:
        while self._chunks.full():
            self._chunks.get_nowait()
        self._chunks.put_nowait(item)

    async def _drain(self) -> AsyncIterator[bytes]:
        while (chunk := await self._chunks.get()) is not None:
            if isinstance(chunk, _BrokenOff):
                raise chunk
            yield chunk


@contextlib.contextmanager
def _as_os_error(key: str | None) -> Iterator[None]:
    """A remote store fails as a folder does: by an OSError that names the key. Addresses stay in its cause."""
    try:
        yield
    except FileNotFoundError:
        raise FileNotFoundError(errno.ENOENT, "no such object", key) from None
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise PermissionError(errno.EACCES, "the object store refuses our credentials", key) from error
    except BaseError as error:
        raise OSError(errno.EIO, "the object store failed", key) from error


def _info(found: ObjectMeta) -> ObjectInfo:
    version = found["e_tag"] or found["version"] or f"{found['last_modified'].timestamp()}-{found['size']}"
    return ObjectInfo(found["path"], found["size"], found["last_modified"], version)
