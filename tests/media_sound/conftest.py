"""Spoken pieces: real voices by flite, and signals whose loudness is known."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from lingoreel.media.sound.joining import join_speech

ASSETS = Path(__file__).parent.parent / "assets"
RATE = 16_000
VOICES = ("kal16", "awb", "rms", "slt")


@dataclass(frozen=True)
class Pieces:
    """Raw PCM files and what an engine tells of them."""

    paths: list[str]
    told: list[dict[str, Any]]


def silently(_: dict[str, Any]) -> None:
    """Take a report."""


def sine(rate: int, seconds: float, db: float, hertz: float = 997.0) -> np.ndarray:
    """A sine whose peak is `db` dBFS."""
    return 10 ** (db / 20) * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)


@pytest.fixture(scope="session")
def voices() -> dict[str, list[np.ndarray]]:
    """Five sentences, by four voices, 16 kHz."""
    with av.open(str(ASSETS / "flite_voices.ogg")) as container:
        resampler = av.AudioResampler("s16", "mono", RATE)
        frames = [made for frame in container.decode(audio=0) for made in resampler.resample(frame)]
        frames += resampler.resample(None)
    samples = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    told = json.loads((ASSETS / "flite_voices.json").read_text())["sentences"]
    return {voice: [samples[one["start"] : one["end"]] for one in told if one["voice"] == voice] for voice in VOICES}


@pytest.fixture
def piece(tmp_path: Path) -> Callable[..., tuple[str, dict[str, Any]]]:
    """Write sentences with 0.4 s of silence after each as one piece, as an engine would."""
    made = 0

    def write(sentences: Sequence[np.ndarray], rate: int = RATE, **each: Any) -> tuple[str, dict[str, Any]]:
        nonlocal made
        made += 1
        parts, told, at = [], [], 0
        for sentence in sentences:
            told.append({"start_sample": at, "end_sample": at + len(sentence), **each})
            pause = np.zeros(rate * 2 // 5, np.int16)
            parts += [sentence.astype(np.int16), pause]
            at += len(sentence) + len(pause)
        path = tmp_path / f"piece {made}.pcm"
        np.concatenate(parts).astype("<i2").tofile(path)
        return str(path), {"sample_rate": rate, "utterances": told}

    return write


@pytest.fixture
def spoken(voices: dict[str, list[np.ndarray]], piece: Callable[..., Any]) -> Pieces:
    """All four voices, a piece each."""
    made = [piece(voices[voice], voice=voice) for voice in VOICES]
    return Pieces([path for path, _ in made], [told for _, told in made])


@pytest.fixture
def join(tmp_path: Path) -> Callable[..., tuple[Path, dict[str, Any]]]:
    """Join pieces; the file and what was told of it."""

    def call(pieces: Pieces, name: str = "out", **asked: Any) -> tuple[Path, dict[str, Any]]:
        output = tmp_path / f"{name}.{asked.get('format', 'mp3')}"
        request = {"piece_paths": pieces.paths, "pieces": pieces.told, "output_path": str(output), **asked}
        return output, join_speech(request, silently)

    return call
