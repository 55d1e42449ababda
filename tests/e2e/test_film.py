"""Films of texts, as a client asks for them; what is judged is the film that comes back."""

from __future__ import annotations

import io
import json
import re
import time
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import httpx
import jiwer
import numpy as np
import pytest
from films import make_film
from hearing import loudness
from served import Served

from service import PATH, Customer, RunningService

FILM = "/api/tasks/media/video-generation"
STORY = (
    "The old lighthouse stands on a rock above the sea. Every evening the keeper climbs one hundred and twenty steps. "
    "He lights the lamp and watches the ships. In the morning he sleeps."
)
SMALL: dict[str, Any] = {"resolution": "480p"}
DOCUMENTED = ("file", "duration", "storyboard", "files")
OTHERS = {
    "es": "El sol sale sobre la ciudad. La gente se despierta y prepara café.",
    "zh": "太阳升起来了，城市慢慢醒来。人们喝咖啡，打开窗户。",
    "ja": "朝の太陽が町を照らします。人々は目を覚まし、コーヒーを飲みます。",
    "ar": "تشرق الشمس فوق المدينة. يستيقظ الناس ويشربون القهوة.",
}


@pytest.fixture(scope="module")
def customer(studio: RunningService) -> Customer:
    return studio.customer(points=5000, parallel=4)


@pytest.fixture(scope="module")
def story(customer: Customer) -> dict[str, Any]:
    task_id = customer.create(FILM, text=STORY, seed=1, **SMALL)
    shown = customer.query(task_id)
    assert set(shown) >= {*DOCUMENTED, "voice", "language", "seed", "width", "height", "engine"}
    assert (shown["seed"], shown["width"], shown["height"]) == (1, 854, 480)
    done = complete(customer, task_id)
    assert set(done) == set(shown), "every key is there from the first query"
    return done


@pytest.fixture(scope="module")
def content(story: dict[str, Any]) -> bytes:
    return fetch(story["file"])


def complete(customer: Customer, task_id: str) -> dict[str, Any]:
    data = customer.wait(task_id, 280)
    assert data["state"] == 1, data["error"]
    assert data["file"] == data["result"]["video"] == data["files"]["video"]
    return data


def fetch(link: str) -> bytes:
    answer = httpx.get(link, timeout=60)
    assert answer.status_code == 200
    return answer.content


def words(text: str) -> str:
    return " ".join(re.findall(r"[a-z']+", text.lower()))


def pictures(content: bytes) -> list[np.ndarray]:
    with av.open(io.BytesIO(content)) as container:
        return [frame.to_ndarray(format="gray").astype(np.int16) for frame in container.decode(video=0)]


def reused(customer: Customer, stage: str) -> float:
    lines = customer.http.get("/metrics").text.splitlines()
    found = [line for line in lines if line.startswith("lingoreel_stages_reused_total") and f'stage="{stage}"' in line]
    return sum(float(line.rsplit(" ", 1)[1]) for line in found)


def test_one_run_is_charged(story: dict[str, Any]):
    [line] = story["points"]["lines"]
    assert (line["item"], line["measured"], line["points"]) == ("video_generation.basic", 1, 10)


