"""Speech in cells of a quarter second: what is measured in each, and how it is kept between two calls.

A cell is the smallest stretch that gets a speaker of its own. Cells lie inside one span each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lingoreel.errors import EngineFailed

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

CELL = 4000  # samples


@dataclass(frozen=True, slots=True)
class Block:
    """Cells of one span that are read together: samples [start, end), the borders of the cells included."""

    start: int
    end: int
    borders: Ints


def blocks(spans: Iterable[Sequence[int]], longest: int) -> Iterator[Block]:
    """The spans cut into cells of about a quarter second, at most `longest` samples handed out at a time."""
    for start, end in spans:
        count = max(1, round((end - start) / CELL))
        borders = np.linspace(start, end, count + 1).round().astype(np.int64)
        step = max(1, longest // CELL)
        for first in range(0, count, step):
            part = borders[first : first + step + 1]
            if part[-1] > part[0]:
                yield Block(int(part[0]), int(part[-1]), part)


@dataclass(frozen=True, slots=True)
class Measured:
    """Arrays with one row per cell (`start` and `end` in samples among them), or per window of an engine's own."""

    arrays: dict[str, npt.NDArray[Any]]

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self.arrays[name]

    @property
    def start(self) -> Ints:
        return self.arrays["start"].astype(np.int64)

    @property
    def end(self) -> Ints:
        return self.arrays["end"].astype(np.int64)

    def save(self, path: str | Path) -> None:
        """Write the arrays to a file. Raises OSError."""
        with Path(path).open("wb") as file:
            np.savez(file, allow_pickle=False, **self.arrays)


def load(paths: Iterable[str | Path]) -> Measured:
    """The pieces of a recording as one, in order of time. Raises EngineFailed when one cannot be read."""
    pieces = []
    for path in paths:
        try:
            with np.load(path, allow_pickle=False) as file:
                pieces.append({name: file[name] for name in file.files})
        except (OSError, ValueError) as error:
            raise EngineFailed("what was measured for speaker recognition cannot be read") from error
    return join(pieces)


def join(pieces: Sequence[dict[str, npt.NDArray[Any]]]) -> Measured:
    """Rows of all pieces, sorted by their start: `window_*` arrays by `window_start`, the others by `start`."""
    if not pieces:
        raise EngineFailed("nothing was measured for speaker recognition")
    joined = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
    for key, mine in (("start", False), ("window_start", True)):
        if key in joined:
            order = np.argsort(joined[key], kind="stable")
            for name in joined:
                if name.startswith("window_") == mine:
                    joined[name] = joined[name][order]
    return Measured(joined)
