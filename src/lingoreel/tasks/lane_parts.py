"""Some parts of a batch, carried out one after the other on this worker's lane: a workflow of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from dbos import DBOS, EnqueueOptions, SetWorkflowID, WorkflowHandleAsync

from lingoreel.errors import Cancelled, LingoreelError, NotReady
from lingoreel.tasks import kit as tools
from lingoreel.tasks import parts, repository, stages
from lingoreel.tasks.kit import Kit, throttled
from lingoreel.tasks.states import State
from lingoreel.tasks.workflows import PART_WORKFLOW, RECOVERIES, VERSION


@dataclass(frozen=True)
class PartsOf:
    """Which task and batch some parts belong to, and where their progress lies: plain data for another worker."""

    task_id: str
    customer_id: str
    product: str
    name: str
    lane: str
    low: float
    span: float


async def start(
    of: PartsOf, work: list[parts.Part], workflow_id: str, *, here: bool, turn: int
) -> WorkflowHandleAsync[None]:
    """Have them carried out: on this worker at once, or by whichever has a slot first. Only in a workflow.

    `turn`: the lower, the earlier they are taken from the lane's queue.
    """
    given = asdict(of), list(map(parts.to_dict, work))
    if here:
        with SetWorkflowID(workflow_id):
            return await DBOS.start_workflow_async(carry_out_parts, *given)
    options: EnqueueOptions = {
        "workflow_name": PART_WORKFLOW,
        "queue_name": of.lane,
        "workflow_id": workflow_id,
        "app_version": VERSION,
        "priority": turn,
    }
    return await DBOS.enqueue_workflow_with_options_async(options, *given)


@DBOS.workflow(name=PART_WORKFLOW, max_recovery_attempts=RECOVERIES)
async def carry_out_parts(of: dict[str, Any], work: list[dict[str, Any]]) -> None:
    """Carry out some parts of a batch, one after the other, on this worker's lane."""
    await _parts(tools.mine(), PartsOf(**of), list(map(parts.from_dict, work)))


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
