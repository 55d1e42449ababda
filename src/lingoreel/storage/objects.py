"""What an object is: its key, what is known of it, how it is written."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

CHUNK_BYTES = 1024 * 1024

_SEGMENT = re.compile(r"[A-Za-z0-9_=+@,~-][A-Za-z0-9_.=+@,~-]{0,199}", re.ASCII)
_KEY_CHARACTERS = 1024


@dataclass(frozen=True)
class ObjectInfo:
    """An object's key, size and time of writing; `version` changes whenever its content is replaced."""

    key: str
    size_bytes: int
    modified_at: datetime
    version: str


def check_key(key: str) -> str:
    """The key itself. Raises ValueError unless it is plain names joined by slashes: none empty, none
    beginning with a dot (so never `..`), nothing absolute, at most 1024 characters."""
    if len(key) > _KEY_CHARACTERS or not all(_SEGMENT.fullmatch(part) for part in key.split("/")):
        raise ValueError(f"not a key: {key[:100]!r}")
    return key


class Writer(Protocol):
    """Takes an object's bytes in order."""

    async def write(self, data: bytes) -> None:
        """Append the bytes."""
        ...


class Store(Protocol):
    """Where objects lie. Keys are checked before they come here; a missing object is FileNotFoundError."""

    async def put(self, key: str, data: bytes) -> None: ...

    async def put_file(self, key: str, path: Path) -> None: ...

    def writer(self, key: str) -> AbstractAsyncContextManager[Writer]: ...

    async def get_range(self, key: str, start: int, end: int | None) -> bytes: ...

    def stream(self, key: str, start: int, end: int | None) -> AsyncIterator[bytes]: ...

    async def head(self, key: str) -> ObjectInfo: ...

    def walk(self, prefix: str | None) -> AsyncIterator[ObjectInfo]: ...

    async def delete(self, keys: list[str]) -> None: ...

    async def delete_prefix(self, prefix: str) -> None: ...

    def path(self, key: str) -> Path | None: ...

    def sign(self, key: str, ttl_s: int) -> str | None: ...
