"""Subtitles burnt into a video in pieces against the plain ffmpeg command with the same filter and preset."""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
from pathlib import Path
from typing import Any

from benchmarks.pinning import pinned
from benchmarks.table import Table, at_most

SECONDS = 300
QUICK_SECONDS = 20
ONE_CORE = 1.05
TWO_CORES = 0.65
NEVER_SLOWER = 1.0
PRESET, CRF = "veryfast", 20

_WALL_S = 3600.0
_COLUMNS = ("measure", "pieces", "plain command", "against", "ratio", "target", "verdict")


def run(folder: Path, *, quick: bool) -> Table:
    """Measure; `folder` is scratch."""
    seconds = QUICK_SECONDS if quick else SECONDS
    cores = sorted(os.sched_getaffinity(0))[:2]
    source, script = folder / "source.mp4", folder / "script.ass"
    _make_source(source, seconds)
    _make_script(script, seconds)

    plain_on_one = _plain(source, script, folder, cores[:1])
    rows = [_row("one core", _pieces(source, script, folder, cores[:1]), plain_on_one, "on one core", ONE_CORE)]
    if len(cores) > 1:
        ours = _pieces(source, script, folder, cores)
        rows.append(_row("two cores", ours, plain_on_one, "on one core", TWO_CORES))
        rows.append(_row("two cores", ours, _plain(source, script, folder, cores), "left to itself", NEVER_SLOWER))
    return Table(
        "burn",
        f"Burn-in of {seconds} s of 720p video, in pieces against the plain command",
        "Pieces: plan, encode and join in cells, as a worker runs them, on as many slots as cores, with every check of "
        f"frame times. Plain command: the same ffmpeg program, `-vf ass=… -c:v libx264 -preset {PRESET} -crf {CRF} "
        "-c:a copy -movflags +faststart`, which keeps no variable frame times. Both pinned to the same cores; on one "
        "core its threads are its own choice. The picture moves and has noise; a subtitle stands most of the time.",
        _COLUMNS,
        rows,
    )


def _row(name: str, ours: float, plain: float, against: str, target: float) -> tuple[str, ...]:
    ratio = ours / plain
    verdict = at_most(ratio, target)
    return (name, f"{ours:.1f} s", f"{plain:.1f} s", against, f"{ratio:.2f}", f"≤ {target:.2f}", verdict)


def _make_source(path: Path, seconds: int) -> None:
    """Moving pictures with noise, which costs an encoder what a camera's would, and sound."""
    from lingoreel.media.program import find_ffmpeg

    subprocess.run(
        [
            *(find_ffmpeg().path, "-v", "error", "-nostdin"),
            *("-f", "lavfi", "-i", f"testsrc2=size=1280x720:rate=30:duration={seconds}"),
            *("-f", "lavfi", "-i", f"anoisesrc=color=pink:duration={seconds}:amplitude=0.1"),
            *("-vf", "noise=alls=6:allf=t,format=yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "23"),
            *("-g", "60", "-c:a", "aac", str(path)),
        ],
        check=True,
    )


def _make_script(path: Path, seconds: int) -> None:
    from lingoreel.media.burn.script import Picture, compose
    from lingoreel.media.burn.style import parse_style
    from lingoreel.media.cues import Cue
    from lingoreel.media.fonts import FontIndex

    style, _ = parse_style({"font_size": 36})
    lines = ("What you see here is drawn into the picture,", "line after line, all the way through.")
    cues = [Cue(at * 1000, at * 1000 + 2600, lines) for at in range(0, seconds, 3)]
    path.write_bytes(compose(cues, None, style, Picture(1280, 720), FontIndex(()), "en").ass)


def _plain(source: Path, script: Path, folder: Path, cores: list[int]) -> float:
    """Seconds of the plain command."""
    from lingoreel.media.program import find_ffmpeg

    command = [
        *(find_ffmpeg().path, "-v", "error", "-nostdin", "-y", "-i", str(source), "-vf", f"ass=filename={script.name}"),
        *("-c:v", "libx264", "-preset", PRESET, "-crf", str(CRF), "-c:a", "copy", "-movflags", "+faststart"),
        "plain.mp4",
    ]
    with pinned(cores):
        began = time.monotonic()
        subprocess.run(command, check=True, cwd=folder)
        return time.monotonic() - began


def _pieces(source: Path, script: Path, folder: Path, cores: list[int]) -> float:
    """Seconds of plan, pieces and join in cells."""
    with pinned(cores):
        return asyncio.run(_burn(source, script, folder, len(cores)))


async def _burn(source: Path, script: Path, folder: Path, slots: int) -> float:
    from lingoreel.media.program import find_ffmpeg
    from lingoreel.processes import Cells
    from lingoreel.settings import Settings

    cells = Cells(Settings(data_dir=folder / "data"))
    free = asyncio.Semaphore(slots)

    async def call(name: str, **request: Any) -> dict[str, Any]:
        request |= {"path": str(source), "program_path": find_ffmpeg().path}
        target = f"lingoreel.media.burn.{name}"
        async with free:
            return await cells.run(target, request, wall_s=_WALL_S, allow_programs=True)

    try:
        await cells.warm()
        began = time.monotonic()
        planned = await call("plan:plan", slots=slots)
        paths = [str(folder / f"piece {piece['index']}.mp4") for piece in planned["pieces"]]
        encoded = await asyncio.gather(
            *(
                call(
                    "encode:encode_piece",
                    script_path=str(script),
                    piece=piece,
                    video=planned["video"],
                    settings={"preset": PRESET, "crf": CRF},
                    threads=planned["threads"],
                    output_path=path,
                )
                for piece, path in zip(planned["pieces"], paths, strict=True)
            )
        )
        await call(
            "join:join",
            piece_paths=paths,
            pieces=[piece | done for piece, done in zip(planned["pieces"], encoded, strict=True)],
            video=planned["video"],
            container=planned["container"],
            output_path=str(folder / "joined.mp4"),
        )
        return time.monotonic() - began
    finally:
        await cells.close()
