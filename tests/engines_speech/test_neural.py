"""Piper and Kokoro: tiny models through the real engines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.speech import Capabilities, Utterance, kokoro, piper
from lingoreel.engines.speech.phonemes import pieces
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.settings import Settings

TEXT = "Hello brave new world, this is a test."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data with blanks")


@pytest.fixture
def voices(settings: Settings) -> Path:
    return settings.models_dir / "voices"


def usable(record: Any) -> Capabilities:
    assert isinstance(record, Capabilities), record
    assert Capabilities.from_dict(record.to_dict()) == record
    return record


def test_without_models(settings: Settings) -> None:
    for module, name in ((piper, "piper"), (kokoro, "kokoro")):
        record = module.capabilities(settings)
        assert isinstance(record, Unavailable)
        assert f"models pull {name}" in record.remedy
        with pytest.raises(EngineUnavailable):
            module.host_config(settings)


async def test_piper_speaks(settings: Settings, voices: Path, tiny: ModuleType, speak: Callable[..., Any]) -> None:
    tiny.piper(voices / "piper-en" / "en" / "en_US", "en_US-lessac-medium")
    tiny.piper(voices / "piper-es", "es_ES-davefx-medium", language="es_ES", espeak="es", rate=16_000)
    record = usable(piper.capabilities(settings))
    assert [(v.id, v.language, v.gender, v.standard) for v in record.voices] == [
        ("piper:en_US-lessac-medium", "en", "female", True),
        ("piper:es_ES-davefx-medium", "es", "male", True),
    ]
    english = "piper:en_US-lessac-medium"
    one = await speak(piper, settings, Utterance(TEXT, english, "en", pause_after_ms=200))
    assert one.speech.sample_rate == 22_050
    letters = sum(character.isalpha() for character in TEXT)
    # a phoneme and the blank after it, for most letters; a silent letter has none
    assert 0.6 * letters < (one.seconds - 0.2) * 22_050 / (2 * tiny.PIPER_SAMPLES) < 1.8 * letters
    fast = await speak(piper, settings, Utterance(TEXT, english, "en", rate=2.0))
    slow = await speak(piper, settings, Utterance(TEXT, english, "en", rate=0.5))
    assert slow.seconds / fast.seconds == pytest.approx(4, rel=0.02)
    for pitch in (-12, 12):
        shifted = await speak(piper, settings, Utterance(TEXT, english, "en", pitch=pitch))
        assert shifted.seconds == pytest.approx(one.seconds - 0.2, rel=0.02)
    # voices of two rates in one request come at the higher one
    both = await speak(
        piper, settings, Utterance("hola", "piper:es_ES-davefx-medium", "es"), Utterance("hello", english, "en")
    )
    assert both.speech.sample_rate == 22_050
    assert all(u.end_sample > u.start_sample for u in both.speech.utterances)


async def test_piper_of_many_speakers(
    settings: Settings, voices: Path, tiny: ModuleType, speak: Callable[..., Any]
) -> None:
    tiny.piper(voices / "vctk", "en_GB-vctk-medium", espeak="en-gb-x-rp", language="en_GB", speakers=3)
    record = usable(piper.capabilities(settings))
    assert [v.id for v in record.voices] == [f"piper:en_GB-vctk-medium.p{n}" for n in range(3)]
    heard = [await speak(piper, settings, Utterance("One.", v.id, "en")) for v in (record.voices[0], record.voices[2])]
    assert heard[1].speech.samples > heard[0].speech.samples


async def test_hostile_utterances(
    settings: Settings, voices: Path, tiny: ModuleType, speak: Callable[..., Any]
) -> None:
    tiny.piper(voices / "one", "en_US-lessac-medium")
    texts = ["", " \x00\x07", "?!…", "a\ud800b", "word " * 400, "a" * 10_000, "你好"]
    heard = await speak(piper, settings, *(Utterance(t, "piper:en_US-lessac-medium", "en") for t in texts))
    lengths = [u.end_sample - u.start_sample for u in heard.speech.utterances]
    assert lengths[:3] == [0, 0, 0]
    assert all(lengths[3:])
    given = await speak(piper, settings, Utterance("colonel", "piper:en_US-lessac-medium", "en", phonemes="kˈɜːnəl"))
    assert (given.seconds * 22_050) // tiny.PIPER_SAMPLES == 2 * len("kˈɜːnəl") + 3


async def test_removed_voice(settings: Settings, voices: Path, tiny: ModuleType, speak: Callable[..., Any]) -> None:
    model = tiny.piper(voices / "one", "en_US-lessac-medium")
    config = model.with_suffix(".onnx.json")
    with pytest.raises(EngineUnavailable) as told:
        await speak(piper, settings, Utterance("One.", "piper:gone", "en"))
    assert told.value.code == "no_voice"
    model.write_bytes(b"no model at all")
    with pytest.raises(EngineFailed, match="cannot be loaded"):
        await speak(piper, settings, Utterance("One.", "piper:en_US-lessac-medium", "en"))
    model.unlink()
    assert "not beside" in piper.capabilities(settings).reason
    tiny.piper(voices / "one", "en_US-lessac-medium")
    for broken in ("", "[]", "{}", '{"phoneme_type": "pinyin"}', '{"language": {"code": "en"}, "audio": 3}'):
        config.write_text(broken)
        assert isinstance(piper.capabilities(settings), Unavailable)


@pytest.mark.parametrize("archive", [False, True])
async def test_kokoro_speaks(
    settings: Settings, voices: Path, tiny: ModuleType, speak: Callable[..., Any], archive: bool
) -> None:
    tiny.kokoro(voices / "kokoro", archive=archive)
    record = usable(kokoro.capabilities(settings))
    # Chinese and Japanese want other phonemes, and are not offered
    assert {v.id: (v.language, v.gender, v.standard) for v in record.voices} == {
        "kokoro:af_heart": ("en", "female", True),
        "kokoro:bf_emma": ("en", "female", False),
        "kokoro:am_adam": ("en", "male", False),
        "kokoro:ef_dora": ("es", "female", True),
    }
    one = await speak(kokoro, settings, Utterance(TEXT, "kokoro:af_heart", "en", pause_after_ms=100))
    assert one.speech.sample_rate == 24_000
    assert one.seconds > 0.5
    fast = await speak(kokoro, settings, Utterance(TEXT, "kokoro:af_heart", "en", rate=2.0))
    assert (one.seconds - 0.1) / fast.seconds == pytest.approx(2, rel=0.02)
    other = await speak(kokoro, settings, Utterance(TEXT, "kokoro:am_adam", "en"))
    assert other.samples.size
    long = await speak(kokoro, settings, Utterance("word " * 400, "kokoro:ef_dora", "es"))
    assert long.seconds > 40  # 400 words, none lost at the model's 510 phonemes
    with pytest.raises(EngineUnavailable):
        await speak(kokoro, settings, Utterance("你好", "kokoro:zf_xiaobei", "zh"))


def test_kokoro_without_its_parts(settings: Settings, voices: Path, tiny: ModuleType) -> None:
    folder = tiny.kokoro(voices / "kokoro")
    (folder / "tokenizer.json").write_text("{}")
    assert isinstance(kokoro.capabilities(settings), Unavailable)
    (folder / "tokenizer.json").write_text("[")
    assert isinstance(kokoro.capabilities(settings), Unavailable)


def test_pieces_lose_nothing() -> None:
    said = "həlˈoʊ, wˈɜːld. " * 100
    cut = pieces(said.strip(), 120)
    assert max(map(len, cut)) <= 120
    assert " ".join(cut).split() == said.split()
    assert "".join(pieces("x" * 1000, 120)) == "x" * 1000
    assert np.all([piece[-1] == "." for piece in cut])
