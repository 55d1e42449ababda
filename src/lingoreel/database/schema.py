"""Bring the schema up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from lingoreel.database.engine import Database
from lingoreel.errors import NotReady

if TYPE_CHECKING:
    from alembic.config import Config

_HERE = Path(__file__).parent
# Any constant would do, as long as nobody else in this database locks the same.
_LOCK_KEY = 0x6C696E676F


def configuration() -> Config:
    """Alembic's configuration; it has no file and leaves logging alone."""
    from alembic.config import Config

    config = Config()
    # Percent signs mean something to the parser behind this.
    config.set_main_option("script_location", str(_HERE / "migrations").replace("%", "%%"))
    config.set_main_option("version_locations", str(_HERE / "versions").replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config


def migrate(database: Database) -> None:
    """Run every migration that is missing, all or none. Several processes may call it at once: the first
    does the work, the others wait.

    Raises NotReady when the server is too old, cannot be reached, or has a newer schema than this program.
    """
    from alembic import command
    from alembic.util.exc import CommandError

    database.version()
    config = configuration()
    with database.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise NotReady(
                f"the database's schema does not fit this program: {error}",
                remedy="install the version of lingoreel that last migrated it, or a newer one",
            ) from error
