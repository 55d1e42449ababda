"""Lines of one language into another, by whichever translators there are: a verb for every product that needs it."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from lingoreel.engines import languages
from lingoreel.engines.translation import llm
from lingoreel.engines.translation.protocol import (
    Capabilities,
    Problem,
    TranslatedLine,
    Translation,
    TranslationRequest,
)
from lingoreel.engines.translation.unknown_words import CODE as UNKNOWN_WORD
from lingoreel.engines.translation_routes import Route, better, choose_translator
from lingoreel.errors import EngineFailed, EngineUnavailable, ProcessingTimeout
from lingoreel.media.segments import Segment
from lingoreel.media.sentences import translated
from lingoreel.tasks.intake import wall_s
from lingoreel.tasks.parts import HostPart
from lingoreel.tasks.run import Run
from lingoreel.tasks.stages import digest
from lingoreel.tasks.workflows import NET_LANE

SECONDS_PER_LINE = 1.0
PROBLEMS_SHOWN = 100
WORDS_SHOWN = 8
UNTRANSLATED_MAX = 0.2
"""A larger share of lines without a translation is a failure, not a translation with gaps."""


@dataclass(frozen=True)
class Wanted:
    """What is to be translated into what (normalised codes). `glossary` and `keep` as in `TranslationRequest`."""

    source: str
    target: str
    glossary: dict[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] = ()


@dataclass(frozen=True)
class Translated:
    """As many lines as were given, in order; `told` is what the customer learns of how they were made."""

    lines: tuple[TranslatedLine, ...]
    told: dict[str, Any]
    warnings: tuple[str, ...] = ()

    @property
    def untranslated(self) -> list[int]:
        """Positions of the lines that nothing could translate."""
        return [at for at, line in enumerate(self.lines) if line.text is None]

    def segments(self, units: Sequence[Segment], language: str) -> list[Segment]:
        """The translated units with their times, in that language; one that has no translation stands for itself."""
        return [
            unit if line.text is None else translated(unit, line.text, language)
            for unit, line in zip(units, self.lines, strict=True)
        ]


@dataclass(frozen=True)
class _Hop:
    """One step of a route, as plain data."""

    engine: dict[str, Any]
    source: str
    target: str


def untranslated_ms(units: Sequence[Segment], translation: Translated) -> int:
    """How long the units last that could not be translated, in milliseconds."""
    return sum(units[at].end_ms - units[at].start_ms for at in translation.untranslated)


async def require_translator(run: Run, wanted: Wanted) -> None:
    """Raise EngineUnavailable `pair_unavailable` when nothing serves the pair."""

    async def look() -> None:
        _choose(run, await run.offered("translation"), wanted)

    await run.step("pair", look)


async def translate(
    run: Run,
    lines: list[str],
    wanted: Wanted,
    *,
    low: float,
    high: float,
    limits: Sequence[int | None] = (),
) -> Translated:
    """Translate the lines; what one engine cannot, the next best one tries. `low` and `high` bound the progress.

    `limits` are the most characters that each line's translation should have, for engines that can keep to some.
    Raises EngineUnavailable when nothing serves the pair, EngineFailed when an engine is down.
    """
    routes = await run.step("choose_translator", lambda: _routes(run, wanted))
    result = [TranslatedLine(None if line.strip() else "") for line in lines]
    warnings: dict[str, None] = {}
    told: dict[str, Any] = {}
    for number, route in enumerate(routes):
        missing = [at for at, line in enumerate(result) if line.text is None]
        if not missing and told:
            break
        last = number == len(routes) - 1
        ceiling = high if last else high - 2
        hops = [_Hop(**hop) for hop in route["hops"]]
        try:
            made = await _travel(
                run,
                number,
                hops,
                [lines[at] for at in missing],
                wanted,
                limits=[limits[at] for at in missing] if limits else (),
                low=low,
                high=ceiling,
                optional=bool(told) or not last,
            )
        except (EngineFailed, EngineUnavailable, ProcessingTimeout) as error:
            if last and not told:
                raise
            warnings[f"translator_failed: {route['told']['name']}: {error.message}"] = None
            continue
        low = ceiling
        for at, line in zip(missing, made.lines, strict=True):
            result[at] = line
        warnings |= dict.fromkeys(f"{warning['code']}: {warning['message']}" for warning in made.warnings)
        if not told:
            told = dict(route["told"])
        else:
            done = [at for at in missing if result[at].text is not None]
            told["fallback"] = {**route["told"], "lines": done}
            if done and route["told"]["draft"]:
                told |= {"draft": True, "better": told["better"] or route["told"]["better"]}
    told["report"] = _report(result)
    lost = sum(line.text is None for line in result)
    if lost > len(lines) * UNTRANSLATED_MAX:
        raise EngineFailed(
            f"{lost} of {len(lines)} lines could not be translated into {languages.name(wanted.target)}",
            code="translation_failed",
            remedy="try again; if it stays so, the operator should look at the translator",
        )
    return Translated(tuple(result), told, (*_notes(told, wanted), *_checks(result), *warnings))


def _choose(run: Run, records: list[dict[str, Any]], wanted: Wanted) -> Route:
    usable = [Capabilities.from_dict(record) for record in records]
    return choose_translator(usable, wanted.source, wanted.target, run.kit.settings.translation_engine)


async def _routes(run: Run, wanted: Wanted) -> list[dict[str, Any]]:
    """The best route, and the best one that goes without its engines, for what those leave out."""
    records = await run.offered("translation")
    best = _choose(run, records, wanted)
    routes = [best]
    used = {hop.engine.name for hop in best.hops}
    with contextlib.suppress(EngineUnavailable):
        routes.append(_choose(run, [record for record in records if record["name"] not in used], wanted))
    return [_plain(route) for route in routes]


def _plain(route: Route) -> dict[str, Any]:
    first = route.hops[0].engine
    return {
        "hops": [asdict(_Hop(hop.engine.to_dict(), hop.source, hop.target)) for hop in route.hops],
        "told": {
            "name": first.name,
            "version": first.version,
            "model": first.model,
            "tier": first.tier,
            "draft": any(hop.engine.draft for hop in route.hops),
            "better": better(route),
            "path": [route.hops[0].source, *(hop.target for hop in route.hops)],
            "pivot": route.pivot,
        },
    }


async def _travel(
    run: Run,
    number: int,
    hops: list[_Hop],
    lines: list[str],
    wanted: Wanted,
    *,
    limits: Sequence[int | None],
    low: float,
    high: float,
    optional: bool,
) -> Translation:
    """The lines through every hop; a line lost on one hop stays lost, and is never replaced by its half-way text."""
    at = list(range(len(lines)))
    result = [TranslatedLine(None) for _ in lines]
    warnings: list[dict[str, str]] = []
    start, share = low, (high - low) / len(hops)
    texts = lines
    for index, hop in enumerate(hops):
        # The first hop puts the glossary's words in; from there on they stay as they are.
        glossary, keep = (wanted.glossary, ()) if not index else ({}, tuple(wanted.glossary.values()))
        # Half-way texts may be as long as they like.
        most = [limits[place] for place in at] if limits and hop is hops[-1] else ()
        parts = _batches(run, hop, texts, glossary, (*wanted.keep, *keep), most, optional)
        name = "_".join(["translate", *map(str, (number, index) if number or index else ())])
        low, high = start + share * index, start + share * (index + 1)
        values = await run.results(name, hop.engine["lane"], parts, low=low, high=high)
        made = [Translation.from_dict(value) for value in values]
        done = [line for part in made for line in part.lines]
        assert len(done) == len(texts)
        warnings += [warning for part in made for warning in part.warnings if warning not in warnings]
        for position, line in zip(at, done, strict=True):
            result[position] = line
        # What is left goes on; the last hop overwrites every half-way text.
        kept = [(position, line.text) for position, line in zip(at, done, strict=True) if line.text is not None]
        at, texts = [position for position, _ in kept], [text for _, text in kept]
    return Translation(tuple(result), tuple(warnings))


def _batches(
    run: Run,
    hop: _Hop,
    lines: list[str],
    glossary: dict[str, str],
    keep: tuple[str, ...],
    limits: Sequence[int | None],
    optional: bool,
) -> list[HostPart]:
    engine = Capabilities.from_dict(hop.engine)
    # Whoever cannot keep to a length makes the same of the same lines without one.
    limits = limits if engine.name == llm.NAME else ()
    parts = []
    for begin in range(0, len(lines), engine.batch_lines):
        end = min(len(lines), begin + engine.batch_lines)
        mine = lines[begin:end]
        request = TranslationRequest(
            source=hop.source,
            target=hop.target,
            lines=tuple(mine),
            before=tuple(lines[max(0, begin - engine.context_lines) : begin]),
            after=tuple(lines[end : end + engine.context_lines]),
            glossary=glossary,
            keep=keep,
            limits=tuple(limits[begin:end]),
        )
        parts.append(part_of(run, engine, request, optional=optional))
    return parts


def part_of(run: Run, engine: Capabilities, request: TranslationRequest, *, optional: bool) -> HostPart:
    """The request as heavy work for an engine."""
    # A model on another machine has its own patience, which must end first.
    patience_s = llm.request_limit_s(run.kit.settings.llm_answer_s) if engine.lane == NET_LANE else 0.0
    asked = request.to_dict()
    return HostPart(
        host=engine.host,
        parallel=engine.parallel,
        request=asked,
        objects={},
        made_of={"engine": engine.name, "version": engine.version, "request": digest(asked)},
        wall_s=max(wall_s(run, len(request.lines) * SECONDS_PER_LINE), patience_s),
        weight=float(sum(map(len, request.lines)) + 1),
        optional=optional,
    )


def _report(lines: list[TranslatedLine]) -> dict[str, Any]:
    found = [(at, problem) for at, line in enumerate(lines) for problem in line.problems]
    return {
        "lines": len(lines),
        "repaired": sum(line.repaired for line in lines),
        "untranslated": [at for at, line in enumerate(lines) if line.text is None],
        "problem_count": len(found),
        "problems": [_shown(at, problem) for at, problem in found[:PROBLEMS_SHOWN]],
    }


def _shown(at: int, problem: Problem) -> dict[str, Any]:
    return {"line": at, "code": problem.code, "detail": problem.detail}


def _notes(told: dict[str, Any], wanted: Wanted) -> list[str]:
    notes = []
    if told["draft"]:
        advice = f"; for a better one: {told['better']}" if told["better"] else ""
        who = told["name"] if not told.get("fallback") else told["fallback"]["name"]
        notes.append(f"draft_translation: {who} makes a draft that a person has to revise{advice}")
    if told["pivot"]:
        notes.append(
            f"pivoted: nothing here translates {wanted.source} into {wanted.target} directly, so it went through "
            f"{told['pivot']}"
        )
    if told.get("fallback", {}).get("lines"):
        fallback = told["fallback"]
        notes.append(f"fallback_translator: {fallback['name']} translated {len(fallback['lines'])} lines instead")
    report = told["report"]
    if report["untranslated"]:
        notes.append(
            f"untranslated: {len(report['untranslated'])} of {report['lines']} lines could not be translated and stay "
            "in their own language, uncharged"
        )
    return notes


def _checks(lines: list[TranslatedLine]) -> list[str]:
    found = [problem for line in lines for problem in line.problems]
    unknown = list({one.detail.casefold(): one.detail for one in found if one.code == UNKNOWN_WORD}.values())
    others = sum(problem.code != UNKNOWN_WORD for problem in found)
    notes = []
    if unknown:
        shown = ", ".join(unknown[:WORDS_SHOWN])
        more = f" and {len(unknown) - WORDS_SHOWN} others" if len(unknown) > WORDS_SHOWN else ""
        notes.append(f"unknown_words: not in the translator's dictionary, and left as they are: {shown}{more}")
    if others:
        notes.append(
            f"translation_checks: {others} numbers, names, terms or the like need a look; see translation.report"
        )
    return notes
