"""The PostgreSQL that runs in the data folder when no other is given.

Its programs come from a wheel; its life is ours. Every process that uses it holds a shared lock;
who leaves last stops it. Other users of the machine can reach neither its socket nor its files.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg.pq import PGconn, Ping

from lingoreel.database import cluster, postmaster
from lingoreel.database.socket_folder import PORT, claim_socket_folder
from lingoreel.errors import NotReady

_START_S = 120.0
_ORPHANS_S = 1.0


class EmbeddedPostgres:
    """A running server, used by this process until `release`. Make it by `join`.

    Safe to use from several threads. Linux only: it reads /proc.
    """

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._pgdata = data_dir / postmaster.PGDATA
        self._users: int | None = None
        self._mutex = threading.Lock()
        self._socket_folder = data_dir
        self._password = ""

    @classmethod
    def join(cls, data_dir: Path) -> Self:
        """Use the server of this folder, which is made and started when needed (about a second, then 0.2 s).

        Raises NotReady with a remedy when it does not start.
        """
        data_dir = Path(data_dir).absolute()
        if "\n" in str(data_dir):
            raise NotReady("the data folder's name has a line break in it", remedy="rename it")
        try:
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            owner = data_dir.stat().st_uid
        except OSError as error:
            raise NotReady(
                f"the data folder {data_dir} cannot be made: {error.strerror}",
                remedy="set LINGOREEL_DATA_DIR to a folder you may write",
            ) from error
        if os.geteuid() not in {0, owner}:
            raise NotReady(
                f"the data folder {data_dir} belongs to uid {owner}",
                remedy="run as that user, or set LINGOREEL_DATA_DIR to a folder of your own",
            )
        server = cls(data_dir)
        server._enter()
        return server

    @property
    def url(self) -> str:
        """How libpq, SQLAlchemy and DBOS reach it, password included."""
        return (
            f"postgresql://{cluster.ROLE}:{quote(self._password, safe='')}@/{cluster.ROLE}"
            f"?host={quote(str(self._socket_folder), safe='')}&port={PORT}"
        )

    def is_alive(self) -> bool:
        """Whether the server takes connections now. Answers in milliseconds, at most 2 s."""
        return self._ping() is Ping.OK

    def ensure_running(self) -> None:
        """Start the server again when it is gone; several processes may find that out at once.

        Raises NotReady when it does not start.
        """
        with self._mutex:
            if self._users is None:
                raise NotReady("the embedded database was released")
            if not self.is_alive():
                with self._start_lock():
                    self._bring_up()

    def release(self) -> None:
        """Stop using the server; the last user stops it. May be called twice."""
        with self._mutex:
            if self._users is None:
                return
            users, self._users = self._users, None
            try:
                with self._start_lock():
                    if postmaster.try_lock(users) and postmaster.stop(self.data_dir):
                        self._remove_socket_folder()
            finally:
                os.close(users)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _enter(self) -> None:
        with self._start_lock():
            users = postmaster.open_lock(self.data_dir / postmaster.USERS_LOCK)
            fcntl.flock(users, fcntl.LOCK_SH)
            self._users = users
            try:
                self._bring_up()
                self._check_password()
            except BaseException:
                os.close(users)
                self._users = None
                raise

    @contextlib.contextmanager
    def _start_lock(self) -> Iterator[None]:
        fd = postmaster.open_lock(self.data_dir / postmaster.START_LOCK)
        try:
            if not postmaster.wait_lock(fd, timeout_s=_START_S):
                raise NotReady("another process has been starting the database for too long")
            yield
        finally:
            os.close(fd)

    def _bring_up(self) -> None:
        """Make the server take connections. The start lock is held."""
        deadline = time.monotonic() + _START_S
        orphans_since: float | None = None
        lock = postmaster.open_lock(self.data_dir / postmaster.SERVER_LOCK)
        try:
            while True:
                if postmaster.try_lock(lock):
                    self._start_or_say_why(lock)
                    return
                if self._adopt():
                    return
                if postmaster.live_postmaster(self._pgdata) is not None:
                    orphans_since = None
                    if self._socket_lost():
                        postmaster.stop(self.data_dir)
                else:
                    # Backends that outlived their killed server, or a server that has not written its pid yet.
                    orphans_since = orphans_since or time.monotonic()
                    if time.monotonic() - orphans_since > _ORPHANS_S:
                        postmaster.stop(self.data_dir)
                if time.monotonic() > deadline:
                    raise NotReady(
                        f"the embedded PostgreSQL does not answer: {cluster.log_tail(self.data_dir, 0)}",
                        remedy=f"see {self.data_dir / cluster.LOG_FILE}",
                    )
                time.sleep(0.02)
        finally:
            os.close(lock)

    def _adopt(self) -> bool:
        """Take the address of the server that runs already; False while it is not ready."""
        found = postmaster.read_pid_file(self._pgdata)
        if found is None or found.socket_folder is None:
            return False
        self._socket_folder = found.socket_folder
        try:
            self._password = cluster.read_password(self.data_dir)
        except FileNotFoundError:
            raise NotReady(
                f"{self.data_dir / cluster.PASSWORD_FILE} is gone while the server runs",
                remedy="stop every process that uses this data folder; the next start makes a new password",
            ) from None
        return self._ping() is Ping.OK

    def _socket_lost(self) -> bool:
        """Whether nobody can reach the server because its socket's file was removed."""
        found = postmaster.read_pid_file(self._pgdata)
        if found is None or found.socket_folder is None:
            return False
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(2.0)
            try:
                client.connect(str(found.socket_folder / f".s.PGSQL.{PORT}"))
            except FileNotFoundError:
                return True
            except OSError:
                return False
        return False

    def _start_or_say_why(self, lock: int) -> None:
        try:
            self._start(lock)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NotReady(
                f"the embedded PostgreSQL could not be started: {error}",
                remedy=f"let this user manage {self.data_dir}, run as an ordinary user, or set LINGOREEL_DATABASE_URL",
            ) from error

    def _start(self, lock: int) -> None:
        account = cluster.server_account(self.data_dir)
        since = cluster.log_size(self.data_dir)
        stale = postmaster.read_pid_file(self._pgdata)
        if stale is not None:
            if postmaster.serves(stale.pid, self._pgdata):
                raise NotReady(
                    f"a server that is not ours (process {stale.pid}) runs in {self._pgdata}",
                    remedy="stop it with pg_ctl",
                )
            (self._pgdata / "postmaster.pid").unlink()
        cluster.prepare(self.data_dir, account, lock)
        self._password = cluster.read_password(self.data_dir)
        self._socket_folder = claim_socket_folder(self.data_dir, stale.socket_folder if stale else None)
        # No process of the server is left, so these are too. Their number may meanwhile be another program's
        # (or a zombie's), and PostgreSQL would refuse to start beside that.
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (self._socket_folder / name).unlink(missing_ok=True)
        cluster.configure(self.data_dir, account, self._socket_folder)
        status = cluster.run_program(
            self.data_dir,
            account,
            "pg_ctl",
            *("--silent", "--wait", f"--timeout={_START_S:.0f}", "start"),
            pgdata=self._pgdata,
            server_lock=lock,
            timeout_s=_START_S + 10,
        )
        if status != 0:
            raise NotReady(
                f"the embedded PostgreSQL did not start: {cluster.log_tail(self.data_dir, since)}",
                remedy=f"see {self.data_dir / cluster.LOG_FILE}",
            )
        self._start_keeper()

    def _start_keeper(self) -> None:
        subprocess.run(
            [sys.executable, "-I", "-S", postmaster.__file__, "keep", str(self.data_dir)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath},
            cwd="/",
            check=False,
        )

    def _ping(self) -> Ping:
        parameters = (
            f"host={self._socket_folder} port={PORT} dbname={cluster.ROLE} user={cluster.ROLE} "
            f"password={self._password} connect_timeout=2"
        )
        return Ping(PGconn.ping(parameters.encode()))

    def _check_password(self) -> None:
        try:
            psycopg.connect(self.url, connect_timeout=10).close()
        except psycopg.OperationalError as error:
            raise NotReady(
                f"the embedded PostgreSQL refused us: {error}",
                remedy=f"with the service stopped, remove {self.data_dir / cluster.PASSWORD_FILE}; "
                "the next start makes a new password",
            ) from error

    def _remove_socket_folder(self) -> None:
        with contextlib.suppress(OSError):
            self._socket_folder.rmdir()
