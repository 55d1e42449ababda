"""Connections and transactions."""

from __future__ import annotations

import contextlib
import select
import time
from collections.abc import Iterator
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from lingoreel.errors import NotReady

MINIMUM_VERSION = 14

_CONNECT_S = 5
_POOL_WAIT_S = 15.0
# libpq gives a failed connect no SQLSTATE, only words; the server's own are English where it is ours.
_COMING_BACK = (
    "Connection refused",
    "No such file",
    "starting up",
    "shutting down",
    "recovery mode",
    "not yet accepting",
    "closed the connection",
    "Connection reset",
)
_SESSION = {
    "application_name": "lingoreel",
    "statement_timeout": "60s",
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "120s",
    "timezone": "UTC",
}


class Database:
    """A pool of at most `pool_size` connections to a PostgreSQL ≥ 14.

    A connection that died with its server is replaced when it is next asked for. A server that is just
    starting again is waited for up to `patience_s` seconds.
    """

    def __init__(self, url: str, pool_size: int = 10, *, patience_s: float = 5.0) -> None:
        self.url = url
        self._patience_s = patience_s
        self.engine = _engine(make_url(url), pool_size, patience_s)

    @contextlib.contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back on any exception.

        Raises NotReady when the server cannot be reached, is lost on the way, or no connection gets free.
        """
        with _told(), self.engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def autocommit(self) -> Iterator[Connection]:
        """A connection on which each statement is a transaction of its own, and costs one round trip.

        Raises NotReady as `begin` does.
        """
        with _told(), self.engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    def version(self) -> int:
        """The server's major version. Raises NotReady when it is older than 14."""
        with self.begin() as connection:
            number = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
        if number < MINIMUM_VERSION * 10_000:
            raise NotReady(
                f"the database is PostgreSQL {number // 10_000}, at least {MINIMUM_VERSION} is needed",
                remedy="upgrade it, or leave LINGOREEL_DATABASE_URL unset to use the embedded one",
            )
        return number // 10_000

    def close(self) -> None:
        """Close the pool's idle connections."""
        self.engine.dispose()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What goes wrong between us and the server, as NotReady."""
    try:
        yield
    except PoolTimeout as error:
        raise NotReady("every database connection is busy", remedy="ask again, or add workers") from error
    except DBAPIError as error:
        if error.connection_invalidated or _is_unreachable(error):
            raise NotReady("the database cannot be reached", remedy="ask again; see `lingoreel doctor`") from error
        raise


def _engine(url: URL, pool_size: int, patience_s: float) -> Engine:
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise NotReady(
            f"{url.drivername} is no PostgreSQL address", remedy="set LINGOREEL_DATABASE_URL to postgresql://…"
        )
    given = url.query.get("options", "")
    options = [given if isinstance(given, str) else " ".join(given)]
    options += [f"-c {name}={value}" for name, value in _SESSION.items() if name not in options[0]]
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=_POOL_WAIT_S,
        pool_use_lifo=True,
        use_native_hstore=False,
        connect_args={
            "connect_timeout": _CONNECT_S,
            "options": " ".join(options).strip(),
            # Over a network, a server that went without a word is noticed in this time.
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 20_000,
        },
    )

    @event.listens_for(engine, "checkout")
    def _check(connection: psycopg.Connection[Any], _record: Any, _proxy: Any) -> None:
        # Nobody says anything on an idle connection but a server that ends it: seen without asking, which would cost
        # a round trip each time.
        if connection.closed or _has_news(connection):
            raise DisconnectionError("the server has closed this connection")

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, arguments: list[Any], named: dict[str, Any]) -> psycopg.Connection[Any]:
        deadline = time.monotonic() + patience_s
        while True:
            try:
                return psycopg.connect(*arguments, **named)
            except psycopg.OperationalError as error:
                if not _may_come_back(error) or time.monotonic() > deadline:
                    raise
            time.sleep(0.05)

    return engine


def _has_news(connection: psycopg.Connection[Any]) -> bool:
    """Whether there is something to read from the server, its end included."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def _may_come_back(error: psycopg.OperationalError) -> bool:
    """Whether the server was not there or not yet ready, as against refusing us."""
    text = str(error)
    return any(sign in text for sign in _COMING_BACK)


def _is_unreachable(error: DBAPIError) -> bool:
    # A failed connect has no SQLSTATE; class 57P0x is a server that is going down or coming up.
    state = getattr(error.orig, "sqlstate", None)
    return isinstance(error, OperationalError) and (state is None or state.startswith("57P0"))
