"""Stereo sound that is all there as an M4A file of AAC-LC, exact to the sample."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from lingoreel.media.disk_full import told_when_full
from lingoreel.media.track_language import three_letters

_BIT_RATE = 192_000


def write_aac(path: Path, samples: NDArray[np.float32], rate: int, *, language: str | None, title: str | None) -> None:
    """Write `samples` (2 × samples, full scale 1.0); the index stands in front, sample 0 is heard at 0.

    Raises ResultNotStored when the disk is full; no file is left then.
    """
    options = {"movflags": "faststart", "movie_timescale": str(rate), "fflags": "+bitexact"}
    try:
        with told_when_full(), av.open(str(path), "w", format="ipod", options=options) as out:
            stream: Any = out.add_stream("aac", rate=rate, layout="stereo", options={"aac_coder": "fast"})
            stream.codec_context.format, stream.codec_context.time_base = "fltp", Fraction(1, rate)
            stream.bit_rate = _BIT_RATE
            stream.metadata["language"] = three_letters(language)
            if title:
                out.metadata["title"] = title
            for at in range(0, samples.shape[1], rate):
                part: Any = np.ascontiguousarray(samples[:, at : at + rate])
                frame = av.AudioFrame.from_ndarray(part, "fltp", "stereo")
                frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), at
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
