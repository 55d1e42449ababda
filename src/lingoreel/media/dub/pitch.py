"""How high each speaker's voice is, and whether it is a man's or a woman's.

The pitch is the median of the fundamental, by autocorrelation. It alone does not tell a man who shouts from a woman, so
the gender is told by the pitch and by the spacing of the formants together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lingoreel.errors import EngineFailed
from lingoreel.media.dub.vocal_tract import formant_spacings

SAMPLE_RATE = 16_000
LOWEST_HZ, HIGHEST_HZ = 65.0, 400.0
# Where men and women meet in pitch (men 85 to 155 Hz, women 165 to 255 Hz), and how far from there a voice is clearly
# the one or the other; the same for the spacing of formants, where music makes women seem to stand between the two.
BORDER_HZ, CLEAR_OCTAVES = 157.0, 0.35
MAN_BELOW_SPACING_HZ, WOMAN_ABOVE_SPACING_HZ, CLEAR_SPACING_HZ = 1000.0, 1065.0, 45.0
_LEAST_CLEAR, _MOST_CLEAR = 0.2, 3.0

Report = Callable[[dict[str, Any]], None]
Floats = npt.NDArray[np.float64]

_RATE = SAMPLE_RATE // 2
_FRAME = 400  # samples at half the rate: 50 ms, three periods of the lowest voice
_SIZE = 1024
_SHORTEST, _LONGEST = int(_RATE / HIGHEST_HZ), int(_RATE / LOWEST_HZ)
# So much tells a speaker's pitch; it is taken from all over what they say.
_CHUNKS = 100
_CHUNK_S = 0.5
_PER_CHUNK = 18
_FORMANT_CHUNKS = 60
_FEWEST = 12
_VOICED = 0.5
# A peak at a multiple of the period is as high; the first of the high ones is the period.
_FIRST_OF = 0.88


def median_pitch(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """A cell's or a host's function: `path` (16 kHz mono s16le), `stretches` {speaker: [[start, end], …]} in samples.

    Answers {speaker: {"hz": median or None, "gender": 0 unknown, 1 male, 2 female}}: None and 0 where too little of
    what is there has a pitch. Work per speaker is bounded, however long they speak. Raises EngineFailed when the file
    is not there.
    """
    stretches = dict(request["stretches"])
    found: dict[str, Any] = {}
    for number, (speaker, spans) in enumerate(stretches.items(), 1):
        chunks = list(_chunks(Path(request["path"]), [(int(a), int(b)) for a, b in spans]))
        hz = _median(chunks)
        found[speaker] = {"hz": None if hz is None else round(hz, 1), "gender": _gender(hz, chunks)}
        report({"fraction": number / len(stretches)})
    return found


def _gender(hz: float | None, chunks: Sequence[Floats]) -> int:
    if hz is None:
        return 0
    heard = [formant_spacings(chunk) for chunk in chunks[:_FORMANT_CHUNKS]]
    spacing = _median_of_loud(np.concatenate([one[0] for one in heard]), np.concatenate([one[1] for one in heard]))
    woman = _clear(np.log2(hz / BORDER_HZ) / CLEAR_OCTAVES)
    if spacing is not None:
        border = min(max(spacing, MAN_BELOW_SPACING_HZ), WOMAN_ABOVE_SPACING_HZ)
        woman += _clear((spacing - border) / CLEAR_SPACING_HZ)
    return 0 if abs(woman) < _LEAST_CLEAR else 2 if woman > 0 else 1


def _clear(score: float) -> float:
    return min(max(float(score), -_MOST_CLEAR), _MOST_CLEAR)


def _median(chunks: Sequence[Floats]) -> float | None:
    heard = [_pitches(chunk[: len(chunk) // 2 * 2].reshape(-1, 2).mean(axis=1)) for chunk in chunks]
    if not heard:
        return None
    hertz, clear, power = (np.concatenate([one[part] for one in heard]) for part in range(3))
    return _median_of_loud(hertz[clear >= _VOICED], power[clear >= _VOICED])


def _median_of_loud(values: Floats, power: Floats) -> float | None:
    """The median where it is loud: quiet frames are breath, room and music. None for too few."""
    if len(values) < _FEWEST:
        return None
    return float(np.median(values[power >= 0.1 * np.percentile(power, 80)]))


def _chunks(path: Path, spans: Sequence[tuple[int, int]]) -> Iterator[Floats]:
    """Half seconds from all over the spans, in order."""
    size = int(_CHUNK_S * SAMPLE_RATE)
    places = [
        (at, min(end, at + size)) for start, end in spans for at in range(start, end, size) if min(end, at + size) > at
    ]
    step = max(1.0, len(places) / _CHUNKS)
    chosen = [places[int(number * step)] for number in range(int(len(places) / step))]
    try:
        with path.open("rb") as file:
            for start, end in chosen:
                file.seek(0)
                samples = np.fromfile(file, "<i2", count=end - start, offset=2 * start).astype(np.float64)
                yield samples
    except OSError as error:
        raise EngineFailed("the decoded audio is not there any more") from error


def _pitches(samples: Floats) -> tuple[Floats, Floats, Floats]:
    """Of each frame the pitch in Hz, how periodic it is (0 to 1), and its power."""
    count = min(_PER_CHUNK, (len(samples) - _FRAME) // (_FRAME // 2) + 1)
    if count < 1:
        return np.zeros(0), np.zeros(0), np.zeros(0)
    starts = np.linspace(0, len(samples) - _FRAME, count).astype(int)
    frames = samples[starts[:, None] + np.arange(_FRAME)]
    frames = frames - frames.mean(axis=1, keepdims=True)
    window = np.hanning(_FRAME)
    lags = _correlation(frames * window) / np.maximum(_correlation(window[None, :]), 1e-9)
    power = lags[:, 0].copy()
    lags /= np.maximum(power, 1e-9)[:, None]
    inside = lags[:, _SHORTEST : _LONGEST + 1]
    best = inside.max(axis=1)
    # The first peak that is nearly as high as the highest one.
    peak = np.zeros_like(inside, np.bool_)
    peak[:, 1:-1] = (inside[:, 1:-1] >= inside[:, :-2]) & (inside[:, 1:-1] >= inside[:, 2:])
    high = peak & (inside >= _FIRST_OF * best[:, None])
    lag = _SHORTEST + np.argmax(high, axis=1)
    clear = np.where(high.any(axis=1), best, 0.0)
    return _RATE / _between(lags, lag), clear, power


def _between(lags: Floats, lag: npt.NDArray[np.int64]) -> Floats:
    """The place of each peak between samples, by the parabola through it and its neighbours."""
    row = np.arange(len(lag))
    before, at, after = (lags[row, np.clip(lag + off, 0, lags.shape[1] - 1)] for off in (-1, 0, 1))
    bend = before - 2 * at + after
    offset = np.divide(before - after, 2 * bend, out=np.zeros(len(lag)), where=np.abs(bend) > 1e-9)
    return np.asarray(lag + np.clip(offset, -0.5, 0.5), np.float64)


def _correlation(frames: Floats) -> Floats:
    spectrum = np.fft.rfft(frames, _SIZE, axis=1)
    return np.fft.irfft(np.abs(spectrum) ** 2, _SIZE, axis=1)[:, : _LONGEST + 1]
