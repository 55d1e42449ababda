"""The workflows that DBOS runs: a task, one part of a task on a lane, and samples of voices.

Importing this module registers them; only a worker does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dbos import DBOS

from lingoreel import customers, logs
from lingoreel.errors import Cancelled, LingoreelError, NotReady, TaskError
from lingoreel.settings import Limits
from lingoreel.tasks import parts, repository, stages
from lingoreel.tasks.kit import Kit, throttled
from lingoreel.tasks.product import Outcome, product
from lingoreel.tasks.run import Facts, PartsOf, Run
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
async def carry_out_parts(of: dict[str, Any], work: list[dict[str, Any]]) -> None:
    """Carry out some parts of a batch, one after the other, on this worker's lane."""
    await _parts(_kit[0], PartsOf(**of), list(map(parts.from_dict, work)))


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


async def _parts(kit: Kit, of: PartsOf, work: Sequence[parts.Part]) -> None:
    task_id = UUID(of.task_id)
    batch = of.name.partition("/")[0]
    total = sum(part.weight for part in work)

    async def reached(fraction: float) -> None:
        await kit.query(lambda tx: repository.part_progress(tx, task_id, of.name, of.low, of.span, fraction))

    save = throttled(reached)

    async def make(part: parts.Part, before: float) -> None:
        def report(progress: dict[str, Any]) -> None:
            save({"fraction": (before + part.weight * float(progress.get("fraction", 0.0))) / total})

        stage = stages.StageKey.of(UUID(of.customer_id), batch, part.made_of)
        try:
            await kit.made(
                task_id, of.product, stage, lambda stage: parts.carry_out(kit, part, stage, report), items=part.items
            )
        except NotReady:
            raise
        except LingoreelError as error:
            failure = error
            # At once, not when the task's own workflow comes to look at this part.
            failure.details.setdefault("stage", of.name)
            if not part.optional:
                await kit.query(lambda tx: kit.life.fail(tx, task_id, failure))
            raise

    async def carry_out_all() -> None:
        if not await kit.query(lambda tx: repository.enter(tx, task_id, State.PROCESSING, batch, of.low)):
            raise Cancelled(f"task {task_id} has ended")
        before = 0.0
        for part in work:
            await make(part, before)
            before += part.weight
        await reached(1.0)

    async with kit.lanes[of.lane]:
        await kit.step(task_id, of.product, of.name, carry_out_all)
