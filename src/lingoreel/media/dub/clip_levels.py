"""How loud each spoken line of a dub is, as its engine gave it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from lingoreel.media.dub.stereo_loudness import ChannelsMeter, steps_of
from lingoreel.media.sound.clips import Pcm
from lingoreel.media.sound.loudness import decibels

Report = Callable[[dict[str, Any]], None]


def measure_clips(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Measure the lines of `{clip_paths, lines: [{clip, sample_rate, start_sample, end_sample}]}`.

    `clip`: the number of the path (s16 mono PCM). Returns `lines`: each `steps` (K-weighted powers of 100 ms each)
    and `peak` (dBFS). Raises EngineFailed when a clip is shorter than told.
    """
    measured = []
    meters: dict[int, ChannelsMeter] = {}
    for line in request["lines"]:
        pcm = Pcm.of(str(request["clip_paths"][line["clip"]]), int(line["sample_rate"]))
        samples = pcm.read(int(line["start_sample"]), int(line["end_sample"]))
        meter = meters.get(pcm.rate) or meters.setdefault(pcm.rate, ChannelsMeter(pcm.rate, 1))
        measured.append(
            {
                "steps": steps_of(samples[None, :], pcm.rate, meter),
                "peak": round(decibels(float(np.abs(samples).max(initial=0.0)) ** 2), 2),
            }
        )
    report({"fraction": 1.0})
    return {"lines": measured}
