"""The lines a dub is made of, wherever they come from, and how much of them is new since an earlier one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from lingoreel.artifacts import Artifact
from lingoreel.errors import SourceError
from lingoreel.media.dub.levels import Levels
from lingoreel.media.dub.line import DubLine, tidy_lines
from lingoreel.products.translation_synthesis.request import SynthesisParameters
from lingoreel.products.translation_synthesis.result import LINES
from lingoreel.tasks.delivery import LINES_NAME, publish_text, result_key, store
from lingoreel.tasks.run import Run
from lingoreel.tasks.states import State

OF_ALL = "of_all.json"
"""What of a dub's sound is decided for all of its lines, and the levels it was mixed at; for a later dub."""


@dataclass(frozen=True)
class New:
    """What is new since an earlier dub: how much time is to be paid for, in ms.

    `levels` are those of the earlier one, where this one differs by its lines alone.
    """

    paid_ms: int
    levels: dict[str, Any] | None = None


async def take_lines(run: Run, duration_ms: int) -> list[DubLine]:
    """Read and tidy the lines. Raises SourceError when they are gone, InvalidFile when none is in this video."""

    async def take() -> str:
        lines, warnings = await asyncio.to_thread(tidy_lines, await _given(run), duration_ms)
        await run.warn(*warnings)
        key = result_key(run, "asked.json")
        await store(run, key, _content(lines))
        return key

    # The object does not change, and may be large: it is read outside of steps.
    return await _read(run, await run.step("lines", take, state=State.PREPARING, progress=3))


async def find_new(run: Run, parameters: SynthesisParameters, lines: Sequence[DubLine], duration_ms: int) -> New:
    """What of these lines is new."""

    async def compare() -> dict[str, Any]:
        before = await _earlier(run, parameters)
        if before is None or before[1]["sound"] != parameters.sound:
            return asdict(New(duration_ms))
        # The same again is made again all the same, and a started minute is the least there is.
        paid_ms = max(1, min(changed_ms(lines, before[0], duration_ms), duration_ms))
        return asdict(New(paid_ms, before[1]["levels"]))

    return New(**await run.step("compare", compare))


async def _read(run: Run, key: str) -> list[DubLine]:
    return [DubLine.from_dict(line) for line in json.loads(await run.kit.storage.get(key))]


async def publish_lines(run: Run, lines: Sequence[DubLine], stem: str) -> Artifact:
    """The lines as they were spoken: a file, and what a later task takes. Raises ResultNotStored."""
    return await publish_text(run, LINES, _content(lines).decode(), f"{stem}.lines.json", at=LINES_NAME)


async def keep_levels(run: Run, parameters: SynthesisParameters, levels: Levels) -> None:
    """Leave for a later dub what decided the sound of all lines. Raises ResultNotStored."""
    kept = {"sound": parameters.sound, "levels": levels.to_dict()}
    await store(run, result_key(run, OF_ALL), json.dumps(kept).encode())


def changed_ms(lines: Sequence[DubLine], earlier: Sequence[DubLine], duration_ms: int) -> int:
    """How much time is under lines that are new, gone, or said to be modified, in ms; time under two counts once."""
    before, now = set(map(_plain, earlier)), set(map(_plain, lines))
    spans = [
        (line.start_ms, min(line.end_ms, duration_ms)) for line in lines if line.modified or _plain(line) not in before
    ]
    spans += [(line.start_ms, line.end_ms) for line in earlier if _plain(line) not in now]
    return _covered(spans)


def _covered(spans: Iterable[tuple[int, int]]) -> int:
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _plain(line: DubLine) -> DubLine:
    """What of a line is heard."""
    return replace(line, source_text="", modified=False)


def _content(lines: Sequence[DubLine]) -> bytes:
    return json.dumps([line.to_dict() for line in lines], ensure_ascii=False).encode()


async def _given(run: Run) -> list[DubLine]:
    inputs = await run.inputs()
    if "lines" in inputs:
        return [DubLine.from_dict(line) for line in inputs["lines"]]
    if "task_id" not in inputs:
        raise SourceError("the lines of this task are not kept any more", code="source_not_found")
    key = f"results/{inputs['task_id']}/{LINES_NAME}"
    if not await run.kit.storage.exists(key):
        raise SourceError(f"the lines of task {inputs['task_id']} are not kept any more", code="source_not_found")
    return await _read(run, key)


async def _earlier(run: Run, parameters: SynthesisParameters) -> tuple[list[DubLine], dict[str, Any]] | None:
    """The lines of the dub that this one does again, and what decided its sound; None where they are gone."""
    if parameters.earlier is None:
        return None
    keys = [f"results/{parameters.earlier}/{name}" for name in (LINES_NAME, OF_ALL)]
    if not all([await run.kit.storage.exists(key) for key in keys]):
        return None
    lines, of_all = keys
    return await _read(run, lines), json.loads(await run.kit.storage.get(of_all))
