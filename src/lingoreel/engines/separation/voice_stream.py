"""The voice of a whole recording, stretch by stretch, on one grid: the same samples whoever reads them."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from lingoreel.engines.separation.resampling import Read, Samples

_LAP = 4  # a quarter of what a network gives fades into its neighbours


class Separating(Protocol):
    """What takes the voice out of the middle of `hears` samples: `gives` of them, from `edge` on."""

    hears: int
    gives: int
    edge: int

    def voice(self, samples: Samples) -> Samples: ...


class VoiceStream:
    """The voice in what `read` gives, which is `total` samples long. To be read from front to back: little is kept."""

    def __init__(self, network: Separating, read: Read, total: int) -> None:
        self._network, self._read, self._total = network, read, total
        self._lap = network.gives // _LAP
        self._step = network.gives - self._lap
        turn = np.sin(np.pi / 2 * (np.arange(self._lap) + 0.5) / self._lap) ** 2
        self._rise = turn.astype(np.float32)
        self._blocks: dict[int, Samples] = {}
        self._ends: dict[int, Samples] = {}

    def read(self, start: int, end: int) -> Samples:
        """Samples `start` to `end`; what lies outside the recording is silence."""
        voice = np.zeros((2, end - start), np.float32)
        first, last = max(0, start), min(end, self._total)
        for number in range(first // self._step, -(-last // self._step)):
            at = number * self._step
            begin, stop = max(first, at), min(last, at + self._step)
            if begin < stop:
                voice[:, begin - start : stop - start] = self._block(number)[:, begin - at : stop - at]
        return voice

    def _block(self, number: int) -> Samples:
        """A step of the grid: its own stretch, and the end of the one before that fades out over it."""
        if number not in self._blocks:
            before = None
            if number > 0:
                before = self._ends[number - 1] if number - 1 in self._ends else self._heard(number - 1)[1]
            block, end = self._heard(number)
            if before is not None:
                block[:, : self._lap] = block[:, : self._lap] * self._rise + before * self._rise[::-1]
            self._blocks = {at: one for at, one in self._blocks.items() if at == number - 1} | {number: block}
            self._ends = {number: end}
        return self._blocks[number]

    def _heard(self, number: int) -> tuple[Samples, Samples]:
        """The voice in a stretch: in its step, and in what it shares with the next."""
        begin = number * self._step - self._network.edge
        samples = self._read(begin, begin + self._network.hears)
        # a network may make a sound of silence
        voice = self._network.voice(samples) if samples.any() else np.zeros((2, self._network.gives), np.float32)
        return voice[:, : self._step].copy(), voice[:, self._step :]
