"""The recipe of a dub: take in, speak every line, fit it to its time, mix it under the picture, report."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from typing import TypeVar, cast

from lingoreel.errors import InvalidFile
from lingoreel.products.translation_synthesis.hearing import hear, survey_sound
from lingoreel.products.translation_synthesis.lines import find_new, take_lines
from lingoreel.products.translation_synthesis.publishing import Made, publish
from lingoreel.products.translation_synthesis.request import ITEM, SynthesisParameters
from lingoreel.products.translation_synthesis.separating import separate
from lingoreel.products.translation_synthesis.showing import keep_cues
from lingoreel.products.translation_synthesis.sound import mix
from lingoreel.products.translation_synthesis.speaking import settle_voices, speak_lines
from lingoreel.products.translation_synthesis.video import make_files, require_container
from lingoreel.tasks.burning import burn
from lingoreel.tasks.delivery import outcome_of
from lingoreel.tasks.intake import take_in
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.run import Run
from lingoreel.tasks.states import State

A = TypeVar("A")
B = TypeVar("B")


async def synthesise(run: Run) -> Outcome:
    """Speak lines over a video in place of what is said in it.

    Raises SourceError, OverLimit, InvalidFile, EngineUnavailable, EngineFailed, NotEnoughPoints, ResultNotStored, and
    TaskError `font_missing`.
    """
    parameters = SynthesisParameters.model_validate(run.facts.parameters)
    media = await take_in(run, need_audio=True)
    if media.probe["video_index"] is None:
        raise InvalidFile("the source has no moving picture, only sound", remedy="send a video")
    await require_container(run, parameters, media)
    taken = await take_lines(run, parameters, media.duration_ms)
    voices = await settle_voices(run, parameters, taken.lines)
    named = [replace(line, voice=voice.id) for line, voice in zip(taken.lines, voices.of_line, strict=True)]
    new = await find_new(run, parameters, media, named)
    measured = {ITEM: new.paid_ms}
    await run.hold(measured)

    lines = [replace(line, modified=False) for line in new.lines]
    heard, dub = await _side_by_side(
        hear(run, media),
        speak_lines(run, parameters, lines, taken.machine, voices, media.duration_ms, low=12, high=40),
    )
    sound = await survey_sound(run, media, heard, lines, low=40, high=45)
    sound = await separate(run, parameters, sound, new, low=45, high=60)
    levels = new.levels if sound.separator == new.separator else None
    mixed = await mix(run, parameters, sound, dub, levels, low=60 if sound.separated else 45, high=75)
    tracks = await keep_cues(run, parameters, media, dub)
    picture = None
    if parameters.subtitle_mode == "burn":
        picture = await burn(run, media, tracks, parameters.subtitle_style, alone=True, low=75, high=90)
    files = await make_files(run, parameters, media, sound, mixed, tracks, picture, low=90, high=97)
    made = Made(media, heard.spans, sound, named, dub, mixed, tracks, picture, files, measured)
    return outcome_of(
        await run.step("publish", lambda: publish(run, parameters, made), state=State.PUBLISHING, progress=97)
    )


async def _side_by_side(first: Awaitable[A], second: Awaitable[B]) -> tuple[A, B]:
    """Both, of which the first is a single step: so it has the same number at every replay.

    Where one fails the other is waited for: nothing goes on behind the task's end.
    """
    done = await asyncio.gather(first, second, return_exceptions=True)
    for one in done:
        if isinstance(one, BaseException):
            raise one
    return cast(tuple[A, B], tuple(done))
