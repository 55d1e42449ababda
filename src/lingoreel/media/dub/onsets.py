"""When a line's first word really begins.

A recogniser's word times are off by some hundredths of a second, and voice detectors by some tenths. Where the speech
stands clear of what is around it, the word's time is moved to where the energy rises; under music, whose own beats
rise too, the word's time is the best there is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from lingoreel.errors import EngineFailed

SAMPLE_RATE = 16_000
# A start is looked for from so much before its word's time to so much after it.
BEFORE_MS, AFTER_MS = 200, 250

Method = Literal["energy", "word"]
Report = Callable[[dict[str, Any]], None]
Floats = npt.NDArray[np.float64]

_HOP = 80  # samples: 5 ms
_FRAME = 160
_HOP_MS = 5
# What is read around a word: enough of the pause before it to know the silence, enough after it to know the voice.
_READ_BEFORE_MS, _READ_AFTER_MS = 2_000, 1_200
_EMPHASIS = 0.95
_LEAST_DB = -75.0
# Speech this far above the loud moments of its pauses is clean.
_CLEAN_DB = 15.0
_FEWEST_PAUSE_FRAMES = 20
# An onset follows a quiet of at least this, and so much of what comes after it is loud.
_QUIET_MS, _LOUD_MS, _LOUD_SHARE = 30, 80, 0.6
_QUIET_WORTH_MS = 200
# A weak beginning (a breathed h, an s) is followed back this far.
_WEAK_MS = 60
_FAINT_DB = 8.0
# The weakest beginning of a word is no further below its loud part.
_VOICE_DB = 28.0


def true_starts(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """A cell's or a host's function: `path` (16 kHz mono s16le), `starts_ms` (word times), `spans` of speech (samples).

    Answers `starts_ms`, as many and in the same order, and `methods`: `energy` where the sound told the time, `word`
    where the word's own time was kept. Raises EngineFailed when the file is not there.
    """
    sound = _Sound(Path(request["path"]), [(int(a), int(b)) for a, b in request.get("spans") or ()])
    wanted = [int(start) for start in request["starts_ms"]]
    found = []
    for number, start_ms in enumerate(wanted, 1):
        found.append(sound.onset_ms(start_ms))
        if number % 200 == 0:
            report({"fraction": number / len(wanted)})
    return {
        "starts_ms": [start if at is None else at for start, at in zip(wanted, found, strict=True)],
        "methods": ["word" if at is None else "energy" for at in found],
    }


@dataclass(frozen=True, slots=True)
class _Levels:
    """Power in dB of full scale, every 5 ms from `start_ms` on; `pause`: which frames lie outside of all speech."""

    start_ms: int
    power: Floats
    pause: npt.NDArray[np.bool_]

    def index(self, at_ms: int) -> int:
        return min(max(0, (at_ms - self.start_ms) // _HOP_MS), len(self.power))


class _Sound:
    def __init__(self, path: Path, spans: Sequence[tuple[int, int]]) -> None:
        self._path = path
        self._spans = sorted(spans)
        self._ends = [end for _, end in self._spans]
        try:
            self._samples = path.stat().st_size // 2
        except OSError as error:
            raise EngineFailed("the decoded audio is not there any more") from error

    def onset_ms(self, word_ms: int) -> int | None:
        """When the sound begins that the word's time means; None where it does not tell."""
        levels = self._levels(word_ms)
        if levels is None:
            return None
        voice = levels.power[levels.index(word_ms) :]
        if len(voice) < _LOUD_MS // _HOP_MS:
            return None
        loud = float(np.percentile(voice, 80))
        pauses = levels.power[levels.pause]
        if len(pauses) < _FEWEST_PAUSE_FRAMES:
            pauses = np.sort(levels.power)[: max(_FEWEST_PAUSE_FRAMES, len(levels.power) // 10)]
        floor = float(np.median(pauses))
        restless = float(np.percentile(pauses, 90))
        if loud - restless < _CLEAN_DB:
            return None
        # Beside digital silence a room's own noise rises too: it is no voice.
        threshold = max(floor + min(10.0, 0.4 * (loud - floor)), restless + 3.0, loud - _VOICE_DB)
        return _rise_ms(levels, word_ms, max(floor + 0.3 * (threshold - floor), threshold - _FAINT_DB), threshold)

    def _levels(self, word_ms: int) -> _Levels | None:
        first = max(0, (word_ms - _READ_BEFORE_MS) // _HOP_MS * _HOP)
        last = min(self._samples, (word_ms + _READ_AFTER_MS) * SAMPLE_RATE // 1000)
        if last - first < 2 * _FRAME:
            return None
        with self._path.open("rb") as file:
            samples = np.fromfile(file, "<i2", count=last - first, offset=2 * first).astype(np.float64) / 32768
        # The first difference takes rumble out and shows what hisses.
        samples[1:] -= _EMPHASIS * samples[:-1]
        sums = np.concatenate([[0.0], np.cumsum(samples**2)])
        starts = np.arange(0, len(samples) - _FRAME + 1, _HOP)
        power = 10 * np.log10(np.maximum((sums[starts + _FRAME] - sums[starts]) / _FRAME, 10 ** (_LEAST_DB / 10)))
        pause = np.ones(len(power), np.bool_)
        at = bisect_left(self._ends, first)
        while at < len(self._spans) and self._spans[at][0] < last:
            begin, end = self._spans[at]
            pause[max(0, (begin - first) // _HOP - 1) : max(0, (end - first) // _HOP + 1)] = False
            at += 1
        if pause.all():
            pause[:] = False  # nobody told where speech is
        return _Levels(first * 1000 // SAMPLE_RATE, power, pause)


def _rise_ms(levels: _Levels, word_ms: int, faint: float, threshold: float) -> int | None:
    """The rise out of a quiet that speaks best for itself: near the word's time, after a long quiet."""
    above = levels.power >= threshold
    low, high = levels.index(word_ms - BEFORE_MS), levels.index(word_ms + AFTER_MS + _HOP_MS)
    counts = np.concatenate([[0], np.cumsum(above)])
    best: tuple[float, int] | None = None
    for at in range(max(1, low), min(high, len(above))):
        if not above[at] or above[at - 1]:
            continue
        quiet = _quiet_before(above, at)
        end = min(len(above), at + _LOUD_MS // _HOP_MS)
        if quiet * _HOP_MS < _QUIET_MS or counts[end] - counts[at] < _LOUD_SHARE * (end - at):
            continue
        off_ms = abs(levels.start_ms + at * _HOP_MS - word_ms)
        score = min(quiet * _HOP_MS, _QUIET_WORTH_MS) - off_ms / 2
        if best is None or score > best[0]:
            best = (score, at)
    if best is None:
        return None
    at = best[1]
    for _ in range(_WEAK_MS // _HOP_MS):
        if at == 0 or levels.power[at - 1] < faint:
            break
        at -= 1
    return levels.start_ms + at * _HOP_MS


def _quiet_before(above: npt.NDArray[np.bool_], at: int) -> int:
    """How many frames before this one are quiet; clicks of one frame do not count."""
    quiet = 0
    most = _QUIET_WORTH_MS // _HOP_MS
    while quiet < min(most, at) and not (above[at - quiet - 1] and (at - quiet < 2 or above[at - quiet - 2])):
        quiet += 1
    return quiet
