"""Hosts: warm engines, their queue, their deaths."""

from __future__ import annotations

import asyncio
import os
import time

import psutil
import pytest

from lingoreel.errors import EngineFailed, InvalidFile, NoSpeech, ProcessingTimeout
from lingoreel.processes import Hosts

pytestmark = pytest.mark.timeout(120)

ENGINE = "acts:Engine"


async def test_an_engine_is_made_once_and_kept(hosts):
    answers = [await hosts.call(ENGINE, {"a": 1}, {}, wall_s=30) for _ in range(3)]
    assert [answer["served"] for answer in answers] == [1, 2, 3]
    assert len({answer["pid"] for answer in answers}) == 1
    assert answers[0]["offline"] == "1"


async def test_another_configuration_is_another_child(hosts):
    one = await hosts.call(ENGINE, {"a": 1, "b": 2}, {}, wall_s=30)
    same = await hosts.call(ENGINE, {"b": 2, "a": 1}, {}, wall_s=30)
    other = await hosts.call(ENGINE, {"a": 2}, {}, wall_s=30)
    assert one["pid"] == same["pid"] != other["pid"]


async def test_threads_are_bounded_by_the_configuration(hosts):
    assert (await hosts.call(ENGINE, {"threads": 3}, {}, wall_s=30))["threads"] == "3"


async def test_up_to_parallel_children_and_first_in_first_out(hosts):
    finished = []

    async def one(number):
        answer = await hosts.call(ENGINE, {}, {"seconds": 0.1}, wall_s=30, parallel=2)
        finished.append(number)
        return answer["pid"]

    tasks = []
    for number in range(8):
        tasks.append(asyncio.create_task(one(number)))
        await asyncio.sleep(0.005)
    pids = await asyncio.gather(*tasks)
    assert len(set(pids)) == 2
    assert all(abs(place - number) <= 1 for place, number in enumerate(finished))


async def test_waiting_is_not_counted_as_time(hosts):
    calls = [hosts.call(ENGINE, {"load_s": 0.8}, {"seconds": 0.3}, wall_s=0.7) for _ in range(4)]
    assert [answer["served"] for answer in await asyncio.gather(*calls)] == [1, 2, 3, 4]


async def test_errors_of_the_engine_cross_and_it_stays_warm(hosts):
    first = await hosts.call(ENGINE, {}, {}, wall_s=30)
    with pytest.raises(NoSpeech):
        await hosts.call(ENGINE, {}, {"do": "refuse"}, wall_s=30)
    with pytest.raises(EngineFailed) as caught:
        await hosts.call(ENGINE, {}, {"do": "fail"}, wall_s=30)
    assert caught.value.retryable
    assert "secret" not in str(caught.value.as_dict())
    again = await hosts.call(ENGINE, {}, {}, wall_s=30)
    assert again["pid"] == first["pid"]
    assert again["served"] == 4


async def test_printing_does_not_harm_the_protocol(hosts):
    assert await hosts.call(ENGINE, {}, {"do": "chatter"}, wall_s=30) == {"spoke": True}


async def test_a_load_that_fails_says_why(hosts):
    with pytest.raises(InvalidFile, match="This model is broken"):
        await hosts.call(ENGINE, {"refuse": True}, {}, wall_s=30)
    with pytest.raises(EngineFailed):
        await hosts.call(ENGINE, {"break": True}, {}, wall_s=30)
    with pytest.raises(EngineFailed):
        await hosts.call("acts:Missing", {}, {}, wall_s=30)


async def test_a_load_has_a_limit_of_its_own(settings, children):
    hosts = Hosts(settings, load_s=0.3)
    with pytest.raises(EngineFailed, match="did not load"):
        await hosts.call(ENGINE, {"load_s": 60}, {}, wall_s=30)
    assert not children()
    await hosts.close()


