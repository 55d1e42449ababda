"""Remote objects as local files, shared by all processes of a data folder, within a bound."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

_PARTIAL = "partial-"
_RESERVE_LOCK = ".reserve.lock"
_POLL_S = 0.05


class FileCache:
    """Files of at most `max_bytes` together; the least recently opened go first, one that is open never.

    An open file is locked (`flock`, shared), so that no process removes it. One object is fetched once, however
    many ask for it. A single object larger than the bound is kept only while it is open.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes

    @contextlib.asynccontextmanager
    async def open(self, name: str, size_bytes: int, fetch: Callable[[], AsyncIterator[bytes]]) -> AsyncIterator[Path]:
        """The file of this name, fetched when it is not there. `name` must change with the content."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / name
        while (fd := _take(path, size_bytes)) is None and (fd := await self._fetch(path, size_bytes, fetch)) is None:
            pass
        try:
            yield path
        finally:
            os.close(fd)
            await asyncio.to_thread(self._make_room, 0)

    async def _fetch(self, path: Path, size_bytes: int, fetch: Callable[[], AsyncIterator[bytes]]) -> int | None:
        """A locked descriptor of the file; None where somebody else was at it: look again."""
        partial = path.with_name(_PARTIAL + path.name)
        fd = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        kept = False
        try:
            if not _lock(fd, fcntl.LOCK_EX):
                await asyncio.sleep(_POLL_S)
                return None
            if not _is(fd, partial):
                return None
            # From here on the partial file is ours alone.
            try:
                if path.exists() and path.stat().st_size == size_bytes:
                    partial.unlink()
                    return None
                await self._download(fd, size_bytes, fetch)
                _touch(fd)
                partial.replace(path)
            except BaseException:
                partial.unlink(missing_ok=True)
                raise
            fcntl.flock(fd, fcntl.LOCK_SH)
            kept = _is(fd, path)
            return fd if kept else None
        finally:
            if not kept:
                os.close(fd)

    async def _download(self, fd: int, size_bytes: int, fetch: Callable[[], AsyncIterator[bytes]]) -> None:
        await asyncio.to_thread(self._reserve, fd, size_bytes)
        place = 0
        async for chunk in fetch():
            await asyncio.to_thread(_write_at, fd, chunk, place)
            place += len(chunk)
        if place != size_bytes:
            raise OSError(f"{place} bytes came of an object of {size_bytes}")

    def _reserve(self, fd: int, size_bytes: int) -> None:
        """Make room and take it, by the partial file's length, before another process counts."""
        lock = os.open(self._folder / _RESERVE_LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            os.ftruncate(fd, 0)
            self._make_room(size_bytes)
            os.ftruncate(fd, size_bytes)
        finally:
            os.close(lock)

    def _make_room(self, size_bytes: int) -> None:
        files = []
        for entry in os.scandir(self._folder):
            if not entry.name.startswith("."):
                with contextlib.suppress(FileNotFoundError):
                    found = entry.stat()
                    files.append((found.st_mtime_ns, found.st_size, Path(entry.path)))
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total + size_bytes <= self._max_bytes:
                return
            if _remove_unused(path):
                total -= size


def _lock(fd: int, kind: int) -> bool:
    try:
        fcntl.flock(fd, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is(fd: int, path: Path) -> bool:
    """Whether the path still names the file that is open here."""
    try:
        return os.path.samestat(os.fstat(fd), path.stat())
    except FileNotFoundError:
        return False


def _take(path: Path, size_bytes: int) -> int | None:
    """Open and lock a finished file; None when there is none."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    if _lock(fd, fcntl.LOCK_SH) and _is(fd, path) and os.fstat(fd).st_size == size_bytes:
        _touch(fd)
        return fd
    os.close(fd)
    return None


def _touch(fd: int) -> None:
    # The kernel's own stamp only moves every few milliseconds.
    now = time.time_ns()
    os.utime(fd, ns=(now, now))


def _remove_unused(path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        try:
            if _lock(fd, fcntl.LOCK_EX) and _is(fd, path):
                path.unlink()
                return True
        finally:
            os.close(fd)
    return False


def _write_at(fd: int, data: bytes, place: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(fd, view, place)
        view, place = view[written:], place + written
