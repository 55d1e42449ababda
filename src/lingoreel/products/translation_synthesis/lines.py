"""The lines a dub is made of, wherever they come from, and how much of them is new since an earlier one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lingoreel.artifacts import Artifact
from lingoreel.engines.casting import speaking_rate
from lingoreel.errors import InvalidFile, SourceError
from lingoreel.media.dub.levels import Levels
from lingoreel.media.dub.line import DubLine, tidy_lines
from lingoreel.products.translation_synthesis.request import SynthesisParameters
from lingoreel.products.translation_synthesis.result import LINES
from lingoreel.tasks.delivery import LINES_NAME, publish_text, result_key, store
from lingoreel.tasks.intake import Media
from lingoreel.tasks.run import Run
from lingoreel.tasks.states import State

DUB_NAME = "dub.json"
"""What of a dub was decided for all of its lines, and its lines' wording as given; for a later dub."""
MOST_TIMES = 3
MOST_MORE_MS = 30_000
LINE_MS = 300
"""The text may take this many times as long as the video, and so much more: no voice could say more in it. Each line
takes `LINE_MS` beside its letters."""
FASTEST = 1.5
"""What of a line's text is paid for even where its window is shorter: what can be said in it."""


@dataclass(frozen=True)
class Lines:
    """The lines in order of time. `machine`: which of them a machine worded and nobody has changed, by number."""

    lines: list[DubLine]
    machine: frozenset[int]


@dataclass(frozen=True)
class New:
    """What is new since an earlier dub: how much time is to be paid for, in ms.

    `lines` have the wording that they were spoken with then. `levels` and `separator` (None: there was none) are those
    of the earlier dub, where this one differs by its lines alone and shares one of them.
    """

    paid_ms: int
    lines: list[DubLine]
    levels: dict[str, Any] | None = None
    separator: dict[str, Any] | None = None

    @property
    def again(self) -> bool:
        """Whether an earlier dub is made again, but for some lines."""
        return self.levels is not None


async def take_lines(run: Run, parameters: SynthesisParameters, duration_ms: int) -> Lines:
    """Read and tidy the lines. Raises SourceError when they are gone, InvalidFile when they are not of this video."""

    async def take() -> dict[str, Any]:
        inputs = await run.inputs()
        preview = await _made_by(run, inputs.get("preview"))
        lines, warnings = await asyncio.to_thread(tidy_lines, await _given(run, inputs, preview), duration_ms)
        _check_length(lines, parameters.code, duration_ms)
        await run.warn(*warnings)
        known = {(line.start_ms, line.text) for line in preview or ()}
        machine = [
            number for number, line in enumerate(lines) if not line.modified and (line.start_ms, line.text) in known
        ]
        return {"lines": [line.to_dict() for line in lines], "machine": machine}

    taken = await run.kept("lines", take, state=State.PREPARING, progress=3)
    return Lines(_read(taken["lines"]), frozenset(taken["machine"]))


async def find_new(run: Run, parameters: SynthesisParameters, media: Media, lines: Sequence[DubLine]) -> New:
    """What of these lines is new. Raises SourceError when the earlier dub is gone."""

    async def compare() -> dict[str, Any]:
        if parameters.earlier is None:
            return _plain(New(media.duration_ms, list(lines)))
        spoken, dub = await _earlier(run, parameters.earlier)
        common = _common(parameters, media)
        changed = [name for name, value in common.items() if value is not None and dub["common"].get(name) != value]
        if changed:
            await run.warn(f"everything_is_new: the {' and the '.join(changed)} changed, so the whole is made and paid")
            return _plain(New(media.duration_ms, list(lines)))
        given = [replace(line, text=dub["given"].get(str(at), line.text)) for at, line in enumerate(spoken)]
        again = {_heard(line): said.text for line, said in zip(given, spoken, strict=True)}
        worded = [replace(line, text=again.get(_heard(line), line.text)) for line in lines]
        # The same again is made again all the same, and a started minute is the least there is.
        paid_ms = max(1, min(changed_ms(worded, spoken, parameters.code), media.duration_ms))
        if set(map(_heard, spoken)).isdisjoint(map(_heard, worded)):
            # Nothing that was heard stays: those lines' levels may suit none of these.
            return _plain(New(paid_ms, worded))
        return _plain(New(paid_ms, worded, dub["levels"], dub.get("separator")))

    found = await run.kept("compare", compare)
    return New(found["paid_ms"], _read(found["lines"]), found["levels"], found["separator"])


