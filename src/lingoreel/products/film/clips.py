"""Scenes filmed by a generating model: a clip for each that nothing brought along is shown in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lingoreel.engines.film import Capabilities, Clip, FilmRequest
from lingoreel.engines.film.prompts import NEGATIVE, scene_prompt
from lingoreel.errors import EngineFailed, EngineUnavailable, ProcessingTimeout
from lingoreel.media.film.storyboard import FPS, Film, Shot
from lingoreel.products.film.assets import Asset
from lingoreel.products.film.scenes import Engines, Told
from lingoreel.tasks.intake import wall_s
from lingoreel.tasks.parts import HostPart
from lingoreel.tasks.run import Run
from lingoreel.tasks.stages import digest

SECONDS_PER_STEP = 120.0
"""A step of denoising takes at most so long, even where the model runs without a GPU."""
_SEED_STEP = 7919
"""Scenes have seeds of their own, so far apart."""


@dataclass(frozen=True)
class Shown:
    """The film whose scenes show the assets of this longer list, and what the customer should know."""

    film: Film
    assets: tuple[Asset, ...]
    warnings: tuple[str, ...] = ()


async def generate_clips(
    run: Run, engines: Engines, told: Told, film: Film, assets: Sequence[Asset], *, low: float, high: float
) -> Shown:
    """The film with a clip in every scene that has no asset, where an engine makes clips.

    One that was not asked for by name and fails leaves the scenes to be drawn, with a warning. Raises what engines do.
    """
    engine = engines.generating
    missing = [number for number, shot in enumerate(film.shots) if shot.scene.asset is None]
    if engine is None or not missing:
        return Shown(film, tuple(assets))
    parts = [_part(run, engine, told, film, number, optional=not engines.by_name) for number in missing]
    try:
        made = await run.results("clips", engine.lane, parts, low=low, high=high)
    except (EngineFailed, EngineUnavailable, ProcessingTimeout) as error:
        if engines.by_name:
            raise
        return Shown(film, tuple(assets), (f"clips: the scenes are drawn: {error.message}",))
    clips = [Asset(value["key"], digest([engine.name, part.made_of])) for value, part in zip(made, parts, strict=True)]
    number_of = {number: len(assets) + at for at, number in enumerate(missing)}
    shots = tuple(_showing(shot, number_of.get(number)) for number, shot in enumerate(film.shots))
    notes = (note for value in made for note in Clip.from_dict(value).warnings)
    warnings = dict.fromkeys(f"{note['code']}: {note['message']}" for note in notes)
    return Shown(replace(film, shots=shots), (*assets, *clips), tuple(warnings))


def _showing(shot: Shot, asset: int | None) -> Shot:
    return shot if asset is None else replace(shot, scene=replace(shot.scene, asset=asset))


def _part(run: Run, engine: Capabilities, told: Told, film: Film, number: int, *, optional: bool) -> HostPart:
    shot = film.shots[number]
    seconds = (shot.last - shot.first) / FPS
    rules = engine.clip
    width, height = rules.size(film.width, film.height) if rules else (film.width, film.height)
    written = told.prompts[number] if told.prompts else ""
    request = FilmRequest(
        prompt=scene_prompt(shot.scene, film.genre, engine.prompts, film.language, written),
        negative_prompt=NEGATIVE,
        frames=rules.frames(seconds) if rules else shot.last - shot.first,
        fps=rules.fps if rules else FPS,
        width=width,
        height=height,
        steps=engine.steps,
        seed=(film.seed + _SEED_STEP * number) % 2**32,
    ).to_dict()
    return HostPart(
        host=engine.host,
        parallel=engine.parallel,
        request=request,
        objects={},
        made_of={"engine": engine.name, "version": engine.version, "request": digest(request)},
        wall_s=wall_s(run, 0) + SECONDS_PER_STEP * max(1, engine.steps),
        weight=seconds,
        optional=optional,
        output="clip.mp4",
    )
