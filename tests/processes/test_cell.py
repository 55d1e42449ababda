"""Cells: what they answer, what they cannot do, what they leave behind."""

from __future__ import annotations

import asyncio
import os
import threading
import time

import psutil
import pytest

from lingoreel.errors import InvalidFile, NoSpeech, ProcessingTimeout, TaskError
from lingoreel.processes import Cells

pytestmark = pytest.mark.timeout(120)


async def test_result_and_request_cross_unchanged(cells):
    request = {"text": "äöü 漢字 \u2028 \udc80", "n": 1.5, "list": [None, True], "long": "x" * 3_000_000}
    assert await cells.run("acts:echo", request, wall_s=30) == {"echo": request}


async def test_printing_does_not_harm_the_protocol(cells):
    assert await cells.run("acts:chatter", {}, wall_s=30) == {"spoke": True}


async def test_progress_arrives_in_order_in_the_callers_thread(cells):
    seen, threads = [], set()

    def note(progress):
        seen.append(progress["n"])
        threads.add(threading.get_ident())

    await cells.run("acts:count", {"to": 500}, wall_s=30, on_progress=note)
    assert seen == list(range(500))
    assert threads == {threading.get_ident()}


async def test_a_failing_progress_callback_harms_nothing(cells):
    def broken(progress):
        raise RuntimeError("no")

    assert await cells.run("acts:count", {"to": 3}, wall_s=30, on_progress=broken) == {"done": True}


async def test_our_errors_cross_whole(cells):
    with pytest.raises(NoSpeech) as caught:
        await cells.run("acts:refuse", {}, wall_s=30)
    assert caught.value.details == {"seconds": 3}


async def test_other_exceptions_tell_the_customer_nothing(cells, caplog):
    with pytest.raises(TaskError) as caught:
        await cells.run("acts:fail", {}, wall_s=30)
    assert caught.value.code == "internal"
    assert "secret" not in str(caught.value.as_dict())
    assert "/secret/place" in caplog.text


async def test_an_unknown_function_is_our_fault(cells):
    with pytest.raises(TaskError) as caught:
        await cells.run("acts:nowhere", {}, wall_s=30)
    assert caught.value.code == "internal"


async def test_an_answer_that_is_no_json_is_our_fault(cells):
    with pytest.raises(TaskError):
        await cells.run("acts:nonsense", {}, wall_s=30)


async def test_a_crash_is_an_invalid_file(cells):
    with pytest.raises(InvalidFile) as caught:
        await cells.run("acts:crash", {}, wall_s=30)
    assert caught.value.details["reason"] == "signal SIGSEGV"
    assert "/" not in caught.value.message


async def test_a_memory_bomb_meets_the_limit(cells):
    with pytest.raises(InvalidFile, match="more memory than 1024 MiB"):
        await cells.run("acts:hoard", {}, wall_s=60, memory_bytes=1 << 30)


async def test_a_written_file_is_bounded(cells, tmp_path):
    output = tmp_path / "output"
    with pytest.raises(TaskError):
        await cells.run("acts:write_much", {"output_path": str(output)}, wall_s=30, file_bytes=1 << 20)
    assert output.stat().st_size <= 1 << 20


async def test_wall_clock(cells, children, eventually):
    began = time.monotonic()
    with pytest.raises(ProcessingTimeout, match=r"longer than 0\.5 s"):
        await cells.run("acts:spin", {}, wall_s=0.5)
    assert time.monotonic() - began < 20
    await cells.close()
    assert not children()


@pytest.mark.parametrize("how", ["timeout", "cancel"])
async def test_grandchildren_die_too(cells, tmp_path, alive, eventually, how):
    mark = tmp_path / "mark"
    call = asyncio.create_task(
        cells.run("acts:family", {"output_path": str(mark)}, wall_s=3 if how == "timeout" else 60, allow_programs=True)
    )
    await eventually(lambda: mark.exists() and mark.read_text(), 30)
    pids = [int(pid) for pid in mark.read_text().split()]
    assert len(pids) == 3
    assert all(alive(pid) for pid in pids)
    began = time.monotonic()
    if how == "cancel":
        call.cancel()
    with pytest.raises(ProcessingTimeout if how == "timeout" else asyncio.CancelledError):
        await call
    if how == "cancel":
        assert time.monotonic() - began < 2
    await eventually(lambda: not any(alive(pid) for pid in pids), 2)


async def test_a_grandchild_cannot_leave_the_group(cells, tmp_path, alive, eventually):
    if not (await cells.confinement())["filtered_calls"]:
        pytest.skip("this machine has no seccomp")
    mark, refused = tmp_path / "mark", []
    call = asyncio.create_task(
        cells.run(
            "acts:family",
            {"output_path": str(mark), "leave": True},
            wall_s=60,
            allow_programs=True,
            on_progress=lambda progress: refused.append(progress["refused"]),
        )
    )
    await eventually(lambda: mark.exists() and mark.read_text(), 30)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    pids = [int(pid) for pid in mark.read_text().split()]
    await eventually(lambda: not any(alive(pid) for pid in pids), 2)
    assert refused == ["group"]


async def test_cancelling_before_the_cell_has_started(settings, children, eventually):
    cells = Cells(settings)
    call = asyncio.create_task(cells.run("acts:echo", {}, wall_s=30))
    await asyncio.sleep(0.02)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert await cells.run("acts:echo", {}, wall_s=30) == {"echo": {}}
    await cells.close()
    assert not children()


