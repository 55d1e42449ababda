"""What a customer has, and how it came to be: balance, coins, statement. All shown in points and Unix seconds."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from lingoreel.points import repository
from lingoreel.points.rounding import to_points

# What a transfer does to the available and to the held points.
_EFFECT = {"grant": (1, 0), "hold": (-1, 1), "post": (0, -1), "void": (1, -1), "expire": (-1, 0)}


def balance(tx: Connection, customer_id: UUID) -> dict[str, Any]:
    """`{available, held, lots[]}` as of now; lots in burn order.

    Expired and used-up lots are not listed. `held` is the sum of all open holds, and so counts points pinned in a
    lot that has expired since: they are honoured.
    """
    lots = repository.lots_of(tx, customer_id)
    return {
        "available": to_points(sum(lot["remaining"] - lot["held"] for lot in lots if lot["usable"])),
        "held": to_points(sum(lot["held"] for lot in lots)),
        "lots": [
            {
                "id": str(lot["id"]),
                "kind": lot["kind"],
                "amount": to_points(lot["amount"]),
                "remaining": to_points(lot["remaining"]),
                "held": to_points(lot["held"]),
                "expires_at": _seconds(lot["expires_at"]),
                "priority": lot["priority"],
            }
            for lot in lots
            if lot["usable"] and lot["remaining"]
        ],
    }


def coins(tx: Connection, customer_id: UUID) -> list[dict[str, Any]]:
    """The one row of `GET /api/customers/coins`.

    The `lifetime` pair counts the lots that never expire, the `period` pair those that do and have not yet. So a
    client that adds all limits and takes away all uses finds exactly what is left (held points included), and
    counts nothing twice.
    """
    lots = repository.lots_of(tx, customer_id)
    lifetime = [lot for lot in lots if lot["expires_at"] is None]
    period = [lot for lot in lots if lot["expires_at"] is not None and lot["usable"]]
    return [
        {
            "service_name": "points",
            "lifetime_limit": to_points(sum(lot["amount"] for lot in lifetime)),
            "lifetime_used": to_points(sum(lot["amount"] - lot["remaining"] for lot in lifetime)),
            "period_limit": to_points(sum(lot["amount"] for lot in period)),
            "period_used": to_points(sum(lot["amount"] - lot["remaining"] for lot in period)),
        }
    ]


def statement(
    tx: Connection, customer_id: UUID, start: datetime | None = None, end: datetime | None = None
) -> list[dict[str, Any]]:
    """Every movement booked in [start, end), oldest first.

    Summed up from the beginning, `available_change` and `held_change` give the balance.
    """
    return [
        {
            "id": str(row["id"]),
            "created_at": _seconds(row["created_at"]),
            "kind": row["kind"],
            "points": to_points(row["amount"]),
            "available_change": to_points(_EFFECT[row["kind"]][0] * row["amount"]),
            "held_change": to_points(_EFFECT[row["kind"]][1] * row["amount"]),
            "lot_id": str(row["lot_id"]),
            "task_id": str(row["task_id"]) if row["task_id"] else None,
            "price_version": row["price_version"],
            "reason": row["reason"],
        }
        for row in repository.transfers_of(tx, customer_id, start, end)
    ]


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
