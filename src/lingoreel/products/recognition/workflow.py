"""The recipe of a recognition: take in, find speech, cut at silences, recognise side by side, publish."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import Any

from lingoreel.engines import vad
from lingoreel.engines.choose import choose_diarizer, choose_recognizer
from lingoreel.engines.diarization.protocol import DiarizationRequest
from lingoreel.engines.recognition import Capabilities, RecognitionRequest
from lingoreel.engines.recognition.protocol import SAMPLES_PER_MS
from lingoreel.errors import NoSpeech
from lingoreel.products.recognition.request import TRANSLATE_ITEM, RecognitionParameters
from lingoreel.products.recognition.transcript import Heard, hear, transcribe, untranslated_ms
from lingoreel.tasks.delivery import CUES_NAME, file_stem, outcome_of, publish_texts, result_key, store
from lingoreel.tasks.intake import Audio, Media, decode_audio, take_in, wall_s
from lingoreel.tasks.parts import HostPart
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.run import Run
from lingoreel.tasks.stages import StageKey
from lingoreel.tasks.states import State
from lingoreel.tasks.translating import Wanted, require_translator, translate

EMBEDDED_LANGUAGE = "en"
DIARIZATION_WEIGHT = 0.05
"""What telling speakers apart costs against recognising, in the batch's progress."""


