"""The database the settings name: an external one, or the embedded one."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Self

from lingoreel.database.embedded import EmbeddedPostgres
from lingoreel.database.engine import Database
from lingoreel.settings import Settings


@dataclass(frozen=True)
class OpenDatabase:
    """A database in use; `embedded` is its server where that is ours."""

    database: Database
    embedded: EmbeddedPostgres | None

    def close(self) -> None:
        """Close the connections, then stop using the server."""
        self.database.close()
        if self.embedded:
            self.embedded.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_database(settings: Settings, pool_size: int = 10) -> OpenDatabase:
    """Connect, starting the embedded server where no `database_url` is set.

    Raises NotReady when the server does not start, cannot be reached, or is older than PostgreSQL 14.
    """
    embedded = None if settings.database_url else EmbeddedPostgres.join(settings.data_dir)
    opened = OpenDatabase(Database(embedded.url if embedded else settings.database_url or "", pool_size), embedded)
    try:
        opened.database.version()
    except BaseException:
        opened.close()
        raise
    return opened
