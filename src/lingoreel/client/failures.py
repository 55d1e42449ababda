"""What can go wrong between a program and the service; the tree is drawn in the package's docstring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingoreel.client.task import Task


class ClientError(Exception):
    """Anything this client reports. `remedy` says what to do, where that is known."""

    def __init__(self, message: str, *, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class ServiceUnreachable(ClientError):
    """No answer came, after the retries."""


class UnexpectedAnswer(ClientError):
    """The answer is not of this API: another service, or something between."""


class WaitTimeout(ClientError):
    """The task was not over in time. It goes on; `task` is the last that was seen of it."""

    def __init__(self, message: str, task: Task) -> None:
        super().__init__(message, remedy="wait again for the same task: it was not cancelled")
        self.task = task


class TaskFailed(ClientError):
    """The task ended in a negative state; nothing was charged. `retryable`: the same request may succeed later."""

    def __init__(self, task: Task) -> None:
        message = task.error.get("message") or task.state_detail or "the task failed"
        super().__init__(str(message), remedy=task.error.get("remedy"))
        self.task = task
        self.code = str(task.error.get("code") or "processing_failed")
        self.retryable = bool(task.error.get("retryable"))


class RefusedRequest(ClientError):
    """An error answer of the service."""

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str,
        field: str | None = None,
        remedy: str | None = None,
        request_id: str | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.status = status
        self.code = code
        self.field = field
        self.request_id = request_id
        self.retry_after_s = retry_after_s


class BadRequest(RefusedRequest):
    """400: a parameter is bad or missing; `field` names it."""


class Unauthorized(RefusedRequest):
    """401: the key is missing, unknown, revoked or expired."""


class NotEnoughPoints(RefusedRequest):
    """402: the balance does not cover the work."""


class AccessDenied(RefusedRequest):
    """403: the key lacks the right, or the link has expired."""


class NotFound(RefusedRequest):
    """404: no such path, task or file of this customer."""


class Conflict(RefusedRequest):
    """409: the request contradicts what is already there."""


class UploadTooLarge(RefusedRequest):
    """413: the upload is over the size limit."""


class TooManyRequests(RefusedRequest):
    """429: over a limit for longer than this client was ready to wait; `retry_after_s` says how long."""


class ServiceFault(RefusedRequest):
    """500 and above: the service's own fault, or it is not ready."""


_BY_STATUS: Mapping[int, type[RefusedRequest]] = {
    400: BadRequest,
    401: Unauthorized,
    402: NotEnoughPoints,
    403: AccessDenied,
    404: NotFound,
    409: Conflict,
    413: UploadTooLarge,
    429: TooManyRequests,
}


def refused(status: int, body: Mapping[str, Any], *, retry_after_s: float | None) -> RefusedRequest:
    """The exception for an error answer with this HTTP status and JSON body."""
    error = body.get("error")
    error = error if isinstance(error, dict) else {}
    kind = _BY_STATUS.get(status, ServiceFault if status >= 500 else RefusedRequest)
    return kind(
        str(body.get("message") or f"the service answered with status {status}"),
        status=status,
        code=str(error.get("code") or status),
        field=error.get("field"),
        remedy=error.get("remedy"),
        request_id=error.get("request_id"),
        retry_after_s=retry_after_s,
    )
