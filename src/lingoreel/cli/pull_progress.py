"""Pulling an item of the catalogue with a bar on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lingoreel.engines.catalogue import Status
    from lingoreel.settings import Settings


def pull_with_bar(name: str, chosen: Settings, *, again: bool = False) -> Status:
    """Fetch one item and what it needs. Raises InvalidRequest, EngineUnavailable."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from lingoreel.engines import catalogue

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}% {task.fields[size]}"),
    )
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bars:
        bar = bars.add_task(name, total=1.0, size="")

        def report(progress: dict[str, Any]) -> None:
            size = f"of {progress['total_bytes'] / 1e6:.0f} MB" if progress.get("total_bytes") else ""
            bars.update(bar, completed=float(progress.get("fraction") or 0.0), size=size)

        return catalogue.pull(name, chosen, report, again=again)
