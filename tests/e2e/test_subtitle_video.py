"""Subtitles into video, as a client asks for them; what is judged is the picture that comes back."""

from __future__ import annotations

import io

import av
import httpx
import pytest
from films import Seen, changed, look_at, make_film
from served import Served

from service import SUBTITLE, Customer, RunningService

CUES = [{"start": 1000, "end": 2000, "text": "What is shown here"}, {"start": 2500, "end": 3500, "text": "and there"}]
PLAIN = {"enable_bg": 0, "font_size": 24}


@pytest.fixture(scope="module")
def customer(studio: RunningService) -> Customer:
    return studio.customer(points=1000, parallel=4)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_film(tmp_path_factory.mktemp("film") / "film.mp4").read_bytes()


@pytest.fixture(scope="module")
def before(film: bytes) -> Seen:
    return look_at(film)


def video_of(data: dict) -> bytes:
    assert data["state"] == 1, data["error"]
    assert data["file"] == data["result"]["video"] == data["files"]["video"]
    answer = httpx.get(data["file"])
    assert answer.status_code == 200
    return answer.content


def test_a_burnt_video_differs_where_and_when_it_should_and_nowhere_else(customer: Customer, film: bytes, before: Seen):
    task_id = customer.upload(
        film, "film.mp4", SUBTITLE, primary_subtitles=as_json(CUES), subtitle_style=as_json(PLAIN)
    )
    data = customer.wait(task_id)
    after = look_at(video_of(data))
    assert after.times == before.times
    assert after.sound == before.sound
    height, width = before.pictures[0].shape
    for number, time in enumerate(before.times):
        box = changed(before.pictures[number], after.pictures[number])
        shown = any(cue["start"] <= time * 1000 < cue["end"] for cue in CUES)
        assert (box is not None) == shown, (time, box)
        if box is not None:
            top, bottom, left, right = box
            assert height // 2 < top < bottom < height - 30
            assert abs((left + right) / 2 - width / 2) < 8


def test_half_a_point_for_a_minute_and_a_receipt(customer: Customer, film: bytes):
    data = customer.wait(customer.upload(film, "film.mp4", SUBTITLE, primary_subtitles=as_json(CUES)))
    receipt = data["points"]
    assert (receipt["quoted"], receipt["held"], receipt["charged"]) == (0.5, 0.5, 0.5)
    [line] = receipt["lines"]
    assert (line["item"], line["billed_units"]) == ("subtitles.synthesize", 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n<i>Slanted</i>\n"),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nPlain\n"),
        (
            "a.ass",
            "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
            "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
            "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Plain\n",
        ),
    ],
)
def test_subtitle_files_by_url(customer: Customer, film: bytes, before: Seen, served: Served, name: str, content: str):
    url = served(name, content.encode())
    data = customer.wait(customer.upload(film, "film.mp4", SUBTITLE, primary_subtitle_file_url=url))
    after = look_at(video_of(data))
    assert changed(before.pictures[36], after.pictures[36]) is not None
    assert changed(before.pictures[60], after.pictures[60]) is None


def test_two_languages_have_a_place_each(customer: Customer, film: bytes, before: Seen):
    second = [{"start": 1000, "end": 3500, "text": "這裡顯示的內容"}]
    boxes = []
    for on_top in (0, 1):
        task_id = customer.upload(
            film,
            "film.mp4",
            SUBTITLE,
            primary_subtitles=as_json(CUES),
            secondary_subtitles=as_json(second),
            secondary_language="zh",
            subtitle_style=as_json({**PLAIN, "secondary_on_top": on_top}),
        )
        after = look_at(video_of(customer.wait(task_id)))
        boxes.append(changed(before.pictures[54], after.pictures[54]))  # at 2.25 s only the second is shown
    assert None not in boxes
    below, above = boxes
    assert above[1] < below[0] + 4


def test_a_soft_track_leaves_picture_and_sound_alone(customer: Customer, film: bytes, before: Seen):
    data = customer.wait(
        customer.upload(film, "film.mp4", SUBTITLE, primary_subtitles=as_json(CUES), primary_language="en", mode="soft")
    )
    after = look_at(video_of(data))
    assert after.times == before.times
    assert after.sound == before.sound
    assert all((a == b).all() for a, b in zip(before.pictures, after.pictures, strict=True))
    with av.open(io.BytesIO(httpx.get(data["file"]).content)) as container:
        [track] = container.streams.subtitles
        assert track.language == "eng"
        shown = [bytes(packet) for packet in container.demux(track) if packet.size > 2]
    assert [text[2:].decode() for text in shown] == [cue["text"] for cue in CUES]


