"""A real PostgreSQL with the real schema and DBOS's tables; a starter that only notes what it starts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Connection, text

from lingoreel import customers, points
from lingoreel.database import Database, EmbeddedPostgres, migrate
from lingoreel.processes import Cells, Hosts
from lingoreel.settings import Limits, Settings
from lingoreel.storage import Storage
from lingoreel.tasks.kit import Kit
from lingoreel.tasks.life import Life
from lingoreel.tasks.product import Accepted
from lingoreel.tasks.workflows import Workflows, migrate_workflows


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("tasks data"))


@pytest.fixture(scope="session")
def server(settings: Settings) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres.join(settings.data_dir)
    yield server
    server.release()


@pytest.fixture(scope="session")
def prepared(server: EmbeddedPostgres, settings: Settings) -> Iterator[Database]:
    database = Database(server.url, pool_size=10)
    migrate(database)
    migrate_workflows(database, settings)
    yield database
    database.close()


@pytest.fixture
def db(prepared: Database) -> Database:
    with prepared.begin() as tx:
        tx.execute(text("TRUNCATE tasks, stages, workers, batch_progress, artifacts, dbos.workflow_status CASCADE"))
    return prepared


@dataclass
class NotedStarter:
    """Notes which workflows were started."""

    started: list[tuple[UUID, str]] = field(default_factory=list)

    def start(self, tx: Connection, task_id: UUID, workflow_id: str) -> None:
        self.started.append((task_id, workflow_id))


@pytest.fixture
def starter() -> NotedStarter:
    return NotedStarter()


@pytest.fixture
def life(starter: NotedStarter) -> Life:
    return Life(Limits(), starter)


@pytest.fixture
def workflows(db: Database) -> Workflows:
    return Workflows.open(db)


@pytest.fixture
def customer(db: Database) -> Callable[..., UUID]:
    """Make a customer with points (1,000 by default) and limits of its own."""

    def make(milli_points: int = 1_000_000, **limits: object) -> UUID:
        with db.begin() as tx:
            customer_id = customers.create(tx, "a customer", limits)
            if milli_points:
                points.grant(tx, customer_id, milli_points, "paid", reason="test")
        return customer_id

    return make


@pytest.fixture
def accepted() -> Accepted:
    return Accepted({"words": False}, {"key": "sources/x", "sha256": "00"}, ("speech_to_text",))


@pytest.fixture
async def kit(db: Database, life: Life, tmp_path: Path) -> AsyncIterator[Kit]:
    """A worker's tools: real cells and a real folder of objects; children are started when one is first asked."""
    own = Settings(data_dir=tmp_path / "data")
    cells, hosts = Cells(own, imported_ahead=()), Hosts(own)
    lost: list[BaseException] = []
    yield Kit(own, db, life, Storage.open(own), cells, cells, hosts, own.scratch_dir, lost.append)
    await cells.close()
    await hosts.close()
    assert not lost
