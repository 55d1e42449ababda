"""Which engine serves which language, and what a caller is told when none does."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from lingoreel.engines import choose, languages
from lingoreel.engines.recognition import Capabilities, Unavailable, pocketsphinx, whisper
from lingoreel.errors import EngineUnavailable, InvalidRequest
from lingoreel.settings import Settings

SPHINX = Capabilities("pocketsphinx", "1", "embedded", frozenset({"en"}), "m:E", parallel=2)
WHISPER = Capabilities("whisper", "1", "neural", frozenset({"en", "es", "zh"}), "m:E", detects_language=True)
ABSENT = Unavailable("whisper", "no whisper model has been pulled", "lingoreel models pull whisper-small")


def test_neural_comes_before_embedded_and_embedded_before_nothing():
    assert choose.choose_recognizer([SPHINX, WHISPER], "en").name == "whisper"
    assert choose.choose_recognizer([SPHINX, WHISPER], None).name == "whisper"
    assert choose.choose_recognizer([SPHINX, ABSENT], "en-US").name == "pocketsphinx"
    assert choose.choose_recognizer([SPHINX, ABSENT], None).name == "pocketsphinx"
    assert choose.choose_recognizer([WHISPER, SPHINX], "en", "pocketsphinx").name == "pocketsphinx"


def test_one_worker_without_the_model_does_not_hide_another_that_has_it():
    assert choose.choose_recognizer([ABSENT, WHISPER], "es").name == "whisper"


@pytest.mark.parametrize("records", [[SPHINX], [SPHINX, ABSENT]])
def test_a_language_nothing_serves_names_the_command(records):
    with pytest.raises(EngineUnavailable) as caught:
        choose.choose_recognizer(records, "es")
    assert caught.value.status == 400
    assert "Spanish (es)" in caught.value.message
    assert "whisper" in caught.value.message
    assert caught.value.remedy == "lingoreel models pull whisper-small"
    assert caught.value.field == "source_language"


def test_a_named_engine_that_cannot_is_told_why():
    with pytest.raises(EngineUnavailable, match="does not hear Spanish"):
        choose.choose_recognizer([SPHINX, WHISPER], "es", "pocketsphinx")
    with pytest.raises(EngineUnavailable, match="no whisper model has been pulled"):
        choose.choose_recognizer([SPHINX, ABSENT], "en", "whisper")
    with pytest.raises(EngineUnavailable, match="no worker"):
        choose.choose_recognizer([], None)


def test_what_is_no_language_is_an_invalid_parameter():
    with pytest.raises(InvalidRequest) as caught:
        choose.choose_recognizer([WHISPER], "qqq")
    assert caught.value.field == "source_language"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("en-US", "en"),
        ("en_US", "en"),
        ("EN", "en"),
        (" zh-CN ", "zh"),
        ("zh-Hant-TW", "zh"),
        ("yue", "yue"),
        ("jw", "jv"),
    ],
)
def test_codes_have_one_spelling(given, code):
    assert languages.normalise(given) == code


@pytest.mark.parametrize("given", ["", "e", "english", "xx", "12", "../etc", "en\x00"])
def test_other_text_is_no_language(given):
    with pytest.raises(InvalidRequest):
        languages.normalise(given)


def test_this_machine_hears_english_without_any_download(tmp_path):
    settings = Settings(data_dir=tmp_path / "a folder with blanks", cpu_slots=2)
    records = choose.local_capabilities(settings)
    chosen = choose.choose_recognizer(records, "en")
    assert (chosen.name, chosen.parallel, chosen.lane) == ("pocketsphinx", 2, "cpu")
    assert chosen.low_confidence is not None and 0 < chosen.low_confidence < 1
    assert any(isinstance(record, Unavailable) and record.name == "whisper" for record in records)
    assert pocketsphinx.host_config(settings) == {}


def test_a_model_folder_makes_whisper_the_default(tmp_path, tiny_whisper):
    settings = Settings(data_dir=tmp_path, whisper_model=str(tiny_whisper), whisper_device="cpu")
    chosen = choose.choose_recognizer(choose.local_capabilities(settings), None)
    assert chosen.name == "whisper"
    assert {"en", "es", "jv"} <= chosen.languages
    assert whisper.host_config(settings)["model"] == str(tiny_whisper)


def test_settings_can_leave_one_engine(tmp_path, tiny_whisper):
    settings = Settings(data_dir=tmp_path, whisper_model=str(tiny_whisper), recognition_engine="pocketsphinx")
    records = choose.local_capabilities(settings)
    assert choose.choose_recognizer(records, None).name == "pocketsphinx"
    with pytest.raises(EngineUnavailable, match="LINGOREEL_RECOGNITION_ENGINE"):
        choose.choose_recognizer(records, None, "whisper")


def test_asking_imports_no_model_library(tmp_path):
    code = (
        "import sys; from lingoreel.settings import Settings; from lingoreel.engines import choose, catalogue;"
        f"choose.local_capabilities(Settings(data_dir={str(tmp_path)!r}));"
        "heavy = {'ctranslate2','sentencepiece','openai','faster_whisper',"
        "'onnxruntime','pocketsphinx','av','torch','huggingface_hub'};"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_records_survive_the_pipe():
    record = replace(WHISPER, low_confidence=0.4, model="small")
    assert Capabilities.from_dict(record.to_dict()) == record
    assert Unavailable.from_dict(ABSENT.to_dict()) == ABSENT
    assert choose.from_dict(record.to_dict()) == record
    assert choose.from_dict(ABSENT.to_dict()) == ABSENT
