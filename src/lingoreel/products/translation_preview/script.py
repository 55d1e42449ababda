"""A finished preview: the answer's data, the text of each file, and what is left for later tasks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lingoreel.media.cues import MadeCues, bilingual, coverage, make_cues, quality, reading_rules, tracks, within
from lingoreel.media.dub.line import DubLine
from lingoreel.media.segments import Segment
from lingoreel.media.sentences import translated
from lingoreel.media.subtitle_files import write
from lingoreel.products.translation_preview.dialogue import Said, room

LOW_COVERAGE = 0.9
HARDLY = 1.3
"""A line with this many times the characters that can be said at ease hardly fits, however it is spoken."""
LISTED = 100


@dataclass(frozen=True)
class Script:
    """`data` is the product's answer, `files` are texts by name, `lines` the array that can be sent back as it is."""

    data: dict[str, Any]
    files: dict[str, str]
    lines: str
    cues: MadeCues
    warnings: tuple[str, ...]


def write_script(
    said: Said,
    lines: Sequence[DubLine],
    *,
    source_language: str,
    language: str,
    duration_ms: int,
    fps: float | None,
    spans_ms: Sequence[tuple[int, int]],
    title: str,
) -> Script:
    """The answer and the files of what the dub is to say."""
    subtitles = [line.to_dict() for line in lines]
    source_rules, rules = reading_rules(source_language, fps=fps), reading_rules(language, fps=fps)
    source_cues = within(make_cues(said.units, source_language, source_rules), duration_ms, source_rules)
    sides = [(_spoken(line, line.text, language), _spoken(line, line.source_text, source_language)) for line in lines]
    segments = [target for target, _ in sides]
    cues = within(make_cues(segments, language, rules), duration_ms, rules)
    upper, lower = tracks(bilingual(sides, language, source_language))
    covered = coverage(spans_ms, cues)
    long_lines = _long_lines(lines, language, duration_ms)
    warnings = []
    if covered["share"] < LOW_COVERAGE:
        warnings.append(
            f"low_coverage: only {covered['share']:.0%} of the time in which somebody speaks has a line; "
            "see quality.coverage"
        )
    if long_lines:
        warnings.append(
            f"long_lines: {len(long_lines)} of {len(lines)} lines are probably too long for their time; "
            "shorten them before they are spoken, see quality.long_lines"
        )
    data = {
        "duration": -(-duration_ms // 1000),
        "source_language": source_language,
        "target_language": language,
        "result": {
            "source_subtitles": [_side(line, line.source_text) for line in lines],
            "translated_subtitles": [_side(line, line.text) for line in lines],
            "subtitles": subtitles,
        },
        "quality": {
            **quality(cues, language, rules, segments),
            "coverage": covered,
            "long_lines": long_lines[:LISTED],
        },
    }
    return Script(
        data,
        {
            "source_srt": write(source_cues, "srt", title=title, language=source_language),
            "translated_srt": write(cues, "srt", title=title, language=language),
        },
        json.dumps(subtitles, ensure_ascii=False, indent=1) + "\n",
        MadeCues(
            {"translation": language, "source": source_language},
            {"translation": cues, "source": source_cues},
            {"translation": upper, "source": lower},
        ),
        tuple(warnings),
    )


def told_speakers(
    found: Mapping[str, Mapping[str, Any]], pitches: Mapping[str, Mapping[str, Any]], voices: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Who speaks, in order of first appearance: `{speaker, gender, pitch_hz, voice}`."""
    told = []
    for speaker, voice in voices.items():
        pitch = pitches.get(speaker, {})
        gender = pitch.get("gender") or found.get(speaker, {}).get("gender") or 0
        hz = pitch.get("hz")
        told.append(
            {"speaker": speaker, "gender": gender, "pitch_hz": None if hz is None else round(hz, 1), "voice": voice}
        )
    return told


def _spoken(line: DubLine, text: str, language: str) -> Segment:
    return translated(Segment(line.start_ms, line.end_ms, text, speaker=line.speaker), text, language)


def _side(line: DubLine, text: str) -> dict[str, Any]:
    return {"start": line.start_ms, "end": line.end_ms, "text": text}


def _long_lines(lines: Sequence[DubLine], language: str, duration_ms: int) -> list[dict[str, int]]:
    """Which lines (from 0) hardly fit, with their characters and how many there is time for."""
    most = room([(line.start_ms, line.end_ms) for line in lines], language, duration_ms)
    return [
        {"line": at, "characters": len(line.text), "most": limit}
        for at, (line, limit) in enumerate(zip(lines, most, strict=True))
        if len(line.text) > HARDLY * limit
    ]
