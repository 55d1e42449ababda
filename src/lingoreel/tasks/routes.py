"""The HTTP paths of tasks: create, query, list, cancel, delete, retry."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from lingoreel import customers, logs, sources
from lingoreel.artifacts import Links
from lingoreel.customers import Caller
from lingoreel.customers.access import answered, caller_of, looked_up
from lingoreel.database import Database
from lingoreel.errors import Cancelled, Conflict, InvalidRequest, NotFound, NotReady
from lingoreel.ids import new_id
from lingoreel.replies import success
from lingoreel.settings import Settings
from lingoreel.sources import ResumableUploads, Upload
from lingoreel.storage import Storage
from lingoreel.tasks import repository
from lingoreel.tasks.answer import answer, summary
from lingoreel.tasks.life import Life
from lingoreel.tasks.offer import CachedOffer
from lingoreel.tasks.parameters import ignored
from lingoreel.tasks.product import Accepted, Asking, Earlier, Product, product, products
from lingoreel.tasks.samples import Samples, round_of
from lingoreel.tasks.states import OPEN, State
from lingoreel.tasks.workflows import Workflows

log = logs.get(__name__)
PAGE = 50


@dataclass(frozen=True)
class TaskRoutes:
    """What the paths of tasks work with."""

    settings: Settings
    database: Database
    storage: Storage
    uploads: ResumableUploads
    link_secret: bytes
    life: Life
    workflows: Workflows
    offer: CachedOffer
    samples: Samples

    def router(self) -> APIRouter:
        """All paths of all registered products, and those of any task."""
        router = APIRouter()
        for kind in products():
            for path in kind.paths:
                router.add_api_route(path, self._creator(kind, path), methods=["POST"], name=f"create {kind.name}")
                router.add_api_route(path, self._query, methods=["GET"], name=f"query {kind.name}")
                router.add_api_route(path + "/{task_id}", self._query, methods=["GET"], name=f"query {kind.name} by id")
        router.add_api_route("/api/tasks", self._list, methods=["GET"])
        router.add_api_route("/api/tasks/{task_id}", self._query, methods=["GET"])
        router.add_api_route("/api/tasks/{task_id}", self._delete, methods=["DELETE"])
        router.add_api_route("/api/tasks/{task_id}/retry", self._retry, methods=["POST"])
        router.add_api_route("/api/languages", self._languages, methods=["GET"])
        router.add_api_route("/api/voices", self._voices, methods=["GET"])
        return router

    def _creator(self, kind: Product, path: str) -> Callable[[Request], Awaitable[Response]]:
        async def create(request: Request) -> Response:
            caller = await run_in_threadpool(caller_of, request)
            key = f"sources/{caller.customer_id}/{new_id()}"
            body = await sources.read_body(
                request, limits=caller.limits, open_writer=lambda _name: (key, self.storage.writer(key))
            )
            fields, upload = dict(body.fields), body.upload
            try:
                if upload is None and not fields.get("url") and isinstance(fields.get("upload_id"), str):
                    upload = await self.uploads.claim(caller.customer_id, fields.pop("upload_id"))
                create = partial(self._create, request, caller, kind, path, fields, upload, body.discarded)
                data = await run_in_threadpool(create)
            finally:
                if body.upload is not None:
                    await self._discard_unless_used(key)
            return success(request, data)

        return create

    async def _discard_unless_used(self, key: str) -> None:
        """Delete an upload that no task took: refused, replayed, or rolled back.

        Asked of the database, since a commit whose answer was lost may have happened. Where that cannot be asked,
        the upload stays, and is found as an orphan later.
        """

        def used() -> bool:
            with self.database.begin() as tx:
                return repository.source_is_used(tx, key)

        with contextlib.suppress(NotReady):
            if not await run_in_threadpool(used):
                await self.storage.delete(key)

    def _create(
        self,
        request: Request,
        caller: Caller,
        kind: Product,
        path: str,
        fields: dict[str, Any],
        upload: Upload | None,
        discarded: tuple[str, ...],
    ) -> dict[str, Any]:
        seen = {**fields, "file": upload.sha256} if upload is not None else fields

        def create(tx: Connection) -> dict[str, Any]:
            asking = Asking(caller.limits, self.offer.now(), partial(_earlier, tx, caller))
            accepted = kind.accept(fields, upload, asking)
            accepted = replace(accepted, warnings=(*accepted.warnings, *map(ignored, discarded)))
            task_id = self.life.create(tx, caller.customer_id, product=kind.name, path=path, accepted=accepted)
            return {"task_id": str(task_id)}

        return _once(request, caller, path, seen, create)

    async def _query(self, request: Request) -> Response:
        links = self._links(request)

        def read(tx: Connection, caller: Caller) -> dict[str, Any]:
            return answer(tx, _own(tx, caller, _task_id(request)), links)

        return success(request, await looked_up(request, read))

    async def _list(self, request: Request) -> Response:
        query = request.query_params

        def read(tx: Connection, caller: Caller) -> dict[str, Any]:
            after = query.get("after")
            cursor = _uuid(after, "after") if after else None
            state = _state(query.get("state"))
            kind = query.get("product")
            if kind is not None:
                product(kind)
            rows = repository.page(tx, caller.customer_id, after=cursor, state=state, product=kind, limit=PAGE + 1)
            shown = rows[:PAGE]
            return {
                "tasks": [summary(row) for row in shown],
                "next": str(shown[-1]["id"]) if len(rows) > PAGE else None,
            }

        return success(request, await looked_up(request, read))

    async def _delete(self, request: Request) -> Response:
        def end(tx: Connection, caller: Caller) -> tuple[UUID, str | None, list[str]]:
            task_id = _task_id(request)
            row = _own(tx, caller, task_id)
            if row["state"] in OPEN:
                workflow = self.life.cancel(tx, task_id, caller.customer_id, Cancelled("cancelled by the customer"))
                return task_id, workflow, []
            return task_id, None, self.life.delete_media(tx, task_id)

        task_id, workflow, keys = await answered(request, end)
        if workflow is not None:
            await run_in_threadpool(self.workflows.cancel, workflow)
        else:
            await run_in_threadpool(self.workflows.forget, self.database, task_id)
        for key in keys:
            await self.storage.remove(key)
        return success(request, {"task_id": str(task_id)})

    async def _retry(self, request: Request) -> Response:
        def work() -> dict[str, Any]:
            caller = caller_of(request)
            task_id = _task_id(request)

            def again(tx: Connection) -> dict[str, Any]:
                customers.lock(tx, caller.customer_id)
                _own(tx, caller, task_id)
                row = repository.lock(tx, task_id)  # so that its source is not deleted meanwhile
                assert row is not None
                if row["state"] in OPEN:
                    raise Conflict(f"task {task_id} is still running", remedy="wait for its end, or cancel it")
                source = row["source"]
                if source is not None and "key" not in source and "url" not in source:
                    raise Conflict(
                        f"the source of task {task_id} is not kept any more", remedy="create a new task with the file"
                    )
                kind = product(row["product"])
                if kind.takes_inputs and row["media_deleted"]:
                    raise Conflict(
                        f"what task {task_id} was made with is not kept any more", remedy="create a new task with it"
                    )
                inputs = repository.inputs(tx, task_id)
                measured = kind.measured(row["parameters"]) if kind.measured else None
                accepted = Accepted(
                    row["parameters"], source, kind.items(row["parameters"]), inputs=inputs, measured=measured
                )
                fresh = self.life.create(
                    tx, caller.customer_id, product=kind.name, path=row["path"], accepted=accepted, retry_of=task_id
                )
                return {"task_id": str(fresh), "retry_of": str(task_id)}

            return _once(request, caller, request.url.path, {}, again)

        return success(request, await run_in_threadpool(work))

    async def _languages(self, request: Request) -> Response:
        def read(_tx: Connection, _caller: Caller) -> list[dict[str, Any]]:
            return self.offer.now().languages()

        return success(request, await looked_up(request, read))

    async def _voices(self, request: Request) -> Response:
        def read(_tx: Connection, _caller: Caller) -> list[dict[str, Any]]:
            return self.offer.now().voices(request.query_params.get("language") or None)

        found = await looked_up(request, read)
        offered = self.offer.now().records("speech")
        links, missing = await self.samples.links(offered, {voice["id"] for voice in found}, self._links(request))
        if missing:
            languages = {voice["language"] for voice in found}
            language = languages.pop() if len(languages) == 1 else None
            await run_in_threadpool(self._have_samples_made, language, round_of(offered, language))
        return success(request, [{**voice, "sample": links.get(voice["id"])} for voice in found])

    def _have_samples_made(self, language: str | None, round_: str) -> None:
        with self.database.begin() as tx:
            self.workflows.make_samples(tx, language, round_)

    def _links(self, request: Request) -> Links:
        return Links.for_request(self.settings, self.storage, self.link_secret, str(request.base_url))


def _once(
    request: Request,
    caller: Caller,
    path: str,
    parameters: dict[str, Any],
    work: Callable[[Connection], dict[str, Any]],
) -> dict[str, Any]:
    """Do `work` in one transaction; with an `Idempotency-Key`, only the first time."""
    key = request.headers.get("idempotency-key")
    with request.app.state.database.begin() as tx:
        if key is None:
            return work(tx)
        keep_s = request.app.state.settings.keep_idempotency_s
        hashed = customers.hash_request(path, parameters)
        known = customers.replay_or_claim(tx, caller.customer_id, key, hashed, keep_s)
        if known is not None:
            return known
        data = work(tx)
        customers.remember(tx, caller.customer_id, key, data)
        return data


def _own(tx: Connection, caller: Caller, task_id: UUID) -> repository.Row:
    row = repository.read(tx, task_id, caller.customer_id)
    if row is None:
        raise NotFound(f"no task {task_id}", code="task_not_found", field="task_id")
    return row


def _earlier(tx: Connection, caller: Caller, task_id: str, field: str) -> Earlier:
    row = None
    with contextlib.suppress(ValueError):
        row = repository.read(tx, UUID(task_id), caller.customer_id)
    if row is not None:  # locked until the new task is there, or its source could go meanwhile
        customers.lock(tx, caller.customer_id)
        row = repository.lock(tx, row["id"])
    if row is None:
        raise InvalidRequest(f"{field}: there is no task '{task_id[:64]}'", field=field)
    if row["state"] != State.COMPLETE:
        raise InvalidRequest(
            f"{field}: task {task_id} is not complete", field=field, remedy="wait until its state is 1"
        )
    if row["media_deleted"]:
        raise InvalidRequest(f"{field}: the results of task {task_id} are not kept any more", field=field)
    return Earlier(row["id"], product(row["product"]), row["source"], row["data"], row["parameters"])


def _task_id(request: Request) -> UUID:
    given = request.path_params.get("task_id") or request.query_params.get("task_id")
    if not given:
        raise InvalidRequest("task_id is missing", field="task_id", remedy="give it in the path or as ?task_id=")
    try:
        return UUID(given)
    except ValueError:
        raise NotFound(f"no task '{given[:64]}'", code="task_not_found", field="task_id") from None


def _uuid(text: str, field: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidRequest(f"{field} '{text[:64]}' is not a UUID", field=field) from None


def _state(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return int(State(int(text)))
    except ValueError:
        raise InvalidRequest(
            f"state '{text[:16]}' is none of {', '.join(str(int(s)) for s in State)}", field="state"
        ) from None
