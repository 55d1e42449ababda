"""What a film tells, scene by scene: the storyboard, and each narration as it is to be spoken."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from lingoreel.engines.choose import choose_film_engine, choose_storyboard_writer
from lingoreel.engines.film import Capabilities
from lingoreel.engines.film.writer import request_limit_s
from lingoreel.engines.film.writing import WritingRequest, Written
from lingoreel.engines.modules import from_dict
from lingoreel.errors import EngineFailed, EngineUnavailable, InvalidRequest, ProcessingTimeout, SourceError
from lingoreel.media.film.scenes import make_storyboard
from lingoreel.media.film.storyboard import Scene, Storyboard
from lingoreel.media.speech_text import Utterance
from lingoreel.products.film.pictographs import without_pictographs
from lingoreel.products.film.request import StoredParameters, read
from lingoreel.settings import Limits
from lingoreel.tasks.parts import HostPart
from lingoreel.tasks.run import Run
from lingoreel.tasks.stages import digest
from lingoreel.tasks.states import State

DRAWING_ENGINE = "storyboard"
"""The engine that draws; others make clips for it."""
RECIPE = 1
"""Raised when the same text would give other scenes."""


@dataclass(frozen=True)
class Engines:
    """What draws the film, and what makes clips for it (None: nothing does). `by_name`: those were asked for."""

    drawing: Capabilities
    generating: Capabilities | None
    by_name: bool

    @property
    def lead(self) -> Capabilities:
        """The one that the film is called by."""
        return self.generating or self.drawing


@dataclass(frozen=True)
class Told:
    """A text in scenes. `utterances` are what is said of each, their places in its narration; `prompts` describe what
    is seen, or are empty. `assets` are those that scenes show, as `{"url", "field"}`, and each scene's `asset` is the
    number of one of them."""

    text: str
    storyboard: Storyboard
    utterances: tuple[tuple[Utterance, ...], ...]
    prompts: tuple[str, ...]
    assets: tuple[dict[str, str], ...]
    writer: str
    warnings: tuple[str, ...]

    @property
    def all_utterances(self) -> list[Utterance]:
        return [utterance for scene in self.utterances for utterance in scene]


async def choose_engines(run: Run, parameters: StoredParameters) -> Engines:
    """Who makes the pictures. Raises EngineUnavailable for one that was there when the task was created."""

    async def choose() -> dict[str, Any]:
        offered = [from_dict(record) for record in await run.offered("film")]
        lead = choose_film_engine(offered, parameters.engine)
        drawing = lead if lead.name == DRAWING_ENGINE else choose_film_engine(offered, DRAWING_ENGINE)
        return {"lead": lead.to_dict(), "drawing": drawing.to_dict()}

    chosen = await run.step("engine", choose, state=State.PREPARING)
    lead, drawing = Capabilities.from_dict(chosen["lead"]), Capabilities.from_dict(chosen["drawing"])
    return Engines(drawing, None if lead.name == DRAWING_ENGINE else lead, parameters.engine != "auto")


async def tell(run: Run, parameters: StoredParameters, engines: Engines) -> Told:
    """The text as scenes. Raises SourceError where the text is not kept any more."""
    draft = await run.kept("draft", lambda: _draft(run, parameters), state=State.PREPARING, progress=1)
    written = await _written(run, draft, prompts=engines.generating is not None)
    storyboard, assets = _with_used_assets(written.storyboard, draft["assets"])
    utterances = await asyncio.to_thread(_utterances, storyboard, parameters, run.facts.limits)
    warnings = [f"{warning['code']}: {warning['message']}" for warning in written.warnings]
    if unused := len(draft["assets"]) - len(assets):
        shown = len(storyboard.scenes)
        warnings.append(
            f"assets: {unused} of {len(draft['assets'])} are not shown: the film has {shown} "
            f"{'scene' if shown == 1 else 'scenes'}"
        )
    return Told(draft["text"], storyboard, utterances, written.prompts, assets, written.by, tuple(warnings))


async def _draft(run: Run, parameters: StoredParameters) -> dict[str, Any]:
    """The text as it is shown, and the storyboard that the rules make of it."""
    inputs = await run.inputs()
    if "text" not in inputs:
        raise SourceError("the text of this task is not kept any more", code="source_not_found")
    assets = list(inputs.get("assets") or ())
    script = await asyncio.to_thread(read, inputs["text"], parameters.language, parameters.rate, run.facts.limits)
    storyboard = await asyncio.to_thread(
        make_storyboard, script.text, parameters.spelling, seed=parameters.seed, assets=len(assets)
    )
    return {"text": script.text, "storyboard": storyboard.to_dict(), "assets": assets}


async def _written(run: Run, draft: dict[str, Any], *, prompts: bool) -> Written:
    """The storyboard of a language model where the workers have one; the draft where they have none, or it fails."""
    by_rules = Written(Storyboard.from_dict(draft["storyboard"]), "rules")
    record = await run.step("writer", lambda: _writer(run))
    if record is None:
        return by_rules
    writer = Capabilities.from_dict(record)
    request = WritingRequest(draft["text"], by_rules.storyboard, prompts).to_dict()
    part = HostPart(
        host=writer.host,
        parallel=writer.parallel,
        request=request,
        objects={},
        made_of={"writer": writer.name, "version": writer.version, "request": digest(request), "recipe": RECIPE},
        wall_s=request_limit_s(run.kit.settings.llm_answer_s) + 5,
        optional=True,
    )
    try:
        [written] = await run.results("write", writer.lane, [part], low=1, high=4)
    except (EngineFailed, EngineUnavailable, ProcessingTimeout) as error:
        message = f"the scenes were made by rules: {error.message}"
        return replace(by_rules, warnings=({"code": "storyboard_by_rules", "message": message},))
    return Written.from_dict(written)


async def _writer(run: Run) -> dict[str, Any] | None:
    writer = choose_storyboard_writer([from_dict(record) for record in await run.offered("storyboard")])
    return None if writer is None else writer.to_dict()


def _with_used_assets(
    storyboard: Storyboard, assets: Sequence[dict[str, str]]
) -> tuple[Storyboard, tuple[dict[str, str], ...]]:
    """The storyboard whose scenes count only the assets that are shown, and those."""
    used = sorted({scene.asset for scene in storyboard.scenes if scene.asset is not None})
    number = {asset: at for at, asset in enumerate(used)}
    scenes = tuple(
        scene if scene.asset is None else replace(scene, asset=number[scene.asset]) for scene in storyboard.scenes
    )
    return replace(storyboard, scenes=scenes), tuple(assets[asset] for asset in used)


def _utterances(
    storyboard: Storyboard, parameters: StoredParameters, limits: Limits
) -> tuple[tuple[Utterance, ...], ...]:
    return tuple(_said(scene, parameters, limits) for scene in storyboard.scenes)


def _said(scene: Scene, parameters: StoredParameters, limits: Limits) -> tuple[Utterance, ...]:
    """What is said of a narration, as places in it; none where nothing can be said."""
    plain = without_pictographs(scene.narration)
    moved = len(plain) - len(plain.lstrip())
    try:
        script = read(plain, parameters.language, parameters.rate, limits, tags=True)
    except InvalidRequest:  # a scene of marks in a text that says something elsewhere
        return ()
    return tuple(
        replace(
            utterance,
            begin=utterance.begin + moved,
            end=utterance.end + moved,
            stretches=tuple(
                replace(stretch, begin=stretch.begin + moved, end=stretch.end + moved)
                for stretch in utterance.stretches
            ),
        )
        for utterance in script.utterances
    )
