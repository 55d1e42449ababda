"""Utterances spoken by the engines they are for, each remembered by itself: a verb for every product that speaks.

What was said before, by anyone's task of this customer, is not said again: of a changed text one sentence is spoken.
Engines are handed pages, since handing over costs more than speaking does, and a page's sound is one object. Its
utterances are the items of its stage.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from lingoreel import metrics
from lingoreel.engines.speech.protocol import Capabilities, SpeechRequest, SpokenUtterance, SpokenWord, Utterance
from lingoreel.errors import EngineUnavailable, InvalidRequest
from lingoreel.tasks import stages
from lingoreel.tasks.intake import wall_s
from lingoreel.tasks.parts import HostPart
from lingoreel.tasks.run import Run
from lingoreel.tasks.stages import StageKey

UTTERANCE = "utterance"
OBJECT = "speech.pcm"
SPACE_MS = 100
"""Silence between neighbours in an object: each can be cut out with what leads up to it and dies away after it."""

CHARACTERS_PER_SECOND = 12
"""About how fast people speak: what time limits and shares count with."""
WIDE_CHARACTERS = 2.5
"""How many letters a Chinese, Japanese or Korean sign lasts as long as."""
PAGE_S = 170.0
"""About how much speech an embedded engine is handed at once."""
SHORTEST_S = 50.0
"""What is shorter is not worth a part of its own for an embedded engine."""
PARTS_MAX = 500


@dataclass(frozen=True, slots=True)
class ToSpeak:
    """An utterance and the engine that has its voice. Its pause is not spoken: who joins utterances makes it."""

    utterance: Utterance
    engine: Capabilities


@dataclass(frozen=True, slots=True)
class Said:
    """Where an utterance is heard: samples [start, end) of the PCM object `key` (16-bit mono, `sample_rate` Hz).

    Other utterances may be in the same object, at least `SPACE_MS` of silence away. Start and end are equal when there
    was nothing to say. `words` are in samples of the same object, in order, and empty where the engine knows none;
    `warnings` are `{"code", "message"}` pairs.
    """

    key: str
    sample_rate: int
    start_sample: int
    end_sample: int
    words: tuple[SpokenWord, ...] = ()
    warnings: tuple[dict[str, str], ...] = ()

    def ms(self, sample: int) -> int:
        """How many milliseconds after the utterance's beginning a sample of the object is."""
        return round((sample - self.start_sample) * 1000 / self.sample_rate)


async def speak(run: Run, wanted: Sequence[ToSpeak], *, name: str = "speak", low: float, high: float) -> list[Said]:
    """Speak every utterance, equal ones once and known ones not at all; where each is heard, in order.

    `name` is this call's alone in its task; `low` and `high` bound the progress. Raises what engines do: EngineFailed,
    EngineUnavailable (a voice that has gone since), ProcessingTimeout; InvalidRequest for a number out of its range.
    """
    keys = [_key(run, item) for item in wanted]
    distinct = dict(zip(keys, wanted, strict=True))
    known: dict[str, Any] = await run.step(f"{name}_known", lambda: _known(run, list(distinct)))
    places = {key: (known["stages"][stage], place) for key, (stage, place) in known["places"].items()}
    missing = {key: item for key, item in distinct.items() if key not in places}
    lanes: dict[str, dict[str, ToSpeak]] = {}
    for key, item in missing.items():
        lanes.setdefault(item.engine.lane, {})[key] = item
    weights = [sum(map(_seconds, mine.values())) or 1.0 for mine in lanes.values()]
    for number, (lane, mine) in enumerate(lanes.items()):
        begin, end = (low + (high - low) * sum(weights[:n]) / sum(weights) for n in (number, number + 1))
        parts = [_part(run, page, mine) for page in pages(mine)]
        batch = name if not number else f"{name}_{lane}"
        for part, stage in zip(parts, await run.batch(batch, lane, parts, low=begin, high=end), strict=True):
            places |= {key: (stage, place) for place, key in enumerate(part.items)}
    made = list(dict.fromkeys(stage for stage, _ in places.values()))
    values = dict(zip(made, await run.values(made), strict=True))
    said = {key: _said(values[stage], place) for key, (stage, place) in places.items()}
    return [said[key] for key in keys]


