"""`spectral`: speakers told apart by their cepstra alone, without any weights.

The classic recipe: short stretches of speech are Gaussians over mel cepstra; the two most alike are merged while
the Bayesian information criterion says that one voice explains both; then every quarter second goes to the voice
that explains it best, a change costing most inside a sentence (Viterbi), and the voices are learned again.
How many speakers there are falls out of the criterion.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from lingoreel.engines.diarization.cells import Block, Measured
from lingoreel.engines.diarization.clustering import Voices, agglomerate, in_order, smooth
from lingoreel.engines.diarization.gaussians import (
    Doubles,
    log_likelihoods,
    row_length,
    statistics,
    whiten,
    without_echoes,
)
from lingoreel.engines.diarization.phases import Floats, PhasedEngine, Rows
from lingoreel.engines.diarization.spectrum import CEPSTRA, FRAME, HOP, cepstra
from lingoreel.engines.recognition.protocol import Capabilities
from lingoreel.settings import Settings

NAME = "spectral"
VERSION = "1"
HOST = "lingoreel.engines.diarization.spectral:Engine"

WINDOW_CELLS = 8  # 2 s
BLOCK_WINDOWS = 300  # clustered among themselves first: memory and time stay bounded
PENALTY = 1.7  # frames 10 ms apart are far from independent, so each counts for less than one
EARLY_LIMIT = 0.8  # inside a block, only what is clearly alike is merged
SHORTEST_FRAMES = 300  # who has less voice than this is taken for someone else
QUIET_DB = 25.0  # this far below the loudest of a block it is breath, room or noise rather than voice
CORRELATION = 0.2  # part of a frame's likelihood that is news
CHANGE = 20.0  # price of a change of speakers inside a span, in nats
CHANGE_AT_PAUSE = 4.0


def capabilities(settings: Settings) -> Capabilities:
    """Always usable, in any language."""
    return Capabilities(
        name=NAME,
        version=VERSION,
        tier="embedded",
        languages=frozenset(),
        host=HOST,
        parallel=settings.cpu_slots,
        word_times=False,
        capability="diarization",
    )


def host_config(settings: Settings) -> dict[str, Any]:
    del settings
    return {"threads": 1}  # its matrices are small: threads would only wait for each other


class Engine(PhasedEngine):
    """Host class; see `protocol`."""

    def __init__(self, config: dict[str, Any]) -> None:
        del config

    def measure(self, block: Block, samples: Floats) -> Rows:
        return {"voice": voice_rows(block, samples)}

    def decide(self, measured: Measured, max_speakers: int | None) -> npt.NDArray[np.int64]:
        cells = whiten(measured["voice"].astype(np.float64))
        spans = span_numbers(measured)
        windows = window_numbers(spans, WINDOW_CELLS)
        rows = without_echoes(add_up(cells, windows))
        labels = _cluster(rows, max_speakers)[windows]
        return resegment(cells, spans, labels)


def voice_rows(block: Block, samples: Floats) -> Floats:
    """Sums over the cepstra of each cell's voiced frames (`gaussians`), as float32."""
    vectors, loudness = cepstra(samples)
    heard = loudness > max(float(loudness.max(initial=-100.0)) - QUIET_DB, -65.0)
    middles = np.arange(len(vectors)) * HOP + FRAME // 2 + block.start
    cell = np.searchsorted(block.borders, middles, side="right") - 1
    rows = np.zeros((len(block.borders) - 1, row_length(CEPSTRA)), np.float32)
    for index in range(len(rows)):
        mine = vectors[heard & (cell == index)]
        if len(mine):
            rows[index] = statistics(mine)
    return rows


def span_numbers(measured: Measured) -> npt.NDArray[np.int64]:
    """Which span each cell lies in: a new one begins where cells do not touch."""
    apart = np.concatenate([[0], (measured.start[1:] != measured.end[:-1]).astype(np.int64)])
    return np.cumsum(apart)


def window_numbers(spans: npt.NDArray[np.int64], cells: int) -> npt.NDArray[np.int64]:
    """Which window each cell lies in: the cells of a span in equal parts of about `cells`."""
    numbers = np.zeros(len(spans), np.int64)
    used = 0
    for span in range(int(spans[-1]) + 1):
        mine = np.flatnonzero(spans == span)
        parts = max(1, round(len(mine) / cells))
        numbers[mine] = used + np.arange(len(mine)) * parts // len(mine)
        used += parts
    return numbers


def add_up(rows: Doubles, numbers: npt.NDArray[np.int64]) -> Doubles:
    """Rows with the same number added together."""
    total = np.zeros((int(numbers.max()) + 1, rows.shape[1]))
    np.add.at(total, numbers, rows)
    return total


def _cluster(rows: Doubles, max_speakers: int | None) -> npt.NDArray[np.int64]:
    labels = np.zeros(len(rows), np.int64)
    used = 0
    if len(rows) > BLOCK_WINDOWS:
        for first in range(0, len(rows), BLOCK_WINDOWS):
            part = rows[first : first + BLOCK_WINDOWS]
            found = agglomerate(Voices(part, PENALTY), EARLY_LIMIT)
            labels[first : first + len(part)] = found + used
            used += int(found.max()) + 1
    else:
        labels = np.arange(len(rows))
    return agglomerate(Voices(add_up(rows, labels), PENALTY), 1.0, max_speakers)[labels]


def resegment(
    cells: Doubles, spans: npt.NDArray[np.int64], labels: npt.NDArray[np.int64], rounds: int = 3
) -> npt.NDArray[np.int64]:
    """Learn the voices from the labels and label the cells by the voices, a few times over."""
    price = np.where(np.diff(spans, prepend=-1) > 0, CHANGE_AT_PAUSE, CHANGE)
    for _ in range(rounds):
        labels = in_order(labels)
        voices = add_up(cells, labels)
        kept = np.flatnonzero(voices[:, 0] >= SHORTEST_FRAMES)
        if len(kept) == 0:
            kept = np.array([voices[:, 0].argmax()])
        scores = log_likelihoods(cells, voices[kept]) * CORRELATION
        labels = smooth(scores, price)
    return in_order(labels)
