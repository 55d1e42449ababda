"""PostgreSQL: connections, the embedded server, migrations."""

from lingoreel.database.embedded import EmbeddedPostgres
from lingoreel.database.engine import Database
from lingoreel.database.opening import OpenDatabase, open_database
from lingoreel.database.schema import migrate

__all__ = ["Database", "EmbeddedPostgres", "OpenDatabase", "migrate", "open_database"]
