"""One url downloaded: checked at every hop, counted while it streams, resumed where it broke off.

Redirects from https to http are followed, as podcast hosts need it, and told in `warnings`: we send
no credentials, and the content is judged by the probe, not by where it came from.
"""

from __future__ import annotations

import asyncio
import hashlib
import ssl
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache

import httpcore
import httpx

from lingoreel.errors import InvalidFile, InvalidRequest, LingoreelError, OverLimit, SourceError
from lingoreel.settings import Limits, Settings
from lingoreel.sources.connect import CheckedBackend, Resolver, blocked, resolve_host
from lingoreel.sources.content_encoding import Identity, decoder_for
from lingoreel.sources.response_headers import ResponseHeaders
from lingoreel.sources.sink import Sink
from lingoreel.sources.url import parse_url

Progress = Callable[[int, int | None], None]

FAILURES_IN_A_ROW = 4
ATTEMPTS = 100
RESTARTS = 3
BACKOFF_S = 0.5
LONGEST_WAIT_S = 60.0
PROGRESS_EVERY_S = 0.25
REDIRECT_CHARACTERS = 8192
DOWNGRADE_WARNING = "the server of the url redirected from https to http"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Fetched:
    """A finished download. `sha256` in hexadecimal; `final_name` is the file name the server or the url gave."""

    size_bytes: int
    sha256: str
    content_type: str | None
    final_name: str
    warnings: tuple[str, ...] = ()


class _Interrupted(Exception):
    """This attempt failed in a way that another one may not; `error` is what to raise when none is left."""

    def __init__(self, error: SourceError, wait_s: float = 0.0) -> None:
        super().__init__(error.message)
        self.error = error
        self.wait_s = wait_s


async def fetch(
    url: str,
    sink: Sink,
    *,
    settings: Settings,
    limits: Limits,
    max_bytes: int | None = None,
    field: str = "url",
    on_progress: Progress | None = None,
    resolve: Resolver = resolve_host,
    backoff_s: float = BACKOFF_S,
) -> Fetched:
    """Download `url` (as `clean_url` gives it) into `sink`.

    At most `max_bytes` (`limits.media_size_bytes` when None) in `limits.download_s` seconds over
    all attempts. `on_progress(received_bytes, total_bytes or None)` is called four times a second
    at most, and once at the end. Errors carry `field`.

    Raises SourceError `source_blocked`, `source_forbidden`, `source_not_found`, `source_timeout` or
    `source_unreachable`; OverLimit `source_too_large`; InvalidFile for an empty body; whatever
    `sink` raises.
    """
    download = _Download(
        url,
        sink,
        settings=settings,
        max_bytes=limits.media_size_bytes if max_bytes is None else max_bytes,
        on_progress=on_progress,
        resolve=resolve,
    )
    try:
        async with asyncio.timeout(limits.download_s) as deadline:
            return await download.run(backoff_s)
    except TimeoutError:
        if not deadline.expired():
            raise
        raise SourceError(
            f"the download took longer than {limits.download_s} s; {download.received} bytes had arrived",
            code="source_timeout",
            field=field,
            remedy="use a faster server, or upload the file",
            retryable=True,
        ) from None
    except LingoreelError as error:
        error.field = field
        raise


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()


