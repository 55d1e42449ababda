"""What every diarizer takes, answers and says about itself.

A diarizer is one module with `capabilities(settings)`, `host_config(settings)` and `HOST`, as recognisers are
(`engines/recognition/protocol.py`). `handle(request, report)` takes `DiarizationRequest.to_dict()` and answers
`Diarization.to_dict()`, in one call or, for long recordings, in two kinds of call:

- `phase="embed"` looks at some of the spans and writes what it found to `output_path`; pieces of a recording
  can be done side by side. Answers `{"cells": n}`.
- `phase="cluster"` reads those files and decides. It never sees the audio.

An engine whose capabilities say `parallel == 1` is only to be called whole.
Audio is 16 kHz, 16-bit little-endian, mono, without a header; positions in it are samples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Self

SAMPLE_RATE = 16_000

Phase = Literal["whole", "embed", "cluster"]
UNKNOWN, MALE, FEMALE = 0, 1, 2  # ISO/IEC 5218


@dataclass(frozen=True, slots=True)
class DiarizationRequest:
    """Who speaks in `spans`, the stretches of speech as absolute sample pairs in order.

    `paths` are the outputs of the embed calls, in any order. `max_speakers` bounds the answer; None leaves the
    number to the engine.
    """

    pcm_path: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    max_speakers: int | None = None
    phase: Phase = "whole"
    output_path: str | None = None
    paths: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "pcm_path": self.pcm_path,
            "spans": [list(span) for span in self.spans],
            "max_speakers": self.max_speakers,
            "phase": self.phase,
            "output_path": self.output_path,
            "paths": list(self.paths),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Raises ValueError for an unknown phase and for one without the path it needs."""
        phase: Any = data.get("phase") or "whole"
        needed = {"whole": "pcm_path", "embed": "output_path", "cluster": "paths"}.get(phase)
        if needed is None:
            raise ValueError(f"phase {phase!r} is not whole, embed or cluster")
        if data.get(needed) is None or (phase == "embed" and data.get("pcm_path") is None):
            raise ValueError(f"phase {phase} needs {needed}" + (" and pcm_path" if phase == "embed" else ""))
        limit = data.get("max_speakers")
        return cls(
            pcm_path=data.get("pcm_path"),
            spans=tuple((int(start), int(end)) for start, end in data.get("spans") or ()),
            max_speakers=None if limit is None else max(1, int(limit)),
            phase=phase,
            output_path=data.get("output_path"),
            paths=tuple(str(path) for path in data.get("paths") or ()),
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """`speaker`, a position in the list of speakers, speaks from `start_ms` to `end_ms`."""

    start_ms: int
    end_ms: int
    speaker: int

    def to_dict(self) -> dict[str, Any]:
        return {"start_ms": self.start_ms, "end_ms": self.end_ms, "speaker": self.speaker}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(int(data["start_ms"]), int(data["end_ms"]), int(data["speaker"]))


@dataclass(frozen=True, slots=True)
class Speaker:
    """One voice: `gender` after ISO/IEC 5218 guessed from the median pitch, None where none was heard."""

    gender: int = UNKNOWN
    pitch_hz: float | None = None
    speech_ms: int = 0

    def to_dict(self) -> dict[str, Any]:
        return {
            "gender": self.gender,
            "pitch_hz": None if self.pitch_hz is None else round(self.pitch_hz, 1),
            "speech_ms": self.speech_ms,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        pitch = data.get("pitch_hz")
        return cls(int(data["gender"]), None if pitch is None else float(pitch), int(data["speech_ms"]))


@dataclass(frozen=True, slots=True)
class Diarization:
    """Turns in order of time, never overlapping; speakers in the order they first speak."""

    turns: tuple[Turn, ...] = ()
    speakers: tuple[Speaker, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "turns": [turn.to_dict() for turn in self.turns],
            "speakers": [speaker.to_dict() for speaker in self.speakers],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(
            tuple(Turn.from_dict(turn) for turn in data["turns"]),
            tuple(Speaker.from_dict(speaker) for speaker in data["speakers"]),
        )
