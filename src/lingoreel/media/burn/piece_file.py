"""An encoded piece as a file: pictures alone, in MP4, their times counted from the first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from lingoreel.media.burn.joining_times import Ticks


def piece_packets(path: str) -> Iterator[Any]:
    """The packets of a piece, in the order of decoding; none of an empty file, which stands for a damaged piece."""
    if Path(path).stat().st_size == 0:
        return
    with av.open(path, format="mp4") as container:
        if container.streams.video:  # none: not one picture could be decoded
            yield from (packet for packet in container.demux(container.streams.video[0]) if packet.size)


def piece_times(path: str, base: Fraction) -> Ticks:
    """When each packet's picture is shown, in ticks of `base` from the piece's beginning, in the order of decoding."""
    return np.array([round(packet.pts * packet.time_base / base) for packet in piece_packets(path)], np.int64)


def times_digest(shown: Ticks) -> str:
    """A digest of the times at which a piece's pictures are shown, rising, in ticks from its beginning."""
    return hashlib.sha256(shown.astype("<i8").tobytes()).hexdigest()
