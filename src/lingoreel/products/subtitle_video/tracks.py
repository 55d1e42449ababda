"""The subtitles a customer brought, wherever they come from, as one stored object of clean cues."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, dataclass
from typing import Any

from lingoreel.errors import InvalidFile, LingoreelError, SourceError
from lingoreel.media.cues import Cue, MadeCues
from lingoreel.media.subtitle_files import tidy
from lingoreel.tasks.delivery import CUES_NAME, result_key
from lingoreel.tasks.intake import fetch_text
from lingoreel.tasks.run import Run
from lingoreel.tasks.states import State
from lingoreel.tasks.subtitle_tracks import TRACKS, Track, Tracks, keep_tracks, read_cues


@dataclass(frozen=True)
class _Read:
    cues: list[Cue]
    language: str | None
    warnings: tuple[str, ...] = ()


async def take_tracks(run: Run, duration_ms: int) -> Tracks:
    """Read and clean every track. Raises SourceError and InvalidFile, naming the parameter it came by."""

    async def described() -> dict[str, Any]:
        inputs = await run.inputs()
        return {name: {k: v for k, v in inputs[name].items() if k != "cues"} for name in TRACKS if name in inputs}

    given = await run.step("tracks", described, state=State.PREPARING, progress=3)
    if "primary" not in given:
        raise SourceError("the subtitles of this task are not kept any more", code="source_not_found")
    names = {}
    for name, one in given.items():
        if "url" in one:
            key = result_key(run, f"inputs/{name}")
            names[name] = (await fetch_text(run, one["url"], key, name=name, field=one["field"]))["name"]

    async def read() -> dict[str, Any]:
        tracks = {}
        for name, one in given.items():
            try:
                tracks[name] = await _clean(run, name, await _read(run, name, one, names.get(name)), duration_ms)
            except LingoreelError as error:
                error.field = one["field"]
                raise
        return asdict(await keep_tracks(run, tracks))

    return Tracks(**await run.step("read_subtitles", read))


async def _read(run: Run, name: str, given: dict[str, Any], file_name: str | None) -> _Read:
    language = given["language"]
    if file_name is not None:
        cues, warnings = await read_cues(run, result_key(run, f"inputs/{name}"), file_name)
        return _Read(cues, language, tuple(warnings))
    if "task_id" in given:
        made = await _from_task(run, given["task_id"])
        side = given["side"] or made.main
        chosen = made.together[side] if given["together"] else made.alone[side]
        return _Read(list(chosen), language or made.languages[side])
    return _Read([Cue.from_dict(cue) for cue in (await run.inputs())[name]["cues"]], language)


async def _from_task(run: Run, task_id: str) -> MadeCues:
    key = f"results/{task_id}/{CUES_NAME}"
    if not await run.kit.storage.exists(key):
        raise SourceError(f"the subtitles of task {task_id} are not kept any more", code="source_not_found")
    return MadeCues.from_dict(json.loads(await run.kit.storage.get(key)))


async def _clean(run: Run, name: str, read: _Read, duration_ms: int) -> Track:
    cues, warnings = await asyncio.to_thread(tidy, read.cues, duration_ms)
    if not cues:
        raise InvalidFile(
            "the subtitles show nothing while this video runs", remedy="check that they belong to this video"
        )
    await run.warn(*(f"{name}_subtitles: {warning}" for warning in (*read.warnings, *warnings)))
    return Track(cues, read.language)
