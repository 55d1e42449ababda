"""Small videos, and what can be seen and heard in them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt


def make_film(
    path: Path, *, seconds: float = 4, width: int = 320, height: int = 180, fps: int = 24, codec: str = "libx264"
) -> Path:
    """A moving pattern with a tone under it."""
    frames = int(seconds * fps)
    rate = 48_000
    with av.open(str(path), "w") as out:
        picture = out.add_stream(codec, rate=fps, options={"preset": "ultrafast", "g": str(fps), "crf": "12"})
        picture.width, picture.height, picture.pix_fmt = width, height, "yuv420p"
        sound = out.add_stream("aac", rate=rate, layout="mono")
        across = np.arange(width)[None, :] + np.arange(height)[:, None]
        for number in range(frames):
            grey = (60 + 40 * np.sin((across + 4 * number) / 25)).astype(np.uint8)
            image = av.VideoFrame.from_ndarray(np.repeat(grey[:, :, None], 3, axis=2), format="rgb24")
            image.pts, image.time_base = number, Fraction(1, fps)
            out.mux(picture.encode(image))
        out.mux(picture.encode(None))
        time = np.arange(int(seconds * rate)) / rate
        tone = (0.2 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)
        for start in range(0, len(tone), 1024):
            voice = av.AudioFrame.from_ndarray(tone[None, start : start + 1024], format="fltp", layout="mono")
            voice.sample_rate, voice.pts, voice.time_base = rate, start, Fraction(1, rate)
            out.mux(sound.encode(voice))
        out.mux(sound.encode(None))
    return path


@dataclass(frozen=True)
class Seen:
    """A video as a player has it: its pictures in grey, when each is shown (s), and its sound's packets."""

    pictures: list[npt.NDArray[np.int16]]
    times: list[float]
    sound: list[tuple[float, bytes]]


def look_at(content: bytes) -> Seen:
    pictures, times, sound = [], [], []
    with av.open(io.BytesIO(content)) as container:
        for packet in container.demux():
            if packet.stream.type == "video":
                for frame in packet.decode():
                    pictures.append(frame.to_ndarray(format="gray").astype(np.int16))
                    times.append(float(frame.pts * frame.time_base))
            elif packet.stream.type == "audio" and packet.size:
                sound.append((float(packet.pts * packet.time_base), bytes(packet)))
    order = np.argsort(times)
    return Seen([pictures[i] for i in order], [times[i] for i in order], sound)


def changed(before: npt.NDArray[np.int16], after: npt.NDArray[np.int16], least: int = 40) -> tuple[int, ...] | None:
    """The box (top, bottom, left, right) in which two pictures clearly differ; None when they do not."""
    rows, columns = np.nonzero(np.abs(before - after) > least)
    return None if not len(rows) else (rows.min(), rows.max(), columns.min(), columns.max())
