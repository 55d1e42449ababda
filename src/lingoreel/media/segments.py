"""Recognised speech with its times: what recognition makes, and what cues, files and speakers are made of.

Times are integer milliseconds of the presentation: 0 is the first picture or sound a player shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word. `text` has no blanks at its ends; `confidence` is 0…1, None where the engine has none."""

    start_ms: int
    end_ms: int
    text: str
    confidence: float | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
            "text": self.text,
            "confidence": None if self.confidence is None else round(self.confidence, 4),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(
            start_ms=int(data["start_ms"]),
            end_ms=int(data["end_ms"]),
            text=str(data["text"]),
            confidence=None if data.get("confidence") is None else float(data["confidence"]),
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech: a sentence, or what is said between two pauses.

    Words are in order, do not overlap, and lie inside the segment; an engine without word times leaves
    them empty. `speaker` is a label such as `speaker0`. `flags` say what deserves a second look
    (`repetition`, `compression`, `low_probability`, `low_speech_probability`).
    """

    start_ms: int
    end_ms: int
    text: str
    words: tuple[Word, ...] = ()
    speaker: str | None = None
    flags: tuple[str, ...] = ()

    @property
    def confidence(self) -> float | None:
        """Mean confidence of the words that have one."""
        return mean_confidence(self.words)

    def to_dict(self) -> dict[str, Any]:
        return {
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
            "text": self.text,
            "words": [word.to_dict() for word in self.words],
            "speaker": self.speaker,
            "flags": list(self.flags),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        speaker = data.get("speaker")
        return cls(
            start_ms=int(data["start_ms"]),
            end_ms=int(data["end_ms"]),
            text=str(data["text"]),
            words=tuple(Word.from_dict(word) for word in data.get("words") or ()),
            speaker=None if speaker is None else str(speaker),
            flags=tuple(str(flag) for flag in data.get("flags") or ()),
        )


def mean_confidence(words: Iterable[Word]) -> float | None:
    """Mean confidence of the words that have one; None when none has."""
    known = [word.confidence for word in words if word.confidence is not None]
    return fmean(known) if known else None


def clip_words(words: Iterable[Word], start_ms: int, end_ms: int) -> tuple[Word, ...]:
    """The words in order, each inside [start_ms, end_ms] and none starting before its forerunner ends.

    Engines round, and now and then overlap two words by a frame or place one outside its segment; what
    reads the words may rely on this order. A word keeps at least 0 ms; none is dropped.
    """
    kept: list[Word] = []
    at_ms = start_ms
    for word in words:
        begin = min(max(word.start_ms, at_ms), end_ms)
        end = min(max(word.end_ms, begin), end_ms)
        kept.append(Word(begin, end, word.text, word.confidence))
        at_ms = end
    return tuple(kept)
