"""The parent of the service's processes: brings the database up to date, then keeps its children alive."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from pathlib import Path

from lingoreel import logs
from lingoreel.cli.address import require_free
from lingoreel.database import migrate, open_database
from lingoreel.processes import Service, Supervisor
from lingoreel.settings import Settings
from lingoreel.storage import load_secret
from lingoreel.tasks.workflows import migrate_workflows

GRACE_S = 10.0
"""What a child gets on top of the time its own work has to drain."""


def _metrics_dir(settings: Settings) -> Path:
    """A fresh folder for the numbers of our children; those of supervisors that are gone are removed."""
    place = settings.data_dir / "metrics"
    place.mkdir(mode=0o700, exist_ok=True)
    for old in place.iterdir():
        if not Path("/proc", old.name).exists():
            shutil.rmtree(old, ignore_errors=True)
    own = place / str(os.getpid())
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir()
    return own


def keep_running(settings: Settings, processes: list[str]) -> None:
    """Run these processes (`api`, `worker`) until a signal; then drain them, and stop an embedded database last.

    Raises NotReady when the address is taken, or the database cannot be started or reached.
    """
    logs.configure(settings, process="serve")
    if "api" in processes:
        require_free(settings.host, settings.port)
    load_secret(settings)
    with open_database(settings, pool_size=2) as opened:
        migrate(opened.database)
        migrate_workflows(opened.database, settings, register="worker" in processes)
        opened.database.close()
        metrics_dir = _metrics_dir(settings)
        environment = {
            **os.environ,
            "PROMETHEUS_MULTIPROC_DIR": str(metrics_dir),
            "LINGOREEL_DATA_DIR": str(settings.data_dir),
            "LINGOREEL_HOST": settings.host,
            "LINGOREEL_PORT": str(settings.port),
        }
        embedded = opened.embedded

        async def check_database() -> None:
            if embedded is not None:
                await asyncio.to_thread(embedded.ensure_running)

        supervisor = Supervisor(
            [
                Service(name, (sys.executable, "-P", "-m", f"lingoreel.cli.{name}_process"), environment)
                for name in processes
            ],
            drain_s=settings.drain_s + GRACE_S,
            health=[check_database],
            health_s=0.5,
        )
        asyncio.run(supervisor.run(handle_signals=True))
