"""The HTTP paths of customers: the limits in force."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from lingoreel.customers.access import answered
from lingoreel.customers.identify import Caller
from lingoreel.replies import success


def router() -> APIRouter:
    """`GET /api/customers/limits`."""
    routes = APIRouter()

    async def limits(request: Request) -> Response:
        def read(_tx: Connection, caller: Caller) -> dict[str, Any]:
            return {"limits": caller.limits.model_dump(), "own": sorted(caller.overrides)}

        return success(request, await answered(request, read))

    routes.add_api_route("/api/customers/limits", limits, methods=["GET"])
    return routes
