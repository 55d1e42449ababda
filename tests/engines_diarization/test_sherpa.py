import importlib.machinery
import sys
import types

import numpy as np
import pytest

from lingoreel.engines.diarization import sherpa
from lingoreel.engines.recognition.protocol import Capabilities, Unavailable
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.settings import Settings


class Config:
    def __init__(self, **fields):
        self.__dict__.update(fields)

    def validate(self):
        return "broken" not in self.segmentation.pyannote.model


class Part:
    def __init__(self, start, end, speaker):
        self.start, self.end, self.speaker = start, end, speaker


class Diarizer:
    """Answers three speakers, or as many as were asked for."""

    def __init__(self, config):
        self.number = config.clustering.num_clusters

    def process(self, samples, callback):
        assert samples.dtype == np.float32
        callback(1, 2)
        parts = [Part(2.0, 3.0, 0), Part(0.5, 2.2, 4), Part(2.8, 2.9, 7), Part(4.0, 4.5, 7)]
        if self.number > 0:
            for part in parts:
                part.speaker %= self.number
        return types.SimpleNamespace(sort_by_start_time=lambda: sorted(parts, key=lambda part: part.start))


@pytest.fixture
def package(monkeypatch):
    """A stand-in with the names and arguments of sherpa-onnx 2.0.1."""
    module = types.ModuleType("sherpa_onnx")
    module.__spec__ = importlib.machinery.ModuleSpec("sherpa_onnx", None)
    for name in (
        "OfflineSpeakerDiarizationConfig",
        "OfflineSpeakerSegmentationModelConfig",
        "OfflineSpeakerSegmentationPyannoteModelConfig",
        "SpeakerEmbeddingExtractorConfig",
        "FastClusteringConfig",
    ):
        setattr(module, name, Config)
    module.OfflineSpeakerDiarization = Diarizer
    monkeypatch.setitem(sys.modules, "sherpa_onnx", module)
    return module


def models(folder):
    folder.mkdir()
    for name in ("segmentation.onnx", "embedding.onnx"):
        (folder / name).write_bytes(b"x")
    return folder


def test_what_is_missing_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sherpa_onnx", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    record = sherpa.capabilities(Settings(data_dir=tmp_path))
    assert isinstance(record, Unavailable)
    assert "sherpa-onnx" in record.remedy


def test_models_are_asked_for_by_name(tmp_path, package):
    assert "LINGOREEL_DIARIZATION_MODEL" in sherpa.capabilities(Settings(data_dir=tmp_path)).remedy
    folder = models(tmp_path / "models")
    settings = Settings(data_dir=tmp_path, diarization_model=folder)
    record = sherpa.capabilities(settings)
    assert isinstance(record, Capabilities)
    assert record.parallel == 1
    (folder / "embedding.onnx").unlink()
    assert "embedding.onnx" in sherpa.capabilities(settings).reason


def test_turns_are_ordered_and_speakers_renumbered(tmp_path, package):
    engine = sherpa.Engine({"folder": str(models(tmp_path / "models"))})
    path = tmp_path / "a.raw"
    np.zeros(5 * 16_000, "<i2").tofile(path)
    told = []
    answer = engine.handle({"pcm_path": str(path), "spans": []}, told.append)
    assert [(t["start_ms"], t["end_ms"], t["speaker"]) for t in answer["turns"]] == [
        (500, 2200, 0),
        (2200, 3000, 1),
        (4000, 4500, 2),
    ]
    assert [speaker["speech_ms"] for speaker in answer["speakers"]] == [1700, 800, 500]
    assert told == [{"fraction": 0.5}]
    bounded = engine.handle({"pcm_path": str(path), "spans": [], "max_speakers": 2}, told.append)
    assert len(bounded["speakers"]) == 2


def test_models_that_do_not_open_and_unknown_phases(tmp_path, package):
    with pytest.raises(EngineUnavailable):
        sherpa.Engine({"folder": str(models(tmp_path / "broken"))})
    engine = sherpa.Engine({"folder": str(models(tmp_path / "models"))})
    with pytest.raises(EngineFailed):
        engine.handle({"phase": "cluster", "paths": []}, lambda progress: None)
