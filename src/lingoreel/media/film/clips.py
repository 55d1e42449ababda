"""Pictures and clips that were brought along, as frames: read from the files that `prepare_asset` made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from lingoreel.errors import EngineFailed

SLOWEST = 0.6
"""A clip shorter than its shot is slowed down so far, then goes back and forth."""


class Clip:
    """One prepared asset: every frame of it is a key frame, so that each can be had by itself.

    `frames` is how many it has (1: a still), `duration_s` how long they last. Raises EngineFailed: it is ours, and no
    customer is to blame.
    """

    def __init__(self, path: str | Path) -> None:
        try:
            self._container: Any = av.open(str(path))
            self._stream: Any = self._container.streams.video[0]
            packets = [packet.pts for packet in self._container.demux(self._stream) if packet.pts is not None]
        except (av.FFmpegError, IndexError) as error:
            raise EngineFailed("a prepared asset has no pictures") from error
        if not packets:
            raise EngineFailed("a prepared asset has no pictures")
        self._times = sorted(packets)
        self._stream.thread_count = 1
        self.frames = len(packets)
        rate = float(self._stream.average_rate or 24)
        self.duration_s = self.frames / rate
        self._rate = rate
        self._held: tuple[int, NDArray[np.uint8]] | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return int(self._stream.codec_context.width), int(self._stream.codec_context.height)

    def at(self, t: float, shot_s: float) -> NDArray[np.uint8]:
        """The frame `t` seconds into a shot of `shot_s` seconds: height × width × 4 (blue, green, red, alpha)."""
        return self._frame(self._number(t, shot_s))

    def _number(self, t: float, shot_s: float) -> int:
        if self.frames == 1:
            return 0
        speed = min(1.0, max(SLOWEST, self.duration_s / max(shot_s, 1e-3)))
        number = int(max(0.0, t) * speed * self._rate)
        last = self.frames - 1
        number %= 2 * last
        return number if number <= last else 2 * last - number

    def _frame(self, number: int) -> NDArray[np.uint8]:
        if self._held is not None and self._held[0] == number:
            return self._held[1]
        self._container.seek(self._times[number], stream=self._stream, backward=True, any_frame=False)
        for frame in self._container.decode(self._stream):
            if frame.pts >= self._times[number]:
                pixels: NDArray[np.uint8] = frame.reformat(format="bgra").to_ndarray()
                self._held = number, pixels
                return pixels
        raise EngineFailed("the pictures of a prepared asset cannot be read")

    def close(self) -> None:
        self._container.close()
