"""Resumable uploads over HTTP, on a real PostgreSQL and a real folder."""

import asyncio
import base64
import hashlib
import os
import uuid
from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.responses import JSONResponse

from lingoreel import customers
from lingoreel.database import Database, EmbeddedPostgres, migrate
from lingoreel.errors import InvalidRequest, LingoreelError
from lingoreel.settings import Limits, Settings
from lingoreel.sources import ResumableUploads, forget_expired_uploads, resumable
from lingoreel.sources.tus import tus_router
from lingoreel.storage import Storage

SIZE = 300_000
BODY = os.urandom(SIZE)
LIMITS = Limits(media_size_bytes=1_000_000)


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    server = EmbeddedPostgres.join(tmp_path_factory.mktemp("data folder"))
    database = Database(server.url)
    try:
        migrate(database)
        yield database
    finally:
        database.close()
        server.release()


@pytest.fixture
def storage(tmp_path):
    return Storage.open(Settings(data_dir=tmp_path))


@pytest.fixture
def uploads(database, storage, monkeypatch):
    monkeypatch.setattr(resumable, "PIECE_BYTES", 64 * 1024)
    return ResumableUploads(database, storage, keep_s=3600)


@pytest.fixture
def customer(database):
    with database.begin() as tx:
        return customers.create(tx, "uploader", {})


@pytest.fixture
async def client(database, uploads, customer):
    async def identify(request):
        asked = request.headers.get("x-customer")
        return SimpleNamespace(customer_id=uuid.UUID(asked) if asked else customer, limits=LIMITS)

    async def failed(request, error):
        return JSONResponse({"code": error.code}, error.status)

    app = FastAPI(exception_handlers={LingoreelError: failed})
    app.include_router(tus_router(uploads, identify, LIMITS.media_size_bytes))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
        yield client


def encoded(value: str) -> str:
    return base64.b64encode(value.encode()).decode()


async def start(client, size=SIZE, **headers):
    answer = await client.post(
        "/api/uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(size), **headers}
    )
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


async def send(client, path, offset, data, **headers):
    return await client.patch(
        path,
        content=data,
        headers={
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
            **headers,
        },
    )


async def keys(storage):
    return sorted([info.key async for info in storage.list()])


async def test_an_upload_in_two_parts_becomes_a_source(client, uploads, storage, customer):
    metadata = f"filename {encoded('ü clip.mp4')},filetype {encoded('video/mp4')},empty"
    path = await start(client, **{"Upload-Metadata": metadata})
    first = await send(client, path, 0, BODY[:200_000])
    assert (first.status_code, first.headers["upload-offset"]) == (204, "200000")
    head = await client.head(path)
    assert (head.headers["upload-offset"], head.headers["upload-length"]) == ("200000", "300000")
    assert head.headers["cache-control"] == "no-store"
    assert head.headers["upload-expires"].endswith("GMT")
    assert head.headers["tus-resumable"] == "1.0.0"
    last = await send(client, path, 200_000, BODY[200_000:])
    assert (last.status_code, last.headers["upload-offset"]) == (204, "300000")
    upload = await uploads.claim(customer, path.rpartition("/")[2])
    assert (upload.name, upload.content_type, upload.size_bytes) == ("ü clip.mp4", "video/mp4", len(BODY))
    assert upload.sha256 == hashlib.sha256(BODY).hexdigest()
    assert await storage.get(upload.key) == BODY
    assert await keys(storage) == [upload.key]


async def test_options_describe_the_service(client):
    for path in ("/api/uploads", f"/api/uploads/{uuid.uuid4()}"):
        answer = await client.options(path)
        assert answer.status_code == 204
        assert answer.headers["tus-version"] == "1.0.0"
        assert answer.headers["tus-max-size"] == "1000000"
        assert set(answer.headers["tus-extension"].split(",")) == {"creation", "expiration", "termination"}


async def test_another_version_of_the_protocol_is_refused(client):
    answer = await client.post("/api/uploads", headers={"Tus-Resumable": "0.2.2", "Upload-Length": "5"})
    assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")


async def test_what_came_before_a_break_stays(client, uploads, customer):
    path = await start(client)
    upload_id = uuid.UUID(path.rpartition("/")[2])

    async def breaks():
        for begin in range(0, 150_000, 10_000):
            yield BODY[begin : begin + 10_000]
        raise InvalidRequest("the client went away")

    with pytest.raises(InvalidRequest):
        await uploads.append(customer, upload_id, 0, breaks())
    head = await client.head(path)
    assert head.headers["upload-offset"] == "150000"
    assert (await send(client, path, 150_000, BODY[150_000:])).status_code == 204
    assert (await uploads.claim(customer, str(upload_id))).sha256 == hashlib.sha256(BODY).hexdigest()


async def test_a_cancelled_request_keeps_what_came(uploads, customer, client):
    path = await start(client)
    upload_id = uuid.UUID(path.rpartition("/")[2])
    arrived = asyncio.Event()

    async def stalls():
        yield BODY[:1000]
        arrived.set()
        await asyncio.sleep(60)

    task = asyncio.create_task(uploads.append(customer, upload_id, 0, stalls()))
    await arrived.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await uploads.get(customer, upload_id)).received_bytes == 1000


