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
    """The report in sum: drift, overlap, dead air, and how the lines were fitted."""
    summary: Mapping[str, Any] = report.get("summary") or {}
    lines: Sequence[Mapping[str, Any]] = report.get("lines") or ()
    if not summary or not lines:
        return []
    drift: Mapping[str, Any] = summary.get("drift_ms") or {}
    kinds: dict[str, int] = {}
    for line in lines:
        kinds[str(line["kind"])] = kinds.get(str(line["kind"]), 0) + 1
    dead: Mapping[str, Any] = summary.get("dead_air") or {}
    parts = [
        f"{len(lines)} lines",
        f"start drift median {_ms(drift.get('median'))}, 95 % within {_ms(drift.get('p95'))}, "
        f"at most {_ms(drift.get('max'))}",
        f"overlap {_ms(summary.get('overlap_ms'))}",
        f"dead air {_ms(dead.get('ms'))}",
        ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda one: -one[1])),
    ]
    return [f"sync: {'; '.join(parts)}"]


def review_lines(report: Mapping[str, Any]) -> list[str]:
    """What somebody should look at, a line for each, bounded."""
    found: Sequence[Mapping[str, Any]] = report.get("needs_review") or ()
    told = [f"  look at line {one['line']}: {one['why']}" for one in found[:SHOWN]]
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
