"""JSON that an option names the file of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer


def read_json(path: Path, option: str, most_bytes: int) -> Any:
    """What is in the file. Raises BadParameter for no file, one too large, and what is not JSON."""
    if not path.is_file():
        raise typer.BadParameter(f"there is no file {path}", param_hint=option)
    if path.stat().st_size > most_bytes:
        raise typer.BadParameter(f"{path} has more than {most_bytes:,} bytes", param_hint=option)
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{path} is not UTF-8 text", param_hint=option) from None
    except (ValueError, RecursionError) as error:
        raise typer.BadParameter(f"{path} is not JSON: {error}", param_hint=option) from None
