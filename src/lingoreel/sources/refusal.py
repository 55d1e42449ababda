"""An answer to a request whose body is still on its way.

A server that merely answers goes on reading gigabytes to drop them; one that closes at once resets
the connection, and many clients then never see the answer. So: answer, read on for a moment, close
(nginx calls it a lingering close). Browsers and curl read while they send and see the answer however
large the upload; a client that reads only afterwards sees it when the rest fits into that moment.
"""

from __future__ import annotations

import asyncio

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from lingoreel.settings import MIB

LINGER_S = 5.0
LINGER_BYTES = 256 * MIB


class Refusal:
    """Sends `response`, drops what still arrives for at most 5 s and 256 MiB, and closes the connection.

    An ASGI application: return it where a response is expected. For every error that is answered
    before the body was read to its end.
    """

    def __init__(self, response: Response, *, linger_s: float = LINGER_S, linger_bytes: int = LINGER_BYTES) -> None:
        self._response = response
        self._linger_s = linger_s
        self._linger_bytes = linger_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_unfinished(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "more_body": True}
            await send(message)

        self._response.headers["connection"] = "close"
        await self._response(scope, receive, send_unfinished)
        try:
            async with asyncio.timeout(self._linger_s):
                await self._drop(receive)
        except TimeoutError:
            pass
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _drop(self, receive: Receive) -> None:
        dropped = 0
        while dropped < self._linger_bytes:
            message = await receive()
            dropped += len(message.get("body", b""))
            if message["type"] == "http.disconnect" or not message.get("more_body", False):
                return
