"""The tus protocol 1.0 (https://tus.io/protocols/resumable-upload) at /api/uploads.

Core, creation, expiration and termination.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Awaitable, Callable
from datetime import UTC
from email.utils import format_datetime
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from lingoreel.customers import Caller
from lingoreel.errors import InvalidRequest, NotFound
from lingoreel.sources.arriving import arriving
from lingoreel.sources.form import decode_utf8
from lingoreel.sources.resumable import ResumableUploads
from lingoreel.sources.upload_repository import ResumableUpload

VERSION = "1.0.0"
PATH = "/api/uploads"
CHUNK_TYPE = "application/offset+octet-stream"
METADATA_CHARACTERS = 4096

Identify = Callable[[Request], Awaitable[Caller]]
Handler = Callable[[Request], Awaitable[Response]]


def tus_router(uploads: ResumableUploads, identify: Identify, max_bytes: int) -> APIRouter:
    """The paths of resumable uploads; `max_bytes` is what OPTIONS shows, each customer's own limit is what holds."""
    router = APIRouter()

    async def describe(_request: Request) -> Response:
        return _answer(
            204,
            {
                "Tus-Version": VERSION,
                "Tus-Extension": "creation,expiration,termination",
                "Tus-Max-Size": str(max_bytes),
            },
        )

    async def create(request: Request) -> Response:
        caller = await identify(request)
        size_bytes = _number(request, "Upload-Length")
        metadata = _metadata(request.headers.get("upload-metadata", ""))
        upload = await uploads.create(
            caller.customer_id,
            caller.limits,
            size_bytes=size_bytes,
            name=metadata.get("filename") or metadata.get("name") or "",
            content_type=(metadata.get("filetype") or metadata.get("type") or "")[:200] or None,
        )
        return _answer(201, {"Location": f"{PATH}/{upload.id}", **_expiry(upload)})

    async def tell(request: Request) -> Response:
        caller = await identify(request)
        upload = await uploads.get(caller.customer_id, _upload_id(request))
        progress = {"Upload-Offset": str(upload.received_bytes), "Upload-Length": str(upload.size_bytes)}
        return _answer(200, {**progress, "Cache-Control": "no-store", **_expiry(upload)})

    async def append(request: Request) -> Response:
        caller = await identify(request)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != CHUNK_TYPE:
            raise InvalidRequest(f"Content-Type: must be {CHUNK_TYPE}", field="Content-Type")
        upload = await uploads.append(
            caller.customer_id, _upload_id(request), _number(request, "Upload-Offset"), arriving(request)
        )
        return _answer(204, {"Upload-Offset": str(upload.received_bytes), **_expiry(upload)})

    async def delete(request: Request) -> Response:
        caller = await identify(request)
        await uploads.delete(caller.customer_id, _upload_id(request))
        return _answer(204)

    one = PATH + "/{upload_id}"
    for path, method, handler in (
        (PATH, "OPTIONS", describe),
        (one, "OPTIONS", describe),
        (PATH, "POST", create),
        (one, "HEAD", tell),
        (one, "PATCH", append),
        (one, "DELETE", delete),
    ):
        endpoint = handler if handler is describe else _of_our_version(handler)
        router.add_api_route(path, endpoint, methods=[method], name=f"{handler.__name__} upload")
    return router


def _of_our_version(handler: Handler) -> Handler:
    async def checked(request: Request) -> Response:
        if request.headers.get("tus-resumable", VERSION) != VERSION:
            return _answer(412, {"Tus-Version": VERSION})
        return await handler(request)

    return checked


def _answer(status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(status_code=status, headers={"Tus-Resumable": VERSION, **(headers or {})})


def _expiry(upload: ResumableUpload) -> dict[str, str]:
    return {"Upload-Expires": format_datetime(upload.expires_at.astimezone(UTC), usegmt=True)}


def _number(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise InvalidRequest(f"{name}: must be a number of bytes", field=name)
    return int(text)


def _upload_id(request: Request) -> UUID:
    try:
        return UUID(request.path_params["upload_id"])
    except ValueError:
        raise NotFound("there is no such upload", code="upload_not_found") from None


def _metadata(header: str) -> dict[str, str]:
    if len(header) > METADATA_CHARACTERS:
        raise InvalidRequest(
            f"Upload-Metadata: has more than {METADATA_CHARACTERS} characters", field="Upload-Metadata"
        )
    values: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        name, _, encoded = pair.partition(" ")
        try:
            value = base64.b64decode(encoded.strip(), validate=True)
        except (binascii.Error, ValueError):
            raise InvalidRequest("Upload-Metadata: a value is not base64", field="Upload-Metadata") from None
        values[name.lower()] = decode_utf8(value, "Upload-Metadata")
    return values
