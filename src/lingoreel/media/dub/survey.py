"""What a recording's full sound is like: how loud, and how its speech can be taken out of it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.dub.full_pcm import FullPcm, Samples
from lingoreel.media.dub.limiting import true_peak
from lingoreel.media.dub.peaks import peaks_of
from lingoreel.media.dub.presence import grown, speech_presence
from lingoreel.media.dub.span_grid import Span
from lingoreel.media.dub.stereo_loudness import ChannelsMeter
from lingoreel.media.sound.loudness import decibels

Report = Callable[[dict[str, Any]], None]

CENTRE, DUCK, MODEL = "centre", "duck", "model"
_BLOCK_S = 5
_EVERY = 7  # samples: enough of them to tell where sound comes from
_REPORT_S = 0.3
_STEREO_SIDE = 10**-2.7
"""Share of the energy that is not in the middle from which a sound counts as stereo (-27 dB)."""
_MUSIC_MOST = 0.98
"""Share of the music's energy in the voices' place from which too little of it would be left."""
_SPREAD_MOST = 0.06
"""Energy of the voices that is not in their place, against what is, up to which removing that place does more for them
than turning all down: more comes from rooms that ring and from voices in several places."""
_WEIGHING_HZ = 4000.0
MIDDLE_ANGLE = 45.0
_NEAR_MIDDLE = 1.5  # music makes the angle uncertain by so much, and nearly every voice is in the middle
_NEAR_MIDDLE_ALONE = 5.0  # without gaps the music pulls it, and is not known
_ANGLE_STEP = 0.5
_LEAST_ADDED = 0.1
"""What speech adds to the music's energy from which on its place is seen: below, it is the music that comes
and goes."""


def survey(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Survey the sound `{path, rate, channels, speech}`; `speech`: spans [start, end] in samples of it.

    Returns `method` ("centre": what comes from the voices' place is removed where somebody speaks; "duck": all is
    turned down there), `why` (for people), `stereo`, `middle_share` (of the energy between the lines; None for mono or
    no gaps), `voice_angle` (where the voices come from: 45° is the middle, 0° the first channel) and `voice_spread`
    (energy elsewhere against there), `lufs` (integrated), `true_peak` (dBTP), `samples`, `peaks`
    (`peaks.peaks_of` all). Reports `{"fraction"}`. Memory does not grow with the length, but for them.
    """
    sound = FullPcm.of(request)
    meter = ChannelsMeter(sound.rate, sound.channels)
    peak = 0.0
    speech = grown(request["speech"], sound.rate)
    places = _Places(sound.rate)
    peaks: list[int] = []
    reported = time.monotonic()
    for start in range(0, sound.samples, _BLOCK_S * sound.rate):
        end = min(sound.samples, start + _BLOCK_S * sound.rate)
        samples = sound.read(start, end)
        meter.add(samples)
        peak = max(peak, true_peak(samples))
        peaks += peaks_of(samples, sound.rate)
        if sound.channels == 2:
            places.add(samples, speech, start)
        if time.monotonic() - reported >= _REPORT_S:
            reported = time.monotonic()
            report({"fraction": end / max(1, sound.samples)})
    report({"fraction": 1.0})
    stereo = sound.channels == 2 and places.side_share > _STEREO_SIDE
    angle, spread = places.voice if stereo else (MIDDLE_ANGLE, 0.0)
    middle = places.gap_share(MIDDLE_ANGLE) if stereo else None
    method, why = _method(sound.channels, stereo, places.gap_share(angle), spread)
    return {
        "method": method,
        "why": why,
        "stereo": stereo,
        "middle_share": None if middle is None else round(middle, 3),
        "voice_angle": angle,
        "voice_spread": round(spread, 3),
        "lufs": round(meter.integrated, 2),
        "true_peak": round(decibels(peak**2), 2),
        "samples": sound.samples,
        "peaks": peaks,
    }


