"""The dub's sound: the source's without its speech, the lines over it, as loud as it was, mixed span by span."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lingoreel.engines import vad
from lingoreel.engines.recognition.protocol import SAMPLES_PER_MS
from lingoreel.media.dub.levels import LevelLine, Levels, LevelSpan, solve
from lingoreel.media.dub.line import DubLine
from lingoreel.media.dub.span_grid import (
    CONTEXT_AFTER_FRAMES,
    CONTEXT_BEFORE_FRAMES,
    FRAME,
    span_grid,
    spans_of,
    speech_near,
    with_context,
)
from lingoreel.media.dub.studio import HOST as STUDIO
from lingoreel.products.translation_synthesis.request import SynthesisParameters
from lingoreel.products.translation_synthesis.speaking import SpokenLines
from lingoreel.tasks.intake import Media, wall_s
from lingoreel.tasks.parts import CellPart, HostPart
from lingoreel.tasks.recognising import Spans
from lingoreel.tasks.run import Run
from lingoreel.tasks.stages import digest
from lingoreel.tasks.workflows import CPU_LANE

# By name: they are loaded in children alone.
DECODE = "lingoreel.media.dub.full_sound:decode_full"
RECIPE = 1
"""Raised when the same source and lines would give another sound."""

DECODE_S_PER_MEDIA_SECOND = 0.5
LINES_PER_PART = 50
TOGETHER = 8
"""Spans that a slot is handed at once: a few seconds of work."""
PIECE_SPANS = 4
"""Spans of the grid that a separator is handed together: about two minutes."""
HEARD_SHARE = 0.5
"""Under a line of which less than this is found to be speech, its whole time is taken for it."""


@dataclass(frozen=True)
class FullSound:
    """The source's sound in full quality, where somebody speaks in it (samples of it), and the stage of its peaks.

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
class Mixed:
    """The dub's sound in spans: the stages of the backgrounds and of the spans, and their packet files."""

    backgrounds: tuple[str, ...]
    spans: tuple[str, ...]
    levels: Levels
    samples: int


async def decode_full(run: Run, media: Media, *, low: float, high: float) -> dict[str, Any]:
    """The source's sound in full quality, as `media.dub.full_sound` answers, with its `key`.

    Raises InvalidFile, ProcessingTimeout.
    """
    request = {"stream": media.probe["audio_index"], "presented_ms": media.duration_ms}
    part = CellPart(
        cell=DECODE,
        request=request,
        objects={"path": media.key},
        output="sound.pcm",
        made_of={"source": media.sha256, **request, "version": RECIPE},
        wall_s=wall_s(run, media.duration_s, DECODE_S_PER_MEDIA_SECOND),
    )
    decoded: dict[str, Any] = await run.cell("full_sound", part, low=low, high=high)
    return decoded


