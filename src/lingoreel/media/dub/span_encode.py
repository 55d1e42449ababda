"""A span of a dub as AAC packets that join with those of its neighbours.

An encoder hears some of the neighbours' sound before and after the span, so that what it holds at the border is the
same in both, and the span keeps its own packets alone. Packet 0 of the whole is the encoder's priming (1024 samples);
packet n then brings samples (n - 1) * 1024 to n * 1024. A span [a, b) holds packets a / 1024 + 1 to b / 1024; the
first one packet 0 too, the last one everything to the end.

File format: each packet preceded by its length, a u32 little-endian.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from lingoreel.media.disk_full import told_when_full
from lingoreel.media.dub.full_pcm import Samples
from lingoreel.media.dub.span_grid import FRAME, Span

BIT_RATES = {1: 96_000, 2: 192_000}


@dataclass(frozen=True)
class SpanPackets:
    """What was written: how many packets, and what their decoder must know."""

    packets: int
    extradata: bytes
    size_bytes: int


def encode_span(samples: Samples, heard_from: int, span: Span, rate: int, path: Path, *, last: bool) -> SpanPackets:
    """Write the packets of `span` to `path`.

    `samples` (channels × samples, full scale 1.0) begin at sample `heard_from` of the whole, a multiple of 1024, at or
    before the span's start, and go on past its end, where it is not the `last`. Raises ResultNotStored.
    """
    start, end = span
    codec = _codec(rate, len(samples))
    packets = [packet for frame in _frames(samples, rate) for packet in codec.encode(frame)]
    if last or len(packets) < (end - heard_from) // FRAME + 1:
        packets += codec.encode(None)
    first = 0 if start == 0 else (start - heard_from) // FRAME + 1
    kept = packets[first : None if last else (end - heard_from) // FRAME + 1]
    size = 0
    with told_when_full(), path.open("wb") as file:
        for packet in kept:
            data = bytes(packet)
            size += file.write(len(data).to_bytes(4, "little") + data)
    return SpanPackets(len(kept), bytes(codec.extradata or b""), size)


def _codec(rate: int, channels: int) -> Any:
    codec: Any = av.CodecContext.create("aac", "w")
    codec.sample_rate = rate
    codec.layout = "stereo" if channels == 2 else "mono"
    codec.format = "fltp"
    codec.time_base = Fraction(1, rate)
    codec.bit_rate = BIT_RATES[channels]
    # Noise that the decoder makes up itself (PNS) would depend on all it decoded before.
    codec.options = {"aac_coder": "fast", "aac_pns": "0"}
    codec.thread_count = 1
    codec.flags |= 1 << 22  # global header: the decoder's data stands apart from the packets
    return codec


def _frames(samples: Samples, rate: int) -> Any:
    for at in range(0, samples.shape[1], rate):
        part = np.ascontiguousarray(samples[:, at : at + rate])
        frame: Any = av.AudioFrame.from_ndarray(part, "fltp", "stereo" if len(samples) == 2 else "mono")
        frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), at
        yield frame
