"""Any audio to 16 kHz 16-bit mono, as a stream, with every sample at its time. Runs in a cell."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av

from lingoreel.media import container as media
from lingoreel.media.timeline import Form, Pcm, SoundFrames, Timeline

if TYPE_CHECKING:
    from av.container import InputContainer

Report = Callable[[dict[str, Any]], None]

SAMPLE_RATE = 16_000
_REPORT_S = 0.2


def chosen_audio(container: InputContainer, asked: int | None) -> int:
    """The index of the audio stream asked for, or of the best one. Raises InvalidFile."""
    usable = media.usable_audio(container)
    if asked is not None and asked not in usable:
        raise media.invalid(f"Stream {asked} of the file is no audio that can be read.")
    if not usable:
        raise media.invalid("The file has no audio that can be read.")
    return usable[0] if asked is None else asked


def decode_audio(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Decode `request["path"]`, stream `request["stream"]` (None: the best), into `request["output_path"]`.

    The output is raw signed 16-bit little-endian mono at 16 kHz without a header; sample n is what sounds
    n / 16000 s into the presentation (see `container.origin`): a late start and holes over 0.1 s are
    silence, overlaps are cut, damaged packets are left out. At most `request["max_ms"]` (None: no bound).
    Reports `{"fraction"}` a few times a second.

    Returns `samples`, `duration_ms` (rounded up), `sha256` of the output, `skipped_packets`, `silence_ms` (put
    in for holes). Raises InvalidFile, OverLimit, ResultNotStored; then no output is left.
    """
    output = Path(request["output_path"])
    try:
        return _decode(request, output, report)
    except BaseException:
        output.unlink(missing_ok=True)
        raise


def _decode(request: dict[str, Any], output: Path, report: Report) -> dict[str, Any]:
    with media.open_media(request["path"]) as (container, _), output.open("wb", buffering=0) as file:
        index = chosen_audio(container, request.get("stream"))
        origin = media.origin(container, media.select(container, index))
        pcm = Pcm(file, Form(SAMPLE_RATE), limit_ms=request.get("max_ms"))
        timeline = Timeline(pcm, origin, jumping=media.has_jumping_clock(container))
        source = SoundFrames(container, index)
        total = (container.duration or 0) * SAMPLE_RATE // av.time_base
        reported = time.monotonic()
        for frame in source.frames():
            if frame.samples and frame.sample_rate and frame.time_base:
                timeline.add(frame)
            if total > 0 and time.monotonic() - reported >= _REPORT_S:
                reported = time.monotonic()
                report({"fraction": min(1.0, pcm.samples / total)})
        timeline.close()
        pcm.flush()
    if pcm.samples == 0:
        raise media.invalid("The audio is damaged: nothing in it can be decoded.")
    report({"fraction": 1.0})
    return {
        "samples": pcm.samples,
        "duration_ms": -(-pcm.samples * 1000 // SAMPLE_RATE),
        "sha256": pcm.sha256,
        "skipped_packets": source.skipped_packets,
        "silence_ms": timeline.silence * 1000 // SAMPLE_RATE,
    }
