"""Lines said in fewer words, for dubs whose lines have no more time: a verb for every product that needs it.

A language model is asked where the workers have one; what it cannot, or nobody can, is shortened by rules. A new
wording is taken only when it is shorter and, by the checks that translations go through, no worse than the old one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lingoreel.engines.translation import llm, verify
from lingoreel.engines.translation.protocol import Capabilities, Translation, TranslationRequest
from lingoreel.errors import EngineFailed, EngineUnavailable, ProcessingTimeout
from lingoreel.media.dub import compress
from lingoreel.tasks.run import Run
from lingoreel.tasks.translating import Wanted, part_of


@dataclass(frozen=True, slots=True)
class TooLong:
    """A line that takes more time than it has: what was said, how it is worded now, and how long it may be."""

    source_text: str
    text: str
    most_chars: int


async def shorten(
    run: Run, items: Sequence[TooLong], wanted: Wanted, *, name: str = "word", low: float, high: float
) -> list[str | None]:
    """A shorter wording of each item, in order; None where there is none.

    A wording may still be longer than `most_chars`: as short as it could be made. Engines that fail leave it to the
    rules: nothing is raised for them. `name` is one of its own for each call of a recipe; `low` and `high` bound the
    progress.
    """
    if not items:
        return []
    engine = await run.step(f"choose_{name}", lambda: _engine(run, wanted))
    found: list[str | None] = [None] * len(items)
    if engine is not None:
        found = await _asked(run, Capabilities.from_dict(engine), items, wanted, name, low=low, high=high)

    async def rules() -> list[str | None]:
        return await asyncio.to_thread(_short_enough, items, found, wanted)

    # Some milliseconds a line: not where the worker's other tasks would wait for it, nor twice.
    shorter: list[str | None] = await run.step(f"{name}_rules", rules)
    return shorter


def _short_enough(items: Sequence[TooLong], found: Sequence[str | None], wanted: Wanted) -> list[str | None]:
    return [
        text if text is not None and len(text) <= item.most_chars else _by_rules(item, text, wanted)
        for item, text in zip(items, found, strict=True)
    ]


async def _engine(run: Run, wanted: Wanted) -> dict[str, Any] | None:
    if run.kit.settings.translation_engine not in ("auto", llm.NAME):
        return None
    usable = [Capabilities.from_dict(record) for record in await run.offered("translation")]
    found = [engine for engine in usable if engine.name == llm.NAME and engine.serves(wanted.source, wanted.target)]
    return max(found, key=lambda engine: engine.version).to_dict() if found else None


async def _asked(
    run: Run, engine: Capabilities, items: Sequence[TooLong], wanted: Wanted, name: str, *, low: float, high: float
) -> list[str | None]:
    parts = []
    for begin in range(0, len(items), engine.batch_lines):
        mine = items[begin : begin + engine.batch_lines]
        request = TranslationRequest(
            source=wanted.source,
            target=wanted.target,
            lines=tuple(item.source_text for item in mine),
            glossary=wanted.glossary,
            keep=wanted.keep,
            limits=tuple(item.most_chars for item in mine),
            drafts=tuple(item.text for item in mine),
        )
        parts.append(part_of(run, engine, request, optional=True))
    try:
        values = await run.results(name, engine.lane, parts, low=low, high=high)
    except (EngineFailed, EngineUnavailable, ProcessingTimeout):
        return [None] * len(items)
    made = [line.text for value in values for line in Translation.from_dict(value).lines]
    return [_no_worse(item, text, wanted) for item, text in zip(items, made, strict=True)]


def _by_rules(item: TooLong, text: str | None, wanted: Wanted) -> str | None:
    """The wording, an engine's where there is one, as much shorter as rules make it."""
    shorter = compress.shorten(text or item.text, wanted.target, item.most_chars)
    return _no_worse(item, shorter, wanted) or text


def _no_worse(item: TooLong, text: str | None, wanted: Wanted) -> str | None:
    if text is None or len(text) >= len(item.text):
        return None

    def faults(said: str) -> tuple[int, int, int]:
        source = item.source_text or item.text
        return verify.severity(
            verify.problems(source, said, wanted.source, wanted.target, wanted.glossary, wanted.keep)
        )

    return text if faults(text) <= faults(item.text) else None
