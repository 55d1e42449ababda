"""Recordings of known speakers, put together from a small file of flite voices."""

import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest

ASSETS = Path(__file__).parents[1] / "assets"
SHARED = Path(__file__).parents[2].parent / "shared" / "media"
RATE = 16_000


def decode(path):
    """The file as 16 kHz mono float32."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("s16", "mono", RATE)
        frames = [out for frame in container.decode(audio=0) for out in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(np.float32) / 32768


@pytest.fixture(scope="session")
def voices():
    """Sentences of each voice: {"kal16": [samples, …], …}."""
    samples = decode(ASSETS / "flite_voices.ogg")
    found = {}
    for place in json.loads((ASSETS / "flite_voices.json").read_text())["sentences"]:
        part = samples[place["start"] : place["end"]]
        found.setdefault(place["voice"], []).append(part * (0.06 / np.sqrt(np.mean(part**2))))
    return found


@dataclass(frozen=True)
class Recording:
    """A raw file, its speech as spans in samples, and who speaks in each."""

    path: Path
    spans: list
    who: list

    def request(self, **more):
        return {"pcm_path": str(self.path), "spans": self.spans, **more}

    def grade(self, answer):
        """Number of speakers found, purity, and the part of the speech that has a turn."""
        names = sorted(set(self.who))
        hits = np.zeros((len(names), len(answer["speakers"]) + 1))
        for (start, end), name in zip(self.spans, self.who, strict=True):
            spoken = np.full((end - start) // 16, -1)
            for turn in answer["turns"]:
                begin = max(0, turn["start_ms"] - start // 16)
                spoken[begin : max(0, turn["end_ms"] - start // 16)] = turn["speaker"]
            for speaker in range(-1, len(answer["speakers"])):
                hits[names.index(name), speaker] += (spoken == speaker).sum()
        heard = hits[:, :-1]
        return len(answer["speakers"]), heard.max(axis=0).sum() / heard.sum(), heard.sum() / hits.sum()


@pytest.fixture
def record(tmp_path):
    """Writes sentences one after the other: record([("name", samples), …], pause_s=0.4) → Recording."""

    def write(parts, pause_s=0.4, noise=0.0005):
        rng = np.random.default_rng(1)
        at = int(pause_s * RATE)
        pieces, spans, who = [np.zeros(at, np.float32)], [], []
        for name, samples in parts:
            pieces += [samples, np.zeros(int(pause_s * RATE), np.float32)]
            spans.append([at, at + len(samples)])
            who.append(name)
            at += len(samples) + int(pause_s * RATE)
        whole = np.concatenate(pieces)
        whole += noise * rng.standard_normal(len(whole)).astype(np.float32)
        path = tmp_path / "a recording.raw"
        (np.clip(whole, -1, 1) * 32767).astype("<i2").tofile(path)
        return Recording(path, spans, who)

    return write


@pytest.fixture
def alternate(voices, record):
    """Voices taking turns: alternate("awb", "slt") → Recording, each voice's sentences in order."""

    def write(*names, turns=10, **how):
        parts = [(names[i % len(names)], voices[names[i % len(names)]][i // len(names) % 5]) for i in range(turns)]
        return record(parts, **how)

    return write


@pytest.fixture(scope="session")
def real_speech():
    """Real speech where the checkout has it: {"jfk": samples, "austen": [samples, …]}."""
    if not (SHARED / "jfk.flac").is_file():
        pytest.skip("no real speech beside this checkout")
    return {
        "jfk": decode(SHARED / "jfk.flac"),
        "austen": [decode(SHARED / f"austen-08{part}0.wav") for part in (7, 8, 9)],
    }


@pytest.fixture(scope="session")
def torch_legacy():
    """The module that writes files in torch's legacy format."""
    spec = importlib.util.spec_from_file_location("torch_legacy", Path(__file__).parent / "torch_legacy.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
