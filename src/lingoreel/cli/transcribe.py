"""`lingoreel transcribe`: a file or a URL in, its words out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lingoreel.cli.chosen_service import Key, Source, Url, chosen_service, require_source_and_key
from lingoreel.cli.output import AsJson, say, show_json
from lingoreel.cli.task_results import follow, plain_text, save_files, show_warnings, stem_of


def transcribe(
    source: Source,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Save txt, srt, vtt, ass and json there.")
    ] = None,
    language: Annotated[str | None, typer.Option("--language", help="Spoken language; none: detected.")] = None,
    speakers: Annotated[bool, typer.Option("--speakers", help="Tell speakers apart.")] = False,
    words: Annotated[bool, typer.Option("--words", help="Times of each word.")] = False,
    url: Url = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """Transcribe with a running service or, with none, with one that is started for the while."""
    from lingoreel.cli.task_progress import TaskProgress

    require_source_and_key(source, url, key)
    with chosen_service(url, key) as client, TaskProgress() as progress:
        created = client.transcribe(
            source, on_upload=progress.upload, source_language=language, speaker_recognition=speakers, words=words
        )
        task = follow(client, created.id, progress)
        saved = save_files(client, task, output, stem_of(source)) if output else []
    if as_json:
        show_json(dict(task.data) | {"saved": [str(path) for path in saved]})
        return
    show_warnings(task)
    typer.echo(plain_text(task))
    for path in saved:
        say(f"saved {path}")
