"""The rows of the ledger. Each writing statement changes the lots and inserts the transfers that explain it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from lingoreel.ids import new_id

ISSUED = UUID(int=1)
EARNED = UUID(int=2)
EXPIRED = UUID(int=3)

# Priority, earliest expiry, granted before paid, oldest.
BURN_ORDER = "l.priority, l.expires_at NULLS LAST, l.kind = 'paid', l.created_at, l.id"
USABLE = "(l.expires_at IS NULL OR l.expires_at > statement_timestamp())"


class LedgerBroken(RuntimeError):
    """An invariant of the ledger does not hold: the transaction must not commit."""


def require(holds: bool, what: str) -> None:
    """The assertion that is never compiled away. Raises LedgerBroken."""
    if not holds:
        raise LedgerBroken(what)


@dataclass(frozen=True)
class Free:
    """A lot with points that nothing has pinned."""

    lot_id: UUID
    amount: int


@dataclass(frozen=True)
class Pin:
    """A pending transfer: points of one lot, held for one task."""

    transfer_id: UUID
    lot_id: UUID
    amount: int
    expired: bool


@dataclass(frozen=True)
class Resolution:
    """How a pin ends: `posted` + `voided` make up the whole of it; a voided part of an expired lot expires."""

    pin: Pin
    posted: int
    voided: int


@dataclass(frozen=True)
class Hold:
    """The points one task holds or held, with its settlement when there is one."""

    id: UUID
    task_id: UUID
    customer_id: UUID
    quoted: int
    amount: int
    price_version: int
    lines: list[dict[str, Any]]
    outcome: str | None
    charged: int
    settled_lines: list[dict[str, Any]]
    reason: str | None


def lot_by_id(tx: Connection, lot_id: UUID) -> RowMapping | None:
    return tx.execute(text("SELECT * FROM lots WHERE id = :id"), {"id": lot_id}).mappings().one_or_none()


def insert_grant(
    tx: Connection,
    customer_id: UUID,
    lot_id: UUID,
    *,
    kind: str,
    amount: int,
    priority: int,
    expires_at: datetime | None,
    reason: str,
) -> None:
    tx.execute(
        text(
            """
            WITH account AS (
                INSERT INTO accounts (id, kind, customer_id) VALUES (:customer_id, 'customer', :customer_id)
                ON CONFLICT (id) DO NOTHING
            ), lot AS (
                INSERT INTO lots (id, customer_id, kind, amount, remaining, priority, expires_at, reason)
                VALUES (:lot_id, :customer_id, :kind, :amount, :amount, :priority, :expires_at, :reason)
            )
            INSERT INTO transfers (id, kind, debit_account, credit_account, amount, lot_id, reason)
            VALUES (:id, 'grant', :issued, :customer_id, :amount, :lot_id, :reason)
            """
        ),
        {
            "id": new_id(),
            "customer_id": customer_id,
            "lot_id": lot_id,
            "kind": kind,
            "amount": amount,
            "priority": priority,
            "expires_at": expires_at,
            "reason": reason,
            "issued": ISSUED,
        },
    )


def free_lots(tx: Connection, customer_id: UUID) -> list[Free]:
    """Lots with unpinned points that have not expired, in burn order."""
    rows = tx.execute(
        text(
            f"""
            SELECT l.id, l.remaining - l.held AS free FROM lots AS l
            WHERE l.customer_id = :customer_id AND l.remaining > 0 AND l.remaining > l.held AND {USABLE}
            ORDER BY {BURN_ORDER}
            """
        ),
        {"customer_id": customer_id},
    )
    return [Free(lot_id, free) for lot_id, free in rows]


def hold_of(tx: Connection, task_id: UUID) -> Hold | None:
    found = holds_of(tx, [task_id])
    return found[0] if found else None


def holds_of(tx: Connection, task_ids: Sequence[UUID]) -> list[Hold]:
    rows = tx.execute(
        text(
            """
            SELECT h.id, h.task_id, h.customer_id, h.quoted, h.amount, h.price_version, h.lines,
                   s.outcome, COALESCE(s.charged, 0) AS charged, COALESCE(s.lines, '[]') AS settled_lines, s.reason
            FROM holds AS h LEFT JOIN settlements AS s ON s.hold_id = h.id
            WHERE h.task_id = ANY(CAST(:task_ids AS uuid[]))
            """
        ),
        {"task_ids": list(task_ids)},
    )
    return [Hold(**row) for row in rows.mappings()]


def lock_customer_of(tx: Connection, task_id: UUID) -> UUID | None:
    """Lock the row of the customer whose points the task holds. What settles it can only be read afterwards."""
    return tx.execute(
        text(
            """
            SELECT c.id FROM holds AS h JOIN customers AS c ON c.id = h.customer_id
            WHERE h.task_id = :task_id FOR NO KEY UPDATE OF c
            """
        ),
        {"task_id": task_id},
    ).scalar()


def insert_hold(
    tx: Connection,
    customer_id: UUID,
    task_id: UUID,
    pins: Sequence[Free],
    *,
    quoted: int,
    price_version: int,
    lines: list[dict[str, Any]],
) -> Hold:
    hold = Hold(
        id=new_id(),
        task_id=task_id,
        customer_id=customer_id,
        quoted=quoted,
        amount=sum(pin.amount for pin in pins),
        price_version=price_version,
        lines=lines,
        outcome=None,
        charged=0,
        settled_lines=[],
        reason=None,
    )
    pinned, booked = tx.execute(
        text(
            """
            WITH pins AS (
                SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:lots AS uuid[]), CAST(:amounts AS bigint[]))
                    AS p (id, lot_id, amount)
            ), hold AS (
                INSERT INTO holds (id, task_id, customer_id, quoted, amount, price_version, lines)
                VALUES (:hold_id, :task_id, :customer_id, :quoted, :amount, :price_version, CAST(:lines AS jsonb))
            ), pinned AS (
                UPDATE lots SET held = lots.held + pins.amount FROM pins
                WHERE lots.id = pins.lot_id AND lots.customer_id = :customer_id
                RETURNING 1
            ), booked AS (
                INSERT INTO transfers (id, kind, debit_account, credit_account, amount,
                                       lot_id, task_id, hold_id, price_version, reason)
                SELECT id, 'hold', :customer_id, :earned, amount, lot_id, :task_id, :hold_id, :price_version,
                       'held for the task'
                FROM pins
                RETURNING 1
            )
            SELECT (SELECT count(*) FROM pinned), (SELECT count(*) FROM booked)
            """
        ),
        {
            "ids": [new_id() for _ in pins],
            "lots": [pin.lot_id for pin in pins],
            "amounts": [pin.amount for pin in pins],
            "hold_id": hold.id,
            "task_id": task_id,
            "customer_id": customer_id,
            "quoted": quoted,
            "amount": hold.amount,
            "price_version": price_version,
            "lines": json.dumps(lines),
            "earned": EARNED,
        },
    ).one()
    require(pinned == booked == len(pins), "a hold pins each lot once")
    return hold


def pins_of(tx: Connection, hold_id: UUID) -> list[Pin]:
    """The pending transfers of a hold, in burn order."""
    rows = tx.execute(
        text(
            f"""
            SELECT t.id, t.lot_id, t.amount, NOT {USABLE} FROM transfers AS t JOIN lots AS l ON l.id = t.lot_id
            WHERE t.hold_id = :hold_id AND t.kind = 'hold'
            ORDER BY {BURN_ORDER}
            """
        ),
        {"hold_id": hold_id},
    )
    return [Pin(*row) for row in rows]


def insert_settlement(
    tx: Connection,
    hold: Hold,
    resolutions: Sequence[Resolution],
    *,
    outcome: str,
    lines: list[dict[str, Any]],
    reason: str,
) -> Hold:
    charged = sum(end.posted for end in resolutions)
    booked: list[tuple[str, UUID, int, UUID, UUID | None]] = []
    for end in resolutions:
        pin = end.pin
        if end.posted:
            booked.append(("post", EARNED, end.posted, pin.lot_id, pin.transfer_id))
        if end.voided:
            booked.append(("void", EARNED, end.voided, pin.lot_id, pin.transfer_id))
            if pin.expired:
                booked.append(("expire", EXPIRED, end.voided, pin.lot_id, None))
    freed, inserted = tx.execute(
        text(
            """
            WITH settled AS (
                INSERT INTO settlements (hold_id, outcome, charged, lines, reason)
                VALUES (:hold_id, :outcome, :charged, CAST(:lines AS jsonb), :reason)
            ), ends AS (
                SELECT * FROM unnest(CAST(:lots AS uuid[]), CAST(:freed AS bigint[]), CAST(:burnt AS bigint[]))
                    AS e (lot_id, freed, burnt)
            ), freed AS (
                UPDATE lots SET held = lots.held - ends.freed, remaining = lots.remaining - ends.burnt FROM ends
                WHERE lots.id = ends.lot_id AND lots.customer_id = :customer_id
                RETURNING 1
            ), booked AS (
                INSERT INTO transfers (id, kind, debit_account, credit_account, amount,
                                       lot_id, task_id, hold_id, pending_id, price_version, reason)
                SELECT id, kind, :customer_id, credit, amount, lot_id, :task_id, :hold_id, pending_id,
                       :price_version, :reason
                FROM unnest(CAST(:ids AS uuid[]), CAST(:kinds AS text[]), CAST(:credits AS uuid[]),
                            CAST(:amounts AS bigint[]), CAST(:booked_lots AS uuid[]), CAST(:pending AS uuid[]))
                    AS b (id, kind, credit, amount, lot_id, pending_id)
                RETURNING 1
            )
            SELECT (SELECT count(*) FROM freed), (SELECT count(*) FROM booked)
            """
        ),
        {
            "hold_id": hold.id,
            "task_id": hold.task_id,
            "customer_id": hold.customer_id,
            "price_version": hold.price_version,
            "outcome": outcome,
            "charged": charged,
            "lines": json.dumps(lines),
            "reason": reason,
            "lots": [end.pin.lot_id for end in resolutions],
            "freed": [end.pin.amount for end in resolutions],
            "burnt": [end.posted + (end.voided if end.pin.expired else 0) for end in resolutions],
            "ids": [new_id() for _ in booked],
            "kinds": [row[0] for row in booked],
            "credits": [row[1] for row in booked],
            "amounts": [row[2] for row in booked],
            "booked_lots": [row[3] for row in booked],
            "pending": [row[4] for row in booked],
        },
    ).one()
    require(freed == len(resolutions) and inserted == len(booked), "each pin is resolved once")
    return replace(hold, outcome=outcome, charged=charged, settled_lines=lines, reason=reason)


def lock_customers_with_expired(tx: Connection, limit: int) -> list[UUID]:
    """Lock customers who have expired, unpinned points; those busy now are left for the next sweep."""
    rows = tx.execute(
        text(
            f"""
            SELECT c.id FROM customers AS c
            WHERE c.id IN (SELECT l.customer_id FROM lots AS l
                           WHERE l.expires_at IS NOT NULL AND l.remaining > l.held AND NOT {USABLE})
            ORDER BY c.id LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED
            """
        ),
        {"limit": limit},
    )
    return list(rows.scalars())


def expired_lots(tx: Connection, customer_ids: Sequence[UUID]) -> list[Free]:
    rows = tx.execute(
        text(
            f"""
            SELECT l.id, l.remaining - l.held FROM lots AS l
            WHERE l.customer_id = ANY(CAST(:customers AS uuid[]))
              AND l.expires_at IS NOT NULL AND l.remaining > l.held AND NOT {USABLE}
            """
        ),
        {"customers": list(customer_ids)},
    )
    return [Free(lot_id, free) for lot_id, free in rows]


def insert_expiry(tx: Connection, lots: Sequence[Free]) -> None:
    swept = tx.execute(
        text(
            """
            WITH gone AS (
                SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:lots AS uuid[]), CAST(:amounts AS bigint[]))
                    AS g (id, lot_id, amount)
            ), swept AS (
                UPDATE lots SET remaining = lots.remaining - gone.amount FROM gone WHERE lots.id = gone.lot_id
                RETURNING gone.id, lots.customer_id, gone.amount, lots.id AS lot_id
            )
            INSERT INTO transfers (id, kind, debit_account, credit_account, amount, lot_id, reason)
            SELECT id, 'expire', customer_id, :expired, amount, lot_id, 'the lot expired' FROM swept
            """
        ),
        {
            "ids": [new_id() for _ in lots],
            "lots": [lot.lot_id for lot in lots],
            "amounts": [lot.amount for lot in lots],
            "expired": EXPIRED,
        },
    ).rowcount
    require(swept == len(lots), "each expired lot is swept once")


def lots_of(tx: Connection, customer_id: UUID) -> list[RowMapping]:
    """Every lot of the customer in burn order, with whether it is still `usable`."""
    rows = tx.execute(
        text(f"SELECT l.*, {USABLE} AS usable FROM lots AS l WHERE l.customer_id = :id ORDER BY {BURN_ORDER}"),
        {"id": customer_id},
    )
    return list(rows.mappings())


def available(tx: Connection, customer_id: UUID) -> int:
    return int(
        tx.execute(
            text(
                f"""
                SELECT COALESCE(sum(l.remaining - l.held), 0) FROM lots AS l
                WHERE l.customer_id = :id AND l.remaining > 0 AND {USABLE}
                """
            ),
            {"id": customer_id},
        ).scalar_one()
    )


def transfers_of(tx: Connection, customer_id: UUID, start: datetime | None, end: datetime | None) -> list[RowMapping]:
    """The customer's transfers booked in [start, end), oldest first."""
    rows = tx.execute(
        text(
            """
            SELECT id, kind, amount, lot_id, task_id, price_version, reason, created_at FROM (
                SELECT * FROM transfers
                WHERE kind IN ('hold', 'post', 'void', 'expire') AND debit_account = :id
                UNION ALL
                SELECT * FROM transfers WHERE kind = 'grant' AND credit_account = :id
            ) AS booked
            WHERE (CAST(:start AS timestamptz) IS NULL OR created_at >= :start)
              AND (CAST(:end AS timestamptz) IS NULL OR created_at < :end)
            ORDER BY created_at, id
            """
        ),
        {"id": customer_id, "start": start, "end": end},
    )
    return list(rows.mappings())
