"""What the failures of a language model's service mean: try again, ask for less, or tell the operator."""

from __future__ import annotations

import re
import time
from email.utils import parsedate_to_datetime
from typing import Any

from lingoreel.errors import EngineUnavailable

_CONTEXT = re.compile(r"context.{0,20}(?:length|size|window)|too (?:long|large|many tokens)|maximum.{0,20}tokens", re.I)
_FORM = re.compile(r"response_format|json_schema|json_object|schema|grammar|structured|guided|strict", re.IGNORECASE)
_FILTER = re.compile(r"content.?(?:filter|policy|management)|safety|moderation|flagged", re.IGNORECASE)
_QUOTA = re.compile(r"insufficient_quota|billing|credit|exceeded your current quota", re.IGNORECASE)


class Mismatch(Exception):
    """The answer, if any, is of no use for these lines: fewer at once may do better. `reason` is for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class OutOfTime(Exception):
    """The time of the whole request is used up."""


class Again(Exception):
    """A failure that may pass by itself."""

    def __init__(self, reason: str, retry_after_s: float | None = None, *, busy: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.busy = busy
        self.retry_after_s = retry_after_s


class Rejected(Exception):
    """HTTP 400: the service does not take the request as it stands; `told` are its words, not for customers."""

    def __init__(self, told: str) -> None:
        super().__init__("rejected")
        self.told = told


def meaning(error: Any) -> Exception:
    """What a status of 400 and above means. The service's own words stay here: they may quote the key."""
    status = int(error.status_code)
    told = f"{getattr(error, 'code', '')} {getattr(error, 'param', '')} {error.message}"[:4000]
    if status in (400, 413, 422):
        return _objection(status, told)
    if status in (401, 402, 403, 404) or (status == 429 and _QUOTA.search(told)):
        return _for_the_operator(status)
    busy = status == 429
    return Again("is busy" if busy else f"fails (HTTP {status})", _retry_after(error.response.headers), busy=busy)


def _objection(status: int, told: str) -> Exception:
    if status == 413 or _CONTEXT.search(told):
        return Mismatch("too much at once")
    if _FILTER.search(told) and not _FORM.search(told):
        return Mismatch("refused")
    return Rejected(told)


def _for_the_operator(status: int) -> EngineUnavailable:
    if status in (401, 403):
        return EngineUnavailable(
            f"the language model's service does not accept our key (HTTP {status})",
            remedy="set LINGOREEL_LLM_KEY to a key that may use the model in LINGOREEL_LLM_MODEL",
        )
    if status == 404:
        return EngineUnavailable(
            "the language model's service does not know the model, or has nothing at that address (HTTP 404)",
            remedy="check LINGOREEL_LLM_MODEL and LINGOREEL_LLM_URL (it mostly ends in /v1)",
        )
    return EngineUnavailable(
        f"the account at the language model's service is used up (HTTP {status})",
        remedy="see to its billing, or set LINGOREEL_TRANSLATION_ENGINE to another engine",
    )


def _retry_after(headers: Any) -> float | None:
    """Seconds that a Retry-After header (seconds or a date, RFC 9110 §10.2.3) asks to wait."""
    value = headers.get("retry-after")
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
