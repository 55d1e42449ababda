"""Which voice speaks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lingoreel.engines.modules import Record, from_dict, local_capabilities
from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.speech import Capabilities, Voice, espeak
from lingoreel.engines.speech_voices import choose_voice, speaks, voices
from lingoreel.errors import EngineUnavailable, InvalidRequest
from lingoreel.settings import Settings

ABSENT = Unavailable("piper", "no voice of Piper has been pulled", "lingoreel models pull piper-de-thorsten", "speech")


@pytest.fixture(scope="module")
def robot(tmp_path_factory: pytest.TempPathFactory) -> Capabilities:
    record = espeak.capabilities(Settings(data_dir=tmp_path_factory.mktemp("data")))
    assert isinstance(record, Capabilities)
    return record


def engine(name: str, tier: str, *spoken: tuple[str, str, bool], reference: bool = False) -> Capabilities:
    made = tuple(
        Voice(f"{name}:{who}", who, language, "female", name, 24_000, standard) for who, language, standard in spoken
    )
    return Capabilities(name, "1", tier, made, "x:Y", reference_audio=reference)  # type: ignore[arg-type]


FLITE = engine("flite", "embedded", ("slt", "en", True), ("rms", "en", False))
KOKORO = engine("kokoro", "neural", ("am_adam", "en", False), ("af_heart", "en", True), ("ff_siwis", "fr", False))
CLONING = engine("cloning", "neural", ("reference", "en", True), reference=True)


def chosen(records: list[Record], voice: str | None, language: str | None, wanted: str = "auto") -> str:
    return choose_voice(records, voice, language, wanted)[1].id


def test_standard_voice_neural_before_embedded(robot: Capabilities) -> None:
    assert chosen([robot, FLITE], None, "en") == "flite:slt"
    assert chosen([robot, FLITE, CLONING, KOKORO], None, "en-GB") == "kokoro:af_heart"
    assert chosen([robot, FLITE, KOKORO], None, "fr") == "kokoro:ff_siwis"
    assert chosen([robot, FLITE, KOKORO], None, "es_ES") == "espeak:es"
    assert chosen([robot, FLITE, KOKORO], None, "en", "espeak") == "espeak:en-us"
    assert chosen([robot, FLITE, KOKORO], " ", None) == "kokoro:af_heart"


def test_region(robot: Capabilities) -> None:
    for code, voice in (
        *(("pt", "espeak:pt-br"), ("pt-PT", "espeak:pt-pt"), ("pt_BR", "espeak:pt-br"), ("es-MX", "espeak:es-419")),
        *(("en-GB", "espeak:en-gb"), ("fr-CA", "espeak:fr"), ("zh-TW", "espeak:zh"), ("de-AT", "espeak:de")),
    ):
        assert chosen([robot], None, code) == voice
    assert chosen([robot, KOKORO], None, "en-GB") == "kokoro:af_heart"  # a better engine before a nearer region


def test_voice_by_id(robot: Capabilities) -> None:
    assert chosen([robot, FLITE], "flite:rms", "en") == "flite:rms"
    assert chosen([robot, FLITE], "Espeak:ES-419", None) == "espeak:es-419"


def test_other_language_or_unknown_voice_tells_near_ones(robot: Capabilities) -> None:
    with pytest.raises(InvalidRequest, match="speaks Spanish") as told:
        chosen([robot, FLITE], "espeak:es", "fr")
    assert "espeak:fr" in (told.value.remedy or "")
    assert told.value.field == "voice"
    for asked, near in (("slt", "flite:slt"), ("flite:slk", "flite:slt"), ("espeak:pt_br", "espeak:pt-br")):
        with pytest.raises(InvalidRequest) as told:
            chosen([robot, FLITE], asked, None)
        assert near in (told.value.remedy or "")
    with pytest.raises(InvalidRequest) as told:
        chosen([robot, FLITE], "x" * 100_000, "ja")
    assert "espeak:ja" in (told.value.remedy or "")
    assert len(told.value.message) < 300
    with pytest.raises(EngineUnavailable, match="has been pulled") as absent:
        chosen([robot, ABSENT], "piper:de_DE-thorsten-medium", "de")
    assert absent.value.remedy == ABSENT.remedy


def test_language_without_a_voice(robot: Capabilities) -> None:
    for language, wanted in (("he", "auto"), ("th", "auto"), ("fr", "flite"), ("fr", "nobody")):
        with pytest.raises(EngineUnavailable) as told:
            chosen([robot, FLITE, ABSENT], None, language, wanted)
        assert told.value.code == "no_voice"
        assert told.value.status == 400
        assert told.value.remedy
    with pytest.raises(EngineUnavailable) as told:
        chosen([ABSENT], None, "de")
    assert "piper-de-thorsten" in (told.value.remedy or "")
    with pytest.raises(InvalidRequest):
        chosen([robot], None, "klingon")


def test_listing(robot: Capabilities) -> None:
    listed = voices([robot, FLITE, KOKORO, replace(FLITE, version="another worker's")])
    assert len({entry["id"] for entry in listed}) == len(listed)
    english = voices([robot, FLITE, KOKORO], "en-US")
    assert english[0]["id"] == "kokoro:af_heart"
    assert [entry["standard"] for entry in english].count(True) == 1
    assert {entry["language"] for entry in english} == {"en"}
    assert set(english[0]) == {"id", "name", "language", "gender", "engine", "tier", "standard", "sample"}
    assert speaks([robot, FLITE, KOKORO])["en"] == "kokoro"
    assert speaks([robot, FLITE, KOKORO])["ja"] == "espeak"


def test_records_of_this_machine_travel(tmp_path: Path) -> None:
    records = [r for r in local_capabilities(Settings(data_dir=tmp_path)) if r.capability == "speech"]
    assert {r.name for r in records} >= {"espeak", "flite", "piper", "kokoro"}
    for record in records:
        assert from_dict(record.to_dict()) == record
