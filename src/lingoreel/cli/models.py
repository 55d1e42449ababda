"""`lingoreel models`: what can be pulled for the engines, and pulling it."""

from __future__ import annotations

from typing import Annotated

import typer

from lingoreel.cli.ground import settings
from lingoreel.cli.output import AsJson, say, show_json, show_table
from lingoreel.cli.pull_progress import pull_with_bar

app = typer.Typer(name="models", help="Models and programs of the engines.", no_args_is_help=True)


@app.command("list")
def list_models(as_json: AsJson = False) -> None:
    """List what can be pulled, and what of it is here."""
    from lingoreel.engines import catalogue

    found = catalogue.statuses(settings())
    if as_json:
        show_json([one.to_dict() for one in found])
        return
    show_table(
        "Models",
        ["name", "here", "MB", "what it is", "licence"],
        [
            [
                *(one.item.name, "✓" if one.installed else "", f"{one.size_bytes / 1e6:.0f}"),
                *(one.item.description, one.item.licence),
            ]
            for one in found
        ],
    )


@app.command()
def pull(
    names: Annotated[list[str], typer.Argument(metavar="NAME…", help="As `models list` shows them.")],
    again: Annotated[bool, typer.Option("--again", help="Fetch also what is here already.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fetch models into the data folder; workers started afterwards use them."""
    from lingoreel.engines import catalogue

    chosen = settings()
    for name in names:
        # A wrong last name is told before the first gigabyte.
        catalogue.status(name, chosen)
    pulled = [pull_with_bar(name, chosen, again=again) for name in names]
    if as_json:
        show_json([one.to_dict() for one in pulled])
        return
    for one in pulled:
        say(f"{one.item.name} is in {one.path}")
