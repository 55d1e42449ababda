"""A source's sound in full quality, every sample at its time. Runs in a cell."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame

from lingoreel.media import container as media
from lingoreel.media.decode import SAMPLE_RATE, chosen_audio
from lingoreel.media.timeline import Form, Pcm, SoundFrames, Timeline

Report = Callable[[dict[str, Any]], None]

RATES = (44_100, 48_000)
"""Kept as they are, for what is mixed of them needs no resampling; any other becomes the last one."""
_REPORT_S = 0.2
_TRIED = 1024  # samples


def decode_full(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Decode `request["path"]`, stream `stream` (None: the best), into `output_path`.

    The output is raw signed 16-bit little-endian sound without a header, 44.1 or 48 kHz, mono or stereo
    (interleaved); sample n is what sounds n / rate seconds into the presentation, as in `decode.decode_audio`. More
    than two channels are mixed down to two by their layout, the centre with the dialogue in both, and lowered so that
    nothing clips. `presented_ms`: the presentation's length, to which it is cut or filled up with silence (None: as
    long as it is). At most `max_ms` (None: no bound). Reports `{"fraction"}` a few times a second. What is decoded
    serves `output_speech_path` too, where it is given: the file that `decode.decode_audio` makes.

    Returns `rate`, `channels`, `samples`, `duration_ms` (rounded up), `sha256` of the output, `layout` and
    `source_channels` (the source's own), `lowered_db` (by how much mixing down lowered it: 0 up to two channels),
    `skipped_packets`, `silence_ms` (put in for holes) and `warnings`; of the other file `speech`: its `samples` and
    `sha256`. Raises InvalidFile, OverLimit, ResultNotStored; then no output is left.
    """
    outputs = [Path(str(request[field])) for field in ("output_path", "output_speech_path") if field in request]
    try:
        return _decode(request, outputs, report)
    except BaseException:
        for output in outputs:
            output.unlink(missing_ok=True)
        raise


def _decode(request: dict[str, Any], outputs: list[Path], report: Report) -> dict[str, Any]:
    with contextlib.ExitStack() as stack:
        container, _ = stack.enter_context(media.open_media(str(request["path"])))
        file, *others = [stack.enter_context(output.open("wb", buffering=0)) for output in outputs]
        index = chosen_audio(container, request.get("stream"))
        origin = media.origin(container, media.select(container, index))
        source = SoundFrames(container, index)
        frames = (frame for frame in source.frames() if frame.samples and frame.sample_rate and frame.time_base)
        first = next(frames, None)
        if first is None:
            raise media.invalid("The audio is damaged: nothing in it can be decoded.")
        own = len(first.layout.channels)
        layout = first.layout.name
        lowered_db = _lowered_db(first) if own > 2 else 0.0
        form = Form(first.sample_rate if first.sample_rate in RATES else RATES[-1], 1 if own == 1 else 2)
        presented_ms = request.get("presented_ms")
        length = None if presented_ms is None else round(int(presented_ms) * form.rate / 1000)
        pcm = Pcm(file, form, limit_ms=request.get("max_ms"), length=length)
        speech = [Pcm(other, Form(SAMPLE_RATE), limit_ms=request.get("max_ms")) for other in others]
        jumping = media.has_jumping_clock(container)
        timeline, *further = [Timeline(one, origin, jumping=jumping) for one in (pcm, *speech)]
        total = length or (container.duration or 0) * form.rate // av.time_base
        reported = time.monotonic()
        for frame in chain([first], frames):
            if not pcm.full:
                timeline.add(frame)
            elif not further:
                break
            for other in further:
                other.add(frame)
            if total > 0 and time.monotonic() - reported >= _REPORT_S:
                reported = time.monotonic()
                report({"fraction": min(1.0, pcm.samples / total)})
        for one in (timeline, *further):
            one.close()
        if length is not None:
            pcm.silence(length - pcm.samples)
        for written in (pcm, *speech):
            written.flush()
    report({"fraction": 1.0})
    heard = [{"speech": {"samples": one.samples, "sha256": one.sha256}} for one in speech]
    return {
        **(heard[0] if heard else {}),
        "rate": form.rate,
        "channels": form.channels,
        "samples": pcm.samples,
        "duration_ms": -(-pcm.samples * 1000 // form.rate),
        "sha256": pcm.sha256,
        "layout": layout,
        "source_channels": own,
        "lowered_db": lowered_db,
        "skipped_packets": source.skipped_packets,
        "silence_ms": timeline.silence * 1000 // form.rate,
        "warnings": _told(own, layout, source.skipped_packets),
    }


def _lowered_db(like: AudioFrame) -> float:
    """By how much FFmpeg lowers sound of this layout to make it stereo: what becomes of the front left channel."""
    names = [channel.name for channel in like.layout.channels]
    samples = np.zeros((_TRIED, len(names)), np.float32)
    samples[:, names.index("FL") if "FL" in names else 0] = 0.5
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), "flt", like.layout.name)
    frame.sample_rate = like.sample_rate
    resampler = av.AudioResampler(format="s16", layout="stereo", rate=like.sample_rate)
    mixed = np.concatenate([part.to_ndarray()[0] for part in (*resampler.resample(frame), *resampler.resample(None))])
    left = float(mixed[::2].max()) / 32768  # sound in floats would not be lowered
    return round(20 * math.log10(0.5 / left), 2) if left > 0 else 0.0


def _told(channels: int, layout: str, skipped: int) -> list[str]:
    told = []
    if channels > 2:
        told.append(f"The sound has {channels} channels ({layout}); they were mixed down to stereo.")
    if skipped:
        told.append(f"The sound is damaged in {skipped} places, which are left out.")
    return told
