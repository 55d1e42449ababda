"""The shape of every answer: an envelope for success, another for failure, and the headers of both."""

from __future__ import annotations

import json
import math
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from lingoreel.errors import LingoreelError, TooManyRequests


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def success(request: Request, data: Any, headers: dict[str, str] | None = None) -> Response:
    """`{"status": 200, "message": "success", "data": …}`."""
    content = {"status": 200, "message": "success", "data": data}
    rate: dict[str, str] = getattr(request.state, "rate_headers", {})
    return Response(_json(content), media_type="application/json", headers={**rate, **(headers or {})})


def failure(request: Request, error: LingoreelError) -> Response:
    """The error's own HTTP code, and `{"status", "message", "error": {"code", "field", "remedy", "request_id"}}`."""
    content: dict[str, Any] = {
        "status": error.status,
        "message": error.message,
        "error": {
            "code": error.code,
            "field": error.field,
            "remedy": error.remedy,
            "request_id": getattr(request.state, "request_id", None),
            **{name: error.details[name] for name in ("needed", "available") if name in error.details},
        },
    }
    headers: dict[str, str] = dict(getattr(request.state, "rate_headers", {}))
    if isinstance(error, TooManyRequests):
        headers["Retry-After"] = str(max(1, math.ceil(error.retry_after_s)))
        if "limit" in error.details:
            headers |= rate_headers(error.details)
    elif error.status == 503:
        headers["Retry-After"] = "2"
    elif error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(_json(content), status_code=error.status, media_type="application/json", headers=headers)


def rate_headers(rate: dict[str, Any]) -> dict[str, str]:
    """The `RateLimit-*` headers (IETF draft-ietf-httpapi-ratelimit-headers) of `limit`, `remaining`, `reset_s`."""
    return {
        "RateLimit-Limit": str(rate["limit"]),
        "RateLimit-Remaining": str(rate["remaining"]),
        "RateLimit-Reset": str(math.ceil(rate["reset_s"])),
    }