def test_the_whole_text_is_told_in_scenes_that_follow_each_other(story: dict[str, Any]):
    scenes = story["storyboard"]
    assert len(scenes) >= 3
    assert " ".join(scene["text"] for scene in scenes) == STORY
    assert scenes[0]["start"] == 0
    assert all(a["end"] == b["start"] for a, b in pairwise(scenes))
    assert story["duration"] == -(-scenes[-1]["end"] // 1000)
    assert all(scene["headline"] is None or scene["headline"] in scene["text"] for scene in scenes)
    assert all(a["motifs"][0] != b["motifs"][0] for a, b in pairwise(scenes))


def test_pictures_and_sound_are_whole_and_of_one_length(story: dict[str, Any], content: bytes, tmp_path: Path):
    with av.open(io.BytesIO(content)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (video.width, video.height, video.average_rate) == (854, 480, 24)
        assert (audio.codec_context.name, audio.rate, audio.channels) == ("aac", 48_000, 2)
        assert abs(video.duration * video.time_base - audio.duration * audio.time_base) <= Fraction(1024, 48_000)
        assert container.metadata["title"]
    with av.open(io.BytesIO(content)) as container:
        times = [frame.pts * frame.time_base for frame in container.decode(video=0)]
    assert times == [Fraction(number, 24) for number in range(len(times))]
    assert abs(len(times) / 24 * 1000 - story["storyboard"][-1]["end"]) < 1
    heard = loudness(content, tmp_path)
    assert abs(heard.lufs + 16) <= 1
    assert heard.true_peak_dbtp <= -1
    assert story["sound"]["music"]
    assert story["sound"]["speech_over_music_db"] >= 14


def test_no_second_stands_still_and_no_two_scenes_look_alike(story: dict[str, Any], content: bytes):
    seen = pictures(content)
    moved = [np.abs(seen[n + 24] - seen[n]).mean() for n in range(0, len(seen) - 48, 24)]
    assert min(moved) > 0.15, moved
    middles = [seen[(scene["start"] + scene["end"]) * 24 // 2000] for scene in story["storyboard"]]
    assert all(np.abs(a - b).mean() > 4 for a, b in pairwise(middles))


def test_the_files_beside_it(story: dict[str, Any]):
    assert set(story["files"]) == {"video", "poster", "srt", "vtt", "storyboard"}
    with av.open(io.BytesIO(fetch(story["files"]["poster"]))) as poster:
        picture = next(poster.decode(video=0))
    assert (picture.width, picture.height) == (854, 480)
    assert picture.to_ndarray(format="gray").std() > 8
    cues = fetch(story["files"]["srt"]).decode()
    shown = " ".join(line for line in cues.splitlines() if line and not line.isdigit() and "-->" not in line)
    assert words(shown) == words(STORY)
    told = json.loads(fetch(story["files"]["storyboard"]))
    assert [scene["text"] for scene in told["scenes"]] == [scene["text"] for scene in story["storyboard"]]
    assert all(scene["words"] for scene in told["scenes"])


def test_words_are_highlighted_when_they_are_heard(story: dict[str, Any], content: bytes):
    """Where a pause is in the sound, no word begins within it."""
    with av.open(io.BytesIO(content)) as container:
        sound = np.concatenate([frame.to_ndarray().mean(axis=0) for frame in container.decode(audio=0)])
    told = json.loads(fetch(story["files"]["storyboard"]))
    starts = [word["start"] for scene in told["scenes"] for word in scene["words"]]
    ends = [word["end"] for scene in told["scenes"] for word in scene["words"]]
    assert all(a <= b for a, b in pairwise(starts))
    power = np.array([np.sqrt((sound[ms * 48 : ms * 48 + 960] ** 2).mean()) for ms in range(0, ends[-1], 20)])
    inside = np.zeros(len(power), bool)
    for start, end in zip(starts, ends, strict=True):
        inside[start // 20 : end // 20] = True
    assert np.median(power[inside]) > 2.5 * np.median(power[~inside])


def test_the_same_again_is_the_same_film_and_is_made_of_what_there_is(
    customer: Customer, story: dict[str, Any], content: bytes
):
    before = reused(customer, "film")
    began = time.monotonic()
    again = complete(customer, customer.create(FILM, text=STORY, seed=1, **SMALL))
    assert time.monotonic() - began < 20
    assert reused(customer, "film") - before > len(story["storyboard"])
    assert fetch(again["file"]) == content
    assert again["points"]["charged"] == 10


def test_a_retry_is_the_same_film_again(customer: Customer, story: dict[str, Any], content: bytes):
    again = customer.http.post(f"/api/tasks/{story['task_id']}/retry").json()["data"]["task_id"]
    assert fetch(complete(customer, again)["file"]) == content


def test_a_scene_that_changed_is_drawn_again_alone(customer: Customer, story: dict[str, Any]):
    before = reused(customer, "film")
    text = STORY.replace("watches the ships", "watches the birds")
    again = complete(customer, customer.create(FILM, text=text, seed=1, **SMALL))
    assert again["storyboard"][0]["text"] == story["storyboard"][0]["text"]
    assert reused(customer, "film") - before >= len(story["storyboard"]) - 2


def test_another_seed_is_another_film(customer: Customer, content: bytes):
    other = complete(customer, customer.create(FILM, text=STORY, seed=2, **SMALL))
    ours, theirs = pictures(content), pictures(fetch(other["file"]))
    pairs = list(zip(ours, theirs, strict=False))[24::24]
    assert np.mean([np.abs(a - b).mean() for a, b in pairs]) > 5


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_told_by_their_letters(customer: Customer, language: str):
    data = complete(customer, customer.create(FILM, prompt=OTHERS[language], aspect_ratio="1:1", **SMALL))
    assert data["language"] == language
    assert (data["width"], data["height"]) == (480, 480)
    told = "".join("".join(scene["text"].split()) for scene in data["storyboard"])
    assert told == "".join(OTHERS[language].split())


def test_upright_without_captions_or_music_what_is_told_is_heard_again(customer: Customer):
    fields = {"text": STORY, "voice": "flite:rms", "resolution": "480x854", "subtitles": 0, "music": 0}
    data = complete(customer, customer.create(FILM, **fields))
    assert (data["width"], data["height"]) == (480, 854)
    assert data["sound"]["music"] is False
    assert {"srt", "vtt"} <= set(data["files"])
    heard = customer.wait(customer.upload(fetch(data["file"]), "film.mp4", PATH, source_language="en"))
    assert jiwer.wer(words(STORY), words(heard["result"])) <= 0.2, heard["result"]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_film(tmp_path_factory.mktemp("clip") / "clip.mp4", seconds=2).read_bytes()


@pytest.fixture(scope="module")
def photo() -> bytes:
    picture = np.zeros((360, 640, 3), np.uint8)
    picture[:, :, 0] = 250
    encoder: Any = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = 640, 360, "yuvj420p", Fraction(1, 25)
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuvj420p")
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])


def test_ones_own_pictures_and_clips_are_shown(customer: Customer, served: Served, photo: bytes, clip: bytes):
    urls = [served("photo.jpg", photo), served("clip.mp4", clip)]
    task_id = customer.create(FILM, text=STORY, seed=1, assets=urls, subtitles=0, **SMALL)
    data = complete(customer, task_id)
    shown = [scene["asset"] for scene in data["storyboard"]]
    assert [url for url in shown if url] == urls
    with av.open(io.BytesIO(fetch(data["file"]))) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    first = next(scene for scene in data["storyboard"] if scene["asset"] == urls[0])
    red, green, blue = frames[(first["start"] + first["end"]) * 24 // 2000].reshape(-1, 3).mean(axis=0)
    assert red > 2.5 * max(green, blue)


def test_assets_beyond_the_scenes_are_not_fetched(customer: Customer, served: Served, photo: bytes):
    urls = [served(f"unused-{number}.jpg", photo) for number in range(5)]
    data = complete(customer, customer.create(FILM, text="One short line.", assets=urls, **SMALL))
    assert any(warning.startswith("assets: 4 of 5") for warning in data["warnings"])
    assert len([name for name in served.asked if name.startswith("unused-")]) == 1


@pytest.mark.parametrize(
    ("second", "state"),
    [
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", -7),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, -7),
        (None, -3),
    ],
)
def test_an_asset_that_is_none_is_named_and_free(
    customer: Customer, served: Served, photo: bytes, second: bytes | None, state: int
):
    good = served("good.jpg", photo)
    bad = served("bad.bin", second) if second is not None else good.replace("good.jpg", "nothing.jpg")
    before = customer.points()
    data = customer.wait(customer.create(FILM, text=STORY, assets=[good, bad], **SMALL))
    assert data["state"] == state
    assert data["error"]["field"] == "assets[1]"
    assert data["points"]["charged"] == 0
    assert customer.points()["available"] == before["available"]


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({}, "text", "invalid_parameter"),
        ({"text": "a" * 801}, "text", "text_too_long"),
        ({"text": "🎉🎉"}, "text", "nothing_to_speak"),
        ({"text": "Hello", "resolution": "4k"}, "resolution", "invalid_parameter"),
        ({"text": "Hello", "aspect_ratio": "21:9"}, "aspect_ratio", "invalid_parameter"),
        ({"text": "Hello", "voice": "espeak:nobody"}, "voice", "invalid_parameter"),
        ({"text": "สวัสดีชาวโลก"}, "language", "no_voice"),
        ({"text": "Hello", "assets": ["file:///etc/passwd"]}, "assets[0]", "invalid_parameter"),
        ({"text": "Hello", "engine": "diffusion"}, "engine", "engine_unavailable"),
    ],
)
def test_what_is_wrong_is_named(customer: Customer, fields: dict[str, Any], field: str, code: str):
    answer = customer.http.post(FILM, json=fields)
    assert answer.status_code == 400, answer.text
    assert (answer.json()["error"]["field"], answer.json()["error"]["code"]) == (field, code)


def test_letters_that_no_font_has_are_named_and_free(studio: RunningService, customer: Customer):
    data = customer.wait(customer.create(FILM, text="Hello 𓀀𓀁 world, said the scribe.", language="en", **SMALL))
    if data["state"] != 1:  # unless this machine has a font for hieroglyphs
        assert (data["error"]["code"], data["error"]["field"]) == ("font_missing", "text")
        assert data["points"]["charged"] == 0


def test_points_that_are_missing_are_missed_at_once(studio: RunningService):
    poor = studio.customer(points=9)
    answer = poor.http.post(FILM, json={"text": "Hello."})
    assert answer.status_code == 402
    assert poor.points()["held"] == 0


def test_a_cancelled_film_ends_at_once_and_is_free(customer: Customer):
    before = customer.points()["available"]
    task_id = customer.create(FILM, text=STORY, seed=99, resolution="1080p")
    until = time.monotonic() + 120
    while customer.query(task_id)["stage"] != "film" and time.monotonic() < until:
        time.sleep(0.1)
    assert customer.query(task_id)["stage"] == "film"
    began = time.monotonic()
    assert customer.http.delete(f"/api/tasks/{task_id}").status_code == 200
    data = customer.query(task_id)
    assert (data["state"], data["error"]["code"], data["points"]["charged"]) == (-1, "cancelled", 0)
    assert time.monotonic() - began < 2
    assert customer.points()["available"] == before


def test_a_form_is_as_good_as_json(customer: Customer):
    fields = {"text": "One short line.", "resolution": "480x854", "subtitles": "0", "music": "0"}
    answer = customer.http.post(FILM, data=fields)
    assert answer.status_code == 200, answer.text
    data = complete(customer, answer.json()["data"]["task_id"])
    assert data["points"]["charged"] == 10
