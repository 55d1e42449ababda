"""What a recording's full sound is like: how loud, and how its speech can be taken out of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from lingoreel.media.dub.full_pcm import FullPcm
from lingoreel.media.dub.stereo_loudness import ChannelsMeter

Report = Callable[[dict[str, Any]], None]

CENTRE, DUCK = "centre", "duck"
_BLOCK_S = 10
_REPORT_S = 0.3
_STEREO_SIDE = 10**-2.7
"""Share of the energy that is not in the middle from which a sound counts as stereo (-27 dB)."""


class Surveyor:
    """Host class. `handle({path, rate, channels, speech})`, `speech`: spans [start, end] in samples of this sound.

    Returns `method` ("centre": the middle is removed where somebody speaks; "duck": all is turned down there), `why`,
    `stereo`, `middle_share` (of the music's energy, in the speech's gaps; None where there is none), `lufs`
    (integrated), `true_peak` (dBTP), `samples`. Reports `{"fraction"}`. Memory does not grow with the length.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        del config

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        sound = FullPcm.of(request)
        meter = ChannelsMeter(sound.rate, sound.channels, peaks=True)
        speech = [(int(start), int(end)) for start, end in request["speech"]]
        middle = side = gap_middle = gap_side = 0.0
        reported = time.monotonic()
        for start in range(0, sound.samples, _BLOCK_S * sound.rate):
            end = min(sound.samples, start + _BLOCK_S * sound.rate)
            samples = sound.read(start, end)
            meter.add(samples)
            if sound.channels == 2:
                powers = np.stack([((samples[0] + samples[1]) / 2) ** 2, ((samples[0] - samples[1]) / 2) ** 2])
                middle, side = middle + float(powers[0].sum()), side + float(powers[1].sum())
                silent = np.ones(end - start, bool)
                for begin, stop in speech:
                    if begin < end and stop > start:
                        silent[max(0, begin - start) : stop - start] = False
                gap_middle += float(powers[0][silent].sum())
                gap_side += float(powers[1][silent].sum())
            if time.monotonic() - reported >= _REPORT_S:
                reported = time.monotonic()
                report({"fraction": end / max(1, sound.samples)})
        stereo = sound.channels == 2 and side > _STEREO_SIDE * (middle + side) > 0
        gap = gap_middle + gap_side
        if sound.channels == 1:
            method, why = DUCK, "the sound has one channel"
        elif not stereo:
            method, why = DUCK, "both channels carry the same sound"
        else:
            method, why = CENTRE, "the sound is stereo: what is in its middle is removed where somebody speaks"
        report({"fraction": 1.0})
        return {
            "method": method,
            "why": why,
            "stereo": stereo,
            "middle_share": round(gap_middle / gap, 3) if gap > 0 and stereo else None,
            "lufs": round(meter.integrated, 2),
            "true_peak": round(meter.true_peak, 2),
            "samples": sound.samples,
        }
