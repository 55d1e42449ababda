"""Parts of heavy work: carried out by a cell or a host, their objects fetched and stored."""

from __future__ import annotations

import errno
import hashlib
import json
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from lingoreel.errors import EngineFailed, EngineUnavailable, InvalidFile, ResultNotStored
from lingoreel.processes.host import CHILD_FAILED
from lingoreel.tasks import parts
from lingoreel.tasks.kit import Kit
from lingoreel.tasks.parts import CellPart, HostPart
from lingoreel.tasks.stages import StageKey

STAGE = StageKey.of(uuid4(), "audio", {"source": "00"})
DECODE = CellPart(
    cell="lingoreel.media.decode:decode_audio",
    request={"stream": 0, "max_ms": 60_000},
    objects={"path": "sources/tone"},
    made_of={"source": "00"},
    wall_s=60,
    output="audio.pcm",
)
ASK = HostPart(
    host="lingoreel.media.segments:Nobody",
    parallel=3,
    request={"lines": ["one"]},
    objects={},
    made_of={"lines": "00"},
    wall_s=5,
)


def quiet(_progress: dict[str, Any]) -> None:
    pass


def changed(part: CellPart, **values: Any) -> CellPart:
    made = parts.from_dict({**parts.to_dict(part), **values})
    assert isinstance(made, CellPart)
    return made


async def stored(kit: Kit) -> list[str]:
    """What lies with the stages."""
    return [found.key async for found in kit.storage.list("stages/")]


@pytest.fixture
async def tone(kit: Kit, tmp_path: Path) -> str:
    """One second of sound, stored."""
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes(b"\x00\x10\x00\xf0" * 8_000)
    await kit.storage.put("sources/tone", path.read_bytes())
    return "sources/tone"


@pytest.mark.parametrize(
    "part",
    [
        ASK,
        DECODE,
        HostPart(host="a.b:C", request={}, objects={}, made_of={}, wall_s=1.5, weight=7.0, optional=True),
        changed(DECODE, output_key="results/x/video", programs=True, memory_bytes=1 << 30, file_bytes=5, weight=0.5),
        changed(
            DECODE, objects={"path": "a", "piece_paths": ["b", "c"]}, items=["x", "y"], beside={"output_b_path": "b"}
        ),
    ],
)
def test_a_part_is_the_same_on_another_worker(part: parts.Part):
    again = parts.from_dict(json.loads(json.dumps(parts.to_dict(part))))
    assert again == part
    assert type(again) is type(part)


async def test_what_a_cell_wrote_lies_with_its_stage(kit: Kit, tone: str):
    made = await parts.carry_out(kit, DECODE, STAGE, quiet)
    assert STAGE.owns(made["key"])
    assert made["key"].endswith("/audio.pcm")
    content = await kit.storage.get(made["key"])
    assert len(content) == 2 * made["samples"] > 30_000
    assert made["sha256"] == hashlib.sha256(content).hexdigest()
    assert await kit.storage.exists(tone)
    assert not list(kit.scratch.glob("*/audio.pcm")), "the scratch folder is gone"
    again = await parts.carry_out(kit, DECODE, STAGE, quiet)
    assert again["key"] != made["key"], "each making's own"


async def test_an_output_key_is_where_it_lies(kit: Kit, tone: str):
    made = await parts.carry_out(kit, changed(DECODE, output_key="results/task/sound"), STAGE, quiet)
    assert made["key"] == "results/task/sound"
    assert len(await kit.storage.get("results/task/sound")) == 2 * made["samples"]
    assert await stored(kit) == []


async def test_what_is_written_beside_lies_where_it_was_told(kit: Kit, tone: str):
    part = changed(
        DECODE,
        cell="lingoreel.media.dub.full_sound:decode_full",
        output="full.pcm",
        beside={"output_speech_path": "stages/of/another/audio.pcm"},
    )
    made = await parts.carry_out(kit, part, STAGE, quiet)
    assert STAGE.owns(made["key"])
    assert len(await kit.storage.get(made["key"])) == 2 * made["samples"] == 2 * 48_000
    speech = await kit.storage.get("stages/of/another/audio.pcm")
    assert made["speech"] == {"samples": 16_000, "sha256": hashlib.sha256(speech).hexdigest()}


async def test_a_cells_refusal_stores_nothing(kit: Kit):
    await kit.storage.put("sources/tone", b"no sound at all " * 100)
    with pytest.raises(InvalidFile):
        await parts.carry_out(kit, DECODE, STAGE, quiet)
    assert await stored(kit) == []


