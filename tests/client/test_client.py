from __future__ import annotations

import json
from collections.abc import Callable
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest

from lingoreel.client import (
    BadRequest,
    Client,
    ClientError,
    NotEnoughPoints,
    ServiceUnreachable,
    Task,
    TaskFailed,
    TooManyRequests,
    UnexpectedAnswer,
    WaitTimeout,
)

ID = "0190a6a0-0000-7000-8000-000000000000"


def ok(data: dict[str, Any]) -> Callable[[Any], tuple[int, dict[str, str], bytes]]:
    body = json.dumps({"status": 200, "message": "success", "data": data}).encode()
    return lambda _: (200, {"Content-Type": "application/json"}, body)


def error(status: int, code: str, headers: dict[str, str] | None = None, **more: str) -> Callable[[Any], Any]:
    body = json.dumps({"status": status, "message": f"it is {code}", "error": {"code": code, **more}}).encode()
    return lambda _: (status, {"Content-Type": "application/json", **(headers or {})}, body)


def fields_of(seen: Any) -> dict[str, str]:
    """The text fields of a multipart body, read by a parser that is not ours."""
    head = f"Content-Type: {seen.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser(policy=policy.HTTP).parsebytes(head + seen.body)
    found = {}
    for part in message.iter_parts():
        if part.get_filename() is None:
            name = part.get_param("name", header="content-disposition")
            found[str(name)] = part.get_payload(decode=True).decode()
    return found


def test_a_url_goes_as_json_with_the_key(server: Any) -> None:
    server.answers = [ok({"task_id": ID})]
    with Client(server.base_url + "/", "the-key") as client:
        task = client.transcribe("https://example.com/a.mp4", type=4, words=True, language=None)
    (seen,) = server.seen
    assert task == Task(id=ID, data={"task_id": ID})
    assert (seen.method, seen.path) == ("POST", "/api/tasks/audio/recognition")
    assert seen.headers["x-api-key"] == "the-key"
    assert json.loads(seen.body) == {"url": "https://example.com/a.mp4", "type": 4, "words": 1}


def test_a_file_is_streamed_and_watched(server: Any, tmp_path: Path) -> None:
    content = bytes(range(256)) * 1200
    path = tmp_path / "a talk ü.mp4"
    path.write_bytes(content)
    server.answers = [ok({"task_id": ID})]
    told: list[tuple[int, int | None]] = []
    with Client(server.base_url, "k") as client:
        client.transcribe(path, on_upload=lambda done, total: told.append((done, total)), vocabulary=["Zoë"], words=1)
    body = server.seen[0].body
    assert content in body
    assert b'name="vocabulary"\r\n\r\n["Zo\xc3\xab"]' in body
    assert b'name="words"\r\n\r\n1\r\n' in body
    assert len(told) >= 4
    assert told == sorted(told)
    assert told[-1] == (len(content), len(content))


def test_nested_values_travel_as_json_text_in_forms(server: Any, tmp_path: Path) -> None:
    path = tmp_path / "talk.mp4"
    path.write_bytes(b"media")
    server.answers = [ok({"task_id": ID})]
    with Client(server.base_url, "k") as client:
        client.transcribe(
            path,
            language="es",
            glossary={"crew": "tripulación"},
            do_not_translate=("Lingoreel", "SMPTE, 2024"),
            subtitle_rules={"line_length": 37},
        )
        client.subtitle(
            path,
            primary_subtitles=[{"start": 0, "end": 900, "text": '"Hi", she said;\n\u4f60\u597d'}],
            subtitle_style={"enable_bg": False, "font_size": 24},
            mode="burn",
        )
    assert [seen.path for seen in server.seen] == ["/api/tasks/audio/recognition", "/api/tasks/media/subtitle"]
    first, second = (fields_of(seen) for seen in server.seen)
    assert first["language"] == "es"
    assert json.loads(first["glossary"]) == {"crew": "tripulación"}
    assert json.loads(first["do_not_translate"]) == ["Lingoreel", "SMPTE, 2024"]
    assert json.loads(first["subtitle_rules"]) == {"line_length": 37}
    assert second["mode"] == "burn"
    assert json.loads(second["primary_subtitles"]) == [
        {"start": 0, "end": 900, "text": '"Hi", she said;\n\u4f60\u597d'}
    ]
    assert json.loads(second["subtitle_style"]) == {"enable_bg": False, "font_size": 24}
    assert "你好".encode() in server.seen[1].body


