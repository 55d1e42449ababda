"""Whether a made video is what it should be: as many frames as its source, a picture that differs where a subtitle
stands, and another voice where a line is spoken. Runs in a cell, since the source may be anybody's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

import av
import numpy as np

from lingoreel.errors import InvalidFile
from lingoreel.media.container import MEDIA_ERRORS, open_media, select

Report = Callable[[dict[str, Any]], None]
BLOCK = 16
# Encoding again moves a block's brightness by a few steps of 255; letters on their background by far more.
CHANGED_STEPS = 20
_RATE = 16_000


def compare(request: dict[str, Any], report: Report) -> dict[str, Any]:  # noqa: ARG001 - a cell's signature
    """Compare a video (`made_path`) with its source (`source_path`) at the moments `at_ms`.

    Answers `source_frames`, `made_frames`, and for each moment `seen_ms`, the time of the source's first frame from
    there on, and `changed`, how many blocks of 16 x 16 pixels differ plainly in it. Both are None where there is no
    such frame, `changed` also where the two have pictures of different shapes. Raises InvalidFile.
    """
    moments = [float(at) for at in request["at_ms"]]
    source_frames, before = _look(request["source_path"], moments)
    made_frames, after = _look(request["made_path"], moments)
    pairs = zip(before, after, strict=True)
    return {
        "source_frames": source_frames,
        "made_frames": made_frames,
        "seen_ms": [None if one is None else one[0] for one in before],
        "changed": [None if one is None or other is None else _changed(one[1], other[1]) for one, other in pairs],
    }


def compare_sound(request: dict[str, Any], report: Report) -> dict[str, Any]:  # noqa: ARG001 - a cell's signature
    """Compare the sound of a video (`made_path`) with its source's (`source_path`) in `spans_ms`.

    Answers for each span `level_db`, how loud the made one is (dB of full scale), and `alike`, which share of it the
    source's sound explains (0 to 1, at the best shift of up to 20 ms). Raises InvalidFile.
    """
    spans = [(start * _RATE // 1000, end * _RATE // 1000) for start, end in request["spans_ms"]]
    before, after = (_heard(request[name], spans) for name in ("source_path", "made_path"))
    return {
        "level_db": [float(10 * np.log10(np.mean(one**2) + 1e-12)) if len(one) else -120.0 for one in after],
        "alike": [_explained(one, other) for one, other in zip(before, after, strict=True)],
    }


def has_picture(request: dict[str, Any], report: Report) -> dict[str, Any]:  # noqa: ARG001 - a cell's signature
    """Whether the file at `path` has a moving picture: `{"picture": bool}`. Raises InvalidFile."""
    with open_media(request["path"]) as (container, _):
        return {"picture": select(container).video is not None}


def _look(path: str, moments: Sequence[float]) -> tuple[int, list[Any]]:
    """How many frames there are, and time and brightness of the first one at or after each moment."""
    found: list[Any] = [None] * len(moments)
    count, start = 0, 0.0
    with open_media(path) as (container, _):
        index = select(container).video
        if index is None:
            raise InvalidFile("This file has no moving picture.")
        video: Any = container.streams[index]
        try:
            for frame in video.container.decode(video):
                at_ms = float(frame.time or 0) * 1000
                start = start if count else at_ms
                count += 1
                for number, moment in enumerate(moments):
                    if found[number] is None and at_ms - start >= moment:
                        found[number] = at_ms - start, frame.to_ndarray(format="gray").astype(np.int16)
        except MEDIA_ERRORS as error:
            raise InvalidFile(f"This video cannot be read: {error}") from error
    return count, found


def _changed(before: Any, after: Any) -> int | None:
    # A turned source may come back upright.
    turned = [np.rot90(before, turn) for turn in range(4)]
    return min((_blocks(one - after) for one in turned if one.shape == after.shape), default=None)


def _blocks(difference: Any) -> int:
    height, width = (side - side % BLOCK for side in difference.shape)
    blocks = np.abs(difference[:height, :width]).reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK)
    return int((blocks.mean(axis=(1, 3)) >= CHANGED_STEPS).sum())


def _heard(path: str, spans: Sequence[tuple[int, int]]) -> list[Any]:
    """The samples of each span, mono; only they are kept."""
    found: list[list[Any]] = [[] for _ in spans]
    for at, samples in _sound(path):
        for number, (start, end) in enumerate(spans):
            if start < at + len(samples) and at < end:
                found[number].append(samples[max(0, start - at) : end - at])
    return [np.concatenate(parts) if parts else np.zeros(0, np.float32) for parts in found]


def _sound(path: str) -> Iterator[tuple[int, Any]]:
    """Where each stretch of the sound begins, in samples, and the stretch."""
    with open_media(path) as (container, _):
        index = select(container).audio
        if index is None:
            raise InvalidFile("This file has no sound.")
        stream: Any = container.streams[index]
        resampler = av.AudioResampler("flt", "mono", _RATE)
        at = None
        try:
            for frame in chain(container.decode(stream), (None,)):
                if at is None:
                    at = round(float((frame and frame.time) or 0) * _RATE)
                for out in resampler.resample(frame):
                    yield at, out.to_ndarray()[0]
                    at += out.samples
        except MEDIA_ERRORS as error:
            raise InvalidFile(f"This sound cannot be read: {error}") from error


def _explained(one: Any, other: Any) -> float:
    """The square of the greatest correlation of two sounds."""
    size = min(len(one), len(other))
    if size < _RATE // 10:
        return 0.0
    one, other = one[:size] - one[:size].mean(), other[:size] - other[:size].mean()
    power = float(np.sum(one**2)) * float(np.sum(other**2))
    if power < 1e-9:
        return 0.0
    shifts = np.fft.irfft(np.fft.rfft(one, 2 * size) * np.conj(np.fft.rfft(other, 2 * size)))
    near = np.concatenate([shifts[: _RATE // 50], shifts[-_RATE // 50 :]])
    return float(np.max(np.abs(near)) ** 2 / power)