async def test_a_full_store_is_a_result_not_stored(kit: Kit, tone: str, monkeypatch: pytest.MonkeyPatch):
    async def full(_key: str, _path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(kit.storage, "put_file", full)
    with pytest.raises(ResultNotStored) as refused:
        await parts.carry_out(kit, DECODE, STAGE, quiet)
    assert (refused.value.state, refused.value.retryable) == (-2, True)
    assert refused.value.remedy
    assert not list(kit.scratch.glob("*/audio.pcm"))


class Decoders:
    """Cells that only note what they are asked."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    async def run(self, target: str, request: dict[str, Any], **bounds: Any) -> dict[str, Any]:
        self.asked = {"target": target, "request": request, **bounds}
        for name, value in request.items():
            if name.endswith("paths"):
                self.asked["contents"] = [Path(path).read_bytes() for path in value]
        return {"frames": 3}


async def test_objects_become_files_and_bounds_are_passed_on(kit: Kit, monkeypatch: pytest.MonkeyPatch):
    decoders = Decoders()
    monkeypatch.setattr(kit, "decoders", decoders)
    for name in ("a", "b"):
        await kit.storage.put(f"pieces/{name}", name.encode())
    part = CellPart(
        cell="x.y:z",
        request={"settings": 1},
        objects={"piece_paths": ["pieces/b", "pieces/a"]},
        made_of={},
        wall_s=7,
        programs=True,
        memory_bytes=1 << 30,
        file_bytes=1 << 20,
    )
    assert await parts.carry_out(kit, part, STAGE, quiet) == {"frames": 3}
    asked = decoders.asked
    assert asked["contents"] == [b"b", b"a"]
    assert (asked["target"], asked["wall_s"], asked["allow_programs"]) == ("x.y:z", 7, True)
    assert (asked["memory_bytes"], asked["file_bytes"]) == (1 << 30, 1 << 20)
    assert asked["request"].keys() == {"settings", "piece_paths"}


async def test_an_object_that_is_named_often_is_opened_once(kit: Kit, monkeypatch: pytest.MonkeyPatch):
    decoders, opened = Decoders(), []
    monkeypatch.setattr(kit, "decoders", decoders)
    await kit.storage.put("pieces/a", b"a")
    open_as_file = kit.storage.open_as_file
    monkeypatch.setattr(kit.storage, "open_as_file", lambda key: opened.append(key) or open_as_file(key))
    part = CellPart(cell="x.y:z", request={}, objects={"piece_paths": ["pieces/a"] * 300}, made_of={}, wall_s=7)
    await parts.carry_out(kit, part, STAGE, quiet)
    assert opened == ["pieces/a"]
    assert len(decoders.asked["request"]["piece_paths"]) == 300


@pytest.fixture
def host(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[dict[str, Any]]]:
    """Let a host answer these things, one after another; what it was asked."""

    def answering(*answers: dict[str, Any] | Exception) -> list[dict[str, Any]]:
        left, asked = list(answers), []

        async def call(host: str, request: dict[str, Any], **options: Any) -> dict[str, Any]:
            asked.append({"host": host, "request": request, **options})
            answer = left.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(kit, "call_host", call)
        return asked

    return answering


def dead() -> EngineFailed:
    return EngineFailed("the process ended", details={CHILD_FAILED: True})


async def test_a_dead_child_is_followed_by_another(kit: Kit, host):
    asked = host(dead(), dead(), {"lines": ["uno"]})
    assert await parts.carry_out(kit, ASK, STAGE, quiet) == {"lines": ["uno"]}
    assert [(call["host"], call["parallel"], call["wall_s"]) for call in asked] == [(ASK.host, 3, 5)] * 3


async def test_an_engine_that_always_dies_is_given_up(kit: Kit, host):
    asked = host(dead(), dead(), dead(), {"lines": ["too late"]})
    with pytest.raises(EngineFailed, match="the process ended"):
        await parts.carry_out(kit, ASK, STAGE, quiet)
    assert len(asked) == parts.ENGINE_ATTEMPTS


@pytest.mark.parametrize("error", [EngineFailed("the service is down"), EngineUnavailable("the key was refused")])
async def test_what_the_engine_says_itself_is_final(kit: Kit, host, error: Exception):
    asked = host(error, {"lines": ["never"]})
    with pytest.raises(type(error), match=str(error)):
        await parts.carry_out(kit, ASK, STAGE, quiet)
    assert len(asked) == 1


async def test_a_child_that_dies_and_then_refuses_is_not_asked_a_third_time(kit: Kit, host):
    asked = host(dead(), EngineFailed("the service is down"), {"lines": ["never"]})
    with pytest.raises(EngineFailed, match="the service is down"):
        await parts.carry_out(kit, ASK, STAGE, quiet)
    assert len(asked) == 2
