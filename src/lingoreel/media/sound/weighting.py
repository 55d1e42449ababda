"""The K weighting of ITU-R BS.1770 over a stream, by FFmpeg's biquads: scipy.signal takes a second to load."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

Section = tuple[float, float, float, float, float, float]


@lru_cache(maxsize=16)
def k_weighting(rate: int) -> tuple[Section, Section]:
    """The two second-order sections for `rate` Hz, each b0 b1 b2 a0 a1 a2.

    The standard prints them for 48 kHz; these are the analogue filters behind them, by the bilinear transform.
    """
    k = math.tan(math.pi * 1681.974450955533 / rate)
    q, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    shelf = (
        (high + band * k / q + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - band * k / q + k * k) / a0,
        1.0,
        2 * (k * k - 1) / a0,
        (1 - k / q + k * k) / a0,
    )
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    a0 = 1 + k / q + k * k
    # the standard leaves the high pass's numerator at 1, -2, 1
    return shelf, (1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)


class KWeighting:
    """The weighting with its state: what leaves has the length of what entered."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._graph: Any = av.filter.Graph()
        last = self._graph.add("abuffer", f"sample_rate={rate}:sample_fmt=dblp:channel_layout=mono:time_base=1/{rate}")
        for section in k_weighting(rate):
            options = zip(("b0", "b1", "b2", "a0", "a1", "a2"), section, strict=True)
            biquad = self._graph.add(
                "biquad", ":".join(f"{name}={value!r}" for name, value in options) + ":precision=f64"
            )
            last.link_to(biquad)
            last = biquad
        last.link_to(self._graph.add("abuffersink"))
        self._graph.configure()
        self._at = 0

    def apply(self, samples: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """The next samples, weighted."""
        frame: Any = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples[None, :], dtype=np.float64), "dblp", "mono"
        )
        frame.sample_rate, frame.time_base, frame.pts = self._rate, Fraction(1, self._rate), self._at
        self._at += len(samples)
        self._graph.push(frame)
        parts, missing = [], len(samples)
        while missing:
            made: Any = self._graph.pull()
            parts.append(np.frombuffer(made.planes[0], np.float64, made.samples))
            missing -= made.samples
        return parts[0] if len(parts) == 1 else np.concatenate(parts)
