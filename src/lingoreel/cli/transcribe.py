"""`lingoreel transcribe`: a file or a URL in, its words out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import unquote, urlsplit

import typer

from lingoreel.cli.ground import settings
from lingoreel.cli.output import AsJson, say, show_json
from lingoreel.errors import LingoreelError

if TYPE_CHECKING:
    from lingoreel.cli.task_progress import TaskProgress
    from lingoreel.client import Client, Task
    from lingoreel.settings import Settings


def transcribe(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="A media file, or an http(s) address of one.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Save txt, srt, vtt, ass and json there.")
    ] = None,
    language: Annotated[str | None, typer.Option("--language", help="Spoken language; none: detected.")] = None,
    speakers: Annotated[bool, typer.Option("--speakers", help="Tell speakers apart.")] = False,
    words: Annotated[bool, typer.Option("--words", help="Times of each word.")] = False,
    url: Annotated[str | None, typer.Option("--url", envvar="LINGOREEL_URL", help="A running service.")] = None,
    key: Annotated[str | None, typer.Option("--key", envvar="LINGOREEL_API_KEY", help="A key of it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Transcribe with a running service or, with none, with one that is started for the while."""
    from lingoreel.cli.task_progress import TaskProgress

    is_file = not source.lower().startswith(("http://", "https://"))
    if is_file and not Path(source).is_file():
        raise typer.BadParameter(f"there is no file {source}", param_hint="FILE|URL")
    if url and not key:
        raise typer.BadParameter("a running service needs a key: --key or LINGOREEL_API_KEY", param_hint="--key")
    with _service(url, key) as client, TaskProgress() as progress:
        created = client.transcribe(
            source, on_upload=progress.upload, source_language=language, speaker_recognition=speakers, words=words
        )
        task = follow(client, created.id, progress)
        saved = save_files(client, task, output, stem_of(source)) if output else []
    if as_json:
        show_json(dict(task.data) | {"saved": [str(path) for path in saved]})
        return
    for warning in task.warnings:
        say(f"note: {warning}")
    typer.echo(plain_text(task))
    for path in saved:
        say(f"saved {path}")


def follow(client: Client, task_id: str, progress: TaskProgress) -> Task:
    """Wait for a task, showing its way; interrupted, it is cancelled."""
    try:
        return client.wait(task_id, on_progress=progress.update)
    except KeyboardInterrupt:
        say("cancelling …")
        client.cancel(task_id)
        raise


def save_files(client: Client, task: Task, folder: Path, stem: str) -> list[Path]:
    """Download the files of a task into a folder as `stem.srt` and so on."""
    return [client.download(link, folder / f"{stem}.{name}") for name, link in task.files.items()]


def plain_text(task: Task) -> str:
    """What was said, a line for each segment, with the speaker where known."""
    if isinstance(task.result, str) and not any(segment.get("speaker") for segment in task.segments):
        return task.result
    return "\n".join(
        f"{segment['speaker']}: {segment['text']}" if segment.get("speaker") else str(segment["text"])
        for segment in task.segments
    )


def stem_of(source: str) -> str:
    """A name for the files of a source: that of the file, or the last part of the URL's path."""
    name = source if "://" not in source else unquote(urlsplit(source).path)
    return Path(name).stem.replace("/", "_") or "transcript"


@contextmanager
def _service(url: str | None, key: str | None) -> Iterator[Client]:
    """The named service, else the one of this machine, else one that lives as long as this context."""
    from lingoreel.cli.local_service import LocalService, is_running
    from lingoreel.client import Client

    if url and key:
        with Client(url, key) as client:
            yield client
        return
    chosen = settings()
    host = "127.0.0.1" if chosen.host in ("0.0.0.0", "::") else chosen.host  # noqa: S104 - compared, not bound
    own_url = f"http://{f'[{host}]' if ':' in host else host}:{chosen.port}"
    # A service on that port may be of another data folder, and refuse us.
    welcomed = _welcomed(own_url, key, chosen) if is_running(own_url) else None
    if welcomed is not None:
        with welcomed:
            yield welcomed
        return
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    with LocalService(chosen.data_dir / "local-service.log") as service:
        say(f"started a service for the while: {service.base_url}")
        welcomed = _welcomed(service.base_url, key, chosen)
        if welcomed is None:
            raise LingoreelError(f"the service on {chosen.data_dir} does not know its own keys")
        with welcomed:
            yield welcomed


def _welcomed(base_url: str, key: str | None, chosen: Settings) -> Client | None:
    """A client with a key that the service takes: the given one, else the kept one, else a new one.

    Raises Unauthorized when the given one is refused.
    """
    from lingoreel.cli.local_key import new_key, stored_key
    from lingoreel.client import Client, Unauthorized

    for candidate in (lambda _: key,) if key else (stored_key, new_key):
        text = candidate(chosen)
        if text is None:
            continue
        client = Client(base_url, text)
        try:
            client.points()
        except Unauthorized:
            client.close()
            if key:
                raise
        else:
            return client
    return None
