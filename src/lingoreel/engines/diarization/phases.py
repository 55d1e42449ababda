"""What diarizers share: reading speech in blocks, keeping it between calls, and making turns of labelled cells."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from lingoreel.engines.diarization.cells import Block, Measured, blocks, join, load
from lingoreel.engines.diarization.protocol import (
    FEMALE,
    MALE,
    SAMPLE_RATE,
    UNKNOWN,
    Diarization,
    DiarizationRequest,
    Speaker,
    Turn,
)
from lingoreel.engines.diarization.spectrum import pitch
from lingoreel.engines.pcm import as_float, read_samples, sample_count

Report = Callable[[dict[str, Any]], None]
Floats = npt.NDArray[np.float32]
Rows = dict[str, npt.NDArray[Any]]

BLOCK = 30 * SAMPLE_RATE
BATCH = 150 * SAMPLE_RATE
JOIN_MS = 500  # a speaker's turn goes on over a pause this short

# Medians of speaking pitch lie near 120 Hz for men and 210 Hz for women (Baken and Orlikoff 2000); between the two
# bounds the guess would often be wrong and is not made.
MALE_BELOW_HZ = 150.0
FEMALE_ABOVE_HZ = 165.0
PITCH_FRAMES_NEEDED = 50


class PhasedEngine(ABC):
    """A diarizer in two phases: measure every piece, then decide over all of them."""

    @abstractmethod
    def measure(self, block: Block, samples: Floats) -> Rows:
        """Arrays with one row per cell of the block, and `window_*` arrays with rows of the engine's own."""

    def finish(self, rows: Rows) -> Rows:
        """The arrays of some blocks together: the place for work that is cheaper in large batches."""
        return rows

    @abstractmethod
    def decide(self, measured: Measured, max_speakers: int | None) -> npt.NDArray[np.int64]:
        """A label for every cell."""

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        """Serve one request (`protocol.DiarizationRequest`). Reports `{"fraction"}`."""
        wanted = DiarizationRequest.from_dict(request)
        if wanted.phase == "cluster":
            return self._conclude(load(wanted.paths), wanted.max_speakers).to_dict()
        pieces = list(self._pieces(wanted, report))
        measured = join(pieces) if pieces else Measured({"start": np.zeros(0), "end": np.zeros(0)})
        if wanted.phase == "embed":
            measured.save(str(wanted.output_path))
            return {"cells": len(measured.start)}
        return self._conclude(measured, wanted.max_speakers).to_dict()

    def _pieces(self, wanted: DiarizationRequest, report: Report) -> Iterator[Rows]:
        path = str(wanted.pcm_path)
        length = sample_count(path)
        spans = [(start, min(end, length)) for start, end in wanted.spans if start < min(end, length)]
        total = sum(end - start for start, end in spans)
        waiting: list[Rows] = []
        done = fresh = 0
        for block in blocks(spans, BLOCK):
            samples = as_float(read_samples(path, block.start, block.end))
            starts, ends = block.borders[:-1], block.borders[1:]
            rows: Rows = {"start": starts, "end": ends, "pitch": _pitches(block, samples)}
            waiting.append(rows | self.measure(block, samples))
            fresh += block.end - block.start
            if fresh >= BATCH:
                yield self.finish(join(waiting).arrays)
                waiting, done, fresh = [], done + fresh, 0
                report({"fraction": done / total})
        if waiting:
            yield self.finish(join(waiting).arrays)
            report({"fraction": 1.0})

    def _conclude(self, measured: Measured, max_speakers: int | None) -> Diarization:
        if not len(measured.start):
            return Diarization()
        labels = self.decide(measured, max_speakers)
        return conclude(measured, labels)


def _pitches(block: Block, samples: Floats) -> Floats:
    """Up to 12 voiced pitches of each cell in Hz, 0 where there are fewer, shape (cells, 12)."""
    found = np.zeros((len(block.borders) - 1, 12), np.float32)
    for index, (start, end) in enumerate(zip(block.borders[:-1], block.borders[1:], strict=True)):
        part = samples[start - block.start : end - block.start]
        hertz, _ = pitch(part)
        voiced = hertz[hertz > 0][:12]
        found[index, : len(voiced)] = voiced
    return found


def conclude(measured: Measured, labels: npt.NDArray[np.int64]) -> Diarization:
    """Turns and speakers from the cells' labels, speakers numbered in the order they first speak."""
    order = list(dict.fromkeys(labels.tolist()))
    rank = {label: index for index, label in enumerate(order)}
    starts, ends = measured.start, measured.end
    turns = make_turns(starts, ends, [rank[label] for label in labels.tolist()])
    speakers = []
    for label in order:
        mine = labels == label
        hertz = measured["pitch"][mine].astype(np.float64).ravel()
        median, gender = judge_pitch(hertz[hertz > 0])
        speech = int((ends[mine] - starts[mine]).sum() * 1000 // SAMPLE_RATE)
        speakers.append(Speaker(gender, median, speech))
    return Diarization(turns, tuple(speakers))


def make_turns(starts: Sequence[Any] | npt.NDArray[Any], ends: Any, speakers: Sequence[int]) -> tuple[Turn, ...]:
    """Neighbouring cells of one speaker as one turn; cells are given in samples."""
    turns: list[Turn] = []
    for start, end, speaker in zip(starts, ends, speakers, strict=True):
        start_ms = int(start) * 1000 // SAMPLE_RATE
        end_ms = int(end) * 1000 // SAMPLE_RATE
        if turns and turns[-1].speaker == speaker and start_ms - turns[-1].end_ms <= JOIN_MS:
            turns[-1] = Turn(turns[-1].start_ms, end_ms, speaker)
        elif end_ms > start_ms:
            turns.append(Turn(start_ms, end_ms, speaker))
    return tuple(turns)


def judge_pitch(voiced_hz: npt.NDArray[np.float64]) -> tuple[float | None, int]:
    """The median pitch, and the gender it suggests; unknown when too little was voiced or it lies between."""
    if not len(voiced_hz):
        return None, UNKNOWN
    median = float(np.median(voiced_hz))
    if len(voiced_hz) < PITCH_FRAMES_NEEDED or MALE_BELOW_HZ <= median <= FEMALE_ABOVE_HZ:
        return median, UNKNOWN
    return median, MALE if median < MALE_BELOW_HZ else FEMALE
