"""The source of a create call: one of `url`, `file`, `upload_id`, or an earlier task's own."""

from __future__ import annotations

from typing import Any

from lingoreel import sources
from lingoreel.errors import InvalidRequest
from lingoreel.sources import Upload
from lingoreel.tasks.parameters import Parameters
from lingoreel.tasks.product import Asking

SOURCE_FIELDS = frozenset({"url", "file", "upload_id", "extension", "task_id"})
"""Parameters that say where the media is: a task keeps its source, not these."""


class SourceParameters(Parameters):
    """The parameters of a product that takes media."""

    url: str | None = None
    upload_id: str | None = None
    file: str | None = None
    extension: str | None = None


class AgainParameters(SourceParameters):
    """The same for a product that can also take the source of an earlier task."""

    task_id: str | None = None


def given_source(
    parameters: SourceParameters, upload: Upload | None, asking: Asking
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Where the media is, as a task keeps it, and warnings. Raises InvalidRequest unless exactly one source came."""
    if parameters.file is not None:
        raise InvalidRequest("file must be an uploaded file, not a text", field="file")
    kinds = ["url", "upload_id", *(["task_id"] if isinstance(parameters, AgainParameters) else [])]
    given = [name for name in kinds if getattr(parameters, name)] + (["file"] if upload else [])
    if len(given) != 1:
        raise InvalidRequest(
            f"one source is needed, {' and '.join(given)} came" if given else "a source is missing",
            field=given[0] if given else "url",
            remedy=f"send exactly one of {', '.join(kinds)} and file",
        )
    if upload is not None:
        return {"key": upload.key, "sha256": upload.sha256, "size_bytes": upload.size_bytes, "name": upload.name}, ()
    if parameters.upload_id:
        raise InvalidRequest(f"upload_id '{parameters.upload_id[:64]}' is unknown", field="upload_id")
    if isinstance(parameters, AgainParameters) and parameters.task_id:
        return _earlier_source(parameters.task_id, asking), ()
    assert parameters.url is not None
    url = sources.clean_url(parameters.url, asking.limits)
    return {"url": url.url, "extension": sources.extension_of(url.url, parameters.extension)}, url.warnings


def _earlier_source(task_id: str, asking: Asking) -> dict[str, Any]:
    source = asking.earlier(task_id, "task_id").source
    if source is None or not {"key", "url"} & source.keys():
        raise InvalidRequest(
            f"task_id: the source of task {task_id} is not kept any more",
            field="task_id",
            remedy="send the media again, as url or file",
        )
    return source
