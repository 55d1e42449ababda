"""`lingoreel demo`: one real file through the real service, from nothing to a subtitled video with its receipts."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lingoreel.cli.ground import settings
from lingoreel.cli.output import say
from lingoreel.cli.subtitle_report import TOLD_HERE, show_subtitles, show_video
from lingoreel.cli.task_results import follow, plain_text, save_files, save_video, show_receipts, show_warnings

if TYPE_CHECKING:
    from rich.console import Console

    from lingoreel.client import Client, Task
    from lingoreel.settings import Settings

POINTS = 100
# The embedded engine reads its own sample with less; more means that something is broken.
MAX_WORD_ERROR_RATE = 0.25


def demo(
    video: Annotated[
        str | None, typer.Option("--video", envvar="VIDEO", metavar="FILE", help="Your own; none: one is made.")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the results go.")] = Path(
        "demo-output"
    ),
    to: Annotated[str, typer.Option("--to", metavar="LANGUAGE", help="Language of the subtitles.")] = "es",
) -> None:
    """Start a service, send it a video over HTTP, get it back subtitled, look at it, and stop the service again."""
    from rich.console import Console

    from lingoreel.cli.demo_needs import fetch_wanted
    from lingoreel.cli.demo_video import make_video
    from lingoreel.cli.local_service import LocalService

    console = Console()
    source = Path(video) if video else output / "sample.mp4"
    if video and not source.is_file():
        raise typer.BadParameter(f"there is no file {source}", param_hint="VIDEO")
    output.mkdir(parents=True, exist_ok=True)

    if video:
        _step(console, "1", f"Taking {source}")
    else:
        _step(console, "1", "Making a short video, spoken in English by a machine's voice")
        make_video(source)
    _step(console, "2", "Fetching a translator and fonts, where they are not here yet")
    fetch_wanted(settings(), console)
    with tempfile.TemporaryDirectory(prefix="lingoreel-demo-") as folder:
        data_dir = Path(folder) / "data"
        _use_pulled_models(data_dir)
        own = settings().model_copy(update={"data_dir": data_dir})
        _step(console, "3", "Starting the service: HTTP, a worker, and a PostgreSQL of its own")
        with LocalService(output / "service.log", {"LINGOREEL_DATA_DIR": str(data_dir)}) as service:
            console.print(f"   it listens at {service.base_url} and keeps its data in {data_dir}", soft_wrap=True)
            _step(console, "4", f"Making a customer with {POINTS} points and a key")
            key = _make_customer(data_dir)
            made = _run(console, service.base_url, key, _Wanted(source, output, to, None if video else "en"), own)
        faults = _look_at_it(console, made, source, own)
    _show(console, made)
    if not video:
        error_rate = _word_error_rate(_heard(made.words))
        console.print(f"\nWord error rate against what was spoken: [bold]{error_rate:.3f}[/]")
        if error_rate > MAX_WORD_ERROR_RATE:
            faults.append(f"the transcript does not match what was spoken (word error rate {error_rate:.2f})")
    console.print(
        f"\nAll results are in [bold]{output}/[/]. The service is stopped; to keep one up: make serve", soft_wrap=True
    )
    for fault in faults:
        say(f"error: {fault}")
    if faults:
        raise typer.Exit(1)


@dataclass(frozen=True)
class _Wanted:
    """What the demo asks for; `spoken` None: not known."""

    source: Path
    output: Path
    to: str
    spoken: str | None


@dataclass
class _Made:
    """What came back: the tasks, the files saved, the balance before and after."""

    words: Task
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    saved: list[Path]
    subtitles: Path
    burnt: Task | None = None
    video: Path | None = None
    left_out: list[str] = field(default_factory=list)

    @property
    def tasks(self) -> list[Task]:
        return [task for task in (self.words, self.burnt) if task is not None]


def _run(console: Console, base_url: str, key: str, wanted: _Wanted, own: Settings) -> _Made:
    from lingoreel.cli.demo_needs import can_translate
    from lingoreel.cli.demo_verdict import has_picture
    from lingoreel.client import Client

    with Client(base_url, key) as client:
        before = client.points()
        translating = wanted.to != wanted.spoken and can_translate(own)
        _step(console, "5", f"Uploading it; recognising{f', translating into {wanted.to}' if translating else ''}")
        words, left_out = _recognise(client, wanted, translating)
        stem = wanted.source.stem
        saved = save_files(client, words, wanted.output, stem)
        made = _Made(words, before, before, saved, wanted.output / f"{stem}.srt", left_out=left_out)
        _step(console, "6", "Burning the subtitles into the picture, without a second upload")
        if has_picture(wanted.source, own):
            _burn(client, made, wanted)
        else:
            made.left_out.append(f"the video: {wanted.source.name} has no moving picture")
        for one in made.left_out:
            console.print(f"   left out: {one}", markup=False, highlight=False, soft_wrap=True)
        made.after = client.points()
        return made


def _recognise(client: Client, wanted: _Wanted, translating: bool) -> tuple[Task, list[str]]:
    """The words, translated where that can be; and what was left out."""
    from lingoreel.cli.task_progress import TaskProgress
    from lingoreel.client import BadRequest, TaskFailed

    def ask(language: str | None) -> Task:
        with TaskProgress("words") as progress:
            created = client.transcribe(
                wanted.source,
                on_upload=progress.upload,
                type=4,
                source_language=wanted.spoken,
                language=language,
                words=True,
            )
            return follow(client, created.id, progress)

    if not translating:
        same = wanted.to == wanted.spoken
        return ask(None), [] if same else [f"the translation into {wanted.to}: no translator is here"]
    try:
        return ask(wanted.to), []
    except (BadRequest, TaskFailed) as error:
        if error.code != "pair_unavailable":
            raise
        return ask(None), [f"the translation: {error.message}"]


def _burn(client: Client, made: _Made, wanted: _Wanted) -> None:
    from lingoreel.cli.task_progress import TaskProgress

    with TaskProgress("video") as progress:
        style = {"font": 1}  # one with proportional letters
        created = client.subtitle(task_id=made.words.id, primary_subtitles=made.words.id, subtitle_style=style)
        made.burnt = follow(client, created.id, progress)
        made.video = save_video(client, made.burnt, wanted.output, wanted.source.stem, progress)
    if made.video is not None:
        made.saved.append(made.video)


def _look_at_it(console: Console, made: _Made, source: Path, own: Settings) -> list[str]:
    """Compare the video with its source; what is wrong with it."""
    from lingoreel.cli.demo_verdict import examine

    if made.burnt is None:
        return []
    if made.video is None:
        return ["the video is not there"]
    _step(console, "7", "Looking at the video")
    verdict = examine(source, made.video, made.subtitles, float(made.words.data.get("duration") or 0), own)
    console.print(f"   {verdict.seen}", highlight=False, soft_wrap=True)
    return [f"{made.video}: {fault}" for fault in verdict.faults]


def _show(console: Console, made: _Made) -> None:
    translated = any(segment.get("source_text") for segment in made.words.segments)
    console.print("\n[bold]Transcript[/]")
    console.print(_heard(made.words), markup=False, highlight=False)
    if translated:
        console.print("\n[bold]Translation[/]")
        console.print(plain_text(made.words), markup=False, highlight=False)
    console.print()
    show_subtitles(made.words)
    for task in made.tasks:
        show_warnings(task, but=TOLD_HERE)
    if made.burnt is not None:
        show_video(made.burnt)
    console.print("\n[bold]Files[/]")
    for path in made.saved:
        console.print(f"  {path}  ({path.stat().st_size} bytes)", markup=False, highlight=False, soft_wrap=True)
    console.print()
    charged = show_receipts(made.tasks)
    console.print(
        f"charged [bold]{charged:g}[/] points by price version {made.words.points.get('price_version')}; "
        f"balance before {made.before['available']}, after {made.after['available']}"
    )


def _heard(words: Task) -> str:
    """What was said, in its own language."""
    return "\n".join(str(segment.get("source_text") or segment["text"]) for segment in words.segments)


def _step(console: Console, number: str, text: str) -> None:
    console.print(f"\n[bold cyan]{number}[/] {text}")


def _use_pulled_models(data_dir: Path) -> None:
    # The demo has a data folder of its own; models that were pulled before are good for it too.
    pulled = settings().models_dir
    if pulled.is_dir():
        data_dir.mkdir(parents=True)
        (data_dir / "models").symlink_to(pulled, target_is_directory=True)


def _make_customer(data_dir: Path) -> str:
    """By the same command that an operator uses."""
    import json
    import os
    import subprocess
    import sys

    from lingoreel.errors import LingoreelError

    command = [sys.executable, "-m", "lingoreel.cli", "customers", "create", "demo", "--points", str(POINTS), "--json"]
    done = subprocess.run(
        # Many queries a second make smooth bars.
        [*command, "--qps", "20"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LINGOREEL_DATA_DIR": str(data_dir)},
    )
    if done.returncode:
        raise LingoreelError(f"the customer could not be made: {done.stderr.strip()}")
    return str(json.loads(done.stdout)["api_key"])


def _word_error_rate(heard: str) -> float:
    import jiwer

    from lingoreel.cli.demo_video import spoken_words

    return float(jiwer.wer(_words(spoken_words()), _words(heard)))


def _words(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", text.lower()))
