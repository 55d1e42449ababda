"""Where tasks meet DBOS: its queues, how a task's workflow is started and stopped, and its tables.

This is the only module that knows DBOS outside the worker. Enqueueing happens inside the transaction
that admits the task, so an admitted task always has its workflow and no crash can fall between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from dbos import DBOS, DBOSClient
from sqlalchemy import Connection, text

from lingoreel.database import Database
from lingoreel.settings import Settings

APPLICATION = "lingoreel"
VERSION = "6"
"""Raised when a recipe changes so that a running task could not go on under the new one."""

TASK_QUEUE = "tasks"
CPU_LANE = "cpu"
GPU_LANE = "gpu"
NET_LANE = "net"
"""Parts that wait for another machine and take no processor of this one."""
LANES = (CPU_LANE, GPU_LANE, NET_LANE)
EVERYWHERE = frozenset({CPU_LANE, NET_LANE})
"""Lanes that every worker serves."""
TASK_WORKFLOW = "task"
PART_WORKFLOW = "part"
SAMPLES_WORKFLOW = "samples"
RECOVERIES = 20
"""How often a workflow may be taken over before it counts as the cause of its workers' deaths."""

_RUNNING = text("""
    SELECT split_part(workflow_uuid, '/', 2) AS lane, count(*) AS parts FROM dbos.workflow_status
    WHERE status = 'PENDING' AND name = :part GROUP BY 1
""")
_OF_TASK = text("""
    SELECT workflow_uuid FROM dbos.workflow_status
    WHERE workflow_uuid = :task_id OR workflow_uuid LIKE :task_id || '/%' OR workflow_uuid LIKE :task_id || ':%'
""")
_PRUNE = text("""
    SELECT workflow_uuid FROM dbos.workflow_status
    WHERE status NOT IN ('PENDING', 'ENQUEUED', 'DELAYED')
      AND updated_at < extract(epoch FROM clock_timestamp()) * 1000 - 1000 * CAST(:keep_s AS bigint)
      AND NOT EXISTS (
        SELECT 1 FROM tasks t WHERE t.completed_at IS NULL AND t.workflow_id = split_part(workflow_uuid, '/', 1))
    LIMIT 500
""")


def part_id(workflow_id: str, lane: str, name: str) -> str:
    """The workflow of some parts of a task's workflow: it tells their lane, also where no queue had them."""
    return f"{workflow_id}/{lane}/{name}"


@dataclass(frozen=True)
class Workflows:
    """Starts and stops the workflows of tasks, from any process."""

    client: DBOSClient

    @classmethod
    def open(cls, database: Database) -> Workflows:
        """On a database whose DBOS schema exists (`migrate_workflows`)."""
        return cls(DBOSClient(system_database_engine=database.engine, application_name=APPLICATION, lazy=True))

    def start(self, tx: Connection, task_id: UUID, workflow_id: str) -> None:
        """Enqueue the task's workflow when the transaction commits; twice is once."""
        self.client.enqueue_in_transaction(
            tx,
            {
                "workflow_name": TASK_WORKFLOW,
                "queue_name": TASK_QUEUE,
                "workflow_id": workflow_id,
                "app_version": VERSION,
            },
            str(task_id),
        )

    def make_samples(self, tx: Connection, language: str | None, round_: str) -> None:
        """Have a worker make the voice samples that are missing, when the transaction commits; once in each round."""
        self.client.enqueue_in_transaction(
            tx,
            {
                "workflow_name": SAMPLES_WORKFLOW,
                "queue_name": TASK_QUEUE,
                "workflow_id": f"samples-{round_}",
                "app_version": VERSION,
            },
            language,
        )

    def cancel(self, workflow_id: str) -> None:
        """Stop a workflow and its parts: running steps are interrupted within about a second."""
        self.client.cancel_workflow(workflow_id, cancel_children=True)

    def forget(self, database: Database, task_id: UUID) -> None:
        """Delete DBOS's rows of an ended task: they hold what its steps returned."""
        with database.begin() as tx:
            mine = list(tx.execute(_OF_TASK, {"task_id": str(task_id)}).scalars())
        if mine:
            self.client.delete_workflows(mine)

    def prune(self, database: Database, keep_s: int) -> int:
        """Delete DBOS's rows of workflows that ended longer ago than `keep_s`; how many."""
        with database.begin() as tx:
            old = list(tx.execute(_PRUNE, {"keep_s": keep_s}).scalars())
        if old:
            self.client.delete_workflows(old)
        return len(old)


def migrate_workflows(database: Database, settings: Settings, *, register: bool = True) -> None:
    """Create or upgrade DBOS's tables; `register` the queues too, with this machine's slots.

    A queue's size is one number for all workers, the one that was registered last; each worker keeps to its own
    slots besides (`Kit.lanes`).
    """
    DBOS.migrate(database.url)
    if not register:
        return
    client = Workflows.open(database).client
    for name, slots, poll_s in (
        (TASK_QUEUE, settings.task_slots, settings.queue_poll_s),
        # Most parts begin at once (`Run.batch`): a lane's queue holds what must wait anyway.
        (CPU_LANE, settings.cpu_slots, 2 * settings.queue_poll_s),
        (GPU_LANE, max(1, settings.gpu_slots), 2 * settings.queue_poll_s),
        (NET_LANE, settings.net_slots, 2 * settings.queue_poll_s),
    ):
        client.register_queue(
            name,
            worker_concurrency=slots,
            polling_interval_sec=poll_s,
            on_conflict="always_update",
        )


def parts_running(tx: Connection) -> dict[str, int]:
    """How many parts run in each lane now, on all workers."""
    return {row.lane: row.parts for row in tx.execute(_RUNNING, {"part": PART_WORKFLOW})}
