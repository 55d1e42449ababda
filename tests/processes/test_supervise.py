"""The supervisor: restarts, backoff, draining, health hooks."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lingoreel.processes import Service, Supervisor

pytestmark = pytest.mark.timeout(120)


def python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", code, *arguments]


STEADY = "import time; time.sleep(600)"
GENTLE = """
import signal, sys, time
from pathlib import Path
def end(*_):
    time.sleep(0.2)
    Path(sys.argv[1]).write_text("drained")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
Path(sys.argv[1]).write_text("ready")
while True:
    time.sleep(0.01)
"""
STUBBORN = """
import signal, subprocess, sys, time
from pathlib import Path
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "600"])
Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(600)
"""


async def test_a_killed_service_is_started_again(alive, eventually):
    supervisor = Supervisor([Service("a", python(STEADY)), Service("b", python(STEADY))])
    running = asyncio.create_task(supervisor.run())
    await eventually(lambda: supervisor.pid("a") and supervisor.pid("b"))
    first, other = supervisor.pid("a"), supervisor.pid("b")
    os.kill(first, signal.SIGKILL)
    await eventually(lambda: supervisor.pid("a") not in (None, first))
    assert supervisor.pid("b") == other
    assert supervisor.starts("a") == 2
    second = supervisor.pid("a")
    supervisor.stop()
    await running
    assert not any(alive(pid) for pid in (first, second, other))
    assert supervisor.pid("a") is None


async def test_restarts_back_off(eventually):
    supervisor = Supervisor([Service("a", python("raise SystemExit(1)")), Service("b", ["/nowhere/at/all"])])
    running = asyncio.create_task(supervisor.run())
    await asyncio.sleep(2)
    supervisor.stop()
    await running
    # 0.2 + 0.4 + 0.8 + … s apart: at most four starts in two seconds, and it did not give up
    assert 2 <= supervisor.starts("a") <= 4
    assert 2 <= supervisor.starts("b") <= 4


async def test_draining_lets_a_service_finish(tmp_path, eventually):
    mark = tmp_path / "mark"
    supervisor = Supervisor([Service("a", python(GENTLE, str(mark)))], drain_s=20)
    running = asyncio.create_task(supervisor.run())
    await eventually(lambda: mark.exists() and mark.read_text() == "ready")
    supervisor.stop()
    await running
    assert mark.read_text() == "drained"
    assert supervisor.starts("a") == 1


@pytest.mark.parametrize("how", ["deadline", "second stop", "cancel"])
async def test_what_does_not_drain_is_killed_with_its_group(tmp_path, alive, eventually, how):
    mark = tmp_path / "mark"
    supervisor = Supervisor([Service("a", python(STUBBORN, str(mark)))], drain_s=0.3 if how == "deadline" else 600)
    running = asyncio.create_task(supervisor.run())
    await eventually(lambda: mark.exists() and mark.read_text())
    pids = [supervisor.pid("a"), int(mark.read_text())]
    began = time.monotonic()
    if how == "cancel":
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    else:
        supervisor.stop()
        if how == "second stop":
            await asyncio.sleep(0.1)
            supervisor.stop()
        await running
    assert time.monotonic() - began < 5
    await eventually(lambda: not any(alive(pid) for pid in pids), 2)


async def test_health_hooks_run_and_may_fail(eventually, caplog):
    calls = []

    async def sick():
        calls.append(1)
        raise RuntimeError("not well")

    supervisor = Supervisor([], health=[sick], health_s=0.01)
    running = asyncio.create_task(supervisor.run())
    await eventually(lambda: len(calls) >= 3)
    supervisor.stop()
    await running
    assert "not well" in caplog.text


PARENT = """
import asyncio, sys
from pathlib import Path
from lingoreel.processes import Service, Supervisor

code = "import os, sys, time; from pathlib import Path; Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(600)"
asyncio.run(Supervisor([Service("a", [sys.executable, "-c", code, sys.argv[1]])]).run(handle_signals=True))
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
async def test_services_end_with_their_supervisor(tmp_path: Path, alive, eventually, number):
    mark = tmp_path / "mark"
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(mark)])
    try:
        await eventually(lambda: mark.exists() and mark.read_text(), 30)
        child = int(mark.read_text())
        assert alive(child)
        parent.send_signal(number)
        status = await asyncio.to_thread(parent.wait, 20)
    finally:
        parent.kill()
        parent.wait()
    assert status == (-signal.SIGKILL if number == signal.SIGKILL else 0)
    await eventually(lambda: not alive(child), 3)
