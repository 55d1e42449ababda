"""The one door to objects."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from obstore.exceptions import BaseError

from lingoreel.errors import NotReady
from lingoreel.settings import Settings
from lingoreel.storage.cache import FileCache
from lingoreel.storage.folder import FolderStore
from lingoreel.storage.objects import ObjectInfo, Store, Writer, check_key
from lingoreel.storage.remote import RemoteStore

FETCHES = 8
"""Objects of a remote store that one opening of many fetches side by side."""
_REMOTE_SCHEMES = {"s3", "s3a", "gs", "az", "azure", "abfs", "abfss", "adl"}


class Storage:
    """Objects by key, in a folder or in a remote store.

    An object is there whole or not at all, also after kill -9 at any moment. A missing one is FileNotFoundError
    with the key as its file name, any other failure of the disk or the remote store OSError; a malformed key is
    ValueError.
    """

    def __init__(self, store: Store, cache: FileCache) -> None:
        self._store = store
        self._cache = cache

    @classmethod
    def open(cls, settings: Settings) -> Storage:
        """The storage the settings name. Raises NotReady when it cannot be used."""
        cache = FileCache(settings.data_dir / "cache", settings.remote_cache_bytes)
        return cls(_store(settings), cache)

    async def put(self, key: str, data: bytes) -> None:
        """Write a small object in one go, replacing what is there."""
        await self._store.put(check_key(key), data)

    async def put_file(self, key: str, path: Path) -> None:
        """Move a file into storage: it is gone from `path` afterwards. A folder on the same filesystem
        takes it by a rename, whatever its size. Raises ValueError for anything but a regular file."""
        await self._store.put_file(check_key(key), path)

    def writer(self, key: str) -> AbstractAsyncContextManager[Writer]:
        """Write an object piece by piece: `async with storage.writer(key) as w: await w.write(…)`.

        It is there when the block ends; an exception in the block leaves what was there before.
        """
        return self._store.writer(check_key(key))

    async def get(self, key: str) -> bytes:
        """A whole small object."""
        return await self._store.get_range(check_key(key), 0, None)

    async def get_range(self, key: str, start: int, end: int) -> bytes:
        """Bytes `start` (included) to `end` (excluded); fewer, or none, past the object's end."""
        _check_range(start, end)
        return await self._store.get_range(check_key(key), start, end)

    def stream(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The same bytes as chunks of about a MiB, for objects of any size."""
        _check_range(start, end)
        return self._store.stream(check_key(key), start, end)

    async def head(self, key: str) -> ObjectInfo:
        """What is known of an object without reading it."""
        return await self._store.head(check_key(key))

    async def exists(self, key: str) -> bool:
        """Whether the object is there."""
        try:
            await self.head(key)
        except FileNotFoundError:
            return False
        return True

    def list(self, prefix: str | None = None) -> AsyncIterator[ObjectInfo]:
        """Every object under a prefix of whole names ("a/b" has "a/b/c", not "a/bc"), in no order."""
        return self._store.walk(_check_prefix(prefix) if prefix else None)

    async def delete(self, *keys: str) -> None:
        """Remove objects; those already gone are no error."""
        await self._store.delete([check_key(key) for key in keys])

    async def delete_prefix(self, prefix: str) -> None:
        """Remove every object under a prefix of whole names."""
        await self._store.delete_prefix(_check_prefix(prefix))

    async def remove(self, key_or_prefix: str) -> None:
        """Delete an object or, where the name ends in `/`, everything under it; what is not there is no error."""
        if key_or_prefix.endswith("/"):
            await self.delete_prefix(key_or_prefix)
        else:
            await self.delete(key_or_prefix)

    @contextlib.asynccontextmanager
    async def open_as_file(self, key: str) -> AsyncIterator[Path]:
        """The object as a local file, to be read only and only inside the block: the object itself in a folder,
        a cached copy of a remote one. Its suffix is the key's."""
        path = self._store.path(check_key(key))
        info = await self._store.head(key)
        if path is not None:
            yield path
            return
        digest = hashlib.sha256(f"{key}\n{info.version}\n{info.size_bytes}".encode()).hexdigest()[:40]
        name = digest + PurePosixPath(key).suffix[:16]
        async with self._cache.open(name, info.size_bytes, lambda: self._store.stream(key, 0, None)) as path:
            yield path

    @contextlib.asynccontextmanager
    async def open_as_files(self, keys: Iterable[str]) -> AsyncIterator[dict[str, Path]]:
        """The objects as local files, each as by `open_as_file`, by key; a few of a remote store come at a time."""
        turn = asyncio.Semaphore(FETCHES)
        async with contextlib.AsyncExitStack() as stack:

            async def opened(key: str) -> Path:
                async with turn:
                    return await stack.enter_async_context(self.open_as_file(key))

            opening = {key: asyncio.ensure_future(opened(key)) for key in dict.fromkeys(keys)}
            try:
                await asyncio.gather(*opening.values())
            finally:  # the first failure ends the others, before what they opened is closed
                for one in opening.values():
                    one.cancel()
                await asyncio.gather(*opening.values(), return_exceptions=True)
            yield {key: one.result() for key, one in opening.items()}

    def sign(self, key: str, ttl_s: int) -> str | None:
        """A link of the store's own that works for `ttl_s` seconds; None where it signs none."""
        return self._store.sign(check_key(key), ttl_s)


def _store(settings: Settings) -> Store:
    place = settings.storage_url or str(settings.data_dir / "objects")
    parts = urlsplit(place)
    try:
        if parts.scheme in _REMOTE_SCHEMES:
            return RemoteStore.from_url(place)
        if parts.scheme == "file":
            place = unquote(parts.path)
        elif "://" in place:
            raise NotReady(
                f"storage {parts.scheme}:// is not known", remedy="set LINGOREEL_STORAGE_URL to s3://, gs://, az://"
            )
        # The data folder holds secrets: it is made closed, whoever makes it first.
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FolderStore(Path(place).expanduser().absolute())
    except (OSError, ValueError, BaseError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0]
        raise NotReady(
            f"the storage {place} cannot be used: {reason}", remedy="see LINGOREEL_STORAGE_URL and LINGOREEL_DATA_DIR"
        ) from error


def _check_range(start: int, end: int | None) -> None:
    if start < 0 or (end is not None and end < start):
        raise ValueError(f"not a range: {start} to {end}")


def _check_prefix(prefix: str) -> str:
    return check_key(prefix.removesuffix("/"))
