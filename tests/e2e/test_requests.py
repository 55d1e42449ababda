"""Bad requests: the right code, a message that names what was wrong, and nothing left behind."""

from __future__ import annotations

import io
import time
import wave
from pathlib import Path

import httpx
import pytest

from service import PATH, Customer, RunningService


@pytest.fixture(scope="module")
def customer(service: RunningService) -> Customer:
    return service.customer(points=1000, parallel=4)


def error(answer: httpx.Response, status: int) -> dict:
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["status"] == status
    assert body["message"]
    assert body["error"]["request_id"]
    return body["error"] | {"message": body["message"]}


def sound(seconds: float, amplitude: int = 0, rate: int = 8000) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        frame = amplitude.to_bytes(2, "little", signed=True)
        out.writeframes(frame * int(seconds * rate))
    return file.getvalue()


@pytest.mark.parametrize(
    ("fields", "field", "needle"),
    [
        ({}, "url", "source"),
        ({"url": "https://example.org/a.mp3", "type": 5}, "type", "4"),
        ({"url": "https://example.org/a.mp3", "type": "four"}, "type", "four"),
        ({"url": "https://example.org/a.mp3", "speaker_recognition": "perhaps"}, "speaker_recognition", "perhaps"),
        ({"url": "https://example.org/a.mp3", "words": [1]}, "words", "0 or 1"),
        ({"url": "https://example.org/a.mp3", "content_type": "x"}, "content_type", "x"),
        ({"url": "https://example.org/a.mp3", "vocabulary": {"a": 1}}, "vocabulary", "list"),
        ({"url": "ftp://example.org/a.mp3"}, "url", "ftp"),
        ({"url": "https://example.org/" + "a" * 600}, "url", "512"),
        ({"url": "https://example.org/noextension"}, "extension", "extension"),
        ({"url": 12}, "url", "12"),
        ({"upload_id": "nothing"}, "upload_id", "unknown"),
        ({"url": "https://example.org/a.mp3", "upload_id": "x"}, "url", "one source"),
        ({"url": "https://example.org/a.mp3", "language": "xx"}, "language", "xx"),
        ({"url": "https://example.org/a.mp3", "source_language": "xx"}, "source_language", "xx"),
        ({"url": "https://example.org/a.mp3", "source_language": "de"}, "source_language", "de"),
        ({"url": "https://example.org/a.mp3", "language": "ko"}, "language", "ko"),
        ({"url": "https://example.org/a.mp3", "source_language": "en", "language": "es"}, "language", "es"),
    ],
)
@pytest.mark.parametrize("kind", ["json", "data"])
def test_bad_parameters(customer: Customer, fields: dict, field: str, needle: str, kind: str):
    if kind == "data" and any(isinstance(value, list | dict) for value in fields.values()):
        import json

        fields = {k: json.dumps(v) if isinstance(v, list | dict) else v for k, v in fields.items()}
    if kind == "data" and fields.get("url") == 12:
        pytest.skip("a form has only text")
    told = error(customer.http.post(PATH, **{kind: fields}), 400)
    assert told["field"] == field
    assert needle in told["message"]


def test_an_unserved_language_names_the_command_that_installs_it(customer: Customer):
    told = error(customer.http.post(PATH, json={"url": "https://example.org/a.mp3", "source_language": "de"}), 400)
    assert "lingoreel models pull" in told["remedy"]


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b"x", "text/plain"),
        (b"x", "multipart/form-data"),
        (b"--b\r\nbroken", "multipart/form-data; boundary=b"),
        (b'{"url": "\\ud800"}', "application/json"),
    ],
)
def test_broken_bodies(customer: Customer, content: bytes, content_type: str):
    error(customer.http.post(PATH, content=content, headers={"Content-Type": content_type}), 400)


def test_keys(service: RunningService, customer: Customer):
    error(httpx.post(f"{service.url}{PATH}"), 401)
    error(httpx.post(f"{service.url}{PATH}", headers={"X-API-KEY": "nonsense"}), 401)
    bearer = {"Authorization": f"Bearer {customer.key}"}
    assert httpx.get(f"{service.url}/api/customers/limits", headers=bearer).status_code == 200


def test_a_revoked_key_is_refused_at_once(service: RunningService):
    customer = service.customer()
    assert customer.http.get("/api/customers/points").status_code == 200
    keys = service.command("customers", "keys", customer.id)
    service.run("customers", "revoke-key", keys[0]["key_id"])
    told = error(customer.http.get("/api/customers/points"), 401)
    assert "revoked" in told["message"]


