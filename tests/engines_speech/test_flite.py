"""flite where it runs, as pulled or installed; and a program in its place that lies, hangs or dies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.speech import Capabilities, SpeechRequest, Utterance, flite, flite_times
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.settings import Settings
from pulled import pulled, pulled_settings

TEXT = 'Hello, brave "new" world. Well-known facts don\'t lie: this is a test!'


@pytest.fixture(scope="session")
def settings() -> Settings:
    pulled("flite")
    return pulled_settings()


def test_capabilities(settings: Settings) -> None:
    record = flite.capabilities(settings)
    assert isinstance(record, Capabilities)
    assert [(v.id, v.gender, v.standard) for v in record.voices] == [
        ("flite:slt", "female", True),
        ("flite:rms", "male", False),
        ("flite:awb", "male", False),
        ("flite:kal16", "male", False),
        ("flite:kal", "male", False),
    ]
    assert record.languages == {"en"}
    assert Capabilities.from_dict(record.to_dict()) == record


def test_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    record = flite.capabilities(Settings(data_dir=tmp_path))
    assert isinstance(record, Unavailable)
    assert record.remedy == "lingoreel models pull flite"
    with pytest.raises(EngineUnavailable):
        flite.host_config(Settings(data_dir=tmp_path))


async def test_voices_speak(settings: Settings, speak: Callable[..., Any]) -> None:
    for name in ("slt", "rms", "awb", "kal16", "kal"):
        heard = await speak(flite, settings, Utterance(TEXT, f"flite:{name}", "en"))
        assert heard.speech.sample_rate == 16_000
        assert 2.5 < heard.seconds < 7
        assert -32 < 20 * np.log10(np.std(heard.samples) / 32768) < -8
        assert heard.words() == [
            *("Hello", "brave", "new", "world", "Well-known", "facts", "don't", "lie", "this", "is", "a", "test")
        ]
        spoken = heard.speech.utterances[0]
        assert all(60 < (w.end_sample - w.start_sample) / 16 < 1200 or w.end - w.begin < 3 for w in spoken.words), name
        quiet = heard.levels() < -45
        # flite pauses after "world." and "lie:": the next word starts where sound does
        for word in (spoken.words[4], spoken.words[8]):
            first = word.start_sample * 100 // 16_000
            assert quiet[max(0, first - 12) : first].any()
            assert not quiet[first : first + 12].all()


async def test_rate_pitch_and_volume(settings: Settings, speak: Callable[..., Any]) -> None:
    for voice in ("flite:slt", "flite:rms"):  # the second has its pitch shifted by us
        normal = await speak(flite, settings, Utterance(TEXT, voice, "en"))
        for rate in (0.5, 2.0):
            heard = await speak(flite, settings, Utterance(TEXT, voice, "en", rate=rate))
            assert heard.seconds * rate == pytest.approx(normal.seconds, rel=0.08)
        for pitch in (-6, 6):
            heard = await speak(flite, settings, Utterance(TEXT, voice, "en", pitch=pitch))
            assert heard.seconds == pytest.approx(normal.seconds, rel=0.05)
            shift = 12 * np.log2(heard.fundamental() / normal.fundamental())
            assert shift == pytest.approx(pitch, abs=1.5)
        half = await speak(flite, settings, Utterance(TEXT, voice, "en", volume=50, pause_after_ms=100))
        assert np.abs(half.samples).max() == pytest.approx(np.abs(normal.samples).max() / 2, rel=0.05)


async def test_hostile_utterances(settings: Settings, speak: Callable[..., Any]) -> None:
    texts = [
        "",
        " \n",
        "?!…",
        "Привет, мир",
        "a\ud800b \x00 c",
        "x" * 2_000,
        "-t -o /etc/passwd `ls` $(ls) ; %s",
        "word " * 200,
    ]
    heard = await speak(flite, settings, *(Utterance(t, "flite:kal", "en") for t in texts))
    lengths = [u.end_sample - u.start_sample for u in heard.speech.utterances]
    assert not any(lengths[:4])
    assert all(lengths[4:])
    messages = " ".join(warning["message"] for warning in heard.speech.warnings)
    assert "Привет" in messages
    accents = await speak(flite, settings, Utterance("A café in Zürich — naïve “résumé”.", "flite:kal", "en"))
    assert accents.words() == ["A", "café", "in", "Zürich", "naïve", "résumé"]
    assert not accents.speech.warnings
    with pytest.raises(EngineUnavailable) as told:
        await speak(flite, settings, Utterance("One.", "flite:cmu_us_rms.flitevox", "en"))
    assert told.value.code == "no_voice"


def impostor(folder: Path, body: str) -> Path:
    """A program called flite that does something else."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "flite"
    program.write_text(
        f'#!/bin/sh\ncase "$1" in -lv) echo "Voices available: kal slt"; exit;; --version) exit;; esac\n{body}\n'
    )
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("body", ["exit 3", "kill -9 $$", "exit 0", "echo nonsense > speech.wav", "kill -11 $$"])
def test_program_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    monkeypatch.setenv("PATH", f"{impostor(tmp_path / 'bin', body).parent}:/bin:/usr/bin")
    settings = Settings(data_dir=tmp_path)
    assert isinstance(flite.capabilities(settings), Capabilities)
    engine = flite.Engine(flite.host_config(settings))
    request = SpeechRequest((Utterance("One.", "flite:slt", "en"),)).to_dict()
    with pytest.raises(EngineFailed) as told:
        engine.handle(request | {"output_path": str(tmp_path / "out.pcm")}, lambda progress: None)
    assert told.value.retryable


def test_program_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{impostor(tmp_path / 'bin', 'exec sleep 60').parent}:/bin:/usr/bin")
    monkeypatch.setattr(flite, "START_S", 0.3)
    engine = flite.Engine(flite.host_config(Settings(data_dir=tmp_path)))
    request = SpeechRequest((Utterance("One.", "flite:slt", "en"),)).to_dict()
    with pytest.raises(EngineFailed, match="in time"):
        engine.handle(request | {"output_path": str(tmp_path / "out.pcm")}, lambda progress: None)


def test_times_of_words() -> None:
    heard = flite_times.phones("pau:0.1 dh:0.2 ax:0.3 k:0.4 ae:0.5 t:0.6 pau:0.8\npau:0.1 r:0.2 ae:0.3 n:0.4 pau:0.5\n")
    assert heard[-1][2] == pytest.approx(1.3)
    # the article sounds otherwise alone; a word that was not heard has no time
    words = [("pau", "dh", "iy", "pau"), ("k", "ae", "t"), ("z", "z"), ("r", "ae", "n")]
    assert flite_times.starts(heard, words) == [pytest.approx(0.1), pytest.approx(0.3), None, pytest.approx(0.9)]
    with pytest.raises(ValueError):
        flite_times.phones("no phones at all")
