"""The dub's sound: the source's without its speech, the lines over it, as loud as it was, mixed span by span."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lingoreel.media.dub.levels import LevelLine, Levels, LevelSpan, solve
from lingoreel.media.dub.span_grid import (
    CONTEXT_AFTER_FRAMES,
    CONTEXT_BEFORE_FRAMES,
    FRAME,
    span_grid,
    spans_of,
    speech_near,
    with_context,
)
from lingoreel.media.studio import HOST as STUDIO
from lingoreel.products.translation_synthesis.hearing import PIECE_SPANS, FullSound
from lingoreel.products.translation_synthesis.request import SynthesisParameters
from lingoreel.products.translation_synthesis.speaking import SpokenLines
from lingoreel.tasks.intake import wall_s
from lingoreel.tasks.parts import HostPart
from lingoreel.tasks.run import Run
from lingoreel.tasks.stages import digest
from lingoreel.tasks.workflows import CPU_LANE

RECIPE = 2
"""Raised when the same source and lines would give another sound."""

LINES_PER_PART = 50
TOGETHER = 8
"""Spans that a slot is handed at once: a few seconds of work."""


@dataclass(frozen=True)
class Mixed:
    """The dub's sound in spans: the stages of the backgrounds and of the spans, and their packet files."""

    backgrounds: tuple[str, ...]
    spans: tuple[str, ...]
    levels: Levels
    samples: int


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
    """Mix and encode every span. `given`: the levels of an earlier dub, which are kept; only other voices are new."""

    def progress(share: float) -> float:
        return low + (high - low) * share

    source = span_grid(sound.samples)
    parts = [_background(run, parameters, sound, source, number) for number in range(len(source))]
    placed = _clips(dub, sound.rate)
    kept = None if given is None else Levels.from_dict(given)
    new = kept is None or any(clip.voice not in kept.voices for clip in placed)
    to_measure = placed if new else []
    parts += [_meter(run, to_measure[at : at + LINES_PER_PART]) for at in range(0, len(to_measure), LINES_PER_PART)]
    keys = await run.batch("background", CPU_LANE, parts, low=low, high=progress(0.4), together=TOGETHER)
    backgrounds, measured = keys[: len(source)], keys[len(source) :]
    levels = kept
    if levels is None or new:
        solved = await run.step("levels", lambda: _levels(run, sound, source, backgrounds, placed, measured, kept))
        levels = Levels.from_dict(solved)
    under = [value["key"] for value in await run.values(backgrounds)]
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
    given: Levels | None,
) -> dict[str, Any]:
    """The gains that make the dub as loud as the source. Only inside a step."""
    under = [
        LevelSpan(start, value["steps"]) for (start, _), value in zip(grid, await run.values(backgrounds), strict=True)
    ]
    steps = [line["steps"] for value in await run.values(measured) for line in value["lines"]]
    over = [LevelLine(clip.at_sample, clip.voice, own, clip.stretch) for clip, own in zip(clips, steps, strict=True)]
    solved = await asyncio.to_thread(
        solve, under, over, sound.rate, sound.survey["lufs"], channels=sound.channels, given=given
    )
    return solved.to_dict()


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
