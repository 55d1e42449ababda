"""The bytes of a request as they arrive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Protocol

from starlette.requests import ClientDisconnect

from lingoreel.errors import InvalidRequest

IDLE_S = 60.0


class Request(Protocol):
    """What is needed of a Starlette request."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers by lower-case name."""

    def stream(self) -> AsyncIterator[bytes]:
        """The body as it arrives."""


async def arriving(request: Request, idle_s: float = IDLE_S) -> AsyncIterator[bytes]:
    """The body's chunks. Raises InvalidRequest `body_incomplete` when the client leaves or stalls for `idle_s`."""
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(idle_s):
                chunk = await anext(stream)
        except StopAsyncIteration:
            return
        except ClientDisconnect:
            raise InvalidRequest("the body ended before it was complete", code="body_incomplete") from None
        except TimeoutError:
            raise InvalidRequest(f"the body stopped arriving for {idle_s:g} s", code="body_incomplete") from None
        if chunk:
            yield chunk


def announced_bytes(headers: Mapping[str, str]) -> int:
    """What Content-Length says; 0 when it says nothing."""
    text = headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0