def test_a_video_can_be_made_from_an_earlier_task_without_an_upload(server: Any) -> None:
    link = "http://x/files/t/talk.mp4"
    done = {"task_id": ID, "state": 1, "file": link, "result": {"video": link}, "files": {"video": link}}
    server.answers = [ok({"task_id": ID}), ok(done)]
    with Client(server.base_url, "k") as client:
        made = client.wait(client.subtitle(task_id="t-1", primary_subtitles="t-1", secondary_subtitles=None).id)
    assert (server.seen[0].path, json.loads(server.seen[0].body)) == (
        "/api/tasks/media/subtitle",
        {"task_id": "t-1", "primary_subtitles": "t-1"},
    )
    assert (made.file, made.files, made.result) == (link, {"video": link}, {"video": link})


def test_a_text_is_spoken(server: Any) -> None:
    link = "http://x/files/t/hola.flac"
    segments = [{"start": 0, "end": 900, "text": "¡Hola!"}]
    done = {"task_id": ID, "state": 1, "file": link, "result": {"audio": link}, "segments": segments}
    server.answers = [ok({"task_id": ID}), ok(done)]
    with Client(server.base_url, "k") as client:
        created = client.speak(
            "¡Hola! 你好",
            voice="espeak:es",
            language=None,
            rate=1.5,
            subtitles=True,
            ssml=False,
            dictionary={"X": {"phonemes": "ɪ"}},
        )
        spoken = client.wait(created.id)
    first = server.seen[0]
    assert (first.method, first.path) == ("POST", "/api/tasks/audio/speech")
    assert first.headers["content-type"] == "application/json"
    assert json.loads(first.body) == {
        **{"text": "¡Hola! 你好", "voice": "espeak:es", "rate": 1.5, "subtitles": 1, "ssml": 0},
        "dictionary": {"X": {"phonemes": "ɪ"}},
    }
    assert "你好".encode() in first.body
    assert (spoken.file, spoken.segments) == (link, segments)


def test_half_a_letter_is_the_services_to_refuse(server: Any) -> None:
    server.answers = [error(400, "invalid_parameter", field="text")]
    with Client(server.base_url, "k") as client, pytest.raises(BadRequest) as caught:
        client.speak("half \ud800")
    assert caught.value.field == "text"
    assert json.loads(server.seen[0].body) == {"text": "half \ud800"}


def test_voices_are_listed(server: Any) -> None:
    voices = [{"id": "espeak:es", "language": "es", "standard": True, "sample": None}]
    body = json.dumps({"status": 200, "message": "success", "data": voices}).encode()
    server.answers = [lambda _: (200, {}, body)]
    with Client(server.base_url, "k") as client:
        assert client.voices() == voices
        assert client.voices("zh-CN") == voices
    assert [seen.path for seen in server.seen] == ["/api/voices", "/api/voices?language=zh-CN"]
    assert server.seen[0].headers["x-api-key"] == "k"


def test_a_busy_service_is_asked_again_with_the_same_idempotency_key(server: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"sound")
    server.answers = [
        error(429, "too_many_requests", {"Retry-After": "0.05"}),
        error(503, "not_ready"),
        ok({"task_id": ID}),
    ]
    with Client(server.base_url, "k") as client:
        assert client.transcribe(path).id == ID
    assert [b"sound" in seen.body for seen in server.seen] == [True] * 3
    assert len({seen.headers["idempotency-key"] for seen in server.seen}) == 1


def test_it_does_not_wait_longer_than_its_patience(server: Any) -> None:
    server.answers = [error(429, "too_many_requests", {"Retry-After": "3600"})]
    with Client(server.base_url, "k", patience_s=1) as client, pytest.raises(TooManyRequests) as caught:
        client.points()
    assert caught.value.retry_after_s == 3600
    assert len(server.seen) == 1


def test_an_error_answer_tells_all(server: Any) -> None:
    server.answers = [error(400, "invalid_parameter", field="type", remedy="use 4", request_id="r-1")]
    with Client(server.base_url, "k") as client, pytest.raises(BadRequest, match="it is invalid_parameter") as caught:
        client.transcribe("http://example.com/a.wav", type=7)
    assert (caught.value.status, caught.value.code, caught.value.field) == (400, "invalid_parameter", "type")
    assert (caught.value.remedy, caught.value.request_id) == ("use 4", "r-1")


