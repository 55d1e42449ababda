"""`GET /files/{token}/{name}`: what a signed link leads to. No key, no rate; `Range` and HEAD are served."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from lingoreel.artifacts.links import content_type
from lingoreel.errors import NotFound
from lingoreel.storage import Storage, read_token

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def router(storage: Storage, secret: bytes) -> APIRouter:
    """The path of signed links."""
    routes = APIRouter()

    async def serve(request: Request) -> Response:
        key = read_token(secret, request.path_params["token"])
        name = request.path_params["name"]
        if not await storage.exists(key):
            raise NotFound("this file is not kept any more", code="file_not_found")
        size = (await storage.head(key)).size_bytes
        headers = {
            "Accept-Ranges": "bytes",
            "Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}",
            "Content-Type": content_type(name),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "private",
        }
        asked = request.headers.get("range") if "if-range" not in request.headers else None
        span = _span(asked, size)
        start, end = (0, size) if span is None else span
        if start >= end and span is not None:
            return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
        headers["Content-Length"] = str(end - start)
        status = 200
        if span is not None:
            status = 206
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        if request.method == "HEAD":
            return Response(status_code=status, headers=headers)
        return StreamingResponse(_stream(storage, key, start, end), status_code=status, headers=headers)

    routes.add_api_route("/files/{token}/{name}", serve, methods=["GET", "HEAD"], include_in_schema=False)
    return routes


async def _stream(storage: Storage, key: str, start: int, end: int) -> AsyncIterator[bytes]:
    if end > start:
        async for chunk in storage.stream(key, start, end):
            yield chunk


def _span(header: str | None, size: int) -> tuple[int, int] | None:
    """The half-open byte span that a Range header asks for (RFC 9110 §14), empty where it cannot be satisfied.

    None where there is no range, or one that is malformed or of a kind we do not serve: those are to be ignored.
    """
    found = _RANGE.fullmatch(header or "")
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    return min(int(first), size), min(size, int(last) + 1) if last else size
