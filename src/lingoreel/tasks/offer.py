"""What is usable now: the engines of the live workers."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

_ENGINES = text("SELECT engines FROM workers WHERE beat_at > clock_timestamp() - make_interval(secs => :ttl)")


@dataclass(frozen=True)
class Offer:
    """The union of the capability records that live workers publish; `workers` is how many live."""

    workers: int
    engines: tuple[dict[str, Any], ...]

    def of(self, capability: str) -> list[dict[str, Any]]:
        """The records of one kind of engine, such as `recognition`."""
        return [record for record in self.engines if record["capability"] == capability]


def read(tx: Connection, ttl_s: float) -> Offer:
    """The offer of the workers that were heard within `ttl_s` seconds."""
    records: dict[tuple[Any, ...], dict[str, Any]] = {}
    rows = tx.execute(_ENGINES, {"ttl": ttl_s}).scalars().all()
    for record in (record for engines in rows for record in engines):
        records[(record["capability"], record["name"], record.get("version"))] = record
    return Offer(len(rows), tuple(records.values()))


@dataclass
class CachedOffer:
    """The offer, read again when it is older than a second."""

    load: Callable[[], Offer]
    _at: float = field(default=float("-inf"))
    _offer: Offer = field(default=Offer(0, ()))

    def now(self) -> Offer:
        """The offer, at most a second old."""
        if time.monotonic() - self._at > 1.0:
            self._offer = self.load()
            self._at = time.monotonic()
        return self._offer
