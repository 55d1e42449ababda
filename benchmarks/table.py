"""Tables: printed, and kept as markdown with what they were measured on."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

MISSED = "target missed"


@dataclass(frozen=True)
class Table:
    """One benchmark's outcome. `name` is its file's stem; `notes` say what was compared, and how."""

    name: str
    title: str
    notes: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def missed(self) -> int:
        """How many rows missed their target."""
        return sum(MISSED in row for row in self.rows)

    def markdown(self) -> str:
        """The table as markdown, its columns aligned so that it reads as plain text too."""
        lines = [list(self.columns), *(list(row) for row in self.rows)]
        widths = [max(len(line[n]) for line in lines) for n in range(len(self.columns))]
        shown = [
            "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
            for line in lines
        ]
        shown.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
        return "\n".join((f"# {self.title}", "", *shown, "", self.notes, "", machine(), ""))

    def keep(self, folder: Path) -> Path:
        """Write it to `folder`, in place of the last run's."""
        folder.mkdir(exist_ok=True)
        path = folder / f"{self.name}.md"
        path.write_text(self.markdown(), encoding="utf-8")
        return path


def at_most(value: float, limit: float) -> str:
    """The verdict on a value that should not be above `limit`."""
    return "met" if value <= limit else MISSED


def at_least(value: float, limit: float) -> str:
    """The verdict on a value that should not be below `limit`."""
    return "met" if value >= limit else MISSED


def machine() -> str:
    """Date, cores, Python, and how busy the machine was: a loaded one measures its load."""
    cores = len(os.sched_getaffinity(0))
    load = os.getloadavg()[0]
    return (
        f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC on {cores} cores ({_processor()}), Python "
        f"{platform.python_version()}, {platform.system()} {platform.machine()}; load average of the last minute "
        f"{load:.1f}."
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown processor"
