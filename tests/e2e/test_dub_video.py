"""What is in a dubbed film beside the dub: picture, other tracks, subtitles; and what is refused."""

from __future__ import annotations

import io
import json
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from dubs import Talk, make_talk, real_speech
from films import changed, look_at
from hearing import Track, fetch, sound_of, tracks

from lingoreel.media.program import find_ffmpeg
from service import Customer, RunningService

PREVIEW = "/api/tasks/media/video-translation/preview"
CREATE = "/api/tasks/video-translation/create"
SYNTHESIS = "/api/tasks/media/video-translation/synthesis"
EXPORT = "/api/tasks/video-translation/export"
LINES = [
    {"start": 700, "end": 3000, "text": "Buenos días a todos."},
    {"start": 4000, "end": 7000, "text": "Esta es la segunda frase."},
]
SRT = "1\n00:00:00,700 --> 00:00:03,000\nGood morning to all.\n\n2\n00:00:04,000 --> 00:00:07,000\nThe second one.\n"
SPANISH_SRT = SRT.replace("Good morning to all.", "Buenos días a todos.").replace("The second one.", "La segunda.")


@pytest.fixture(scope="module")
def customer(studio: RunningService) -> Customer:
    return studio.customer(points=1000, parallel=4)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    return make_talk(tmp_path_factory.mktemp("short") / "short.mp4", real_speech()[1:3], pauses_s=(1.0,))