def test_402_has_its_own_kind(server: Any) -> None:
    server.answers = [error(402, "not_enough_points")]
    with Client(server.base_url, "k") as client, pytest.raises(NotEnoughPoints):
        client.transcribe("http://example.com/a.wav")


def test_waiting_shows_each_state_and_ends_with_the_result(server: Any) -> None:
    server.answers = [
        ok({"task_id": ID, "state": 0, "progress": 0, "queue_position": 1}),
        ok({"task_id": ID, "state": 4, "progress": 40, "stage": "recognise"}),
        ok({"task_id": ID, "state": 1, "progress": 100, "result": "hello", "files": {"srt": "x"}}),
    ]
    seen: list[int | None] = []
    with Client(server.base_url, "k") as client:
        task = client.wait(ID, on_progress=lambda now: seen.append(now.state))
    assert seen == [0, 4, 1]
    assert (task.result, task.files) == ("hello", {"srt": "x"})


def test_a_failed_task_raises_what_the_service_said(server: Any) -> None:
    failure = {"code": "no_speech", "message": "nobody speaks", "remedy": "send speech", "retryable": False}
    server.answers = [ok({"task_id": ID, "state": -11, "error": failure})]
    with Client(server.base_url, "k") as client, pytest.raises(TaskFailed, match="nobody speaks") as caught:
        client.wait(ID)
    assert (caught.value.code, caught.value.remedy, caught.value.task.state) == ("no_speech", "send speech", -11)


def test_waiting_gives_up_in_time(server: Any) -> None:
    server.answers = [ok({"task_id": ID, "state": 4, "progress": 1})]
    with Client(server.base_url, "k") as client, pytest.raises(WaitTimeout) as caught:
        client.wait(ID, timeout_s=0.6)
    assert caught.value.task.state == 4


def test_cancel_deletes_the_task(server: Any) -> None:
    server.answers = [ok({})]
    with Client(server.base_url, "k") as client:
        client.cancel(ID)
    assert (server.seen[0].method, server.seen[0].path) == ("DELETE", f"/api/tasks/{ID}")


def test_a_download_lands_whole_and_without_the_key(server: Any, tmp_path: Path) -> None:
    content = b"1\n00:00:00,000" * 9000
    server.answers = [lambda _: (200, {}, content)]
    told: list[tuple[int, int | None]] = []
    with Client(server.base_url, "k") as client:
        path = client.download(
            server.base_url + "/files/t/a.srt",
            tmp_path / "new" / "a.srt",
            lambda done, total: told.append((done, total)),
        )
    assert path.read_bytes() == content
    assert told[-1] == (len(content), len(content))
    assert "x-api-key" not in server.seen[0].headers
    assert [entry.name for entry in path.parent.iterdir()] == ["a.srt"]


def test_a_broken_download_leaves_nothing(server: Any, tmp_path: Path) -> None:
    def cut(_: Any) -> tuple[int, dict[str, str], bytes]:
        return 200, {"Content-Length": "100000", "Connection": "close"}, b"short"

    server.answers = [cut]
    with Client(server.base_url, "k", patience_s=0.1) as client, pytest.raises(ServiceUnreachable):
        client.download(server.base_url + "/files/t/a.srt", tmp_path / "a.srt")
    assert list(tmp_path.iterdir()) == []


def test_nobody_there(tmp_path: Path) -> None:
    with Client("http://127.0.0.1:9", "k", patience_s=0.1) as client, pytest.raises(ServiceUnreachable) as caught:
        client.points()
    assert "127.0.0.1:9" in caught.value.message
    assert "lingoreel serve" in str(caught.value.remedy)


def test_something_else_there(server: Any) -> None:
    server.answers = [lambda _: (200, {}, b"<html>")]
    with Client(server.base_url, "k") as client, pytest.raises(UnexpectedAnswer):
        client.points()


@pytest.mark.parametrize("base_url", ["not an address", "ftp://example.com", "http://[::1", "http://x" * 3000])
def test_an_address_that_is_none(base_url: str) -> None:
    with Client(base_url, "k", patience_s=0.1) as client, pytest.raises(ClientError):
        client.points()


def test_a_missing_file_is_the_callers(tmp_path: Path) -> None:
    with Client("http://127.0.0.1:9", "k") as client, pytest.raises(FileNotFoundError):
        client.transcribe(tmp_path / "none.mp4")
