"""Structured logs: one line an event, on stderr, with the request and the task it belongs to.

`configure` is called once by each process. What uvicorn, DBOS and Alembic say goes the same way; start uvicorn
with `log_config=None` so that it leaves this alone. No key, password or secret is ever written.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from contextvars import Token
from types import TracebackType
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars, reset_contextvars
from structlog.typing import EventDict, Processor, WrappedLogger

from lingoreel.errors import Cancelled, InvalidFile, NoSpeech, OverLimit, SourceError
from lingoreel.settings import Settings

_SECRET_NAMES = re.compile(
    r"^(x[-_]api[-_]key|api[-_]?key|key_text|authorization|cookie|password|passwd|secret|token|.*_secret|.*_password)$",
    re.IGNORECASE,
)
_SECRET_TEXT = (
    (re.compile(r"(?P<keep>\b[a-z][a-z0-9+.-]*://[^\s:/@]*:)[^\s@]+(?=@)", re.IGNORECASE), r"\g<keep>***"),
    (re.compile(r"(?P<keep>\bBearer\s+)\S+", re.IGNORECASE), r"\g<keep>***"),
    (re.compile(r"(?P<keep>\bx-api-key['\"]?\s*[:=,]\s*b?['\"]?)[^\s'\",;]+", re.IGNORECASE), r"\g<keep>***"),
    (re.compile(r"(?P<keep>\blr_)[0-9A-Za-z]{40,}"), r"\g<keep>***"),
    (re.compile(r"(?P<keep>/files/)[^\s/?'\"]+"), r"\g<keep>***"),
)
# What every pattern above needs: most values have none of it, and are looked at once instead of five times.
_SUSPECT = re.compile(r"://|bearer|x-api-key|lr_|/files/", re.IGNORECASE)
_CHATTY = ("httpx", "httpcore", "alembic", "dbos", "sqlalchemy.engine", "asyncio", "multipart")


_OF_CUSTOMERS = (InvalidFile, SourceError, OverLimit, NoSpeech, Cancelled)


def configure(settings: Settings, process: str) -> None:
    """Send every log of this process to stderr as `settings.log_format` says; `process` is e.g. "api" or "worker"."""
    level = settings.log_level.upper()
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _name_process(process),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                redact,
                _renderer(settings),
            ],
        )
    )
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(level)
    logging.captureWarnings(True)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        _hand_up(logging.getLogger(name))
    # DBOS adds a handler of its own to a logger that has none.
    dbos = logging.getLogger("dbos")
    _hand_up(dbos)
    dbos.addHandler(logging.NullHandler())
    dbos.addFilter(_without_customers_faults)
    if level != "DEBUG":
        for name in _CHATTY:
            logging.getLogger(name).setLevel(logging.WARNING)


def get(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module: `log = logs.get(__name__)`, then `log.info("task ended", state=1)`."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


class bind:  # noqa: N801 - reads as the verb it is
    """Put names such as `request_id` and `task_id` on every later line of this context.

    Takes effect at once; used as `with bind(task_id=…):` it is undone at the end of the block.
    """

    def __init__(self, **names: Any) -> None:
        self._tokens: Mapping[str, Token[Any]] = bind_contextvars(**names)

    def __enter__(self) -> bind:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        reset_contextvars(**self._tokens)


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blot out what must not be read in a log: keys, passwords in URLs, signed links."""
    return {name: _redacted(name, value) for name, value in event.items()}


def _redacted(name: str, value: Any) -> Any:
    if _SECRET_NAMES.match(name):
        return "***"
    if isinstance(value, str):
        if not _SUSPECT.search(value):
            return value
        for pattern, instead in _SECRET_TEXT:
            value = pattern.sub(instead, value)
        return value
    if isinstance(value, dict):
        return {inner: _redacted(str(inner), kept) for inner, kept in value.items()}
    if isinstance(value, (list, tuple)):
        return [_redacted(name, kept) for kept in value]
    return value


def _name_process(process: str) -> Processor:
    def add(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["process"] = process
        return event

    return add


def _without_customers_faults(record: logging.LogRecord) -> bool:
    """What a workflow ended of as a line of info, where the customer's file, or wish, is the cause; else untouched."""
    error = record.exc_info[1] if record.exc_info else None
    if not isinstance(error, _OF_CUSTOMERS):
        return True
    record.levelno, record.levelname = logging.INFO, "INFO"
    record.msg, record.args = "a workflow ended: %s: %s", (type(error).__name__, error.message)
    record.exc_info = record.exc_text = None
    return logging.root.isEnabledFor(logging.INFO)


def _hand_up(logger: logging.Logger) -> None:
    logger.handlers.clear()
    logger.propagate = True


def _renderer(settings: Settings) -> Processor:
    if settings.log_format == "json":
        return structlog.processors.JSONRenderer(default=str, ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
    )
