"""Where a download goes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

BUFFER_BYTES = 1024 * 1024


class Sink(Protocol):
    """Takes the bytes of a download in order."""

    async def write(self, data: bytes) -> None:
        """Append `data`."""

    async def reset(self) -> None:
        """Forget everything written: the download starts again from its first byte."""


class FileSink:
    """Writes to the file at `path`, from empty, in a thread, a mebibyte at a time.

    An async context manager: leaving it closes the file, and removes it if an exception passed.
    Raises OSError, such as on a full disk.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._buffer = bytearray()

    async def __aenter__(self) -> Self:
        self._file = self.path.open("wb")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            try:
                await self._flush()
            except BaseException:
                self._discard()
                raise
            self._file.close()
        else:
            self._discard()

    async def write(self, data: bytes) -> None:
        """Append `data`."""
        self._buffer += data
        if len(self._buffer) >= BUFFER_BYTES:
            await self._flush()

    async def reset(self) -> None:
        """Empty the file."""
        self._buffer.clear()
        self._file.seek(0)
        self._file.truncate()

    async def _flush(self) -> None:
        data, self._buffer = self._buffer, bytearray()
        await asyncio.to_thread(self._file.write, data)

    def _discard(self) -> None:
        try:
            self._file.close()
        finally:
            self.path.unlink(missing_ok=True)
