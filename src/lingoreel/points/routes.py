"""The HTTP paths of points: balance, statement and prices."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from lingoreel.customers import Caller
from lingoreel.customers.access import answered
from lingoreel.errors import InvalidRequest
from lingoreel.points import prices
from lingoreel.points.balances import balance, coins, statement
from lingoreel.points.prices import PriceBook
from lingoreel.points.rounding import ITEMS, to_points
from lingoreel.replies import success

_COLUMNS = (
    "id",
    "created_at",
    "kind",
    "points",
    "available_change",
    "held_change",
    "lot_id",
    "task_id",
    "price_version",
    "reason",
)


def router() -> APIRouter:
    """`/api/customers/coins`, `/api/customers/points`, `/api/customers/statement`, `/api/prices`."""
    routes = APIRouter()
    routes.add_api_route("/api/customers/coins", _reader(coins), methods=["GET"])
    routes.add_api_route("/api/customers/points", _reader(balance), methods=["GET"])
    routes.add_api_route("/api/customers/statement", _statement, methods=["GET"])
    routes.add_api_route("/api/prices", _prices, methods=["GET"])
    return routes


def _reader(read: Callable[..., Any]) -> Callable[[Request], Any]:
    async def serve(request: Request) -> Response:
        return success(request, await answered(request, lambda tx, caller: read(tx, caller.customer_id)))

    return serve


async def _statement(request: Request) -> Response:
    def read(tx: Connection, caller: Caller) -> list[dict[str, Any]]:
        start = _moment(request.query_params.get("from"), "from")
        end = _moment(request.query_params.get("to"), "to")
        return statement(tx, caller.customer_id, start, end)

    rows = await answered(request, read)
    if "text/csv" not in request.headers.get("accept", "") and request.query_params.get("format") != "csv":
        return success(request, rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return Response(text.getvalue(), media_type="text/csv")


async def _prices(request: Request) -> Response:
    def read(tx: Connection, _caller: Caller) -> dict[str, Any]:
        return {"current": _book(prices.current(tx)), "upcoming": [_book(book) for book in prices.upcoming(tx)]}

    return success(request, await answered(request, read))


def _book(book: PriceBook) -> dict[str, Any]:
    return {
        "version": book.version,
        "effective_at": int(book.effective_at.timestamp()),
        "items": [
            {"item": name, "unit": unit.name, "points_per_unit": to_points(book.price(name))}
            for name, unit in ITEMS.items()
        ],
    }


def _moment(text: str | None, field: str) -> datetime | None:
    """Unix seconds, or an ISO 8601 date or time (UTC where it names no zone)."""
    if not text:
        return None
    try:
        if text.isdigit():
            return datetime.fromtimestamp(int(text), UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        raise InvalidRequest(
            f"{field} '{text[:40]}' is neither Unix seconds nor an ISO 8601 time", field=field
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
