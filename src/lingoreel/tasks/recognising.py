"""What is said in a recording, and by whom: a verb for every product that listens.

Its stages are the same whoever asks, so what one task heard, no other task of this customer hears again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lingoreel.engines import vad
from lingoreel.engines.choose import choose_diarizer, choose_recognizer
from lingoreel.engines.diarization import Diarization, assign_speakers
from lingoreel.engines.diarization.protocol import DiarizationRequest
from lingoreel.engines.recognition import Capabilities, Recognition, RecognitionRequest, merge
from lingoreel.engines.recognition.protocol import SAMPLES_PER_MS
from lingoreel.errors import NoSpeech
from lingoreel.media.segments import Segment
from lingoreel.media.sentences import sentences
from lingoreel.tasks.intake import Audio, wall_s
from lingoreel.tasks.parts import HostPart
from lingoreel.tasks.run import Run
from lingoreel.tasks.stages import StageKey
from lingoreel.tasks.states import State
from lingoreel.tasks.workflows import CPU_LANE

EMBEDDED_LANGUAGE = "en"
DIARIZATION_WEIGHT = 0.05
"""What telling speakers apart costs against recognising, in the batch's progress."""

Spans = list[tuple[int, int]]
"""Where somebody speaks: samples of the decoded audio, in order and apart."""


@dataclass(frozen=True)
class Listening:
    """What is asked: the spoken `language` (a normalised code; None: to be found out), whether to tell speakers apart,
    and names and terms to favour."""

    language: str | None
    speakers: bool = False
    vocabulary: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listener:
    """Who is to recognise it, in which language; `assumed`: nobody said which, and this engine cannot tell."""

    engine: Capabilities
    language: str
    assumed: bool

    def doubts(self, confidence: float | None) -> list[str]:
        """Warnings for a customer about what was heard with that mean confidence of the words."""
        doubts = []
        if self.assumed:
            doubts.append(
                f"language_assumed: {self.engine.name} cannot tell languages apart, so {EMBEDDED_LANGUAGE} was "
                "assumed; send source_language, or install a model that can: lingoreel models pull whisper-small"
            )
        floor = self.engine.low_confidence
        if floor is not None and confidence is not None and confidence < floor:
            doubts.append(
                f"low_confidence: the words' mean confidence is {confidence:.2f}, under {floor:.2f}; "
                "much of this text is probably wrong"
            )
        return doubts


@dataclass(frozen=True)
class Heard:
    """What was said in a recording, by whom; `spans_ms` is where anybody speaks."""

    recognition: Recognition
    segments: tuple[Segment, ...]
    speakers: dict[str, Any] | None
    spans_ms: tuple[tuple[int, int], ...]

    def units(self, language: str) -> list[Segment]:
        """The sentences to translate, spoken in that language."""
        return sentences(self.segments, language)


@dataclass(frozen=True)
class Listened:
    """A recording that was listened to: the stages of its pieces and of its speakers."""

    pieces: tuple[str, ...]
    speakers: str | None
    spans: Spans
    diarizer: Capabilities | None

    async def heard(self, run: Run) -> Heard:
        """What was said. Only inside a step: it may be large."""
        pieces = await run.values(list(self.pieces))
        told = None if self.speakers is None else (await run.values([self.speakers]))[0]
        return await asyncio.to_thread(hear, pieces, told, in_ms(self.spans))

    async def turns(self, run: Run) -> Diarization | None:
        """Who speaks when; None where it was not asked for. Only inside a step."""
        if self.speakers is None:
            return None
        return Diarization.from_dict((await run.values([self.speakers]))[0])


def hear(
    pieces: Sequence[dict[str, Any]], diarization: dict[str, Any] | None, spans_ms: Sequence[tuple[int, int]]
) -> Heard:
    """Put together what the engines answered for the pieces."""
    recognition = merge(Recognition.from_dict(piece) for piece in pieces)
    segments: list[Segment] = list(recognition.segments)
    speakers = None
    if diarization is not None:
        segments, speakers = assign_speakers(segments, Diarization.from_dict(diarization))
    return Heard(recognition, tuple(segments), speakers, tuple(spans_ms))


