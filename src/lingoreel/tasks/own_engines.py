"""The engines of this machine, looked at again when models come or go while the worker runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lingoreel.engines.modules import local_capabilities
from lingoreel.engines.recognition import Unavailable
from lingoreel.settings import Settings

DEPTH = 3
"""Folders below the models' own that are looked into: where each model's own files lie."""


class OwnEngines:
    """What the engines here can do, as plain data. Loads none."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        # Before the engines are looked at: what comes meanwhile is then seen as a change.
        self._listing = _listing(settings.models_dir)
        self.records = _records(settings)

    def look(self) -> None:
        """Renew the records; only a listing of the models' folder where nothing in that changed."""
        listing = _listing(self._settings.models_dir)
        if listing != self._listing:
            self.records = _records(self._settings)
            self._listing = listing


def _records(settings: Settings) -> list[dict[str, Any]]:
    return [record.to_dict() for record in local_capabilities(settings) if not isinstance(record, Unavailable)]


def _listing(root: Path) -> frozenset[tuple[str, int, int]]:
    return frozenset(_entries(root, DEPTH))


def _entries(folder: Path, depth: int) -> Iterator[tuple[str, int, int]]:
    """Path, change and size of what lies there; half a download, which hides behind a dot, does not count."""
    try:
        found = [(entry, entry.stat()) for entry in os.scandir(folder) if not entry.name.startswith(".")]
    except OSError:  # none yet, or one that was just replaced, which the next look sees
        return
    for entry, stat in found:
        yield entry.path, stat.st_mtime_ns, stat.st_size
        if depth and entry.is_dir():
            yield from _entries(Path(entry.path), depth - 1)
