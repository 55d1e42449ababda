import importlib.util
import itertools
import os
from pathlib import Path

import numpy as np
import pytest

from lingoreel.engines.diarization.resemblyzer import (
    BANDS,
    EMBEDDING,
    HIDDEN,
    LAYERS,
    Engine,
    Network,
    capabilities,
    host_config,
    mel,
    weights_path,
    window_starts,
)
from lingoreel.engines.diarization.torch_file import read_tensors
from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.errors import EngineUnavailable
from lingoreel.settings import Settings, load_settings


def random_weights(seed=0):
    rng = np.random.default_rng(seed)

    def some(*shape):
        return rng.uniform(-0.1, 0.1, shape).astype(np.float32)

    tensors = {"linear.weight": some(EMBEDDING, HIDDEN), "linear.bias": some(EMBEDDING)}
    for layer in range(LAYERS):
        tensors[f"lstm.weight_ih_l{layer}"] = some(4 * HIDDEN, HIDDEN if layer else BANDS)
        tensors[f"lstm.weight_hh_l{layer}"] = some(4 * HIDDEN, HIDDEN)
        tensors[f"lstm.bias_ih_l{layer}"] = some(4 * HIDDEN)
        tensors[f"lstm.bias_hh_l{layer}"] = some(4 * HIDDEN)
    return tensors


@pytest.fixture
def random_file(tmp_path, torch_legacy):
    path = tmp_path / "pretrained.pt"
    torch_legacy.write_legacy(path, {"step": 7, "model_state": random_weights()})
    return path


@pytest.fixture(scope="session")
def real_weights():
    """The real weights: LINGOREEL_TEST_RESEMBLYZER, or where `models pull resemblyzer` puts them."""
    named = os.environ.get("LINGOREEL_TEST_RESEMBLYZER")
    places = [Path(named)] if named else [weights_path(load_settings())]
    spec = importlib.util.find_spec("resemblyzer")
    places += [Path(place) / "pretrained.pt" for place in (spec.submodule_search_locations or ())] if spec else []
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        pytest.skip("resemblyzer's weights are not here: lingoreel models pull resemblyzer")
    return found


def slow_network(tensors, window):
    """The same network written down plainly, one window and one gate at a time, in float64."""

    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    heard = window.astype(np.float64)
    for layer in range(LAYERS):
        h, c, out = np.zeros(HIDDEN), np.zeros(HIDDEN), []
        for x in heard:
            z = (
                tensors[f"lstm.weight_ih_l{layer}"].astype(np.float64) @ x
                + tensors[f"lstm.bias_ih_l{layer}"]
                + tensors[f"lstm.weight_hh_l{layer}"].astype(np.float64) @ h
                + tensors[f"lstm.bias_hh_l{layer}"]
            )
            i, f, g, o = np.split(z, 4)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
            out.append(h)
        heard = np.array(out)
    raw = np.maximum(0, tensors["linear.weight"].astype(np.float64) @ heard[-1] + tensors["linear.bias"])
    return raw / np.linalg.norm(raw)


def test_the_network_computes_what_is_written_down():
    tensors = random_weights(3)
    windows = np.random.default_rng(4).uniform(0, 1, (3, 12, BANDS)).astype(np.float32)
    vectors = Network(tensors).embed(windows)
    assert vectors.shape == (3, EMBEDDING)
    for window, vector in zip(windows, vectors, strict=True):
        assert np.allclose(vector, slow_network(tensors, window), atol=2e-5)


def test_mel_bands_follow_the_pitch_of_a_tone():
    time = np.arange(16_000) / 16_000
    peaks = [int(mel(np.sin(2 * np.pi * hertz * time).astype(np.float32))[50].argmax()) for hertz in (250, 1000, 4000)]
    assert peaks == sorted(set(peaks))
    bands = mel(np.sin(2 * np.pi * 1000 * time).astype(np.float32))
    assert bands.shape == (101, 40)
    # 15 mels of Slaney's scale lie at 1 kHz and 45.245 at 8 kHz
    assert bands[50].argmax() in (int(15 / 45.245 * 41) - 1, int(15 / 45.245 * 41))


@pytest.mark.parametrize("length", [1, 4000, 25_600, 25_601, 32_000, 40_000, 100_000])
def test_windows_cover_all_samples(length):
    starts = window_starts(length)
    assert starts[0] == 0
    assert all(b - a <= 12_800 for a, b in itertools.pairwise(starts))
    assert length - (starts[-1] + 25_600) < 6_800


def test_random_weights_go_through_all(random_file, alternate):
    recording = alternate("rms", "slt", turns=4)
    answer = Engine({"weights": str(random_file)}).handle(recording.request(), lambda progress: None)
    assert answer["turns"]
    assert recording.grade(answer)[2] > 0.97


def test_pieces_give_what_the_whole_gives(random_file, alternate, tmp_path):
    engine = Engine({"weights": str(random_file)})
    recording = alternate("awb", "slt", turns=4)
    whole = engine.handle(recording.request(), lambda progress: None)
    paths = []
    for index, part in enumerate((recording.spans[2:], recording.spans[:2])):
        paths.append(str(tmp_path / f"{index}.npz"))
        engine.handle(recording.request(spans=part, phase="embed", output_path=paths[-1]), lambda progress: None)
    assert engine.handle({"phase": "cluster", "paths": paths}, lambda progress: None) == whole


def test_wrong_weights_are_refused_by_name():
    tensors = random_weights()
    tensors["lstm.weight_hh_l1"] = tensors["lstm.weight_hh_l1"][:10]
    with pytest.raises(EngineUnavailable, match=r"lstm.weight_hh_l1"):
        Network(tensors)
    tensors = random_weights()
    tensors["linear.bias"][3] = np.nan
    with pytest.raises(EngineUnavailable, match=r"linear.bias"):
        Network(tensors)


def test_capabilities_say_what_is_missing(tmp_path, random_file):
    settings = Settings(data_dir=tmp_path / "data")
    record = capabilities(settings)
    assert isinstance(record, Unavailable)
    assert record.remedy == "lingoreel models pull resemblyzer"
    place = weights_path(settings)
    place.parent.mkdir(parents=True)
    place.write_bytes(random_file.read_bytes())
    assert capabilities(settings).tier == "neural"
    assert host_config(settings)["weights"] == str(place)


def test_the_real_weights_have_finite_values_and_unit_vectors(real_weights, voices):
    network = Network(read_tensors(real_weights, "model_state"))
    vectors = network.embed(np.stack([mel(voices["rms"][0])[:160], mel(voices["slt"][0])[:160]]))
    assert np.isfinite(vectors).all()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] < 0.85


@pytest.mark.parametrize(
    ("names", "turns"), [(("slt",), 5), (("awb", "rms"), 10), (("kal16", "awb", "rms", "slt"), 20)]
)
def test_the_real_weights_tell_voices_apart(real_weights, alternate, names, turns):
    recording = alternate(*names, turns=turns)
    answer = Engine({"weights": str(real_weights)}).handle(recording.request(), lambda progress: None)
    count, purity, _ = recording.grade(answer)
    assert count == len(names)
    assert purity >= 0.97


def test_the_real_weights_hear_one_reader_as_one(real_weights, real_speech, record):
    engine = Engine({"weights": str(real_weights)})
    for parts in ([real_speech["jfk"]], real_speech["austen"]):
        answer = engine.handle(record([("reader", part) for part in parts]).request(), lambda progress: None)
        assert len(answer["speakers"]) == 1
