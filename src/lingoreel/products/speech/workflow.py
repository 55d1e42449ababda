"""The recipe of speech: read the text, speak its pieces side by side, join them at one loudness, time the words."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from lingoreel.artifacts import Artifact
from lingoreel.engines.modules import from_dict
from lingoreel.engines.speech.protocol import Voice
from lingoreel.errors import SourceError
from lingoreel.media.speech_text import Script
from lingoreel.products.speech.request import ITEM, SpeechParameters, read
from lingoreel.products.speech.result import AUDIO
from lingoreel.products.speech.timing import subtitle_files, timed
from lingoreel.tasks import reading_aloud, speaking
from lingoreel.tasks.delivery import first_words, outcome_of, publish_texts, result_key
from lingoreel.tasks.intake import wall_s
from lingoreel.tasks.parts import CellPart
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.run import Run
from lingoreel.tasks.speaking import Said, ToSpeak
from lingoreel.tasks.stages import digest
from lingoreel.tasks.states import State
from lingoreel.tasks.workflows import CPU_LANE

# By name: encoders are loaded in cells alone.
JOIN = "lingoreel.media.sound.joining:join_speech"
RECIPE = 3
"""Raised when the same pieces would give another sound."""
PEAK_DBTP = -1.0
NARROW_HZ, NARROW_DB = 32_000, 0.8
"""Between the samples of a rate below this, peaks are higher than four times as many show, by up to so much."""
LOUDNESS_LU, LOUDNESS_S = 1.0, 3
"""How far a file's loudness may be from what was asked for untold, where it lasts long enough to have one."""


async def speak(run: Run) -> Outcome:
    """Text to speech. Raises EngineUnavailable, EngineFailed, ProcessingTimeout, ResultNotStored."""
    parameters = SpeechParameters.model_validate({**run.facts.parameters, "text": ""})
    measured = {ITEM: parameters.characters}
    await run.hold(measured)
    script = Script.from_dict(await run.kept("script", lambda: _script(run, parameters), state=State.PREPARING))
    cast = await reading_aloud.cast(run, script.utterances, parameters.voice, parameters.language, progress=3)
    main, wanted = cast.main, cast.wanted
    said = await speaking.speak(run, wanted, low=5, high=70)
    cast.require_heard(said)
    joined = await _join(run, parameters, script, wanted, said, main)

    async def publish() -> dict[str, Any]:
        words = timed(script.utterances, said, joined["utterances"])
        segments = await asyncio.to_thread(words.segments, script.text)
        stem = first_words(script.text, "speech")
        files = await asyncio.to_thread(
            subtitle_files, segments, parameters.language, with_cues=parameters.subtitles, title=stem
        )
        size = (await run.kit.storage.head(joined["key"])).size_bytes
        audio = Artifact(AUDIO, joined["key"], f"{stem}.{parameters.format}", size)
        lead = cast.engine
        data = {
            "duration": -(-int(joined["duration_ms"]) // 1000),
            "segments": [{"start": s.start_ms, "end": s.end_ms, "text": s.text} for s in segments],
            "voice": main.id,
            "language": parameters.language,
            "engine": {"name": lead.name, "version": lead.version, "tier": lead.tier, "model": lead.model},
            "sound": {
                "sample_rate": joined["sample_rate"],
                "integrated_lufs": joined["after"]["integrated_lufs"],
                "true_peak_dbtp": joined["after"]["true_peak_dbtp"],
            },
        }
        notes = [f"{note['code']}: {note['message']}" for each in said for note in each.warnings]
        told = [*notes, *_softer(parameters.loudness, joined)]
        artifacts = (audio, *await publish_texts(run, files, stem))
        return asdict(Outcome(data, artifacts, measured, tuple(dict.fromkeys(told))))

    return outcome_of(await run.step("publish", publish, state=State.PUBLISHING, progress=97))


async def _script(run: Run, parameters: SpeechParameters) -> dict[str, Any]:
    inputs = await run.inputs()
    if "text" not in inputs:
        raise SourceError("the text of this task is not kept any more", code="source_not_found")
    records = [from_dict(record) for record in await run.offered("speech")]
    script = await asyncio.to_thread(read, parameters.model_copy(update=inputs), run.facts.limits, records)
    return script.to_dict()


async def _join(
    run: Run, parameters: SpeechParameters, script: Script, wanted: Sequence[ToSpeak], said: Sequence[Said], main: Voice
) -> dict[str, Any]:
    """One file of all that was said; each utterance is a piece, so that its sound does not hang on its neighbours'."""
    pieces = [
        {
            "sample_rate": each.sample_rate,
            "volumes_applied": True,
            "utterances": [
                {
                    "start_sample": each.start_sample,
                    "end_sample": each.end_sample,
                    "voice": item.utterance.voice,
                    "volume": item.utterance.volume,
                    "pause_after_ms": shown.pause_after_ms,
                }
            ],
        }
        for shown, item, each in zip(script.utterances, wanted, said, strict=True)
    ]
    objects = [each.key for each in said]
    rate = max(each.sample_rate for each in said)
    asked = {
        "format": parameters.format,
        "rate": rate,
        "peak_dbtp": PEAK_DBTP - (NARROW_DB if rate < NARROW_HZ else 0.0),
        "target_lufs": parameters.loudness,
        "tags": {"language": main.language, "comment": f"Spoken by {main.name} ({main.id})"},
    }
    heard_s = sum((each.end_sample - each.start_sample) / each.sample_rate for each in said)
    part = CellPart(
        cell=JOIN,
        request={**asked, "pieces": pieces, "threads": run.kit.settings.cpu_slots},
        objects={"piece_paths": objects},
        made_of={
            **asked,
            "pieces": digest(pieces),
            "objects": digest(objects),
            "task": str(run.facts.task_id),
            "version": RECIPE,
        },
        wall_s=wall_s(run, heard_s),
        output=AUDIO,
        output_key=result_key(run, AUDIO),
    )
    [joined] = await run.results("join", CPU_LANE, [part], low=70, high=97)
    return dict(joined)


def _softer(wanted_lufs: float, joined: dict[str, Any]) -> list[str]:
    """A warning where the file has not the loudness that was asked for: speech has peaks, and they are not cut off."""
    got = joined["after"]["integrated_lufs"]
    if joined["duration_ms"] < LOUDNESS_S * 1000 or abs(got - wanted_lufs) <= LOUDNESS_LU:
        return []
    if not joined["limited_ms"]:  # softer was asked for, or there is little but pauses
        return []
    return [f"loudness: it is {got:.1f} LUFS, not {wanted_lufs:g}: any louder it would be distorted"]
