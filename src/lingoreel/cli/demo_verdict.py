"""The demo's look at its own video: frames counted, and the picture compared where subtitles are and are not."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lingoreel.settings import Settings

MOMENTS = 5
GAP_MS = 400
# A short word is some 100 pixels wide and 20 high.
LEAST_BLOCKS = 4
_MODULE = "lingoreel.cli.demo_check"

Span = tuple[int, int]
"""When a cue is shown, in ms."""


@dataclass(frozen=True)
class Verdict:
    """What was seen, and what is wrong with it; without `faults` the video is as it should be."""

    seen: str
    faults: tuple[str, ...]


def has_picture(path: Path, chosen: Settings) -> bool:
    """Whether the file has a moving picture. Raises InvalidFile."""
    return bool(_in_cell("has_picture", {"path": str(path)}, 60, chosen)["picture"])


def examine(source: Path, made: Path, subtitles: Path, duration_s: float, chosen: Settings) -> Verdict:
    """Compare the made video with its source by the cues of a subtitle file. Raises InvalidFile, ProcessingTimeout."""
    from lingoreel.media.subtitle_files import read

    cues = [(cue.start_ms, cue.end_ms) for cue in read(subtitles.read_bytes(), name=subtitles.name).cues]
    under, between = _some(_middles(cues)), _some(_gaps(cues))
    request = {"source_path": str(source), "made_path": str(made), "at_ms": [*under, *between]}
    found = _in_cell("compare", request, 120 + 6 * duration_s, chosen)
    return judge(found, under, between)


def judge(found: dict[str, Any], under: Sequence[int], between: Sequence[int]) -> Verdict:
    """The verdict on what `compare` found at the moments under cues and those between them, in ms."""
    source_frames, made_frames = found["source_frames"], found["made_frames"]
    shown, bare = found["changed"][: len(under)], found["changed"][len(under) :]
    faults = []
    if made_frames != source_frames:
        faults.append(f"it has {made_frames} frames, its source {source_frames}")
    if None in shown:
        return Verdict(f"{made_frames} frames; its shape is another, so pictures were not compared", tuple(faults))
    missing = [at for at, blocks in zip(under, shown, strict=True) if blocks < LEAST_BLOCKS]
    faults += [f"no subtitle is seen at {at / 1000:.1f} s" for at in missing]
    least = min(shown, default=0)
    faults += [
        f"the picture differs at {at / 1000:.1f} s, where no subtitle stands"
        for at, blocks in zip(between, bare, strict=True)
        if blocks is not None and blocks >= max(least, LEAST_BLOCKS)
    ]
    seen = (
        f"{made_frames} of {source_frames} frames; {len(under) - len(missing)} of {len(under)} subtitles looked for "
        "are in the picture"
    )
    return Verdict(seen, tuple(faults))


def _middles(cues: Sequence[Span]) -> list[int]:
    return [(start + end) // 2 for start, end in cues]


def _gaps(cues: Sequence[Span]) -> list[int]:
    pairs = pairwise([(0, 0), *cues])
    return [(end + start) // 2 for (_, end), (start, _) in pairs if start - end >= GAP_MS]


def _some(moments: Sequence[int]) -> list[int]:
    """At most a few, spread evenly."""
    step = max(1, -(-len(moments) // MOMENTS))
    return list(moments[::step])


def _in_cell(function: str, request: dict[str, Any], wall_s: float, chosen: Settings) -> dict[str, Any]:
    from lingoreel.processes import Cells

    async def run() -> dict[str, Any]:
        cells = Cells(chosen)
        try:
            return await cells.run(f"{_MODULE}:{function}", request, wall_s=wall_s)
        finally:
            await cells.close()

    return asyncio.run(run())
