"""The recipe of a recognition: take in, find speech, cut at silences, recognise side by side, publish."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote, urlsplit

from lingoreel.artifacts import Artifact
from lingoreel.engines import vad
from lingoreel.engines.choose import choose_diarizer, choose_recognizer
from lingoreel.engines.diarization.protocol import DiarizationRequest
from lingoreel.engines.recognition import Capabilities, RecognitionRequest
from lingoreel.errors import EngineUnavailable, NoSpeech, ResultNotStored
from lingoreel.products.recognition.request import RecognitionParameters
from lingoreel.products.recognition.transcript import Transcript, transcribe
from lingoreel.tasks import offer
from lingoreel.tasks.intake import Audio, Media, decode_audio, take_in, wall_s
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.run import Part, Run
from lingoreel.tasks.stages import StageKey
from lingoreel.tasks.states import State

EMBEDDED_LANGUAGE = "en"
DIARIZATION_WEIGHT = 0.05
"""What telling speakers apart costs against recognising, in the batch's progress."""


async def recognise(run: Run) -> Outcome:
    """Speech to text. Raises SourceError, OverLimit, InvalidFile, NoSpeech, EngineUnavailable, NotEnoughPoints."""
    parameters = RecognitionParameters.model_validate(run.facts.parameters)
    media = await take_in(run, need_audio=True)
    measured = {parameters.item: media.duration_ms}
    await run.hold(measured)
    audio = await decode_audio(run, media, progress=4)
    spans = await _speech(run, audio)
    engine = await _engine(run, parameters)
    language = await _language(run, parameters, engine, audio, spans)
    diarizer = await _diarizer(run) if parameters.speaker_recognition else None

    parts = _pieces(run, parameters, engine, language, audio, spans)
    if diarizer is not None:
        parts.append(_diarization(run, diarizer, audio, spans, media))
    keys = await run.batch("recognise", engine.lane, parts, low=15, high=92)

    async def publish() -> dict[str, Any]:
        values = await run.values(keys)
        told = values.pop() if diarizer is not None else None
        transcript = await asyncio.to_thread(
            transcribe,
            parameters,
            values,
            told,
            duration_ms=media.duration_ms,
            language=language,
            engine=_told(engine, diarizer),
            title=_stem(run),
        )
        return asdict(await _published(run, transcript, measured, engine, assumed=_assumed(parameters, engine)))

    delivered = await run.step("publish", publish, state=State.PUBLISHING, progress=93)
    return Outcome(
        data=delivered["data"],
        artifacts=tuple(Artifact(**artifact) for artifact in delivered["artifacts"]),
        measured=delivered["measured"],
        warnings=tuple(delivered["warnings"]),
    )


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
        usable = await _offered(run, "recognition")
        chosen = choose_recognizer(usable, parameters.source_language, wanted=run.kit.settings.recognition_engine)
        return chosen.to_dict()

    return Capabilities.from_dict(await run.step("choose", choose))


async def _diarizer(run: Run) -> Capabilities:
    async def choose() -> dict[str, Any]:
        usable = await _offered(run, "diarization")
        return choose_diarizer(usable, wanted=run.kit.settings.diarization_engine).to_dict()

    return Capabilities.from_dict(await run.step("choose_diarizer", choose))


async def _offered(run: Run, capability: str) -> list[Capabilities]:
    found = await run.kit.query(lambda tx: offer.read(tx, run.kit.settings.heartbeat_ttl_s))
    return [Capabilities.from_dict(record) for record in found.of(capability)]


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
        part = Part(
            host=engine.host,
            parallel=engine.parallel,
            request=detect,
            objects={"pcm_path": audio.key},
            made_of={"audio": audio.sha256, "engine": engine.name, "version": engine.version, **detect},
            wall_s=wall_s(run, sum(end - start for start, end in windows) / vad.SAMPLE_RATE),
        )
        keys = await run.batch("detect", engine.lane, [part], low=12, high=15)
        language = await run.step("language", lambda: _detected(run, keys))
    language = language or EMBEDDED_LANGUAGE
    if parameters.language not in (None, language):
        raise EngineUnavailable(
            f"the speech is {language}, and nothing here translates it into {parameters.language}",
            code="pair_unavailable",
            field="language",
            remedy="leave language out to get the text as it is spoken",
        )
    return language


async def _detected(run: Run, keys: list[str]) -> str:
    [found] = await run.values(keys)
    return str(found["language"])


def _pieces(
    run: Run,
    parameters: RecognitionParameters,
    engine: Capabilities,
    language: str,
    audio: Audio,
    spans: list[tuple[int, int]],
) -> list[Part]:
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
            Part(
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


def _diarization(run: Run, engine: Capabilities, audio: Audio, spans: list[tuple[int, int]], media: Media) -> Part:
    request = DiarizationRequest(spans=tuple(spans), pcm_path="").to_dict()
    return Part(
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


def _stem(run: Run) -> str:
    source = run.facts.source or {}
    name = source.get("name") or unquote(urlsplit(str(source.get("url", ""))).path)
    return PurePath(name).stem[:100] or "transcript"


async def _published(
    run: Run, transcript: Transcript, measured: dict[str, int], engine: Capabilities, *, assumed: bool
) -> Outcome:
    warnings = list(transcript.warnings)
    if assumed:
        warnings.append(
            f"language_assumed: {engine.name} cannot tell languages apart, so {EMBEDDED_LANGUAGE} was assumed; "
            "send source_language, or install a model that can: lingoreel models pull whisper-small"
        )
    floor = engine.low_confidence
    if floor is not None and transcript.mean_confidence is not None and transcript.mean_confidence < floor:
        warnings.append(
            f"low_confidence: the words' mean confidence is {transcript.mean_confidence:.2f}, under {floor:.2f}; "
            "much of this text is probably wrong"
        )
    artifacts = []
    for ending, content in transcript.files.items():
        key = f"results/{run.facts.task_id}/{ending}"
        encoded = content.encode()
        try:
            await run.kit.storage.put(key, encoded)
        except OSError as error:
            raise ResultNotStored(
                "the result could not be stored", remedy="try again; the operator should look at the storage"
            ) from error
        artifacts.append(Artifact(ending, key, f"{_stem(run)}.{ending}", len(encoded)))
    return Outcome(transcript.data, tuple(artifacts), measured, tuple(warnings))
