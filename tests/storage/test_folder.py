"""What holds for objects in a folder."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from lingoreel.settings import Settings
from lingoreel.storage import Storage


@pytest.fixture
def objects(folder: Storage, tmp_path: Path) -> Path:
    """The folder of the objects."""
    return tmp_path / "data" / "objects"


async def test_open_as_file_is_the_object_itself(folder: Storage, objects: Path) -> None:
    await folder.put("a/b.wav", b"x")
    async with folder.open_as_file("a/b.wav") as path:
        assert path == objects / "a" / "b.wav"


async def test_a_file_moves_in_by_a_rename(folder: Storage, objects: Path, tmp_path: Path) -> None:
    source = tmp_path / "made"
    source.write_bytes(b"x")
    number = source.stat().st_ino
    await folder.put_file("a/b", source)
    assert (objects / "a" / "b").stat().st_ino == number


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a second filesystem")
async def test_a_file_of_another_filesystem_is_copied(folder: Storage, objects: Path) -> None:
    elsewhere = Path("/dev/shm") / f"lingoreel-test-{os.getpid()}"
    assert Path("/dev/shm").stat().st_dev != objects.stat().st_dev
    elsewhere.write_bytes(b"x" * 3_000_000)
    try:
        await folder.put_file("a/b", elsewhere)
        assert not elsewhere.exists()
    finally:
        elsewhere.unlink(missing_ok=True)
    assert (await folder.head("a/b")).size_bytes == 3_000_000
    assert list((objects / ".partial").iterdir()) == []


async def test_nobody_else_may_read(folder: Storage, objects: Path, tmp_path: Path) -> None:
    await folder.put("a/b", b"x")
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((objects / "a").stat().st_mode) == 0o700
    assert stat.S_IMODE((objects / "a" / "b").stat().st_mode) == 0o600


async def test_empty_folders_go(folder: Storage, objects: Path) -> None:
    await folder.put("a/b/c", b"x")
    await folder.put("a/d", b"x")
    await folder.delete("a/b/c")
    assert not (objects / "a" / "b").exists()
    await folder.delete_prefix("a")
    assert [path.name for path in objects.iterdir()] == [".partial"]


async def test_writing_beside_deleting(folder: Storage) -> None:
    async def write(name: int) -> None:
        for _ in range(40):
            await folder.put(f"a/b/{name}", b"x")
            await folder.delete(f"a/b/{name}")

    await asyncio.gather(*(write(name) for name in range(6)))
    await folder.put("a/b/last", b"x")
    assert [info.key async for info in folder.list()] == ["a/b/last"]


async def test_listing_is_whole_beyond_one_batch(folder: Storage, objects: Path) -> None:
    (objects / "many").mkdir()
    for number in range(1203):
        (objects / "many" / str(number)).write_bytes(b"")
    assert len([info async for info in folder.list("many")]) == 1203


def test_a_killed_writer_leaves_no_object_and_is_swept(tmp_path: Path) -> None:
    code = """
        import asyncio, sys
        from pathlib import Path
        from lingoreel.settings import Settings
        from lingoreel.storage import Storage
        async def main():
            storage = Storage.open(Settings(data_dir=Path(sys.argv[1])))
            async with storage.writer("a/b") as writer:
                await writer.write(b"x" * 5_000_000)
                print("written", flush=True)
                await asyncio.sleep(60)
        asyncio.run(main())
        """
    data = tmp_path / "data"
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(data)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "written\n"
    partial = data / "objects" / ".partial"
    left = list(partial.iterdir())
    assert len(left) == 1
    long_ago = time.time() - 3600
    os.utime(left[0], (long_ago, long_ago))
    Storage.open(Settings(data_dir=data))
    assert list(partial.iterdir()) == left, "it is being written"
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert not (data / "objects" / "a").exists()
    os.utime(left[0], (long_ago, long_ago))
    Storage.open(Settings(data_dir=data))
    assert list(partial.iterdir()) == []


async def test_another_folder_by_path_or_file_url(tmp_path: Path) -> None:
    place = tmp_path / "else where"
    for url in (str(place), "file://" + str(place).replace(" ", "%20")):
        storage = Storage.open(Settings(data_dir=tmp_path / "data", storage_url=url))
        await storage.put("a", b"x")
        assert (place / "a").read_bytes() == b"x"
        shutil.rmtree(place)
