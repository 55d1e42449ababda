"""What holds for every kind of storage."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lingoreel.errors import NotReady
from lingoreel.settings import Settings
from lingoreel.storage import Storage
from lingoreel.storage.storage import FETCHES

MIB = 1024 * 1024


async def keys(storage: Storage, prefix: str | None = None) -> set[str]:
    return {info.key async for info in storage.list(prefix)}


async def test_what_was_put_is_got(storage: Storage) -> None:
    await storage.put("results/t1/text.srt", b"hello")
    assert await storage.get("results/t1/text.srt") == b"hello"
    await storage.put("results/t1/text.srt", b"")
    assert await storage.get("results/t1/text.srt") == b""


async def test_head(storage: Storage) -> None:
    await storage.put("a/b", b"12345")
    info = await storage.head("a/b")
    assert (info.key, info.size_bytes) == ("a/b", 5)
    assert abs(datetime.now(UTC) - info.modified_at) < timedelta(minutes=1)
    await storage.put("a/b", b"54321")
    assert (await storage.head("a/b")).version != info.version


async def test_what_is_missing_is_named_by_its_key(storage: Storage, tmp_path: Path) -> None:
    await storage.put("a/b", b"x")
    for key in ("a/none", "a", "a/b/c"):
        assert not await storage.exists(key)
        for attempt in (storage.get(key), storage.get_range(key, 0, 1), storage.head(key)):
            with pytest.raises(FileNotFoundError) as caught:
                await attempt
            assert caught.value.filename == key
            assert str(tmp_path) not in str(caught.value)
        with pytest.raises(FileNotFoundError):
            [chunk async for chunk in storage.stream(key)]
        with pytest.raises(FileNotFoundError):
            async with storage.open_as_file(key):
                pass


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, 2, b"01"), (3, 3, b""), (8, 100, b"89"), (10, 12, b""), (50, 60, b""), (0, 10, b"0123456789")],
)
async def test_ranges_are_cut_like_slices(storage: Storage, start: int, end: int, expected: bytes) -> None:
    await storage.put("digits", b"0123456789")
    assert await storage.get_range("digits", start, end) == expected
    assert b"".join([chunk async for chunk in storage.stream("digits", start, end)]) == expected
    assert b"".join([chunk async for chunk in storage.stream("digits", start)]) == b"0123456789"[start:]


async def test_ranges_that_are_none(storage: Storage) -> None:
    await storage.put("digits", b"0123456789")
    for start, end in ((-1, 3), (4, 3)):
        with pytest.raises(ValueError, match="range"):
            await storage.get_range("digits", start, end)
        with pytest.raises(ValueError, match="range"):
            storage.stream("digits", start, end)


async def test_big_objects_come_in_chunks(storage: Storage) -> None:
    content = os.urandom(5 * MIB + 17)
    async with storage.writer("big") as writer:
        for place in range(0, len(content), 70_001):
            await writer.write(content[place : place + 70_001])
    chunks = [chunk async for chunk in storage.stream("big", 3)]
    assert b"".join(chunks) == content[3:]
    assert len(chunks) >= 2
    assert max(map(len, chunks)) <= MIB
    assert await storage.get_range("big", MIB - 5, MIB + 5) == content[MIB - 5 : MIB + 5]


async def test_a_writer_that_fails_leaves_what_was_there(storage: Storage, tmp_path: Path) -> None:
    await storage.put("old", b"old")
    for key in ("old", "new"):
        with pytest.raises(RuntimeError, match="on purpose"):
            async with storage.writer(key) as writer:
                await writer.write(b"x" * (20 * MIB))
                assert await storage.exists("old")
                assert not await storage.exists("new")
                raise RuntimeError("on purpose")
    assert await storage.get("old") == b"old"
    assert await keys(storage) == {"old"}
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "old"] == []


async def test_a_cancelled_writer_leaves_nothing(storage: Storage) -> None:
    started = asyncio.Event()

    async def write() -> None:
        async with storage.writer("new") as writer:
            await writer.write(b"x" * (9 * MIB))
            started.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(write())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await keys(storage) == set()


async def test_an_empty_writer_makes_an_empty_object(storage: Storage) -> None:
    async with storage.writer("empty"):
        pass
    assert await storage.get("empty") == b""


async def test_a_file_is_moved_in(storage: Storage, tmp_path: Path) -> None:
    source = tmp_path / "made.wav"
    source.write_bytes(b"x" * (9 * MIB))
    await storage.put_file("stages/c/h/audio", source)
    assert not source.exists()
    assert (await storage.head("stages/c/h/audio")).size_bytes == 9 * MIB


async def test_only_regular_files_are_moved_in(storage: Storage, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"x")
    link = tmp_path / "link"
    link.symlink_to(secret)
    for path in (link, tmp_path):
        with pytest.raises((ValueError, OSError)):
            await storage.put_file("a", path)
    assert secret.exists()
    assert not await storage.exists("a")


async def test_list_and_delete(storage: Storage) -> None:
    for key in ("a/b/1", "a/b/2", "a/bc/3", "d"):
        await storage.put(key, b"x")
    assert await keys(storage) == {"a/b/1", "a/b/2", "a/bc/3", "d"}
    assert await keys(storage, "a/b") == {"a/b/1", "a/b/2"}
    assert await keys(storage, "a/b/") == {"a/b/1", "a/b/2"}
    assert await keys(storage, "none") == set()
    await storage.delete("a/b/1", "never/was", "a/b/1")
    assert await keys(storage, "a") == {"a/b/2", "a/bc/3"}
    await storage.delete_prefix("a/b")
    await storage.delete_prefix("a/b")
    assert await keys(storage) == {"a/bc/3", "d"}


@pytest.mark.parametrize(
    "key",
    [
        "a/" * 600 + "b",
        "x" * 300,
        "a\n",
        "",
        "/",
        "/etc/passwd",
        "a//b",
        "a/",
        "../a",
        "a/../b",
        "a/..",
        ".partial/x",
        "a/.b",
        "a\\b",
        "a\0b",
        "a b",
        "é",
    ],
)
async def test_keys_that_are_none(storage: Storage, key: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x")
    with pytest.raises(ValueError, match="not a key"):
        await storage.put(key, b"x")
    with pytest.raises(ValueError, match="not a key"):
        await storage.put_file(key, source)
    with pytest.raises(ValueError, match="not a key"):
        storage.writer(key)
    with pytest.raises(ValueError, match="not a key"):
        await storage.get(key)
    with pytest.raises(ValueError, match="not a key"):
        await storage.delete(key)
    if key.removesuffix("/") == key:
        with pytest.raises(ValueError, match="not a key"):
            await storage.delete_prefix(key)
    assert source.exists()


async def test_open_as_file_has_the_content_and_the_suffix(storage: Storage) -> None:
    await storage.put("sources/c/clip.mp4", b"content")
    async with storage.open_as_file("sources/c/clip.mp4") as path:
        assert path.read_bytes() == b"content"
        assert path.suffix == ".mp4"


async def test_no_signing_here(storage: Storage) -> None:
    await storage.put("a", b"x")
    assert storage.sign("a", 60) is None


def test_places_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for url in ("ftp://host/x", str(tmp_path / "file" / "below"), "s3://"):
        with pytest.raises(NotReady) as caught:
            Storage.open(Settings(data_dir=tmp_path / "data", storage_url=url))
        assert "LINGOREEL_STORAGE_URL" in (caught.value.remedy or "")


def test_s3_signs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "id")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "key")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    signed = Storage.open(Settings(data_dir=tmp_path, storage_url="s3://bucket/below")).sign("a/b.srt", 90)
    assert signed is not None
    assert "bucket" in signed
    assert "below/a/b.srt" in signed
    assert "X-Amz-Expires=90" in signed


async def test_many_objects_are_opened_by_key(storage: Storage) -> None:
    names = [f"pieces/{number}.mp4" for number in range(30)]
    for name in names:
        await storage.put(name, name.encode())
    async with storage.open_as_files([*names, *names]) as files:
        assert {key: path.read_bytes() for key, path in files.items()} == {name: name.encode() for name in names}
    with pytest.raises(FileNotFoundError) as missing:
        async with storage.open_as_files([*names, "pieces/none"]):
            pass
    assert missing.value.filename == "pieces/none"


async def test_a_few_objects_are_fetched_side_by_side(remote: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"pieces/{number}" for number in range(3 * FETCHES)]
    for name in names:
        await remote.put(name, b"x")
    now, most = 0, 0
    stream = remote._store.stream

    async def slow(key: str, start: int, end: int | None) -> AsyncIterator[bytes]:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.05)
        async for chunk in stream(key, start, end):
            yield chunk
        now -= 1

    monkeypatch.setattr(remote._store, "stream", slow)
    async with remote.open_as_files(names) as files:
        assert len(files) == len(names)
    assert 1 < most <= FETCHES
