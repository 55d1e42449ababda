"""Speech, silence and tones as our PCM files; a tiny Whisper model built once per run."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import av
import numpy as np
import pytest

SAMPLE_RATE = 16_000
MEDIA = Path(__file__).resolve().parents[3] / "shared" / "media"

SPOKEN = {
    "jfk.flac": "and so my fellow americans ask not what your country can do for you "
    "ask what you can do for your country",
    "austen-0870.wav": "and mister john dashwood had then leisure to consider how much there might be prudently "
    "in his power to do for them",
    "austen-0880.wav": "he was not an ill disposed young man",
    "austen-0890.wav": "unless to be rather cold hearted and rather selfish is to be ill disposed",
}


def decode(path: Path) -> np.ndarray:
    """Any media file as 16 kHz mono int16."""
    resampler = av.AudioResampler("s16", "mono", SAMPLE_RATE)
    parts = []
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            parts += [out.to_ndarray()[0] for out in resampler.resample(frame)]
    parts += [out.to_ndarray()[0] for out in resampler.resample(None)]
    return np.concatenate(parts)


@pytest.fixture(scope="session")
def real_speech() -> dict[str, np.ndarray]:
    """The four clips of real speech; skips where the checkout has none beside it."""
    if not (MEDIA / "jfk.flac").exists():
        pytest.skip("no real speech beside this checkout")
    return {name: decode(MEDIA / name) for name in SPOKEN}


@pytest.fixture(scope="session")
def speech(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """Some seconds of speech that is there everywhere: real, else flite's, else a buzz with formants."""
    if (MEDIA / "jfk.flac").exists():
        return decode(MEDIA / "jfk.flac")
    if shutil.which("flite"):
        path = tmp_path_factory.mktemp("speech") / "speech.wav"
        text = "Ask not what your country can do for you. Ask what you can do for your country."
        subprocess.run(["flite", "-voice", "rms", "-t", text, "-o", str(path)], check=True)
        return decode(path)
    return buzz(6.0)


def buzz(seconds: float) -> np.ndarray:
    """A voiced sound in syllables: pulses at 120 Hz through two formants, on and off four times a second."""
    from scipy.signal import lfilter

    count = int(seconds * SAMPLE_RATE)
    pulses = np.zeros(count)
    pulses[:: SAMPLE_RATE // 120] = 1.0
    for hertz, width in ((700, 90), (1200, 110)):
        radius = np.exp(-np.pi * width / SAMPLE_RATE)
        pulses = lfilter([1.0], [1.0, -2 * radius * np.cos(2 * np.pi * hertz / SAMPLE_RATE), radius**2], pulses)
    envelope = 0.5 - 0.5 * np.cos(2 * np.pi * 4 * np.arange(count) / SAMPLE_RATE)
    return (pulses / np.abs(pulses).max() * envelope * 12_000).astype(np.int16)


@pytest.fixture
def write_pcm(tmp_path: Path) -> Callable[..., str]:
    """write_pcm(samples, …) → path of a PCM file holding the arrays one after another."""
    made = 0

    def write(*parts: np.ndarray) -> str:
        nonlocal made
        made += 1
        path = tmp_path / f"audio {made}.pcm"
        path.write_bytes(np.concatenate(parts).astype("<i2").tobytes())
        return str(path)

    return write


def load_tiny_whisper() -> ModuleType:
    """tests/engines/tiny_whisper.py as a module, wherever pytest imports from."""
    name = "tiny_whisper"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("tiny_whisper.py"))
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session")
def build_tiny_whisper() -> Callable[..., Path]:
    """build(path, multilingual=True) → path of a tiny random Whisper model."""
    return load_tiny_whisper().build


@pytest.fixture(scope="session")
def tiny_whisper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny random multilingual Whisper model."""
    path = tmp_path_factory.mktemp("whisper") / "tiny random"
    load_tiny_whisper().build(path)
    return path


def no_report(progress: dict[str, Any]) -> None:
    """Progress nobody reads."""
