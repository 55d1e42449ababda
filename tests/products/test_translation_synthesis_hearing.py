"""The source's sound, decoded in full quality and as it is heard: at once, or each by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from lingoreel.products.translation_synthesis import hearing
from lingoreel.settings import Limits
from lingoreel.tasks.intake import AUDIO, Media
from lingoreel.tasks.parts import CellPart
from lingoreel.tasks.stages import StageKey

MEDIA = Media("sources/x", "00", {"presented_ms": 2000, "audio_index": 1})
KNOWN = {"key": "known", "sha256": "11", "samples": 7}


class MadeUpRun:
    """Cells that only say where they write; `known` is there from the start, `meanwhile` when it is to be made."""

    def __init__(self, known: Sequence[str] = (), meanwhile: Sequence[str] = ()) -> None:
        self.facts = SimpleNamespace(customer_id=uuid4(), task_id=uuid4(), product="dub", limits=Limits())
        self.kit = self
        self.known, self.meanwhile = known, meanwhile
        self.cells: list[str] = []
        self.written: list[str] = []

    async def step(self, _name: str, work: Callable[[], Awaitable[Any]], **_: Any) -> Any:
        return await work()

    async def unmade(self, _task: object, _product: str, wanted: Sequence[StageKey]) -> list[int]:
        return [number for number, stage in enumerate(wanted) if stage.name not in self.known]

    async def made(self, name: str, made_of: dict[str, Any], make: Callable[[StageKey], Awaitable[Any]]) -> Any:
        if name in (*self.known, *self.meanwhile):
            return dict(KNOWN)
        return await make(StageKey.of(self.facts.customer_id, name, made_of))

    def made_by_cell(self, part: CellPart, **_: float) -> Callable[[StageKey], Awaitable[dict[str, Any]]]:
        async def make(stage: StageKey) -> dict[str, Any]:
            key = stage.new_object(str(part.output))
            self.cells.append(stage.name)
            self.written += [key, *part.beside.values()]
            beside = {"speech": {"sha256": "22", "samples": 9}} if part.beside else {}
            return {"key": key, "sha256": "33", "samples": 8, **beside}

        return make


@pytest.fixture
def hear(monkeypatch: pytest.MonkeyPatch) -> Callable[[MadeUpRun], Awaitable[tuple[dict[str, Any], Any]]]:
    """What was decoded in full, and what is listened to."""
    heard: list[Any] = []

    async def speech_in(_run: Any, audio: Any) -> list[list[int]]:
        heard.append(audio)
        return [[0, 5]]

    monkeypatch.setattr(hearing, "speech_in", speech_in)

    async def listen(made_up: MadeUpRun) -> tuple[dict[str, Any], Any]:
        run: Any = made_up
        found = await hearing.hear(run, MEDIA)
        return found.decoded, heard.pop()

    return listen


async def test_one_cell_writes_both(hear):
    run = MadeUpRun()
    full, audio = await hear(run)
    assert run.cells == [hearing.FULL_SOUND]
    assert run.written == [full["key"], audio.key]
    assert "/audio.pcm" in audio.key
    assert (audio.sha256, audio.samples) == ("22", 9)
    assert "speech" not in full, "the other stage's object goes with the other stage"


async def test_what_another_task_decoded_meanwhile_wrote_nothing_here(hear):
    run = MadeUpRun(meanwhile=[hearing.FULL_SOUND])
    full, audio = await hear(run)
    assert full == KNOWN
    assert run.cells == [AUDIO]
    assert run.written == [audio.key]


@pytest.mark.parametrize("known", [AUDIO, hearing.FULL_SOUND])
async def test_only_what_is_missing_is_decoded(hear, known: str):
    run = MadeUpRun(known=[known])
    full, audio = await hear(run)
    assert run.cells == [AUDIO if known == hearing.FULL_SOUND else hearing.FULL_SOUND]
    assert "known" in (full["key"], audio.key)
    assert len(run.written) == 1
