"""Remote objects as local files: fetched once, bounded, never taken away while open."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lingoreel.storage import Storage
from lingoreel.storage.cache import FileCache


class Source:
    """Gives bytes slowly and counts how often it was asked."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.fetches = 0

    async def __call__(self) -> AsyncIterator[bytes]:
        self.fetches += 1
        half = len(self.content) // 2
        yield self.content[:half]
        await asyncio.sleep(0.05)
        yield self.content[half:]


@pytest.fixture
def cache(tmp_path: Path) -> FileCache:
    """A cache of 10,000 bytes."""
    return FileCache(tmp_path / "cache", 10_000)


def kept(tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "cache").iterdir() if not path.name.startswith(".")}


async def read(cache: FileCache, name: str, source: Source) -> bytes:
    async with cache.open(name, len(source.content), source) as path:
        return path.read_bytes()


async def test_fetched_once(cache: FileCache) -> None:
    source = Source(b"x" * 4000)
    assert await read(cache, "a.wav", source) == source.content
    assert await read(cache, "a.wav", source) == source.content
    assert source.fetches == 1


async def test_fetched_once_by_many_at_once(cache: FileCache) -> None:
    source = Source(b"x" * 4000)
    assert set(await asyncio.gather(*(read(cache, "a", source) for _ in range(8)))) == {source.content}
    assert source.fetches == 1


async def test_the_least_recently_opened_goes_first(cache: FileCache, tmp_path: Path) -> None:
    sources = {name: Source(b"x" * 4000) for name in "abc"}
    await read(cache, "a", sources["a"])
    await read(cache, "b", sources["b"])
    await read(cache, "a", sources["a"])
    await read(cache, "c", sources["c"])
    assert kept(tmp_path) == {"a", "c"}
    assert sources["a"].fetches == 1


async def test_what_is_open_stays(cache: FileCache, tmp_path: Path) -> None:
    async with cache.open("a", 4000, Source(b"a" * 4000)) as path:
        for name in "bcd":
            await read(cache, name, Source(b"x" * 4000))
        assert path.read_bytes() == b"a" * 4000
    assert len(kept(tmp_path)) == 2


async def test_what_another_process_has_open_stays(cache: FileCache, tmp_path: Path) -> None:
    await read(cache, "a", Source(b"a" * 4000))
    code = """
import asyncio, sys
from pathlib import Path
from lingoreel.storage.cache import FileCache
async def main():
    async with FileCache(Path(sys.argv[1]), 10_000).open("a", 4000, None) as path:
        print("open", flush=True)
        sys.stdin.readline()
        print(path.read_bytes() == b"a" * 4000, flush=True)
asyncio.run(main())
"""
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "cache")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    for name in "bcd":
        await read(cache, name, Source(b"x" * 4000))
    assert child.communicate("\n")[0] == "True\n"


async def test_larger_than_the_bound_only_while_open(cache: FileCache, tmp_path: Path) -> None:
    source = Source(b"x" * 20_000)
    async with cache.open("a", 20_000, source) as path:
        assert path.stat().st_size == 20_000
    assert kept(tmp_path) == set()


async def test_a_failed_fetch_leaves_nothing(cache: FileCache, tmp_path: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * 10
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        async with cache.open("a", 100, broken):
            pass
    short = Source(b"x" * 50)
    with pytest.raises(OSError, match="50 bytes came of an object of 100"):
        async with cache.open("a", 100, short):
            pass
    assert kept(tmp_path) == set()
    assert await read(cache, "a", Source(b"x" * 100)) == b"x" * 100


async def test_a_cancelled_fetch_lets_the_next_one_do_it(cache: FileCache, tmp_path: Path) -> None:
    first = asyncio.create_task(read(cache, "a", Source(b"x" * 100)))
    await asyncio.sleep(0.03)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await asyncio.wait_for(read(cache, "a", Source(b"y" * 100)), 5) == b"y" * 100


async def test_a_damaged_copy_is_fetched_again(cache: FileCache, tmp_path: Path) -> None:
    source = Source(b"x" * 100)
    await read(cache, "a", source)
    (tmp_path / "cache" / "a").write_bytes(b"short")
    assert await read(cache, "a", source) == source.content


async def test_replaced_objects_are_not_mistaken(remote: Storage, tmp_path: Path) -> None:
    await remote.put("a/clip.mp4", b"first")
    async with remote.open_as_file("a/clip.mp4") as path:
        assert path.read_bytes() == b"first"
    await remote.put("a/clip.mp4", b"other")
    async with remote.open_as_file("a/clip.mp4") as path:
        assert path.read_bytes() == b"other"
        assert path.parent == tmp_path / "cache"
