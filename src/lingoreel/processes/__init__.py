"""Child processes: the cell (one shot, hostile bytes), the host (kept warm, our own data), the supervisor.

Children import this package too and must start quickly, so names are loaded when first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lingoreel.processes.cell import Cells
    from lingoreel.processes.host import Hosts
    from lingoreel.processes.lifeline import die_with_parent
    from lingoreel.processes.supervise import Service, Supervisor

__all__ = ["Cells", "Hosts", "Service", "Supervisor", "die_with_parent"]

_HOMES = {
    "Cells": "cell",
    "Hosts": "host",
    "Service": "supervise",
    "Supervisor": "supervise",
    "die_with_parent": "lifeline",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"lingoreel.processes.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
