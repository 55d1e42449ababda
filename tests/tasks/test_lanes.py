"""A worker's slots, and how many parts run in each lane."""

import asyncio
from uuid import uuid4

from sqlalchemy import text

from lingoreel.database import Database
from lingoreel.tasks.kit import Lane
from lingoreel.tasks.workflows import CPU_LANE, GPU_LANE, NET_LANE, PART_WORKFLOW, TASK_WORKFLOW, part_id, parts_running


async def test_a_lane_tells_how_many_slots_are_free():
    lane, leave = Lane(2), asyncio.Event()

    async def stay() -> None:
        async with lane:
            await leave.wait()

    inside = [asyncio.create_task(stay()) for _ in range(3)]
    await asyncio.sleep(0)
    assert lane.free == 0
    inside[0].cancel()  # the third takes its place
    await asyncio.wait(inside[:1])
    await asyncio.sleep(0)
    assert lane.free == 0
    leave.set()
    await asyncio.gather(*inside[1:])
    assert lane.free == 2


async def test_who_gives_up_waiting_takes_no_slot():
    lane = Lane(1)
    async with lane:
        waiting = asyncio.create_task(lane.__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        assert lane.free == 0
    assert lane.free == 1


def test_parts_are_counted_in_their_lane_however_they_began(db: Database):
    task = uuid4()
    rows = [
        (part_id(str(task), CPU_LANE, "mix/0"), PART_WORKFLOW, "PENDING", CPU_LANE),
        (part_id(str(task), CPU_LANE, "mix/5"), PART_WORKFLOW, "PENDING", None),
        (part_id(str(task), CPU_LANE, "mix/9"), PART_WORKFLOW, "ENQUEUED", CPU_LANE),
        (part_id(str(task), NET_LANE, "speak/0"), PART_WORKFLOW, "PENDING", None),
        (part_id(str(task), GPU_LANE, "clips/0"), PART_WORKFLOW, "SUCCESS", GPU_LANE),
        (f"{task}", TASK_WORKFLOW, "PENDING", "tasks"),
    ]
    with db.begin() as tx:
        for workflow_id, name, status, queue in rows:
            tx.execute(
                text(
                    "INSERT INTO dbos.workflow_status (workflow_uuid, name, status, queue_name)"
                    " VALUES (:workflow_id, :name, :status, :queue)"
                ),
                {"workflow_id": workflow_id, "name": name, "status": status, "queue": queue},
            )
        assert parts_running(tx) == {CPU_LANE: 2, NET_LANE: 1}
