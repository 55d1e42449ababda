"""The workflows that DBOS runs beside those of a lane's parts: a task, and samples of voices.

Importing this module registers them; only a worker does.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dbos import DBOS

from lingoreel import customers, logs
from lingoreel.errors import LingoreelError, NotReady, TaskError
from lingoreel.settings import Limits
from lingoreel.tasks import kit as tools
from lingoreel.tasks import repository
from lingoreel.tasks.kit import Kit
from lingoreel.tasks.product import Outcome, product
from lingoreel.tasks.run import Facts, Run
from lingoreel.tasks.samples import make_samples
from lingoreel.tasks.states import State
from lingoreel.tasks.workflows import RECOVERIES, SAMPLES_WORKFLOW, TASK_WORKFLOW

log = logs.get(__name__)


def equip(kit: Kit) -> None:
    """Give the workflows of this process their tools; called once, before DBOS is launched."""
    tools.keep(kit)


@DBOS.workflow(name=TASK_WORKFLOW, max_recovery_attempts=RECOVERIES)
async def carry_out(task: str) -> None:
    """Carry out a task's recipe and end the task, whatever happens."""
    kit = tools.mine()
    workflow_id = DBOS.workflow_id
    assert workflow_id is not None
    task_id = UUID(task)
    facts: Facts | None = await kit.step(task_id, "task", "begin", lambda: _begin(kit, task_id))
    if facts is None:
        return
    try:
        outcome: Outcome = await product(facts.product).recipe()(Run(kit, facts, workflow_id))
    except NotReady as error:
        kit.lost_database(error)
        raise
    except LingoreelError as error:
        await _fail(kit, facts, error)
    except Exception:
        with logs.bind(task_id=task):
            log.exception("recipe broke")
        broken = TaskError(
            "the service failed while it worked on this task",
            code="internal",
            remedy="try again; the operator finds the cause in the log under this task's id",
            retryable=True,
        )
        await _fail(kit, facts, broken)
    else:
        await kit.step(
            task_id, facts.product, "settle", lambda: kit.query(lambda tx: kit.life.complete(tx, task_id, outcome))
        )


@DBOS.workflow(name=SAMPLES_WORKFLOW)
async def carry_out_samples(language: str | None) -> None:
    """Make the voice samples that are missing."""
    await make_samples(tools.mine(), language)


async def _begin(kit: Kit, task_id: UUID) -> Facts | None:
    def read(tx: Any) -> Facts | None:
        row = repository.read(tx, task_id, None)
        if row is None or not repository.enter(tx, task_id, State.PREPARING, "prepare", 0):
            return None
        limits: Limits = kit.life.limits.with_overrides(customers.get(tx, row["customer_id"]).overrides)
        return Facts(task_id, row["customer_id"], row["product"], row["parameters"], row["source"], limits)

    return await kit.query(read)


async def _fail(kit: Kit, facts: Facts, error: LingoreelError) -> None:
    await kit.step(
        facts.task_id, facts.product, "end", lambda: kit.query(lambda tx: kit.life.fail(tx, facts.task_id, error))
    )
