"""All commands under one name."""

from __future__ import annotations

from typing import Annotated

import typer

from lingoreel.cli import customers, models, points, prices
from lingoreel.cli.commands import Commands
from lingoreel.cli.convert import convert
from lingoreel.cli.demo import demo
from lingoreel.cli.doctor import doctor
from lingoreel.cli.film import film
from lingoreel.cli.serve import serve
from lingoreel.cli.speak import speak, voices
from lingoreel.cli.subtitle import subtitle
from lingoreel.cli.transcribe import transcribe
from lingoreel.cli.translate import translate
from lingoreel.cli.worker import worker

app = typer.Typer(
    name="lingoreel",
    cls=Commands,
    help="Speech to text, subtitles, dubs, text to speech and films over one HTTP API, on your own machines.",
    epilog="Every command reads the same settings: LINGOREEL_DATA_DIR, LINGOREEL_DATABASE_URL, …",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"lingoreel {version('lingoreel')}")
        raise typer.Exit


@app.callback()
def root(
    _asked: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show it.")] = False,
) -> None:
    """Speech to text, subtitles, dubs, text to speech and films over one HTTP API, on your own machines."""


for command in (serve, worker, doctor, transcribe, subtitle, translate, convert, speak, voices, film, demo):
    app.command()(command)
app.add_typer(models.app)
app.add_typer(customers.app)
app.add_typer(points.app)
app.add_typer(prices.app)
