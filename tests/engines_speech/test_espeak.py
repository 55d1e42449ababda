"""espeak-ng where it runs: many languages by duration, loudness, silence and the order of words."""

from __future__ import annotations

import ctypes
import importlib.metadata
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lingoreel.engines.speech import Capabilities, SpeechRequest, Utterance, espeak
from lingoreel.engines.speech.espeak_library import PATH_MOST, Library, library
from lingoreel.engines.speech.espeak_voices import VOICES, identifier, identifier_of
from lingoreel.engines.speech.japanese import kana
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.settings import Settings

ENGLISH = "The quick brown fox jumps over the lazy dog near the river bank and runs away home."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture(scope="module")
def native(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The library in this process."""
    return library(espeak.host_config(Settings(data_dir=tmp_path_factory.mktemp("data")))["folder"])


def standard(language: str) -> str:
    return next(voice.id for voice in VOICES if voice.language == language and voice.standard)


def test_capabilities_load_nothing(settings: Settings) -> None:
    script = (
        "import sys, pathlib; from lingoreel.settings import Settings; from lingoreel.engines.speech import espeak;"
        f"espeak.capabilities(Settings(data_dir=pathlib.Path({str(settings.data_dir)!r})));"
        "print([m for m in ('espeakng_loader', 'sudachipy', 'numpy', 'scipy', 'onnxruntime') if m in sys.modules],"
        " 'espeak' in open('/proc/self/maps').read().replace('espeak.py', ''))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "False"]
    record = espeak.capabilities(settings)
    assert isinstance(record, Capabilities)
    assert Capabilities.from_dict(json.loads(json.dumps(record.to_dict()))) == record
    assert importlib.metadata.version("espeakng-loader") in record.version
    assert len(record.languages) >= 80
    assert len({voice.id for voice in VOICES}) == len(VOICES)
    for code in record.languages:
        assert sum(voice.standard for voice in record.voices if voice.language == code) == 1


def test_every_voice_is_one_of_espeaks(native: Library) -> None:
    """By espeak_ListVoices, and by the return code of choosing it."""

    class Told(ctypes.Structure):
        _fields_ = (
            ("name", ctypes.c_char_p),
            ("languages", ctypes.c_void_p),
            ("identifier", ctypes.c_char_p),
            ("rest", ctypes.c_char * 24),
        )

    ask = native._native.espeak_ListVoices
    ask.restype = ctypes.POINTER(ctypes.POINTER(Told))
    listed, known, number = ask(None), {}, 0
    while listed[number]:
        entry = listed[number].contents
        codes = ctypes.string_at(entry.languages + 1).decode()
        known[entry.identifier.decode()] = codes
        number += 1
    assert number > 100
    for voice in VOICES:
        theirs = identifier(voice.id)
        assert theirs is not None
        path, _, variant = theirs.partition("+")
        assert path in known
        assert variant in ("", "f3")
        wanted = {"zh": "cmn", "no": "nb"}.get(voice.language, voice.language)
        assert known[path].split("-")[0] == wanted
        native._choose(theirs)
    # what fails silently when chosen by language
    with pytest.raises(EngineFailed):
        native._choose("fr-fr")


def test_codes_of_other_programs_find_their_reader() -> None:
    assert identifier_of("en-us") == "gmw/en-US"
    assert identifier_of("en-gb-x-rp") == "gmw/en-GB-x-rp"
    assert identifier_of("cmn") == "sit/cmn"
    assert identifier_of("pt-br") == "roa/pt-BR"
    assert identifier_of("de") == identifier_of("de-DE") == "gmw/de"
    assert identifier_of("xx") is None


def test_speaks_many_languages(native: Library, sentences: dict[str, tuple[str, int]]) -> None:
    """Each language that is offered has a sound for its own letters, and none is read in English."""
    assert len(sentences) >= 20
    for language, (text, _) in sentences.items():
        said = native.phonemes(identifier(standard(language)) or "", kana(text).text if language == "ja" else text)
        assert len(said) > 10
        assert "(en)" not in said


async def test_languages_by_ear(
    settings: Settings, speak: Callable[..., Any], sentences: dict[str, tuple[str, int]]
) -> None:
    for language, (text, syllables) in sentences.items():
        heard = await speak(espeak, settings, Utterance(text, standard(language), language))
        # people say four to eight syllables a second
        assert 2.8 < syllables / heard.seconds < 9.5, language
        levels = heard.levels()
        loud = 20 * np.log10(np.sqrt(np.mean(heard.samples.astype(float) ** 2)) / 32768)
        assert -28 < loud < -10, language
        assert np.mean(levels < -50) < 0.3, language
        spoken = heard.speech.utterances[0]
        # nothing is cut off, and no silence is kept around it
        assert spoken.start_sample <= 0.02 * heard.speech.sample_rate
        assert heard.speech.samples - spoken.end_sample <= 0.02 * heard.speech.sample_rate
        words = heard.words()
        if language in ("zh", "yue"):
            assert len(words) >= 8
            assert set("".join(words)) <= set(text)
            assert len("".join(words)) >= 0.9 * sum(letter.isalpha() for letter in text)
        elif language == "ja":
            assert words == ["すべての", "人間は", "生まれながらに", "して", "自由である"]
        else:
            assert words == [word.strip(".,।") for word in text.split()]
        lasting = [(w.end_sample - w.start_sample) / heard.speech.sample_rate for w in spoken.words]
        assert max(lasting) < 2.5, language
        assert min(lasting) >= 0, language


async def test_words_are_where_the_sound_is(settings: Settings, speak: Callable[..., Any]) -> None:
    """A word after a pause begins when sound begins again."""
    heard = await speak(espeak, settings, Utterance("Stop. Two; three: four.", "espeak:en-us", "en"))
    assert heard.words() == ["Stop", "Two", "three", "four"]
    quiet = heard.levels() < -50
    spoken = heard.speech.utterances[0].words
    for before, after in itertools.pairwise(spoken):
        pause = after.start_sample - before.end_sample
        assert pause > 0.04 * heard.speech.sample_rate
        middle = (before.end_sample + after.start_sample) // 2 * 100 // heard.speech.sample_rate
        assert quiet[middle]
        first = after.start_sample * 100 // heard.speech.sample_rate
        onset = next(n for n in range(middle, len(quiet)) if not quiet[n])
        assert abs(onset - first) <= 5


async def test_rate_pitch_volume_and_pause(settings: Settings, speak: Callable[..., Any]) -> None:
    def said(**more: Any) -> Utterance:
        return Utterance(ENGLISH, "espeak:en-us", "en", **more)

    normal = await speak(espeak, settings, said())
    for rate in (0.5, 0.75, 1.5, 2.0):
        heard = await speak(espeak, settings, said(rate=rate))
        assert heard.seconds * rate == pytest.approx(normal.seconds, rel=0.05)
    for pitch in (-12, -8, -4, 4, 8, 12):
        heard = await speak(espeak, settings, said(pitch=pitch))
        assert heard.seconds == pytest.approx(normal.seconds, rel=0.05)
        assert 12 * np.log2(heard.fundamental() / normal.fundamental()) == pytest.approx(pitch, abs=1.5), pitch
    half = await speak(espeak, settings, said(volume=50))
    assert np.std(half.samples) == pytest.approx(np.std(normal.samples) / 2, rel=0.02)
    none = await speak(espeak, settings, said(volume=0))
    assert not none.samples.any()
    assert none.speech.samples == pytest.approx(normal.speech.samples, abs=100)
    assert len(none.speech.utterances[0].words) == len(ENGLISH.split())
    two = await speak(espeak, settings, said(pause_after_ms=700), said())
    first, second = two.speech.utterances
    assert (second.start_sample - first.end_sample) / 22_050 == pytest.approx(0.72, abs=0.03)
    # between them it is silent, and nothing clicks
    assert np.abs(np.diff(two.samples[first.end_sample - 300 : second.start_sample + 300].astype(int))).max() < 1500


async def test_hostile_utterances(settings: Settings, speak: Callable[..., Any]) -> None:
    texts = [
        "",
        "   ",
        "?!… — «»",
        "\x00\x01\x1b[",
        "a\ud800b \udfff",
        "x" * 300,
        "word " * 40,
        "好" * 200,
        "あ" * 200,
        '<speak><break time="9999s"/>[[h@l]] &amp; </speak>',
        "\u202eevil\u202c soft\u00adhyphen zero\u200bwidth",
        "🙂👩‍👩‍👧 é\u0301\u0301\u0301",
    ]
    made = [Utterance(t, standard(language), language) for t in texts for language in ("en", "ja", "zh", "ar")]
    heard = await speak(espeak, settings, *made)
    lengths = [u.end_sample - u.start_sample for u in heard.speech.utterances]
    assert not any(lengths[:16])
    assert all(lengths[16:28:4])
    assert lengths[30] and lengths[33]  # each script by a voice that reads it
    assert heard.seconds < 20 * 60
    codes = {warning["code"] for warning in heard.speech.warnings}
    assert "not_spoken" in codes
    words = [heard.texts[40][w.begin : w.end] for w in heard.speech.utterances[40].words]
    assert words == ["evil", "soft\u00adhyphen", "zero\u200bwidth"]


async def test_long_utterances(settings: Settings, speak: Callable[..., Any]) -> None:
    page = (ENGLISH + " ") * 24
    heard = await speak(
        espeak,
        settings,
        Utterance("a" * 10_000, "espeak:en-us", "en"),
        Utterance(page, "espeak:en-us", "en"),
        Utterance("東京の天気。" * 300, "espeak:ja", "ja"),
    )
    assert len(heard.words(1)) == len(page.split())
    assert len(heard.words(2)) == 600
    assert "".join(heard.words(0)) == "a" * 10_000


async def test_one_after_another_in_one_process(settings: Settings, speak: Callable[..., Any]) -> None:
    """One state for all of the process: a voice must not be heard in the next utterance."""
    texts = [("es", "Hola, mundo."), ("zh", "你好。"), ("en", "Hello."), ("es", "Hola, mundo.")]
    alone = [await speak(espeak, settings, Utterance(text, standard(code), code)) for code, text in texts]
    mixed = await speak(espeak, settings, *(Utterance(text, standard(code), code) for code, text in texts))
    for one, spoken in zip(alone, mixed.speech.utterances, strict=True):
        there = one.speech.utterances[0]
        expected = one.samples[there.start_sample : there.end_sample]
        found = mixed.samples[spoken.start_sample : spoken.end_sample]
        assert len(found) == pytest.approx(len(expected), abs=300)


async def test_wrong_voices_and_numbers(settings: Settings, speak: Callable[..., Any]) -> None:
    with pytest.raises(EngineUnavailable) as told:
        await speak(espeak, settings, Utterance("One.", "espeak:../../etc", "en"))
    assert told.value.code == "no_voice"
    for more in ({"rate": 0}, {"rate": 2.1}, {"pitch": 13}, {"volume": -1}, {"rate": float("nan")}):
        with pytest.raises(Exception, match="is not between"):
            SpeechRequest.from_dict({"utterances": [Utterance("a", "espeak:es", "es", **more).to_dict()]})


def test_japanese_is_read_in_kana() -> None:
    reading = kana("東京の天気は、とても良いです。私は学校へ行きました。")
    assert reading.text == "トーキョーノ テンキワ、 トテモ ヨイデス。 ワタシワ ガッコーエ イキマシタ。"
    assert not reading.unknown
    assert len(reading.places) == len(reading.text)
    assert kana("龘と本").unknown == ("龘",)
    assert kana("お母さん、思う").text == "オカーサン、 オモウ"
    assert kana("八百円と三千三百円").text.replace(" ", "") == "ハッピャクエントサンゼンサンビャクエン"
    assert not kana("").text


async def test_kanji_are_never_chinese_letters(settings: Settings, speak: Callable[..., Any]) -> None:
    read, kanji = await speak(espeak, settings, Utterance("きょうのてんき", "espeak:ja", "ja")), None
    kanji = await speak(espeak, settings, Utterance("今日の天気", "espeak:ja", "ja"))
    assert kanji.seconds == pytest.approx(read.seconds, rel=0.1)
    unknown = await speak(espeak, settings, Utterance("龘", "espeak:ja", "ja"))
    assert unknown.speech.utterances[0].end_sample == unknown.speech.utterances[0].start_sample
    assert any("龘" in warning["message"] for warning in unknown.speech.warnings)


async def test_foreign_scripts_are_not_spelled(settings: Settings, speak: Callable[..., Any]) -> None:
    plain = await speak(espeak, settings, Utterance("This is and fine.", "espeak:en-us", "en"))
    mixed = await speak(
        espeak, settings, Utterance("This is 你好 and こんにちは Привет مرحبا fine.", "espeak:en-us", "en")
    )
    assert mixed.seconds == pytest.approx(plain.seconds, rel=0.15)
    assert mixed.words() == ["This", "is", "and", "fine"]
    assert "你好" in mixed.speech.warnings[0]["message"]


def test_deep_installation(tmp_path: Path, settings: Settings) -> None:
    """espeak keeps 160 bytes for the path of its data; ours may be longer."""
    folder = tmp_path / ("deep folder " * 8) / ("and deeper " * 8)
    folder.mkdir(parents=True)
    (folder / "espeakng_loader").symlink_to(espeak.host_config(settings)["folder"])
    config = {"folder": str(folder / "espeakng_loader")}
    assert len(os.fsencode(config["folder"])) > PATH_MOST
    request = SpeechRequest((Utterance("One.", "espeak:en-us", "en"),)).to_dict()
    request["output_path"] = str(tmp_path / "out.pcm")
    script = (
        "import json, sys; from lingoreel.engines.speech.espeak import Engine;"
        "config, request = json.loads(sys.argv[1]);"
        "print(Engine(config).handle(request, lambda p: None)['samples'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps([config, request])], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > 5_000


def test_engine_pitch_covers_the_octaves() -> None:
    for semitones in np.arange(-12, 12.1, 0.5):
        own, left = espeak.engine_pitch(float(semitones))
        assert 0 <= own <= 100
        assert abs(left) < 6
    assert espeak.engine_pitch(0) == (50, 0)
