"""What a listener measures on a film that came back, by means of its own: no code and no numbers of the service.

Levels are dB of full scale, times seconds of the presentation.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, TypeAlias

import av
import httpx
import numpy as np
import numpy.typing as npt

HOP_S: Final = 0.002
WINDOW: Final = 2048
LEAK_FROM_HZ: Final = 160.0

Array: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True)
class Sound:
    """Samples (channels, n), the first one at time 0 of the presentation."""

    samples: Array
    rate: int

    @property
    def mono(self) -> Array:
        return np.asarray(self.samples.mean(axis=0))

    def clip(self, start_ms: float, end_ms: float) -> Sound:
        return Sound(self.between(start_ms, end_ms), self.rate)

    def between(self, start_ms: float, end_ms: float) -> Array:
        return np.asarray(self.samples[:, round(start_ms * self.rate / 1000) : round(end_ms * self.rate / 1000)])


def fetch(link: str) -> bytes:
    answer = httpx.get(link, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.content


def sound_of(content: bytes, track: int = 0) -> Sound:
    """A sound track as a player plays it: every frame where its time says, what comes before 0 cut off."""
    with av.open(io.BytesIO(content)) as container:
        stream = container.streams.audio[track]
        parts = [(float(frame.pts * frame.time_base), planar(frame)) for frame in container.decode(stream)]
        rate = stream.rate
    end = max(round(at * rate) + part.shape[1] for at, part in parts)
    samples = np.zeros((parts[0][1].shape[0], end), np.float32)
    for at, part in parts:
        first = round(at * rate)
        kept = part[:, max(0, -first) :]
        samples[:, max(0, first) : max(0, first) + kept.shape[1]] = kept
    return Sound(samples, rate)


def planar(frame: av.AudioFrame) -> Array:
    """A decoded frame as floats, (channels, samples)."""
    [out] = av.AudioResampler("fltp", frame.layout, frame.sample_rate).resample(frame)
    return np.asarray(out.to_ndarray())


def runs(sound: Sound, floor_db: float = -52.0, gap_s: float = 0.03) -> list[tuple[float, float]]:
    """When anything is heard: stretches above the floor, those that lie closer together than `gap_s` taken as one.

    The yardstick: the level of 2 ms; what is below -52 dB of full scale is silence.
    """
    hop = round(HOP_S * sound.rate)
    mono = sound.mono
    power = (mono[: len(mono) // hop * hop].reshape(-1, hop) ** 2).mean(axis=1)
    loud = np.flatnonzero(power > 10 ** (floor_db / 10))
    if not len(loud):
        return []
    breaks = np.flatnonzero(np.diff(loud) > gap_s / HOP_S)
    firsts, lasts = np.append(loud[0], loud[breaks + 1]), np.append(loud[breaks], loud[-1])
    return [(first * HOP_S, (last + 1) * HOP_S) for first, last in zip(firsts, lasts, strict=True)]


def alike(one: Sound, other: Sound) -> float:
    """How much two clips sound the same, whatever their length: the correlation of their spectra's course, -1 to 1."""
    return float(np.corrcoef(_course(one).ravel(), _course(other).ravel())[0, 1])


def _course(sound: Sound) -> Array:
    """The logarithm of the power in 20 bands of 100 to 5000 Hz at 50 moments, each band about its mean."""
    samples, size = sound.mono, round(0.025 * sound.rate)
    edges = np.geomspace(100, 5000, 21)
    bins = np.fft.rfftfreq(size, 1 / sound.rate)
    moments = []
    for start in np.linspace(0, max(0, len(samples) - size), 50).astype(int):
        part = np.zeros(size)
        piece = samples[start : start + size]
        part[: len(piece)] = piece
        power = np.abs(np.fft.rfft(part * np.hanning(size))) ** 2
        moments.append([power[(bins >= a) & (bins < b)].sum() for a, b in pairwise(edges)])
    course = np.array(moments) / np.max(moments)
    course = np.log10(course + 1e-4)
    return np.asarray(course - course.mean(axis=0))