async def test_what_a_cell_is_surrounded_by(cells, settings):
    found = await cells.run("acts:surroundings", {}, wall_s=30)
    text = str(found["environment"])
    assert "sssss" not in text
    assert "password" not in text
    assert not [name for name in found["environment"] if name.startswith("LINGOREEL")]
    assert found["environment"]["TMPDIR"].startswith(str(settings.scratch_dir))
    assert found["folder"].startswith(str(settings.scratch_dir))
    assert found["oom"] >= 500
    assert found["core"] == "0"
    assert found["session"]
    assert found["stdin"] == "/dev/null"
    assert "NoNewPrivs:\t1" in found["status"]


async def test_confinement_is_told_as_it_is(cells):
    measures = await cells.confinement()
    assert set(measures) == {"own_network", "no_new_privileges", "no_capabilities", "own_files", "filtered_calls"}
    found = await cells.run("acts:surroundings", {}, wall_s=30)
    assert ("Seccomp:\t2" in found["status"]) == measures["filtered_calls"]
    assert ("CapEff:\t0000000000000000" in found["status"]) == measures["no_capabilities"]
    assert measures["no_new_privileges"]


async def test_a_cell_has_no_network_interface_but_a_dead_loopback(cells):
    if not (await cells.confinement())["own_network"]:
        pytest.skip("this machine lets no ordinary process have a network of its own")
    devices = await cells.run("acts:read_devices", {}, wall_s=30)
    assert devices == {"devices": ["lo"]}


async def test_what_a_taken_over_decoder_may_do(cells, tmp_path):
    measures = await cells.confinement()
    if not (measures["filtered_calls"] and measures["own_files"]):
        pytest.skip("this machine has no seccomp or no Landlock")
    secret, source, output = tmp_path / "a" / "secret", tmp_path / "b" / "source", tmp_path / "c" / "output"
    for path in (secret, source, output):
        path.parent.mkdir()
    secret.write_text("secret")
    source.write_text("input")
    request = {"foreign": str(secret), "path": str(source), "output_path": str(output)}
    found = await cells.run("acts:misbehave", request, wall_s=30)
    allowed = {name for name, outcome in found.items() if outcome == "done"}
    assert allowed == {"thread", "read_input", "write_output"}
    assert {found[name] for name in found.keys() - allowed} == {"PermissionError"}, found
    assert source.read_text() == "input"
    assert output.read_text() == "made"


async def test_nothing_is_left_in_the_temporary_folder(cells, tmp_path, eventually):
    left = await cells.run("acts:litter", {"output_path": str(tmp_path / "mark")}, wall_s=30)
    await eventually(lambda: not os.path.exists(left["name"]))


async def test_the_spare_is_used_and_replaced(cells, children):
    await cells.warm()
    [spare] = children()
    await cells.run("acts:echo", {}, wall_s=30)
    await cells.warm()
    [other] = [child for child in children() if child.status() != psutil.STATUS_ZOMBIE and child.pid != spare.pid]
    assert other.pid != spare.pid


async def test_a_killed_spare_is_replaced(cells, children, eventually):
    await cells.warm()
    [spare] = children()
    spare.kill()
    await eventually(lambda: children() and spare.pid not in [child.pid for child in children()])
    assert await cells.run("acts:echo", {}, wall_s=30) == {"echo": {}}


async def test_many_at_once(cells):
    answers = await asyncio.gather(*(cells.run("acts:echo", {"n": n}, wall_s=60) for n in range(8)))
    assert [answer["echo"]["n"] for answer in answers] == list(range(8))


async def test_fifty_calls_leak_no_descriptor_and_no_child(settings, children):
    cells = Cells(settings, imported_ahead=())
    await cells.run("acts:echo", {}, wall_s=30)
    await cells.warm()
    await asyncio.sleep(0.2)
    before = psutil.Process().num_fds()
    for number in range(50):
        if number % 10 == 9:
            with pytest.raises(ProcessingTimeout):
                await cells.run("acts:spin", {}, wall_s=0.02)
        else:
            await cells.run("acts:echo", {}, wall_s=30)
    await cells.warm()
    await asyncio.sleep(0.5)
    assert psutil.Process().num_fds() <= before
    assert len(children()) == 1
    await cells.close()
    assert not children()


async def test_callers_may_live_in_different_loops(cells):
    found = []

    def other_loop():
        found.append(asyncio.run(cells.run("acts:echo", {"from": "thread"}, wall_s=30)))

    thread = threading.Thread(target=other_loop)
    thread.start()
    here = await cells.run("acts:echo", {"from": "here"}, wall_s=30)
    await asyncio.to_thread(thread.join)
    # the thread that asked first is gone; its cells were not its children
    again = await cells.run("acts:echo", {"from": "here"}, wall_s=30)
    assert found == [{"echo": {"from": "thread"}}]
    assert here == again == {"echo": {"from": "here"}}


async def test_closing_ends_running_calls(settings, tmp_path, children, eventually):
    cells = Cells(settings)
    mark = tmp_path / "mark"
    call = asyncio.create_task(cells.run("acts:sleep", {"output_path": str(mark)}, wall_s=60))
    await eventually(mark.exists, 30)
    await cells.close()
    with pytest.raises(RuntimeError, match="closed"):
        await call
    assert not children()
    with pytest.raises(RuntimeError, match="closed"):
        await cells.run("acts:echo", {}, wall_s=1)


async def test_closing_what_was_never_used(settings):
    await Cells(settings).close()
