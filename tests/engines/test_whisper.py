"""Whisper from end to end on a tiny random model: offline, batched, word times, detection, guards, broken folders."""

from __future__ import annotations

import json
import shutil
import socket
import sys
from pathlib import Path

import numpy as np
import pytest

from lingoreel.engines.recognition import Recognition, RecognitionRequest, guards, whisper, whisper_folder
from lingoreel.engines.recognition.whisper import Engine
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.settings import Settings

RATE = 16_000


@pytest.fixture(scope="module")
def engine(tiny_whisper: Path) -> Engine:
    return Engine({"model": str(tiny_whisper), "compute_type": "int8", "batch": 2, "threads": 1})


@pytest.fixture
def offline(monkeypatch):
    """No address can be resolved or reached."""

    def refuse(*_args, **_kwargs):
        raise AssertionError("the engine went to the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


SPANS = ((8_000, 40_000), (48_000, 90_000), (200_000, 260_000), (500_000, 990_000))


@pytest.fixture
def recording(speech, write_pcm) -> str:
    return write_pcm(np.resize(speech, 62 * RATE))


def recognise(engine: Engine, path: str, report=lambda _: None, **more) -> Recognition:
    return Recognition.from_dict(engine.handle(RecognitionRequest(path, 0, 62 * RATE, SPANS, **more).to_dict(), report))


def test_it_runs_offline_batched_with_word_times(offline, tiny_whisper, recording):
    engine = Engine({"model": str(tiny_whisper), "compute_type": "int8", "batch": 2})
    seen: list[float] = []
    answer = recognise(engine, recording, lambda p: seen.append(p["fraction"]), language="en", vocabulary=("Dashwood",))
    assert seen == sorted(seen) and len(seen) == 2 and seen[-1] == 1.0  # four windows in two batches
    assert answer.language == "en"
    assert answer.segments
    at = 0
    for segment in answer.segments:
        assert segment.text
        assert at <= segment.start_ms <= segment.end_ms
        assert segment.words
        at = segment.start_ms
        for word in segment.words:
            assert at <= word.start_ms <= word.end_ms <= segment.end_ms
            assert any(s / 16 - 200 <= word.start_ms and word.end_ms <= e / 16 + 200 for s, e in SPANS)
            assert 0 <= word.confidence <= 1
            at = word.end_ms


def test_beam_search_gives_the_same_answer_each_time(engine, recording, monkeypatch):
    monkeypatch.setattr(whisper._Decoding, "_again", lambda self, features, first: first)  # the ladder draws lots
    first = recognise(engine, recording, language="en")
    assert recognise(engine, recording, language="en") == first


def test_language_is_the_sum_over_windows(engine, recording):
    windows = [[0, 30 * RATE], [30 * RATE, 60 * RATE]]
    seen: list[float] = []
    both = engine.handle(
        {"detect": True, "pcm_path": recording, "windows": windows}, lambda p: seen.append(p["fraction"])
    )
    each = [engine.handle({"detect": True, "pcm_path": recording, "windows": [w]}, lambda _: None) for w in windows]
    assert seen == [0.5, 1.0]
    expected = sum(one["probabilities"].get(both["language"], 0.0) for one in each) / 2
    assert both["probability"] == pytest.approx(expected, abs=1e-3)
    assert both["language"] in engine._languages
    assert list(both["probabilities"].values()) == sorted(both["probabilities"].values(), reverse=True)


def test_without_a_language_it_is_detected(engine, recording):
    answer = recognise(engine, recording)
    assert answer.language
    assert 0 < answer.language_probability <= 1


def test_no_spans_no_text(engine, recording):
    wanted = RecognitionRequest(recording, 0, 62 * RATE, (), "en")
    assert Recognition.from_dict(engine.handle(wanted.to_dict(), lambda _: None)) == Recognition((), "en")


def test_a_failed_window_is_decoded_again_and_a_loop_is_listed(engine, recording, monkeypatch):
    """The model is made to loop at temperature 0; only the ladder or the guard can get rid of that."""
    pipeline = sys.modules["faster_whisper.transcribe"].BatchedInferencePipeline
    real = pipeline.generate_segment_batched
    looped = []

    def loop(self, features, tokenizer, options):
        encoded, outputs = real(self, features, tokenizer, options)
        for output in outputs:
            output.update(tokens=[257] * 60, avg_logprob=-0.1)
            looped.append(output)
        return encoded, outputs

    again = []
    generate = engine._model.generate_with_fallback

    def fallback(*args):
        again.append(args[3].temperatures)
        return generate(*args)

    monkeypatch.setattr(pipeline, "generate_segment_batched", loop)
    monkeypatch.setattr(engine._model, "generate_with_fallback", fallback)
    recognise(engine, recording, language="en")
    assert again == [whisper.TEMPERATURES] * len(looped)

    monkeypatch.setattr(whisper._Decoding, "_again", lambda self, features, first: first)
    answer = recognise(engine, recording, language="en")
    assert {entry.reason for entry in answer.suppressed} == {"repetition"}
    assert all(len(segment.words) <= guards.LOOP_LONGEST for segment in answer.segments)
    assert all("repetition" in segment.flags for segment in answer.segments)


def test_windows_without_text_disturb_no_other(engine, recording, monkeypatch):
    monkeypatch.setattr(whisper._Decoding, "_again", lambda self, features, first: first)
    before = recognise(engine, recording, language="en")
    pipeline = sys.modules["faster_whisper.transcribe"].BatchedInferencePipeline
    real = pipeline.generate_segment_batched

    def first_is_empty(self, features, tokenizer, options):
        encoded, outputs = real(self, features, tokenizer, options)
        outputs[0]["tokens"] = []
        return encoded, outputs

    monkeypatch.setattr(pipeline, "generate_segment_batched", first_is_empty)
    answer = recognise(engine, recording, language="en")  # the first two spans are one window

    def of_windows(found, windows):
        spans = [SPANS[index] for index in windows]
        return [
            (segment.text, segment.start_ms, segment.end_ms)
            for segment in found.segments
            if any(s / 16 - 200 <= segment.start_ms <= e / 16 + 200 for s, e in spans)
        ]

    assert of_windows(answer, [2]) == of_windows(before, [2]) != []
    assert of_windows(before, [0, 1]) != of_windows(answer, [0, 1]) == []


def test_text_the_model_takes_for_silence_is_listed(engine, recording, monkeypatch):
    def silent(self, features, windows):
        return [whisper._Heard([], "thanks for watching", -1.4, 0.9) for _ in windows]

    monkeypatch.setattr(whisper._Decoding, "run", silent)
    answer = recognise(engine, recording, language="en")
    assert answer.segments == ()
    assert {(entry.text, entry.reason) for entry in answer.suppressed} == {("thanks for watching", "no_speech")}


def test_out_of_memory_halves_the_batch(tiny_whisper, recording, monkeypatch):
    engine = Engine({"model": str(tiny_whisper), "batch": 4})
    real = whisper._Decoding.run
    sizes = []

    def tight(self, features, windows):
        sizes.append(len(windows))
        if len(windows) > 1:
            raise RuntimeError("CUDA failed with error out of memory")
        return real(self, features, windows)

    monkeypatch.setattr(whisper._Decoding, "run", tight)
    assert recognise(engine, recording, language="en").segments
    assert sizes == [4, 2, 1, 1, 1, 1]
    monkeypatch.setattr(whisper._Decoding, "run", lambda *_: (_ for _ in ()).throw(RuntimeError("out of memory")))
    with pytest.raises(EngineFailed):
        recognise(engine, recording, language="en")


def test_other_languages_are_refused(engine, recording):
    with pytest.raises(EngineUnavailable):
        recognise(engine, recording, language="eo")


def test_an_english_only_model_says_so(build_tiny_whisper, tmp_path, recording):
    folder = build_tiny_whisper(tmp_path / "tiny.en", multilingual=False)
    settings = Settings(data_dir=tmp_path, whisper_model=str(folder), whisper_device="cpu")
    record = whisper.capabilities(settings)
    assert record.languages == {"en"}
    assert not record.detects_language
    engine = Engine({"model": str(folder)})
    assert recognise(engine, recording).language == "en"
    with pytest.raises(EngineUnavailable):
        recognise(engine, recording, language="es")


def linked(model: Path, place: Path, leave_out: str = "") -> Path:
    place.mkdir()
    for path in model.iterdir():
        if path.name != leave_out:
            shutil.copy(path, place / path.name)
    return place


@pytest.mark.parametrize("name", ["config.json", "model.bin", "tokenizer.json", "vocabulary.json"])
def test_a_missing_file_is_named_and_never_fetched(offline, tiny_whisper, tmp_path, name):
    folder = linked(tiny_whisper, tmp_path / "model", name)
    with pytest.raises(EngineUnavailable, match=name) as caught:
        Engine({"model": str(folder)})
    assert "lingoreel models pull" in caught.value.remedy
    record = whisper.capabilities(Settings(data_dir=tmp_path, whisper_model=str(folder)))
    assert name in record.reason


@pytest.mark.parametrize(
    "changes", [{"lang_ids": []}, {"alignment_heads": None}, {"lang_ids": None, "alignment_heads": []}]
)
def test_what_converters_leave_out_is_mended(tiny_whisper, tmp_path, recording, changes):
    folder = linked(tiny_whisper, tmp_path / "model")
    config = json.loads((folder / "config.json").read_text()) | changes
    (folder / "config.json").write_text(json.dumps({key: value for key, value in config.items() if value is not None}))
    before = (folder / "config.json").read_bytes()
    answer = recognise(Engine({"model": str(folder)}), recording)
    assert answer.language
    assert all(segment.words for segment in answer.segments)
    assert (folder / "config.json").read_bytes() == before
    with whisper_folder.loadable(folder) as mended:
        heads = json.loads((mended / "config.json").read_text())["alignment_heads"]
    assert heads == [[1, 0], [1, 1]]


@pytest.mark.parametrize(("name", "content"), [("config.json", "{"), ("model.bin", "junk"), ("vocabulary.json", "[")])
def test_a_broken_file_is_an_unavailable_engine(tiny_whisper, tmp_path, name, content):
    folder = linked(tiny_whisper, tmp_path / "model")
    (folder / name).write_text(content)
    with pytest.raises(EngineUnavailable):
        Engine({"model": str(folder)})


def test_the_version_follows_the_model(tiny_whisper, tmp_path):
    def version_of(folder: Path) -> str:
        return whisper.capabilities(
            Settings(data_dir=tmp_path, whisper_model=str(folder), whisper_device="cpu")
        ).version

    copy = linked(tiny_whisper, tmp_path / tiny_whisper.name)
    assert version_of(copy) == version_of(tiny_whisper)
    weights = bytearray((copy / "model.bin").read_bytes())
    weights[-1] ^= 1
    (copy / "model.bin").write_bytes(weights)
    assert version_of(copy) != version_of(tiny_whisper)
    gpu = Settings(data_dir=tmp_path, whisper_model=str(copy), whisper_device="cuda")
    assert whisper.capabilities(gpu).lane == "gpu"
    assert "float16" in whisper.capabilities(gpu).version


def test_the_best_pulled_model_is_taken(tiny_whisper, tmp_path):
    settings = Settings(data_dir=tmp_path)
    assert whisper.capabilities(settings).remedy == "lingoreel models pull whisper-small"
    root = whisper_folder.models_root(settings)
    root.mkdir(parents=True)
    for name in ("tiny", "mine", "small"):
        linked(tiny_whisper, root / name)
    (root / "large-v3").mkdir()  # a folder without files is no model
    assert whisper.capabilities(settings).model == "small"
    assert whisper.capabilities(Settings(data_dir=tmp_path, whisper_model="whisper-tiny")).model == "tiny"
    absent = whisper.capabilities(Settings(data_dir=tmp_path, whisper_model="medium"))
    assert absent.remedy == "lingoreel models pull whisper-medium"
