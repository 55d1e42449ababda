from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from lingoreel import logs
from lingoreel.errors import InvalidFile, SourceError, TaskError
from lingoreel.settings import Settings


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[io.StringIO]:
    kept = (logging.root.handlers[:], logging.root.level)
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    logs.configure(Settings(data_dir=tmp_path, log_format="json"), process="api")
    yield written
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    logging.captureWarnings(False)
    logging.root.handlers[:] = kept[0]
    logging.root.setLevel(kept[1])


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_carries_process_request_and_task(stream: io.StringIO) -> None:
    logs.bind(request_id="r-1")
    with logs.bind(task_id="t-1"):
        logs.get("lingoreel.x").info("inside", state=4)
    logs.get("lingoreel.x").info("outside")
    inside, outside = lines(stream)
    assert inside | {"process": "api", "request_id": "r-1", "task_id": "t-1", "state": 4} == inside
    assert inside["event"] == "inside"
    assert "task_id" not in outside
    assert outside["request_id"] == "r-1"


@pytest.mark.parametrize("name", ["uvicorn.error", "dbos", "alembic"])
def test_other_libraries_go_the_same_way(stream: io.StringIO, name: str) -> None:
    logging.getLogger(name).warning("said %s", "this")
    (line,) = lines(stream)
    assert line["event"] == "said this"
    assert line["logger"] == name
    assert line["process"] == "api"


def test_dbos_adds_no_handler_of_its_own(stream: io.StringIO) -> None:
    from dbos._logger import init_logger

    init_logger()
    logging.getLogger("dbos").warning("once")
    assert [line["event"] for line in lines(stream)] == ["once"]


@pytest.mark.parametrize("error", [InvalidFile("It is a web page.", field="assets[1]"), SourceError("not found")])
def test_what_is_wrong_with_a_customers_file_is_a_line_of_info(stream: io.StringIO, error: TaskError) -> None:
    logging.getLogger("dbos").error("Exception encountered in asynchronous workflow:", exc_info=error)
    (line,) = lines(stream)
    assert line["level"] == "info"
    assert line["event"] == f"a workflow ended: {type(error).__name__}: {error.message}"
    assert "exception" not in line


@pytest.mark.parametrize("error", [ValueError("x"), TaskError("The file could not be processed.", code="internal")])
def test_faults_of_ours_keep_their_traceback(stream: io.StringIO, error: Exception) -> None:
    logging.getLogger("dbos").error("Exception encountered in asynchronous workflow:", exc_info=error)
    (line,) = lines(stream)
    assert line["level"] == "error"
    assert str(error) in str(line["exception"])


def test_where_info_is_not_wanted_a_customers_file_is_not_told(
    stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure(Settings(data_dir=tmp_path, log_format="json", log_level="warning"), process="worker")
    logging.getLogger("dbos").error("Exception encountered in asynchronous workflow:", exc_info=InvalidFile("x"))
    assert lines(stream) == []


def test_secrets_are_blotted_out(stream: io.StringIO) -> None:
    logs.get("x").warning(
        "cannot reach postgresql://me:hunter2@db/x",
        headers={"X-API-KEY": "lr_abc", "accept": "*/*"},
        api_key="lr_def",
        sent="Authorization: Bearer lr_ghi",
        link="http://h/files/SIGNED/a.srt",
    )
    text = stream.getvalue()
    for secret in ("hunter2", "lr_abc", "lr_def", "lr_ghi", "SIGNED"):
        assert secret not in text
    assert "postgresql://me:***@db/x" in text
    assert "*/*" in text


def test_an_exception_is_one_line_and_redacted(stream: io.StringIO) -> None:
    try:
        raise ValueError("bad url postgresql://me:hunter2@db/x")
    except ValueError:
        logs.get("x").exception("failed")
    (line,) = lines(stream)
    assert "ValueError" in str(line["exception"])
    assert "hunter2" not in str(line)
