"""Bytes going up and coming down, in pieces, with someone watching."""

from __future__ import annotations

import io
import os
import uuid
from collections.abc import Callable
from pathlib import Path

import httpx

BytesDone = Callable[[int, int | None], None]
"""Told `(bytes done, bytes in all or None)`."""


class CountedFile(io.FileIO):
    """A file that tells how far it has been read. Raises OSError when it cannot be opened."""

    def __init__(self, path: Path, watcher: BytesDone | None) -> None:
        super().__init__(path, "rb")
        self._watcher = watcher
        self._size = os.fstat(self.fileno()).st_size

    def read(self, size: int | None = -1, /) -> bytes:
        """At most `size` bytes from where the file stands."""
        data = super().read(-1 if size is None else size) or b""
        if self._watcher is not None and data:
            self._watcher(self.tell(), self._size)
        return data


def save(answer: httpx.Response, path: Path, watcher: BytesDone | None) -> None:
    """Write a streamed answer to `path`, by way of a file beside it, so that a half one is never seen."""
    length = answer.headers.get("Content-Length")
    total = int(length) if length is not None and "Content-Encoding" not in answer.headers else None
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name[:100]}.{uuid.uuid4().hex}")
    try:
        with half.open("xb") as file:
            for piece in answer.iter_bytes():
                file.write(piece)
                if watcher is not None:
                    watcher(file.tell(), total)
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
