"""The HTTP service, assembled: state, middleware, errors, and the paths of every feature."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy import text
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lingoreel import customers, logs, metrics
from lingoreel.artifacts import routes as artifact_routes
from lingoreel.customers import routes as customer_routes
from lingoreel.customers.access import caller_of
from lingoreel.database import Database
from lingoreel.errors import InvalidRequest, LingoreelError, NotFound, NotReady
from lingoreel.ids import new_id
from lingoreel.points import routes as point_routes
from lingoreel.products import PRODUCTS
from lingoreel.replies import failure, success
from lingoreel.settings import Settings
from lingoreel.sources import Refusal, ResumableUploads
from lingoreel.sources.tus import tus_router
from lingoreel.storage import Storage, derive, load_secret
from lingoreel.tasks import product, repository
from lingoreel.tasks.life import Life
from lingoreel.tasks.offer import CachedOffer, Offer, read
from lingoreel.tasks.routes import TaskRoutes
from lingoreel.tasks.samples import Samples
from lingoreel.tasks.states import OPEN
from lingoreel.tasks.workflows import LANES, Workflows, parts_running

log = logs.get(__name__)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def create_app(settings: Settings, database: Database) -> FastAPI:
    """The service on a migrated database. The caller owns the database and closes it."""
    product.register(PRODUCTS)
    secret = load_secret(settings)
    storage = Storage.open(settings)
    workflows = Workflows.open(database)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.draining = False
        yield
        app.state.draining = True

    app = FastAPI(title="Lingoreel", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.settings = settings
    app.state.database = database
    app.state.key_secret = customers.key_secret(settings)
    link_secret = derive(secret, "links")

    def load_offer() -> Offer:
        with database.begin() as tx:
            return read(tx, settings.heartbeat_ttl_s)

    uploads = ResumableUploads(database, storage, keep_s=settings.keep_sources_s)
    tasks = TaskRoutes(
        settings,
        database,
        storage,
        uploads,
        link_secret,
        Life(settings.limits, workflows),
        workflows,
        CachedOffer(load_offer),
        Samples(storage),
    )
    app.include_router(tasks.router())
    app.include_router(
        tus_router(uploads, lambda request: run_in_threadpool(caller_of, request), settings.limits.media_size_bytes)
    )
    app.include_router(artifact_routes.router(storage, link_secret))
    app.include_router(customer_routes.router())
    app.include_router(point_routes.router())
    _add_health(app, database)
    _add_errors(app)
    app.add_middleware(_Observed)
    return app


def _add_health(app: FastAPI, database: Database) -> None:
    async def live(request: Request) -> Response:
        return success(request, {"live": True})

    def ask() -> None:
        with database.begin() as tx:
            tx.execute(text("SELECT 1"))

    async def ready(request: Request) -> Response:
        if request.app.state.draining:
            raise NotReady("the service is draining", remedy="ask another instance")
        await run_in_threadpool(ask)
        return success(request, {"ready": True})

    def count() -> None:
        with database.begin() as tx:
            rows = repository.open_per_state(tx)
            busy = parts_running(tx)
        for lane in LANES:
            metrics.lanes_busy.labels(lane).set(busy.get(lane, 0))
        found = {(row["product"], row["state"]): row["count"] for row in rows}
        for kind in product.products():
            for state in OPEN:
                metrics.open_tasks.labels(kind.name, str(int(state))).set(found.get((kind.name, state), 0))

    def expose() -> tuple[bytes, str]:
        count()
        return metrics.exposition()

    async def exposition(_request: Request) -> Response:
        content, content_type = await run_in_threadpool(expose)
        return Response(content, media_type=content_type)

    app.add_api_route("/health/live", live, methods=["GET"])
    app.add_api_route("/health/ready", ready, methods=["GET"])
    app.add_api_route("/metrics", exposition, methods=["GET"])


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(LingoreelError)
    async def expected(request: Request, error: LingoreelError) -> Any:
        if error.status == 429:
            metrics.rate_limited.inc()
        answer = failure(request, error)
        # The body may still be on its way: do not take in gigabytes only to drop them.
        return Refusal(answer) if request.method in ("POST", "PUT", "PATCH") else answer

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        field = str(first["loc"][-1])
        return failure(request, InvalidRequest(f"{field}: {first['msg']}", field=field))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return failure(request, NotFound(f"no such path: {request.url.path[:200]}", code="path_not_found"))
        unusual = InvalidRequest(f"{request.method} is not served at {request.url.path[:200]}", code="bad_request")
        response = failure(request, unusual)
        response.headers.update(error.headers or {})
        return response


class _Observed:
    """Gives each request an id, counts and times it, and turns the unexpected into a plain 500."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        request_id = request.state.request_id = str(new_id())
        started = time.monotonic()
        answered = False

        async def observe(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
                _note(request, message["status"], time.monotonic() - started)
            await send(message)

        with logs.bind(request_id=request_id):
            try:
                await self._app(scope, receive, observe)
            except Exception:
                log.exception("request failed", method=request.method, path=request.url.path)
                if answered:
                    raise
                broken = LingoreelError(
                    "the service failed on this request", remedy="report the request_id to the operator"
                )
                await failure(request, broken)(scope, receive, observe)


def _note(request: Request, status: int, seconds: float) -> None:
    method, path = request.method, request.scope["path"]
    route = getattr(request.scope.get("route"), "path", "unknown")
    counted = method if method in _METHODS else "other"
    metrics.http_requests.labels(counted, route, str(status)).inc()
    metrics.http_request_seconds.labels(counted, route).observe(seconds)
    log.info(
        "request",
        method=method,
        path=path if not path.startswith("/files/") else "/files/…",
        status=status,
        ms=round(seconds * 1000, 1),
        customer_id=getattr(request.state, "customer_id", None),
    )
