"""What a recipe holds: the facts of its task, and the verbs that survive a crash.

A recipe is an async function of a `Run`. Everything it does to the world happens inside `step`, `stage` or
`batch`; between them it only computes, so that running it again from the start, with the finished steps'
results, arrives at the same place.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Any
from uuid import UUID

from dbos import DBOS, WorkflowHandleAsync

from lingoreel.settings import Limits
from lingoreel.tasks import lane_parts, offer, parts, repository, stages
from lingoreel.tasks.kit import Kit, throttled
from lingoreel.tasks.parts import CellPart, Part
from lingoreel.tasks.states import State
from lingoreel.tasks.workflows import EVERYWHERE, part_id


@dataclass(frozen=True)
class Facts:
    """A task as its recipe sees it; read once, in the first step."""

    task_id: UUID
    customer_id: UUID
    product: str
    parameters: dict[str, Any]
    source: dict[str, Any] | None
    limits: Limits


def bundles(numbers: Sequence[int], most: int, slots: int) -> list[list[int]]:
    """Neighbours together, at most `most` of them and about as many in each; enough bundles for twice the slots."""
    count = max(ceil(len(numbers) / most), min(len(numbers), 2 * slots))
    borders = [len(numbers) * at // count for at in range(count + 1)] if count else []
    return [list(numbers[begin:end]) for begin, end in pairwise(borders)]


@dataclass(frozen=True)
class Run:
    """One task's recipe being carried out by this worker."""

    kit: Kit
    facts: Facts
    workflow_id: str

    async def step(
        self, name: str, work: Callable[[], Awaitable[Any]], *, state: State | None = None, progress: float = 0.0
    ) -> Any:
        """Do `work` once: a finished step is never done again, an interrupted one is done again whole.

        Entering it moves the task forward to `state` and `progress` percent. Returns what `work` returned
        (small JSON). Cancelling the task interrupts it.
        """

        async def entered() -> Any:
            if state is not None:
                await self.kit.query(lambda tx: repository.enter(tx, self.facts.task_id, state, name, progress))
            return await work()

        return await self.kit.step(self.facts.task_id, self.facts.product, name, entered)

    async def stage(
        self,
        name: str,
        made_of: dict[str, Any],
        make: Callable[[stages.StageKey], Awaitable[Any]],
        *,
        state: State | None = None,
        progress: float = 0.0,
    ) -> Any:
        """A step whose output is kept: made before from the same things, by any task of this customer, it is reused."""
        return await self.step(name, lambda: self.made(name, made_of, make), state=state, progress=progress)

    async def made(self, name: str, made_of: dict[str, Any], make: Callable[[stages.StageKey], Awaitable[Any]]) -> Any:
        """The same inside a step, of which it may be one of several."""
        stage = stages.StageKey.of(self.facts.customer_id, name, made_of)
        return await self.kit.made(self.facts.task_id, self.facts.product, stage, make)

    async def kept(
        self, name: str, make: Callable[[], Awaitable[Any]], *, state: State | None = None, progress: float = 0.0
    ) -> Any:
        """A step of this task alone whose output is large: read from its stage, not written down with the step."""

        async def work() -> str:
            stage = stages.StageKey.of(self.facts.customer_id, name, {"task": str(self.facts.task_id)})
            await self.kit.made(self.facts.task_id, self.facts.product, stage, lambda _: make())
            return stage.key

        key = await self.step(name, work, state=state, progress=progress)
        [value] = await self.values([key])
        return value

    async def cell(self, name: str, part: CellPart, *, low: float, high: float) -> Any:
        """A stage made by a cell at once, while preparing: it takes no lane. `low` and `high` bound its progress."""
        make = self.made_by_cell(part, low=low, high=high)
        return await self.stage(name, part.made_of, make, state=State.PREPARING, progress=low)

    def made_by_cell(
        self, part: CellPart, *, low: float, high: float
    ) -> Callable[[stages.StageKey], Awaitable[dict[str, Any]]]:
        """What makes that stage."""

        async def make(stage: stages.StageKey) -> dict[str, Any]:
            async with self.kit.decoding:
                return await parts.carry_out(self.kit, part, stage, self.reporter(low, high))

        return make

    async def batch(
        self, name: str, lane: str, work: Sequence[Part], *, low: float, high: float, together: int = 1
    ) -> list[str]:
        """Spread the parts of `work` over a lane's slots on all workers; the stage keys of their values, in order.

        What was made before is passed over. As many of the others are started here as slots are free on this worker,
        the rest is enqueued for any; the task waits (3) until a lane takes the first, then processes (4). `low` and
        `high` bound its progress. The first failure ends the other parts, and the task unless the parts are optional.
        `together`: how many neighbours a slot may be handed at once, where handing over costs more than they do; each
        is kept by itself all the same.
        """
        if not work:
            return []
        made = [stages.StageKey.of(self.facts.customer_id, name, part.made_of) for part in work]

        async def wait() -> dict[str, Any]:
            unmade = await self.kit.unmade(self.facts.task_id, self.facts.product, made)
            return {
                "bundles": bundles(unmade, together, self.kit.settings.cpu_slots),
                # A queue is looked at now and then: what can begin at once need not wait for that.
                "here": self.kit.lanes[lane].free if lane in EVERYWHERE else 0,
            }

        planned = await self.step(name, wait, state=State.WAITING, progress=low)
        wanted, here = planned["bundles"], planned["here"]
        total = sum(work[index].weight for bundle in wanted for index in bundle)
        handles: list[WorkflowHandleAsync[None]] = []
        for number, bundle in enumerate(wanted):
            mine = [work[index] for index in bundle]
            of = lane_parts.PartsOf(
                str(self.facts.task_id),
                str(self.facts.customer_id),
                self.facts.product,
                f"{name}/{bundle[0]}",
                lane,
                low,
                (high - low) * sum(part.weight for part in mine) / total,
            )
            # Tasks take turns in a lane: a long one's later parts wait behind a short one's first.
            handles.append(
                await lane_parts.start(
                    of, mine, part_id(self.workflow_id, lane, of.name), here=number < here, turn=number + 1
                )
            )
        # Long batches are looked at less often: what a look costs grows with the number of tasks, not its use.
        patience_s = min(0.5, 0.04 + 0.005 * len(handles))
        try:
            for handle in handles:
                await handle.get_result(polling_interval_sec=patience_s)
        except Exception:
            await DBOS.cancel_workflows_async([handle.get_workflow_id() for handle in handles])
            raise
        return [stage.key for stage in made]

    async def results(self, name: str, lane: str, work: Sequence[Part], *, low: float, high: float) -> list[Any]:
        """The same as `batch`, and the values themselves, in order: for those that are small."""
        keys = await self.batch(name, lane, work, low=low, high=high)
        made: list[Any] = await self.step(f"{name}_done", lambda: self.values(keys))
        return made

    async def values(self, keys: list[str]) -> list[Any]:
        """The values of finished stages that this task uses, by key: they stay as they are.

        What is large is read where it is needed rather than returned by a step, which would write it down once more.
        """
        return await self.kit.query(lambda tx: stages.values(tx, self.facts.customer_id, keys))

    async def offered(self, capability: str) -> list[dict[str, Any]]:
        """The capability records of one kind of engine that the live workers share. Only inside a step."""
        found = await self.kit.query(lambda tx: offer.read(tx, self.kit.settings.heartbeat_ttl_s))
        return found.of(capability)

    async def inputs(self) -> dict[str, Any]:
        """What the create call brought besides its parameters. Only inside a step: it may be large."""
        return await self.kit.query(lambda tx: repository.inputs(tx, self.facts.task_id)) or {}

    async def hold(self, measured: dict[str, int]) -> None:
        """Hold the points for what was measured, by price item, at the task's own prices. Raises NotEnoughPoints."""

        async def work() -> None:
            await self.kit.query(lambda tx: self.kit.life.hold(tx, self.facts.task_id, measured))

        await self.step("hold", work)

    async def warn(self, *warnings: str) -> None:
        """Add warnings to the task at once. Only inside a step."""
        await self.kit.query(lambda tx: repository.warn(tx, self.facts.task_id, list(warnings)))

    def reporter(self, low: float, high: float) -> Callable[[dict[str, Any]], None]:
        """A callback for a child's reports (`fraction` 0–1) that moves the task's progress from `low` to `high`."""

        async def save(fraction: float) -> None:
            await self.kit.query(lambda tx: repository.progress(tx, self.facts.task_id, low + (high - low) * fraction))

        return throttled(save)
