"""What the music is like where nobody speaks, and so, nearly, where somebody does: by bands, place by place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.dub.full_pcm import FullPcm
from lingoreel.media.dub.presence import presence_at
from lingoreel.media.dub.span_grid import NEAR_S, Span
from lingoreel.media.dub.spectrum import HOP, SIZE, Spectra, analyse, band_weights, powers

Bands = NDArray[np.float64]
"""Cells × bands."""

CELL_FRAMES = 8
"""Frames of a cell, for which the surroundings are told once: a third of a second at 48 kHz."""
_FADING_S = 3.0
_FLOOR = 1e-9
_STEP = 2  # every second frame: those between tell nothing new
_BLOCK_CELLS = 8  # so few are in the processor's caches still when they are looked at again


@dataclass(frozen=True)
class Surroundings:
    """Mean powers around each cell: of the gaps' first and last channel and what they share (complex), and of speech.

    `known`: whether a gap is near enough to tell.
    """

    first: Bands
    last: Bands
    shared: NDArray[np.complex128]
    speech: Bands
    known: NDArray[np.bool_]

    def of_cells(self, begin: int, end: int) -> Surroundings:
        """Of the cells from `begin` to `end` alone, counted from its own first one."""
        kept = slice(begin, end)
        return Surroundings(self.first[kept], self.last[kept], self.shared[kept], self.speech[kept], self.known[kept])


def surroundings(sound: FullPcm, speech: list[Span], start_cell: int, end_cell: int) -> Surroundings:
    """What surrounds the cells from `start_cell` to `end_cell`; a cell is `CELL_FRAMES` hops of the whole recording.

    Each gap counts the less the farther away it is, up to `NEAR_S`, so that neighbouring parts of a recording come to
    the same.
    """
    cell = CELL_FRAMES * HOP
    reach = int(NEAR_S * sound.rate) // cell
    begin, end = max(0, start_cell - reach), min(end_cell + reach, -(-sound.samples // cell))
    weights = band_weights(sound.rate).T
    weights = weights / np.maximum(weights.sum(axis=0), 1e-6)
    rows = []
    for block in range(begin, end, _BLOCK_CELLS):
        stop = min(end, block + _BLOCK_CELLS)
        rows.append(_summed(sound, speech, block, stop, weights))
    summed, counts = (np.concatenate([row[i] for row in rows]) for i in range(2))
    apart = np.abs(np.arange(start_cell, end_cell)[:, None] - np.arange(begin, end)[None, :])
    fading = np.exp(-apart * cell / sound.rate / _FADING_S) * (apart <= reach)
    gap_weight = fading @ counts[:, 0]
    speech_weight = fading @ counts[:, 1]
    gaps = np.einsum("cs,skb->kcb", fading, summed[:, :4]) / np.maximum(gap_weight, _FLOOR)[:, None]
    spoken = fading @ summed[:, 4] / np.maximum(speech_weight, _FLOOR)[:, None]
    return Surroundings(gaps[0], gaps[1], gaps[2] + 1j * gaps[3], spoken, gap_weight > 0.05)


def _summed(
    sound: FullPcm, speech: list[Span], begin: int, end: int, weights: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each cell the sums over its frames of gaps (4 rows) and of speech (1 row), and how many of each there are."""
    cells, each = end - begin, CELL_FRAMES // _STEP
    at = begin * CELL_FRAMES * HOP
    samples = sound.read(at, at + (cells * CELL_FRAMES + 1) * HOP)
    spectra = analyse(samples, _STEP)
    bands = np.stack(_rows(spectra, weights), axis=1).astype(np.float64)
    starts = at + np.arange(len(bands)) * _STEP * HOP
    most = presence_at(speech, starts, SIZE, sound.rate)
    gap = (most == 0.0).astype(np.float64)
    full = (most == 1.0).astype(np.float64)
    summed = np.concatenate([bands * gap[:, None, None], (bands[:, :1] + bands[:, 1:2]) / 2 * full[:, None, None]], 1)
    counts = np.stack([gap, full], axis=1)
    return summed.reshape(cells, each, *summed.shape[1:]).sum(axis=1), counts.reshape(cells, each, 2).sum(axis=1)


def _rows(spectra: Spectra, weights: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """By bands: the powers of the first and last channel, and what they share, real and imaginary."""
    first, last = spectra[0], spectra[-1]
    own = powers(first) @ weights
    if len(spectra) == 1:
        return [own, own, own, np.zeros_like(own)]
    shared = first * last.conj()
    return [own, powers(last) @ weights, shared.real @ weights, shared.imag @ weights]
