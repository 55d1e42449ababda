"""Voices where they run: hosts with a private folder, tiny models."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from lingoreel.engines.speech import Speech, SpeechRequest, Utterance
from lingoreel.processes import Hosts
from lingoreel.settings import Settings

FRAME_MS = 10


@dataclass
class Heard:
    """What a host made: its answer, and the samples it wrote."""

    speech: Speech
    samples: np.ndarray
    texts: list[str]

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.speech.sample_rate

    def words(self, number: int = 0) -> list[str]:
        return [self.texts[number][w.begin : w.end] for w in self.speech.utterances[number].words]

    def levels(self) -> np.ndarray:
        """Root mean square of each 10 ms, in dB of full scale."""
        size = self.speech.sample_rate * FRAME_MS // 1000
        whole = self.samples[: len(self.samples) // size * size].astype(np.float64).reshape(-1, size)
        return 20 * np.log10(np.sqrt((whole**2).mean(axis=1)) / 32768 + 1e-9)

    def fundamental(self) -> float:
        """The median pitch in Hz, by autocorrelation."""
        rate, size, found = self.speech.sample_rate, 2048, []
        for start in range(0, len(self.samples) - size, 1024):
            part = self.samples[start : start + size].astype(float)
            if np.sqrt((part**2).mean()) < 1500:
                continue
            lags = np.correlate(part, part, "full")[size - 1 :]
            low, high = rate // 400, rate // 40
            best = low + int(np.argmax(lags[low:high]))
            if lags[best] > 0.5 * lags[0]:
                found.append(rate / best)
        return float(np.median(found))


def check_order(heard: Heard) -> None:
    """Utterances and words in order, inside, and of characters that are there."""
    last = 0
    assert heard.speech.samples == len(heard.samples)
    for spoken, text in zip(heard.speech.utterances, heard.texts, strict=True):
        assert last <= spoken.start_sample <= spoken.end_sample <= heard.speech.samples
        last = spoken.end_sample
        at, place = spoken.start_sample, 0
        for word in spoken.words:
            assert at <= word.start_sample <= word.end_sample <= spoken.end_sample
            assert place <= word.begin < word.end <= len(text)
            at, place = word.end_sample, word.end


@pytest.fixture
async def hosts(tmp_path: Path) -> AsyncIterator[Hosts]:
    """Warm children in a scratch folder of their own."""
    kept = Hosts(Settings(data_dir=tmp_path / "data with blanks"))
    yield kept
    await kept.close()


@pytest.fixture
def speak(hosts: Hosts, tmp_path: Path) -> Callable[..., Any]:
    """speak(module, settings, *utterances) → what a host of the engine makes, checked for order."""
    made = 0

    async def call(module: ModuleType, settings: Settings, *utterances: Utterance, **more: Any) -> Heard:
        nonlocal made
        made += 1
        path = tmp_path / f"speech {made}.pcm"
        request = {**SpeechRequest(utterances, **more).to_dict(), "output_path": str(path)}
        answer = await hosts.call(module.HOST, module.host_config(settings), request, wall_s=120)
        heard = Heard(Speech.from_dict(answer), np.fromfile(path, "<i2"), [one.text for one in utterances])
        check_order(heard)
        return heard

    return call


def beside(name: str) -> ModuleType:
    """A file of this folder as a module, wherever pytest imports from."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        assert spec and spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def tiny() -> ModuleType:
    """tiny_voices.py."""
    return beside("tiny_voices")


@pytest.fixture(scope="session")
def sentences() -> dict[str, tuple[str, int]]:
    """A sentence of each of many languages, and its syllables."""
    found: dict[str, tuple[str, int]] = beside("sentences").SENTENCES
    return found


@pytest.fixture(scope="session")
def fakes() -> ModuleType:
    """fake_speech.py."""
    return beside("fake_speech")