def test_letters_that_look_like_marks_are_letters(customer: Customer, film: bytes):
    text = "Tom & Jerry <i>x</i> {b} 1 < 2\n\\N &amp; <3"
    cues = [{"start": 1000, "end": 2000, "text": text}, {"start": 2000, "end": 3000, "text": "{\\an8}<b>"}]
    data = customer.wait(customer.upload(film, "film.mp4", SUBTITLE, primary_subtitles=as_json(cues), mode="soft"))
    assert shown_in(video_of(data)) == [[(1.0, text), (2.0, "{\\an8}<b>")]]


def test_two_soft_tracks(customer: Customer, film: bytes):
    second = [{"start": 1500, "end": 3000, "text": "這裡顯示的內容"}]
    data = customer.wait(
        customer.upload(
            film,
            "film.mp4",
            SUBTITLE,
            primary_subtitles=as_json(CUES),
            secondary_subtitles=as_json(second),
            mode="soft",
        )
    )
    assert shown_in(video_of(data)) == [
        [(cue["start"] / 1000, cue["text"]) for cue in CUES],
        [(1.5, "這裡顯示的內容")],
    ]


def shown_in(video: bytes) -> list[list[tuple[float, str]]]:
    """When and what each subtitle track of an MP4 begins to show."""
    with av.open(io.BytesIO(video)) as container:
        tracks: dict[int, list[tuple[float, str]]] = {track.index: [] for track in container.streams.subtitles}
        for packet in container.demux(*container.streams.subtitles):
            if packet.size > 2:
                data = bytes(packet)
                text = data[2 : 2 + int.from_bytes(data[:2], "big")].decode()
                tracks[packet.stream.index].append((float(packet.pts * packet.time_base), text))
    return list(tracks.values())


def test_switched_off_means_untouched(customer: Customer, film: bytes, before: Seen):
    data = customer.wait(
        customer.upload(film, "film.mp4", SUBTITLE, primary_subtitles=as_json(CUES), enable_subtitle="0")
    )
    after = look_at(video_of(data))
    assert all((a == b).all() for a, b in zip(before.pictures, after.pictures, strict=True))


def test_a_page_instead_of_subtitles_is_named_and_free(customer: Customer, film: bytes, served: Served):
    url = served("page.srt", b"<!DOCTYPE html><html><body>Sign in</body></html>")
    data = customer.wait(customer.upload(film, "film.mp4", SUBTITLE, primary_subtitle_file_url=url))
    assert data["state"] == -7
    assert data["error"]["field"] == "primary_subtitle_file_url"
    assert "HTML" in data["error"]["message"]
    assert data["points"]["charged"] == 0


def test_letters_without_a_font_fail_by_name_before_anything_is_drawn(customer: Customer, film: bytes):
    cues = [{"start": 0, "end": 2000, "text": "a \ue123 letter of nobody"}]
    data = customer.wait(customer.upload(film, "film.mp4", SUBTITLE, primary_subtitles=as_json(cues)))
    assert data["state"] == -1
    assert data["error"]["code"] == "font_missing"
    assert "E123" in data["error"]["message"].upper()
    assert data["error"]["remedy"]
    assert data["points"]["charged"] == 0


def test_a_retry_has_the_same_subtitles_and_needs_no_upload(customer: Customer, film: bytes, before: Seen):
    first = customer.upload(film, "film.mp4", SUBTITLE, primary_subtitles=as_json(CUES))
    customer.wait(first)
    again = customer.http.post(f"/api/tasks/{first}/retry").json()["data"]["task_id"]
    after = look_at(video_of(customer.wait(again)))
    assert changed(before.pictures[36], after.pictures[36]) is not None


def test_a_deleted_video_leaves_nothing(studio: RunningService, customer: Customer, film: bytes):
    task_id = customer.upload(film, "film.mp4", SUBTITLE, primary_subtitles=as_json(CUES))
    link = customer.wait(task_id)["file"]
    assert customer.http.delete(f"/api/tasks/{task_id}").status_code == 200
    assert httpx.get(link).status_code == 404
    assert not [path for path in (studio.data_dir / "objects").rglob("*") if path.is_file() and task_id in str(path)]


