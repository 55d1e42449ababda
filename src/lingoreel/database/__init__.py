"""PostgreSQL: connections, the embedded server, migrations."""

from lingoreel.database.embedded import EmbeddedPostgres
from lingoreel.database.engine import Database
from lingoreel.database.migrate import migrate
from lingoreel.database.opening import OpenDatabase, open_database

__all__ = ["Database", "EmbeddedPostgres", "OpenDatabase", "migrate", "open_database"]
