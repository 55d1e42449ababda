"""The demo's own video: a short speech under a moving picture that is drawn from its sound."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

SAMPLE = Path(__file__).parent / "demo_sample"
WIDTH, HEIGHT, FPS = 640, 360, 25
_RATE = 48_000
_BARS = 64


def spoken_words() -> str:
    """What is said in the video, as it was given to the speaker."""
    return (SAMPLE / "speech.txt").read_text(encoding="utf-8").strip()


def make_video(path: Path, on_progress: Callable[[float], None] | None = None) -> None:
    """Write the video as mp4 (H.264, AAC); `on_progress` is told the fraction that is done."""
    speech = _speech()
    frames = -(-len(speech) * FPS // _RATE)
    levels = _levels(speech, frames)
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as out:
        picture = out.add_stream("libx264", rate=FPS, options={"preset": "veryfast", "crf": "26"})
        picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        sound = out.add_stream("aac", rate=_RATE, layout="mono", bit_rate=128_000)
        step = _RATE // FPS
        for number in range(frames):
            image = av.VideoFrame.from_ndarray(_draw(number, frames, levels), format="rgb24")
            image.pts, image.time_base = number, Fraction(1, FPS)
            out.mux(picture.encode(image))
            piece = speech[number * step : (number + 1) * step]
            voice = av.AudioFrame.from_ndarray(piece[None, :], format="fltp", layout="mono")
            voice.sample_rate, voice.pts, voice.time_base = _RATE, number * step, Fraction(1, _RATE)
            out.mux(sound.encode(voice))
            if on_progress is not None and number % FPS == 0:
                on_progress(number / frames)
        out.mux(picture.encode(None))
        out.mux(sound.encode(None))


def _speech() -> Any:
    with av.open(str(SAMPLE / "speech.opus")) as source:
        resampler = av.AudioResampler("fltp", "mono", _RATE)
        pieces = [
            piece.to_ndarray()[0] for frame in [*source.decode(audio=0), None] for piece in resampler.resample(frame)
        ]
    return np.concatenate(pieces)


def _levels(speech: Any, frames: int) -> Any:
    # One loudness per drawn bar, two bars to a frame, padded so that the first and last moments can be centred.
    size = _RATE // FPS // 2
    padded = np.zeros(frames * 2 * size, np.float32)
    padded[: len(speech)] = speech
    loud = np.sqrt(np.mean(padded.reshape(-1, size) ** 2, axis=1))
    return np.pad(np.sqrt(loud / max(float(loud.max()), 1e-6)), _BARS)


_DOWN, _ACROSS = np.meshgrid(np.linspace(0, 1, HEIGHT), np.linspace(0, 1, WIDTH), indexing="ij")
_DIAGONAL = (0.6 * _DOWN + 0.4 * _ACROSS).astype(np.float32)


def _draw(number: int, frames: int, levels: Any) -> Any:
    turn = 2 * np.pi * number / (FPS * 13)
    low = (np.array([26, 30, 64]) + 14 * np.sin(turn + np.array([0.0, 2.1, 4.2]))).astype(np.float32)
    high = (np.array([96, 70, 150]) + 40 * np.sin(turn * 1.7 + np.array([4.2, 0.0, 2.1]))).astype(np.float32)
    image = (low + _DIAGONAL[..., None] * (high - low)).astype(np.uint8)
    width = WIDTH // _BARS
    middle = HEIGHT // 2
    for bar in range(_BARS):
        level = levels[number * 2 + bar + _BARS // 2]
        half = 2 + int(level * HEIGHT * 0.36)
        colour = (255, 214, 120) if bar == _BARS // 2 else (235, 238, 250)
        image[middle - half : middle + half, bar * width + 2 : (bar + 1) * width - 2] = colour
    done = int(WIDTH * (number + 1) / frames)
    image[HEIGHT - 6 :, :done] = (255, 214, 120)
    return image
