"""The source's sound: decoded, where somebody speaks in it, and what it is like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lingoreel.engines import vad
from lingoreel.engines.recognition.protocol import SAMPLES_PER_MS
from lingoreel.media.dub.line import DubLine
from lingoreel.media.studio import HOST as STUDIO
from lingoreel.tasks.intake import AUDIO, Audio, Media, decoding, most_ms, wall_s
from lingoreel.tasks.parts import CellPart, HostPart
from lingoreel.tasks.recognising import Spans, as_spans, speech_in
from lingoreel.tasks.run import Run
from lingoreel.tasks.stages import StageKey, digest
from lingoreel.tasks.states import State
from lingoreel.tasks.workflows import CPU_LANE

# By name: it is loaded in a child alone.
DECODE = "lingoreel.media.dub.full_sound:decode_full"
RECIPE = 1
"""Raised when the same source would be decoded or surveyed in another way."""
FULL_SOUND = "full_sound"
DECODE_S_PER_MEDIA_SECOND = 0.5
PIECE_SPANS = 4
"""Spans of the grid that a separator is handed together: about two minutes."""
HEARD_SHARE = 0.5
"""Under a line of which less than this is found to be speech, its whole time is taken for it."""


@dataclass(frozen=True)
class FullSound:
    """The source's sound in full quality, where somebody speaks in it (samples of it), and the stage with its peaks.

    `lowered_db`: how much softer than the source it is, so that many channels fit into two. `separated`: objects of
    what a separator left of it, each for `PIECE_SPANS` spans, by number.
    """

    key: str
    sha256: str
    rate: int
    channels: int
    samples: int
    speech: tuple[tuple[int, int], ...]
    lowered_db: float
    survey: dict[str, Any]
    peaks: str
    warnings: tuple[str, ...]
    separated: dict[int, str] = field(default_factory=dict)

    @property
    def separator(self) -> dict[str, Any] | None:
        """The engine by which voices are taken out; None where that is done by measuring."""
        found: dict[str, Any] | None = self.survey.get("engine")
        return found


@dataclass(frozen=True)
class Heard:
    """What `media.dub.full_sound` answered for the source, with its `key`; and where somebody speaks."""

    decoded: dict[str, Any]
    spans: Spans


async def hear(run: Run, media: Media) -> Heard:
    """Decode the source and find its speech, in one step: others may go on beside it. Raises InvalidFile,
    ProcessingTimeout and what engines do."""

    async def work() -> dict[str, Any]:
        decoded, audio = await _decode(run, media)
        return {"decoded": decoded, "spans": await speech_in(run, audio)}

    found = await run.step("hear", work, state=State.PREPARING, progress=4)
    return Heard(found["decoded"], as_spans(found["spans"]))


async def _decode(run: Run, media: Media) -> tuple[dict[str, Any], Audio]:
    """In full quality, and as recognition hears it: both at once, unless one is there. Only inside a step."""
    heard, full = decoding(run, media), _decoding(run, media)
    stages = [
        StageKey.of(run.facts.customer_id, name, part.made_of) for name, part in ((AUDIO, heard), (FULL_SOUND, full))
    ]
    unmade = await run.kit.unmade(run.facts.task_id, run.facts.product, stages)
    both = len(unmade) == len(stages)
    key = stages[0].new_object("audio.pcm")
    speech: dict[str, Any] | None = None

    async def make_full(stage: StageKey) -> dict[str, Any]:
        nonlocal speech
        part = replace(full, beside={"output_speech_path": key}) if both else full
        made = await run.made_by_cell(part, low=4, high=9)(stage)
        speech = made.pop("speech", None)
        return made

    async def make_heard(stage: StageKey) -> dict[str, Any]:
        if speech is not None:  # it was written beside the other just now
            return {**speech, "key": key}
        return await run.made_by_cell(heard, low=4, high=9)(stage)

    decoded = await run.made(FULL_SOUND, full.made_of, make_full)
    return decoded, Audio.of(await run.made(AUDIO, heard.made_of, make_heard))


def _decoding(run: Run, media: Media) -> CellPart:
    asked = {"stream": media.probe["audio_index"], "presented_ms": media.duration_ms}
    return CellPart(
        cell=DECODE,
        request={**asked, "max_ms": most_ms(run)},
        objects={"path": media.key},
        output="sound.pcm",
        made_of={"source": media.sha256, **asked, "version": RECIPE},
        wall_s=wall_s(run, media.duration_s, DECODE_S_PER_MEDIA_SECOND),
    )


async def survey_sound(
    run: Run, media: Media, heard: Heard, lines: Sequence[DubLine], *, low: float, high: float
) -> FullSound:
    """What the decoded sound is like."""
    decoded = heard.decoded
    rate, channels = decoded["rate"], decoded["channels"]
    spans = with_lines(heard.spans, lines)
    speech = tuple((start * rate // vad.SAMPLE_RATE, end * rate // vad.SAMPLE_RATE) for start, end in spans)
    asked = {"rate": rate, "channels": channels, "speech": [list(span) for span in speech]}
    part = HostPart(
        host=STUDIO,
        parallel=run.kit.settings.cpu_slots,
        request={"work": "survey", **asked},
        objects={"path": decoded["key"]},
        made_of={"sound": decoded["sha256"], "asked": digest(asked), "version": RECIPE},
        wall_s=wall_s(run, media.duration_s),
    )
    [surveyed] = await run.batch("survey", CPU_LANE, [part], low=low, high=high)
    [survey] = await run.values([surveyed])
    return FullSound(
        decoded["key"],
        decoded["sha256"],
        rate,
        channels,
        decoded["samples"],
        speech,
        decoded["lowered_db"],
        {name: value for name, value in survey.items() if name != "peaks"},
        surveyed,
        tuple(decoded["warnings"]),
    )


def with_lines(spans: Spans, lines: Sequence[DubLine]) -> Spans:
    """Where somebody speaks: where it is heard, and where there is a line and it is not, as of a whisper or a song."""
    apart = sorted(spans)
    missed, at = [], 0
    for line in lines:
        start, end = line.start_ms * SAMPLES_PER_MS, line.end_ms * SAMPLES_PER_MS
        while at < len(apart) and apart[at][1] <= start:
            at += 1
        heard, following = 0, at
        while following < len(apart) and apart[following][0] < end:
            heard += min(end, apart[following][1]) - max(start, apart[following][0])
            following += 1
        if heard < (end - start) * HEARD_SHARE:
            missed.append((start, end))
    joined: Spans = []
    for start, end in sorted([*apart, *missed]):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined
