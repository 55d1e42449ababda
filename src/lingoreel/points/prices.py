"""The price book: immutable, versioned, effective-dated.

A task keeps the version it was accepted under, whatever is published later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from lingoreel.errors import InvalidRequest, NotFound
from lingoreel.points.rounding import ITEMS, to_points, unit_of

_BOOK = """
    SELECT v.version, v.effective_at, v.created_at, v.note, i.prices
    FROM ({versions}) AS v,
         LATERAL (SELECT jsonb_object_agg(item, milli_points_per_unit) AS prices
                  FROM price_items WHERE version = v.version) AS i
    ORDER BY v.effective_at, v.version
"""
_CURRENT = text(
    _BOOK.format(
        versions="""
        SELECT * FROM price_versions WHERE effective_at <= COALESCE(CAST(:at AS timestamptz), statement_timestamp())
        ORDER BY effective_at DESC, version DESC LIMIT 1
        """
    )
)
_VERSION = text(_BOOK.format(versions="SELECT * FROM price_versions WHERE version = :version"))
_UPCOMING = text(
    _BOOK.format(versions="SELECT * FROM price_versions WHERE effective_at > statement_timestamp()"),
)
_PUBLISH = text(
    """
    WITH published AS (
        INSERT INTO price_versions (version, effective_at, note)
        SELECT max(version) + 1, :effective_at, :note FROM price_versions
        RETURNING version
    )
    SELECT version FROM published
    """
)
_ADD_ITEMS = text(
    """
    INSERT INTO price_items (version, item, milli_points_per_unit)
    SELECT :version, item, price FROM unnest(CAST(:items AS text[]), CAST(:prices AS bigint[])) AS new (item, price)
    """
)
PRICE_MAX = 10**12


@dataclass(frozen=True)
class PriceBook:
    """One version of the prices: milli-points per unit, by item."""

    version: int
    effective_at: datetime
    created_at: datetime
    note: str
    prices: Mapping[str, int]

    def price(self, item: str) -> int:
        """Milli-points per unit. Raises InvalidRequest for an item this version does not have."""
        unit_of(item)
        if item not in self.prices:
            raise InvalidRequest(f"price version {self.version} has no item '{item}'", field="item")
        return self.prices[item]

    def as_dict(self) -> dict[str, Any]:
        """As `GET /api/prices` shows it: points per unit, Unix seconds."""
        return {
            "version": self.version,
            "effective_at": int(self.effective_at.timestamp()),
            "note": self.note,
            "items": [
                {"item": item, "unit": unit.name, "points": to_points(self.prices[item])}
                for item, unit in ITEMS.items()
                if item in self.prices
            ],
        }


def current(tx: Connection, at: datetime | None = None) -> PriceBook:
    """The prices in force at a time, now by default. Raises NotFound for a time before the first version."""
    row = tx.execute(_CURRENT, {"at": at}).mappings().one_or_none()
    if row is None:
        raise NotFound(f"no prices were in force at {at}")
    return _book(row)


def version(tx: Connection, number: int) -> PriceBook:
    """One version, past or upcoming ones too. Raises NotFound."""
    row = tx.execute(_VERSION, {"version": number}).mappings().one_or_none()
    if row is None:
        raise NotFound(f"there is no price version {number}")
    return _book(row)


def upcoming(tx: Connection) -> list[PriceBook]:
    """Published versions that are not in force yet, the next one first."""
    return [_book(row) for row in tx.execute(_UPCOMING).mappings()]


def publish(tx: Connection, changes: Mapping[str, int], effective_at: datetime | None, note: str) -> PriceBook:
    """A new version: the prices in force at `effective_at` (None: now) with `changes` (milli-points per unit).

    Raises InvalidRequest for an unknown item, a price outside 0…10¹², or a start in the past: what is
    already in force never changes.
    """
    for item, price in changes.items():
        unit_of(item)
        if not 0 <= price <= PRICE_MAX:
            raise InvalidRequest(f"price {price} of '{item}' must be 0 to {PRICE_MAX} milli-points", field=item)
    if not changes:
        raise InvalidRequest("a new price version must change something", field="changes")
    # One publisher at a time, or two would take the same number and build on the same base.
    tx.execute(text("LOCK TABLE price_versions IN SHARE ROW EXCLUSIVE MODE"))
    now = tx.execute(text("SELECT clock_timestamp()")).scalar_one()
    start = now if effective_at is None else effective_at
    if start.tzinfo is None or start < now:
        raise InvalidRequest(
            f"effective_at {start.isoformat()} must not lie in the past and must have a time zone",
            field="effective_at",
            remedy=f"it is {now.astimezone(UTC).isoformat()} now",
        )
    prices = {**current(tx, start).prices, **changes}
    number = tx.execute(_PUBLISH, {"effective_at": start, "note": note}).scalar_one()
    tx.execute(_ADD_ITEMS, {"version": number, "items": list(prices), "prices": list(prices.values())})
    return version(tx, number)


def _book(row: RowMapping) -> PriceBook:
    return PriceBook(row["version"], row["effective_at"], row["created_at"], row["note"], dict(row["prices"] or {}))
