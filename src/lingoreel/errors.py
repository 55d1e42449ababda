"""Every expected failure, as one small tree.

LingoreelError
├── RequestError                what a caller sees as an HTTP error
│   ├── InvalidRequest          400  a bad or missing parameter
│   ├── Unauthenticated         401
│   ├── NotEnoughPoints         402  also ends a task in state -1
│   ├── Forbidden               403
│   ├── NotFound                404
│   ├── Conflict                409
│   ├── UploadTooLarge          413
│   ├── TooManyRequests         429  carries retry_after_s
│   ├── LinkExpired             403
│   └── NotReady                503
└── TaskError                   what ends a task, with its state
    ├── SourceError             -3   (source_forbidden, source_not_found, source_timeout, …)
    ├── OverLimit               -5   size or duration
    ├── InvalidFile             -7
    ├── ProcessingTimeout       -8
    ├── NoSpeech                -11
    ├── ResultNotStored         -2
    ├── EngineUnavailable       -1   also 400 where it is known at create
    ├── EngineFailed            -1   retryable
    ├── WorkerLost              -1   retryable
    └── Cancelled               -1

Anything else that reaches a boundary is a fault of ours: HTTP 500, or state -1 `internal`.
"""

from __future__ import annotations

from typing import Any, ClassVar


class LingoreelError(Exception):
    """An expected failure.

    `code` is stable and for machines; `message` names the parameter, the value and the limit;
    `remedy` says what to do; `field` is the parameter at fault. `status` is the HTTP code,
    `state` the task state, `retryable` whether the same request may succeed later.
    """

    code: str = "internal"
    status: ClassVar[int] = 500
    state: ClassVar[int] = -1
    retryable: bool = False

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        field: str | None = None,
        remedy: str | None = None,
        retryable: bool | None = None,
        details: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.field = field
        self.remedy = remedy
        self.retryable = type(self).retryable if retryable is None else retryable
        self.details = details or {}

    def as_dict(self) -> dict[str, Any]:
        """The error as plain data: what crosses a pipe, and what `from_dict` reads."""
        return {
            "kind": type(self).__name__,
            "code": self.code,
            "message": self.message,
            "field": self.field,
            "remedy": self.remedy,
            "retryable": self.retryable,
            "details": self.details,
        }

    def __reduce__(self) -> tuple[Any, ...]:
        return from_dict, (self.as_dict(),)


class RequestError(LingoreelError):
    """A request that cannot be served as it stands."""

    code = "invalid_parameter"
    status = 400


class InvalidRequest(RequestError):
    """A parameter is missing, malformed or out of range."""


class Unauthenticated(RequestError):
    """No key, an unknown key, or one that was revoked or has expired."""

    code = "unauthenticated"
    status = 401


class NotEnoughPoints(RequestError):
    """The balance does not cover the work; `details` has `needed` and `available` in points."""

    code = "not_enough_points"
    status = 402


class Forbidden(RequestError):
    """The key is valid and lacks the right."""

    code = "forbidden"
    status = 403


class LinkExpired(RequestError):
    """A signed link past its time, or one that was not signed by us."""

    code = "link_expired"
    status = 403


class NotFound(RequestError):
    """No such path, task or file, or one of another customer."""

    code = "not_found"
    status = 404


class Conflict(RequestError):
    """The request contradicts what is already there."""

    code = "conflict"
    status = 409


class UploadTooLarge(RequestError):
    """The upload passed the size limit while it arrived."""

    code = "upload_too_large"
    status = 413


class TooManyRequests(RequestError):
    """Over the request rate, or over the waiting-task limit."""

    code = "too_many_requests"
    status = 429
    retryable = True

    @property
    def retry_after_s(self) -> float:
        """Seconds until a request would be taken."""
        return float(self.details.get("retry_after_s", 1.0))


class NotReady(RequestError):
    """The service is starting or draining, or has lost its database."""

    code = "not_ready"
    status = 503
    retryable = True


class TaskError(LingoreelError):
    """What ends a task in a negative state."""

    code = "processing_failed"


class SourceError(TaskError):
    """The source could not be downloaded; `code` says why."""

    code = "source_unreachable"
    state = -3


class OverLimit(TaskError):
    """The source is larger or longer than the customer's limit."""

    code = "over_limit"
    state = -5


class InvalidFile(TaskError):
    """The file is corrupt, of another format, or has no audio where audio is needed."""

    code = "invalid_file"
    state = -7


class ProcessingTimeout(TaskError):
    """A step ran longer than its limit."""

    code = "processing_timeout"
    state = -8
    retryable = True


class NoSpeech(TaskError):
    """Nobody speaks in the source."""

    code = "no_speech"
    state = -11


class ResultNotStored(TaskError):
    """The result was made and could not be written to storage."""

    code = "result_not_stored"
    state = -2
    retryable = True


class EngineUnavailable(TaskError):
    """No engine here can serve this language (pair) or model."""

    code = "engine_unavailable"
    status = 400


class EngineFailed(TaskError):
    """An engine's process died or answered nonsense."""

    code = "engine_failed"
    retryable = True


class WorkerLost(TaskError):
    """The workflow ended without ending its task."""

    code = "worker_lost"
    retryable = True


class Cancelled(TaskError):
    """Cancelled by the customer."""

    code = "cancelled"


def _tree(root: type[LingoreelError]) -> dict[str, type[LingoreelError]]:
    found = {root.__name__: root}
    for child in root.__subclasses__():
        found |= _tree(child)
    return found


def from_dict(data: dict[str, Any]) -> LingoreelError:
    """Rebuild an error from `as_dict`; an unknown kind becomes a plain TaskError."""
    kind = _tree(LingoreelError).get(str(data.get("kind")), TaskError)
    return kind(
        str(data.get("message", "")),
        code=data.get("code"),
        field=data.get("field"),
        remedy=data.get("remedy"),
        retryable=data.get("retryable"),
        details=data.get("details"),
    )