def with_model(survey: dict[str, Any], engine: dict[str, Any]) -> dict[str, Any]:
    """The survey of a sound of which a separator (its `name`, `version`, `model`) has made one without voices."""
    why = "a model takes the voices out of the sound, which is used where somebody speaks"
    return {**survey, "method": MODEL, "why": why, "engine": engine}


def _method(channels: int, stereo: bool, share: float | None, spread: float) -> tuple[str, str]:
    """How the speech is taken out, and why. `share`: of the music's energy, what comes from the voices' place."""
    turned_down = "it is turned down where somebody speaks"
    if channels == 1:
        return DUCK, f"the sound has one channel: {turned_down}"
    if not stereo:
        return DUCK, f"both channels carry the same sound: {turned_down}"
    if spread > _SPREAD_MOST:
        return DUCK, f"the voices come from several places, or their room sounds too: {turned_down}"
    if share is not None and share > _MUSIC_MOST:
        return DUCK, f"{share:.0%} of the music comes from where the voices do: {turned_down}"
    kept = "" if share is None else f", where {share:.0%} of the sound between the lines comes from too"
    return CENTRE, f"what comes from the voices' place is removed where somebody speaks{kept}"


@dataclass
class _Places:
    """Sums of what both channels have and share: of all, of the gaps, and of gaps and speech weighed as a voice is."""

    rate: int
    side: float = 0.0
    whole: float = 0.0
    gap: NDArray[np.float64] = field(default_factory=lambda: np.zeros((2, 2)))
    weighed: list[NDArray[np.float64]] = field(default_factory=lambda: [np.zeros((2, 2)), np.zeros((2, 2))])
    counts: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, samples: Samples, speech: list[Span], start: int) -> None:
        """Look at the samples that begin at `start`."""
        self.whole += float(np.vdot(samples, samples))
        beside = samples[0] - samples[1]
        self.side += float(np.vdot(beside, beside)) / 2
        presence = speech_presence(speech, start, start + samples.shape[1], self.rate)[::_EVERY]
        gap = samples[:, ::_EVERY][:, presence == 0.0]
        self.gap += (gap @ gap.T).astype(np.float64)
        # a voice is louder than the music at middle frequencies: not the bass, which a difference leaves out
        lag = max(1, round(self.rate / _WEIGHING_HZ / 2))
        voiced = samples[:, lag::_EVERY] - samples[:, :-lag:_EVERY]
        for place, level in enumerate((0.0, 1.0)):
            chosen = voiced[:, presence[: voiced.shape[1]] == level]
            self.weighed[place] += (chosen @ chosen.T).astype(np.float64)
            self.counts[place] += chosen.shape[1]

    @property
    def side_share(self) -> float:
        """Of all energy, what is not in the middle."""
        return self.side / self.whole if self.whole else 0.0

    def gap_share(self, angle: float) -> float | None:
        """Of the gaps' energy, what comes from `angle`; None where there is none."""
        place = np.array([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
        total = float(np.trace(self.gap))
        return float(place @ self.gap @ place) / total if total > 0 else None

    @property
    def voice(self) -> tuple[float, float]:
        """The voices' angle, and their energy elsewhere against there: of what speech has more than the gaps."""
        if not self.counts[1]:
            return MIDDLE_ANGLE, 0.0
        music = self.weighed[0] / self.counts[0] if self.counts[0] else np.zeros((2, 2))
        powers, vectors = np.linalg.eigh(self.weighed[1] / self.counts[1] - music)
        a, b = vectors[:, 1]
        if powers[1] <= _LEAST_ADDED * np.trace(music) or a * b < 0:  # too little to be known
            return MIDDLE_ANGLE, 0.0
        angle = round(math.degrees(math.atan2(abs(b), abs(a))) / _ANGLE_STEP) * _ANGLE_STEP
        if abs(angle - MIDDLE_ANGLE) <= (_NEAR_MIDDLE if self.counts[0] else _NEAR_MIDDLE_ALONE):
            angle = MIDDLE_ANGLE
        # without gaps, music and a voice's spread are one
        return angle, max(0.0, float(powers[0] / powers[1])) if self.counts[0] else 0.0
