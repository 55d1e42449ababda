"""The pieces of one recording put together: the answer's data, and the files it delivers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lingoreel.engines.diarization import Diarization, assign_speakers
from lingoreel.engines.recognition import Recognition, merge
from lingoreel.media.cues import make_cues, quality
from lingoreel.media.segments import Segment
from lingoreel.media.subtitle_files import segment_dict, write
from lingoreel.products.recognition.request import RecognitionParameters


@dataclass(frozen=True)
class Transcript:
    """A finished recognition: the answer's data, and the text of each file by its ending."""

    data: dict[str, Any]
    files: dict[str, str]
    mean_confidence: float | None
    warnings: tuple[str, ...]


def transcribe(
    parameters: RecognitionParameters,
    pieces: list[dict[str, Any]],
    diarization: dict[str, Any] | None,
    *,
    duration_ms: int,
    language: str,
    engine: dict[str, Any],
    title: str,
) -> Transcript:
    """Put the pieces of one recording together. `pieces` and `diarization` are what the engines answered."""
    recognition = merge(Recognition.from_dict(piece) for piece in pieces)
    segments: list[Segment] = list(recognition.segments)
    speakers = None
    if diarization is not None:
        segments, speakers = assign_speakers(segments, Diarization.from_dict(diarization))
    cues = make_cues(segments, language)
    shown = [segment_dict(segment, words=parameters.words) for segment in segments]
    data: dict[str, Any] = {
        "duration": -(-duration_ms // 1000),
        "source_language": language,
        "target_language": "origin",
        "result": shown if parameters.as_segments else " ".join(segment.text for segment in segments),
        "segments": shown,
        "quality": quality(cues, language),
        "engine": engine,
        "suppressed": [entry.to_dict() for entry in recognition.suppressed],
    }
    if speakers is not None:
        data["speakers"] = speakers
    return Transcript(
        data=data,
        files={
            "txt": write(segments, "txt"),
            "srt": write(cues, "srt"),
            "vtt": write(cues, "vtt"),
            "ass": write(cues, "ass", title=title),
            "json": write(segments, "json"),
        },
        mean_confidence=recognition.mean_confidence,
        warnings=tuple(f"{warning['code']}: {warning['message']}" for warning in recognition.warnings),
    )