@pytest.mark.parametrize("offset", ["1", "99999999999"])
async def test_a_wrong_offset_is_a_conflict(client, storage, offset):
    path = await start(client)
    answer = await send(client, path, offset, b"x")
    assert (answer.status_code, answer.json()["code"]) == (409, "offset_mismatch")
    assert await keys(storage) == []


async def test_of_two_requests_for_one_place_one_wins(client, uploads, customer):
    path = await start(client)
    answers = await asyncio.gather(*(send(client, path, 0, BODY) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [204, 409, 409, 409]
    assert (await uploads.claim(customer, path.rpartition("/")[2])).sha256 == hashlib.sha256(BODY).hexdigest()


async def test_more_bytes_than_announced_are_refused(client, storage):
    path = await start(client, size=10)
    assert (await send(client, path, 0, b"x" * 11)).status_code == 413
    assert (await client.head(path)).headers["upload-offset"] == "0"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"Upload-Length": "0"}, 400),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": "x"}, 400),
        ({"Upload-Defer-Length": "1"}, 400),
        ({"Upload-Length": "1000001"}, 413),
        ({"Upload-Length": "5", "Upload-Metadata": "filename ???"}, 400),
        ({"Upload-Length": "5", "Upload-Metadata": "filename /w=="}, 400),
        ({"Upload-Length": "5", "Upload-Metadata": "filename " + "A" * 5000}, 400),
    ],
)
async def test_bad_creations_are_refused(client, headers, status):
    assert (await client.post("/api/uploads", headers=headers)).status_code == status


async def test_bad_appends_are_refused(client):
    path = await start(client)
    assert (await send(client, path, "x", b"x")).status_code == 400
    assert (await send(client, path, 0, b"x", **{"Content-Type": "video/mp4"})).status_code == 400
    assert (await client.head(path)).headers["upload-offset"] == "0"


async def test_an_upload_of_another_customer_is_not_there(client, database, uploads):
    path = await start(client)
    with database.begin() as tx:
        other = customers.create(tx, "other", {})
    foreign = {"X-Customer": str(other)}
    assert (await client.head(path, headers=foreign)).status_code == 404
    assert (await send(client, path, 0, b"x", **foreign)).status_code == 404
    assert (await client.delete(path, headers=foreign)).status_code == 404
    assert (await client.head("/api/uploads/nonsense")).status_code == 404
    assert (await client.head(f"/api/uploads/{uuid.uuid4()}")).status_code == 404
    with pytest.raises(InvalidRequest) as caught:
        await uploads.claim(other, path.rpartition("/")[2])
    assert caught.value.field == "upload_id"


async def test_an_unfinished_or_unknown_upload_cannot_be_used(client, uploads, customer):
    path = await start(client)
    await send(client, path, 0, BODY[:7])
    with pytest.raises(InvalidRequest, match="only 7 of 300000"):
        await uploads.claim(customer, path.rpartition("/")[2])
    for name in ("nonsense", str(uuid.uuid4()), ""):
        with pytest.raises(InvalidRequest, match="unknown"):
            await uploads.claim(customer, name)


async def test_a_deleted_upload_leaves_nothing(client, storage):
    half, whole = await start(client), await start(client)
    await send(client, half, 0, BODY[:100_000])
    await send(client, whole, 0, BODY)
    assert await keys(storage)
    for path in (half, whole):
        assert (await client.delete(path)).status_code == 204
        assert (await client.head(path)).status_code == 404
    assert await keys(storage) == []


async def test_an_upload_whose_joining_was_interrupted_is_joined_when_used(client, uploads, customer, monkeypatch):
    path = await start(client)

    async def dies(upload):
        raise OSError("killed")

    monkeypatch.setattr(uploads, "_join", dies)
    with pytest.raises(OSError, match="killed"):
        await send(client, path, 0, BODY)
    monkeypatch.undo()
    assert (await uploads.claim(customer, path.rpartition("/")[2])).sha256 == hashlib.sha256(BODY).hexdigest()


async def test_expired_uploads_are_forgotten(client, uploads, database, customer):
    path = await start(client)
    await send(client, path, 0, BODY[:100])
    upload_id = path.rpartition("/")[2]
    with database.begin() as tx:
        assert forget_expired_uploads(tx) == []
        tx.execute(text("UPDATE uploads SET expires_at = now() WHERE id = :id"), {"id": upload_id})
    assert (await client.head(path)).status_code == 404
    with database.begin() as tx:
        assert forget_expired_uploads(tx) == [(f"uploads/{customer}/{upload_id}", f"sources/{customer}/{upload_id}")]
        assert forget_expired_uploads(tx) == []


async def test_unfinished_uploads_are_limited(client, monkeypatch):
    monkeypatch.setattr(resumable, "MAX_UNFINISHED", 2)
    path = await start(client, size=5)
    await start(client, size=5)
    assert (await client.post("/api/uploads", headers={"Upload-Length": "5"})).status_code == 429
    await send(client, path, 0, b"12345")
    await start(client, size=5)
