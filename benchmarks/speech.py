"""Files of speech with known words, made from the sample that the demo reads: no download, no flite."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import av
import jiwer
import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 16_000
Samples = npt.NDArray[np.int16]
_PART = 1 << 15
# Pauses and loudness change from one reading to the next, so that no two pieces are the same bytes.
_PAUSES_S = (0.45, 1.9, 0.8, 3.1, 1.2, 0.6, 2.4)
_LOUDNESS = (1.0, 0.8, 0.9, 0.7, 0.95)


@dataclass(frozen=True)
class Speech:
    """A file, the words spoken in it, its length, and how much of that is speech."""

    path: Path
    words: str
    seconds: float
    speech_seconds: float


@cache
def sample() -> tuple[Samples, str]:
    """The demo's sample as 16 kHz mono, and its words."""
    folder = files("lingoreel.cli.demo_sample")
    resampler = av.AudioResampler("s16", "mono", SAMPLE_RATE)
    parts = []
    with as_file(folder / "speech.opus") as path, av.open(str(path)) as container:
        for frame in [*container.decode(audio=0), None]:
            parts += [out.to_ndarray()[0] for out in resampler.resample(frame)]
    return np.concatenate(parts), (folder / "speech.txt").read_text(encoding="utf-8")


def readings(path: Path, seconds: float, *, pause_s: float | None = None, first: int = 0) -> Speech:
    """The sample read over and over, as often as it fits into `seconds` with the silence after it, as FLAC.

    Pauses are varied, or all of `pause_s`; another `first` is another file.
    """
    speech, words = sample()
    pauses = (
        [pause_s] if pause_s is not None else [_PAUSES_S[(n + first) % len(_PAUSES_S)] for n in range(len(_PAUSES_S))]
    )
    spoken_s = len(speech) / SAMPLE_RATE
    count, at_s = 0, 0.0
    while (longer_s := at_s + spoken_s + pauses[count % len(pauses)]) <= seconds:
        count, at_s = count + 1, longer_s

    def parts() -> Iterator[Samples]:
        for n in range(count):
            yield (speech * _LOUDNESS[n % len(_LOUDNESS)]).astype(np.int16)
            yield np.zeros(round(pauses[n % len(pauses)] * SAMPLE_RATE), np.int16)

    write(path, parts)
    return Speech(path, " ".join([words] * count), at_s, count * spoken_s)


def excerpt(path: Path, seconds: float, silence_ms: int) -> Speech:
    """The sample's first `seconds`, cut at a pause, then silence; each `silence_ms` makes another file."""
    speech, _ = sample()
    window = SAMPLE_RATE // 10
    near = range(round((seconds - 2) * SAMPLE_RATE), round(seconds * SAMPLE_RATE), window)
    cut = min(near, key=lambda start: float(np.abs(speech[start : start + window].astype(np.float32)).mean()))
    rest = round(seconds * SAMPLE_RATE) - cut + silence_ms * SAMPLE_RATE // 1000
    write(path, lambda: iter((speech[:cut], np.zeros(rest, np.int16))))
    return Speech(path, "", (cut + rest) / SAMPLE_RATE, cut / SAMPLE_RATE)


def write(path: Path, parts: Callable[[], Iterator[Samples]]) -> None:
    """Encode 16 kHz mono samples as FLAC, as they come."""
    at = 0
    with av.open(str(path), "w", format="flac") as container:
        stream = container.add_stream("flac", rate=SAMPLE_RATE, layout="mono", format="s16")
        for part in parts():
            for start in range(0, len(part), _PART):
                piece = np.ascontiguousarray(part[None, start : start + _PART])
                frame = av.AudioFrame.from_ndarray(piece, format="s16", layout="mono")
                frame.sample_rate, frame.pts = SAMPLE_RATE, at
                at += piece.shape[1]
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def word_error_rate(spoken: str, heard: str) -> float:
    """Substitutions, deletions and insertions per spoken word; case and punctuation do not count."""
    return float(jiwer.wer(_words(spoken), _words(heard)))


def _words(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", text.lower()))
