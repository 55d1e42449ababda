"""`lingoreel serve`: the API, a worker and, by default, PostgreSQL, kept running."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder for everything kept.")] = None,
    worker: Annotated[bool, typer.Option(help="Run a worker beside the API.")] = True,
) -> None:
    """Run the service until SIGTERM or Ctrl-C; whatever dies meanwhile is started again."""
    from lingoreel.cli.kept_running import keep_running
    from lingoreel.settings import Settings, load_settings

    given = {"host": host, "port": port, "data_dir": data}
    settings = Settings(**{**load_settings().model_dump(), **{k: v for k, v in given.items() if v is not None}})
    keep_running(settings, ["api", "worker"] if worker else ["api"])
