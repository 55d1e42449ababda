"""A worker process: takes tasks and lanes from the queues until it is told to stop.

Crash-only: what it cannot go on without (its database connection, its advisory lock) ends the process, its
supervisor starts another, and the sweeper hands over what it had. Nothing here is needed for correctness.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSConfig
from sqlalchemy import Connection, text

from lingoreel import logs
from lingoreel.database import Database
from lingoreel.engines import devices, vad
from lingoreel.errors import LingoreelError
from lingoreel.ids import new_id
from lingoreel.processes import Cells, Hosts
from lingoreel.settings import Settings
from lingoreel.storage import Storage
from lingoreel.tasks import recipes
from lingoreel.tasks.kit import Kit
from lingoreel.tasks.life import Life
from lingoreel.tasks.own_engines import OwnEngines
from lingoreel.tasks.sweeper import LOCK_CLASS, Sweeper
from lingoreel.tasks.workflows import APPLICATION, EVERYWHERE, GPU_LANE, TASK_QUEUE, VERSION, Workflows

log = logs.get(__name__)

LOST = os.EX_TEMPFAIL
"""Exit status of a worker that lost its database or was taken for dead: start another."""
PROBED_WITH = ("av", "lingoreel.media.probe")
"""What a cell that probes has loaded: NumPy, which it does not need, would be most of its start."""
CLEAN_S = 60.0
ORPHANS_S = 3600.0
BEAT_S = 1.0
CUT_S = 10.0
LOOK_S = 5.0
"""Between looks for models that were pulled meanwhile."""

_NEXT_LOCK = text("SELECT nextval('worker_lock_ids')::int")
_TAKE_LOCK = text("SELECT pg_advisory_lock(:lock_class, :lock_id)")
_REGISTER = text("""
    INSERT INTO workers (executor_id, lock_id, host, pid, scratch, version, lanes, engines)
    VALUES (:executor_id, :lock_id, :host, :pid, :scratch, :version, :lanes, CAST(:engines AS jsonb))
""")
_BEAT = text("UPDATE workers SET beat_at = clock_timestamp() WHERE executor_id = :executor_id")
_OFFER = text("UPDATE workers SET engines = CAST(:engines AS jsonb) WHERE executor_id = :executor_id")
_LEAVE = text("DELETE FROM workers WHERE executor_id = :executor_id")


@dataclass(frozen=True)
class Registration:
    """This worker's place among the living: a row, and an advisory lock that the kernel frees with the process."""

    connection: Connection
    executor_id: str

    @classmethod
    def enter(
        cls, settings: Settings, database: Database, executor_id: str, scratch: Path, engines: OwnEngines
    ) -> Registration:
        """Take the lock, then write the row: a row without its lock counts as dead."""
        connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")  # held for life
        lock_id = connection.execute(_NEXT_LOCK).scalar_one()
        connection.execute(_TAKE_LOCK, {"lock_class": LOCK_CLASS, "lock_id": lock_id})
        connection.execute(
            _REGISTER,
            {
                "executor_id": executor_id,
                "lock_id": lock_id,
                "host": socket.gethostname(),
                "pid": os.getpid(),
                "scratch": str(scratch),
                "version": VERSION,
                "lanes": lanes(settings),
                "engines": json.dumps(engines.records),
            },
        )
        return cls(connection, executor_id)

    def beat(self) -> bool:
        """Say that this worker lives; False when it was taken for dead."""
        return self.connection.execute(_BEAT, {"executor_id": self.executor_id}).rowcount == 1

    def leave(self) -> None:
        """Hand everything over at once."""
        self.connection.execute(_LEAVE, {"executor_id": self.executor_id})
        self.connection.close()


def lanes(settings: Settings) -> list[str]:
    """The lanes this machine serves."""
    return [*sorted(EVERYWHERE), *([GPU_LANE] if devices.has_gpu(settings) else [])]


