"""The recipe of a preview: take in, recognise, tell speakers apart, translate to length, cast the voices."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from lingoreel.engines.casting import cast, choose_line_voice, joined_voice
from lingoreel.engines.diarization.protocol import SAMPLE_RATE
from lingoreel.engines.modules import from_dict
from lingoreel.errors import InvalidFile, InvalidRequest
from lingoreel.products.translation_preview.dialogue import timed
from lingoreel.products.translation_preview.request import ITEM, PreviewParameters
from lingoreel.products.translation_preview.script import told_speakers, write_script
from lingoreel.products.translation_preview.source import Source, take_source
from lingoreel.tasks.delivery import (
    CUES_NAME,
    LINES_NAME,
    file_stem,
    outcome_of,
    publish_text,
    publish_texts,
    result_key,
    store,
)
from lingoreel.tasks.intake import take_in, wall_s
from lingoreel.tasks.parts import CellPart
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.recognising import in_ms
from lingoreel.tasks.run import Run
from lingoreel.tasks.speaking import voice_gone
from lingoreel.tasks.stages import digest
from lingoreel.tasks.states import State
from lingoreel.tasks.translating import Translated, Wanted, translate, untranslated_ms
from lingoreel.tasks.wording import TooLong, shorten
from lingoreel.tasks.workflows import CPU_LANE

# By name: what works on samples is loaded where it works.
ONSETS = "lingoreel.media.dub.onsets:true_starts"
PITCH = "lingoreel.media.dub.pitch:median_pitch"
RECIPE = 1
"""Raised when the same sound would give other times or pitches."""
MEASURE_S_PER_SECOND = 0.2


async def preview(run: Run) -> Outcome:
    """What a dub is to say, when, and with which voice.

    Raises SourceError, OverLimit, InvalidFile, NoSpeech, EngineUnavailable, EngineFailed, NotEnoughPoints.
    """
    parameters = PreviewParameters.model_validate(run.facts.parameters)
    media = await take_in(run, need_audio=True)
    if media.probe["video_index"] is None:
        raise InvalidFile(
            "the source has no moving picture, only sound",
            remedy="send a video; recordings are translated by POST /api/tasks/audio/recognition with a language",
        )
    measured = {ITEM: media.duration_ms}
    await run.hold(measured)
    source = await take_source(run, parameters, media, high=55)
    translation = None if source.wanted is None else await _translate(run, source, source.wanted)

    async def look() -> dict[str, Any]:
        said = await source.said(run)
        starts = [line.start_ms for line in await source.lines(run, said, translation)]
        return {"starts": starts, "stretches": said.stretches(), "speakers": dict(said.speakers)}

    found = await run.step("look", look)
    onsets, *pitches = await run.results("measure", CPU_LANE, _measures(run, source, found), low=82, high=90)
    pitch = pitches[0] if pitches else {}
    voices = await run.step("cast", lambda: _cast(run, parameters, found, pitch))

    async def publish() -> dict[str, Any]:
        stem, said = file_stem(run), await source.said(run)
        lines = await source.lines(run, said, translation)
        lines, warnings = await asyncio.to_thread(timed, lines, onsets["starts_ms"], media.duration_ms)
        script = await asyncio.to_thread(
            partial(
                write_script,
                said,
                [replace(line, voice=voices.get(line.speaker or "", voices[""])) for line in lines],
                source_language=source.spoken,
                language=parameters.target,
                duration_ms=media.duration_ms,
                fps=media.fps,
                spans_ms=in_ms(source.spans),
                title=stem,
            )
        )
        data = {
            **script.data,
            "translation": None if translation is None else translation.told,
            "engine": source.engines,
        }
        if parameters.speaker_identification:
            named = {speaker: voice for speaker, voice in voices.items() if speaker}
            data["speakers"] = told_speakers(said.speakers, pitch, named)
        delivered = dict(measured)
        if translation is not None:
            delivered[ITEM] -= min(delivered[ITEM], untranslated_ms(said.units, translation))
            warnings += translation.warnings
        warnings = [*script.warnings, *warnings, *await source.doubts(run)]
        # A later task reads the lines, too.
        kept = await publish_text(run, "lines", script.lines, f"{stem}.lines.json", at=LINES_NAME)
        artifacts = (*await publish_texts(run, script.files, stem), kept)
        await store(run, result_key(run, CUES_NAME), json.dumps(script.cues.to_dict(), ensure_ascii=False).encode())
        return asdict(Outcome(data, artifacts, delivered, tuple(dict.fromkeys(warnings))))

    return outcome_of(await run.step("publish", publish, state=State.PUBLISHING, progress=93))


async def _translate(run: Run, source: Source, wanted: Wanted) -> Translated:
    """The sentences in the other language, worded so that they can be said in their time where that is possible."""

    async def ask() -> dict[str, Any]:
        said = await source.said(run)
        room = said.room(wanted.target, source.media.duration_ms)
        return {"texts": [unit.text for unit in said.units], "room": room}

    asked = await run.step("lines", ask)
    texts, room = asked["texts"], asked["room"]
    made = await translate(run, texts, wanted, low=55, high=74, limits=room)
    lines = list(made.lines)
    long = [(at, line.text) for at, line in enumerate(lines) if line.text is not None and len(line.text) > room[at]]
    shorter = await shorten(run, [TooLong(texts[at], text, room[at]) for at, text in long], wanted, low=74, high=82)
    for (at, _), text in zip(long, shorter, strict=True):
        if text is not None:
            lines[at] = replace(lines[at], text=text)
    told = {**made.told, "shortened": sum(text is not None for text in shorter)}
    return replace(made, lines=tuple(lines), told=told)


def _measures(run: Run, source: Source, found: dict[str, Any]) -> list[CellPart]:
    """When the lines really begin, and how high the speakers' voices are."""
    audio = source.audio
    requests: dict[str, dict[str, Any]] = {ONSETS: {"starts_ms": found["starts"], "spans": source.spans}}
    if found["stretches"]:
        requests[PITCH] = {"stretches": found["stretches"]}
    return [
        CellPart(
            cell=cell,
            request=request,
            objects={"path": audio.key},
            made_of={"audio": audio.sha256, "cell": cell, "request": digest(request), "version": RECIPE},
            wall_s=wall_s(run, audio.samples / SAMPLE_RATE, MEASURE_S_PER_SECOND),
        )
        for cell, request in requests.items()
    ]


async def _cast(
    run: Run, parameters: PreviewParameters, found: dict[str, Any], pitches: dict[str, Any]
) -> dict[str, str]:
    """The voice of every speaker in order of first appearance; under the empty name that of lines without one."""
    assert parameters.language is not None
    records = [from_dict(record) for record in await run.offered("speech")]
    speakers = {}
    for speaker in found["stretches"]:
        pitch = pitches.get(speaker, {})
        gender = pitch.get("gender") or found["speakers"].get(speaker, {}).get("gender") or 0
        speakers[speaker] = {"hz": pitch.get("hz"), "gender": gender}
    try:
        chosen = cast(records, parameters.language, speakers, parameters.voice)
        _, voice, semitones = choose_line_voice(records, parameters.voice, parameters.language)
    except InvalidRequest as error:
        raise voice_gone(error) from error
    return {speaker: one.id for speaker, one in chosen.items()} | {"": joined_voice(voice.id, semitones)}
