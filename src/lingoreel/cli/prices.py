"""`lingoreel prices`: the price book, and new versions of it."""

from __future__ import annotations

from typing import Annotated

import typer

from lingoreel.cli.ground import transaction
from lingoreel.cli.output import AsJson, say, show_json, show_table
from lingoreel.cli.times import moment

app = typer.Typer(name="prices", help="The price book.", no_args_is_help=True)


@app.command("list")
def list_prices(
    number: Annotated[int | None, typer.Option("--version", help="A version; none: the one in force.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the prices in force, and what is published for later."""
    from lingoreel.points import prices

    with transaction() as tx:
        book = prices.current(tx) if number is None else prices.version(tx, number)
        later = prices.upcoming(tx)
    if as_json:
        show_json({**book.as_dict(), "upcoming": [one.as_dict() for one in later]})
        return
    show_table(
        f"Prices, version {book.version}, from {book.effective_at:%Y-%m-%d %H:%M} UTC",
        ["item", "points", "per"],
        [[item["item"], item["points"], item["unit"]] for item in book.as_dict()["items"]],
    )
    for one in later:
        say(f"version {one.version} is in force from {one.effective_at:%Y-%m-%d %H:%M:%S} UTC")


@app.command()
def publish(
    changes: Annotated[list[str], typer.Argument(metavar="ITEM=POINTS…", help="New points per unit.")],
    start: Annotated[str | None, typer.Option("--from", metavar="TIME", help="ISO 8601; none: now.")] = None,
    note: Annotated[str, typer.Option("--note", help="Why.")] = "",
    as_json: AsJson = False,
) -> None:
    """Publish a new version; tasks that were accepted keep theirs."""
    from lingoreel.points import prices, to_milli_points

    for change in changes:
        if "=" not in change:
            raise typer.BadParameter(f"{change!r} is not ITEM=POINTS", param_hint="ITEM=POINTS")
    milli = {
        item.strip(): to_milli_points(value.strip()) for item, _, value in (change.partition("=") for change in changes)
    }
    with transaction() as tx:
        book = prices.publish(tx, milli, moment(start, "--from"), note)
    if as_json:
        show_json(book.as_dict())
        return
    say(f"version {book.version} is published, in force from {book.effective_at:%Y-%m-%d %H:%M:%S} UTC")
