"""Mixes with known parts: real speech over music that was made, so much of it in the middle."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from scipy.signal import butter, sosfilt

from lingoreel.media.dub.background import make_background
from lingoreel.media.dub.span_grid import Span, speech_near
from lingoreel.media.dub.survey import survey as survey_sound

RATE = 48_000
ROOT = Path(__file__).parents[2]
READINGS = ROOT.parent / "shared" / "media"
FLITE = ROOT / "tests" / "assets" / "flite_voices.ogg"
FLITE_VOICE = "rms"


def _sentences() -> list[np.ndarray]:
    """Real readings where the checkout has them beside it, else one of flite's voices: three pieces of some seconds."""
    if paths := sorted(READINGS.glob("austen-*.wav")):
        return [_decoded(path)[: 8 * RATE] for path in paths]
    told = json.loads(FLITE.with_suffix(".json").read_text(encoding="utf-8"))
    whole, times = _decoded(FLITE), RATE // told["rate"]
    said = [
        whole[one["start"] * times : one["end"] * times] for one in told["sentences"] if one["voice"] == FLITE_VOICE
    ]
    return [np.concatenate(said[:2]), said[2], np.concatenate(said[3:5])]


def _decoded(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("fltp", "mono", RATE)
        frames = [made for frame in container.decode(audio=0) for made in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames])


@dataclass(frozen=True)
class Speech:
    """One voice, mono at 48 kHz; `spans`: where it speaks; outside of them it is silent. `inside`: by samples."""

    samples: np.ndarray
    spans: list[Span]
    inside: np.ndarray = field(repr=False)


@pytest.fixture(scope="session")
def speech() -> Speech:
    """Sentences with pauses of 0.9 to 1.8 s between them: about 20 s."""
    parts, spans, at = [], [], 0
    for turn, sentence in enumerate(_sentences()):
        gap = round((0.9 + 0.3 * (turn % 4)) * RATE)
        parts += [np.zeros(gap, np.float32), sentence]
        spans.append((at + gap, at + gap + len(sentence)))
        at += gap + len(sentence)
    samples = np.concatenate([*parts, np.zeros(RATE, np.float32)])
    inside = np.zeros(len(samples), bool)
    for start, end in spans:
        inside[start:end] = True
    return Speech(samples * np.float32(0.25 / np.abs(samples).max()), spans, inside)


def _chord(hertz: list[float], seconds: np.ndarray) -> np.ndarray:
    return np.sum(
        [
            np.sin(2 * np.pi * one * seconds + place) * (0.6 + 0.4 * np.sin(2 * np.pi * 0.3 * seconds + place))
            for place, one in enumerate(hertz)
        ],
        axis=0,
    )


@pytest.fixture(scope="session")
def music(speech: Speech) -> Callable[[float], np.ndarray]:
    """Two channels as long as the speech and 6 dB softer: `middle` of the energy stands in both alike.

    Different chords, hiss and a beat at the sides; bass, a chord and hiss in the middle.
    """

    @lru_cache
    def make(middle: float) -> np.ndarray:
        random = np.random.default_rng(5)
        count = len(speech.samples)
        seconds = np.arange(count) / RATE
        band = butter(2, [300, 6000], "band", fs=RATE, output="sos")

        def hiss() -> np.ndarray:
            return 0.8 * sosfilt(band, random.normal(size=count))

        left = _chord([220, 277.2, 329.6], seconds) + 0.5 * _chord([880, 1108, 1318], seconds) + hiss()
        right = _chord([246.9, 311.1, 370], seconds) + 0.5 * _chord([987, 1244, 1480], seconds) + hiss()
        left *= 1 + 0.5 * np.sign(np.sin(2 * np.pi * 2 * seconds))
        sides = np.stack([left, right])
        both = 1.2 * _chord([55, 110], seconds) + _chord([196, 246.9, 293.7, 392], seconds) + hiss()
        both += 0.4 * _chord([1568, 1975], seconds)
        made = sides * np.sqrt((1 - middle) / np.mean(sides**2)) + both * np.sqrt(middle / np.mean(both**2))
        loudness = np.sqrt(np.mean(speech.samples[speech.inside] ** 2)) * 10 ** (-6 / 20)
        return (made * loudness / np.sqrt(np.mean(made**2))).astype(np.float32)

    return make


@dataclass(frozen=True)
class Sound:
    """Sound in a file as the dub reads it, what a survey told of it, and a way to take its speech out."""

    request: dict[str, Any]
    survey: dict[str, Any]
    total: int
    folder: Path

    def background(self, spans: list[Span], start: int = 0, end: int | None = None, **asked: Any) -> np.ndarray:
        """Channels × samples of `start` to `end`."""
        end = self.total if end is None else end
        output = self.folder / f"{start}.background"
        told = make_background(
            {
                **self.request,
                "start_sample": start,
                "end_sample": end,
                "speech": speech_near(spans, (start, end), RATE),
                "survey": self.survey,
                "output_path": str(output),
                **asked,
            },
            lambda _: None,
        )
        assert told["samples"] == end - start
        return np.fromfile(output, "<i2").reshape(-1, self.request["channels"]).T / 32768


@pytest.fixture
def sound(tmp_path: Path) -> Callable[..., Sound]:
    """Write samples (channels × samples) and survey them, or take another sound's survey."""
    made = 0

    def write(samples: np.ndarray, spans: list[Span], survey: dict[str, Any] | None = None) -> Sound:
        nonlocal made
        made += 1
        path = tmp_path / f"sound {made}.pcm"
        samples = np.atleast_2d(samples)
        np.rint(np.clip(samples, -1, 32767 / 32768).T * 32768).astype("<i2").tofile(path)
        request = {"path": str(path), "rate": RATE, "channels": len(samples)}
        told = survey or survey_sound({**request, "speech": [list(span) for span in spans]}, lambda _: None)
        return Sound(request, told, samples.shape[1], tmp_path)

    return write
