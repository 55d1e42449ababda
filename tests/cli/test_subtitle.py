"""`lingoreel subtitle` as the service sees it: what is asked, how often, and what is made of the answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lingoreel.media.cues import make_cues, quality
from lingoreel.media.segments import Segment, Word

Run = Callable[..., Any]
RECOGNITION, VIDEO = "/api/tasks/audio/recognition", "/api/tasks/media/subtitle"


def receipt(item: str, points: float) -> dict[str, Any]:
    line = {"item": item, "unit": "minute", "measured": 26_000, "billed_units": 1, "points": points}
    return {"lines": [line], "charged": points, "price_version": 1}


@pytest.fixture
def talk(tmp_path: Path, service: Any) -> Path:
    """A file, and a service that has recognised, translated and subtitled it."""
    path = tmp_path / "a talk.mp4"
    path.write_bytes(b"moving pictures")
    words = [Word(start_ms=at, end_ms=at + 90, text=f"word{at}") for at in range(0, 4000, 100)]
    segment = Segment(start_ms=0, end_ms=4000, text=" ".join(word.text for word in words), words=tuple(words))
    cues = make_cues([segment], "en")
    service.answers[RECOGNITION] = {
        "target_language": "es",
        "source_language": "en",
        "files": {name: service.link(f"a talk.{name}") for name in ("txt", "srt", "vtt", "bilingual_srt")},
        "points": receipt("subtitles.recognize", 1),
        "quality": quality(cues, "en", segments=[segment]),
        "translation": {
            **{"name": "apertium", "version": "1", "model": "en-es", "tier": "embedded", "draft": True},
            **{"better": "lingoreel models pull nllb-600m", "path": ["en", "es"], "pivot": None},
            "report": {
                **{"lines": 7, "repaired": 2, "untranslated": [], "problem_count": 1},
                "problems": [{"line": 3, "code": "number", "detail": "2024"}],
            },
        },
        "warnings": ["draft_translation: have it revised", "low_confidence: 0.2"],
    }
    service.answers[VIDEO] = {
        "file": service.link("a talk.mkv"),
        "points": receipt("subtitles.synthesize", 0.5),
        "warnings": ["The font 'Impact' is not free to install"],
    }
    return path


@pytest.fixture
def subtitle(bare: Run, service: Any, tmp_path: Path) -> Run:
    def subtitle(*arguments: str) -> Any:
        where = ("--url", service.base_url, "--key", "k", "-o", str(tmp_path / "out"))
        return bare("subtitle", *arguments, *where)

    return subtitle


def saved(tmp_path: Path) -> set[str]:
    folder = tmp_path / "out"
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_a_file_is_sent_once_and_comes_back_translated_and_burnt_in(
    subtitle: Run, talk: Path, service: Any, tmp_path: Path
) -> None:
    ended = subtitle(str(talk), "--to", "es", "--burn")
    assert ended.code == 0, ended.err
    recognition = service.task_id(RECOGNITION)
    (first, asked), (second, burn) = service.asked
    assert (first, second) == (RECOGNITION, VIDEO)
    assert asked == {"file": b"moving pictures", "type": "4", "language": "es"}
    assert burn == {"task_id": recognition, "primary_subtitles": recognition, "mode": "burn"}
    assert saved(tmp_path) == {
        *(f"a talk.es.{ending}" for ending in ("txt", "srt", "vtt", "bilingual.srt", "subtitled.mkv"))
    }
    assert (tmp_path / "out" / "a talk.es.subtitled.mkv").read_text() == "content of a%20talk.mkv"

    assert "en → es by apertium en-es, a draft" in ended.out
    assert "for a better one: lingoreel models pull nllb-600m" in ended.out
    assert "checked 7 sentences: 2 repaired, 1 problems left" in ended.out
    assert "sentence 4, number: 2024" in ended.out
    assert "read faster than 20 characters a second" in ended.out
    assert "subtitles.recognize" in ended.out
    assert "subtitles.synthesize" in ended.out
    assert "charged 1.5 points" in ended.out
    assert "note: low_confidence: 0.2" in ended.err
    assert "draft_translation" not in ended.err
    assert "note: The font 'Impact'" in ended.err


def test_every_option_reaches_the_api(subtitle: Run, talk: Path, service: Any, tmp_path: Path) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text("crew,equipo\n", encoding="utf-8")
    ended = subtitle(
        *(str(talk), "--to", "es", "--from", "en", "--burn", "--bilingual", "--secondary-on-top"),
        *("--preset", "social", "--glossary", str(terms), "--keep", "Lingoreel", "--keep", "SMPTE"),
        *("--style", "font_size=32", "--style", "font_color=255,255,0,1", "--format", "srt"),
    )
    assert ended.code == 0, ended.err
    asked, burn = (parameters for _, parameters in service.asked)
    assert asked["source_language"] == "en"
    assert asked["subtitle_preset"] == "social"
    assert asked["bilingual_top"] == "source"
    assert json.loads(asked["glossary"]) == {"crew": "equipo"}
    assert json.loads(asked["do_not_translate"]) == ["Lingoreel", "SMPTE"]
    assert json.loads(asked["formats"]) == ["srt"]
    recognition = service.task_id(RECOGNITION)
    assert burn == {
        "task_id": recognition,
        "primary_subtitles": recognition,
        "secondary_subtitles": recognition,
        "mode": "burn",
        "subtitle_style": {"font_size": 32, "font_color": "255,255,0,1", "secondary_on_top": True},
    }
    assert saved(tmp_path) == {"a talk.es.srt", "a talk.es.bilingual.srt", "a talk.es.subtitled.mkv"}


def test_a_url_is_fetched_by_the_service_and_only_text_comes_without_burn(
    subtitle: Run, talk: Path, service: Any, tmp_path: Path
) -> None:
    service.answers[RECOGNITION] |= {"target_language": "origin", "translation": None}
    ended = subtitle("https://example.com/films/my%20talk.mp4?x=1", "--format", "vtt")
    assert ended.code == 0, ended.err
    ((path, asked),) = service.asked
    assert (path, asked["url"]) == (RECOGNITION, "https://example.com/films/my%20talk.mp4?x=1")
    assert "file" not in asked
    assert saved(tmp_path) == {"my talk.vtt"}
    assert "translation:" not in ended.out


def test_subtitles_of_ones_own_are_sent_and_nothing_is_recognised(
    subtitle: Run, talk: Path, service: Any, tmp_path: Path
) -> None:
    own = tmp_path / "own.srt"
    own.write_text("1\n00:00:00,500 --> 00:00:01,500\n你好\n", encoding="utf-8")
    ended = subtitle(str(talk), "--subtitles", str(own), "--soft", "--from", "zh")
    assert ended.code == 0, ended.err
    ((path, asked),) = service.asked
    assert (path, asked["file"], asked["mode"], asked["primary_language"]) == (VIDEO, b"moving pictures", "soft", "zh")
    assert json.loads(asked["primary_subtitles"]) == [{"start": 500, "end": 1500, "text": "你好"}]
    assert saved(tmp_path) == {"a talk.subtitled.mkv"}


def test_spoken_in_the_wanted_language_there_is_one_track(subtitle: Run, talk: Path, service: Any) -> None:
    service.answers[RECOGNITION] |= {"target_language": "origin", "translation": None}
    ended = subtitle(str(talk), "--to", "en", "--soft", "--bilingual")
    assert ended.code == 0, ended.err
    assert "secondary_subtitles" not in service.asked[1][1]
    assert "one track" in ended.err


def test_json_is_for_machines(subtitle: Run, talk: Path, service: Any) -> None:
    ended = subtitle(str(talk), "--to", "es", "--burn", "--json")
    assert ended.json["recognition"]["task_id"] == service.task_id(RECOGNITION)
    assert ended.json["video"]["points"]["charged"] == 0.5
    assert [Path(path).name for path in ended.json["saved"]][-1] == "a talk.es.subtitled.mkv"


def test_the_texts_are_kept_when_the_video_fails(subtitle: Run, talk: Path, service: Any, tmp_path: Path) -> None:
    failure = {"code": "font_missing", "message": "no font has 字", "remedy": "lingoreel models pull fonts-cjk"}
    service.answers[VIDEO] = {"state": -1, "error": failure}
    ended = subtitle(str(talk), "--to", "es", "--burn")
    assert ended.code == 1
    assert "error: no font has 字" in ended.err
    assert "try: lingoreel models pull fonts-cjk" in ended.err
    assert "a talk.es.srt" in saved(tmp_path)


def test_what_the_api_refuses_is_one_line_with_its_remedy(subtitle: Run, talk: Path, service: Any) -> None:
    refusal = {"code": "pair_unavailable", "message": "nothing here translates", "remedy": "pull apertium"}
    service.refusals[RECOGNITION] = (400, refusal)
    ended = subtitle(str(talk), "--to", "es", "--burn")
    assert (ended.code, ended.out) == (1, "")
    assert "error: nothing here translates\n  try: pull apertium" in ended.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--burn", "--soft"], "one of them"),
        (["--bilingual"], "--to"),
        (["--to", "es", "--secondary-on-top"], "--bilingual"),
        (["--style", "font_size=20"], "--burn"),
        (["--soft", "--style", "font_size=20"], "--burn"),
        (["--burn", "--style", "font_size"], "KEY=VALUE"),
        (["--subtitles", "OWN"], "--burn or --soft"),
        (["--subtitles", "OWN", "--burn", "--to", "es"], "--to is for what is recognised"),
        (["--subtitles", "OWN", "--burn", "--bilingual"], "--to"),
        (["--glossary", "none.csv"], "no file"),
    ],
)
def test_what_does_not_go_together_is_refused_before_anything_is_sent(
    subtitle: Run, talk: Path, service: Any, tmp_path: Path, arguments: list[str], said: str
) -> None:
    own = tmp_path / "own.srt"
    own.write_text("1\n00:00:00,500 --> 00:00:01,500\nHi\n", encoding="utf-8")
    ended = subtitle(str(talk), *(str(own) if one == "OWN" else one for one in arguments))
    assert ended.code == 2
    assert said in " ".join(ended.err.replace("│", " ").split())
    assert service.asked == []


def test_a_style_the_api_would_refuse_is_refused_at_once(subtitle: Run, talk: Path, service: Any) -> None:
    ended = subtitle(str(talk), "--burn", "--style", "font_color=300,0,0,1")
    assert ended.code == 1
    assert "subtitle_style.font_color" in ended.err
    assert service.asked == []
