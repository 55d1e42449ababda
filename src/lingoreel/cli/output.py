"""What a command prints: its answer on stdout, everything on the way on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import typer

WIDE = 240
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]


def show_json(data: Any) -> None:
    """One JSON document on stdout; times in ISO 8601, decimals as numbers."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=_plain))


def show_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table on stdout, or one line saying that there is nothing."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    kept = [[_cell(value) for value in row] for row in rows]
    # A file or a pipe has no width to fit into.
    console = Console() if sys.stdout.isatty() else Console(width=WIDE)
    if not kept:
        console.print(f"{title}: none")
        return
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in kept:
        table.add_row(*(Text(value) for value in row))
    console.print(table)


def say(text: str) -> None:
    """A remark on stderr."""
    typer.echo(text, err=True)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value)
