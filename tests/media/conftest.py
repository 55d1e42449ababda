"""Media files of known content, made by PyAV."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

FREQUENCY = 440


def tone(seconds: float, rate: int, frequency: float = FREQUENCY) -> np.ndarray:
    """int16 samples of a sine."""
    time = np.arange(round(seconds * rate)) / rate
    return (np.sin(2 * np.pi * frequency * time) * 12_000).astype(np.int16)


def _encode_video(container: Any, stream: Any, seconds: float, start: float) -> None:
    picture = np.full((stream.height * 3 // 2, stream.width), 128, np.uint8)
    for number in range(round(seconds * 25)):
        picture[0, number % stream.width] = 255 - number % 50
        frame = av.VideoFrame.from_ndarray(picture, "yuv420p")
        frame.pts = number + round(start * 25)
        frame.time_base = Fraction(1, 25)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _encode_audio(
    container: Any, stream: Any, samples: np.ndarray, rate: int, spans: list[tuple[float, float]]
) -> None:
    layout = "stereo" if stream.codec_context.layout.nb_channels == 2 else "mono"
    for begin, end in spans:
        resampler = av.AudioResampler(format=stream.codec_context.format, layout=layout, rate=rate)
        first, last = round(begin * rate), round(end * rate)
        for at in range(first, last, 1024):
            part = samples[at : min(at + 1024, last)]
            frame = av.AudioFrame.from_ndarray(part[None], "s16", "mono")
            frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
            for ready in resampler.resample(frame):
                container.mux(stream.encode(ready))
    container.mux(stream.encode(None))


@pytest.fixture
def make_media(tmp_path: Path) -> Callable[..., Path]:
    """make(container, audio codec, seconds, …) -> a file whose name says nothing.

    `video`: codec of a small picture of `video_seconds`; `audio_start`: seconds before the audio
    begins; `spans`: (begin, end) in seconds of the tone that are present, holes between them.
    """
    made = 0

    def make(
        form: str,
        audio: str | None = None,
        seconds: float = 2.0,
        *,
        rate: int = 44_100,
        layout: str = "mono",
        samples: np.ndarray | None = None,
        video: str | None = None,
        video_seconds: float | None = None,
        video_start: float = 0.0,
        spans: list[tuple[float, float]] | None = None,
        cover: bool = False,
        options: dict[str, str] | None = None,
        language: str | None = None,
        size: tuple[int, int] = (64, 48),
    ) -> Path:
        nonlocal made
        made += 1
        path = tmp_path / f"media {made}"
        with av.open(str(path), "w", format=form, options=options or {}) as container:
            pictures = sound = None
            if video:
                pictures = container.add_stream(video, rate=25)
                pictures.width, pictures.height = size
                pictures.pix_fmt = "yuvj420p" if video == "mjpeg" else "yuv420p"
            if audio:
                sound = container.add_stream(audio, rate=rate)
                sound.codec_context.layout = layout
                if language:
                    sound.metadata["language"] = language
            if cover:
                art = container.add_stream("mjpeg", rate=25)
                art.width, art.height, art.pix_fmt = 32, 32, "yuvj420p"
                art.disposition = av.stream.Disposition.attached_pic
                frame = av.VideoFrame.from_ndarray(np.full((48, 32), 128, np.uint8), "yuv420p").reformat(
                    format="yuvj420p"
                )
                frame.pts = 0
                container.mux(art.encode(frame))
                container.mux(art.encode(None))
            if pictures is not None:
                _encode_video(container, pictures, video_seconds or seconds, video_start)
            if sound is not None:
                data = tone(seconds, rate) if samples is None else samples
                _encode_audio(container, sound, data, rate, spans or [(0, len(data) / rate)])
        return path

    return make
