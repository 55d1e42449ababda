"""What repairs: the work of dead workers goes on, and no task stays open without a workflow.

Every worker sweeps; an advisory lock lets one at a time. Everything here may run twice.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, text

from lingoreel import customers, logs, points, sources
from lingoreel.database import Database
from lingoreel.errors import WorkerLost
from lingoreel.settings import Settings
from lingoreel.tasks import repository, stages
from lingoreel.tasks.life import Life
from lingoreel.tasks.workflows import LANES, VERSION, Workflows

log = logs.get(__name__)

LOCK_CLASS = 7
"""First key of the workers' advisory locks; the second is the worker's own number."""
UNSERVED_S = 60.0
"""How long a part waits for a lane that nobody serves before its task chooses again."""
_SWEEP_LOCK = text("SELECT pg_try_advisory_xact_lock(8, 1)")
_DEAD = text(f"""
    DELETE FROM workers WHERE executor_id IN (
        SELECT executor_id FROM workers
        WHERE beat_at < clock_timestamp() - make_interval(secs => :ttl) OR NOT EXISTS (
            SELECT 1 FROM pg_locks
            WHERE locktype = 'advisory' AND classid = {LOCK_CLASS} AND objid = workers.lock_id::oid AND objsubid = 2
              AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
    ) RETURNING executor_id, scratch
""")
_ORPHANED = text("""
    SELECT DISTINCT executor_id FROM dbos.workflow_status
    WHERE status = 'PENDING' AND application_version = :version AND executor_id NOT IN (SELECT executor_id FROM workers)
""")
_VERSIONS = text("SELECT DISTINCT version FROM workers")


@dataclass(frozen=True)
class Sweeper:
    """Repairs and cleans; `recover(executor_ids)` hands their pending workflows to whoever is free."""

    settings: Settings
    database: Database
    life: Life
    workflows: Workflows
    recover: Callable[[list[str]], object]

    def sweep(self) -> bool:
        """One round of repair; False when another worker is at it."""
        with self.database.begin() as tx:
            if not tx.execute(_SWEEP_LOCK).scalar_one():
                return False
            self._bury_the_dead(tx)
        with self.database.begin() as tx:
            orphaned = list(tx.execute(_ORPHANED, {"version": VERSION}).scalars())
        if orphaned:
            log.info("taking over the work of dead workers", executors=orphaned)
            self.recover(orphaned)
        self._mend_tasks()
        with self.database.begin() as tx:
            waiting = repository.customers_waiting(tx)
            still_working = repository.still_working(tx)
        for workflow_id in still_working:
            self.workflows.cancel(workflow_id)
        for customer_id in waiting:
            with self.database.begin() as tx:
                self.life.admit(tx, customer_id)
        return True

    def _bury_the_dead(self, tx: Connection) -> None:
        for row in tx.execute(_DEAD, {"ttl": self.settings.heartbeat_ttl_s}).all():
            log.warning("worker is gone", executor=row.executor_id)
            scratch = Path(row.scratch)
            # Another machine's folder is not ours to touch, and is not here either.
            if scratch.parent == self.settings.scratch_dir:
                shutil.rmtree(scratch, ignore_errors=True)

    def _mend_tasks(self) -> None:
        with self.database.begin() as tx:
            served = list(tx.execute(_VERSIONS).scalars()) or [VERSION]
            lost = repository.lost(tx, served) + repository.unserved(tx, list(LANES), UNSERVED_S)
        stopped: list[str] = []
        for row in lost:
            task_id, status = row["id"], row["status"]
            with self.database.begin() as tx, logs.bind(task_id=str(task_id)):
                if status in ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"):
                    ended = self.life.fail(
                        tx,
                        task_id,
                        WorkerLost(
                            "the work on this task ended without a result",
                            remedy="try again; the operator finds the cause in the log under this task's id",
                        ),
                    )
                    if ended:
                        log.error("task ended by the sweeper", workflow_status=status)
                        stopped.append(str(row["workflow_id"]))
                else:
                    # Never enqueued, or of a version or for a lane that nobody serves: start anew, the stage store
                    # makes that cheap, and the new start chooses among what is there now.
                    if status is not None:
                        stopped.append(str(row["workflow_id"]))
                    self._restart(tx, row)
        for workflow_id in stopped:
            self.workflows.cancel(workflow_id)

    def _restart(self, tx: Connection, row: repository.Row) -> None:
        current = str(row["workflow_id"])
        base, _, round_ = current.partition(":")
        fresh = current if row["status"] is None else f"{base}:{int(round_ or 1) + 1}"
        repository.set_workflow(tx, row["id"], fresh)
        self.workflows.start(tx, row["id"], fresh)
        log.warning("task started again", workflow=fresh, was=row["status"])

    def is_orphan(self, key: str) -> bool:
        """Whether an old object under `sources/`, `stages/` or `results/` belongs to nothing: a crash fell between."""
        kind, owner, *rest = key.split("/")
        try:
            with self.database.begin() as tx:
                if kind == "sources":
                    return not repository.source_is_used(tx, key)
                if kind == "results":
                    return repository.media_is_deleted(tx, UUID(owner))
                return not stages.names(tx, UUID(owner), rest[0], key)
        except (ValueError, IndexError):
            return True

    def clean(self) -> list[str]:
        """One round of retention; the object keys and prefixes (ending in `/`) that are to be deleted."""
        settings, gone = self.settings, []
        with self.database.begin() as tx:
            old = repository.kept_too_long(tx, settings.keep_results_s)
        for task_id in old:  # one lock at a time: a create may hold several
            with self.database.begin() as tx:
                gone += self.life.delete_media(tx, task_id)
        with self.database.begin() as tx:
            for task_id, key in repository.sources_kept_too_long(tx, settings.keep_sources_s):
                repository.forget_source(tx, task_id)
                if not repository.source_is_used(tx, key):
                    gone.append(key)
            gone += stages.forget_unused(tx, settings.keep_sources_s)
            for pieces, key in sources.forget_expired_uploads(tx):
                gone.append(f"{pieces.rstrip('/')}/")
                if not repository.source_is_used(tx, key):
                    gone.append(key)
            customers.purge(tx, settings.keep_idempotency_s)
            points.expire_lots(tx)
        self.workflows.prune(self.database, settings.keep_results_s)
        return gone
