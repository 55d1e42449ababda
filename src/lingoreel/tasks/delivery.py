"""How results go out, the same for every product: their keys, their file names, and what a step hands on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from unicodedata import category
from urllib.parse import unquote, urlsplit

from lingoreel.artifacts import Artifact
from lingoreel.sources import clean_name
from lingoreel.tasks.parts import not_stored
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.run import Run

CUES_NAME = "cues.json"
"""The cues a task made, for a later task that builds on them; not among its files."""
LINES_NAME = "lines.json"
"""The lines of a dub that a task made or spoke, as the API's `subtitles[]`."""


def result_key(run: Run, name: str) -> str:
    """Where an object of the task's result lies; deleted with it."""
    return f"results/{run.facts.task_id}/{name}"


def file_stem(run: Run, asked: str | None = None) -> str:
    """The stem of the files made: what the customer asked for, else what the source is called, without its ending."""
    source = run.facts.source or {}
    name = clean_name(asked or source.get("name") or unquote(urlsplit(str(source.get("url", ""))).path), "result")
    stem, dot, ending = name.rpartition(".")
    # "Episode 1.5" has no ending; "talk.v1.mp4" has one.
    is_ending = bool(dot and stem) and re.fullmatch("(?=.*[A-Za-z])[A-Za-z0-9]{2,5}", ending) is not None
    return (stem if is_ending else name)[:100].strip() or "result"


def first_words(text: str, fallback: str) -> str:
    """A text's first words, as a file's name."""
    words = "".join(c if c in " -_" or category(c)[0] in "LMN" else " " for c in text[:200]).split()
    title = ""
    for word in words:
        if len(title) + len(word) > 40:
            break
        title = f"{title} {word}".strip()
    return title or (words[0][:40] if words else fallback)


async def store(run: Run, key: str, content: bytes) -> None:
    """Write an object of the result. Raises ResultNotStored."""
    try:
        await run.kit.storage.put(key, content)
    except OSError as error:
        raise not_stored() from error


async def publish_texts(run: Run, files: Mapping[str, str], stem: str) -> tuple[Artifact, ...]:
    """Write text files, by name: `srt` becomes `stem.srt`, `bilingual_srt` `stem.bilingual.srt`."""
    return tuple(
        [
            await publish_text(run, name, content, f"{stem}.{name.replace('_', '.')}", at=name)
            for name, content in files.items()
        ]
    )


async def publish_text(run: Run, name: str, content: str, file_name: str, *, at: str) -> Artifact:
    """Write one text file of the result, the object `at` of it. Raises ResultNotStored."""
    key, encoded = result_key(run, at), content.encode()
    await store(run, key, encoded)
    return Artifact(name, key, file_name, len(encoded))


def outcome_of(delivered: dict[str, Any]) -> Outcome:
    """The outcome that a publishing step returned as plain data (`asdict`)."""
    return Outcome(
        data=delivered["data"],
        artifacts=tuple(Artifact(**artifact) for artifact in delivered["artifacts"]),
        measured=delivered["measured"],
        warnings=tuple(delivered["warnings"]),
    )
