"""What the steps of one worker process share, and how a step is carried out."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from dbos import DBOS
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from lingoreel import logs, metrics
from lingoreel.database import Database
from lingoreel.errors import LingoreelError, NotReady
from lingoreel.ids import new_id
from lingoreel.processes import Cells, Hosts
from lingoreel.settings import Settings
from lingoreel.storage import Storage
from lingoreel.tasks import stages
from lingoreel.tasks.life import Life
from lingoreel.tasks.workflows import CPU_LANE, GPU_LANE, NET_LANE

log = logs.get(__name__)
CONFLICTS = 3
LOOKS = 16
"""Objects that the storage is asked for at once."""
T = TypeVar("T")


class Lane:
    """This machine's slots of one lane: taken by `async with`. `free`: how many nobody has taken."""

    def __init__(self, slots: int) -> None:
        self.free = slots
        self._slots = asyncio.Semaphore(slots)

    async def __aenter__(self) -> None:
        await self._slots.acquire()
        self.free -= 1

    async def __aexit__(self, *_: object) -> None:
        self.free += 1
        self._slots.release()


@dataclass
class Kit:
    """One worker's tools. `cells` probe and `decoders` decode: a decode follows each probe, so each has a spare ready.

    `gate` is open while steps may start; a draining worker shuts it. `idle`: none runs."""

    settings: Settings
    database: Database
    life: Life
    storage: Storage
    cells: Cells
    decoders: Cells
    hosts: Hosts
    scratch: Path
    lost_database: Callable[[BaseException], None]
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    idle: asyncio.Event = field(default_factory=asyncio.Event)
    running_steps: int = 0
    decoding: asyncio.Semaphore = field(init=False)
    sampling: asyncio.Semaphore = field(init=False)
    lanes: dict[str, Lane] = field(init=False)

    def __post_init__(self) -> None:
        # Preparing takes no lane, yet must not starve those who have one.
        self.decoding = asyncio.Semaphore(self.settings.cpu_slots)
        self.sampling = asyncio.Semaphore(1)
        # A queue's size is one for all workers; this machine's own slots hold here.
        self.lanes = {
            CPU_LANE: Lane(self.settings.cpu_slots),
            GPU_LANE: Lane(max(1, self.settings.gpu_slots)),
            NET_LANE: Lane(self.settings.net_slots),
        }

    async def query(self, work: Callable[[Connection], T]) -> T:
        """Run `work(tx)` in one transaction, on a thread; again when it lost a lock to another."""

        def transaction() -> T:
            for _ in range(CONFLICTS - 1):
                with contextlib.suppress(OperationalError), self.database.begin() as tx:
                    return work(tx)
            with self.database.begin() as tx:
                return work(tx)

        return await asyncio.to_thread(transaction)

    @asynccontextmanager
    async def scratch_folder(self) -> AsyncIterator[Path]:
        """A folder for the time of one step; the sweeper removes those of dead workers."""
        folder = self.scratch / new_id().hex
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def call_host(
        self,
        host: str,
        request: dict[str, Any],
        *,
        wall_s: float,
        parallel: int,
        on_progress: Callable[[dict[str, Any]], None] | None = None,
    ) -> dict[str, Any]:
        """Call a warm engine, `package.module:Class`, configured as this worker's settings say."""
        return await self.hosts.call(
            host, self._host_config(host), request, wall_s=wall_s, parallel=parallel, on_progress=on_progress
        )

    async def warm_host(self, host: str) -> None:
        """Start one child of an engine ahead of its first use."""
        await self.hosts.warm(host, self._host_config(host))

    def _host_config(self, host: str) -> dict[str, Any]:
        module = importlib.import_module(host.partition(":")[0])
        config: dict[str, Any] = module.host_config(self.settings) if hasattr(module, "host_config") else {}
        return config

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Around every step: none starts while the worker drains."""
        await self.gate.wait()
        self.running_steps += 1
        self.idle.clear()
        try:
            yield
        finally:
            self.running_steps -= 1
            if self.running_steps == 0:
                self.idle.set()

    async def step(self, task_id: UUID, product: str, name: str, work: Callable[[], Awaitable[T]]) -> T:
        """Do `work` as a durable step: logged, timed, and interrupted when its workflow is cancelled."""

        async def body() -> T:
            started = time.monotonic()
            with logs.bind(task_id=str(task_id), stage=name):
                try:
                    done = await work()
                except NotReady as error:
                    # Crash-only: whoever starts next redoes the step.
                    self.lost_database(error)
                    raise
                except LingoreelError as error:
                    error.details.setdefault("stage", name)
                    raise
                seconds = time.monotonic() - started
                metrics.stage_seconds.labels(product, name.partition("/")[0]).observe(seconds)
                log.info("step done", seconds=round(seconds, 3))
                return done

        # Until its result is written down: else a worker that drains would leave a finished step to be done again.
        async with self.working():
            return await DBOS.run_step_async({"name": name, "preemptible": True}, body)

    async def made(
        self,
        task_id: UUID,
        product: str,
        stage: stages.StageKey,
        make: Callable[[stages.StageKey], Awaitable[Any]],
        *,
        items: Sequence[str] = (),
    ) -> Any:
        """The stage's value: from the store, else made now and stored, with its `items`. Only inside a step.

        A value that names an object by its `key` counts only while the object is there; one that is `incomplete`, only
        for the task that made it: another one tries again.
        """
        found = await self.query(lambda tx: stages.read(tx, stage, task_id))
        if await self._serves(found, task_id):
            metrics.stages_reused.labels(product, stage.name).inc()
            return found
        made = await make(stage)
        if isinstance(made, dict) and made.get("incomplete"):
            made = {**made, "incomplete": str(task_id)}
        kept = await self.query(lambda tx: _write(tx, stage, made, task_id, items, gone=stages.object_of(found)))
        mine = stages.object_of(made)
        if mine is not None and mine != stages.object_of(kept) and stage.owns(mine):
            # Another task was first.
            with contextlib.suppress(OSError):  # found again as an orphan
                await self.storage.delete(mine)
        return kept

    async def unmade(self, task_id: UUID, product: str, wanted: Sequence[stages.StageKey]) -> list[int]:
        """Which of these stages, by number, are still to be made; the others are from now on in use by this task."""
        if not wanted:
            return []
        customer_id, keys = wanted[0].customer_id, [stage.key for stage in wanted]
        found = await self.query(lambda tx: stages.use(tx, customer_id, keys, task_id))
        look = asyncio.Semaphore(LOOKS)

        async def serves(value: Any) -> bool:
            async with look:
                return await self._serves(value, task_id)

        serving = await asyncio.gather(*map(serves, found.values()))
        serve = {key for key, is_there in zip(found, serving, strict=True) if is_there}
        metrics.stages_reused.labels(product, wanted[0].name).inc(sum(key in serve for key in keys))
        return [number for number, key in enumerate(keys) if key not in serve]

    async def _serves(self, value: Any, task_id: UUID) -> bool:
        """Whether a stage's value, None where there is none, is one that this task can go on with."""
        if not isinstance(value, dict):
            return value is not None
        if "key" in value and not await self.storage.exists(value["key"]):
            return False
        return value.get("incomplete") in (None, str(task_id))


def _write(
    tx: Connection, stage: stages.StageKey, value: Any, task_id: UUID, items: Sequence[str], *, gone: str | None
) -> Any:
    kept = stages.write(tx, stage, value, task_id, gone=gone)
    if items:
        stages.name_items(tx, stage, items)
    return kept


def throttled(save: Callable[[float], Awaitable[None]]) -> Callable[[dict[str, Any]], None]:
    """A child's progress callback that saves `fraction` (0–1) once a second at most, never two at a time."""
    last = 0.0
    saving: asyncio.Task[None] | None = None

    async def quietly(fraction: float) -> None:
        try:
            await save(fraction)
        except NotReady as error:
            log.warning("progress not saved", error=error.message)

    def report(progress: dict[str, Any]) -> None:
        nonlocal last, saving
        now = time.monotonic()
        if now - last < 1.0 or (saving is not None and not saving.done()):
            return
        last = now
        saving = asyncio.ensure_future(quietly(min(1.0, max(0.0, float(progress.get("fraction", 0.0))))))

    return report


_mine: list[Kit] = []


def keep(kit: Kit) -> None:
    """Make these the tools of this process's workflows."""
    _mine[:] = [kit]


def mine() -> Kit:
    """The tools that are kept."""
    return _mine[0]
