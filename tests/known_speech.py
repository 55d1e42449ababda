"""Speech whose beginnings are known: real clips, and flite's sentences put at places of our own; and music."""

from __future__ import annotations

import shutil
import subprocess
import wave
from pathlib import Path

import av
import numpy as np
import pytest

SAMPLE_RATE = 16_000
MEDIA = Path(__file__).resolve().parents[2] / "shared" / "media"
CLIPS = ("jfk.flac", "austen-0870.wav", "austen-0880.wav", "austen-0890.wav")
SENTENCES = (
    "Good morning, everybody, and welcome to the lighthouse.",
    "She sells shells by the sea shore.",
    "How far is it to the harbour?",
    "Perhaps we should take the train.",
    "Cats are quieter than dogs.",
    "The keeper climbed the stairs.",
    "It was late in the autumn.",
    "Fish and ships, he thought.",
    "We never saw him again.",
    "Under the bridge there was a boat.",
)


def real_clips() -> dict[str, np.ndarray]:
    """The clips of real speech as 16 kHz mono int16; skips where the checkout has none beside it."""
    if not (MEDIA / CLIPS[0]).exists():
        pytest.skip("no real speech beside this checkout")
    return {name: _decoded(MEDIA / name) for name in CLIPS}


def _decoded(path: Path) -> np.ndarray:
    resampler = av.AudioResampler("s16", "mono", SAMPLE_RATE)
    with av.open(str(path)) as container:
        frames = [out for frame in container.decode(audio=0) for out in resampler.resample(frame)]
    frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames])


def flite(voice: str, text: str, folder: Path) -> np.ndarray:
    """The sentence without the silence around it: from the first to the last sample above -40 dB of its peak."""
    if shutil.which("flite") is None:
        pytest.skip("no flite here")
    path = folder / "flite.wav"
    subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(path)], check=True, timeout=60)
    with wave.open(str(path), "rb") as file:
        assert file.getframerate() == SAMPLE_RATE
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    loud = np.flatnonzero(np.abs(samples.astype(float)) > 0.01 * np.abs(samples).max())
    return samples[loud[0] : loud[-1] + 1]


def joined(clips: list[np.ndarray], rng: np.random.Generator) -> tuple[np.ndarray, list[int], list[list[int]]]:
    """The clips with pauses between them over a faint noise, when each starts (ms), and their spans (samples)."""
    parts, starts, spans, at = [], [], [], 0
    for clip in clips:
        pause = int(rng.uniform(0.3, 1.5) * SAMPLE_RATE)
        parts += [np.zeros(pause), clip]
        at += pause
        starts.append(at * 1000 // SAMPLE_RATE)
        spans.append([at, at + len(clip)])
        at += len(clip)
    parts.append(np.zeros(SAMPLE_RATE))
    whole = np.concatenate(parts).astype(float)
    return whole + rng.normal(0, 15, len(whole)), starts, spans


def padded(spans: list[list[int]], samples: int = 3200) -> list[list[int]]:
    """The spans as a voice detector tells them: too wide by 200 ms."""
    return [[max(0, start - samples), end + samples] for start, end in spans]


def music(count: int, level: float) -> np.ndarray:
    """Plucked chords, two a second, so loud (root mean square)."""
    sound = np.zeros(count)
    for beat, start in enumerate(range(0, count, 8000)):
        length = min(8000, count - start)
        seconds = np.arange(length) / SAMPLE_RATE
        pitch = (220, 262, 330, 196, 392)[beat % 5]
        waves = sum(np.sin(2 * np.pi * pitch * n * seconds) / n for n in range(1, 6))
        sound[start : start + length] = waves * np.exp(-3 * seconds)
    return sound * level / np.sqrt((sound**2).mean())


def write(path: Path, samples: np.ndarray) -> str:
    """The samples as a PCM file of ours; its path."""
    np.clip(samples, -32768, 32767).astype("<i2").tofile(path)
    return str(path)
