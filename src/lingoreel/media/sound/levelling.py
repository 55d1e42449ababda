"""How much louder or softer each utterance becomes: one gain for a voice, small trims for its utterances."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.sound.loudness import SILENT, STEPS_PER_S, blocks_of, gated

Steps = NDArray[np.float64]
Limited = Callable[[int, float], Steps]

GAIN_MAX_DB = 30.0
TRIM_MAX_DB = 2.0
_TRIM_SHARE = 0.6  # of an utterance's difference: a sentence may stay a little softer than the next
_TRIM_MIN_S = 1.0  # shorter ones say too little about their loudness
_ENOUGH_S = 3.0
_CORRECTION_MAX_DB = 1.5
_CORRECTIONS = 2  # of what is made up, the limiter takes some again


class Leveller:
    """Decides gains piece by piece, so that each piece by itself has the target's loudness.

    Whatever is joined of such pieces has it too: no need to wait for the end. `gains` (voice → dB) holds
    voices at what an earlier file had; other voices are measured. The same pieces give the same gains.
    """

    def __init__(self, target_lufs: float, gains: Mapping[str, float] | None = None) -> None:
        self._target = target_lufs
        self._given = dict(gains or {})
        self._known: dict[str, tuple[float, float]] = {}  # loudness, and the seconds it rests on
        self._used: dict[str, tuple[float, float]] = {}

    def gains(self, voices: Sequence[str], steps: Sequence[Steps], limited: Limited | None = None) -> list[float]:
        """The gain in dB of each utterance of a piece, from its voice and its 100 ms mean squares (K-weighted).

        `limited` (place of the utterance, gain in dB → its steps once limited) lets what the limiter takes be made up.
        """
        chosen = [0.0] * len(voices)
        for voice in dict.fromkeys(voices):
            places = [place for place, name in enumerate(voices) if name == voice]
            gain = self._voice_gain(voice, [steps[place] for place in places])
            trimmed = [gain + self._trim(gain, steps[place]) for place in places]
            if voice not in self._given:
                own = [steps[place] for place in places]
                more = 0.0
                for _ in range(_CORRECTIONS):
                    heard = [
                        limited(place, trim + more) if limited else steps[place] * 10 ** ((trim + more) / 10)
                        for place, trim in zip(places, trimmed, strict=True)
                    ]
                    more += _missing(own, gain, heard)
                    more = min(_CORRECTION_MAX_DB, max(-_CORRECTION_MAX_DB, more))
                trimmed = [trim + more for trim in trimmed]
                total, weight = self._used.get(voice, (0.0, 0.0))
                seconds = max(1, sum(map(len, own))) / STEPS_PER_S
                self._used[voice] = (total + seconds * (gain + more), weight + seconds)
            for place, trim in zip(places, trimmed, strict=True):
                chosen[place] = trim
        return chosen

    @property
    def voice_gains(self) -> dict[str, float]:
        """The mean gain of each voice so far, in dB: what to give to keep a later edit alike."""
        means = {voice: total / weight for voice, (total, weight) in self._used.items()}
        return {voice: round(gain, 3) for voice, gain in (means | self._given).items()}

    def _voice_gain(self, voice: str, steps: Sequence[Steps]) -> float:
        if voice in self._given:
            return self._given[voice]
        blocks = np.concatenate([blocks_of(part) for part in steps])
        loudness, seconds = gated(blocks), len(blocks) / STEPS_PER_S
        known, rests_on = self._known.get(voice, (SILENT, 0.0))
        if loudness > SILENT and rests_on and seconds < _ENOUGH_S:
            rests_on = min(rests_on, _ENOUGH_S)
            loudness = (loudness * seconds + known * rests_on) / (seconds + rests_on)
            seconds += rests_on
        elif loudness <= SILENT:
            loudness, seconds = known, rests_on
        if loudness <= SILENT:
            return 0.0
        self._known[voice] = (loudness, seconds)
        return min(GAIN_MAX_DB, max(-GAIN_MAX_DB, self._target - loudness))

    def _trim(self, voice_gain: float, steps: Steps) -> float:
        if len(steps) < _TRIM_MIN_S * STEPS_PER_S:
            return 0.0
        loudness = gated(blocks_of(steps))
        if loudness <= SILENT:
            return 0.0
        return min(TRIM_MAX_DB, max(-TRIM_MAX_DB, _TRIM_SHARE * (self._target - voice_gain - loudness)))


def _missing(own: Sequence[Steps], gain: float, heard: Sequence[Steps]) -> float:
    """How much softer than by the voice's gain alone (dB) trims and limiter have left it."""
    wanted = gated(np.concatenate([blocks_of(steps) for steps in own]))
    got = gated(np.concatenate([blocks_of(steps) for steps in heard]))
    return 0.0 if wanted <= SILENT or got <= SILENT else wanted + gain - got
