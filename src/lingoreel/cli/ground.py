"""What operator commands stand on: the settings, and the database brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from lingoreel.settings import Settings


def settings() -> Settings:
    """The settings of the environment; from here on logs go to stderr, warnings only unless more is asked for."""
    from lingoreel import logs
    from lingoreel.settings import load_settings

    found = load_settings()
    quiet = found if "log_level" in found.model_fields_set else found.model_copy(update={"log_level": "warning"})
    logs.configure(quiet, process="cli")
    return found


@contextmanager
def transaction() -> Iterator[Connection]:
    """One transaction on the service's database, whether the service runs or not."""
    from lingoreel.database import migrate, open_database

    with open_database(settings()) as opened:
        migrate(opened.database)
        with opened.database.begin() as tx:
            yield tx