async def recognise(run: Run) -> Outcome:
    """Speech to text. Raises SourceError, OverLimit, InvalidFile, NoSpeech, EngineUnavailable, NotEnoughPoints."""
    parameters = RecognitionParameters.model_validate(run.facts.parameters)
    media = await take_in(run, need_audio=True)
    # What it costs is known, unless it hangs on the language that is spoken.
    priced = parameters.language is None or parameters.source_language is not None
    if priced:
        await run.hold(_measured(parameters, parameters.source_language, media))
    audio = await decode_audio(run, media, progress=4)
    spans = await _speech(run, audio)
    engine = await _engine(run, parameters)
    language = await _language(run, parameters, engine, audio, spans)
    measured = _measured(parameters, language, media)
    wanted = _wanted(parameters, language)
    if wanted is not None:
        await require_translator(run, wanted)
    if not priced:
        await run.hold(measured)
    diarizer = await _diarizer(run) if parameters.speaker_recognition else None

    parts = _pieces(run, parameters, engine, language, audio, spans)
    if diarizer is not None:
        parts.append(_diarization(run, diarizer, audio, spans, media))
    keys = await run.batch("recognise", engine.lane, parts, low=15, high=92 if wanted is None else 75)

    async def heard() -> Heard:
        values = await run.values(keys)
        told = values.pop() if diarizer is not None else None
        return await asyncio.to_thread(
            hear, values, told, [(a // SAMPLES_PER_MS, b // SAMPLES_PER_MS) for a, b in spans]
        )

    async def lines() -> list[str]:
        return [unit.text for unit in await asyncio.to_thread((await heard()).units, language)]

    translation = None
    if wanted is not None:
        translation = await translate(run, await run.step("lines", lines), wanted, low=75, high=92)

    async def publish() -> dict[str, Any]:
        said, stem = await heard(), file_stem(run)
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
            engine=_told(engine, diarizer),
            title=stem,
        )
        delivered = dict(measured)
        if translation is not None:
            delivered[TRANSLATE_ITEM] -= min(delivered[TRANSLATE_ITEM], untranslated_ms(units, translation))
        warnings = [*transcript.warnings, *(translation.warnings if translation else ())]
        warnings += _doubts(said, engine, assumed=_assumed(parameters, engine))
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


async def _speech(run: Run, audio: Audio) -> list[tuple[int, int]]:
    async def find(_stage: StageKey) -> Any:
        async with run.kit.storage.open_as_file(audio.key) as path:
            return await run.kit.call_host(
                vad.HOST,
                {"pcm_path": str(path)},
                wall_s=wall_s(run, audio.samples / vad.SAMPLE_RATE, 0.2),
                parallel=1,
                on_progress=run.reporter(9, 12),
            )

    found = await run.stage(
        "speech", {"audio": audio.sha256, "version": vad.VERSION}, find, state=State.PREPARING, progress=9
    )
    if not found["spans"]:
        raise NoSpeech("nobody speaks in this source", remedy="check that it is the right file, and that it is audible")
    return [(start, end) for start, end in found["spans"]]


async def _engine(run: Run, parameters: RecognitionParameters) -> Capabilities:
    async def choose() -> dict[str, Any]:
        usable = [Capabilities.from_dict(record) for record in await run.offered("recognition")]
        chosen = choose_recognizer(usable, parameters.source_language, wanted=run.kit.settings.recognition_engine)
        return chosen.to_dict()

    return Capabilities.from_dict(await run.step("choose", choose))


async def _diarizer(run: Run) -> Capabilities:
    async def choose() -> dict[str, Any]:
        usable = [Capabilities.from_dict(record) for record in await run.offered("diarization")]
        return choose_diarizer(usable, wanted=run.kit.settings.diarization_engine).to_dict()

    return Capabilities.from_dict(await run.step("choose_diarizer", choose))


async def _language(
    run: Run,
    parameters: RecognitionParameters,
    engine: Capabilities,
    audio: Audio,
    spans: list[tuple[int, int]],
) -> str:
    language = parameters.source_language
    if language is None and engine.detects_language:
        windows = vad.detection_windows(spans)
        detect = {"detect": True, "windows": [list(window) for window in windows]}
        part = HostPart(
            host=engine.host,
            parallel=engine.parallel,
            request=detect,
            objects={"pcm_path": audio.key},
            made_of={"audio": audio.sha256, "engine": engine.name, "version": engine.version, **detect},
            wall_s=wall_s(run, sum(end - start for start, end in windows) / vad.SAMPLE_RATE),
        )
        [found] = await run.results("detect", engine.lane, [part], low=12, high=15)
        language = str(found["language"])
    return language or EMBEDDED_LANGUAGE


def _pieces(
    run: Run,
    parameters: RecognitionParameters,
    engine: Capabilities,
    language: str,
    audio: Audio,
    spans: list[tuple[int, int]],
) -> list[HostPart]:
    parts = []
    for piece in vad.plan_pieces(spans, audio.samples, engine.piece_max_s, engine.parallel):
        request = RecognitionRequest(
            pcm_path="",
            start_sample=piece.start_sample,
            end_sample=piece.end_sample,
            spans=piece.spans,
            language=language,
            vocabulary=parameters.vocabulary,
        )
        parts.append(
            HostPart(
                host=engine.host,
                parallel=engine.parallel,
                request=request.to_dict(),
                objects={"pcm_path": audio.key},
                made_of={
                    "audio": audio.sha256,
                    "engine": engine.name,
                    "version": engine.version,
                    **request.fingerprint(),
                },
                wall_s=wall_s(run, piece.speech_samples / vad.SAMPLE_RATE),
                weight=float(piece.speech_samples),
            )
        )
    return parts


def _diarization(run: Run, engine: Capabilities, audio: Audio, spans: list[tuple[int, int]], media: Media) -> HostPart:
    request = DiarizationRequest(spans=tuple(spans), pcm_path="").to_dict()
    return HostPart(
        host=engine.host,
        parallel=engine.parallel,
        request=request,
        objects={"pcm_path": audio.key},
        made_of={"audio": audio.sha256, "engine": engine.name, "version": engine.version, "spans": request["spans"]},
        wall_s=wall_s(run, media.duration_s),
        weight=DIARIZATION_WEIGHT * sum(end - start for start, end in spans),
    )


def _assumed(parameters: RecognitionParameters, engine: Capabilities) -> bool:
    return parameters.source_language is None and not engine.detects_language


def _told(engine: Capabilities, diarizer: Capabilities | None) -> dict[str, Any]:
    told: dict[str, Any] = {"name": engine.name, "version": engine.version, "model": engine.model, "tier": engine.tier}
    if diarizer is not None:
        told["diarization"] = {"name": diarizer.name, "version": diarizer.version}
    return told


def _doubts(heard: Heard, engine: Capabilities, *, assumed: bool) -> list[str]:
    doubts = []
    if assumed:
        doubts.append(
            f"language_assumed: {engine.name} cannot tell languages apart, so {EMBEDDED_LANGUAGE} was assumed; "
            "send source_language, or install a model that can: lingoreel models pull whisper-small"
        )
    floor, confidence = engine.low_confidence, heard.recognition.mean_confidence
    if floor is not None and confidence is not None and confidence < floor:
        doubts.append(
            f"low_confidence: the words' mean confidence is {confidence:.2f}, under {floor:.2f}; "
            "much of this text is probably wrong"
        )
    return doubts
