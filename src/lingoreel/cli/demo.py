"""`lingoreel demo`: a real file through the real service, from nothing to a dubbed video, with report and receipts."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lingoreel.cli.demo_work import Made, Wanted, step, work
from lingoreel.cli.ground import settings
from lingoreel.cli.output import say
from lingoreel.cli.subtitle_report import show_subtitles, show_video
from lingoreel.cli.sync_report import TOLD_HERE, show_sync
from lingoreel.cli.task_results import show_receipts, show_warnings

if TYPE_CHECKING:
    from rich.console import Console

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
    to: Annotated[str, typer.Option("--to", metavar="LANGUAGE", help="Language of the dub.")] = "es",
) -> None:
    """Start a service, send it a video over HTTP, get it back in another language, check it, and stop the service."""
    from rich.console import Console

    from lingoreel.cli.demo_needs import fetch_wanted
    from lingoreel.cli.demo_video import make_video
    from lingoreel.cli.local_service import LocalService
    from lingoreel.client import Client

    console = Console()
    source = Path(video) if video else output / "sample.mp4"
    if video and not source.is_file():
        raise typer.BadParameter(f"there is no file {source}", param_hint="VIDEO")
    output.mkdir(parents=True, exist_ok=True)

    if video:
        step(console, "1", f"Taking {source}")
    else:
        step(console, "1", "Making a short video, spoken in English by a machine's voice")
        make_video(source)
    step(console, "2", "Fetching a translator and fonts, where they are not here yet")
    fetch_wanted(settings(), console)
    with tempfile.TemporaryDirectory(prefix="lingoreel-demo-") as folder:
        data_dir = Path(folder) / "data"
        _use_pulled_models(data_dir)
        own = settings().model_copy(update={"data_dir": data_dir})
        step(console, "3", "Starting the service: HTTP, a worker, and a PostgreSQL of its own")
        with LocalService(output / "service.log", {"LINGOREEL_DATA_DIR": str(data_dir)}) as service:
            console.print(f"   it listens at {service.base_url} and keeps its data in {data_dir}", soft_wrap=True)
            step(console, "4", f"Making a customer with {POINTS} points and a key")
            key = _make_customer(data_dir)
            with Client(service.base_url, key) as client:
                made = work(console, client, Wanted(source, output, to, None if video else "en"), own)
        faults = _look_at_it(console, made, source, own)
    _show(console, made)
    if not video:
        error_rate = _word_error_rate(made.heard)
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


def _look_at_it(console: Console, made: Made, source: Path, own: Settings) -> list[str]:
    """Compare the video with its source, by eye and by ear; what is wrong with it."""
    from lingoreel.cli.demo_verdict import examine, listen

    if made.dub is None and made.burnt is None:
        return []
    if made.video is None or made.subtitles is None or made.words is None:
        return ["the video is not there"]
    step(console, "7", "Looking at the video" if made.dub is None else "Looking at the video, and listening to it")
    duration_s = float(made.words.data.get("duration") or 0)
    verdicts = [examine(source, made.video, made.subtitles, duration_s, own)]
    if made.dub is not None:
        verdicts.append(listen(source, made.video, made.dub.result["sync"]["lines"], duration_s, own))
    for verdict in verdicts:
        console.print(f"   {verdict.seen}", highlight=False, soft_wrap=True)
    return [f"{made.video}: {fault}" for verdict in verdicts for fault in verdict.faults]


def _show(console: Console, made: Made) -> None:
    assert made.words is not None
    console.print("\n[bold]Transcript[/]")
    console.print(made.heard, markup=False, highlight=False)
    if made.translated is not None:
        console.print("\n[bold]Translation[/]")
        console.print(made.translated, markup=False, highlight=False)
    console.print()
    show_subtitles(made.words)
    for task in made.tasks:
        show_warnings(task, but=TOLD_HERE)
    if made.burnt is not None:
        show_video(made.burnt)
    if made.dub is not None:
        console.print()
        show_sync(made.dub)
    console.print("\n[bold]Files[/]")
    for path in made.saved:
        console.print(f"  {path}  ({path.stat().st_size} bytes)", markup=False, highlight=False, soft_wrap=True)
    console.print()
    charged = show_receipts(made.tasks)
    console.print(
        f"charged [bold]{charged:g}[/] points by price version {made.words.points.get('price_version')}; "
        f"balance before {made.before['available']}, after {made.after['available']}"
    )


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
