"""From one language into another: by which translator, or by which two through a language between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lingoreel.engines import languages
from lingoreel.engines.modules import Record, rank
from lingoreel.engines.pulling.items import ITEMS, apertium_item
from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.translation import Capabilities
from lingoreel.engines.translation.flores import FLORES
from lingoreel.errors import EngineUnavailable, InvalidRequest

OWN_SERVICE = "set LINGOREEL_LLM_URL to an OpenAI-compatible service"
SHOWN = 12  # pairs listed in a message


@dataclass(frozen=True, slots=True)
class Hop:
    """One engine's share of a route."""

    engine: Capabilities
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Route:
    """One hop, or two through `pivot`."""

    hops: tuple[Hop, ...]
    pivot: str | None = None

    @property
    def draft(self) -> bool:
        """Whether a person must rewrite what comes out."""
        return any(hop.engine.draft for hop in self.hops)


def choose_translator(
    capabilities: Iterable[Record], source: str, target: str, wanted: str = "auto", *, field: str = "language"
) -> Route:
    """The route from `source` to `target` (codes in any spelling).

    Direct before through another language, since errors add up on the way; neural before embedded; English before
    other languages between. `wanted` names an engine, or is `auto`. Raises InvalidRequest for what is no language or
    the same one twice, and EngineUnavailable (`pair_unavailable`) with what could serve the pair.
    """
    source, target = languages.normalise(source, field="source_language"), languages.normalise(target, field=field)
    if source == target:
        raise InvalidRequest(f"{field} {target!r} is what is spoken already", field=field, remedy=f"leave {field} out")
    records = [record for record in capabilities if record.capability == "translation"]
    engines = sorted(
        (record for record in records if isinstance(record, Capabilities) and wanted in ("auto", record.name)), key=rank
    )
    direct = _first(engines, source, target)
    if direct is not None:
        return Route((Hop(direct, source, target),))
    by_pivot = [
        Route((Hop(first, source, pivot), Hop(second, pivot, target)), pivot)
        for pivot in _between(engines, source, target)
        if (first := _first(engines, source, pivot)) and (second := _first(engines, pivot, target))
    ]
    if by_pivot:
        return min(by_pivot, key=_cost)
    raise EngineUnavailable(
        _why_none(records, engines, source, target, wanted),
        code="pair_unavailable",
        field=field,
        remedy="; or ".join(_remedies(records, source, target, wanted)),
    )


def _first(engines: list[Capabilities], source: str, target: str) -> Capabilities | None:
    return next((engine for engine in engines if engine.serves(source, target)), None)


def _between(engines: list[Capabilities], source: str, target: str) -> set[str]:
    after = {b for engine in engines for a, b in engine.pairs or () if a == source}
    return {a for engine in engines for a, b in engine.pairs or () if b == target and a in after}


def _cost(route: Route) -> tuple[int, bool, int, str]:
    ranks = [rank(hop.engine) for hop in route.hops]
    return max(tier for tier, _, _ in ranks), route.pivot != "en", sum(place for _, place, _ in ranks), str(route.pivot)


def better(route: Route) -> str | None:
    """For a route that makes a draft: the command that installs a better translator; None where none can be pulled."""
    if not route.draft:
        return None
    return next(iter(_neural(route.hops[0].source, route.hops[-1].target)), None)


def _neural(source: str, target: str) -> list[str]:
    """Commands that pull a neural model for the pair, freer licences first."""
    commands = [f"lingoreel models pull opus-{source}-{target}"] if f"opus-{source}-{target}" in ITEMS else []
    if source in FLORES and target in FLORES:
        commands.append("lingoreel models pull nllb-600m")
    return commands


def _remedies(records: list[Record], source: str, target: str, wanted: str) -> list[str]:
    told = [record.remedy for record in records if isinstance(record, Unavailable) and record.name == wanted]
    if told:
        return told
    pair = apertium_item(source, target)
    return [*([f"lingoreel models pull {pair}"] if pair else []), *_neural(source, target), OWN_SERVICE]


def _why_none(records: list[Record], engines: list[Capabilities], source: str, target: str, wanted: str) -> str:
    def called(code: str) -> str:
        return f"{languages.name(code)} ({code})"

    by_whom = "nothing here" if wanted == "auto" else f"the engine {wanted!r}"
    message = f"{by_whom} translates {called(source)} into {called(target)}"
    if wanted != "auto":
        message = message.replace(" translates", " cannot translate")
        absent = next((r.reason for r in records if isinstance(r, Unavailable) and r.name == wanted), None)
        if not engines:
            return f"{message}: {absent or 'no worker has it'}"
    into = sorted({a for engine in engines for a, b in engine.pairs or () if b == target})
    out = sorted({b for engine in engines for a, b in engine.pairs or () if a == source})
    told = [
        f"{called(code)} is translated {way} {_list(others)}"
        for code, way, others in ((target, "from", into), (source, "into", out))
        if others
    ]
    return f"{message}; {' and '.join(told)}" if told else message


def _list(codes: list[str]) -> str:
    return ", ".join(codes[:SHOWN]) + (f" and {len(codes) - SHOWN} others" if len(codes) > SHOWN else "")


def translations(capabilities: Iterable[Record]) -> dict[str, list[str]]:
    """For every language what it can be translated into now, directly or through another; both in order of codes."""
    engines = [record for record in capabilities if isinstance(record, Capabilities)]
    if any(engine.pairs is None for engine in engines):
        return {code: [other for other in sorted(languages.NAMES) if other != code] for code in sorted(languages.NAMES)}
    direct: dict[str, set[str]] = defaultdict(set)
    for engine in engines:
        for source, target in engine.pairs or ():
            direct[source].add(target)
    reached = {
        source: set().union(targets, *(direct.get(target, ()) for target in targets)) - {source}
        for source, targets in direct.items()
    }
    return {source: sorted(targets) for source, targets in sorted(reached.items())}


def translates_to(capabilities: Iterable[Record], source: str) -> list[str]:
    """Codes of the languages that `source` can be translated into now. For many languages take `translations`."""
    return translations(capabilities).get(source, [])


def translates_from(capabilities: Iterable[Record], target: str) -> list[str]:
    """Codes of the languages that can be translated into `target` now."""
    return [source for source, targets in translations(capabilities).items() if target in targets]


def translates_into(capabilities: Iterable[Record], source: str, target: str) -> bool:
    """Whether anything now translates `source` into `target` (normalised codes), directly or through another."""
    engines = [record for record in capabilities if isinstance(record, Capabilities)]
    return _first(engines, source, target) is not None or bool(_between(engines, source, target))