def voice_gone(error: InvalidRequest) -> EngineUnavailable:
    """What a task ends with whose voice was there when it was created: `error` says what is wrong with it now."""
    return EngineUnavailable(
        f"{error.message} any more", code="no_voice", field=error.field, remedy=error.remedy, retryable=True
    )


def pages(wanted: dict[str, ToSpeak]) -> list[list[str]]:
    """The keys of what is to be spoken, cut into what an engine is handed at once: never two engines' together.

    A neural engine gets every utterance by itself, since there speaking is what costs; an embedded one as few pages as
    keep its lanes busy.
    """
    engines: dict[tuple[str, str], list[str]] = {}
    for key, item in wanted.items():
        engines.setdefault((item.engine.name, item.engine.version), []).append(key)
    cut: list[list[str]] = []
    for mine in engines.values():
        engine = wanted[mine[0]].engine
        seconds = [_seconds(wanted[key]) for key in mine]
        total = sum(seconds)
        busy = min(engine.parallel, int(total / SHORTEST_S))
        count = len(mine) if engine.tier == "neural" else max(ceil(total / PAGE_S), busy, 1)
        count = min(count, PARTS_MAX)
        if count >= len(mine):
            cut += [[key] for key in mine]
            continue
        page: list[list[str]] = [[] for _ in range(count)]
        at = 0.0
        for key, lasts in zip(mine, seconds, strict=True):
            page[min(count - 1, int(at / total * count))].append(key)
            at += lasts
        cut += [keys for keys in page if keys]
    return cut


def _key(run: Run, item: ToSpeak) -> str:
    """What the utterance is found by: all that decides its sound."""
    made_of = {"engine": item.engine.name, "version": item.engine.version, "utterance": _alone(item.utterance)}
    return StageKey.of(run.facts.customer_id, UTTERANCE, made_of).key


def _alone(utterance: Utterance) -> dict[str, Any]:
    return Utterance.from_dict({**utterance.to_dict(), "pause_after_ms": 0}).to_dict()


async def _known(run: Run, keys: list[str]) -> dict[str, Any]:
    """Those that are there already: `places` by key, each the number of a stage in `stages` and its place in it."""
    facts = run.facts
    found = await run.kit.query(lambda tx: stages.find_items(tx, facts.customer_id, keys, facts.task_id))
    holding = sorted({stage for stage, _ in found.values()})
    objects = [value["key"] for value in await run.values(holding)]
    there = await asyncio.gather(*map(run.kit.storage.exists, objects))
    if lost := [stage for stage, is_there in zip(holding, there, strict=True) if not is_there]:
        await run.kit.query(lambda tx: stages.forget_items(tx, facts.customer_id, lost))
    kept = {stage: number for number, stage in enumerate(holding)}
    places = {key: [kept[stage], place] for key, (stage, place) in found.items() if stage not in lost}
    metrics.stages_reused.labels(facts.product, UTTERANCE).inc(len(places))
    return {"stages": holding, "places": places}


def _part(run: Run, page: list[str], wanted: dict[str, ToSpeak]) -> HostPart:
    items = [wanted[key] for key in page]
    engine = items[0].engine
    seconds = sum(map(_seconds, items))
    request = SpeechRequest(tuple(replace(item.utterance, pause_after_ms=SPACE_MS) for item in items))
    return HostPart(
        host=engine.host,
        parallel=engine.parallel,
        request=request.to_dict(),
        objects={},
        made_of={"utterances": stages.digest(page), "space_ms": SPACE_MS},
        wall_s=wall_s(run, seconds),
        weight=seconds,
        output=OBJECT,
        items=page,
    )


def _seconds(item: ToSpeak) -> float:
    """About how long it sounds."""
    text = item.utterance.text
    wide = 0 if text.isascii() else sum(east_asian_width(letter) in "WF" for letter in text)
    return (1 + len(text) + wide * (WIDE_CHARACTERS - 1)) / CHARACTERS_PER_SECOND / item.utterance.rate


def _said(value: dict[str, Any], place: int) -> Said:
    spoken = SpokenUtterance.from_dict(value["utterances"][place])
    return Said(
        value["key"], int(value["sample_rate"]), spoken.start_sample, spoken.end_sample, spoken.words, spoken.warnings
    )
