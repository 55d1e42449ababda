"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was tried. `ok` None: not there, and not needed. `needed`: nothing works without it."""

    part: str
    ok: bool | None
    what: str
    remedy: str | None = None
    needed: bool = False
