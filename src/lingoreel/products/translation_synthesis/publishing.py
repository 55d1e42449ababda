"""What a dub delivers: the video, its sound, subtitles, lines, and how well it keeps step."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from lingoreel.artifacts import Artifact
from lingoreel.media.dub.fit import FitSettings
from lingoreel.media.dub.line import DubLine
from lingoreel.media.dub.picture import sync_picture
from lingoreel.media.dub.report import Voiced, review_warnings, sync_report
from lingoreel.media.dub.span_grid import span_grid
from lingoreel.media.sound.loudness import integrated
from lingoreel.products.translation_synthesis.hearing import FullSound
from lingoreel.products.translation_synthesis.lines import keep_dub, publish_lines
from lingoreel.products.translation_synthesis.request import SynthesisParameters
from lingoreel.products.translation_synthesis.result import AUDIO, PICTURE, SYNC, VIDEO
from lingoreel.products.translation_synthesis.sound import Mixed
from lingoreel.products.translation_synthesis.speaking import SpokenLines
from lingoreel.products.translation_synthesis.video import Files
from lingoreel.tasks.burning import ENDINGS
from lingoreel.tasks.delivery import file_stem, publish_text, publish_texts
from lingoreel.tasks.intake import Media
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.recognising import Spans, in_ms
from lingoreel.tasks.run import Run
from lingoreel.tasks.subtitle_tracks import Tracks, subtitle_files

LOUDNESS_LU = 1.0
"""A dub that is further than this from its source's loudness is told."""
QUIET_LUFS = -70.0
"""What is softer counts as silence (ITU-R BS.1770's gate)."""


@dataclass(frozen=True)
class Made:
    """All that was made on the way."""

    media: Media
    speech: Spans
    sound: FullSound
    given: Sequence[DubLine]
    dub: SpokenLines
    mixed: Mixed
    tracks: Tracks
    picture: dict[str, Any] | None
    files: Files
    measured: dict[str, int]


async def publish(run: Run, parameters: SynthesisParameters, made: Made) -> dict[str, Any]:
    """The outcome, as plain data. Only inside a step. Raises ResultNotStored."""
    spans = await run.values(list(made.mixed.spans))
    [source] = await run.values([made.sound.peaks])
    report = await asyncio.to_thread(_report, parameters, made)
    measured = _measured(parameters, made, spans)
    grid = span_grid(made.mixed.samples)
    sync = {
        **report,
        "spans": [
            {"start": _ms(start, made), "end": _ms(end, made), "sha256": value["pcm_sha256"]}
            for (start, end), value in zip(grid, spans, strict=True)
        ],
        "sound": measured,
    }
    stem = file_stem(run)
    own = [(start * 1000 / made.sound.rate, value["peaks"]) for (start, _), value in zip(grid, spans, strict=True)]
    drawn = await asyncio.to_thread(
        sync_picture, source["peaks"], own, made.dub.lines, report, made.media.duration_ms, title=stem
    )
    video, audio = made.files.video, made.files.audio
    artifacts = (
        Artifact(VIDEO, video["key"], f"{stem}.{ENDINGS[video['container']]}", video["size_bytes"]),
        Artifact(AUDIO, audio["key"], f"{stem}.m4a", audio["size_bytes"]),
        *await publish_texts(run, await subtitle_files(run, made.tracks), stem),
        await publish_text(run, SYNC, json.dumps(sync, ensure_ascii=False), f"{stem}.sync.json", at="sync.json"),
        await publish_text(run, PICTURE, drawn, f"{stem}.sync.svg", at="sync.svg"),
        await publish_lines(run, made.dub.lines, stem),
    )
    await keep_dub(run, parameters, made.media, made.given, made.dub.lines, made.mixed.levels, made.sound.separator)
    engines = {voice.engine.name: voice.engine for voice in made.dub.voices}
    data = {
        "duration": -(-made.media.duration_ms // 1000),
        "source_language": parameters.source_language,
        "target_language": parameters.code,
        "speakers": _speakers(made),
        "engine": [
            {"name": engine.name, "version": engine.version, "model": engine.model, "tier": engine.tier}
            for engine in engines.values()
        ],
        "sound": measured,
        "video": {key: video[key] for key in ("container", "frames", "audio_samples", "video_ms", "audio_ms")},
        "subtitles": [line.to_dict() for line in made.dub.lines],
        "sync": sync,
    }
    warnings = [
        *made.sound.warnings,
        *made.dub.warnings,
        *(made.picture["warnings"] if made.picture is not None else ()),
        *video["warnings"],
        *_doubts(measured),
        *review_warnings(report),
    ]
    return asdict(Outcome(data, artifacts, made.measured, tuple(dict.fromkeys(warnings))))


def _report(parameters: SynthesisParameters, made: Made) -> dict[str, Any]:
    return sync_report(
        made.dub.lines,
        made.dub.placed,
        [
            Voiced(voice.engine.name, voice.id, "given" if line.text == given.text else "shortened")
            for voice, line, given in zip(made.dub.voices, made.dub.lines, made.given, strict=True)
        ],
        duration_ms=made.media.duration_ms,
        heard_ms=in_ms(made.speech),
        settings=FitSettings(max_speed=parameters.max_speed, max_drift_ms=round(parameters.max_drift_ms)),
    )


def _measured(parameters: SynthesisParameters, made: Made, spans: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """How loud the dub became, and how its background was made."""
    survey = made.sound.survey
    steps = np.concatenate([np.asarray(value["steps"], np.float64) for value in spans])
    return {
        "rate": made.sound.rate,
        "channels": made.sound.channels,
        "integrated_lufs": round(integrated(steps), 2),
        "true_peak_dbtp": max(value["true_peak"] for value in spans),
        "source": {
            "integrated_lufs": round(survey["lufs"] + made.sound.lowered_db, 2),
            "true_peak_dbtp": round(survey["true_peak"] + made.sound.lowered_db, 2),
        },
        "background": _background(parameters, survey),
    }


def _background(parameters: SynthesisParameters, survey: dict[str, Any]) -> dict[str, Any]:
    """How it was made; `engine` only where one was used."""
    told = {key: survey[key] for key in ("method", "why", "stereo", "middle_share")}
    if parameters.original_volume == 100:
        return {**told, "method": "keep", "why": "the original is kept as it is: original_volume is 100"}
    if parameters.background == "drop":
        return {**told, "method": "drop", "why": "the original's sound is left out, as was asked"}
    return told if "engine" not in survey else {**told, "engine": survey["engine"]}


def _doubts(measured: dict[str, Any]) -> list[str]:
    apart = measured["integrated_lufs"] - measured["source"]["integrated_lufs"]
    if abs(apart) <= LOUDNESS_LU or measured["source"]["integrated_lufs"] < QUIET_LUFS:
        return []
    than = "louder" if apart > 0 else "softer"
    return [f"loudness: the dub is {abs(apart):.1f} LU {than} than the source"]


def _speakers(made: Made) -> list[dict[str, Any]]:
    """Who speaks with which voice; one who changes it has several entries."""
    pairs = dict.fromkeys((line.speaker, line.voice) for line in made.dub.lines)
    return [{"speaker": speaker, "voice": voice} for speaker, voice in pairs]


def _ms(sample: int, made: Made) -> int:
    return round(sample * 1000 / made.sound.rate)
