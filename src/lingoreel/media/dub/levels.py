"""How loud a dub's voices become, so that the whole is as loud as the original was."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

import numpy as np

from lingoreel.media.dub.stereo_loudness import Steps
from lingoreel.media.sound.loudness import SILENT, STEPS_PER_S, blocks_of, gated, integrated

SPEECH_LU = 6.0
"""How much louder or softer than the whole the lines alone may be.

A few lines in much music cannot carry the whole's loudness, and where music is what makes it, they are to be heard.
"""
MIX_DB = 1.5
"""The most by which background and dub together are turned up or down: the music is to stay as it was."""
VOICE_LUFS = -23.0
"""What each voice is brought to before the dub's own gain; EBU R 128's, though any value does."""


@dataclass(frozen=True)
class LevelLine:
    """A line: where in the output it begins, what voice says it, and its 100 ms powers (`clip_levels`)."""

    at_sample: int
    voice: str
    steps: Sequence[float]
    stretch: float = 1.0


@dataclass(frozen=True)
class LevelSpan:
    """A span of the background: where it begins, and its 100 ms powers (`background`)."""

    start_sample: int
    steps: Sequence[float]


@dataclass(frozen=True)
class Levels:
    """Gains in dB: of each voice, of all lines, and of the whole; what loudness is expected of them (LUFS)."""

    voices: Mapping[str, float] = field(default_factory=dict)
    dub: float = 0.0
    mix: float = 0.0
    expected_lufs: float = SILENT

    def line_db(self, voice: str) -> float:
        """The gain of a line of `voice`, the whole's left aside."""
        return round(self.voices.get(voice, 0.0) + self.dub, 2)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return cls(**data)


def solve(
    background: Sequence[LevelSpan],
    lines: Sequence[LevelLine],
    rate: int,
    target_lufs: float,
    channels: int = 2,
    given: Levels | None = None,
) -> Levels:
    """The gains by which background and lines together have `target_lufs`.

    `channels` of the output: a line is heard in each of them. `given`: the levels of an earlier run, which are kept;
    only voices that it does not know are measured.
    """
    voices = _voices(lines, given.voices if given else {})
    under, spoken = _together(background, lines, voices, rate, channels)
    if given is not None:
        dub, mix = given.dub, given.mix
    else:
        dub = round(_dub_gain(under, spoken, target_lufs), 2)
        reached = integrated(under + spoken * 10 ** (dub / 10))
        mix = min(MIX_DB, max(-MIX_DB, target_lufs - reached)) if reached > SILENT < target_lufs else 0.0
    expected = integrated((under + spoken * 10 ** (dub / 10)) * 10 ** (mix / 10))
    return Levels(voices, dub, round(mix, 2), round(expected, 2))


def _voices(lines: Sequence[LevelLine], given: Mapping[str, float]) -> dict[str, float]:
    """The gain of each voice, by which all voices are equally loud."""
    gains: dict[str, float] = {}
    for voice in dict.fromkeys(line.voice for line in lines):
        if voice in given:
            gains[voice] = given[voice]
            continue
        own = [blocks_of(np.asarray(line.steps, np.float64)) for line in lines if line.voice == voice]
        loudness = gated(np.concatenate(own))
        gains[voice] = round(VOICE_LUFS - loudness, 2) if loudness > SILENT else 0.0
    return gains


def _together(
    background: Sequence[LevelSpan], lines: Sequence[LevelLine], voices: Mapping[str, float], rate: int, channels: int
) -> tuple[Steps, Steps]:
    """Powers of the background and of the lines, on one clock of 100 ms steps."""
    step = rate / STEPS_PER_S
    ends = [span.start_sample / step + len(span.steps) for span in background]
    under = np.zeros(round(max(ends, default=0.0)))
    for span in background:
        at = round(span.start_sample / step)
        part = np.asarray(span.steps, np.float64)[: len(under) - at]
        under[at : at + len(part)] = part
    spoken = np.zeros(len(under))
    for line in lines:
        own = np.asarray(line.steps, np.float64) * channels * 10 ** (voices[line.voice] / 10)
        begin = line.at_sample / step
        first, last = math.floor(begin), min(math.ceil(begin + len(own) / line.stretch), len(spoken))
        if first < last:
            places = (np.arange(first, last + 1) - begin) * line.stretch
            energy = np.interp(places, np.arange(len(own) + 1), np.concatenate(([0.0], np.cumsum(own))))
            spoken[first:last] += np.diff(energy) / line.stretch
    return under, spoken


def _dub_gain(under: Steps, spoken: Steps, target_lufs: float) -> float:
    """The lines' gain by which the sum has the target, within the bounds of what a voice may be; 0 for no lines."""
    alone = integrated(spoken)
    if alone <= SILENT or target_lufs <= SILENT:
        return 0.0
    beneath = gated(blocks_of(under[spoken > 0]))
    low = max(target_lufs - SPEECH_LU, min(beneath, target_lufs + SPEECH_LU)) - alone
    high = target_lufs + SPEECH_LU - alone

    def reached(gain: float) -> float:
        return integrated(under + spoken * 10 ** (gain / 10))

    while high - low > 0.005:
        middle = (low + high) / 2
        if reached(middle) < target_lufs:
            low = middle
        else:
            high = middle
    # where the music falls below the meter's gate, the whole's loudness makes a step
    return min(low, high, key=lambda gain: abs(reached(gain) - target_lufs))
