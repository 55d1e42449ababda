"""`lingoreel speak` and `lingoreel voices` as the service sees them: what is asked, and what is made of the answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lingoreel.cli import app

Run = Callable[..., Any]
SPEECH = "/api/tasks/audio/speech"
VOICES = [
    {
        **{"id": "espeak:es", "name": "Spanish (Spain), male", "language": "es", "gender": 1},
        **{"engine": "espeak", "tier": "embedded", "standard": True, "sample": "http://x/files/t/es.mp3"},
    },
    {
        **{"id": "espeak:es-419", "name": "Spanish (Latin America), male", "language": "es", "gender": 1},
        **{"engine": "espeak", "tier": "embedded", "standard": False, "sample": None},
    },
]


@pytest.fixture
def spoken(service: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """A service that has spoken, seen from an empty folder."""
    link = service.link("Hola.mp3")
    line = {"item": "text_to_speech", "unit": "100 characters", "measured": 250, "billed_units": 3, "points": 1.5}
    service.answers[SPEECH] = {
        **{"file": link, "result": {"audio": link}, "duration": 17, "characters": 250},
        **{"segments": [{"start": 0, "end": 900, "text": "Hola."}], "voice": "espeak:es", "language": "es"},
        "files": {name: service.link(f"Hola.{name}") for name in ("json", "srt", "vtt", "ass")} | {"audio": link},
        "engine": {"name": "espeak", "version": "1.52", "tier": "embedded", "model": None},
        "sound": {"sample_rate": 22_050, "integrated_lufs": -16.04, "true_peak_dbtp": -1.23},
        "points": {"lines": [line], "charged": 1.5, "price_version": 1},
        "warnings": ["no_voice: nobody speaks it"],
    }
    folder = tmp_path / "a folder ü"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return service


@pytest.fixture
def speak(bare: Run, spoken: Any) -> Run:
    return lambda *arguments: bare("speak", *arguments, "--url", spoken.base_url, "--key", "k")


def asked(service: Any) -> dict[str, Any]:
    ((path, parameters),) = service.asked
    assert path == SPEECH
    return dict(parameters)


def said_in(ended: Any) -> str:
    return " ".join(ended.err.replace("│", " ").split())


def names() -> set[str]:
    return {path.name for path in Path.cwd().iterdir()}


def test_a_text_comes_back_as_a_sound_with_its_receipt(speak: Run, spoken: Any) -> None:
    spoken.answers[SPEECH]["files"] = {"audio": spoken.link("Hola.mp3"), "json": spoken.link("Hola.json")}
    ended = speak("¡Hola, señora! 你好")
    assert ended.code == 0, ended.err
    assert asked(spoken) == {"text": "¡Hola, señora! 你好"}
    assert names() == {"speech.mp3"}
    assert Path("speech.mp3").read_text() == "content of Hola.mp3"
    assert "speech: 17 s of espeak:es (es) by espeak; -16.0 LUFS, true peak -1.2 dBTP" in ended.out
    assert "text_to_speech" in ended.out
    assert "charged 1.5 points" in ended.out
    assert "saved speech.mp3" in ended.out
    assert "note: no_voice: nobody speaks it" in ended.err


def test_every_option_reaches_the_api(speak: Run, spoken: Any) -> None:
    Path("words.json").write_text('{"Lingoreel": "lingo reel", "Ng": {"phonemes": "ɪŋ"}}', encoding="utf-8")
    ended = speak(
        *("Hola", "--voice", "espeak:es", "-l", "es", "--rate", "1.25", "--pitch", "-3", "--volume", "80"),
        *("--loudness", "-23", "--format", "flac", "--subtitles", "--dictionary", "words.json", "--ssml"),
    )
    assert ended.code == 0, ended.err
    assert asked(spoken) == {
        **{"text": "Hola", "voice": "espeak:es", "language": "es", "rate": 1.25, "pitch": -3, "volume": 80},
        **{"loudness": -23, "format": "flac", "subtitles": 1, "ssml": 1},
        "dictionary": {"Lingoreel": "lingo reel", "Ng": {"phonemes": "ɪŋ"}},
    }
    assert names() == {"words.json", "speech.flac", "speech.srt", "speech.vtt", "speech.ass"}


def test_markup_can_be_read_as_it_is_written(speak: Run, spoken: Any) -> None:
    assert speak("<speak>Hola</speak>", "--no-ssml").code == 0
    assert asked(spoken) == {"text": "<speak>Hola</speak>", "ssml": 0}


def test_a_file_gives_the_text_and_the_name(speak: Run, spoken: Any) -> None:
    Path("chapter 1.5.txt").write_bytes("\ufeffUno.\r\n\r\nDos.".encode())
    assert speak("chapter 1.5.txt", "--subtitles", "-o", "out").code == 0
    assert asked(spoken)["text"] == "Uno.\r\n\r\nDos."
    assert {path.name for path in Path("out").iterdir()} == {
        f"chapter 1.5.{ending}" for ending in ("mp3", "srt", "vtt", "ass")
    }


def test_stdin_gives_the_text(clean_environment: pytest.MonkeyPatch, spoken: Any) -> None:
    where = ["--url", spoken.base_url, "--key", "k", "-o", "out.WAV"]
    done = CliRunner().invoke(app, ["speak", "-", *where], input="Uno.\nDos: ñ.\n".encode())
    assert done.exit_code == 0, done.stderr
    assert asked(spoken) == {"text": "Uno.\nDos: ñ.\n", "format": "wav"}
    assert "out.WAV" in names()


def test_a_text_longer_than_any_file_name_is_a_text(speak: Run, spoken: Any) -> None:
    assert speak("Hola. " * 5000).code == 0
    assert asked(spoken)["text"] == "Hola. " * 5000


def test_json_is_the_whole_answer_and_what_was_saved(speak: Run, spoken: Any) -> None:
    found = speak("Hola", "--json", "-o", "x.mp3").json
    assert found["sound"]["integrated_lufs"] == -16.04
    assert found["saved"] == ["x.mp3", "x.srt", "x.vtt", "x.ass"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chapter.txt",), "there is no file chapter.txt"),
        (("",), "there is nothing to speak"),
        ((" \n",), "there is nothing to speak"),
        (("empty.txt",), "empty.txt is empty"),
        (("sound.bin",), "sound.bin is not UTF-8 text"),
        (("long.txt",), "more than 1,000,000 bytes"),
        (("half \udcff",), "the text is not UTF-8"),
        (("Hola", "--rate", "0"), "0 is not between 0.5 and 2"),
        (("Hola", "--rate", "nan"), "nan is not between 0.5 and 2"),
        (("Hola", "--pitch", "12.5"), "12.5 is not between -12 and 12"),
        (("Hola", "--volume", "-1"), "-1 is not between 0 and 100"),
        (("Hola", "--loudness", "0"), "0 is not between -30 and -9"),
        (("Hola", "--format", "aac"), "'aac' is none of mp3, wav, flac, ogg, m4a"),
        (("Hola", "-o", "x.aac"), "x.aac must end in one of mp3"),
        (("Hola", "-o", "x.mp3", "--format", "wav"), "it says wav, but --output ends in .mp3"),
        (("talk.srt", "--subtitles", "-o", "talk.mp3"), "talk.srt would be overwritten"),
        (("Hola", "--dictionary", "none.json"), "there is no file none.json"),
        (("Hola", "--dictionary", "empty.txt"), "empty.txt is not JSON"),
        (("Hola", "--dictionary", "sound.bin"), "sound.bin is not UTF-8 text"),
        (("Hola", "--dictionary", "list.json"), "list.json must be an object"),
        (("Hola", "--dictionary", "deep.json"), "deep.json is not JSON"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_asked(
    speak: Run, spoken: Any, arguments: tuple[str, ...], said: str
) -> None:
    Path("empty.txt").write_bytes(b"")
    Path("sound.bin").write_bytes(b"ID3\xff\xfe\x00")
    Path("long.txt").write_bytes(b"a" * 1_000_001)
    Path("talk.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nHola\n")
    Path("list.json").write_text('["Lingoreel"]')
    Path("deep.json").write_text("[" * 200_000)
    ended = speak(*arguments)
    assert ended.code == 2
    assert said in said_in(ended)
    assert spoken.asked == []


def test_a_term_that_cannot_be_said_is_named(speak: Run, spoken: Any) -> None:
    Path("words.json").write_text('{"Lingoreel": "!!!"}')
    ended = speak("Hola", "--dictionary", "words.json")
    assert ended.code == 1
    assert "dictionary['Lingoreel'] has nothing that can be spoken" in ended.err
    assert spoken.asked == []


def test_a_service_needs_a_key(bare: Run) -> None:
    for command in (("speak", "Hola"), ("voices",)):
        ended = bare(*command, "--url", "http://127.0.0.1:9")
        assert ended.code == 2
        assert "LINGOREEL_API_KEY" in ended.err


def test_a_refusal_says_what_to_do(speak: Run, spoken: Any) -> None:
    error = {
        **{"code": "invalid_parameter", "field": "voice", "message": "voice 'espeak:xx' is no voice here"},
        **{"remedy": "one of: espeak:es; GET /api/voices lists all", "request_id": "r-1"},
    }
    spoken.refusals[SPEECH] = 400, error
    ended = speak("Hola", "--voice", "espeak:xx")
    assert ended.code == 1
    assert "voice 'espeak:xx' is no voice here" in ended.err
    assert "one of: espeak:es" in ended.err
    assert "r-1" in ended.err
    assert names() == set()


def test_a_task_that_fails_leaves_no_file(speak: Run, spoken: Any) -> None:
    spoken.answers[SPEECH] = {
        "state": -1,
        "error": {"code": "engine_failed", "message": "the voice fell silent", "remedy": "try again"},
    }
    ended = speak("Hola")
    assert ended.code == 1
    assert "the voice fell silent" in ended.err
    assert names() == set()


@pytest.fixture
def voices(bare: Run, service: Any) -> Run:
    seen: list[str] = []

    def query(path: str) -> tuple[int, dict[str, Any]]:
        seen.append(path)
        found = VOICES if path in ("/api/voices", "/api/voices?language=es") else []
        return 200, {"status": 200, "data": found}

    service.query, service.seen = query, seen
    return lambda *arguments: bare("voices", *arguments, "--url", service.base_url, "--key", "k")


def test_voices_are_a_table(voices: Run, service: Any) -> None:
    ended = voices()
    assert ended.code == 0, ended.err
    rows = [line.split() for line in ended.out.splitlines()]
    assert ["espeak:es", "es", "✓", "male", "espeak", "embedded", "Spanish", "(Spain),", "male"] in rows
    assert ["espeak:es-419", "es", "male", "espeak", "embedded", "Spanish", "(Latin", "America),", "male"] in rows
    assert service.seen == ["/api/voices"]


def test_voices_of_one_language(voices: Run, service: Any) -> None:
    assert voices("--language", "es", "--json").json == VOICES
    assert voices("-l", "tlh").out.strip() == "Voices: none"
    assert service.seen == ["/api/voices?language=es", "/api/voices?language=tlh"]
