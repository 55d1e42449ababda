"""The recipe of speech: read the text, speak its pieces side by side, join them at one loudness, time the words."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any
from unicodedata import category

from lingoreel.artifacts import Artifact
from lingoreel.engines.modules import from_dict
from lingoreel.engines.speech.protocol import Capabilities, SpeechRequest, Voice
from lingoreel.engines.speech.protocol import Utterance as ToSpeak
from lingoreel.engines.speech_voices import choose_voice
from lingoreel.errors import EngineUnavailable, InvalidRequest, SourceError
from lingoreel.media.speech_text import Script, Utterance
from lingoreel.products.speech.pieces import Spoken, cut
from lingoreel.products.speech.request import ITEM, SpeechParameters, read
from lingoreel.products.speech.result import AUDIO
from lingoreel.products.speech.timing import subtitle_files, timed
from lingoreel.tasks.delivery import outcome_of, publish_texts, result_key
from lingoreel.tasks.intake import wall_s
from lingoreel.tasks.parts import CellPart, HostPart
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.run import Run
from lingoreel.tasks.stages import digest
from lingoreel.tasks.states import State
from lingoreel.tasks.workflows import CPU_LANE

# By name: encoders are loaded in cells alone.
JOIN = "lingoreel.media.sound.joining:join_speech"
RECIPE = 1
"""Raised when the same pieces would give another sound."""
PROGRAM_CHARACTERS = 3000
CHARACTERS_PER_SECOND = 12
"""About how fast people speak: what time limits count with."""


async def speak(run: Run) -> Outcome:
    """Text to speech. Raises EngineUnavailable, EngineFailed, ProcessingTimeout, ResultNotStored."""
    parameters = SpeechParameters.model_validate({**run.facts.parameters, "text": ""})
    measured = {ITEM: parameters.characters}
    await run.hold(measured)
    script = Script.from_dict(await run.step("script", lambda: _script(run, parameters), state=State.PREPARING))
    cast = await run.step("cast", lambda: _cast(run, parameters, script), progress=3)
    engines = {name: Capabilities.from_dict(record) for name, record in cast["engines"].items()}
    pieces = cut(_spoken(script, cast, engines))
    made = await _speak(run, pieces)
    if not any(heard["end_sample"] > heard["start_sample"] for piece in made for heard in piece["utterances"]):
        raise EngineUnavailable(
            f"{cast['main']['id']} can say nothing of this text: its letters are of another language",
            code="no_voice",
            field="text",
            remedy="send the language that the text is in",
        )
    joined = await _join(run, parameters, pieces, made, cast)

    async def publish() -> dict[str, Any]:
        words = timed(script.utterances, joined["utterances"])
        segments = await asyncio.to_thread(words.segments, script.text)
        files = await asyncio.to_thread(
            subtitle_files, segments, parameters.language, with_cues=parameters.subtitles, title=_title(script)
        )
        stem = _title(script)
        size = (await run.kit.storage.head(joined["key"])).size_bytes
        audio = Artifact(AUDIO, joined["key"], f"{stem}.{parameters.format}", size)
        lead = engines[cast["main"]["engine"]]
        data = {
            "duration": -(-int(joined["duration_ms"]) // 1000),
            "segments": [{"start": s.start_ms, "end": s.end_ms, "text": s.text} for s in segments],
            "voice": cast["main"]["id"],
            "language": parameters.language,
            "engine": {"name": lead.name, "version": lead.version, "tier": lead.tier, "model": lead.model},
            "sound": {
                "sample_rate": joined["sample_rate"],
                "integrated_lufs": joined["after"]["integrated_lufs"],
                "true_peak_dbtp": joined["after"]["true_peak_dbtp"],
            },
        }
        told = [f"{note['code']}: {note['message']}" for piece in made for note in piece["warnings"]]
        artifacts = (audio, *await publish_texts(run, files, stem))
        return asdict(Outcome(data, artifacts, measured, tuple(dict.fromkeys(told))))

    return outcome_of(await run.step("publish", publish, state=State.PUBLISHING, progress=97))


async def _script(run: Run, parameters: SpeechParameters) -> dict[str, Any]:
    inputs = await run.inputs()
    if "text" not in inputs:
        raise SourceError("the text of this task is not kept any more", code="source_not_found")
    records = [from_dict(record) for record in await run.offered("speech")]
    script = await asyncio.to_thread(read, parameters.model_copy(update=inputs), run.facts.limits, records)
    return script.to_dict()


async def _cast(run: Run, parameters: SpeechParameters, script: Script) -> dict[str, Any]:
    """Who speaks each utterance: `voices[n]` for utterance n; the engines by name.

    A stretch in another language has that language's standard voice; where nobody speaks it, the main voice tries.
    """
    offered = [from_dict(record) for record in await run.offered("speech")]
    try:
        main_engine, main = choose_voice(offered, parameters.voice, parameters.language)
    except InvalidRequest as error:  # it was there when the task was created
        raise EngineUnavailable(
            f"{error.message} any more", code="no_voice", field="voice", remedy=error.remedy, retryable=True
        ) from error
    known: dict[tuple[str | None, str], tuple[Capabilities, Voice]] = {}
    for utterance in script.utterances:
        wanted = (utterance.voice, utterance.language)
        if wanted in known:
            continue
        if wanted == (None, main.language):
            known[wanted] = main_engine, main
            continue
        try:
            known[wanted] = choose_voice(offered, utterance.voice, utterance.language)
        except (EngineUnavailable, InvalidRequest):  # told when the task was created
            known[wanted] = main_engine, main
    cast = [known[utterance.voice, utterance.language] for utterance in script.utterances]
    return {
        "main": main.to_dict(),
        "engines": {engine.name: engine.to_dict() for engine, _ in [(main_engine, main), *cast]},
        "voices": [voice.to_dict() for _, voice in cast],
    }


def _spoken(script: Script, cast: dict[str, Any], engines: dict[str, Capabilities]) -> list[Spoken]:
    return [
        Spoken(_to_speak(utterance, voice), engines[voice.engine], voice, utterance)
        for utterance, voice in zip(script.utterances, map(Voice.from_dict, cast["voices"]), strict=True)
    ]


def _to_speak(utterance: Utterance, voice: Voice) -> ToSpeak:
    return ToSpeak(
        text=utterance.spoken,
        voice=voice.id,
        language=voice.language,
        rate=utterance.rate,
        pitch=utterance.pitch,
        volume=utterance.volume,
        phonemes=utterance.phonemes,
    )


async def _speak(run: Run, pieces: list[list[Spoken]]) -> list[dict[str, Any]]:
    """Speak all pieces, lane by lane; what each engine answered, with the `key` of its PCM, in order."""
    made: dict[int, dict[str, Any]] = {}
    lanes = list(dict.fromkeys(piece[0].engine.lane for piece in pieces))
    for number, lane in enumerate(lanes):
        mine = [at for at, piece in enumerate(pieces) if piece[0].engine.lane == lane]
        low, high = 5 + 65 * number / len(lanes), 5 + 65 * (number + 1) / len(lanes)
        name = "speak" if not number else f"speak_{lane}"
        wanted = {at: _part(run, pieces[at]) for at in mine}
        names = {at: digest(part.made_of) for at, part in wanted.items()}
        parts = {names[at]: part for at, part in wanted.items()}  # what is said twice is spoken once
        values = await run.results(name, lane, list(parts.values()), low=low, high=high)
        spoken = dict(zip(parts, values, strict=True))
        made |= {at: spoken[names[at]] for at in mine}
    return [made[at] for at in range(len(pieces))]


def _part(run: Run, piece: list[Spoken]) -> HostPart:
    engine = piece[0].engine
    request = SpeechRequest(tuple(item.utterance for item in piece))
    return HostPart(
        host=engine.host,
        parallel=engine.parallel,
        request=request.to_dict(),
        objects={},
        made_of={"engine": engine.name, "version": engine.version, "request": digest(request.fingerprint())},
        wall_s=wall_s(run, _seconds(piece)),
        weight=_seconds(piece),
        output="speech.pcm",
    )


def _seconds(piece: list[Spoken]) -> float:
    """About how long it sounds."""
    return sum(len(item.utterance.text) / item.utterance.rate for item in piece) / CHARACTERS_PER_SECOND


async def _join(
    run: Run,
    parameters: SpeechParameters,
    pieces: list[list[Spoken]],
    made: list[dict[str, Any]],
    cast: dict[str, Any],
) -> dict[str, Any]:
    described = [
        {
            "sample_rate": value["sample_rate"],
            "volumes_applied": True,
            "utterances": [
                {
                    **heard,
                    "voice": item.voice.id,
                    "volume": item.utterance.volume,
                    "pause_after_ms": item.shown.pause_after_ms,
                }
                for item, heard in zip(piece, value["utterances"], strict=True)
            ],
        }
        for piece, value in zip(pieces, made, strict=True)
    ]
    voice = Voice.from_dict(cast["main"])
    asked = {
        "format": parameters.format,
        "rate": max(value["sample_rate"] for value in made),
        "target_lufs": parameters.loudness,
        "tags": {"language": voice.language, "comment": f"Spoken by {voice.name} ({voice.id})"},
    }
    # Its encoder is three times as fast as the library's, and takes a moment to start.
    by_program = parameters.format == "mp3" and parameters.characters >= PROGRAM_CHARACTERS
    part = CellPart(
        cell=JOIN,
        request={**asked, "pieces": described, "threads": run.kit.settings.cpu_slots, "by_program": by_program},
        objects={"piece_paths": [value["key"] for value in made]},
        made_of={
            **asked,
            "pieces": digest(described),
            "objects": [value["key"] for value in made],
            "task": str(run.facts.task_id),
            "version": RECIPE,
        },
        wall_s=wall_s(run, sum(map(_seconds, pieces))),
        output=AUDIO,
        output_key=result_key(run, AUDIO),
        programs=by_program,
    )
    [joined] = await run.results("join", CPU_LANE, [part], low=70, high=97)
    return dict(joined)


def _title(script: Script) -> str:
    """The text's first words, as a file's name."""
    words = "".join(c if c in " -_" or category(c)[0] in "LMN" else " " for c in script.text[:200]).split()
    title = ""
    for word in words:
        if len(title) + len(word) > 40:
            break
        title = f"{title} {word}".strip()
    return title or (words[0][:40] if words else "speech")
