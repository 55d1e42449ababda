"""The receipt of a task: the object `points` of every query (`api.md`, section 1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from lingoreel.points import repository
from lingoreel.points.repository import Hold
from lingoreel.points.rounding import to_points


def receipt(tx: Connection, task_id: UUID, *, ended: bool = False) -> dict[str, Any]:
    """What the task was quoted, holds or held, and was charged, in points; null until known.

    `held` is what was pinned at first; once it is settled, `refunded` is the part of it that came back and
    `lines` are what was charged: nothing for a task that failed. `measured` is in milliseconds, characters or runs.
    `ended`: the task is over, so one that never held anything was charged 0.
    """
    found = repository.hold_of(tx, task_id)
    return receipt_of(found) if found else empty_receipt(ended=ended)


def receipts(tx: Connection, task_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The receipts of those tasks that hold or held points, in one statement."""
    return {hold.task_id: receipt_of(hold) for hold in repository.holds_of(tx, task_ids)}


def empty_receipt(*, ended: bool = False) -> dict[str, Any]:
    """The receipt of a task without a hold."""
    nothing = 0 if ended else None
    return {
        "quoted": None,
        "held": nothing,
        "charged": nothing,
        "refunded": nothing,
        "price_version": None,
        "lines": [],
    }


def receipt_of(hold: Hold) -> dict[str, Any]:
    settled = hold.outcome is not None
    return {
        "quoted": to_points(hold.quoted),
        "held": to_points(hold.amount),
        "charged": to_points(hold.charged) if settled else None,
        "refunded": to_points(hold.amount - hold.charged) if settled else None,
        "price_version": hold.price_version,
        "lines": [
            {
                "item": line["item"],
                "unit": line["unit"],
                "measured": line["measured"],
                "billed_units": line["billed_units"],
                "points": to_points(line["milli_points"]),
            }
            for line in (hold.settled_lines if settled else hold.lines)
        ],
    }
