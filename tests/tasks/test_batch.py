"""Which of a batch's parts begin on this worker at once, and which are enqueued for any."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest

from lingoreel.settings import Limits
from lingoreel.tasks import lane_parts
from lingoreel.tasks.kit import Kit, Lane
from lingoreel.tasks.parts import HostPart
from lingoreel.tasks.run import Facts, Run
from lingoreel.tasks.workflows import CPU_LANE, GPU_LANE


class UnrecordedRun(Run):
    """Carries its steps out, and writes none down: nothing interrupts it."""

    async def step(self, name: str, work: Callable[[], Awaitable[Any]], **_: Any) -> Any:
        return await work()


class Ended:
    async def get_result(self, **_: Any) -> None:
        return None


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool, int]]:
    """Of all parts that are handed over: their workflow, whether here, and their turn."""
    found: list[tuple[str, bool, int]] = []

    async def start(_of: Any, _work: Any, workflow_id: str, *, here: bool, turn: int) -> Ended:
        found.append((workflow_id, here, turn))
        return Ended()

    monkeypatch.setattr(lane_parts, "start", start)
    return found


@pytest.fixture
def run(kit: Kit, customer: Callable[..., Any]) -> Run:
    kit.lanes[CPU_LANE], kit.lanes[GPU_LANE] = Lane(2), Lane(1)
    return UnrecordedRun(kit, Facts(uuid4(), customer(), "speech", {}, None, Limits()), "w")


def parts(count: int) -> list[HostPart]:
    return [
        HostPart(host="none:None", request={}, objects={}, made_of={"part": number}, wall_s=1.0)
        for number in range(count)
    ]


async def test_as_many_begin_here_as_slots_are_free(run: Run, begun: list[tuple[str, bool, int]]):
    await run.batch("mix", CPU_LANE, parts(4), low=0, high=1)
    assert begun == [
        ("w/cpu/mix/0", True, 1),
        ("w/cpu/mix/1", True, 2),
        ("w/cpu/mix/2", False, 3),
        ("w/cpu/mix/3", False, 4),
    ]


async def test_what_is_taken_is_not_counted(run: Run, begun: list[tuple[str, bool, int]]):
    async with run.kit.lanes[CPU_LANE]:
        await run.batch("mix", CPU_LANE, parts(2), low=0, high=1)
    assert [here for _, here, _ in begun] == [True, False]


async def test_a_lane_that_not_every_worker_serves_is_always_enqueued_for(run: Run, begun: list[tuple[str, bool, int]]):
    await run.batch("clips", GPU_LANE, parts(2), low=0, high=1)
    assert [here for _, here, _ in begun] == [False, False]
