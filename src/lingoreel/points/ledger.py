"""Points in and out: grant, hold, then post or void, exactly once; and expiry.

Two-phase transfers after TigerBeetle: a hold pins points of lots by pending transfers, and each of those is
resolved by new transfers, never by a change. Every function works in the caller's transaction, locks the
customer's row first, and never commits; so a crash leaves all of a step or nothing. Amounts are milli-points,
receipts are in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from lingoreel import customers
from lingoreel.errors import Conflict, InvalidRequest, NotEnoughPoints
from lingoreel.ids import new_id
from lingoreel.points import prices, repository
from lingoreel.points.prices import PriceBook
from lingoreel.points.receipts import empty_receipt, receipt_of
from lingoreel.points.repository import Free, Hold, Pin, Resolution, require
from lingoreel.points.rounding import billed_units, charge, to_points, unit_of

LOT_KINDS = frozenset({"paid", "granted", "bonus"})
AMOUNT_MAX = 10**15


def grant(
    tx: Connection,
    customer_id: UUID,
    amount: int,
    kind: str,
    *,
    reason: str,
    expires_at: datetime | None = None,
    priority: int = 0,
    lot_id: UUID | None = None,
) -> UUID:
    """Give a customer a lot of milli-points; answers the lot's id.

    Lower `priority` burns first. With a `lot_id` of the caller's the same grant again changes nothing. Raises
    NotFound, InvalidRequest, and Conflict when the lot exists with another amount, kind or customer.
    """
    if kind not in LOT_KINDS:
        raise InvalidRequest(f"kind '{kind}' must be one of {sorted(LOT_KINDS)}", field="kind")
    if not 0 < amount <= AMOUNT_MAX:
        raise InvalidRequest(f"points {to_points(amount)} must be over 0 and at most {AMOUNT_MAX // 1000}")
    if expires_at is not None and expires_at.tzinfo is None:
        raise InvalidRequest("expires_at must have a time zone", field="expires_at")
    customers.lock(tx, customer_id)
    if lot_id is not None and (lot := repository.lot_by_id(tx, lot_id)) is not None:
        if (lot["customer_id"], lot["amount"], lot["kind"]) != (customer_id, amount, kind):
            raise Conflict(f"lot '{lot_id}' exists with other contents", field="lot_id")
        return lot_id
    if expires_at is not None and expires_at <= datetime.now(UTC):
        raise InvalidRequest("expires_at must lie in the future", field="expires_at")
    lot_id = lot_id or new_id()
    repository.insert_grant(
        tx,
        customer_id,
        lot_id,
        kind=kind,
        amount=amount,
        priority=priority,
        expires_at=expires_at,
        reason=reason,
    )
    return lot_id


def quote(book: PriceBook, measured: Mapping[str, int]) -> int:
    """What the work costs under a price version, in milli-points.

    `measured` says, by price item, how many milliseconds, characters or runs there are.
    """
    return sum(charge(item, size, book.price(item)) for item, size in measured.items())


def require_minimum(tx: Connection, customer_id: UUID, items: Iterable[str], book: PriceBook) -> None:
    """Refuse work that cannot even be begun. Raises NotEnoughPoints when one unit of each item is not available."""
    _require_available(sum(book.price(item) for item in items), repository.available(tx, customer_id))


def hold(
    tx: Connection, customer_id: UUID, task_id: UUID, measured: Mapping[str, int], price_version: int
) -> dict[str, Any]:
    """Pin what the measured work costs for a task, in burn order; answers the receipt so far.

    The same hold again changes nothing. Raises NotEnoughPoints (nothing is pinned), and Conflict when the task
    already held something else or its hold was voided.
    """
    customers.lock(tx, customer_id)
    book = prices.version(tx, price_version)
    amount = quote(book, measured)
    existing = repository.hold_of(tx, task_id)
    if existing is not None:
        if (existing.customer_id, existing.amount) != (customer_id, amount):
            raise Conflict(
                f"the task already holds {to_points(existing.amount)} points, not {to_points(amount)}",
                code="hold_differs",
            )
        if existing.outcome == "voided":
            raise Conflict("the task's hold was voided", code="hold_voided")
        return receipt_of(existing)
    lots = repository.free_lots(tx, customer_id)
    _require_available(amount, sum(lot.amount for lot in lots))
    pins = choose_pins(lots, amount)
    lines = _priced(book, measured)
    held = repository.insert_hold(
        tx, customer_id, task_id, pins, quoted=amount, price_version=price_version, lines=lines
    )
    require(held.amount == amount, "what is pinned is what it costs")
    return receipt_of(held)


def post(tx: Connection, task_id: UUID, measured: Mapping[str, int]) -> dict[str, Any]:
    """Charge a task for what was delivered and release the rest of its hold; answers the receipt.

    Priced by the hold's own price version. Again, it changes nothing and answers the first receipt. Raises
    Conflict when the task holds nothing or its hold was voided, and LedgerBroken for more than was held.
    """
    existing = _lock_hold(tx, task_id)
    if existing is None:
        raise Conflict("the task holds no points", code="no_hold")
    if existing.outcome == "voided":
        raise Conflict("the task's hold was voided", code="hold_voided")
    if existing.outcome == "posted":
        return receipt_of(existing)
    book = prices.version(tx, existing.price_version)
    charged = quote(book, measured)
    require(charged <= existing.amount, f"{charged} milli-points cannot be charged: {existing.amount} are held")
    lines = _priced(book, measured)
    settled = _settle(tx, existing, charged, outcome="posted", lines=lines, reason="charged for what was delivered")
    return receipt_of(settled)


def void(tx: Connection, task_id: UUID, reason: str) -> dict[str, Any]:
    """Release all that a task holds; answers the receipt.

    Again, or without a hold, it changes nothing. Raises Conflict when the hold was posted.
    """
    existing = _lock_hold(tx, task_id)
    if existing is None:
        return empty_receipt(ended=True)
    if existing.outcome == "posted":
        raise Conflict("the task's hold was posted", code="hold_posted")
    if existing.outcome is None:
        existing = _settle(tx, existing, 0, outcome="voided", lines=[], reason=reason)
    return receipt_of(existing)


def expire_lots(tx: Connection, limit: int = 100) -> int:
    """Move what has expired unpinned to the account `expired`, for at most `limit` customers not busy now.

    Answers how many milli-points expired.
    """
    owners = repository.lock_customers_with_expired(tx, limit)
    lots = repository.expired_lots(tx, owners) if owners else []
    if lots:
        repository.insert_expiry(tx, lots)
    return sum(lot.amount for lot in lots)


def choose_pins(lots: Sequence[Free], amount: int) -> list[Free]:
    """How much of each lot, taken in the given order, makes up the amount. The lots must suffice."""
    pins, missing = [], amount
    for lot in lots:
        if not missing:
            break
        taken = min(lot.amount, missing)
        pins.append(Free(lot.lot_id, taken))
        missing -= taken
    require(missing == 0, "the lots make up the amount")
    return pins


def resolve(pins: Sequence[Pin], charged: int) -> list[Resolution]:
    """Post `charged` out of the pins in their order, and void what is left of them."""
    ends, missing = [], charged
    for pin in pins:
        posted = min(pin.amount, missing)
        ends.append(Resolution(pin, posted, pin.amount - posted))
        missing -= posted
    require(missing == 0, "no more is posted than was held")
    return ends


def _settle(
    tx: Connection, existing: Hold, charged: int, *, outcome: str, lines: list[dict[str, Any]], reason: str
) -> Hold:
    pins = repository.pins_of(tx, existing.id)
    require(sum(pin.amount for pin in pins) == existing.amount, "the pins make up the hold")
    ends = resolve(pins, charged)
    settled = repository.insert_settlement(tx, existing, ends, outcome=outcome, lines=lines, reason=reason)
    require(settled.charged == charged, "what is posted is what is charged")
    return settled


def _lock_hold(tx: Connection, task_id: UUID) -> Hold | None:
    if repository.lock_customer_of(tx, task_id) is None:
        return None
    return repository.hold_of(tx, task_id)


def _require_available(needed: int, available: int) -> None:
    if needed > available:
        raise NotEnoughPoints(
            f"this needs {to_points(needed)} points and {to_points(available)} are available",
            remedy="buy or ask the operator for points (lingoreel points grant), then send the request again",
            details={"needed": to_points(needed), "available": to_points(available)},
        )


def _priced(book: PriceBook, measured: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "item": item,
            "unit": unit_of(item).name,
            "measured": size,
            "billed_units": billed_units(item, size),
            "milli_points": charge(item, size, book.price(item)),
        }
        for item, size in measured.items()
    ]
