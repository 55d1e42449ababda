"""How well a dub is in step with its video, told in a few lines and a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from lingoreel.cli.output import show_table

if TYPE_CHECKING:
    from lingoreel.client import Task

SHOWN = 20
TOLD_HERE = ("needs_review", "draft_translation")
"""Codes of warnings that are said here, or by the translation's own lines."""
_COLUMNS = ("line", "at", "late", "over", "speed", "how", "voice", "text")
_TEXT = 48
_WHY = {
    "speed": "spoken too fast",
    "drift": "begins too far from its time",
    "past_end": "goes on after the end of the video",
    "silent": "has nothing that can be spoken",
}


def show_sync(task: Task) -> None:
    """The sync report of a dub: in sum, line by line (the worst where there are many), and what needs a look."""
    result: Mapping[str, Any] = task.result if isinstance(task.result, Mapping) else {}
    report: Mapping[str, Any] = result.get("sync") or {}
    lines: Sequence[Mapping[str, Any]] = report.get("lines") or ()
    if not lines:
        return
    texts = {number: str(line.get("text", "")) for number, line in enumerate(result.get("subtitles") or ())}
    shown = _worst(lines)
    show_table(
        "Sync report" if len(shown) == len(lines) else f"Sync report, the {len(shown)} worst of {len(lines)} lines",
        _COLUMNS,
        [_row(line, texts) for line in shown],
    )
    for text in (*summary_lines(report), *review_lines(report)):
        typer.echo(text)


def summary_lines(report: Mapping[str, Any]) -> list[str]:
    """The report in sum: drift, speed, overlap, dead air, and how the lines were fitted."""
    summary: Mapping[str, Any] = report.get("summary") or {}
    if not summary:
        return []
    drift, speed = summary["start_drift_ms"], summary["speed_factor"]
    kinds = [f"{found['lines']} {kind}" for kind, found in summary["kinds"].items() if found["lines"]]
    return [
        f"sync: {summary['lines']} lines ({', '.join(kinds)}); overlap {_ms(summary['overlap_ms'])}; "
        f"dead air {_ms(summary['dead_air_ms'])} ({summary['dead_air_share']:.0%} of the speech)",
        f"  start drift: median {_ms(drift['median'])}, 95 % within {_ms(drift['p95'])}, at most {_ms(drift['max'])}",
        f"  speed: median {speed['median']:.2f}, 95 % up to {speed['p95']:.2f}, at most {speed['max']:.2f}",
    ]


def review_lines(report: Mapping[str, Any]) -> list[str]:
    """What somebody should look at, a line for each, bounded."""
    lines: Sequence[Mapping[str, Any]] = report.get("needs_review") or ()
    silences: Sequence[Mapping[str, Any]] = report.get("dead_air") or ()
    found = [
        *(f"line {one['index'] + 1}: {', '.join(_WHY.get(code, code) for code in one['why'])}" for one in lines),
        *(f"{clock(one['start'])} to {clock(one['end'])}: the source speaks, the dub is silent" for one in silences),
    ]
    told = [f"  look at {one}" for one in found[:SHOWN]]
    more = [f"  and {len(found) - SHOWN} more: see the sync file"] if len(found) > SHOWN else []
    return [*told, *more]


def _worst(lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """All of them, or those furthest from their times and from natural speed; in order of time."""
    if len(lines) <= SHOWN:
        return list(lines)

    def badness(line: Mapping[str, Any]) -> float:
        late = abs(float(line.get("start_drift_ms") or 0)) + float(line.get("end_overrun_ms") or 0)
        return late / 250 + abs(float(line.get("speed_factor") or 1) - 1)

    worst = sorted(range(len(lines)), key=lambda at: -badness(lines[at]))[:SHOWN]
    return [lines[at] for at in sorted(worst)]


def _row(line: Mapping[str, Any], texts: Mapping[int, str]) -> Sequence[Any]:
    number = int(line["index"])
    text = texts.get(number, "")
    return (
        number + 1,
        clock(float(line["start"])),
        _ms(line.get("start_drift_ms")),
        _ms(line.get("end_overrun_ms")),
        f"{float(line.get('speed_factor') or 1):.2f}",
        line["kind"],
        line.get("voice"),
        text if len(text) <= _TEXT else f"{text[: _TEXT - 1]}…",
    )


def clock(at_ms: float) -> str:
    """A time as `1:02:03.4`, hours where there are any."""
    seconds, minutes = at_ms / 1000 % 60, int(at_ms // 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:04.1f}" if hours else f"{minutes}:{seconds:04.1f}"


def _ms(value: Any) -> str:
    return "–" if value is None else f"{float(value):.0f} ms"
