"""Objects as plain files in a local folder.

Plain file reads rather than obstore's local store: measured 8 GB/s against 0.5 GB/s for a stream of MiB chunks.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import itertools
import os
import shutil
import stat
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

from lingoreel.storage.objects import CHUNK_BYTES, ObjectInfo

# No key begins with a dot, so nothing in here is an object.
_PARTIAL = ".partial"
_LISTED_AT_ONCE = 500
_UNLOCKED_AFTER_S = 60.0


class FolderStore:
    """Each object a file under `root`. It appears at its key whole, by a rename, after its bytes are on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._partial = root / _PARTIAL
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._partial.mkdir(mode=0o700, exist_ok=True)
        self._sweep()

    def path(self, key: str) -> Path:
        """The object's own file."""
        return self.root / key

    async def put(self, key: str, data: bytes) -> None:
        """Write a small object in one go."""

        def write() -> None:
            with self._fresh() as file:
                file.write(data)
                file.publish(self.path(key))

        await asyncio.to_thread(write)

    async def put_file(self, key: str, path: Path) -> None:
        """Move a file here: by a rename on the same filesystem, else by a copy."""
        await asyncio.to_thread(self._move, path, self.path(key))

    @contextlib.asynccontextmanager
    async def writer(self, key: str) -> AsyncIterator[FolderWriter]:
        """Write an object piece by piece."""
        file = await asyncio.to_thread(_Partial, self._partial)
        try:
            writer = FolderWriter(file)
            yield writer
            await writer.flush()
            await asyncio.to_thread(file.publish, self.path(key))
        finally:
            file.close()

    async def get_range(self, key: str, start: int, end: int | None) -> bytes:
        """Bytes `start` to `end`, fewer where the object is shorter."""

        def read() -> bytes:
            with os.fdopen(_open(self.path(key)), "rb") as file:
                file.seek(start)
                return file.read(-1 if end is None else max(0, end - start))

        with _named(key):
            return await asyncio.to_thread(read)

    async def stream(self, key: str, start: int, end: int | None) -> AsyncIterator[bytes]:
        """The bytes in chunks of a MiB."""
        with _named(key):
            fd = await asyncio.to_thread(_open, self.path(key))
        try:
            place = start
            while end is None or place < end:
                wanted = CHUNK_BYTES if end is None else min(CHUNK_BYTES, end - place)
                chunk = await asyncio.to_thread(os.pread, fd, wanted, place)
                if not chunk:
                    return
                place += len(chunk)
                yield chunk
        finally:
            os.close(fd)

    async def head(self, key: str) -> ObjectInfo:
        """Size and time of an object."""
        with _named(key):
            found = await asyncio.to_thread(self.path(key).stat)
        if not stat.S_ISREG(found.st_mode):
            raise FileNotFoundError(errno.ENOENT, "no such object", key)
        return _info(key, found)

    async def walk(self, prefix: str | None) -> AsyncIterator[ObjectInfo]:
        """Every object under a prefix of whole names, in no order."""
        walk = _walk(self.root / prefix if prefix else self.root, self.root)
        while batch := await asyncio.to_thread(lambda: list(itertools.islice(walk, _LISTED_AT_ONCE))):
            for info in batch:
                yield info

    async def delete(self, keys: list[str]) -> None:
        """Remove objects; those already gone are no error."""

        def remove() -> None:
            for key in keys:
                with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                    self.path(key).unlink()
                self._prune(self.path(key).parent)

        await asyncio.to_thread(remove)

    async def delete_prefix(self, prefix: str) -> None:
        """Remove every object under a prefix of whole names."""

        def remove() -> None:
            folder = self.root / prefix
            for _ in range(5):
                with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                    shutil.rmtree(folder, ignore_errors=False)
                if not folder.is_dir():
                    break
            self._prune(folder.parent)

        await asyncio.to_thread(remove)

    def sign(self, key: str, ttl_s: int) -> str | None:  # noqa: ARG002
        """A folder signs nothing: None."""
        return None

    def _prune(self, folder: Path) -> None:
        with contextlib.suppress(OSError):
            while folder != self.root and folder.is_relative_to(self.root):
                folder.rmdir()
                folder = folder.parent

    @contextlib.contextmanager
    def _fresh(self) -> Iterator[_Partial]:
        file = _Partial(self._partial)
        try:
            yield file
        finally:
            file.close()

    def _move(self, source: Path, target: Path) -> None:
        fd = os.open(source, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                raise ValueError(f"not a regular file: {source.name}")
            os.fsync(fd)
            os.utime(fd)
            try:
                _publish(source, target)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                with self._fresh() as file:
                    with os.fdopen(os.dup(fd), "rb") as content:
                        shutil.copyfileobj(content, file, CHUNK_BYTES)
                    file.publish(target)
                source.unlink(missing_ok=True)
        finally:
            os.close(fd)

    def _sweep(self) -> None:
        """Remove what killed writers left: a living one holds a lock on its file."""
        for entry in os.scandir(self._partial):
            with contextlib.suppress(OSError):
                if time.time() - entry.stat().st_mtime < _UNLOCKED_AFTER_S:
                    continue
                fd = os.open(entry.path, os.O_RDWR | os.O_CLOEXEC)
                try:
                    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    Path(entry.path).unlink()
                finally:
                    os.close(fd)


class _Partial:
    """A file that is not yet an object; gone at `close` unless published."""

    def __init__(self, folder: Path) -> None:
        self._path: Path | None = folder / uuid.uuid4().hex
        self._fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._fd, fcntl.LOCK_EX)

    def write(self, data: bytes | memoryview) -> int:
        view = memoryview(data)
        while view:
            view = view[os.write(self._fd, view) :]
        return len(data)

    def publish(self, target: Path) -> None:
        os.fsync(self._fd)
        if self._path is None:
            raise ValueError("closed")
        _publish(self._path, target)
        self._path = None

    def close(self) -> None:
        path, self._path = self._path, None
        if path:
            path.unlink(missing_ok=True)
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            os.close(fd)


