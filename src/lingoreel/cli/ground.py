"""What operator commands stand on: the settings, and the database brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from lingoreel.settings import Settings


def settings() -> Settings:
    """The settings of the environment."""
    from lingoreel.settings import load_settings

    return load_settings()


@contextmanager
def transaction() -> Iterator[Connection]:
    """One transaction on the service's database, whether the service runs or not."""
    from lingoreel.database import migrate, open_database

    with open_database(settings()) as opened:
        migrate(opened.database)
        with opened.database.begin() as tx:
            yield tx


def key_secret() -> bytes:
    """What keys are hashed with: the same as the service's."""
    from lingoreel.storage import derive, load_secret

    return derive(load_secret(settings()), "api keys")
