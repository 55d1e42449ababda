"""The body of a create call, in any of its three kinds: JSON, a form, or multipart with a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from lingoreel.errors import InvalidRequest, UploadTooLarge
from lingoreel.settings import MIB, Limits
from lingoreel.sources.arriving import IDLE_S, Request, announced_bytes, arriving
from lingoreel.sources.form import MAX_FIELDS_BYTES, decode_utf8, parse_urlencoded
from lingoreel.sources.multipart import SLACK_BYTES, OpenWriter, Upload, read_multipart, too_large
from lingoreel.sources.strict_json import parse_json

MAX_JSON_BYTES = 8 * MIB
_INLINE_BYTES = 256 * 1024
_KINDS = "application/json, application/x-www-form-urlencoded or multipart/form-data"


@dataclass(frozen=True)
class Body:
    """What a caller sent. Values of forms are text, or lists of text.

    `upload` lies in storage already: whoever refuses the request afterwards deletes `upload.key`.
    `discarded` names file parts other than `file`, whose bytes were dropped.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    upload: Upload | None = None
    discarded: tuple[str, ...] = ()


async def read_body(request: Request, *, limits: Limits, open_writer: OpenWriter, idle_s: float = IDLE_S) -> Body:
    """Read the body of `request` once, as it arrives; an empty one has no fields.

    A multipart `file` goes to the writer that `open_writer(file_name)` gives, at most
    `limits.media_size_bytes` bytes of it; JSON and the fields of forms may have 8 MiB. Raises
    InvalidRequest (400; also when nothing arrives for `idle_s` seconds) or UploadTooLarge (413, as
    soon as it is known); then nothing is stored.
    """
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise InvalidRequest("Content-Encoding: compressed bodies are not supported", field="Content-Encoding")
    content_type = request.headers.get("content-type", "")
    kind = content_type.partition(";")[0].strip().lower()
    announced = announced_bytes(request.headers)
    chunks = arriving(request, idle_s)
    if kind == "multipart/form-data":
        if announced > limits.media_size_bytes + SLACK_BYTES:
            raise too_large(limits.media_size_bytes)
        fields, upload, discarded = await read_multipart(
            chunks, content_type, max_bytes=limits.media_size_bytes, open_writer=open_writer
        )
        return Body(fields, upload, discarded)
    is_json = kind in ("application/json", "text/json") or (kind.startswith("application/") and kind.endswith("+json"))
    is_form = kind == "application/x-www-form-urlencoded"
    limit = MAX_JSON_BYTES if is_json else MAX_FIELDS_BYTES
    data = await _whole(chunks, announced, limit if is_json or is_form else 0, kind)
    if not data.strip():
        return Body()
    _check_charset(content_type)
    if is_form:
        return Body(parse_urlencoded(data.strip()))
    if len(data) <= _INLINE_BYTES:
        return Body(_parse_object(data))
    return Body(await asyncio.to_thread(_parse_object, data))


def _check_charset(content_type: str) -> None:
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        charset = value.strip().strip('"').lower()
        if name.strip().lower() == "charset" and charset not in ("utf-8", "utf8", "us-ascii", "ascii"):
            raise InvalidRequest("Content-Type: charset must be utf-8", field="Content-Type")


async def _whole(chunks: AsyncIterator[bytes], announced: int, limit: int, kind: str) -> bytes:
    data = bytearray()
    if announced <= limit:
        async for chunk in chunks:
            data += chunk
            if len(data) > limit:
                break
        else:
            return bytes(data)
    if limit == 0:
        given = f"{kind[:80]!r} is not supported" if kind else "is missing"
        raise InvalidRequest(f"Content-Type: {given}; send {_KINDS}", field="Content-Type")
    raise UploadTooLarge(f"the body has more than {limit} bytes, the limit for {kind}", details={"limit_bytes": limit})


def _parse_object(data: bytes) -> dict[str, Any]:
    text = decode_utf8(data.removeprefix(b"\xef\xbb\xbf"), "body")
    value = parse_json(text, "body")
    if not isinstance(value, dict):
        raise InvalidRequest("body: must be a JSON object", field="body")
    return value