def in_ms(spans: Spans) -> list[tuple[int, int]]:
    """The spans in milliseconds."""
    return [(start // SAMPLES_PER_MS, end // SAMPLES_PER_MS) for start, end in spans]


def engines_told(engine: Capabilities | None, diarizer: Capabilities | None) -> dict[str, Any] | None:
    """What a customer learns of the engines; None where none was needed."""
    told: dict[str, Any] = {}
    if engine is not None:
        told = {"name": engine.name, "version": engine.version, "model": engine.model, "tier": engine.tier}
    if diarizer is not None:
        told["diarization"] = {"name": diarizer.name, "version": diarizer.version}
    return told or None


async def find_speech(run: Run, audio: Audio) -> Spans:
    """Where somebody speaks. Raises NoSpeech where nobody does."""
    found = await run.stage(*_speech(run, audio), state=State.PREPARING, progress=9)
    if not found["spans"]:
        raise NoSpeech("nobody speaks in this source", remedy="check that it is the right file, and that it is audible")
    return as_spans(found["spans"])


async def speech_in(run: Run, audio: Audio) -> list[list[int]]:
    """Where somebody speaks, as plain data; nobody need. Only inside a step."""
    spans: list[list[int]] = (await run.made(*_speech(run, audio)))["spans"]
    return spans


def _speech(run: Run, audio: Audio) -> tuple[str, dict[str, Any], Callable[[StageKey], Awaitable[Any]]]:
    """The stage of it: its name, what it is made of, and what makes it."""

    async def find(_stage: StageKey) -> Any:
        async with run.kit.storage.open_as_file(audio.key) as path:
            return await run.kit.call_host(
                vad.HOST,
                {"pcm_path": str(path)},
                wall_s=wall_s(run, audio.samples / vad.SAMPLE_RATE, 0.2),
                parallel=1,
                on_progress=run.reporter(9, 12),
            )

    return "speech", {"audio": audio.sha256, "version": vad.VERSION}, find


def as_spans(found: Sequence[Sequence[int]]) -> Spans:
    """The spans again."""
    return [(start, end) for start, end in found]


async def choose_listener(run: Run, asked: Listening, audio: Audio, spans: Spans) -> Listener:
    """Who recognises it, and the language that is spoken. Raises EngineUnavailable where nobody can."""

    async def choose() -> dict[str, Any]:
        usable = [Capabilities.from_dict(record) for record in await run.offered("recognition")]
        return choose_recognizer(usable, asked.language, wanted=run.kit.settings.recognition_engine).to_dict()

    engine = Capabilities.from_dict(await run.step("choose", choose))
    language = asked.language
    if language is None and engine.detects_language:
        language = await _detect(run, engine, audio, spans)
    return Listener(engine, language or EMBEDDED_LANGUAGE, assumed=language is None)


async def listen(
    run: Run, asked: Listening, by: Listener | None, audio: Audio, spans: Spans, *, low: float, high: float
) -> Listened:
    """Recognise what is said, and tell the speakers apart where that is asked. `low` and `high` bound the progress.

    Without anybody to recognise it (`by` None) the speakers alone are told apart. Raises EngineUnavailable and
    EngineFailed.
    """
    diarizer = await _diarizer(run) if asked.speakers else None
    parts = [] if by is None else _pieces(run, asked, by, audio, spans)
    if diarizer is not None:
        parts.append(_diarization(run, diarizer, audio, spans))
    lane = by.engine.lane if by is not None else CPU_LANE
    keys = await run.batch("recognise", lane, parts, low=low, high=high)
    speakers = keys.pop() if diarizer is not None else None
    return Listened(tuple(keys), speakers, spans, diarizer)


async def _detect(run: Run, engine: Capabilities, audio: Audio, spans: Spans) -> str:
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
    return str(found["language"])


async def _diarizer(run: Run) -> Capabilities:
    async def choose() -> dict[str, Any]:
        usable = [Capabilities.from_dict(record) for record in await run.offered("diarization")]
        return choose_diarizer(usable, wanted=run.kit.settings.diarization_engine).to_dict()

    return Capabilities.from_dict(await run.step("choose_diarizer", choose))


def _pieces(run: Run, asked: Listening, by: Listener, audio: Audio, spans: Spans) -> list[HostPart]:
    engine = by.engine
    parts = []
    for piece in vad.plan_pieces(spans, audio.samples, engine.piece_max_s, engine.parallel):
        request = RecognitionRequest(
            pcm_path="",
            start_sample=piece.start_sample,
            end_sample=piece.end_sample,
            spans=piece.spans,
            language=by.language,
            vocabulary=asked.vocabulary,
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


def _diarization(run: Run, engine: Capabilities, audio: Audio, spans: Spans) -> HostPart:
    request = DiarizationRequest(spans=tuple(spans), pcm_path="").to_dict()
    return HostPart(
        host=engine.host,
        parallel=engine.parallel,
        request=request,
        objects={"pcm_path": audio.key},
        made_of={"audio": audio.sha256, "engine": engine.name, "version": engine.version, "spans": request["spans"]},
        wall_s=wall_s(run, audio.samples / vad.SAMPLE_RATE),
        weight=DIARIZATION_WEIGHT * sum(end - start for start, end in spans),
    )
