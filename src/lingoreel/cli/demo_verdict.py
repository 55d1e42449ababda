"""The demo's look at its own video: frames counted, the picture compared where subtitles are and are not, and the
sound where a line is spoken and where none is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lingoreel.settings import Settings

MOMENTS = 5
LINES = 40
GAP_MS = 60
# Formats round times to the hundredth of a second.
MARGIN_MS = 15
# A short word is some 100 pixels wide and 20 high.
LEAST_BLOCKS = 4
# Half as loud as the quietest whisper is nothing.
SILENT_DB = -50.0
# The original voice, turned down beneath the dub, explains little of what is heard.
MOST_OF_SOURCE = 0.5
_MODULE = "lingoreel.cli.demo_check"

Span = tuple[int, int]
"""From when to when, in ms."""


@dataclass(frozen=True)
class Verdict:
    """What was seen, and what is wrong with it; without `faults` the video is as it should be."""

    seen: str
    faults: tuple[str, ...]


def has_picture(path: Path, chosen: Settings) -> bool:
    """Whether the file has a moving picture. Raises InvalidFile."""
    return bool(_in_cell("has_picture", {"path": str(path.absolute())}, 60, chosen)["picture"])


def examine(source: Path, made: Path, subtitles: Path, duration_s: float, chosen: Settings) -> Verdict:
    """Compare the made video with its source by the cues of a subtitle file. Raises InvalidFile, ProcessingTimeout."""
    from lingoreel.media.subtitle_files import read

    cues = [(cue.start_ms, cue.end_ms) for cue in read(subtitles.read_bytes(), name=subtitles.name).cues]
    under, between = _some(cues), _some(_gaps(cues))
    # Between two cues there may be two frames only: look soon after the first one ends.
    moments = [(start + end) // 2 for start, end in under] + [start + (end - start) // 4 for start, end in between]
    request = {"source_path": str(source.absolute()), "made_path": str(made.absolute()), "at_ms": moments}
    return judge(_in_cell("compare", request, 120 + 6 * duration_s, chosen), under, between)


def judge(found: dict[str, Any], under: Sequence[Span], between: Sequence[Span]) -> Verdict:
    """The verdict on what `compare` found within these cues, and within these times between them."""
    source_frames, made_frames = found["source_frames"], found["made_frames"]
    faults = [] if made_frames == source_frames else [f"it has {made_frames} frames, its source {source_frames}"]
    # A frame may last beyond the time that was looked for: it shows something else then.
    seen = [
        (at, blocks, number < len(under))
        for number, (at, blocks, (start, end)) in enumerate(
            zip(found["seen_ms"], found["changed"], [*under, *between], strict=True)
        )
        if at is not None and start <= at < end - MARGIN_MS
    ]
    if any(blocks is None for _, blocks, _ in seen):
        return Verdict(f"{made_frames} frames; its shape is another, so pictures were not compared", tuple(faults))
    shown = [(at, blocks) for at, blocks, is_cue in seen if is_cue]
    faults += [] if shown else ["there is no subtitle to look for"]
    faults += [f"no subtitle is seen at {at / 1000:.1f} s" for at, blocks in shown if blocks < LEAST_BLOCKS]
    faults += [
        f"the picture differs at {at / 1000:.1f} s, where no subtitle stands"
        for at, blocks, is_cue in seen
        if not is_cue and blocks >= max(LEAST_BLOCKS, min((blocks for _, blocks in shown), default=0))
    ]
    if faults:
        return Verdict(f"{made_frames} of {source_frames} frames; not as it should be", tuple(faults))
    bare = len(seen) - len(shown)
    between_them = f", and none at the {bare} moment{'s' if bare > 1 else ''} without" if bare else ""
    return Verdict(
        f"{made_frames} of {source_frames} frames; {len(shown)} of {len(shown)} subtitles looked for are in the "
        f"picture{between_them}",
        (),
    )


def listen(
    source: Path, made: Path, lines: Sequence[Mapping[str, Any]], duration_s: float, chosen: Settings
) -> Verdict:
    """Whether each line of a sync report is heard in the made video, and the original voice no more.

    Raises InvalidFile, ProcessingTimeout.
    """
    asked = _some([(int(line["start"]), int(line["end"])) for line in lines], LINES)
    request = {"source_path": str(source.absolute()), "made_path": str(made.absolute()), "spans_ms": asked}
    return judge_sound(_in_cell("compare_sound", request, 120 + duration_s, chosen), asked, lines)


def judge_sound(found: Mapping[str, Any], asked: Sequence[Span], lines: Sequence[Mapping[str, Any]]) -> Verdict:
    """The verdict on what `compare_sound` found in these spans, and on the places of all lines."""
    faults = [] if asked else ["no line was spoken"]
    for (start, _), level_db, alike in zip(asked, found["level_db"], found["alike"], strict=True):
        if level_db < SILENT_DB:
            faults.append(f"no line is heard at {start / 1000:.1f} s")
        elif alike > MOST_OF_SOURCE:
            faults.append(f"the original voice is still heard at {start / 1000:.1f} s")
    faults += [
        f"lines {number} and {number + 1} are heard at once"
        for number, (one, other) in enumerate(pairwise(lines), 1)
        if one["end"] > other["start"]
    ]
    if faults:
        return Verdict("the sound is not as it should be", tuple(faults))
    return Verdict(
        f"{len(asked)} of {len(asked)} lines listened for are heard, none over another, and no more the original voice",
        (),
    )


def _gaps(cues: Sequence[Span]) -> list[Span]:
    pairs = pairwise([(0, 0), *cues])
    return [(end, start) for (_, end), (start, _) in pairs if start - end >= GAP_MS]


def _some(spans: Sequence[Span], most: int = MOMENTS) -> list[Span]:
    """At most a few, spread evenly."""
    last = len(spans) - 1
    if last < most:
        return list(spans)
    return [spans[round(number * last / (most - 1))] for number in range(most)]


def _in_cell(function: str, request: dict[str, Any], wall_s: float, chosen: Settings) -> dict[str, Any]:
    from lingoreel.processes import Cells

    async def run() -> dict[str, Any]:
        cells = Cells(chosen)
        try:
            return await cells.run(f"{_MODULE}:{function}", request, wall_s=wall_s)
        finally:
            await cells.close()

    return asyncio.run(run())
