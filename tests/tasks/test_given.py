"""Where a create call's media is: exactly one source, which may be an earlier task's."""

from __future__ import annotations

from uuid import uuid4

import pytest

from lingoreel.errors import InvalidRequest
from lingoreel.products import PRODUCTS
from lingoreel.settings import Limits
from lingoreel.sources import Upload
from lingoreel.tasks.given import AgainParameters, SourceParameters, given_source
from lingoreel.tasks.offer import Offer
from lingoreel.tasks.product import Asking, Earlier

TASK = uuid4()
URL = "https://example.org/talk.mp4"


def asking(source: dict | None = None) -> Asking:
    """A customer with one complete task, which has this source."""

    def earlier(task_id: str, field: str) -> Earlier:
        if task_id != str(TASK):
            raise InvalidRequest(f"{field}: there is no task '{task_id}'", field=field)
        return Earlier(TASK, PRODUCTS[0], source, {})

    return Asking(Limits(), Offer(0, ()), earlier)


def upload() -> Upload:
    return Upload(name="talk.mp4", size_bytes=7, sha256="ab", content_type=None, key="sources/c/u")


def test_an_earlier_tasks_source_is_taken_as_it_is():
    kept = {"key": "sources/c/t", "sha256": "ab", "size_bytes": 7, "name": "talk.mp4"}
    assert given_source(AgainParameters(task_id=str(TASK)), None, asking(kept)) == (kept, ())


def test_a_source_with_an_address_is_fetched_again():
    kept = {"url": URL, "extension": "mp4"}
    assert given_source(AgainParameters(task_id=str(TASK)), None, asking(kept)) == (kept, ())


@pytest.mark.parametrize("gone", [None, {"sha256": "ab", "size_bytes": 7, "name": "talk.mp4"}])
def test_a_source_that_is_gone(gone: dict | None):
    with pytest.raises(InvalidRequest, match="not kept any more") as refused:
        given_source(AgainParameters(task_id=str(TASK)), None, asking(gone))
    assert refused.value.field == "task_id"
    assert refused.value.remedy


def test_an_unknown_task():
    with pytest.raises(InvalidRequest, match="no task") as refused:
        given_source(AgainParameters(task_id="nothing"), None, asking())
    assert refused.value.field == "task_id"


@pytest.mark.parametrize(
    ("fields", "file"),
    [
        ({}, False),
        ({"task_id": str(TASK), "url": URL}, False),
        ({"task_id": str(TASK)}, True),
        ({"url": URL}, True),
        ({"url": URL, "upload_id": "x"}, False),
    ],
)
def test_exactly_one_source(fields: dict, file: bool):
    with pytest.raises(InvalidRequest) as refused:
        given_source(AgainParameters(**fields), upload() if file else None, asking({"key": "k"}))
    assert refused.value.field in ("url", "task_id", "upload_id")
    assert "task_id" in (refused.value.remedy or "")


def test_where_no_task_can_be_named_none_is_offered():
    with pytest.raises(InvalidRequest) as refused:
        given_source(SourceParameters(), None, asking())
    assert refused.value.field == "url"
    assert "task_id" not in (refused.value.remedy or "")


def test_an_upload():
    source, warnings = given_source(SourceParameters(), upload(), asking())
    assert (source, warnings) == ({"key": "sources/c/u", "sha256": "ab", "size_bytes": 7, "name": "talk.mp4"}, ())


def test_a_file_that_is_a_text():
    with pytest.raises(InvalidRequest) as refused:
        given_source(SourceParameters(file="talk.mp4"), None, asking())
    assert refused.value.field == "file"
