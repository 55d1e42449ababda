"""How results go out, the same for every product: their keys, their file names, and what a step hands on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote, urlsplit

from lingoreel.artifacts import Artifact
from lingoreel.errors import ResultNotStored
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.run import Run

CUES_NAME = "cues.json"
"""The cues a task made, for a later task that builds on them; not among its files."""


def result_key(run: Run, name: str) -> str:
    """Where an object of the task's result lies; deleted with it."""
    return f"results/{run.facts.task_id}/{name}"


def source_stem(run: Run) -> str:
    """What the source is called, without its ending: the stem of the files made of it."""
    source = run.facts.source or {}
    name = source.get("name") or unquote(urlsplit(str(source.get("url", ""))).path)
    return PurePath(name).stem[:100] or "result"


async def store(run: Run, key: str, content: bytes) -> None:
    """Write an object of the result. Raises ResultNotStored."""
    try:
        await run.kit.storage.put(key, content)
    except OSError as error:
        raise not_stored() from error


async def publish_texts(run: Run, files: Mapping[str, str]) -> tuple[Artifact, ...]:
    """Write text files, by name: `srt` becomes `stem.srt`, `bilingual_srt` `stem.bilingual.srt`."""
    artifacts = []
    for name, content in files.items():
        key, encoded = result_key(run, name), content.encode()
        await store(run, key, encoded)
        artifacts.append(Artifact(name, key, f"{source_stem(run)}.{name.replace('_', '.')}", len(encoded)))
    return tuple(artifacts)


def not_stored() -> ResultNotStored:
    """The error for a result that was made and could not be written."""
    return ResultNotStored(
        "the result could not be stored", remedy="try again; the operator should look at the storage"
    )


def outcome_of(delivered: dict[str, Any]) -> Outcome:
    """The outcome that a publishing step returned as plain data (`asdict`)."""
    return Outcome(
        data=delivered["data"],
        artifacts=tuple(Artifact(**artifact) for artifact in delivered["artifacts"]),
        measured=delivered["measured"],
        warnings=tuple(delivered["warnings"]),
    )
