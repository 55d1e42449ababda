"""The recipe of a film: tell the text in scenes, speak them, lay them in time, draw and score them, join, publish.

What can fail for the customer's own reasons comes first, and cheapest first: letters without fonts, assets that cannot
be had. One run is charged, when the film is delivered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from lingoreel.media.film.font_pack import PACK_BYTES
from lingoreel.media.film.shots import lay_shots
from lingoreel.media.film.storyboard import Film
from lingoreel.media.fonts import font_folders, fonts_digest
from lingoreel.products.film.assets import fetch_assets, prepare_assets
from lingoreel.products.film.clips import generate_clips
from lingoreel.products.film.encoder import encoder_of
from lingoreel.products.film.filming import Setting, make_film
from lingoreel.products.film.publishing import publish
from lingoreel.products.film.request import ITEM, StoredParameters
from lingoreel.products.film.scenes import Engines, Told, choose_engines, tell
from lingoreel.products.film.voicing import engine_notes, speak_scenes
from lingoreel.tasks import reading_aloud
from lingoreel.tasks.delivery import first_words, outcome_of
from lingoreel.tasks.parts import CellPart
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.run import Run
from lingoreel.tasks.states import State

# By name: font readers are loaded in cells alone.
TRY_SETTING = "lingoreel.media.film.trial_setting:try_setting"
PACK_FONTS = "lingoreel.media.film.font_pack:pack_fonts"
SETTING_WALL_S = 120.0
SETTING_RECIPE = 3
"""Raised when the same words and fonts would be set otherwise."""
PROGRESS_DRAWN, PROGRESS_GENERATED = (22.0, 22.0), (22.0, 70.0)
"""Progress at the beginning and end of generating clips, without and with an engine that does."""


async def film(run: Run) -> Outcome:
    """Text to film.

    Raises SourceError, OverLimit, InvalidFile, EngineUnavailable, EngineFailed, ProcessingTimeout, ResultNotStored, and
    TaskError `font_missing`.
    """
    parameters = StoredParameters.model_validate(run.facts.parameters)
    await run.hold({ITEM: 1})
    engines = await choose_engines(run, parameters)
    told = await tell(run, parameters, engines)
    setting = await _setting(run, engines, told)
    fetched = await fetch_assets(run, told.assets)
    cast = await reading_aloud.cast(run, told.all_utterances, parameters.voice, parameters.language, progress=4)
    encoder = await run.step("encoder", lambda: _encoder(run))
    assets = await prepare_assets(run, parameters, fetched, encoder["program"], low=5, high=10)
    scenes = await speak_scenes(run, cast, told.utterances, low=10, high=22)
    laid = await asyncio.to_thread(lay_shots, told.storyboard, [scene.parts for scene in scenes])
    plan = Film(
        width=parameters.width,
        height=parameters.height,
        seed=parameters.seed,
        language=parameters.spelling,
        genre=told.storyboard.genre,
        captions=parameters.subtitles,
        shots=laid.shots,
    )
    low, high = PROGRESS_GENERATED if engines.generating else PROGRESS_DRAWN
    shown = await generate_clips(run, engines, told, plan, assets, low=low, high=high)
    title = first_words(told.text, "film")
    filmed = await make_film(
        run,
        parameters,
        engines,
        shown.film,
        laid,
        scenes,
        shown.assets,
        setting,
        encoder,
        title=title,
        comment=f"Spoken by {cast.main.name} ({cast.main.id})",
        low=high,
        high=97,
    )
    warnings = [*told.warnings, *setting.warnings, *engine_notes(scenes), *shown.warnings]

    async def deliver() -> dict[str, Any]:
        return await publish(run, parameters, engines, told, shown.film, filmed, title=title, warnings=warnings)

    return outcome_of(await run.step("publish", deliver, state=State.PUBLISHING, progress=97))


async def _encoder(run: Run) -> dict[str, Any]:
    return await asyncio.to_thread(encoder_of, run.kit.settings)


async def _setting(run: Run, engines: Engines, told: Told) -> Setting:
    """Which fonts the words are set in. Raises TaskError `font_missing`."""
    settings = run.kit.settings

    async def look() -> tuple[list[str], str]:
        folders = font_folders(settings)
        return [str(folder) for folder in folders], await asyncio.to_thread(fonts_digest, folders)

    folders, fonts = await run.step("fonts", look, state=State.PREPARING, progress=2)
    asked = {
        "narrations": [scene.narration for scene in told.storyboard.scenes],
        "language": told.storyboard.language,
    }
    part = CellPart(
        cell=TRY_SETTING,
        request={**asked, "font_paths": folders},
        objects={},
        made_of={
            **asked,
            "fonts": fonts,
            "engine": engines.drawing.version,
            "folders": folders,
            "version": SETTING_RECIPE,
        },
        wall_s=SETTING_WALL_S,
    )
    made = await run.cell("setting", part, low=2, high=4)
    return Setting(await _packed(run, made["font_files"]), tuple(made["type"]), tuple(made["undrawn"]))


async def _packed(run: Run, files: Sequence[dict[str, str]]) -> str | None:
    """The object with these font files, which all films that are set in them share; None where there are none."""
    if not files:
        return None
    digests = [file["sha256"] for file in files]
    part = CellPart(
        cell=PACK_FONTS,
        request={"font_paths": [file["path"] for file in files], "sha256": digests},
        objects={},
        made_of={"fonts": digests},
        wall_s=SETTING_WALL_S,
        output="fonts.zip",
        file_bytes=PACK_BYTES,
    )
    key: str = (await run.cell("fonts_pack", part, low=4, high=4))["key"]
    return key
