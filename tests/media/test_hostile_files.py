"""Damaged files through a real cell: an answer or a clear error, never a hang, never our own death."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from lingoreel.errors import InvalidFile
from lingoreel.processes import Cells
from lingoreel.settings import Settings

MUTATIONS = 40

LOOK = """
from lingoreel.media.decode import decode_audio
from lingoreel.media.probe import probe

def look(request, report):
    found = probe(request, report)
    if found["audio_index"] is None:
        return found
    return decode_audio(request | {"stream": found["audio_index"]}, report)
"""


def mutate(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 10, 40))):
        if len(changed) < 100:
            break
        end = rng.choice((len(changed), min(len(changed), 3_000)))
        at = rng.randrange(end)
        match rng.randrange(6):
            case 0:
                changed[at] = rng.randrange(256)
            case 1:
                changed[at : at + 4] = rng.choice((b"\xff" * 4, b"\x7f\xff\xff\xff", bytes(4), b"\x80\0\0\0"))
            case 2:
                del changed[at : at + rng.randrange(1, 2_000)]
            case 3:
                changed[at:at] = changed[max(0, at - 500) : at]
            case 4:
                changed[at : at + 8] = rng.randbytes(8)
            case _:
                del changed[max(50, at) :]
    return bytes(changed)


@pytest.fixture
async def cells(tmp_path, monkeypatch):
    code = tmp_path / "code"
    code.mkdir()
    (code / "hostile.py").write_text(LOOK)
    monkeypatch.setenv("PYTHONPATH", str(code))
    made = Cells(Settings(data_dir=tmp_path / "data", database_url=None, secret=None))
    yield made
    await made.close()


async def test_mutated_files(make_media, cells, tmp_path):
    seeds = [
        make_media("mp4", "aac", video="libx264"),
        make_media("matroska", "libopus", rate=48_000, video="mpeg4"),
        make_media("mp3", "libmp3lame", cover=True),
        make_media("flac", "flac"),
        make_media("wav", "pcm_s16le"),
        make_media("mpegts", "aac", rate=48_000),
        make_media("ogg", "libopus", rate=48_000),
        make_media("avi", "libmp3lame", video="mpeg4"),
    ]
    rng = random.Random(20)
    turns = asyncio.Semaphore(3)

    async def one(number: int, path: Path) -> str:
        async with turns:
            request = {"path": str(path), "output_path": str(tmp_path / f"out {number}"), "max_ms": 60_000}
            try:
                answer = await cells.run("hostile:look", request, wall_s=60)
            except InvalidFile as error:
                assert error.message
                assert str(tmp_path) not in str(error.as_dict())
                assert not (tmp_path / f"out {number}").exists() or error.details
                return "refused"
            assert answer.get("samples", 1) > 0
            return "read"

    paths = []
    for number in range(MUTATIONS):
        path = tmp_path / f"mutated {number}"
        path.write_bytes(mutate(rng.choice(seeds).read_bytes(), rng))
        paths.append(path)
    outcomes = await asyncio.gather(*(one(number, path) for number, path in enumerate(paths)))
    assert set(outcomes) == {"read", "refused"}
    # and the parent still works
    assert await one(MUTATIONS, seeds[0]) == "read"


async def test_probe_and_decode_are_called_by_name_in_a_fully_confined_cell(make_media, cells, tmp_path):
    path, output = make_media("mp4", "aac", 3, video="mpeg4"), tmp_path / "audio.pcm"
    found = await cells.run("lingoreel.media.probe:probe", {"path": str(path)}, wall_s=60)
    assert found["presented_ms"] == 3_000
    fractions = []
    answer = await cells.run(
        "lingoreel.media.decode:decode_audio",
        {"path": str(path), "stream": found["audio_index"], "output_path": str(output), "max_ms": 10_000},
        wall_s=60,
        on_progress=lambda progress: fractions.append(progress["fraction"]),
    )
    assert output.stat().st_size == answer["samples"] * 2
    assert fractions[-1] == 1