def test_the_same_call_with_arrays_is_served_once(customer: Customer, film: bytes, served: Served):
    fields = {
        "url": served("once.mp4", film),
        "primary_subtitles": CUES,
        "subtitle_style": PLAIN,
        "mode": "soft",
    }

    def send(**changes: object) -> httpx.Response:
        return customer.http.post(SUBTITLE, json={**fields, **changes}, headers={"Idempotency-Key": "with arrays"})

    first, again = send(), send()
    assert first.status_code == again.status_code == 200, again.text
    assert first.json()["data"] == again.json()["data"]
    for change in (
        {"primary_subtitles": [*CUES[:1], {**CUES[1], "text": "and There"}]},
        {"primary_subtitles": CUES[::-1]},
        {"secondary_subtitles": CUES},
        {"subtitle_style": {**PLAIN, "font_size": 25}},
    ):
        answer = send(**change)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "conflict"), change
    assert customer.wait(first.json()["data"]["task_id"])["state"] == 1


def test_deleted_subtitles_cannot_be_burnt_again(customer: Customer, film: bytes, served: Served):
    url = served("again.mp4", film)
    task_id = customer.create(SUBTITLE, url=url, primary_subtitles=CUES, mode="soft")
    assert customer.wait(task_id)["state"] == 1
    again = customer.http.post(f"/api/tasks/{task_id}/retry")
    assert again.status_code == 200, again.text
    assert customer.wait(again.json()["data"]["task_id"])["state"] == 1
    assert customer.http.delete(f"/api/tasks/{task_id}").status_code == 200
    answer = customer.http.post(f"/api/tasks/{task_id}/retry")
    assert answer.status_code == 409
    assert task_id in answer.json()["message"]
    assert answer.json()["error"]["remedy"]


def test_a_hundred_thousand_cues(customer: Customer, film: bytes):
    cues = [{"start": number, "end": number + 1, "text": str(number)} for number in range(100_000)]
    data = customer.wait(customer.upload(film, "film.mp4", SUBTITLE, primary_subtitles=as_json(cues)))
    assert data["state"] == 1, data["error"]
    assert data["warnings"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "primary_subtitle_file_url"),
        ({"primary_subtitles": "0197-nothing"}, "primary_subtitles"),
        ({"primary_subtitles": [{"start": 0, "text": "no end"}]}, "primary_subtitles"),
        ({"primary_subtitles": CUES, "subtitle_style": {"font": 77}}, "subtitle_style.font"),
        ({"primary_subtitles": CUES, "subtitle_style": {"font_color": "300,0,0,1"}}, "subtitle_style.font_color"),
        ({"primary_subtitles": CUES, "mode": "both"}, "mode"),
        ({"primary_subtitles": CUES, "primary_subtitle_file_url": "https://example.org/a.srt"}, "primary_subtitles"),
        ({"primary_subtitle_file_url": "file:///etc/passwd"}, "primary_subtitle_file_url"),
        ({"primary_subtitles": CUES, "secondary_language": "xx", "secondary_subtitles": CUES}, "secondary_language"),
    ],
)
def test_what_is_wrong_is_named(customer: Customer, fields: dict, field: str):
    answer = customer.http.post(SUBTITLE, json={"url": "https://example.org/a.mp4", **fields})
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["field"].startswith(field)


def test_sound_alone_is_no_video(customer: Customer, speech: bytes):
    data = customer.wait(customer.upload(speech, "a.opus", SUBTITLE, primary_subtitles=as_json(CUES)))
    assert data["state"] == -7
    assert "picture" in data["error"]["message"] or "video" in data["error"]["message"]


def test_the_tasks_of_others_are_unknown(studio: RunningService, customer: Customer, film: bytes):
    task_id = customer.upload(film, "film.mp4", SUBTITLE, primary_subtitles=as_json(CUES))
    customer.wait(task_id)
    stranger = studio.customer()
    for fields in (
        {"task_id": task_id, "primary_subtitles": CUES},
        {"url": "https://e.org/a.mp4", "primary_subtitles": task_id},
    ):
        answer = stranger.http.post(SUBTITLE, json=fields)
        assert answer.status_code == 400
        assert answer.json()["error"]["field"] in fields


def as_json(value: object) -> str:
    import json

    return json.dumps(value)
