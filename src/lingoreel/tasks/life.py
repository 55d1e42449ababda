"""A task's life, as transactions: create, admit, end. Each leaves task, points and workflow in agreement.

Rows are locked in one order everywhere: the customer, then the task.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection

from lingoreel import artifacts, customers, metrics, points
from lingoreel.errors import Cancelled, Conflict, LingoreelError, NotFound, TooManyRequests
from lingoreel.ids import new_id
from lingoreel.settings import Limits
from lingoreel.tasks import repository, stages
from lingoreel.tasks.product import Accepted, Outcome
from lingoreel.tasks.states import OPEN, State


class Starter(Protocol):
    """Starts workflows, as part of the caller's transaction."""

    def start(self, tx: Connection, task_id: UUID, workflow_id: str) -> None: ...


@dataclass(frozen=True)
class Life:
    """The transactions of tasks, for one service with its default limits."""

    limits: Limits
    starter: Starter

    def create(
        self,
        tx: Connection,
        customer_id: UUID,
        *,
        product: str,
        path: str,
        accepted: Accepted,
        retry_of: UUID | None = None,
    ) -> UUID:
        """Insert a task, and start it when the parallel limit allows.

        Raises TooManyRequests when too many tasks wait, NotEnoughPoints when not even one unit can be paid, or not
        what is known to be needed.
        """
        limits = self._lock_customer(tx, customer_id)
        running, waiting_is_full = repository.load(tx, customer_id, limits.waiting_tasks)
        if waiting_is_full and (limits.waiting_tasks > 0 or running >= limits.parallel_tasks):
            raise TooManyRequests(
                f"{limits.waiting_tasks} tasks are waiting already, the limit of this customer",
                code="too_many_waiting_tasks",
                remedy="wait until some have started, cancel some, or have the limit waiting_tasks raised",
                details={"retry_after_s": 5.0},
            )
        book = points.current_prices(tx)
        points.require_minimum(tx, customer_id, accepted.items, book)
        task_id = new_id()
        repository.insert(
            tx,
            task_id=task_id,
            customer_id=customer_id,
            product=product,
            path=path,
            parameters=accepted.parameters,
            source=accepted.source,
            inputs=accepted.inputs,
            price_version=book.version,
            warnings=accepted.warnings,
            retry_of=retry_of,
        )
        if accepted.measured is not None:
            points.hold(tx, customer_id, task_id, accepted.measured, book.version)
        self._admit(tx, customer_id, limits.parallel_tasks - running)
        metrics.tasks_created.labels(product).inc()
        return task_id

    def admit(self, tx: Connection, customer_id: UUID) -> int:
        """Start the customer's oldest waiting tasks while fewer than `parallel_tasks` run; how many were started."""
        limits = self._lock_customer(tx, customer_id)
        return self._admit(tx, customer_id, limits.parallel_tasks - repository.running(tx, customer_id))

    def hold(self, tx: Connection, task_id: UUID, measured: dict[str, int]) -> None:
        """Hold the points for what was measured, at the task's own prices.

        Raises NotEnoughPoints, and Cancelled when the task has ended: nothing may be pinned for it any more.
        """
        row = self._lock_open(tx, task_id)
        if row is None:
            raise Cancelled(f"task {task_id} has ended")
        points.hold(tx, row["customer_id"], task_id, measured, row["price_version"])

    def complete(self, tx: Connection, task_id: UUID, outcome: Outcome) -> bool:
        """Deliver: state 1, files, and the hold posted for what was measured. False when it had ended before."""
        row = self._lock_open(tx, task_id)
        if row is None:
            return False
        receipt = points.post(tx, task_id, outcome.measured)
        artifacts.add(tx, task_id, outcome.artifacts)
        self._end(tx, row, State.COMPLETE, data=outcome.data, warnings=list(outcome.warnings))
        for line in receipt["lines"]:
            metrics.points_charged.labels(line["item"]).inc(line["points"])
        return True

    def fail(self, tx: Connection, task_id: UUID, error: LingoreelError) -> bool:
        """End in the error's negative state, charging nothing. False when it had ended before."""
        row = self._lock_open(tx, task_id)
        if row is None:
            return False
        points.void(tx, task_id, error.code)
        stage = error.details.get("stage") or row["stage"]
        self._end(
            tx,
            row,
            State(error.state),
            stage=stage,
            error={
                "code": error.code,
                "stage": stage,
                "message": error.message,
                "remedy": error.remedy,
                "retryable": error.retryable,
                **({"field": error.field} if error.field else {}),
                **{k: v for k, v in error.details.items() if k in ("needed", "available")},
            },
        )
        return True

    def cancel(self, tx: Connection, task_id: UUID, customer_id: UUID, error: LingoreelError) -> str | None:
        """End an open task of this customer at the customer's wish; the workflow to stop, None when it had ended."""
        row = self._lock_open(tx, task_id)
        if row is None:
            return None
        if row["customer_id"] != customer_id:
            raise NotFound(f"no task {task_id}", code="task_not_found")
        self.fail(tx, task_id, error)
        return str(row["workflow_id"])

    def delete_media(self, tx: Connection, task_id: UUID) -> list[str]:
        """Forget an ended task's result, files and source: the object keys, and prefixes ending in `/`, to delete.

        Row and receipt stay; a source that another task has too stays for it. Raises Conflict while it runs.
        """
        row = repository.lock(tx, task_id)
        assert row is not None
        if row["state"] in OPEN:
            raise Conflict(f"task {task_id} is still running", remedy="cancel it first")
        gone = [*(artifact.object_key for artifact in artifacts.of_task(tx, task_id)), f"results/{task_id}/"]
        gone += stages.release(tx, task_id)
        artifacts.delete(tx, task_id)
        repository.mark_media_deleted(tx, task_id)
        if "key" in (row["source"] or {}):
            repository.forget_source(tx, task_id)
            if not repository.source_is_used(tx, row["source"]["key"]):
                gone.append(row["source"]["key"])
        return gone

    def _lock_customer(self, tx: Connection, customer_id: UUID) -> Limits:
        return self.limits.with_overrides(customers.lock(tx, customer_id).overrides)

    def _lock_open(self, tx: Connection, task_id: UUID) -> repository.Row | None:
        owner = repository.owner(tx, task_id)
        if owner is None:
            return None
        customers.lock(tx, owner)
        row = repository.lock(tx, task_id)
        return row if row is not None and row["state"] in OPEN else None

    def _admit(self, tx: Connection, customer_id: UUID, free: int) -> int:
        if free <= 0:
            return 0
        admitted = repository.admit(tx, customer_id, free)
        assert len(admitted) <= free
        for task_id, workflow_id in admitted:
            self.starter.start(tx, task_id, workflow_id)
        return len(admitted)

    def _end(
        self,
        tx: Connection,
        row: repository.Row,
        state: State,
        *,
        stage: str | None = None,
        error: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
        warnings: list[str] | None = None,
    ) -> None:
        repository.end(tx, row["id"], state, error=error, data=data, stage=stage, warnings=warnings or [])
        self.admit(tx, row["customer_id"])
        metrics.tasks_ended.labels(row["product"], str(int(state))).inc()
        if row["processing_s"] is not None:
            metrics.task_seconds.labels(row["product"]).observe(row["processing_s"])