async def survey_sound(
    run: Run, media: Media, decoded: dict[str, Any], spans: Spans, lines: Sequence[DubLine], *, low: float, high: float
) -> FullSound:
    """What the decoded sound is like."""
    rate = decoded["rate"]
    heard = with_lines(spans, lines)
    speech = tuple((start * rate // vad.SAMPLE_RATE, end * rate // vad.SAMPLE_RATE) for start, end in heard)
    shape = {"rate": rate, "channels": decoded["channels"]}
    asked = {**shape, "speech": [list(span) for span in speech]}
    listening = [_listener(run, media, decoded, "survey", asked), _listener(run, media, decoded, "peaks", shape)]
    surveyed, peaks = await run.batch("survey", CPU_LANE, listening, low=low, high=high)
    [survey] = await run.step("surveyed", lambda: run.values([surveyed]))
    return FullSound(
        decoded["key"],
        decoded["sha256"],
        rate,
        decoded["channels"],
        decoded["samples"],
        speech,
        decoded["lowered_db"],
        survey,
        peaks,
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


def _listener(run: Run, media: Media, decoded: dict[str, Any], work: str, request: dict[str, Any]) -> HostPart:
    """Something that reads the whole sound once."""
    return HostPart(
        host=STUDIO,
        parallel=run.kit.settings.cpu_slots,
        request={"work": work, **request},
        objects={"path": decoded["key"]},
        made_of={"sound": decoded["sha256"], "work": work, "asked": digest(request), "version": RECIPE},
        wall_s=wall_s(run, media.duration_s),
    )


async def mix(
    run: Run,
    parameters: SynthesisParameters,
    sound: FullSound,
    dub: SpokenLines,
    given: dict[str, Any] | None,
    *,
    low: float,
    high: float,
) -> Mixed:
    """Mix and encode every span. `given`: the levels of an earlier dub, which are kept."""

    def progress(share: float) -> float:
        return low + (high - low) * share

    source = span_grid(sound.samples)
    parts = [_background(run, parameters, sound, source, number) for number in range(len(source))]
    placed = _clips(dub, sound.rate)
    parts += [_meter(run, placed[at : at + LINES_PER_PART]) for at in range(0, len(placed), LINES_PER_PART)]
    keys = await run.batch("background", CPU_LANE, parts, low=low, high=progress(0.4), together=TOGETHER)
    backgrounds, measured = keys[: len(source)], keys[len(source) :]
    solved = await run.step("levels", lambda: _levels(run, sound, source, backgrounds, placed, measured, given))
    levels = Levels.from_dict(solved)
    under = await run.step("background_keys", lambda: _keys(run, backgrounds))
    # A last line that nothing could shorten goes on past the picture's end.
    last = max(round(place.end_ms * sound.rate / 1000) for place in dub.placed)
    samples = max([sound.samples, *(clip.end_at for clip in placed if last > sound.samples)])
    mixers = _mixers(run, sound, span_grid(samples), under, placed, levels)
    spans = await run.batch("mix", CPU_LANE, mixers, low=progress(0.4), high=high, together=TOGETHER)
    return Mixed(tuple(backgrounds), tuple(spans), levels, samples)


@dataclass(frozen=True)
class _Heard:
    """A clip in the output: of which line, with which voice, from which sample on, at which tempo."""

    line: int
    voice: str
    key: str
    sample_rate: int
    start_sample: int
    end_sample: int
    at_sample: int
    stretch: float
    rate: int

    @property
    def end_at(self) -> int:
        """About where it ends in the output."""
        seconds = (self.end_sample - self.start_sample) / self.sample_rate / self.stretch
        return self.at_sample + round(seconds * self.rate) + 1


def _clips(dub: SpokenLines, rate: int) -> list[_Heard]:
    """All clips in the order in which they begin."""
    found = [
        _Heard(
            number,
            voice.id,
            clip.key,
            clip.sample_rate,
            clip.start_sample,
            clip.end_sample,
            max(0, round((place.start_ms + clip.at_ms / place.stretch) * rate / 1000)),
            place.stretch,
            rate,
        )
        for number, (line, voice, place) in enumerate(zip(dub.spoken, dub.voices, dub.placed, strict=True))
        for clip in line.clips
    ]
    return sorted(found, key=lambda clip: clip.at_sample)


def _background(
    run: Run, parameters: SynthesisParameters, sound: FullSound, grid: list[tuple[int, int]], number: int
) -> HostPart:
    start, end = grid[number]
    objects = {"path": sound.key}
    request = {
        "work": "background",
        "rate": sound.rate,
        "channels": sound.channels,
        "start_sample": start,
        "end_sample": end,
        "speech": [list(one) for one in speech_near(list(sound.speech), grid[number], sound.rate)],
        "survey": sound.survey,
        "keep": parameters.background == "keep",
        "original_volume": parameters.original_volume,
    }
    piece = number // PIECE_SPANS
    if piece in sound.separated:
        objects["separated_path"] = sound.separated[piece]
        request["separated_start"] = grid[piece * PIECE_SPANS][0]
    return HostPart(
        host=STUDIO,
        parallel=run.kit.settings.cpu_slots,
        request=request,
        objects=objects,
        output="background.pcm",
        made_of={"sound": sound.sha256, **request, "version": RECIPE},
        wall_s=wall_s(run, (end - start) / sound.rate),
        weight=float(end - start),
    )


def _meter(run: Run, clips: Sequence[_Heard]) -> HostPart:
    paths = list(dict.fromkeys(clip.key for clip in clips))
    lines = [
        {
            "clip": paths.index(clip.key),
            "sample_rate": clip.sample_rate,
            "start_sample": clip.start_sample,
            "end_sample": clip.end_sample,
        }
        for clip in clips
    ]
    return HostPart(
        host=STUDIO,
        parallel=run.kit.settings.cpu_slots,
        request={"work": "loudness", "lines": lines},
        objects={"clip_paths": paths},
        made_of={"paths": digest(paths), "lines": digest(lines), "version": RECIPE},
        wall_s=wall_s(run, len(lines)),
        weight=1000.0 * len(lines),
    )


async def _levels(
    run: Run,
    sound: FullSound,
    grid: list[tuple[int, int]],
    backgrounds: list[str],
    clips: Sequence[_Heard],
    measured: list[str],
    given: dict[str, Any] | None,
) -> dict[str, Any]:
    """The gains that make the dub as loud as the source. Only inside a step."""
    under = [
        LevelSpan(start, value["steps"]) for (start, _), value in zip(grid, await run.values(backgrounds), strict=True)
    ]
    steps = [line["steps"] for value in await run.values(measured) for line in value["lines"]]
    over = [LevelLine(clip.at_sample, clip.voice, own, clip.stretch) for clip, own in zip(clips, steps, strict=True)]
    kept = None if given is None else Levels.from_dict(given)
    solved = await asyncio.to_thread(
        solve, under, over, sound.rate, sound.survey["lufs"], channels=sound.channels, given=kept
    )
    return solved.to_dict()


async def _keys(run: Run, backgrounds: list[str]) -> list[str]:
    return [value["key"] for value in await run.values(backgrounds)]


def _mixers(
    run: Run,
    sound: FullSound,
    grid: list[tuple[int, int]],
    backgrounds: Sequence[str],
    clips: Sequence[_Heard],
    levels: Levels,
) -> list[HostPart]:
    heard: list[list[_Heard]] = [[] for _ in grid]
    for clip in clips:
        around = clip.at_sample - CONTEXT_AFTER_FRAMES * FRAME, clip.end_at + CONTEXT_BEFORE_FRAMES * FRAME
        for number in spans_of(around, grid):
            heard[number].append(clip)
    return [_mixer(run, sound, grid, number, backgrounds, heard[number], levels) for number in range(len(grid))]


def _mixer(
    run: Run,
    sound: FullSound,
    grid: list[tuple[int, int]],
    number: int,
    backgrounds: Sequence[str],
    clips: Sequence[_Heard],
    levels: Levels,
) -> HostPart:
    start, end = grid[number]
    near = [at for at in (number - 1, number, number + 1) if 0 <= at < len(backgrounds)]
    paths = list(dict.fromkeys(clip.key for clip in clips))
    request = {
        "work": "mix",
        "rate": sound.rate,
        "channels": sound.channels,
        # Not the whole's own: a longer or shorter end is of no concern to what comes long before.
        "total_samples": min(grid[-1][1], with_context(grid[number], grid[-1][1])[1]),
        "start_sample": start,
        "end_sample": end,
        "backgrounds": [
            {"start_sample": grid[at][0], "samples": min(grid[at][1], sound.samples) - grid[at][0]} for at in near
        ],
        "lines": [
            {
                "clip": paths.index(clip.key),
                "sample_rate": clip.sample_rate,
                "start_sample": clip.start_sample,
                "end_sample": clip.end_sample,
                "at_sample": clip.at_sample,
                "stretch": clip.stretch,
                "gain_db": levels.line_db(clip.voice),
            }
            for clip in clips
        ],
        "mix_db": levels.mix + sound.lowered_db,
    }
    under = [backgrounds[at] for at in near]
    return HostPart(
        host=STUDIO,
        parallel=run.kit.settings.cpu_slots,
        request=request,
        objects={"clip_paths": paths, "background_paths": under},
        output="span.aac",
        made_of={"request": digest(request), "clips": digest(paths), "backgrounds": under, "version": RECIPE},
        wall_s=wall_s(run, (end - start) / sound.rate),
        weight=float(end - start),
    )
