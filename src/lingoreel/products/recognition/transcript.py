"""The pieces of one recording put together: the answer's data, and the files it delivers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from lingoreel.media.cues import BilingualCue, Cue, MadeCues, bilingual, coverage, make_cues, quality, tracks, within
from lingoreel.media.segments import Segment
from lingoreel.media.subtitle_files import segment_dict, write
from lingoreel.products.recognition.request import RecognitionParameters
from lingoreel.tasks.recognising import Heard
from lingoreel.tasks.translating import Translated

FORMATS = ("txt", "srt", "vtt", "ass", "json")
BILINGUAL_FORMATS = ("srt", "vtt", "ass")
_OF_SEGMENTS = ("txt", "json")
LOW_COVERAGE = 0.9


@dataclass(frozen=True)
class Transcript:
    """A finished recognition: the answer's data, the text of each file by its name, and the cues of both languages."""

    data: dict[str, Any]
    files: dict[str, str]
    cues: MadeCues
    warnings: tuple[str, ...]


def transcribe(
    parameters: RecognitionParameters,
    heard: Heard,
    units: Sequence[Segment],
    translation: Translated | None,
    *,
    duration_ms: int,
    language: str,
    fps: float | None,
    engine: dict[str, Any] | None,
    title: str,
) -> Transcript:
    """The answer and the files of what was heard; with a translation of its `units`, of that."""
    rules = parameters.rules(language, fps)
    source_cues = cues = within(make_cues(heard.segments, language, rules), duration_ms, rules)
    segments: Sequence[Segment] = heard.segments
    both: list[BilingualCue] = []
    shown_language = language
    if translation is not None:
        assert parameters.language is not None
        shown_language = parameters.language
        rules = parameters.rules(shown_language, fps)
        segments = translation.segments(units, shown_language)
        cues = within(make_cues(segments, shown_language, rules), duration_ms, rules)
        both = _both(parameters, units, segments, language)
    shown = [_segment(segment, parameters, translation is None) for segment in segments]
    covered = coverage(heard.spans_ms, cues)
    data: dict[str, Any] = {
        "duration": -(-duration_ms // 1000),
        "source_language": language,
        "target_language": "origin" if translation is None else shown_language,
        "result": shown if parameters.as_segments else _joined(segments, shown_language),
        "segments": shown,
        "quality": {**quality(cues, shown_language, rules, segments), "coverage": covered},
        "engine": engine,
        "suppressed": [entry.to_dict() for entry in heard.recognition.suppressed],
    }
    if translation is not None:
        data["translation"] = translation.told
        for entry, unit in zip(shown, units, strict=True):
            entry["source_text"] = unit.text
    if heard.speakers is not None:
        data["speakers"] = heard.speakers
    warnings = [f"{warning['code']}: {warning['message']}" for warning in heard.recognition.warnings]
    if covered["share"] < LOW_COVERAGE:
        warnings.append(
            f"low_coverage: only {covered['share']:.0%} of the time in which somebody speaks is under a subtitle; "
            "see quality.coverage"
        )
    return Transcript(
        data,
        _files(parameters, segments, cues, both, title=title, language=shown_language),
        _made(parameters, language, source_cues, cues, both),
        tuple(warnings),
    )


def _both(
    parameters: RecognitionParameters, units: Sequence[Segment], targets: Sequence[Segment], language: str
) -> list[BilingualCue]:
    if parameters.bilingual_top == "source":
        return bilingual(list(zip(units, targets, strict=True)), language, parameters.language)
    return bilingual(list(zip(targets, units, strict=True)), parameters.language, language)


def _made(
    parameters: RecognitionParameters,
    language: str,
    source_cues: Sequence[Cue],
    cues: Sequence[Cue],
    both: Sequence[BilingualCue],
) -> MadeCues:
    """What a later task builds on."""
    if parameters.language is None or not both:
        return MadeCues({"source": language}, {"source": source_cues})
    upper, lower = tracks(both)
    translation, source = (lower, upper) if parameters.bilingual_top == "source" else (upper, lower)
    return MadeCues(
        {"translation": parameters.language, "source": language},
        {"translation": cues, "source": source_cues},
        {"translation": translation, "source": source},
    )


def _segment(segment: Segment, parameters: RecognitionParameters, spoken: bool) -> dict[str, Any]:
    # The words of a translation have estimated times: good for cues, not for showing.
    return segment_dict(segment, words=parameters.words and spoken)


def _joined(segments: Sequence[Segment], language: str) -> str:
    glue = "" if language in ("zh", "yue", "ja", "th", "lo", "my", "km") else " "
    return glue.join(segment.text for segment in segments)


def _files(
    parameters: RecognitionParameters,
    segments: Sequence[Segment],
    cues: Sequence[Cue],
    both: Sequence[BilingualCue],
    *,
    title: str,
    language: str,
) -> dict[str, str]:
    plain = [replace(segment, words=()) for segment in segments] if both else segments
    files = {
        name: write(plain if name in _OF_SEGMENTS else cues, name, title=title, language=language)
        for name in dict.fromkeys((*FORMATS, *parameters.formats))
    }
    if both:
        joined = [cue.both() for cue in both]
        files |= {
            f"bilingual_{name}": write(joined, name, title=title, language=language) for name in BILINGUAL_FORMATS
        }
    return files
