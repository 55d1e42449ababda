"""The voices taken out of the source's sound by a model, where a worker has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from lingoreel.engines.choose import choose_separator
from lingoreel.engines.separation import Capabilities, SeparationRequest
from lingoreel.errors import EngineFailed, EngineUnavailable, ProcessingTimeout
from lingoreel.media.dub.presence import grown, islands
from lingoreel.media.dub.span_grid import Span, span_grid, speech_near
from lingoreel.media.dub.survey import with_model
from lingoreel.products.translation_synthesis.hearing import PIECE_SPANS, FullSound
from lingoreel.products.translation_synthesis.lines import New
from lingoreel.products.translation_synthesis.request import SynthesisParameters
from lingoreel.tasks.intake import wall_s
from lingoreel.tasks.parts import HostPart
from lingoreel.tasks.run import Run

MEASURED = "the voices are removed by what is measured of them"


@dataclass(frozen=True)
class Chosen:
    """Who is to do it (None: nobody), and what the customer is told of that."""

    engine: Capabilities | None
    warnings: tuple[str, ...] = ()


async def separate(
    run: Run, parameters: SynthesisParameters, sound: FullSound, new: New, *, low: float, high: float
) -> FullSound:
    """The sound with what a model leaves of it around its speech, or as it is where there is no model.

    A dub that is made again is made as it was, for what did not change in it is to stay as it is. What fails is told.
    """
    if parameters.background == "drop" or parameters.original_volume == 100:
        return sound
    chosen = await _choose(run, new)
    sound = replace(sound, warnings=(*sound.warnings, *chosen.warnings))
    pieces = pieces_with_speech(sound)
    if chosen.engine is None or not pieces:
        return sound
    try:
        keys = await run.batch(
            "separation",
            chosen.engine.lane,
            [_part(run, sound, chosen.engine, span) for span in pieces.values()],
            low=low,
            high=high,
        )
    except (EngineFailed, EngineUnavailable, ProcessingTimeout) as error:
        told = f"separation_failed: {chosen.engine.name}: {error.message.rstrip('.')}; {MEASURED}"
        return replace(sound, warnings=(*sound.warnings, told))
    made = await run.step("separated", lambda: _objects(run, keys))
    engine = {"name": chosen.engine.name, "version": chosen.engine.version, "model": chosen.engine.model}
    separated = dict(zip(pieces, made, strict=True))
    return replace(sound, survey=with_model(sound.survey, engine), separated=separated)


async def _choose(run: Run, new: New) -> Chosen:
    wanted = run.kit.settings.separation_engine

    async def choose() -> dict[str, Any]:
        offered = [Capabilities.from_dict(record) for record in await run.offered("separation")]
        chosen = same_again(offered, new.separator) if new.again else first_choice(offered, wanted)
        return {"engine": chosen.engine and chosen.engine.to_dict(), "warnings": list(chosen.warnings)}

    found = await run.step("choose_separator", choose)
    engine = None if found["engine"] is None else Capabilities.from_dict(found["engine"])
    return Chosen(engine, tuple(found["warnings"]))


def first_choice(offered: Sequence[Capabilities], wanted: str) -> Chosen:
    """The best of what workers offer, or what the settings name."""
    engine = choose_separator(offered, wanted)
    if engine is None and wanted not in ("auto", "none"):
        return Chosen(None, (f"separation_unavailable: no worker can use {wanted!r}; {MEASURED}",))
    return Chosen(engine)


def same_again(offered: Sequence[Capabilities], earlier: dict[str, Any] | None) -> Chosen:
    """The same that the earlier dub was made with."""
    if earlier is None:
        return Chosen(None)
    for one in offered:
        if (one.name, one.version) == (earlier["name"], earlier["version"]):
            return Chosen(one)
    told = f"separation_unavailable: no worker has {earlier['model']} any more as it was; {MEASURED}, in all of the dub"
    return Chosen(None, (told,))


def pieces_with_speech(sound: FullSound) -> dict[int, Span]:
    """What is separated in one go: some spans of the grid in which somebody speaks, by number."""
    grid = span_grid(sound.samples)
    speech = list(sound.speech)
    found = {}
    for number, at in enumerate(range(0, len(grid), PIECE_SPANS)):
        piece = grid[at][0], grid[min(at + PIECE_SPANS, len(grid)) - 1][1]
        if islands(grown(speech_near(speech, piece, sound.rate), sound.rate), *piece, sound.rate, 1):
            found[number] = piece
    return found


def _part(run: Run, sound: FullSound, engine: Capabilities, span: Span) -> HostPart:
    start, end = span
    request = SeparationRequest("", sound.rate, sound.channels, start, end, engine.version)
    return HostPart(
        host=engine.host,
        parallel=engine.parallel,
        request=request.to_dict(),
        objects={"path": sound.key},
        output="background.pcm",
        made_of={"sound": sound.sha256, "engine": engine.name, **request.fingerprint()},
        wall_s=wall_s(run, (end - start) / sound.rate),
        weight=float(end - start),
        optional=True,
    )


async def _objects(run: Run, keys: list[str]) -> list[str]:
    return [value["key"] for value in await run.values(keys)]
