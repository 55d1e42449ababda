"""A real PostgreSQL with the real schema, one for the folder's tests."""

from collections.abc import Iterator

import pytest

from lingoreel.database import Database, EmbeddedPostgres, migrate


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres.join(tmp_path_factory.mktemp("data folder"))
    yield server
    server.release()


@pytest.fixture(scope="session")
def db(server: EmbeddedPostgres) -> Iterator[Database]:
    database = Database(server.url, pool_size=10)
    migrate(database)
    yield database
    database.close()
