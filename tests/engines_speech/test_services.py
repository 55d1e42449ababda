"""OpenAI-compatible speech services, and voices imitated by them, against a service that lies."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from pydantic import SecretStr

from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.speech import Capabilities, Speech, SpeechRequest, Utterance, cloning, openai, wav
from lingoreel.engines.speech.protocol import Reference
from lingoreel.errors import EngineFailed, EngineUnavailable, InvalidRequest
from lingoreel.settings import Settings

TEXT = "Hello brave new world, this is a test."


def settings_of(url: str, **more: Any) -> Any:
    told = {"speech_url": url, "speech_model": "tts-1", "speech_key": SecretStr("sk-secret"), "speech_answer_s": 1.0}
    told |= {"cloning_url": url, "cloning_model": "clone-1", "speech_voices": "nova=en/female,onyx=en/male,alloy"}
    return Settings(**(told | more))


@pytest.mark.parametrize("module", [openai, cloning])
def test_two_services_with_one_models_name_are_not_one(module: ModuleType) -> None:
    def version(url: str) -> str:
        return str(module.capabilities(settings_of(url)).version)

    one = version("http://one.example/v1")
    assert one not in {version("http://two.example/v1"), version("http://one.example:8000/v1")}
    same = ("http://one.example:80/v1/", "http://One.example/v1/audio/speech", "http://me:secret@one.example/v1")
    assert {version(url) for url in same} == {one}
    assert "example" not in one


def ask(
    module: ModuleType, settings: Any, path: Path, *utterances: Utterance, **more: Any
) -> tuple[Speech, np.ndarray]:
    engine = module.Engine(module.host_config(settings) | {"pause_s": 0.01})
    request = SpeechRequest(utterances, **more).to_dict() | {"output_path": str(path)}
    answer = Speech.from_dict(engine.handle(request, lambda progress: None))
    return answer, np.fromfile(path, "<i2")


def test_capabilities() -> None:
    record = openai.capabilities(settings_of("http://127.0.0.1:1/v1"))
    assert isinstance(record, Capabilities)
    assert Capabilities.from_dict(record.to_dict()) == record
    assert record.lane == "net"
    assert [(v.id, v.gender, v.standard) for v in record.voices[:2]] == [
        ("openai:nova", "female", True),
        ("openai:onyx", "male", False),
    ]
    assert record.voice("openai:alloy.he").standard  # type: ignore[union-attr]
    for more in (
        {"speech_url": None},
        {"speech_model": " "},
        {"speech_url": "ftp://x"},
        {"speech_voices": "a=klingon"},
    ):
        told = openai.capabilities(settings_of("http://127.0.0.1:1/v1", **more))
        assert isinstance(told, Unavailable)
        assert "LINGOREEL_SPEECH" in told.reason
    assert isinstance(cloning.capabilities(Settings()), Unavailable)
    with pytest.raises(EngineUnavailable):
        cloning.host_config(Settings())


async def test_in_a_host(fakes: ModuleType, speak: Callable[..., Any]) -> None:
    with fakes.FakeSpeech("good", "streamed", "other_rate") as fake:
        utterances = [Utterance(TEXT[: 10 + n], "openai:nova", "en", pause_after_ms=100) for n in range(6)]
        heard = await speak(openai, settings_of(fake.url), *utterances, Utterance("?!", "openai:alloy.es", "es"))
        assert heard.speech.sample_rate == 24_000
        for number, spoken in enumerate(heard.speech.utterances[:-1]):
            seconds = (spoken.end_sample - spoken.start_sample) / 24_000
            assert seconds == pytest.approx((10 + number) / 20, abs=0.06)
        assert len(fake.asked) == 6
        assert {q["voice"] for q in fake.asked} == {"nova"}
        assert {q["path"] for q in fake.asked} == {"/v1/audio/speech"}
        assert set(fake.keys) == {"Bearer sk-secret"}
        assert [w["code"] for w in heard.speech.warnings] == ["not_spoken"]


def test_rate_and_pitch(fakes: ModuleType, tmp_path: Path) -> None:
    with fakes.FakeSpeech() as fake:
        settings = settings_of(fake.url)
        normal, _ = ask(openai, settings, tmp_path / "a", Utterance(TEXT, "openai:alloy.es", "es"))
        fast, _ = ask(openai, settings, tmp_path / "b", Utterance(TEXT, "openai:alloy.es", "es", rate=2))
        high, _ = ask(openai, settings, tmp_path / "c", Utterance(TEXT, "openai:alloy.es", "es", pitch=7))
        assert normal.samples / fast.samples == pytest.approx(2, rel=0.05)
        assert normal.samples == pytest.approx(high.samples, rel=0.05)
        assert fake.asked[0]["voice"] == "alloy"
        assert "speed" not in fake.asked[0]
        ask(openai, settings, tmp_path / "d", Utterance("word " * 2_000, "openai:alloy.es", "es"))
        assert [len(q["input"]) <= 3_500 for q in fake.asked[3:]] == [True] * 3
    with fakes.FakeSpeech("no_speed") as fake:
        told, _ = ask(openai, settings_of(fake.url), tmp_path / "e", Utterance(TEXT, "openai:nova", "en", rate=2))
        assert [w["code"] for w in told.warnings] == ["rate_ignored"]


@pytest.mark.parametrize("behaviour", ["500", "429", "503", "hang_up", "html", "cut_off", "stall"])
def test_failures_that_pass(fakes: ModuleType, tmp_path: Path, behaviour: str) -> None:
    with fakes.FakeSpeech(behaviour) as fake:
        told, _ = ask(openai, settings_of(fake.url), tmp_path / "a", Utterance(TEXT, "openai:nova", "en"))
        assert told.samples > 24_000
        assert len(fake.asked) == 2


def test_failures_that_stay(fakes: ModuleType, tmp_path: Path) -> None:
    for behaviour, kind in (("500", EngineFailed), ("html", EngineFailed), ("400", EngineFailed)):
        with fakes.FakeSpeech(*[behaviour] * 20) as fake, pytest.raises(kind) as told:
            ask(openai, settings_of(fake.url), tmp_path / "a", Utterance(TEXT, "openai:nova", "en"))
        assert told.value.retryable == (behaviour != "400")
        assert "secret" not in str(told.value.as_dict())
    for status in ("401", "403", "404", "402"):
        with fakes.FakeSpeech(status) as fake, pytest.raises(EngineUnavailable) as unavailable:
            ask(openai, settings_of(fake.url), tmp_path / "a", Utterance(TEXT, "openai:nova", "en"))
        assert "secret" not in str(unavailable.value.as_dict())
    with fakes.FakeSpeech() as fake:
        with pytest.raises(EngineUnavailable) as gone:
            ask(openai, settings_of(fake.url), tmp_path / "a", Utterance(TEXT, "openai:gone", "en"))
        assert gone.value.code == "no_voice"
        url = fake.url
    with pytest.raises(EngineFailed, match="cannot be reached"):
        ask(openai, settings_of(url), tmp_path / "a", Utterance(TEXT, "openai:nova", "en"))


def test_cloning_wants_consent(fakes: ModuleType, tmp_path: Path) -> None:
    recording = tmp_path / "recording.pcm"
    recording.write_bytes(np.arange(16_000, dtype="<i2").tobytes())
    with fakes.FakeSpeech() as fake:
        settings = settings_of(fake.url)
        record = cloning.capabilities(settings)
        assert isinstance(record, Capabilities)
        assert record.reference_audio
        said = Utterance(TEXT, "cloning:es", "es")
        with pytest.raises(InvalidRequest) as told:
            ask(cloning, settings, tmp_path / "a", said)
        assert told.value.code == "reference_missing"
        for consent in ("", "  "):
            with pytest.raises(InvalidRequest) as told:
                ask(
                    cloning,
                    settings,
                    tmp_path / "a",
                    said,
                    reference=Reference(str(recording), 16_000, "One.", consent),
                )
            assert told.value.code == "consent_missing"
        assert not fake.asked
        reference = Reference(str(recording), 16_000, "One.", "given by the speaker on 2026-11-22")
        ask(cloning, settings, tmp_path / "a", said, reference=reference)
        sent = fake.asked[0]
        assert sent["ref_text"] == "One."
        samples, rate = wav.read(base64.b64decode(sent["ref_audio"].partition(",")[2]))
        assert (len(samples), rate) == (16_000, 16_000)
        assert "pcm_path" not in SpeechRequest((said,), reference).fingerprint()["reference"]


def test_wav() -> None:
    samples, rate = wav.read(wav.write(np.array([0, 16_384, -32_768], "<i2").tobytes(), 8_000))
    assert rate == 8_000
    assert samples.tolist() == [0, 0.5, -1]
    good = wav.write(b"\0" * 100, 8_000)
    for broken in (b"", b"RIFF", good[:20], good[:36], b"OggS" + good[4:], good[:20] + b"\7\0" + good[22:]):
        with pytest.raises(ValueError):
            wav.read(broken)
    rng = np.random.default_rng(1)
    for _ in range(300):
        bent = bytearray(good)
        bent[int(rng.integers(0, 44))] = int(rng.integers(0, 256))
        with contextlib.suppress(ValueError):
            wav.read(bytes(bent))
