"""`lingoreel points`: grants, balances, statements, and the proof that the ledger agrees with itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lingoreel.cli.ground import transaction
from lingoreel.cli.output import AsJson, say, show_json, show_table
from lingoreel.cli.times import moment

if TYPE_CHECKING:
    from uuid import UUID

app = typer.Typer(name="points", help="Points of customers, and the ledger.", no_args_is_help=True)

Who = Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id, or name.")]


@app.command()
def grant(
    customer: Who,
    amount: Annotated[str, typer.Argument(metavar="POINTS", help="At most 3 decimals.")],
    kind: Annotated[str, typer.Option("--kind", help="paid, granted or bonus.")] = "granted",
    expires: Annotated[str | None, typer.Option("--expires", metavar="TIME", help="ISO 8601; none: never.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Shown in the statement.")] = "granted by the operator",
    priority: Annotated[int, typer.Option("--priority", help="Lower is used first.")] = 0,
    lot_id: Annotated[
        str | None, typer.Option("--lot-id", metavar="UUID", help="The same grant again changes nothing.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Give a customer points."""
    from lingoreel import customers, points

    milli = points.to_milli_points(amount)
    expires_at, lot = moment(expires, "--expires"), _uuid(lot_id)
    with transaction() as tx:
        found = customers.find(tx, customer)
        lot = points.grant(
            tx,
            found.id,
            milli,
            kind,
            reason=reason,
            expires_at=expires_at,
            priority=priority,
            lot_id=lot,
        )
        balance = points.balance(tx, found.id)
    if as_json:
        show_json({"customer_id": found.id, "lot_id": lot, "balance": balance})
        return
    say(f"{found.name} now has {balance['available']} points available")


@app.command()
def balance(customer: Who, as_json: AsJson = False) -> None:
    """Show what a customer has and holds."""
    from lingoreel import customers, points

    with transaction() as tx:
        found = customers.find(tx, customer)
        now = points.balance(tx, found.id)
    if as_json:
        show_json({"customer_id": found.id, **now})
        return
    typer.echo(f"available  {now['available']}\nheld       {now['held']}")
    show_table(
        "Lots, in the order they are used",
        ["lot", "kind", "amount", "remaining", "held", "expires"],
        [
            [lot["id"], lot["kind"], lot["amount"], lot["remaining"], lot["held"], _when(lot["expires_at"])]
            for lot in now["lots"]
        ],
    )


@app.command()
def statement(
    customer: Who,
    start: Annotated[str | None, typer.Option("--from", metavar="TIME", help="ISO 8601, included.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="TIME", help="ISO 8601, excluded.")] = None,
    as_json: AsJson = False,
) -> None:
    """List every movement of a customer's points."""
    from lingoreel import customers, points

    since, until = moment(start, "--from"), moment(end, "--to")
    with transaction() as tx:
        found = customers.find(tx, customer)
        movements = points.statement(tx, found.id, since, until)
    if as_json:
        show_json(movements)
        return
    show_table(
        f"Statement of {found.name}",
        ["time", "movement", "available", "held", "task", "reason"],
        [
            [
                *(_when(row["created_at"]), row["kind"], f"{row['available_change']:+}", f"{row['held_change']:+}"),
                *(row["task_id"], row["reason"]),
            ]
            for row in movements
        ],
    )


@app.command()
def audit(as_json: AsJson = False) -> None:
    """Prove that the journal and all that is derived from it agree; exit code 1 when they do not."""
    from lingoreel import points

    with transaction() as tx:
        found = points.audit(tx)
    if as_json:
        show_json({"agrees": not found, "discrepancies": found})
    else:
        for discrepancy in found:
            typer.echo(discrepancy)
        say(f"{len(found)} discrepancies" if found else "the ledger agrees with itself")
    if found:
        raise typer.Exit(1)


def _uuid(text: str | None) -> UUID | None:
    from uuid import UUID

    try:
        return None if text is None else UUID(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a UUID", param_hint="--lot-id") from None


def _when(seconds: int | None) -> str | None:
    from datetime import UTC, datetime

    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
