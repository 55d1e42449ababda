"""Connections for downloads: a name is resolved once, every address is checked, and a checked one is used.

The check sits where the socket is opened, so nothing can be resolved a second time in between
(DNS rebinding). TLS and the Host header still go by the name: the HTTP layer above does them.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import httpcore

from lingoreel.errors import SourceError
from lingoreel.settings import Settings
from lingoreel.sources.addresses import Address, is_allowed, is_inside, parse_address

Resolver = Callable[[str, int], Awaitable[list[str]]]

ADDRESSES_TRIED = 4


async def resolve_host(host: str, port: int) -> list[str]:
    """The addresses of `host`, by the system's resolver, in its order of preference. Raises OSError.

    Runs in a daemon thread of its own: a resolver that hangs holds up neither the event loop, nor
    the shared thread pool, nor the end of the process.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(addresses: list[str] | None, error: Exception | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(addresses or [])

    def look_up() -> None:
        addresses: list[str] | None = None
        error: Exception | None = None
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        except (OSError, UnicodeError) as exc:
            error = exc
        with contextlib.suppress(RuntimeError):  # the loop may be gone by now
            loop.call_soon_threadsafe(settle, addresses, error)

    threading.Thread(target=look_up, name="resolve", daemon=True).start()
    return await answer


def blocked(problem: str) -> SourceError:
    """The error for what a url may not lead to; it never names an address."""
    return SourceError(
        f"the url {problem}",
        code="source_blocked",
        remedy="use a public address, or ask the operator to allow the network",
    )


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Opens sockets to allowed addresses only.

    A public address may be used on `settings.source_ports`; one in `settings.source_allow_networks`
    on any port. One forbidden address among those of a name blocks the name. Raises
    SourceError `source_blocked`, or what httpcore raises.
    """

    def __init__(self, settings: Settings, resolve: Resolver = resolve_host) -> None:
        self._networks = settings.source_allow_networks
        self._ports = settings.source_ports
        self._resolve = resolve
        self._sockets = httpcore.AnyIOBackend()
        self._opened: list[httpcore.AsyncNetworkStream] = []

    async def aclose(self) -> None:
        """Close every socket that was opened; the pool above forgets one that is cancelled in its TLS handshake."""
        while self._opened:
            await self._opened.pop().aclose()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._checked(host, port, timeout)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses[:ADDRESSES_TRIED]:
            try:
                stream = await self._sockets.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                failure = exc
            else:
                self._opened.append(stream)
                return stream
        raise failure or httpcore.ConnectError("no address")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _checked(self, host: str, port: int, limit_s: float | None) -> list[Address]:
        try:
            async with asyncio.timeout(limit_s):
                found = await self._resolve(host, port)
        except TimeoutError as exc:
            raise httpcore.ConnectTimeout("the name was not resolved in time") from exc
        except (OSError, UnicodeError) as exc:
            raise httpcore.ConnectError("the name was not resolved") from exc
        addresses: list[Address] = []
        for text in found:
            try:
                address = parse_address(text)
            except ValueError:
                raise blocked("leads to an address that is not public") from None
            if not is_allowed(address, self._networks):
                raise blocked("leads to an address that is not public")
            if port not in self._ports and not is_inside(address, self._networks):
                names = ", ".join(map(str, self._ports))
                raise blocked(f"uses port {port}; public addresses may be used on {names}")
            addresses.append(address)
        return addresses
