"""What was said, without times: paragraphs as plain text, and segments as the API shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lingoreel.media.segments import Segment
from lingoreel.media.timed_text import clean

PARAGRAPH_PAUSE_MS = 2000
PARAGRAPH_CHARACTERS = 700


def segment_dict(segment: Segment, *, words: bool = True) -> dict[str, Any]:
    """A segment as the API shows it: `{start, end, text, speaker?, words?}`, times in milliseconds."""
    shown: dict[str, Any] = {"start": segment.start_ms, "end": segment.end_ms, "text": segment.text}
    if segment.speaker is not None:
        shown["speaker"] = segment.speaker
    if words and segment.words:
        shown["words"] = [
            {"start": word.start_ms, "end": word.end_ms, "text": word.text}
            | ({} if word.confidence is None else {"confidence": round(word.confidence, 3)})
            for word in segment.words
        ]
    return shown


def transcript(segments: Sequence[Segment]) -> str:
    """Paragraphs, begun anew by another speaker, a pause, or a sentence's end when one grows long."""
    paragraphs: list[str] = []
    before: Segment | None = None
    for segment in segments:
        text = clean(segment.text)
        if not text:
            continue
        if (
            before is None
            or segment.speaker != before.speaker
            or segment.start_ms - before.end_ms >= PARAGRAPH_PAUSE_MS
            or (len(paragraphs[-1]) >= PARAGRAPH_CHARACTERS and paragraphs[-1][-1] in ".!?。！？…")
        ):
            paragraphs.append(f"{segment.speaker}: {text}" if segment.speaker else text)
        else:
            glue = "" if _spaceless(paragraphs[-1][-1]) and _spaceless(text[0]) else " "
            paragraphs[-1] += glue + text
        before = segment
    return "".join(f"{paragraph}\n\n" for paragraph in paragraphs).removesuffix("\n")


def _spaceless(character: str) -> bool:
    return bool(re.match("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u3190-\u9fff\uf900-\uffef]", character))
