"""One span of a dub's sound: lines placed over the background, limited, encoded."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from lingoreel.media.dub.full_pcm import FullPcm, Samples, quantise
from lingoreel.media.dub.limiting import limit, true_peak
from lingoreel.media.dub.peaks import peaks_of
from lingoreel.media.dub.span_encode import encode_span
from lingoreel.media.dub.span_grid import with_context
from lingoreel.media.dub.stereo_loudness import steps_of
from lingoreel.media.dub.stretch import Stretch, stretched
from lingoreel.media.sound.clips import Pcm
from lingoreel.media.sound.loudness import decibels

Report = Callable[[dict[str, Any]], None]

CEILING_DBTP = -1.0
AAC_HEADROOM_DB = 0.3
"""By how much a decoder's true peak may exceed the encoder's input."""
FADE_S = 0.005


def mix_span(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Make samples `start_sample` to `end_sample` (a span of `span_grid`) of a dub.

    Request: `rate`, `channels`, `total_samples` of the whole; `background_paths` with `backgrounds`, each
    {start_sample, samples}: s16 files that cover `span_grid.with_context` of the span; `clip_paths` with `lines`, each
    {clip: number of its path, sample_rate, start_sample, end_sample (in the clip), at_sample (in the output), stretch
    (1.2: a fifth faster), gain_db}: all that are heard in the span or its context; `mix_db`; `output_path`.

    Returns `packets`, `size_bytes`, `extradata` (hex), `samples`, `pcm_sha256` (of the span's s16 samples, as
    encoded), `steps` (K-weighted powers of 100 ms each), `true_peak` (dBTP), `limited_db`, `limited_ms`,
    `stretched_by` ("rubberband", "atempo" or None), `peaks` (the lines' own largest samples, 50 a second, 0–255).

    Raises EngineFailed, EngineUnavailable (no ffmpeg and a line to stretch), ResultNotStored.
    """
    rate, channels, total = (int(request[key]) for key in ("rate", "channels", "total_samples"))
    span = int(request["start_sample"]), int(request["end_sample"])
    heard_from, heard_to = with_context(span, total)
    speech = np.zeros(heard_to - heard_from, np.float32)
    by = _place(speech, heard_from, request, rate)
    mixed = _background(request, rate, channels, heard_from, heard_to)
    mixed += speech
    mixed *= np.float32(10 ** (float(request.get("mix_db", 0.0)) / 20))
    lowest, touched = limit(mixed, rate, CEILING_DBTP - AAC_HEADROOM_DB)
    rounded = quantise(mixed)
    report({"fraction": 0.5})
    own = slice(span[0] - heard_from, span[1] - heard_from)
    path = Path(str(request["output_path"]))
    made = encode_span(mixed, heard_from, span, rate, path, last=span[1] == total)
    report({"fraction": 1.0})
    return {
        "packets": made.packets,
        "size_bytes": made.size_bytes,
        "extradata": made.extradata.hex(),
        "samples": span[1] - span[0],
        "pcm_sha256": hashlib.sha256(rounded[own].tobytes()).hexdigest(),
        "steps": steps_of(mixed[:, own], rate),
        "true_peak": round(decibels(true_peak(mixed[:, own]) ** 2), 2),
        "limited_db": round(lowest, 2),
        "limited_ms": touched * 1000 // rate,
        "stretched_by": by,
        "peaks": peaks_of(speech[None, own], rate),
    }


def _background(request: dict[str, Any], rate: int, channels: int, start: int, end: int) -> Samples:
    mixed = np.zeros((channels, end - start), np.float32)
    for path, told in zip(request["background_paths"], request["backgrounds"], strict=True):
        begin = int(told["start_sample"])
        sound = FullPcm(Path(str(path)), rate, channels, int(told["samples"]))
        first, last = max(start, begin), min(end, begin + sound.samples)
        if first < last:
            mixed[:, first - start : last - start] = sound.read(first - begin, last - begin)
    return mixed


def _place(speech: NDArray[np.float32], start: int, request: dict[str, Any], rate: int) -> str | None:
    """Add all lines, those to be stretched by one program; by what it did."""
    lines: Sequence[dict[str, Any]] = request["lines"]
    paths = [str(request["clip_paths"][line["clip"]]) for line in lines]
    changed = [number for number, line in enumerate(lines) if abs(_tempo(line) - 1.0) >= 0.001]
    made, by = stretched(
        [
            Stretch(
                paths[number],
                int(lines[number]["sample_rate"]),
                int(lines[number]["start_sample"]),
                int(lines[number]["end_sample"]),
                _tempo(lines[number]),
            )
            for number in changed
        ]
    )
    ready = dict(zip(changed, made, strict=True))
    for number, line in enumerate(lines):
        own_rate = int(line["sample_rate"])
        samples = ready.get(number)
        if samples is None:
            samples = Pcm.of(paths[number], own_rate).read(int(line["start_sample"]), int(line["end_sample"]))
        heard = _faded(_resampled(samples, own_rate, rate), rate) * np.float32(10 ** (float(line["gain_db"]) / 20))
        at = int(line["at_sample"]) - start
        first, last = max(0, at), min(len(speech), at + len(heard))
        if first < last:
            speech[first:last] += heard[first - at : last - at]
    return by


def _tempo(line: dict[str, Any]) -> float:
    return float(line.get("stretch", 1.0))


def _resampled(samples: NDArray[np.float32], source: int, target: int) -> NDArray[np.float32]:
    if source == target or len(samples) == 0:
        return samples
    resampler: Any = av.AudioResampler(format="fltp", layout="mono", rate=target)
    frame: Any = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None, :]), "fltp", "mono")
    frame.sample_rate = source
    frames = resampler.resample(frame) + resampler.resample(None)
    # a few samples alone may give none
    return np.concatenate([np.zeros(0, np.float32), *(made.to_ndarray()[0] for made in frames)])


def _faded(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    fade = min(len(samples) // 2, round(FADE_S * rate))
    made = samples.copy()
    if fade:
        rise = np.sin((np.arange(fade) + 0.5) / fade * math.pi / 2).astype(np.float32) ** 2
        made[:fade] *= rise
        made[-fade:] *= rise[::-1]
    return made
