"""Joining and checking in a confined child, as a worker may run them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lingoreel.processes import Cells
from lingoreel.settings import Settings


@pytest.mark.parametrize("name", ["mp3", "m4a", "ogg"])
async def test_a_cell_joins_and_checks(spoken: Any, tmp_path: Path, name: str) -> None:
    output = tmp_path / "made" / f"speech.{name}"
    output.parent.mkdir()
    cells = Cells(Settings(data_dir=tmp_path / "data"))
    request = {"piece_paths": spoken.paths, "pieces": spoken.told, "format": name, "output_path": str(output)}
    try:
        told = await cells.run("lingoreel.media.sound.joining:join_speech", request, wall_s=120)
        found = await cells.run("lingoreel.media.sound.check:check_sound", {"path": str(output)}, wall_s=120)
    finally:
        await cells.close()
    assert told["size_bytes"] == output.stat().st_size
    assert found["integrated_lufs"] == pytest.approx(-16, abs=0.7)
    assert [path.name for path in output.parent.iterdir()] == [output.name]