async def work(settings: Settings, database: Database) -> None:
    """Serve until SIGTERM or SIGINT, then drain: running steps get `drain_s`, the rest goes to other workers.

    The database must be migrated and the products registered.
    """
    executor_id = str(new_id())
    scratch = settings.scratch_dir / executor_id
    scratch.mkdir(parents=True, mode=0o700)
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)

    engines = await asyncio.to_thread(OwnEngines, settings)
    registration = await asyncio.to_thread(Registration.enter, settings, database, executor_id, scratch, engines)
    workflows = Workflows.open(database)
    life = Life(settings.limits, workflows)
    cells, decoders = Cells(settings, imported_ahead=PROBED_WITH), Cells(settings)
    kit = Kit(settings, database, life, Storage.open(settings), cells, decoders, Hosts(settings), scratch, _lost)
    kit.gate.set()
    recipes.equip(kit)
    dbos = _launch(settings, database, executor_id)
    sweeper = Sweeper(settings, database, life, workflows, DBOS._recover_pending_workflows)
    log.info("worker serves", executor=executor_id, lanes=lanes(settings))

    loops = [  # kept, or they could be collected while they run
        asyncio.create_task(_beat(registration, settings)),
        asyncio.create_task(_look(engines, database, executor_id)),
        asyncio.create_task(_sweep(sweeper, settings.sweep_s)),
        asyncio.create_task(_clean(sweeper, kit)),
        asyncio.create_task(_warm(kit, engines)),
    ]
    await stopping.wait()
    log.info("worker drains", running_steps=kit.running_steps)
    for event in dbos.background_thread_stop_events:  # no more is taken from the queues
        event.set()
    kit.gate.clear()
    if kit.running_steps:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(settings.drain_s):
                await kit.idle.wait()
    # Whatever still runs is cut off before its tools are taken away: it fails nothing, and goes on elsewhere.
    others = {*loops, *asyncio.all_tasks()} - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.wait(others, timeout=CUT_S)
    await kit.hosts.close()
    await kit.cells.close()
    await kit.decoders.close()
    await asyncio.to_thread(registration.leave)
    shutil.rmtree(scratch, ignore_errors=True)
    log.info("worker stopped", unfinished_steps=kit.running_steps)


def _launch(settings: Settings, database: Database, executor_id: str) -> Any:
    config: DBOSConfig = {
        "name": APPLICATION,
        "system_database_url": database.url,
        "executor_id": executor_id,
        "application_version": VERSION,
        "run_migrations": False,
        "log_level": "WARNING",
    }
    dbos = DBOS(config=config)
    DBOS.listen_queues([TASK_QUEUE, *lanes(settings)])
    DBOS.launch()
    return dbos


def _lost(error: BaseException) -> None:
    log.error("worker lost its database and ends", error=type(error).__name__)
    os._exit(LOST)


async def _beat(registration: Registration, settings: Settings) -> None:
    while True:
        try:
            async with asyncio.timeout(settings.heartbeat_ttl_s):
                alive = await asyncio.to_thread(registration.beat)
        except Exception as error:
            _lost(error)
        if not alive:
            log.error("worker was taken for dead and ends")
            os._exit(LOST)
        await asyncio.sleep(BEAT_S)


async def _look(engines: OwnEngines, database: Database, executor_id: str) -> None:
    told = engines.records
    while True:
        await asyncio.sleep(LOOK_S)
        try:
            await asyncio.to_thread(engines.look)
            if engines.records != told:
                await asyncio.to_thread(offer, database, executor_id, engines.records)
                told = engines.records
                log.info("what is offered changed", engines=sorted({record["name"] for record in told}))
        except Exception:
            log.exception("looking for new models failed")


def offer(database: Database, executor_id: str, records: list[dict[str, Any]]) -> None:
    """Write down what a worker can do now."""
    with database.begin() as tx:
        tx.execute(_OFFER, {"executor_id": executor_id, "engines": json.dumps(records)})


async def _sweep(sweeper: Sweeper, every_s: float) -> None:
    while True:
        try:
            await asyncio.to_thread(sweeper.sweep)
        except Exception:
            log.exception("sweep failed")
        await asyncio.sleep(every_s)


async def _clean(sweeper: Sweeper, kit: Kit) -> None:
    orphans_due = 0.0
    while True:
        try:
            for key in await asyncio.to_thread(sweeper.clean):
                try:
                    await kit.storage.remove(key)
                except OSError as error:  # found again as an orphan
                    log.warning("object not removed", key=key, error=str(error))
            if time.monotonic() >= orphans_due:
                orphans_due = time.monotonic() + ORPHANS_S
                await _remove_orphans(sweeper, kit)
        except Exception:
            log.exception("cleaning failed")
        await asyncio.sleep(CLEAN_S)


async def _remove_orphans(sweeper: Sweeper, kit: Kit) -> None:
    before = datetime.now(UTC) - timedelta(seconds=kit.settings.keep_sources_s + ORPHANS_S)
    for prefix in ("sources/", "stages/", "results/"):
        async for found in kit.storage.list(prefix):
            if found.modified_at < before and await asyncio.to_thread(sweeper.is_orphan, found.key):
                await kit.storage.delete(found.key)


async def _warm(kit: Kit, engines: OwnEngines) -> None:
    """Start the engines that the first task will need, so that it need not wait for them to load."""
    recognizers = [record for record in engines.records if record["capability"] == "recognition"]
    first = [r["host"] for r in recognizers if r["tier"] == "neural"] or [r["host"] for r in recognizers]
    for host in (vad.HOST, *first[:1]):
        try:
            await kit.warm_host(host)
        except LingoreelError as error:
            log.warning("engine not warmed", host=host, error=error.message)
    await kit.cells.warm()
    await kit.decoders.warm()
