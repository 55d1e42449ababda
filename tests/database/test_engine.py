"""Connections: transactions, limits, and servers that come and go."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from lingoreel.database import Database, EmbeddedPostgres, engine, open_database, postmaster
from lingoreel.errors import NotReady
from lingoreel.settings import Settings


def test_a_transaction_commits_or_leaves_nothing(database: Database) -> None:
    with database.begin() as tx:
        tx.execute(text("CREATE TABLE t (n int PRIMARY KEY)"))
        tx.execute(text("INSERT INTO t VALUES (1)"))
    with pytest.raises(RuntimeError, match="on purpose"), database.begin() as tx:
        tx.execute(text("INSERT INTO t VALUES (2)"))
        raise RuntimeError("on purpose")
    with database.begin() as tx:
        assert tx.execute(text("SELECT array_agg(n) FROM t")).scalar_one() == [1]


def test_other_errors_keep_their_kind(database: Database) -> None:
    with database.begin() as tx:
        tx.execute(text("CREATE TABLE t (n int PRIMARY KEY)"))
    with pytest.raises(IntegrityError), database.begin() as tx:
        tx.execute(text("INSERT INTO t VALUES (1), (1)"))
    with pytest.raises(OperationalError, match="statement timeout"), database.begin() as tx:
        tx.execute(text("SET LOCAL statement_timeout = '10ms'"))
        tx.execute(text("SELECT pg_sleep(5)"))


def test_every_session_has_its_limits(database: Database) -> None:
    with database.begin() as tx:
        shown = {name: tx.exec_driver_sql(f"SHOW {name}").scalar_one() for name in engine._SESSION}
    assert shown["timezone"] == "UTC"
    assert shown["statement_timeout"] == "1min"
    assert shown["idle_in_transaction_session_timeout"] == "2min"


def test_options_of_the_url_win(server: EmbeddedPostgres) -> None:
    mine = Database(server.url + "&options=-c%20statement_timeout%3D7s", 1)
    with mine.begin() as tx:
        assert tx.exec_driver_sql("SHOW statement_timeout").scalar_one() == "7s"
        assert tx.exec_driver_sql("SHOW lock_timeout").scalar_one() == "30s"
    mine.close()


def test_a_full_pool_says_so(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database.engine.pool, "_timeout", 0.1)
    with (
        database.begin(),
        database.begin(),
        database.begin(),
        pytest.raises(NotReady, match="busy"),
        database.begin(),
    ):
        pass
    with database.begin() as tx:
        assert tx.execute(text("SELECT 1")).scalar_one() == 1


def test_a_killed_server_does_not_poison_the_pool(data_dir: Path) -> None:
    with EmbeddedPostgres.join(data_dir) as server:
        database = Database(server.url, 3, patience_s=0.2)
        with pytest.raises(NotReady, match="cannot be reached") as caught, database.begin() as tx:
            tx.execute(text("SELECT 1"))
            postmaster.signal_all(data_dir / "postgres", signal.SIGKILL)
            tx.execute(text("SELECT 1"))
        assert caught.value.retryable
        began = time.monotonic()
        with pytest.raises(NotReady), database.begin():
            pass
        assert time.monotonic() - began < 3
        server.ensure_running()
        for _ in range(5):
            with database.begin() as tx:
                assert tx.execute(text("SELECT 1")).scalar_one() == 1
        database.close()


def test_a_request_waits_while_the_server_starts_again(data_dir: Path) -> None:
    with EmbeddedPostgres.join(data_dir) as server:
        database = Database(server.url, 3, patience_s=20)
        with database.begin() as tx:
            tx.execute(text("CREATE TABLE t AS SELECT 7 AS n"))
        pid = postmaster.live_postmaster(data_dir / "postgres")
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        revive = threading.Timer(0.5, server.ensure_running)
        revive.start()
        time.sleep(0.1)
        with database.begin() as tx:
            assert tx.execute(text("SELECT n FROM t")).scalar_one() == 7
        revive.join()
        database.close()


def test_nobody_there() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/none", 1, patience_s=0)
    with pytest.raises(NotReady, match="cannot be reached"), database.begin():
        pass
    database.close()


def test_a_wrong_password_is_not_waited_for(server: EmbeddedPostgres) -> None:
    database = Database(server.url.replace("@/", "x@/"), 1, patience_s=30)
    began = time.monotonic()
    with pytest.raises(NotReady), database.begin():
        pass
    assert time.monotonic() - began < 10
    database.close()


@pytest.mark.parametrize("url", ["sqlite:///x.db", "mysql://localhost/x"])
def test_another_kind_of_database(url: str) -> None:
    with pytest.raises(NotReady, match="no PostgreSQL"):
        Database(url)


def test_an_old_server_is_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    assert database.version() == 18
    monkeypatch.setattr(engine, "MINIMUM_VERSION", 99)
    with pytest.raises(NotReady, match="is PostgreSQL 18, at least 99"):
        database.version()


def test_open_database_embedded_and_external(data_dir: Path, server: EmbeddedPostgres) -> None:
    with open_database(Settings(data_dir=data_dir)) as opened:
        assert opened.embedded is not None
        with opened.database.begin() as tx:
            assert tx.execute(text("SELECT current_user")).scalar_one() == "lingoreel"
    assert not opened.embedded.is_alive()
    with open_database(Settings(data_dir=data_dir, database_url=server.url)) as opened:
        assert opened.embedded is None
    assert server.is_alive()
