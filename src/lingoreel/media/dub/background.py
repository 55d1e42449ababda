"""A recording's sound without its speech: what is heard beneath a dub."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.disk_full import told_when_full
from lingoreel.media.dub.full_pcm import FullPcm, Samples, write_pcm
from lingoreel.media.dub.stereo_loudness import steps_of

Report = Callable[[dict[str, Any]], None]
Span = tuple[int, int]

EDGE_S = 0.08
NEAR_S = 12
"""How far away the music between two lines is listened to, to know what it is like under them."""
DUCKED_DB = -20.0


class Background:
    """Host class. `handle({path, rate, channels, start_sample, end_sample, speech, survey, keep, original_volume})`.

    Writes samples `start_sample` to `end_sample` to `output_path` (s16, as many channels): the sound without what is
    spoken in `speech` (spans in samples of the whole sound: all, or those within `NEAR_S` of this part), as `survey`
    (what `Surveyor` answered) says. `keep` false: silence instead. `original_volume` (0–100): how much of what was
    taken away stays. Returns `samples` and `steps` (K-weighted powers of 100 ms each).
    """

    def __init__(self, config: dict[str, Any]) -> None:
        del config

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        sound = FullPcm.of(request)
        start, end = int(request["start_sample"]), int(request["end_sample"])
        volume = min(100.0, max(0.0, float(request.get("original_volume", 0)))) / 100
        original = sound.read(start, end)
        if not request.get("keep", True):
            made = original * np.float32(volume)
        else:
            presence = speech_presence(request["speech"], start, end, sound.rate)
            made = ducked(original, presence)
            made += (original - made) * np.float32(volume)
        with told_when_full():
            write_pcm(Path(str(request["output_path"])), made)
        report({"fraction": 1.0})
        return {"samples": end - start, "steps": steps_of(made, sound.rate)}


def speech_presence(spans: list[Span], start: int, end: int, rate: int) -> NDArray[np.float32]:
    """1 inside the spans, 0 between them, with soft edges outside: one value for each sample from `start` to `end`."""
    edge = max(1, round(EDGE_S * rate))
    rise = (0.5 - 0.5 * np.cos(np.pi * (np.arange(edge) + 0.5) / edge)).astype(np.float32)
    presence = np.zeros(end - start + 2 * edge, np.float32)  # an edge more at both ends
    for span_start, span_end in spans:
        begin, stop = int(span_start) - start + edge, int(span_end) - start + edge
        if stop <= 0 or begin - edge >= len(presence) or stop <= begin:
            continue
        presence[max(0, begin) : max(0, stop)] = 1.0
        _raise(presence, begin - edge, rise)
        _raise(presence, stop, rise[::-1])
    return presence[edge : edge + end - start]


def _raise(presence: NDArray[np.float32], at: int, edge: NDArray[np.float32]) -> None:
    first, last = max(0, at), min(len(presence), at + len(edge))
    if first < last:
        np.maximum(presence[first:last], edge[first - at : last - at], out=presence[first:last])


def ducked(samples: Samples, presence: NDArray[np.float32]) -> Samples:
    """All of it turned down where somebody speaks."""
    made: Samples = samples * np.exp(presence * np.float32(np.log(10) * DUCKED_DB / 20))
    return made