async def publish_lines(run: Run, lines: Sequence[DubLine], stem: str) -> Artifact:
    """The lines as they were spoken: a file, and what a later task takes. Raises ResultNotStored."""
    content = json.dumps([line.to_dict() for line in lines], ensure_ascii=False)
    return await publish_text(run, LINES, content, f"{stem}.lines.json", at=LINES_NAME)


async def keep_dub(
    run: Run,
    parameters: SynthesisParameters,
    media: Media,
    given: Sequence[DubLine],
    spoken: Sequence[DubLine],
    levels: Levels,
    separator: dict[str, Any] | None,
) -> None:
    """Leave for a later dub what it is compared with. Raises ResultNotStored."""
    kept = {
        "common": _common(parameters, media),
        "levels": levels.to_dict(),
        "separator": separator,
        "given": {
            str(at): line.text
            for at, (line, said) in enumerate(zip(given, spoken, strict=True))
            if line.text != said.text
        },
    }
    await store(run, result_key(run, DUB_NAME), json.dumps(kept, ensure_ascii=False).encode())


def changed_ms(lines: Sequence[DubLine], earlier: Sequence[DubLine], language: str) -> int:
    """How much time is under lines that are new, gone, or said to be modified, in ms; time under two counts once."""
    before, now = set(map(_heard, earlier)), set(map(_heard, lines))
    spans = [_paid(line, language) for line in lines if line.modified or _heard(line) not in before]
    spans += [(line.start_ms, line.end_ms) for line in earlier if _heard(line) not in now]
    return _covered(spans)


def _paid(line: DubLine, language: str) -> tuple[int, int]:
    said_ms = len(line.text) * 1000 / speaking_rate(language) / FASTEST
    return line.start_ms, max(line.end_ms, line.start_ms + round(said_ms))


def _covered(spans: Iterable[tuple[int, int]]) -> int:
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _heard(line: DubLine) -> tuple[Any, ...]:
    """What of a line is heard."""
    return line.start_ms, line.end_ms, line.text, line.voice


def _common(parameters: SynthesisParameters, media: Media) -> dict[str, Any]:
    """What is decided for all lines: another value, and every line is another one."""
    burned = parameters.subtitle_style if parameters.subtitle_mode == "burn" else None
    return {
        "source": media.sha256,
        "language": parameters.code,
        "background": parameters.background,
        "original volume": parameters.original_volume,
        "burned subtitles": burned,
    }


def _check_length(lines: Sequence[DubLine], language: str, duration_ms: int) -> None:
    said_ms = len(lines) * LINE_MS + sum(len(line.text) for line in lines) * 1000 / speaking_rate(language)
    if said_ms > duration_ms * MOST_TIMES + MOST_MORE_MS:
        raise InvalidFile(
            f"the lines take about {said_ms / 60_000:,.0f} minutes to say, and the video lasts "
            f"{duration_ms / 60_000:,.1f}",
            code="subtitles_do_not_match",
            field="subtitles",
            remedy="check that they are of this video",
        )


def _plain(new: New) -> dict[str, Any]:
    lines = [line.to_dict() for line in new.lines]
    return {"paid_ms": new.paid_ms, "lines": lines, "levels": new.levels, "separator": new.separator}


def _read(lines: Iterable[dict[str, Any]]) -> list[DubLine]:
    return [DubLine.from_dict(line) for line in lines]


async def _given(run: Run, inputs: dict[str, Any], preview: list[DubLine] | None) -> list[DubLine]:
    if "lines" in inputs:
        return _read(inputs["lines"])
    lines = preview or await _made_by(run, inputs.get("task_id"))
    if lines is None:
        raise SourceError("the lines of this task are not kept any more", code="source_not_found")
    return lines


async def _made_by(run: Run, task_id: str | None) -> list[DubLine] | None:
    """The lines that a task left behind; None where they are gone."""
    key = f"results/{task_id}/{LINES_NAME}"
    if task_id is None or not await run.kit.storage.exists(key):
        return None
    return _read(json.loads(await run.kit.storage.get(key)))


async def _earlier(run: Run, task_id: str) -> tuple[list[DubLine], dict[str, Any]]:
    """The lines of the dub that this one does again, as they were spoken, and what else it left."""
    lines, key = await _made_by(run, task_id), f"results/{task_id}/{DUB_NAME}"
    if lines is None or not await run.kit.storage.exists(key):
        raise SourceError(
            f"what task {task_id} made is not kept any more",
            code="source_not_found",
            field="task_id",
            remedy="send the video and all lines, without task_id",
        )
    return lines, json.loads(await run.kit.storage.get(key))