def test_rate_limit(service: RunningService):
    customer = service.customer(qps=2)
    answers = [customer.http.get("/api/customers/limits") for _ in range(6)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 3
    assert int(refused[0].headers["Retry-After"]) >= 1
    assert refused[0].headers["RateLimit-Limit"] == "2"
    assert "RateLimit-Remaining" in answers[0].headers
    time.sleep(1.1)
    assert customer.http.get("/api/customers/limits").status_code == 200


def test_unknown_paths_and_foreign_tasks(service: RunningService, customer: Customer, speech: bytes):
    error(customer.http.get("/api/nothing"), 404)
    error(customer.http.get(f"{PATH}/not-a-uuid"), 404)
    error(customer.http.get(f"{PATH}/01a203c5-8140-73ed-931d-ac7980994284"), 404)
    error(customer.http.get(PATH), 400)
    task_id = customer.upload(speech, "speech.opus")
    other = service.customer()
    for call in (
        other.http.get(f"{PATH}/{task_id}"),
        other.http.get(f"/api/tasks/{task_id}"),
        other.http.delete(f"/api/tasks/{task_id}"),
        other.http.post(f"/api/tasks/{task_id}/retry"),
    ):
        assert error(call, 404)["code"] == "task_not_found"
    customer.wait(task_id)


def test_no_points(service: RunningService, speech: bytes):
    poor = service.customer(points=0)
    answer = poor.http.post(PATH, files={"file": ("a.opus", speech)})
    told = error(answer, 402)
    assert (told["code"], told["needed"], told["available"]) == ("not_enough_points", 1, 0)


def test_not_enough_points_found_while_preparing(service: RunningService):
    customer = service.customer(points=1)
    done = customer.wait(customer.upload(sound(61, amplitude=50), "minute.wav"))
    assert done["state"] == -1
    assert done["error"]["code"] == "not_enough_points"
    assert (done["error"]["needed"], done["error"]["available"]) == (2, 1)
    assert done["points"]["charged"] == 0
    assert customer.points()["available"] == 1


@pytest.mark.parametrize(
    ("content", "name", "state"),
    [
        (b"", "empty.mp3", -7),
        (b"this is only text " * 50, "text.mp3", -7),
        (b"<!doctype html><html><body>no</body></html>" * 9, "page.mp4", -7),
        (b"\x89PNG\r\n\x1a\n" + bytes(400), "picture.mp3", -7),
        (sound(2)[:-30000] + bytes(10), "short.wav", None),
        (sound(3), "silence.wav", -11),
        (sound(0.1), "tiny.wav", -11),
    ],
)
def test_bad_files_cost_nothing(customer: Customer, content: bytes, name: str, state: int | None):
    before = customer.points()
    answer = customer.http.post(PATH, files={"file": (name, content)})
    if answer.status_code == 400:
        assert not content
        return
    done = customer.wait(answer.json()["data"]["task_id"])
    assert done["state"] < 0
    if state is not None:
        assert done["state"] == state, done["error"]
    assert done["error"]["message"]
    assert done["points"]["charged"] == 0
    after = customer.points()
    assert (after["available"], after["held"]) == (before["available"], before["held"])


def test_too_long_and_too_large(service: RunningService, speech: bytes):
    customer = service.customer()
    service.command("customers", "limits", customer.id, "--set", "media_duration_s=5")
    done = customer.wait(customer.upload(speech, "speech.opus"))
    assert done["state"] == -5
    assert done["points"]["charged"] == 0
    service.command("customers", "limits", customer.id, "--set", "media_size_bytes=1000")
    told = error(customer.http.post(PATH, files={"file": ("speech.opus", speech)}), 413)
    assert "1000" in told["message"]
    objects = list((Path(service.data_dir) / "objects" / "sources" / customer.id).glob("*"))
    assert len(objects) <= 1


def test_idempotency(customer: Customer, speech: bytes):
    header = {"Idempotency-Key": "an upload of mine"}

    def send(**fields: str) -> httpx.Response:
        return customer.http.post(PATH, files={"file": ("s.opus", speech)}, data=fields, headers=header)

    first, again = send(), send()
    assert first.json()["data"] == again.json()["data"]
    error(send(words="1"), 409)
    customer.wait(first.json()["data"]["task_id"])


def test_customers_paths(customer: Customer):
    coins = customer.http.get("/api/customers/coins").json()["data"]
    assert [row["service_name"] for row in coins] == ["points"]
    assert coins[0]["lifetime_limit"] == 1000
    limits = customer.http.get("/api/customers/limits").json()["data"]["limits"]
    assert limits["media_duration_s"] == 10800
    book = customer.http.get("/api/prices").json()["data"]["current"]
    assert {row["item"]: row["points_per_unit"] for row in book["items"]} == {
        "speech_to_text": 1,
        "video_translation.translate": 2,
        "video_translation.synthesize": 6,
        "subtitles.recognize": 1,
        "subtitles.translate": 2,
        "subtitles.synthesize": 0.5,
        "text_to_speech": 0.5,
        "video_generation.basic": 10,
    }
    rows = customer.http.get("/api/customers/statement", headers={"Accept": "text/csv"})
    assert rows.text.startswith("id,created_at,kind,points")


def test_listing_cancelling_and_deleting(customer: Customer, speech: bytes):
    done = customer.upload(speech, "speech.opus")
    link = customer.wait(done)["files"]["txt"]
    listed = customer.http.get("/api/tasks", params={"state": 1}).json()["data"]["tasks"]
    assert done in [task["task_id"] for task in listed]
    error(customer.http.get("/api/tasks", params={"state": 77}), 400)
    again = customer.http.post(f"/api/tasks/{done}/retry").json()["data"]["task_id"]
    assert customer.wait(again)["retry_of"] == done
    assert customer.http.delete(f"/api/tasks/{done}").status_code == 200
    gone = customer.query(done)
    assert (gone["state"], gone["result"], gone["files"]) == (1, None, {})
    assert gone["points"]["charged"] == 1
    assert httpx.get(link).status_code == 404
    error(customer.http.post(f"/api/tasks/{done}/retry"), 409)


def test_health_and_metrics(service: RunningService):
    assert httpx.get(f"{service.url}/health/live").status_code == 200
    assert httpx.get(f"{service.url}/health/ready").status_code == 200
    assert "lingoreel_http_requests_total" in httpx.get(f"{service.url}/metrics").text


def test_languages(customer: Customer):
    rows = {row["code"]: row for row in customer.http.get("/api/languages").json()["data"]}
    assert rows["en"] | {"translate_to": 0, "speak": 0} == {
        "code": "en",
        "name": "English",
        "recognize": "pocketsphinx",
        "translate_to": 0,
        "speak": 0,
    }
    assert rows["de"]["recognize"] is None


def test_a_resumable_upload_becomes_a_task(customer: Customer, speech: bytes):
    from base64 import b64encode

    tus = {"Tus-Resumable": "1.0.0"}
    metadata = f"filename {b64encode(b'talk.opus').decode()}"
    begun = customer.http.post(
        "/api/uploads", headers={**tus, "Upload-Length": str(len(speech)), "Upload-Metadata": metadata}
    )
    assert begun.status_code == 201, begun.text
    place = begun.headers["Location"]
    for start, end in ((0, 40_000), (40_000, len(speech))):
        sent = customer.http.patch(
            place,
            content=speech[start:end],
            headers={**tus, "Upload-Offset": str(start), "Content-Type": "application/offset+octet-stream"},
        )
        assert sent.status_code == 204, sent.text
        assert sent.headers["Upload-Offset"] == str(end)
    task = customer.create(upload_id=place.rstrip("/").rpartition("/")[2])
    done = customer.wait(task)
    assert done["state"] == 1, done["error"]
    assert done["files"]["txt"].endswith("talk.txt")


def test_ranges_of_a_link(customer: Customer, speech: bytes):
    link = customer.wait(customer.upload(speech, "speech.opus"))["files"]["txt"]
    whole = httpx.get(link).content
    for asked, status, content in (
        ("bytes=0-3", 206, whole[:4]),
        ("bytes=-4", 206, whole[-4:]),
        ("bytes=3-", 206, whole[3:]),
        ("bytes=0-999999", 206, whole),
        ("bytes=5-2", 200, whole),
        ("bytes=-", 200, whole),
        ("lines=1-2", 200, whole),
        ("bytes=0-1,3-4", 200, whole),
        ("bytes=" + "9" * 5000 + "-", 200, whole),
    ):
        answer = httpx.get(link, headers={"Range": asked})
        assert (answer.status_code, answer.content) == (status, content), asked[:30]
    beyond = httpx.get(link, headers={"Range": f"bytes={len(whole)}-"})
    assert beyond.status_code == 416
    assert beyond.headers["Content-Range"] == f"bytes */{len(whole)}"
