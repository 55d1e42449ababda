"""`lingoreel demo`: one real file through the real service, from nothing to a transcript with its receipt."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lingoreel.cli.ground import settings
from lingoreel.cli.output import say, show_table

if TYPE_CHECKING:
    from rich.console import Console

    from lingoreel.client import Task

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
) -> None:
    """Start a service, send it a video over HTTP, show the transcript and the receipt, and stop it again."""
    from rich.console import Console

    from lingoreel.cli.demo_video import make_video
    from lingoreel.cli.local_service import LocalService

    console = Console()
    own = not video
    source = output / "sample.mp4" if not video else Path(video)
    if not own and not source.is_file():
        raise typer.BadParameter(f"there is no file {source}", param_hint="VIDEO")
    output.mkdir(parents=True, exist_ok=True)

    if own:
        _step(console, "1", "Making a short video, spoken in English by a machine's voice")
        make_video(source)
    else:
        _step(console, "1", f"Taking {source}")
    with tempfile.TemporaryDirectory(prefix="lingoreel-demo-") as folder:
        data_dir = Path(folder) / "data"
        _use_pulled_models(data_dir)
        _step(console, "2", "Starting the service: HTTP, a worker, and a PostgreSQL of its own")
        with LocalService(output / "service.log", {"LINGOREEL_DATA_DIR": str(data_dir)}) as service:
            console.print(f"   it listens at {service.base_url} and keeps its data in {data_dir}", soft_wrap=True)
            _step(console, "3", f"Making a customer with {POINTS} points and a key")
            key = _make_customer(data_dir)
            _step(console, "4", "Uploading the video and waiting for its words")
            made = _transcribe(service.base_url, key, source, output, language="en" if own else None)
    _show(console, made)
    error_rate = _word_error_rate(made.text) if own else None
    if error_rate is not None:
        console.print(f"\nWord error rate against what was spoken: [bold]{error_rate:.3f}[/]")
    console.print(
        f"\nAll results are in [bold]{output}/[/]. The service is stopped; to keep one up: make serve", soft_wrap=True
    )
    if error_rate is not None and error_rate > MAX_WORD_ERROR_RATE:
        say(f"error: the transcript does not match what was spoken (word error rate {error_rate:.2f})")
        raise typer.Exit(1)


@dataclass(frozen=True)
class _Made:
    """What came back: the task, its transcript, the files saved, the balance before and after."""

    task: Task
    text: str
    saved: list[Path]
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def _transcribe(base_url: str, key: str, source: Path, output: Path, *, language: str | None) -> _Made:
    from lingoreel.cli.task_progress import TaskProgress
    from lingoreel.cli.transcribe import follow, plain_text, save_files
    from lingoreel.client import Client

    with Client(base_url, key) as client:
        before = client.points()
        with TaskProgress() as progress:
            created = client.transcribe(source, on_upload=progress.upload, source_language=language, words=True)
            task = follow(client, created.id, progress)
        saved = save_files(client, task, output, source.stem)
        return _Made(task, plain_text(task), saved, before, client.points())


def _show(console: Console, made: _Made) -> None:
    console.print("\n[bold]Transcript[/]")
    console.print(made.text, markup=False, highlight=False)
    for warning in made.task.warnings:
        console.print(f"note: {warning}", markup=False)
    console.print("\n[bold]Files[/]")
    for path in made.saved:
        console.print(f"  {path}  ({path.stat().st_size} bytes)", markup=False, highlight=False, soft_wrap=True)
    console.print()
    _show_receipt(console, made)


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


def _show_receipt(console: Console, made: _Made) -> None:
    receipt = made.task.points
    show_table(
        "Receipt",
        ["item", "unit", "measured", "billed units", "points"],
        [
            [line["item"], line["unit"], _measured(line), line["billed_units"], line["points"]]
            for line in receipt.get("lines", [])
        ],
    )
    console.print(
        f"charged [bold]{receipt.get('charged')}[/] points by price version {receipt.get('price_version')}; "
        f"balance before {made.before['available']}, after {made.after['available']}"
    )


def _measured(line: dict[str, Any]) -> str:
    return f"{line['measured'] / 1000:.1f} s" if line["unit"] == "minute" else str(line["measured"])
