"""Storage over the S3 protocol, on loopback."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from lingoreel.settings import Settings
from lingoreel.storage import Storage

MIB = 1024 * 1024


@pytest.fixture
def storage(s3: Any, tmp_path: Path) -> Storage:
    """Storage in a folder of a bucket."""
    return Storage.open(Settings(data_dir=tmp_path / "data", storage_url="s3://bucket/below"))


async def test_small_objects(storage: Storage, s3: Any) -> None:
    await storage.put("a/b", b"0123456789")
    assert s3.objects == {"below/a/b": b"0123456789"}
    assert await storage.get("a/b") == b"0123456789"
    assert await storage.get_range("a/b", 2, 5) == b"234"
    assert await storage.get_range("a/b", 8, 50) == b"89"
    assert await storage.get_range("a/b", 10, 50) == b""
    assert not await storage.exists("a/c")
    await storage.put("a/c/d", b"x")
    assert {info.key async for info in storage.list("a")} == {"a/b", "a/c/d"}
    await storage.delete("a/b", "never/was")
    await storage.delete_prefix("a")
    assert s3.objects == {}


async def test_a_large_object_goes_up_in_parts(storage: Storage, s3: Any, tmp_path: Path) -> None:
    content = os.urandom(20 * MIB + 3)
    async with storage.writer("big.mp4") as writer:
        for place in range(0, len(content), 300_000):
            await writer.write(content[place : place + 300_000])
            assert "below/big.mp4" not in s3.objects
    assert s3.objects["below/big.mp4"] == content
    assert s3.uploads == {}
    (tmp_path / "made").write_bytes(content)
    await storage.put_file("other", tmp_path / "made")
    assert s3.objects["below/other"] == content
    assert not (tmp_path / "made").exists()
    async with storage.open_as_file("big.mp4") as path:
        assert path.read_bytes() == content


async def test_an_upload_that_is_broken_off_is_nowhere(storage: Storage, s3: Any) -> None:
    with pytest.raises(RuntimeError, match="on purpose"):
        async with storage.writer("big") as writer:
            for _ in range(20):
                await writer.write(b"x" * MIB)
            raise RuntimeError("on purpose")
    assert s3.objects == {}
    assert s3.uploads == {}


async def test_a_store_that_is_gone_fails_the_writer(storage: Storage, s3: Any) -> None:
    s3.refuses_writes = True
    with pytest.raises(PermissionError, match="refuses our credentials") as caught:
        async with asyncio.timeout(20):
            async with storage.writer("big") as writer:
                for _ in range(200):
                    await writer.write(b"x" * MIB)
    assert s3.objects == {}
    assert caught.value.filename == "big"
    with pytest.raises(PermissionError):
        await storage.put("small", b"x")