class _Download:
    def __init__(
        self,
        url: str,
        sink: Sink,
        *,
        settings: Settings,
        max_bytes: int,
        on_progress: Progress | None,
        resolve: Resolver,
    ) -> None:
        self._url = parse_url(url)
        self._sink = sink
        self._settings = settings
        self._max_bytes = max_bytes
        self._on_progress = on_progress
        self._resolve = resolve
        self._reported_at = 0.0
        self._restarts = 0
        self._warnings: dict[str, None] = {}
        self._forget()

    def _forget(self) -> None:
        self.received = 0
        self._hash = hashlib.sha256()
        self._total: int | None = None
        self._validator: str | None = None

    async def run(self, backoff_s: float) -> Fetched:
        failures = 0
        for _ in range(ATTEMPTS):
            before = self.received
            try:
                return await self._attempt()
            except _Interrupted as interruption:
                failures = 1 if self.received > before else failures + 1
                if failures >= FAILURES_IN_A_ROW:
                    raise interruption.error from None
                last = interruption.error
                wait_s = max(backoff_s * 2 ** (failures - 1), interruption.wait_s)
            await asyncio.sleep(min(wait_s, LONGEST_WAIT_S))
        raise last

    async def _restart(self) -> None:
        if not self.received:
            return
        self._restarts += 1
        if self._restarts > RESTARTS:
            raise SourceError(
                f"the transfer broke off {self._restarts} times and the server cannot resume it",
                remedy="use a server that supports ranges, or upload the file",
                retryable=True,
            )
        await self._sink.reset()
        self._forget()

    async def _attempt(self) -> Fetched:
        try:
            return await self._follow()
        except (httpcore.ConnectTimeout, httpcore.PoolTimeout):
            raise _Interrupted(
                SourceError(
                    f"the server could not be reached within {self._settings.source_connect_s:g} s", retryable=True
                )
            ) from None
        except httpcore.TimeoutException:
            raise _Interrupted(
                SourceError(
                    f"the server sent nothing for {self._settings.source_idle_s:g} s",
                    code="source_timeout",
                    retryable=True,
                )
            ) from None
        except httpcore.ConnectError as error:
            if _is_certificate_failure(error):
                raise SourceError(
                    "the server's certificate could not be verified",
                    remedy="use a server with a valid certificate, or upload the file",
                ) from None
            raise _Interrupted(SourceError("the server could not be reached", retryable=True)) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError):
            raise _Interrupted(
                SourceError(f"the transfer broke off after {self.received} bytes", retryable=True)
            ) from None

    async def _follow(self) -> Fetched:
        url = self._url
        for _ in range(self._settings.source_redirects + 1):
            async with self._answer(url) as (status, headers, stream):
                if status not in _REDIRECTS or not headers.location:
                    return await self._take(url, status, headers, stream)
                url = self._redirected(url, headers.location)
        raise SourceError(f"the url redirects more than {self._settings.source_redirects} times")

    def _redirected(self, url: httpx.URL, location: str) -> httpx.URL:
        if len(location) > REDIRECT_CHARACTERS:
            raise SourceError("the url redirects to an address that is too long")
        try:
            target = parse_url(str(url.join(location)))
        except (InvalidRequest, httpx.InvalidURL):
            raise blocked("redirects to an address that is not a plain http or https one") from None
        if url.scheme == "https" and target.scheme == "http":
            self._warnings[DOWNGRADE_WARNING] = None
        return target

    @asynccontextmanager
    async def _answer(self, url: httpx.URL) -> AsyncIterator[tuple[int, ResponseHeaders, AsyncIterator[bytes]]]:
        sent = [
            (b"Host", url.netloc),
            (b"User-Agent", b"Lingoreel"),
            (b"Accept", b"*/*"),
            (b"Accept-Encoding", b"identity"),
            (b"Connection", b"close"),
        ]
        if self.received and self._validator:
            sent += [
                (b"Range", b"bytes=%d-" % self.received),
                (b"If-Range", self._validator.encode("latin-1")),
            ]
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        connect_s, idle_s = self._settings.source_connect_s, self._settings.source_idle_s
        # A pool for each hop: nothing is shared between two downloads, and leaving closes the socket.
        async with (
            aclosing(CheckedBackend(self._settings, self._resolve)) as backend,
            httpcore.AsyncConnectionPool(
                ssl_context=_tls() if url.scheme == "https" else None,
                network_backend=backend,
                max_connections=1,
                max_keepalive_connections=0,
            ) as pool,
            pool.stream(
                "GET",
                target,
                headers=sent,
                extensions={"timeout": {"connect": connect_s, "read": idle_s, "write": idle_s, "pool": connect_s}},
            ) as response,
        ):
            yield response.status, ResponseHeaders(response.headers), response.aiter_stream()

    async def _take(
        self, url: httpx.URL, status: int, headers: ResponseHeaders, stream: AsyncIterator[bytes]
    ) -> Fetched:
        if status == 416 and self.received:
            await self._restart()
            raise _Interrupted(SourceError("the server refused to resume the transfer", retryable=True))
        if status not in (200, 203, 206):
            raise _refusal(status, headers)
        if status == 206:
            await self._check_range(headers)
        else:
            await self._restart()
        await self._receive(headers, stream)
        if not self.received:
            raise InvalidFile("the source is empty (0 bytes)")
        self._report(last=True)
        return Fetched(
            size_bytes=self.received,
            sha256=self._hash.hexdigest(),
            content_type=headers.content_type,
            final_name=headers.file_name(url),
            warnings=tuple(self._warnings),
        )

    async def _check_range(self, headers: ResponseHeaders) -> None:
        start, total = headers.content_range
        continues = self.received > 0 and start == self.received and not headers.content_encoding
        # A 206 may leave out what If-Range already settled.
        same = headers.validator in (None, self._validator) and (self._total is None or total in (None, self._total))
        if not (continues and same):
            await self._restart()
            raise _Interrupted(SourceError("the server answered with another range than asked for", retryable=True))

    async def _receive(self, headers: ResponseHeaders, stream: AsyncIterator[bytes]) -> None:
        decoder = decoder_for(headers.content_encoding)
        plain = isinstance(decoder, Identity)
        length = headers.content_length
        if length is not None:
            expected = self.received + length
            if expected > self._max_bytes:
                raise self._too_large(expected)
            self._total = expected if plain else None
        # Ranges of a compressed answer count its compressed bytes, which we do not keep.
        self._validator = (headers.validator or self._validator) if plain else None
        async for data in stream:
            for piece in decoder.decode(data):
                self.received += len(piece)
                if self.received > self._max_bytes:
                    raise self._too_large(None)
                self._hash.update(piece)
                await self._sink.write(piece)
                self._report()
        if not decoder.is_complete() and self.received:
            raise _Interrupted(SourceError(f"the transfer broke off after {self.received} bytes", retryable=True))

    def _too_large(self, size_bytes: int | None) -> OverLimit:
        size = f"has {size_bytes} bytes" if size_bytes is not None else "goes on"
        return OverLimit(
            f"the source {size}; at most {self._max_bytes} bytes are allowed",
            code="source_too_large",
            remedy="use a smaller file, or ask the operator for a higher limit",
            details={"limit_bytes": self._max_bytes},
        )

    def _report(self, *, last: bool = False) -> None:
        if self._on_progress is None:
            return
        now = time.monotonic()
        if last or now - self._reported_at >= PROGRESS_EVERY_S:
            self._reported_at = now
            self._on_progress(self.received, self._total)


def _is_certificate_failure(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__  # the pool hides the cause
    return False


def _refusal(status: int, headers: ResponseHeaders) -> Exception:
    """What a status other than success or redirect means."""
    if status in (401, 403):
        return SourceError(
            f"the server refused the download (HTTP {status})",
            code="source_forbidden",
            remedy="the link needs download permission: make it public or use a signed link that has not expired",
        )
    if status in (404, 410):
        return SourceError(
            f"there is nothing at the url (HTTP {status})", code="source_not_found", remedy="check the url"
        )
    if status in _PASSING or status >= 500:
        return _Interrupted(
            SourceError(f"the server answered with HTTP {status}", retryable=True), headers.retry_after_s
        )
    return SourceError(f"the server answered with HTTP {status} instead of the file")