class FolderWriter:
    """Gathers small writes, so that one trip to a thread carries a MiB."""

    def __init__(self, file: _Partial) -> None:
        self._file = file
        self._waiting = bytearray()

    async def write(self, data: bytes) -> None:
        """Append the bytes."""
        self._waiting += data
        if len(self._waiting) >= CHUNK_BYTES:
            await self.flush()

    async def flush(self) -> None:
        """Hand on what has been gathered."""
        if self._waiting:
            data, self._waiting = self._waiting, bytearray()
            await asyncio.to_thread(self._file.write, memoryview(data))


def _publish(source: Path, target: Path) -> None:
    # A delete beside us may prune the folder at any point.
    for attempt in range(100):
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            source.replace(target)
            return
        except (FileNotFoundError, FileExistsError):
            if attempt == 99 or target.parent.is_file() or not source.exists():
                raise


def _open(path: Path) -> int:
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    if stat.S_ISREG(os.fstat(fd).st_mode):
        return fd
    os.close(fd)
    raise FileNotFoundError(errno.ENOENT, "no such object")


@contextlib.contextmanager
def _named(key: str) -> Iterator[None]:
    """Say the key, not the path, of what is missing."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise FileNotFoundError(errno.ENOENT, "no such object", key) from None


def _info(key: str, found: os.stat_result) -> ObjectInfo:
    version = f"{found.st_ino:x}-{found.st_mtime_ns:x}-{found.st_size:x}"
    return ObjectInfo(key, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC), version)


def _walk(folder: Path, root: Path) -> Iterator[ObjectInfo]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), root)
        elif entry.is_file(follow_symlinks=False):
            with contextlib.suppress(FileNotFoundError):
                yield _info(Path(entry.path).relative_to(root).as_posix(), entry.stat())
