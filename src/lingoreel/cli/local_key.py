"""The key with which this machine's own commands use this machine's own service."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from lingoreel.cli.ground import transaction

if TYPE_CHECKING:
    from lingoreel.settings import Settings

NAME = "local command line"
POINTS = 1_000_000
_LIMITS = {"requests_per_second": 50, "parallel_tasks": 8}


def stored_key(settings: Settings) -> str | None:
    """The key that was kept in the data folder, if any."""
    try:
        return str(json.loads(_path(settings).read_text(encoding="utf-8"))["api_key"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def new_key(settings: Settings) -> str:
    """A key of a customer with plenty of points, made in the service's database and kept, readable by its owner."""
    from lingoreel import customers
    from lingoreel.errors import NotFound
    from lingoreel.points import grant, to_milli_points

    with transaction() as tx:
        try:
            customer_id = customers.find(tx, NAME).id
        except NotFound:
            customer_id = customers.create(tx, NAME, _LIMITS)
            grant(tx, customer_id, to_milli_points(POINTS), "granted", reason="for this machine's own commands")
        key = customers.issue_key(tx, customers.key_secret(settings), customer_id).key
    _keep(_path(settings), json.dumps({"customer_id": str(customer_id), "api_key": key}))
    return key


def _path(settings: Settings) -> Path:
    return settings.data_dir / "local-customer.json"


def _keep(path: Path, text: str) -> None:
    half = path.with_suffix(f".{os.getpid()}")
    half.unlink(missing_ok=True)
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(text)
    half.replace(path)
