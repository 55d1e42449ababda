"""Retrying over HTTP, on the real application and database; no worker runs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from lingoreel import app, customers, points
from lingoreel.database import Database
from lingoreel.errors import EngineFailed
from lingoreel.settings import Settings
from lingoreel.sources import Refusal
from lingoreel.tasks import repository
from lingoreel.tasks.life import Life
from lingoreel.tasks.product import Accepted, Outcome

CUES = {"primary": {"cues": [{"start_ms": 0, "end_ms": 900, "lines": ["Hello"]}], "field": "primary_subtitles"}}
URL = {"url": "https://example.org/a.mp4", "extension": "mp4"}


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def mine(customer) -> UUID:
    return customer(requests_per_second=1000, parallel_tasks=1)


@pytest.fixture
def http(db: Database, own: Settings, mine: UUID, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    # A refusal waits for the rest of the body; this client never says that it has gone.
    monkeypatch.setattr(app, "Refusal", partial(Refusal, linger_s=0.01))
    with TestClient(app.create_app(own, db), raise_server_exceptions=False) as client:
        with db.begin() as tx:
            issued = customers.issue_key(tx, customers.key_secret(own), mine)
        client.headers["X-API-KEY"] = issued.key
        yield client


def ended(db: Database, life: Life, mine: UUID, product: str, accepted: Accepted) -> UUID:
    """A task that failed."""
    with db.begin() as tx:
        task = life.create(tx, mine, product=product, path="/p", accepted=accepted)
        life.fail(tx, task, EngineFailed("it died"))
    return task


def retry(http: TestClient, task: UUID) -> tuple[int, dict]:
    answer = http.post(f"/api/tasks/{task}/retry")
    return answer.status_code, answer.json()


def test_a_retry_has_the_same_inputs(db, life, mine, http):
    task = ended(db, life, mine, "subtitle_video", Accepted({}, URL, ("subtitles.synthesize",), inputs=CUES))
    status, body = retry(http, task)
    assert status == 200, body
    with db.begin() as tx:
        again = UUID(body["data"]["task_id"])
        assert again != task
        assert repository.inputs(tx, again) == CUES == repository.inputs(tx, task)
        row = repository.read(tx, again, mine)
        assert row is not None
        assert (row["source"], row["retry_of"], row["product"]) == (URL, task, "subtitle_video")


def test_what_was_made_with_deleted_subtitles_cannot_be_made_again(db, life, mine, http):
    task = ended(db, life, mine, "subtitle_video", Accepted({}, URL, ("subtitles.synthesize",), inputs=CUES))
    with db.begin() as tx:
        life.delete_media(tx, task)
    status, body = retry(http, task)
    assert (status, body["error"]["code"]) == (409, "conflict")
    assert str(task) in body["message"]
    assert body["error"]["remedy"]
    with db.begin() as tx:
        assert [row["id"] for row in repository.page(tx, mine, after=None, state=None, product=None, limit=5)] == [task]


def test_a_recognition_needs_only_its_address(db, life, mine, http):
    task = ended(db, life, mine, "recognition", Accepted({}, URL, ("speech_to_text",)))
    with db.begin() as tx:
        life.delete_media(tx, task)
    status, body = retry(http, task)
    assert status == 200, body


def test_a_deleted_upload_cannot_be_retried(db, life, mine, http):
    source = {"key": "sources/x/y", "sha256": "00", "name": "a.mp4"}
    task = ended(db, life, mine, "recognition", Accepted({}, source, ("speech_to_text",)))
    with db.begin() as tx:
        life.delete_media(tx, task)
    status, body = retry(http, task)
    assert status == 409
    assert "not kept any more" in body["message"]


def test_a_running_task_is_not_retried(db, life, mine, http):
    with db.begin() as tx:
        accepted = Accepted({}, URL, ("speech_to_text",))
        task = life.create(tx, mine, product="recognition", path="/p", accepted=accepted)
    status, body = retry(http, task)
    assert status == 409
    assert "running" in body["message"]


def test_a_strangers_task_is_no_source_and_has_no_subtitles(db, life, customer, mine, http):
    theirs = ended(db, life, customer(), "recognition", Accepted({}, URL, ("speech_to_text",)))
    path = "/api/tasks/media/subtitle"
    cues = [{"start": 0, "end": 900, "text": "Hello"}]
    for fields, field in (
        ({"task_id": str(theirs), "primary_subtitles": cues}, "task_id"),
        ({"url": URL["url"], "primary_subtitles": str(theirs)}, "primary_subtitles"),
        ({"url": URL["url"], "primary_subtitles": cues, "secondary_subtitles": str(theirs)}, "secondary_subtitles"),
    ):
        answer = http.post(path, json=fields)
        assert (answer.status_code, answer.json()["error"]["field"]) == (400, field)
        assert "there is no task" in answer.json()["message"]
    assert retry(http, theirs)[0] == 404


def test_tasks_to_build_on_must_be_complete_and_kept(db, life, mine, http):
    failed = ended(db, life, mine, "recognition", Accepted({}, URL, ("speech_to_text",)))
    with db.begin() as tx:
        done = life.create(tx, mine, product="recognition", path="/p", accepted=Accepted({}, URL, ("speech_to_text",)))
        points.hold(tx, mine, done, {"speech_to_text": 1000}, 1)
        life.complete(tx, done, Outcome({"target_language": "origin"}, (), {"speech_to_text": 1000}))

    def build(task: UUID) -> tuple[int, str]:
        answer = http.post("/api/tasks/media/subtitle", json={"task_id": str(done), "primary_subtitles": str(task)})
        return answer.status_code, answer.json()["message"]

    status, message = build(failed)
    assert status == 400
    assert "not complete" in message
    assert build(done)[0] == 200
    with db.begin() as tx:
        life.delete_media(tx, done)
    status, message = build(done)
    assert status == 400
    assert "not kept any more" in message