async def test_a_death_is_retryable_and_the_next_call_gets_a_new_child(hosts):
    first = await hosts.call(ENGINE, {}, {}, wall_s=30)
    with pytest.raises(EngineFailed) as caught:
        await hosts.call(ENGINE, {}, {"die": True}, wall_s=30)
    assert caught.value.retryable
    assert caught.value.details["reason"] == "signal SIGKILL"
    second = await hosts.call(ENGINE, {}, {}, wall_s=30)
    assert second["pid"] != first["pid"]
    assert second["served"] == 1


async def test_an_idle_child_that_dies_is_reaped_and_replaced(hosts, children, eventually):
    first = await hosts.call(ENGINE, {}, {}, wall_s=30)
    psutil.Process(first["pid"]).kill()
    await eventually(lambda: not children())
    assert (await hosts.call(ENGINE, {}, {}, wall_s=30))["pid"] != first["pid"]


async def test_wall_clock(hosts, children):
    await hosts.call(ENGINE, {}, {}, wall_s=30)
    began = time.monotonic()
    with pytest.raises(ProcessingTimeout):
        await hosts.call(ENGINE, {}, {"seconds": 60}, wall_s=0.3)
    assert time.monotonic() - began < 5
    assert not children()


async def test_cancelling_kills_the_child_and_its_children_within_two_seconds(hosts, tmp_path, alive, eventually):
    mark = tmp_path / "mark"
    call = asyncio.create_task(hosts.call(ENGINE, {}, {"do": "family", "output_path": str(mark)}, wall_s=60))
    await eventually(lambda: mark.exists() and mark.read_text(), 30)
    pids = [int(pid) for pid in mark.read_text().split()]
    began = time.monotonic()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await eventually(lambda: not any(alive(pid) for pid in pids), 2)
    assert time.monotonic() - began < 2
    assert (await hosts.call(ENGINE, {}, {}, wall_s=30))["served"] == 1


async def test_cancelling_one_that_waits_disturbs_nobody(hosts, eventually):
    began = []
    busy = asyncio.create_task(hosts.call(ENGINE, {}, {"seconds": 0.5}, wall_s=30, on_progress=began.append))
    await eventually(lambda: began, 30)
    waiting = [asyncio.create_task(hosts.call(ENGINE, {}, {}, wall_s=30)) for _ in range(3)]
    await asyncio.sleep(0.05)
    waiting[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting[0]
    assert not busy.done()
    answers = [await busy, await waiting[1], await waiting[2]]
    assert [answer["served"] for answer in answers] == [1, 2, 3]


async def test_an_idle_child_retires(settings, children, eventually):
    hosts = Hosts(settings, idle_s=0.2)
    await hosts.call(ENGINE, {}, {}, wall_s=30)
    assert len(children()) == 1
    await eventually(lambda: not children(), 5)
    await hosts.close()


async def test_warming_loads_before_the_first_call(hosts, children):
    await hosts.warm(ENGINE, {})
    [child] = children()
    await hosts.warm(ENGINE, {})
    assert (await hosts.call(ENGINE, {}, {}, wall_s=30))["pid"] == child.pid


async def test_memory_can_be_bounded(settings):
    hosts = Hosts(settings, memory_bytes=1 << 30)
    with pytest.raises(EngineFailed, match="memory"):
        await hosts.call(ENGINE, {}, {"do": "hoard"}, wall_s=60)
    await hosts.close()


async def test_two_hundred_calls_leak_no_descriptor(hosts):
    await hosts.call(ENGINE, {}, {}, wall_s=30)
    before = psutil.Process().num_fds()
    for _ in range(200):
        await hosts.call(ENGINE, {}, {}, wall_s=30)
    assert psutil.Process().num_fds() == before


async def test_closing_kills_all_and_ends_running_calls(settings, children, eventually):
    hosts = Hosts(settings)
    await hosts.call(ENGINE, {"a": 1}, {}, wall_s=30)
    began = []
    call = asyncio.create_task(hosts.call(ENGINE, {}, {"seconds": 60}, wall_s=90, on_progress=began.append))
    await eventually(lambda: began, 30)
    await hosts.close()
    with pytest.raises(RuntimeError, match="closed"):
        await call
    assert not children()
    assert not os.listdir(settings.scratch_dir / "children")
