"""Migrations: all or none, once, by many at a time."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from lingoreel.database import Database, migrate, schema
from lingoreel.errors import NotReady

REVISION = """
from alembic import op
revision = {number!r}
down_revision = {before!r}
def upgrade():
    {body}
"""


def tables(database: Database) -> set[str]:
    with database.begin() as tx:
        found = tx.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        return set(found.scalars())


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of migrations of the test's own, in a path that configuration parsers trip over."""
    here = tmp_path / "50% of it; a:b"
    (here / "versions").mkdir(parents=True)
    (here / "migrations").symlink_to(schema._HERE / "migrations")
    monkeypatch.setattr(schema, "_HERE", here)
    return here / "versions"


def add(versions: Path, number: str, before: str | None, body: str) -> None:
    (versions / f"{number}_test.py").write_text(REVISION.format(number=number, before=before, body=body))


def test_the_real_schema_comes_up_and_stays(database: Database) -> None:
    migrate(database)
    made = tables(database)
    assert {"alembic_version", "customers", "transfers", "tasks"} <= made
    migrate(database)
    assert tables(database) == made


def test_many_at_once(database: Database) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        own = Database(database.url, 1)
        try:
            migrate(own)
        except BaseException as error:
            failures.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert "tasks" in tables(database)


def test_a_failure_leaves_nothing(database: Database, versions: Path) -> None:
    add(versions, "0001", None, "op.execute('CREATE TABLE one (n int)')")
    add(versions, "0002", "0001", "op.execute('CREATE TABLE one (n int)')")
    with pytest.raises(Exception, match="already exists"):
        migrate(database)
    assert tables(database) == set()
    add(versions, "0002", "0001", "op.execute('CREATE TABLE two (n int)')")
    migrate(database)
    assert tables(database) == {"alembic_version", "one", "two"}


def test_a_newer_schema_is_left_alone(database: Database, versions: Path) -> None:
    add(versions, "0001", None, "op.execute('CREATE TABLE one (n int)')")
    add(versions, "0002", "0001", "op.execute('CREATE TABLE two (n int)')")
    migrate(database)
    (versions / "0002_test.py").unlink()
    with pytest.raises(NotReady, match="0002") as caught:
        migrate(database)
    assert "install the version" in (caught.value.remedy or "")
    assert tables(database) == {"alembic_version", "one", "two"}


def test_no_migrations_at_all(database: Database, versions: Path) -> None:
    migrate(database)
    assert tables(database) <= {"alembic_version"}


def test_logging_is_left_alone(database: Database) -> None:
    root = logging.getLogger()
    mine = logging.getLogger("lingoreel.somewhere")
    before = (list(root.handlers), root.level, mine.disabled)
    migrate(database)
    assert (list(root.handlers), root.level, mine.disabled) == before
