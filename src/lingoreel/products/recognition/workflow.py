"""The recipe of a recognition: take in, find speech, cut at silences, recognise side by side, publish."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import Any

from lingoreel.products.recognition.request import TRANSLATE_ITEM, RecognitionParameters
from lingoreel.products.recognition.transcript import transcribe
from lingoreel.tasks.delivery import CUES_NAME, file_stem, outcome_of, publish_texts, result_key, store
from lingoreel.tasks.intake import Media, decode_audio, take_in
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.recognising import Listening, choose_listener, engines_told, find_speech, listen
from lingoreel.tasks.run import Run
from lingoreel.tasks.states import State
from lingoreel.tasks.translating import Wanted, require_translator, translate, untranslated_ms


async def recognise(run: Run) -> Outcome:
    """Speech to text. Raises SourceError, OverLimit, InvalidFile, NoSpeech, EngineUnavailable, NotEnoughPoints."""
    parameters = RecognitionParameters.model_validate(run.facts.parameters)
    media = await take_in(run, need_audio=True)
    # What it costs is known, unless it hangs on the language that is spoken.
    priced = parameters.language is None or parameters.source_language is not None
    if priced:
        await run.hold(_measured(parameters, parameters.source_language, media))
    audio = await decode_audio(run, media, progress=4)
    spans = await find_speech(run, audio)
    asked = Listening(parameters.source_language, parameters.speaker_recognition, parameters.vocabulary)
    listener = await choose_listener(run, asked, audio, spans)
    language = listener.language
    measured = _measured(parameters, language, media)
    wanted = _wanted(parameters, language)
    if wanted is not None:
        await require_translator(run, wanted)
    if not priced:
        await run.hold(measured)
    high = 92 if wanted is None else 75
    listened = await listen(run, asked, listener, audio, spans, low=15, high=high)

    async def lines() -> list[str]:
        heard = await listened.heard(run)
        return [unit.text for unit in await asyncio.to_thread(heard.units, language)]

    translation = None
    if wanted is not None:
        translation = await translate(run, await run.step("lines", lines), wanted, low=75, high=92)

    async def publish() -> dict[str, Any]:
        said, stem = await listened.heard(run), file_stem(run)
        units = [] if translation is None else await asyncio.to_thread(said.units, language)
        transcript = await asyncio.to_thread(
            transcribe,
            parameters,
            said,
            units,
            translation,
            duration_ms=media.duration_ms,
            language=language,
            fps=media.fps,
            engine=engines_told(listener.engine, listened.diarizer),
            title=stem,
        )
        delivered = dict(measured)
        if translation is not None:
            delivered[TRANSLATE_ITEM] -= min(delivered[TRANSLATE_ITEM], untranslated_ms(units, translation))
        warnings = [*transcript.warnings, *(translation.warnings if translation else ())]
        warnings += listener.doubts(said.recognition.mean_confidence)
        artifacts = await publish_texts(run, transcript.files, stem)
        await store(run, result_key(run, CUES_NAME), json.dumps(transcript.cues.to_dict(), ensure_ascii=False).encode())
        return asdict(Outcome(transcript.data, artifacts, delivered, tuple(warnings)))

    delivered = await run.step("publish", publish, state=State.PUBLISHING, progress=93)
    return outcome_of(delivered)


def _measured(parameters: RecognitionParameters, language: str | None, media: Media) -> dict[str, int]:
    return dict.fromkeys(parameters.items(language), media.duration_ms)


def _wanted(parameters: RecognitionParameters, language: str) -> Wanted | None:
    if parameters.language in (None, language):
        return None
    return Wanted(language, parameters.language, parameters.glossary, parameters.do_not_translate)
