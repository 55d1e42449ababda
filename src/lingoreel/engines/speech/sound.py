"""From what an engine utters to one file: silence around it off, volume on, pauses between, words placed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from lingoreel.engines.speech.protocol import Speech, SpokenUtterance, SpokenWord, Utterance

Samples = npt.NDArray[np.int16]
Report = Callable[[dict[str, Any]], None]
# begin and end in the utterance's text, first sample of the engine's own audio
Mark = tuple[int, int, int]

FRAME_MS = 5
GUARD_MS = 10  # kept on both sides of speech and faded, so that nothing clicks
_QUIET = 0.004  # of the loudest frame: 48 dB below it
_SILENT = 8.0  # of 32768, whatever else there is
_REPORT_S = 0.2
_EDGE = 4  # frames that the next word may be heard before its own time
_PAUSE = 8  # frames of silence that end a word before the next


class SpeechFile:
    """The output of one request, written utterance by utterance.

    `with SpeechFile(path, rate, count, report) as out: out.add(…)`; then `out.speech()`.
    """

    def __init__(self, path: str, sample_rate: int, utterances: int, report: Report) -> None:
        self._file = Path(path).open("wb")  # noqa: SIM115 - closed by __exit__
        self._rate = sample_rate
        self._count = max(1, utterances)
        self._report = report
        self._reported = 0.0
        self._samples = 0
        self._spoken: list[SpokenUtterance] = []
        self._said: list[Utterance] = []
        self._warnings: dict[Utterance, dict[tuple[str, str], None]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def warn(self, utterance: Utterance, code: str, message: str) -> None:
        """Tell the customer of an utterance, before or after it is added."""
        self._warnings.setdefault(utterance, {})[code, message] = None

    def add(self, utterance: Utterance, samples: Samples, marks: Sequence[Mark] = ()) -> None:
        """Append what the engine made of an utterance, and its pause. Marks are in order of their begins."""
        frame = max(1, self._rate * FRAME_MS // 1000)
        loud = active(samples, frame)
        spoken = SpokenUtterance(self._samples, self._samples)
        if loud.size:
            onset, end = int(loud[0]) * frame, min(len(samples), (int(loud[-1]) + 1) * frame)
            guard = self._rate * GUARD_MS // 1000
            first, last = max(0, onset - guard), min(len(samples), end + guard)
            offset = self._samples - first
            words = _words(marks, loud, frame, onset, end)
            spoken = SpokenUtterance(
                onset + offset,
                end + offset,
                tuple(SpokenWord(b, e, start + offset, stop + offset) for b, e, start, stop in words),
            )
            self._write(_faded(samples[first:last], onset - first, last - end, utterance.volume / 100))
        self._spoken.append(spoken)
        self._said.append(utterance)
        self._write(np.zeros(self._rate * utterance.pause_after_ms // 1000, np.int16))
        now = time.monotonic()
        if now - self._reported >= _REPORT_S:
            self._reported = now
            self._report({"fraction": min(1.0, len(self._spoken) / self._count)})

    def speech(self) -> Speech:
        """What is in the file."""
        told = [
            tuple({"code": code, "message": message} for code, message in self._warnings.get(utterance, ()))
            for utterance in self._said
        ]
        spoken = (replace(each, warnings=warnings) for each, warnings in zip(self._spoken, told, strict=True))
        return Speech(self._rate, self._samples, tuple(spoken))

    def _write(self, samples: Samples) -> None:
        self._file.write(samples.astype("<i2", copy=False).tobytes())
        self._samples += len(samples)


def active(samples: Samples, frame: int) -> npt.NDArray[np.intp]:
    """Numbers of the frames of `frame` samples in which something is heard."""
    count = -(-len(samples) // frame)
    if not count:
        return np.zeros(0, np.intp)
    padded = np.zeros(count * frame, np.float32)
    padded[: len(samples)] = samples
    energy = np.sqrt(np.mean(padded.reshape(count, frame) ** 2, axis=1))
    return np.flatnonzero(energy > max(_SILENT, _QUIET * float(energy.max())))


def _faded(samples: Samples, fade_in: int, fade_out: int, gain: float) -> Samples:
    if gain == 1.0 and not fade_in and not fade_out:
        return samples
    louder = samples.astype(np.float32) * np.float32(gain)
    if fade_in:
        louder[:fade_in] *= np.linspace(0, 1, fade_in, endpoint=False, dtype=np.float32)
    if fade_out:
        louder[-fade_out:] *= np.linspace(1, 0, fade_out + 1, dtype=np.float32)[1:]
    rounded: Samples = np.rint(louder).astype(np.int16)
    return rounded


def _words(
    marks: Sequence[Mark], loud: npt.NDArray[np.intp], frame: int, onset: int, end: int
) -> list[tuple[int, int, int, int]]:
    """Each word until the next one starts, or until it falls silent before."""
    found: list[tuple[int, int, int, int]] = []
    starts: list[int] = []
    for _, _, sample in marks:
        starts.append(min(max(sample, onset, starts[-1] if starts else onset), end))
    for number, (begin, stop, _) in enumerate(marks):
        start = starts[number]
        until = starts[number + 1] if number + 1 < len(starts) else end
        last = int(np.searchsorted(loud, until / frame - _EDGE, "left")) - 1
        heard = (int(loud[last]) + 1) * frame if last >= 0 else until
        pause = start < heard < until - _PAUSE * frame
        found.append((begin, stop, start, heard if pause else until))
    return found


def placed(spans: Sequence[tuple[int, int]], known: Sequence[tuple[int, int]], length: int, samples: int) -> list[Mark]:
    """A mark for every span of the text.

    `known` are (place in the text, sample) of what the engine told, in any order. A span that it told nothing about
    gets its share of the time between its neighbours, by characters. `length` is the text's, `samples` the audio's.
    """
    told: dict[int, int] = {}
    for place, sample in sorted(known):
        told.setdefault(place, sample)
    places = sorted(told)
    firsts: list[int | None] = []
    at = 0
    for begin, end in spans:
        while at < len(places) and places[at] < begin:
            at += 1
        firsts.append(told[places[at]] if at < len(places) and places[at] < end else None)
    if firsts and firsts[0] is None:
        firsts[0] = 0
    following: list[tuple[int, int]] = []  # place and sample of the next span that is known, from the last back
    after = (length, samples)
    for (begin, _), first in zip(reversed(spans), reversed(firsts), strict=True):
        following.append(after)
        after = after if first is None else (begin, first)
    marks: list[Mark] = []
    before = (0, 0)
    for (begin, end), first, after in zip(spans, firsts, reversed(following), strict=True):
        share = (begin - before[0]) / max(1, after[0] - before[0])
        sample = before[1] + int(share * max(0, after[1] - before[1])) if first is None else first
        before = (begin, max(before[1], sample))
        marks.append((begin, end, before[1]))
    return marks


def shifted(samples: Samples, semitones: float) -> Samples:
    """Higher or lower by playing faster or slower: the length changes by 2^(−semitones / 12)."""
    if not semitones or not len(samples):
        return samples
    from scipy.signal import resample_poly

    ratio = Fraction(2 ** (-semitones / 12)).limit_denominator(200)
    resampled = resample_poly(samples.astype(np.float32), ratio.numerator, ratio.denominator)
    clipped: Samples = np.clip(np.rint(resampled), -32768, 32767).astype(np.int16)
    return clipped