@pytest.fixture(scope="module")
def rich(talk: Talk, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same with a second sound track, a subtitle track, chapters and a title."""
    folder = tmp_path_factory.mktemp("rich")
    (folder / "text.srt").write_text("1\n00:00:00,700 --> 00:00:02,700\nHello there\n", encoding="utf-8")
    chapters = "".join(
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={number * 4000}\nEND={number * 4000 + 4000}\ntitle=Part {number}\n"
        for number in range(2)
    )
    (folder / "facts").write_text(f";FFMETADATA1\ntitle=A rich film\n{chapters}", encoding="utf-8")
    inputs = [argument for name in (str(talk.path), "text.srt", "facts") for argument in ("-i", name)]
    languages = (("a:0", "eng"), ("a:1", "fre"), ("s:0", "eng"))
    tags = [argument for stream, code in languages for argument in (f"-metadata:s:{stream}", f"language={code}")]
    maps = ("-map", "0:v", "-map", "0:a", "-map", "0:a", "-map", "1", "-map_metadata", "2", "-map_chapters", "2")
    command = [find_ffmpeg().path, "-v", "error", "-nostdin", *inputs, *maps, "-c", "copy", *tags, "rich.mkv"]
    subprocess.run(command, check=True, cwd=folder)
    return (folder / "rich.mkv").read_bytes()


def dub(customer: Customer, content: bytes, name: str = "short.mp4", path: str = SYNTHESIS, **fields: Any) -> dict:
    lines = fields.pop("subtitles", LINES)
    sent = {"language": "es", "subtitles": lines if isinstance(lines, str) else json.dumps(lines), **fields}
    data = customer.wait(customer.upload(content, name, path, **sent))
    assert data["state"] == 1, data["error"]
    return data


def of(kind: str, found: list[Track]) -> list[Track]:
    return [track for track in found if track.kind == kind]


def test_a_second_track_keeps_the_original(customer: Customer, rich: bytes):
    data = dub(customer, rich, "rich.mkv", audio_mode="add_track", source_language="en")
    before, after = tracks(rich), tracks(fetch(data["file"]))
    dubbed, original, comment = of("audio", after)
    assert (dubbed.language, original.language, comment.language) == ("spa", "eng", "fre")
    assert dubbed.default
    assert not original.default
    for kept, was in zip(
        [*of("video", after), original, comment], [*of("video", before), *of("audio", before)], strict=True
    ):
        assert [data for _, _, data in kept.packets] == [data for _, _, data in was.packets]
    assert [data for _, _, data in of("subtitle", after)[0].packets] == [b"Hello there"]
    with av.open(io.BytesIO(fetch(data["file"]))) as container:
        assert container.metadata["title"] == "A rich film"
        assert [chapter["metadata"]["title"] for chapter in container.chapters()] == ["Part 0", "Part 1"]


def test_subtitles_as_a_track_stand_where_the_dub_is_heard(customer: Customer, talk: Talk):
    data = dub(customer, talk.content(), subtitle_mode="soft")
    after = tracks(fetch(data["file"]))
    [track] = of("subtitle", after)
    assert track.language == "spa"
    shown = [time for time, _, data in track.packets if len(data) > 2]
    placed = [line["start"] / 1000 for line in data["result"]["sync"]["lines"]]
    assert shown == pytest.approx(placed, abs=0.25)
    assert [p.packets for p in of("video", after)] == [p.packets for p in of("video", tracks(talk.content()))]


def test_subtitles_in_the_picture(customer: Customer, talk: Talk):
    data = dub(customer, talk.content(), subtitle_mode="burn", subtitle_style='{"font_size": 24}')
    before, after = look_at(talk.content()), look_at(fetch(data["file"]))
    assert after.times == before.times
    [first, _] = data["result"]["sync"]["lines"]
    under = next(n for n, time in enumerate(before.times) if time * 1000 > (first["start"] + first["end"]) / 2)
    assert changed(before.pictures[under], after.pictures[under])
    assert changed(before.pictures[2], after.pictures[2]) is None


def test_the_older_paths_do_the_same(customer: Customer, talk: Talk):
    data = dub(customer, talk.content(), path=EXPORT)
    assert sound_of(fetch(data["file"])).samples.shape[1] == pytest.approx(talk.voice.shape[1], abs=1024)
    again = customer.wait(customer.upload(talk.content(), "short.mp4", CREATE, language="es", source_language="en"))
    assert again["state"] == 1, again["error"]
    assert again["result"]["source_subtitles"]
    assert [set(line) for line in again["result"]["translated_subtitles"]]


def test_a_second_language_does_only_its_own_work(customer: Customer, talk: Talk):
    fields = {"source_language": "en", "speaker_identification": 0}
    first = customer.wait(customer.upload(talk.content(), "short.mp4", PREVIEW, language="es", **fields))
    before = reused(customer, "recognise")
    second = customer.wait(customer.create(PREVIEW, task_id=first["task_id"], language="ca", **fields))
    assert (first["state"], second["state"]) == (1, 1)
    assert reused(customer, "recognise") > before
    one, other = (data["result"]["subtitles"] for data in (first, second))
    assert [line["source_text"] for line in one] == [line["source_text"] for line in other]
    assert {line["voice"].partition("@")[0] for line in other} == {"espeak:ca"}


def reused(customer: Customer, stage: str) -> float:
    lines = customer.http.get("/metrics").text.splitlines()
    wanted = [one for one in lines if one.startswith("lingoreel_stages_reused_total") and f'stage="{stage}' in one]
    return sum(float(line.rsplit(" ", 1)[1]) for line in wanted)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([{**LINES[1]}, {**LINES[0]}], "order"),
        ([LINES[0], {**LINES[1], "start": 2000}], "overlap"),
        ([*LINES, {"start": 7100, "end": 7400, "text": "  "}], "empty"),
        ([*LINES, {"start": 900_000, "end": 901_000, "text": "Fuera."}], "outside"),
    ],
)
def test_lines_that_are_not_as_they_should_be_are_mended_and_told(
    customer: Customer, talk: Talk, lines: list[dict[str, Any]], told: str
):
    data = dub(customer, talk.content(), subtitles=lines, background="drop")
    placed = data["result"]["sync"]["lines"]
    assert len(placed) == 2
    assert all(one["end"] <= other["start"] for one, other in pairwise(placed))
    assert data["warnings"], told


def test_lines_that_overlap_keep_their_starts_or_tell_how_late_they_are(customer: Customer, talk: Talk):
    nested = [{**LINES[0], "end": 7000}, {**LINES[1], "start": 2500, "end": 3500}, {**LINES[1], "text": "Y otra."}]
    data = dub(customer, talk.content(), subtitles=[*nested, {**LINES[1], "text": "A la vez."}], background="drop")
    rows = data["result"]["sync"]["lines"]
    assert [row["source_start"] for row in rows] == [700, 2500, 4000, 4000]
    assert [row["start_drift_ms"] for row in rows[:3]] == [0, 0, 0]
    assert rows[3]["start_drift_ms"] == rows[3]["start"] - 4000 > 250
    assert {"index": 3, "why": ["drift"]} in data["result"]["sync"]["needs_review"]
    assert {"lines_overlap", "lines_at_once"} <= {warning.partition(":")[0] for warning in data["warnings"]}
    again = customer.wait(customer.create(SYNTHESIS, task_id=data["task_id"], subtitles=data["result"]["subtitles"]))
    assert again["result"]["subtitles"] == data["result"]["subtitles"]
    assert [row["start"] for row in again["result"]["sync"]["lines"]] == [row["start"] for row in rows]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"subtitles": None}, "subtitles"),
        ({"subtitles": []}, "subtitles"),
        ({"subtitles": "not JSON"}, "subtitles"),
        ({"subtitles": [{"start": 0, "text": "no end"}]}, "subtitles"),
        ({"subtitles": [{**LINES[0], "voice": "espeak:nobody"}]}, "subtitles[0].voice"),
        ({"subtitles": [{**LINES[0], "text": "a" * 2001}]}, "subtitles"),
        ({"subtitles": [LINES[0]] * 10_001}, "subtitles"),
        ({"voice": "flite:slt"}, "voice"),
        ({"language": "xx"}, "language"),
        ({"language": "th"}, "language"),
        ({"background": "loud"}, "background"),
        ({"original_volume": 101}, "original_volume"),
        ({"subtitle_mode": "hard"}, "subtitle_mode"),
        ({"audio_mode": "both"}, "audio_mode"),
        ({"max_speed": 0.5}, "max_speed"),
        ({"task_id": "0197a000-0000-7000-8000-000000000000", "url": None}, "task_id"),
    ],
)
def test_what_is_wrong_with_a_dub_is_named(customer: Customer, fields: dict[str, Any], field: str):
    sent = {"url": "https://example.org/a.mp4", "language": "es", "subtitles": LINES, **fields}
    answer = customer.http.post(SYNTHESIS, json={key: value for key, value in sent.items() if value is not None})
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["field"].startswith(field)


def test_all_lines_outside_the_video_is_a_failure_that_costs_nothing(customer: Customer, talk: Talk):
    lines = [{"start": 900_000, "end": 901_000, "text": "Fuera."}]
    data = customer.wait(
        customer.upload(talk.content(), "short.mp4", SYNTHESIS, language="es", subtitles=json.dumps(lines))
    )
    assert (data["state"], data["points"]["charged"]) == (-7, 0)


def test_a_picture_without_sound_cannot_be_dubbed(customer: Customer, tmp_path: Path):
    path = tmp_path / "silent.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(20):
            out.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        out.mux(stream.encode(None))
    data = customer.wait(customer.upload(path.read_bytes(), "silent.mp4", PREVIEW, language="es"))
    assert data["state"] == -7
    assert data["points"]["charged"] == 0


def test_the_dubs_of_others_are_unknown(studio: RunningService, customer: Customer, talk: Talk):
    data = dub(customer, talk.content())
    answer = studio.customer().http.post(SYNTHESIS, json={"task_id": data["task_id"], "subtitles": LINES})
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, "task_id")
    assert httpx.get(data["file"]).status_code == 200
