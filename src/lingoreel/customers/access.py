"""Who sends this HTTP request: the key in its headers, counted against the customer's rate."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from lingoreel.customers.identify import Caller, identify
from lingoreel.database import Database
from lingoreel.replies import rate_headers
from lingoreel.settings import Settings

T = TypeVar("T")


def key_of(request: Request) -> str | None:
    """`X-API-KEY`, else the token of `Authorization: Bearer`."""
    key = request.headers.get("x-api-key")
    if key is None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        key = token if scheme.lower() == "bearer" else None
    return key.strip() if key else None


def caller_of(request: Request) -> Caller:
    """The caller; blocks on the database. Raises Unauthenticated, TooManyRequests, Forbidden."""
    database: Database = request.app.state.database
    with database.autocommit() as connection:
        return _identified(request, connection)


async def answered(request: Request, work: Callable[[Connection, Caller], T]) -> T:
    """Identify the caller, then do `work` in one transaction; all of it on one thread."""

    def on_thread() -> T:
        caller = caller_of(request)
        with request.app.state.database.begin() as tx:
            return work(tx, caller)

    return await run_in_threadpool(on_thread)


async def looked_up(request: Request, read: Callable[[Connection, Caller], T]) -> T:
    """Identify the caller, then `read` over the same connection, on one thread.

    Each statement stands for itself, so `read` must not write.
    """

    def on_thread() -> T:
        with request.app.state.database.autocommit() as connection:
            return read(connection, _identified(request, connection))

    return await run_in_threadpool(on_thread)


def _identified(request: Request, connection: Connection) -> Caller:
    state = request.app.state
    settings: Settings = state.settings
    caller = identify(connection, state.key_secret, key_of(request), settings.limits)
    request.state.rate_headers = rate_headers(caller.rate.as_dict())
    request.state.customer_id = str(caller.customer_id)
    caller.require("use")
    return caller
