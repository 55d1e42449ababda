"""What every recogniser takes, answers and says about itself.

A recogniser is one module with

- `capabilities(settings) -> Capabilities | Unavailable`: cheap, imports no model library;
- `host_config(settings) -> dict`: the plain data its host class is made from;
- `HOST`: the host class as `package.module:Class`, with `__init__(config)` and `handle(request, report)`,
  where `request` is `RecognitionRequest.to_dict()` and the answer is `Recognition.to_dict()`.

Audio is 16 kHz, 16-bit little-endian, mono, without a header; positions in it are samples, and sample n is
time n / 16 ms of the presentation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, Self

from lingoreel.media.segments import Segment, mean_confidence

SAMPLE_RATE = 16_000
SAMPLES_PER_MS = SAMPLE_RATE // 1000

Tier = Literal["embedded", "neural"]
Lane = Literal["cpu", "gpu"]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine on a live worker can do. Plain data: a worker publishes it, the API reads it.

    `version` changes whenever the same audio may give another text (library, model, decoding recipe), so
    it belongs in every stage key. `parallel` is how many children of it one worker may run side by side: 1
    for an engine that is threaded itself. `piece_max_s` is the longest piece it is to be handed. A mean word
    confidence under `low_confidence` means that the text is probably not what was said.
    """

    name: str
    version: str
    tier: Tier
    languages: frozenset[str]
    host: str
    lane: Lane = "cpu"
    parallel: int = 1
    word_times: bool = True
    detects_language: bool = False
    vocabulary: bool = False
    piece_max_s: int = 300
    low_confidence: float | None = None
    capability: str = "recognition"
    model: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "capability": self.capability,
            "name": self.name,
            "version": self.version,
            "tier": self.tier,
            "languages": sorted(self.languages),
            "host": self.host,
            "lane": self.lane,
            "parallel": self.parallel,
            "word_times": self.word_times,
            "detects_language": self.detects_language,
            "vocabulary": self.vocabulary,
            "piece_max_s": self.piece_max_s,
            "low_confidence": self.low_confidence,
            "model": self.model,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(**{**data, "languages": frozenset(data["languages"])})


@dataclass(frozen=True, slots=True)
class Unavailable:
    """An engine that cannot run here: why, and the command or step that changes it."""

    name: str
    reason: str
    remedy: str
    capability: str = "recognition"

    def to_dict(self) -> dict[str, Any]:
        return {"capability": self.capability, "name": self.name, "reason": self.reason, "remedy": self.remedy}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(**data)


@dataclass(frozen=True, slots=True)
class RecognitionRequest:
    """One piece of audio to recognise.

    Only samples [start_sample, end_sample) are read. `spans` are the stretches of speech inside it, as
    absolute sample pairs in order; nothing outside them is heard, so nothing can be invented there.
    """

    pcm_path: str
    start_sample: int
    end_sample: int
    spans: tuple[tuple[int, int], ...]
    language: str | None = None
    vocabulary: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "pcm_path": self.pcm_path,
            "start_sample": self.start_sample,
            "end_sample": self.end_sample,
            "spans": [list(span) for span in self.spans],
            "language": self.language,
            "vocabulary": list(self.vocabulary),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(
            pcm_path=str(data["pcm_path"]),
            start_sample=int(data["start_sample"]),
            end_sample=int(data["end_sample"]),
            spans=tuple((int(start), int(end)) for start, end in data["spans"]),
            language=data.get("language"),
            vocabulary=tuple(str(word) for word in data.get("vocabulary") or ()),
        )

    def fingerprint(self) -> dict[str, Any]:
        """All that decides the answer but the audio itself, for a stage key; where the audio lies is left out."""
        return {key: value for key, value in self.to_dict().items() if key != "pcm_path"}


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Text an engine produced and a guard took out: `reason` is `repetition`, `no_speech` or `no_time`."""

    start_ms: int
    end_ms: int
    text: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        return {"start_ms": self.start_ms, "end_ms": self.end_ms, "text": self.text, "reason": self.reason}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(int(data["start_ms"]), int(data["end_ms"]), str(data["text"]), str(data["reason"]))


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was heard in one piece, or in all. Times are ms of the presentation, never of the piece.

    `warnings` are `{"code", "message"}` pairs for the customer, such as `vocabulary_ignored`.
    """

    segments: tuple[Segment, ...]
    language: str | None
    language_probability: float | None = None
    suppressed: tuple[Suppressed, ...] = ()
    warnings: tuple[dict[str, str], ...] = ()

    @property
    def mean_confidence(self) -> float | None:
        """Mean confidence over all words that have one."""
        return mean_confidence(word for segment in self.segments for word in segment.words)

    def to_dict(self) -> dict[str, Any]:
        return {
            "segments": [segment.to_dict() for segment in self.segments],
            "language": self.language,
            "language_probability": self.language_probability,
            "suppressed": [entry.to_dict() for entry in self.suppressed],
            "warnings": [dict(warning) for warning in self.warnings],
            "mean_confidence": self.mean_confidence,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(
            segments=tuple(Segment.from_dict(segment) for segment in data["segments"]),
            language=data.get("language"),
            language_probability=data.get("language_probability"),
            suppressed=tuple(Suppressed.from_dict(entry) for entry in data.get("suppressed") or ()),
            warnings=tuple(dict(warning) for warning in data.get("warnings") or ()),
        )


def merge(parts: Iterable[Recognition]) -> Recognition:
    """The pieces of one recording as one answer: segments in time order, each warning once.

    The language is the one most pieces were recognised in.
    """
    parts = list(parts)
    languages = Counter(part.language for part in parts if part.language)
    language = languages.most_common(1)[0][0] if languages else None
    known = [p.language_probability for p in parts if p.language == language and p.language_probability is not None]
    warnings: list[dict[str, str]] = []
    for warning in (warning for part in parts for warning in part.warnings):
        if warning not in warnings:
            warnings.append(warning)
    return Recognition(
        segments=tuple(sorted((s for p in parts for s in p.segments), key=lambda s: (s.start_ms, s.end_ms))),
        language=language,
        language_probability=sum(known) / len(known) if known else None,
        suppressed=tuple(sorted((s for p in parts for s in p.suppressed), key=lambda s: s.start_ms)),
        warnings=tuple(warnings),
    )
