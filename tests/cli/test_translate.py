"""`lingoreel translate` as the service sees it: what is asked, how often, and what is made of the answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from lingoreel.media.dub.fit import FitSettings, Need, Spoken, fit
from lingoreel.media.dub.line import DubLine
from lingoreel.media.dub.report import Voiced, sync_report

Run = Callable[..., Any]
PREVIEW = "/api/tasks/media/video-translation/preview"
SYNTHESIS = "/api/tasks/media/video-translation/synthesis"


def lines(count: int) -> list[DubLine]:
    return [
        DubLine(at * 4000, at * 4000 + 2000, f"Línea {at}.", f"Line {at}.", f"speaker{at % 2}", "espeak:es")
        for at in range(count)
    ]


def sync(of: Sequence[DubLine], spoken_ms: float = 1800) -> dict[str, Any]:
    duration_ms = of[-1].end_ms + 10_000
    needs = [Need(line.start_ms, line.end_ms, spoken_ms, at) for at, line in enumerate(of)]
    placed = fit([Spoken(need, 1.0, spoken_ms) for need in needs], duration_ms, FitSettings())
    voiced = [Voiced("espeak", "espeak:es")] * len(of)
    return sync_report(of, placed, voiced, duration_ms=duration_ms, settings=FitSettings())


def receipt(item: str, points: float) -> dict[str, Any]:
    line = {"item": item, "unit": "minute", "measured": 26_000, "billed_units": 1, "points": points}
    return {"lines": [line], "charged": points, "price_version": 1}


@pytest.fixture
def talk(tmp_path: Path, service: Any) -> Path:
    """A file, and a service that has translated and dubbed it."""
    path = tmp_path / "a talk.mp4"
    path.write_bytes(b"moving pictures")
    array = [line.to_dict() for line in lines(4)]
    service.answers[PREVIEW] = {
        "result": {"source_subtitles": [], "translated_subtitles": [], "subtitles": array},
        "speakers": [{"speaker": f"speaker{n}", "gender": n, "pitch_hz": 120, "voice": "espeak:es"} for n in range(2)],
        "translation": {
            **{"name": "apertium", "version": "1", "model": "en-es", "tier": "embedded", "draft": True},
            **{"better": "lingoreel models pull nllb-600m", "path": ["en", "es"], "pivot": None},
        },
        "points": receipt("video_translation.translate", 2),
        "warnings": ["draft_translation: have it revised", "low_confidence: 0.2"],
    }
    service.answers[SYNTHESIS] = {
        "file": service.link("a talk.mkv"),
        "files": {name: service.link(name) for name in ("video", "audio", "srt", "sync", "sync_picture", "lines")},
        "result": {"subtitles": array, "sync": sync(lines(4))},
        "points": receipt("video_translation.synthesize", 6),
        "warnings": [],
    }
    return path


@pytest.fixture
def translate(bare: Run, service: Any, tmp_path: Path) -> Run:
    def translate(*arguments: str) -> Any:
        where = ("--url", service.base_url, "--key", "k", "-o", str(tmp_path / "out"))
        return bare("translate", *arguments, *where)

    return translate


def saved(tmp_path: Path) -> set[str]:
    folder = tmp_path / "out"
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_a_video_is_sent_once_and_comes_back_dubbed(translate: Run, talk: Path, service: Any, tmp_path: Path) -> None:
    ended = translate(str(talk), "--to", "es")
    assert ended.code == 0, ended.err
    (first, asked), (second, dub) = service.asked
    assert (first, second) == (PREVIEW, SYNTHESIS)
    assert asked == {"file": b"moving pictures", "language": "es"}
    assert dub == {
        **{"task_id": service.task_id(PREVIEW), "language": "es"},
        **{"background": "keep", "subtitle_mode": "none", "audio_mode": "replace"},
    }
    assert saved(tmp_path) == {
        f"a talk.es.{ending}" for ending in ("mkv", "srt", "sync.json", "sync.svg", "lines.json")
    }
    kept = json.loads((tmp_path / "out" / "a talk.es.lines.json").read_text(encoding="utf-8"))
    assert kept == [line.to_dict() for line in lines(4)]

    assert "en → es by apertium en-es, a draft" in ended.out
    assert "speaker1: espeak:es" in ended.out
    assert "sync: 4 lines (4 natural); overlap 0 ms" in ended.out
    assert "start drift: median 0 ms, 95 % within 0 ms, at most 0 ms" in ended.out
    row = next(line.split() for line in ended.out.splitlines() if "Línea 2." in line)
    assert row[:2] == ["3", "0:08.0"]
    assert "charged 8 points" in ended.out
    assert f"--again {service.task_id(SYNTHESIS)}" in ended.out
    assert "note: low_confidence: 0.2" in ended.err
    assert "draft_translation" not in ended.err


def test_every_option_reaches_the_api(translate: Run, talk: Path, service: Any, tmp_path: Path) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text("crew,equipo\n", encoding="utf-8")
    ended = translate(
        *(str(talk), "--to", "es", "--from", "en", "--one-speaker", "--voice", "espeak:es-419"),
        *("--speaker-voice", "speaker1=espeak:es", "--background", "drop", "--original-volume", "12.5"),
        *("--subtitles", "burn", "--style", "font_size=30", "--audio-mode", "add_track"),
        *("--max-speed", "1.2", "--max-drift-ms", "300", "--glossary", str(terms), "--keep", "Lingoreel"),
    )
    assert ended.code == 0, ended.err
    asked, dub = (parameters for _, parameters in service.asked)
    assert (asked["source_language"], asked["speaker_identification"], asked["voice"]) == ("en", "0", "espeak:es-419")
    assert json.loads(asked["glossary"]) == {"crew": "equipo"}
    assert json.loads(asked["do_not_translate"]) == ["Lingoreel"]
    assert dub == {
        **{"task_id": service.task_id(PREVIEW), "language": "es", "source_language": "en", "voice": "espeak:es-419"},
        **{"speaker_voices": {"speaker1": "espeak:es"}, "background": "drop", "original_volume": 12.5},
        **{"subtitle_mode": "burn", "subtitle_style": {"font_size": 30}, "audio_mode": "add_track"},
        **{"max_speed": 1.2, "max_drift_ms": 300},
    }


def test_a_second_language_takes_the_first_one_s_video(
    translate: Run, talk: Path, service: Any, tmp_path: Path
) -> None:
    ended = translate(str(talk), "--to", "es,fr, es")
    assert ended.code == 0, ended.err
    assert [(path, asked["language"]) for path, asked in service.asked] == [
        *((PREVIEW, "es"), (SYNTHESIS, "es"), (PREVIEW, "fr"), (SYNTHESIS, "fr"))
    ]
    assert service.asked[2][1]["task_id"] == service.task_id(PREVIEW)
    assert "file" not in service.asked[2][1]
    assert {"a talk.es.mkv", "a talk.fr.mkv"} <= saved(tmp_path)
    assert "charged 16 points" in ended.out


def test_a_preview_is_saved_edited_and_spoken(translate: Run, talk: Path, service: Any, tmp_path: Path) -> None:
    ended = translate(str(talk), "--to", "es", "--preview")
    assert ended.code == 0, ended.err
    assert [path for path, _ in service.asked] == [PREVIEW]
    assert saved(tmp_path) == {"a talk.es.lines.json"}
    path = tmp_path / "out" / "a talk.es.lines.json"
    edited = [{**line, "text": "Otra cosa."} for line in json.loads(path.read_text(encoding="utf-8"))]
    path.write_text(json.dumps(edited), encoding="utf-8")
    earlier = "0190a6a0-0000-7000-8000-000000000009"
    assert translate(str(talk), "--to", "es", "--lines", str(path), "--again", earlier).code == 0
    _, (kind, asked) = service.asked
    assert (kind, asked["task_id"], json.loads(asked["subtitles"])) == (SYNTHESIS, earlier, edited)
    assert asked["file"] == b"moving pictures", "so that another film is not taken for it"
    assert not {"background", "subtitle_mode", "audio_mode"} & asked.keys(), "they are as they were"


def test_a_subtitle_file_is_spoken(translate: Run, talk: Path, service: Any, tmp_path: Path) -> None:
    own = tmp_path / "own.srt"
    own.write_text("1\n00:00:00,500 --> 00:00:01,500\nHola\n", encoding="utf-8")
    assert translate(str(talk), "--to", "es", "--lines", str(own)).code == 0
    ((path, asked),) = service.asked
    assert (path, asked["file"], asked["language"]) == (SYNTHESIS, b"moving pictures", "es")
    assert json.loads(asked["subtitles"]) == [{"start": 500, "end": 1500, "text": "Hola"}]


def test_of_many_lines_the_worst_are_shown_and_what_to_look_at(translate: Run, talk: Path, service: Any) -> None:
    many = lines(60)
    service.answers[SYNTHESIS]["result"] = {
        "subtitles": [line.to_dict() for line in many],
        "sync": sync(many, spoken_ms=9000),
    }
    ended = translate(str(talk), "--to", "es")
    assert "the 20 worst of 60 lines" in ended.out
    assert "60 overrun" in ended.out
    assert "look at line 2: begins too far from its time" in ended.out
    assert "more: see the sync file" in ended.out


def test_where_the_dub_is_silent_is_said(translate: Run, talk: Path, service: Any) -> None:
    service.answers[SYNTHESIS]["result"]["sync"]["dead_air"] = [{"start": 61_500, "end": 70_000}]
    ended = translate(str(talk), "--to", "es")
    assert "look at 1:01.5 to 1:10.0: the source speaks, the dub is silent" in ended.out


def test_json_is_for_machines(translate: Run, talk: Path) -> None:
    (found,) = translate(str(talk), "--to", "es", "--json").json
    assert found["dub"]["points"]["charged"] == 6
    assert found["preview"]["points"]["charged"] == 2
    assert [Path(path).name for path in found["saved"]][:2] == ["a talk.es.lines.json", "a talk.es.mkv"]


def test_the_lines_are_kept_when_the_dub_fails(translate: Run, talk: Path, service: Any, tmp_path: Path) -> None:
    failure = {"code": "no_voice", "message": "nobody speaks it", "remedy": "lingoreel models pull kokoro"}
    service.answers[SYNTHESIS] = {"state": -1, "error": failure}
    ended = translate(str(talk), "--to", "es")
    assert ended.code == 1
    assert "error: nobody speaks it\n  try: lingoreel models pull kokoro" in ended.err
    assert saved(tmp_path) == {"a talk.es.lines.json"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", " , "], "name a language"),
        (["--to", "es", "--style", "font_size=20"], "--subtitles burn"),
        (["--to", "es", "--background", "loud"], "keep, drop"),
        (["--to", "es", "--subtitles", "hard"], "none, soft, burn"),
        (["--to", "es", "--audio-mode", "both"], "replace, add_track"),
        (["--to", "es", "--speaker-voice", "speaker0"], "SPEAKER=VOICE"),
        (["--to", "es", "--original-volume", "101"], "101 is not between 0 and 100"),
        (["--to", "es", "--max-speed", "0.5"], "0.5 is not between 1 and 2"),
        (["--to", "es,fr", "--lines", "LINES"], "lines are of one"),
        (["--to", "es", "--lines", "LINES", "--preview"], "need no preview"),
        (["--to", "es", "--lines", "none.json"], "no file"),
        (["--to", "es", "--lines", "none.srt"], "no file"),
        (["--to", "es", "--lines", "BROKEN"], "is not JSON"),
        (["--to", "es", "--lines", "EMPTY"], "must be a list"),
    ],
)
def test_what_does_not_go_together_is_refused_before_anything_is_sent(
    translate: Run, talk: Path, service: Any, tmp_path: Path, arguments: list[str], said: str
) -> None:
    contents = {"LINES": "[{}]", "BROKEN": "[", "EMPTY": "[]"}
    for name, content in contents.items():
        (tmp_path / f"{name}.json").write_text(content, encoding="utf-8")
    ended = translate(str(talk), *(str(tmp_path / f"{one}.json") if one in contents else one for one in arguments))
    assert ended.code == 2, ended.err
    assert said in " ".join(ended.err.replace("│", " ").split())
    assert service.asked == []
