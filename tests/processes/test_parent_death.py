"""What a parent that is killed with -9 leaves behind: nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from lingoreel.processes import Cells

pytestmark = pytest.mark.timeout(120)

PARENT = """
import asyncio, sys
from pathlib import Path
from lingoreel.processes import Cells, Hosts
from lingoreel.settings import Settings

async def main():
    settings = Settings(data_dir=Path(sys.argv[1]))
    cells, hosts = Cells(settings), Hosts(settings)
    await cells.warm()
    await asyncio.gather(
        cells.run("acts:litter", {"output_path": sys.argv[2] + "/cell", "stay": True}, wall_s=600),
        cells.run("acts:family", {"output_path": sys.argv[2] + "/family"}, wall_s=600, allow_programs=True),
        hosts.call("acts:Engine", {}, {"do": "sleep", "output_path": sys.argv[2] + "/host"}, wall_s=600),
        hosts.warm("acts:Engine", {"idle": 1}),
    )

asyncio.run(main())
"""


async def test_all_children_die_with_a_killed_parent(settings, tmp_path, alive, eventually):
    marks = tmp_path / "marks"
    marks.mkdir()
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(settings.data_dir), str(marks)])
    try:
        await eventually(lambda: {path.name for path in marks.iterdir()} == {"cell", "family", "host"}, 60)
        await eventually(lambda: len(psutil.Process(parent.pid).children()) >= 5, 60)
        children = [child.pid for child in psutil.Process(parent.pid).children()]
        littered = Path((marks / "cell").read_text())
        assert littered.exists()
    finally:
        parent.kill()
        parent.wait()
    began = time.monotonic()
    await eventually(lambda: not any(alive(pid) for pid in children), 5)
    assert time.monotonic() - began < 2
    # the next to start clears away what the killed one could not
    cells = Cells(settings, imported_ahead=())
    await cells.warm()
    assert not littered.exists()
    assert len(list((settings.scratch_dir / "children").iterdir())) == 1
    await cells.close()


async def test_a_living_parents_folder_is_left_alone(settings, children):
    first, second = Cells(settings, imported_ahead=()), Cells(settings, imported_ahead=())
    await first.warm()
    await second.warm()
    assert len(list((settings.scratch_dir / "children").iterdir())) == 2
    assert await first.run("acts:echo", {}, wall_s=30) == {"echo": {}}
    await first.close()
    await second.close()
    assert not children()


def test_a_child_whose_parent_is_gone_already_ends_at_once():
    code = "from lingoreel.processes import die_with_parent; die_with_parent(1 << 22); print('lived on')"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stdout == ""
