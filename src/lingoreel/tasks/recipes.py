"""The workflows that DBOS runs: a task, one part of a task on a lane, and samples of voices.

Importing this module registers them; only a worker does.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dbos import DBOS

from lingoreel import customers, logs
from lingoreel.errors import Cancelled, LingoreelError, NotReady, TaskError
from lingoreel.settings import Limits
from lingoreel.tasks import parts, repository, stages
from lingoreel.tasks.kit import Kit, throttled
from lingoreel.tasks.product import Outcome, product
from lingoreel.tasks.run import Facts, PartOf, Run
from lingoreel.tasks.samples import make_samples
from lingoreel.tasks.states import State
from lingoreel.tasks.workflows import PART_WORKFLOW, SAMPLES_WORKFLOW, TASK_WORKFLOW

log = logs.get(__name__)

RECOVERIES = 20
"""How often a workflow may be taken over before it counts as the cause of its workers' deaths."""

_kit: list[Kit] = []


def equip(kit: Kit) -> None:
    """Give the workflows of this process their tools; called once, before DBOS is launched."""
    _kit[:] = [kit]


@DBOS.workflow(name=TASK_WORKFLOW, max_recovery_attempts=RECOVERIES)
async def carry_out(task: str) -> None:
    """Carry out a task's recipe and end the task, whatever happens."""
    kit = _kit[0]
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


@DBOS.workflow(name=PART_WORKFLOW, max_recovery_attempts=RECOVERIES)
async def carry_out_part(of: dict[str, Any], part: dict[str, Any]) -> str:
    """Carry out one part on this worker's lane; the key of its stage."""
    kit = _kit[0]
    key: str = await _part(kit, PartOf(**of), parts.from_dict(part))
    return key


@DBOS.workflow(name=SAMPLES_WORKFLOW)
async def carry_out_samples(language: str | None) -> None:
    """Make the voice samples that are missing."""
    await make_samples(_kit[0], language)


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


async def _part(kit: Kit, of: PartOf, part: parts.Part) -> str:
    task_id = UUID(of.task_id)
    batch = of.name.partition("/")[0]
    stage = stages.StageKey.of(UUID(of.customer_id), batch, part.made_of)

    async def reached(fraction: float) -> None:
        await kit.query(lambda tx: repository.part_progress(tx, task_id, of.name, of.low, of.span, fraction))

    async def make(stage: stages.StageKey) -> Any:
        return await parts.carry_out(kit, part, stage, throttled(reached))

    async def work() -> str:
        if not await kit.query(lambda tx: repository.enter(tx, task_id, State.PROCESSING, batch, of.low)):
            raise Cancelled(f"task {task_id} has ended")
        try:
            await kit.made(task_id, of.product, stage, make, items=part.items)
        except NotReady:
            raise
        except LingoreelError as error:
            failure = error
            # At once, not when the task's own workflow comes to look at this part.
            failure.details.setdefault("stage", of.name)
            if not part.optional:
                await kit.query(lambda tx: kit.life.fail(tx, task_id, failure))
            raise
        await reached(1.0)
        return stage.key

    async with kit.lanes[of.lane]:
        return await kit.step(task_id, of.product, of.name, work)
