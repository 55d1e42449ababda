"""What a finished sound file is like: length, loudness, silences, clicks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from lingoreel.errors import InvalidFile
from lingoreel.media.container import MEDIA_ERRORS
from lingoreel.media.sound.loudness import Meter

Report = Callable[[dict[str, Any]], None]
Samples = NDArray[np.floating[Any]]

SILENCE_DB = -55.0
SILENCE_MS = 60
CLICK_RATIO = 4.0
_CLICK_FLOOR = 0.01  # a jump below -40 dBFS is not heard as a click
_NEAR_S, _SPIKE_S = 0.015, 0.0005
_STEP_S = 0.005
_REPORT_S = 0.3
_FOUND_MAX = 100


def read_samples(path: str, at_rate: int | None = None) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Rate and mono samples of a file's sound, block by block, at `at_rate` Hz if given. Raises InvalidFile."""
    try:
        with av.open(path) as container:
            stream = container.streams.audio[0]
            rate = at_rate or stream.rate
            resampler: Any = av.AudioResampler(format="fltp", layout="mono", rate=rate)
            for frame in container.decode(stream):
                for made in resampler.resample(frame):
                    yield rate, made.to_ndarray()[0]
            for made in resampler.resample(None):
                yield rate, made.to_ndarray()[0]
    except (*MEDIA_ERRORS, IndexError) as error:
        raise InvalidFile("The sound file cannot be read.") from error


def click_ratio(samples: Samples, rate: int, at: int) -> float:
    """The largest jump between samples within 5 ms of `at`, against the largest of the 15 ms around it.

    Jumps below -40 dBFS count as none. A clean join is near 1 or below; a click is many times that.
    """
    jumps = np.abs(np.diff(np.asarray(samples, np.float64)))
    begin, end = max(0, at - round(_STEP_S * rate)), min(len(jumps), at + round(_STEP_S * rate))
    if begin >= end:
        return 0.0
    worst = begin + int(jumps[begin:end].argmax())
    near, spike = round(_NEAR_S * rate), max(1, round(_SPIKE_S * rate))
    around = np.concatenate(
        (jumps[max(0, worst - near) : max(0, worst - spike)], jumps[worst + spike + 1 : worst + near])
    )
    return float(jumps[worst] / max(_CLICK_FLOOR, float(around.max(initial=0.0))))


@dataclass
class _Silences:
    """Stretches of at least 60 ms below -55 dBFS, by steps of 5 ms."""

    rate: int
    found: list[tuple[int, int]] = field(default_factory=list)
    _step: int = 0
    _begun: int | None = 0
    _rest: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))

    def add(self, samples: NDArray[np.float32]) -> None:
        size = max(1, round(self.rate * _STEP_S))
        x = np.concatenate((self._rest, np.abs(samples)))
        whole = len(x) // size * size
        self._rest = x[whole:]
        for quiet in x[:whole].reshape(-1, size).max(axis=1) < 10 ** (SILENCE_DB / 20):
            if quiet and self._begun is None:
                self._begun = self._step
            elif not quiet:
                self._end()
            self._step += 1

    def _end(self) -> None:
        if self._begun is not None:
            size = max(1, round(self.rate * _STEP_S))
            begin, end = (round(step * size * 1000 / self.rate) for step in (self._begun, self._step))
            if end - begin >= SILENCE_MS or (self._begun == 0 and end > 0):
                self.found.append((begin, end))
            self._begun = None

    def close(self) -> None:
        self._end()


def check_sound(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Measure the sound file at `path`; `joins_ms`: where pieces or utterances meet (optional).

    Returns `sample_rate`, `samples` (as decoded), `duration_ms` (as decoded), `told_ms` (as the container tells),
    `integrated_lufs`, `short_term_max_lufs`, `true_peak_dbtp`, `lead_in_ms` and `lead_out_ms` (silence at both ends),
    `silences` (start and end in ms, of 60 ms and more, both ends included), `silence_share`, `worst_click` (the largest
    `click_ratio` of all joins), `clicks` (joins in ms whose ratio is above 4, at most 100), `tags`.

    Raises InvalidFile.
    """
    path = str(request["path"])
    joins = sorted(float(at) for at in request.get("joins_ms") or ())
    meter: Meter | None = None
    silences: _Silences | None = None
    joined = _Joins(joins)
    total_ms, tags = _told(path)
    reported = time.monotonic()
    rate = 0
    for rate, block in read_samples(path):
        if meter is None or silences is None:
            meter, silences = Meter(rate), _Silences(rate)
        meter.add(block)
        silences.add(block)
        joined.add(block, rate)
        if total_ms and time.monotonic() - reported >= _REPORT_S:
            reported = time.monotonic()
            report({"fraction": min(1.0, meter.samples * 1000 / rate / total_ms)})
    if meter is None or silences is None:
        raise InvalidFile("The sound file has no sound.")
    silences.close()
    joined.close()
    duration_ms = meter.samples * 1000 / rate
    found = silences.found
    return {
        "sample_rate": rate,
        "samples": meter.samples,
        "duration_ms": round(duration_ms, 3),
        "told_ms": total_ms,
        **meter.report(),
        "lead_in_ms": found[0][1] if found and found[0][0] == 0 else 0,
        "lead_out_ms": found[-1][1] - found[-1][0] if found and found[-1][1] >= duration_ms - 2 * _STEP_S * 1000 else 0,
        "silences": [list(span) for span in found],
        "silence_share": round(sum(end - begin for begin, end in found) / duration_ms, 4),
        "worst_click": round(joined.worst, 2),
        "clicks": joined.clicks[:_FOUND_MAX],
        "tags": tags,
    }


class _Joins:
    """Looks at each join once enough is known around it; keeps no more than that."""

    def __init__(self, joins_ms: Sequence[float]) -> None:
        self._joins = list(joins_ms)
        self._kept: NDArray[np.float32] = np.zeros(0, np.float32)
        self._begin = 0
        self._rate = 0
        self._next = 0
        self.worst = 0.0
        self.clicks: list[float] = []

    def add(self, block: NDArray[np.float32], rate: int) -> None:
        self._rate = rate
        self._kept = np.concatenate((self._kept, block))
        self._look(len(self._kept) - round(2 * _NEAR_S * rate))
        spare = len(self._kept) - round(4 * _NEAR_S * rate)
        if spare > 0:
            self._kept, self._begin = self._kept[spare:], self._begin + spare

    def _look(self, until: int) -> None:
        while self._next < len(self._joins):
            ms = self._joins[self._next]
            at = round(ms * self._rate / 1000) - self._begin
            if at >= until:
                return
            ratio = click_ratio(self._kept, self._rate, at)
            self.worst = max(self.worst, ratio)
            if ratio > CLICK_RATIO:
                self.clicks.append(ms)
            self._next += 1

    def close(self) -> None:
        self._look(len(self._kept) + 1)


def _told(path: str) -> tuple[float | None, dict[str, str]]:
    """Length in ms and tags as the container tells them."""
    try:
        with av.open(path) as container:
            stream = container.streams.audio[0] if container.streams.audio else None
            tags = dict(stream.metadata) if stream else {}
            tags |= dict(container.metadata)
            length = container.duration
            return (None if length is None else length * 1000 / av.time_base), tags
    except MEDIA_ERRORS as error:
        raise InvalidFile("The sound file cannot be read.") from error