def level_db(samples: Array) -> float:
    return float(10 * np.log10(np.mean(samples**2) + 1e-12))


def pitch_hz(samples: Array, rate: int) -> float:
    """The median pitch of the voiced parts, by autocorrelation of 64 ms."""
    size = round(0.064 * rate)
    low, high = round(rate / 350), round(rate / 65)
    found = []
    for start in range(0, len(samples) - size, size // 2):
        part = samples[start : start + size] - samples[start : start + size].mean()
        if np.mean(part**2) < 1e-5:
            continue
        spectrum = np.fft.rfft(part, 2 * size)
        alike = np.fft.irfft(np.abs(spectrum) ** 2)[:high]
        peak = low + int(alike[low:].argmax())
        if alike[peak] > 0.5 * alike[0]:
            found.append(rate / peak)
    return float(np.median(found)) if found else 0.0


@dataclass(frozen=True)
class Loudness:
    """By ffmpeg's ebur128 filter."""

    lufs: float
    true_peak_dbtp: float


def loudness(content: bytes, folder: Path) -> Loudness:
    from lingoreel.media.program import find_ffmpeg

    path = folder / "heard"
    path.write_bytes(content)
    command = [find_ffmpeg().path, "-nostdin", "-hide_banner", "-i", str(path), "-map", "0:a:0"]
    done = subprocess.run(
        [*command, "-af", "ebur128=peak=true", "-f", "null", "-"], capture_output=True, text=True, check=True
    )
    summary = done.stderr.rpartition("Summary:")[2]
    whole = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    assert whole, done.stderr
    assert peak, done.stderr
    return Loudness(float(whole[1]), float(peak[1]))


def left_of(part: Array, others: Sequence[Array], sound: Array, rate: int, from_hz: float = LEAK_FROM_HZ) -> float:
    """How much of a known part (samples, one channel) is still in a sound, in dB of its power above `from_hz`.

    In each band of the spectrum every channel of the sound is explained, by least squares over time, as a mixture of
    the known part and the others' channels; what the part explains of it is counted.
    """
    own = _spectrum(part)
    known = np.stack([own, *(_spectrum(channel) for other in others for channel in other)])
    bands = np.flatnonzero(np.fft.rfftfreq(WINDOW, 1 / rate) >= from_hz)
    kept = 0.0
    for channel in sound:
        heard = _spectrum(channel)
        for band in bands:
            weights = np.linalg.lstsq(known[:, :, band].T, heard[:, band], rcond=1e-3)[0]
            kept += float(np.sum(np.abs(own[:, band] * weights[0]) ** 2))
    before = len(sound) * float(np.sum(np.abs(own[:, bands]) ** 2))
    return float(10 * np.log10(kept / before + 1e-12))


def _spectrum(samples: Array) -> Array:
    window = np.hanning(WINDOW)
    starts = range(0, len(samples) - WINDOW, WINDOW // 2)
    return np.stack([np.fft.rfft(window * samples[start : start + WINDOW]) for start in starts])


@dataclass(frozen=True)
class Track:
    """A stream of a file as it is stored: (pts, dts, duration in s, bytes) of its packets, language, codec, title."""

    kind: str
    codec: str
    language: str | None
    title: str | None
    default: bool
    packets: tuple[tuple[float | None, float | None, bytes], ...]


def tracks(content: bytes) -> list[Track]:
    """All streams, with every packet."""
    with av.open(io.BytesIO(content)) as container:
        packets: dict[int, list[tuple[float | None, float | None, bytes]]] = {s.index: [] for s in container.streams}
        for packet in container.demux():
            if packet.size:
                base = packet.time_base
                times = [None if t is None else round(float(t * base), 6) for t in (packet.pts, packet.dts)]
                packets[packet.stream.index].append((times[0], times[1], bytes(packet)))
        return [
            Track(
                s.type,
                s.codec_context.name if s.codec_context else "",
                s.metadata.get("language"),
                s.metadata.get("title") or s.metadata.get("handler_name"),
                bool(s.disposition & av.stream.Disposition.default),
                tuple(packets[s.index]),
            )
            for s in container.streams
        ]
