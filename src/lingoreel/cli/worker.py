"""`lingoreel worker`: one more worker, on this machine or another."""

from __future__ import annotations


def worker() -> None:
    """Run a worker until SIGTERM or Ctrl-C, for the database and storage that the settings name."""
    from lingoreel.cli.kept_running import keep_running
    from lingoreel.settings import load_settings

    keep_running(load_settings(), ["worker"])
