"""`lingoreel customers`: who may use the service, how much, and with which keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from lingoreel.cli.ground import settings, transaction
from lingoreel.cli.output import AsJson, say, show_json, show_table

if TYPE_CHECKING:
    from datetime import datetime

    from lingoreel.customers import Customer, Key

app = typer.Typer(name="customers", help="Customers, their limits and their keys.", no_args_is_help=True)

Who = Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id, or name.")]
Qps = Annotated[float | None, typer.Option("--qps", help="Requests per second of its own.")]
Parallel = Annotated[int | None, typer.Option("--parallel", help="Tasks running at once, of its own.")]
Days = Annotated[float | None, typer.Option("--expires-days", help="The key stops working after so many days.")]
Admin = Annotated[bool, typer.Option("--admin", help="The key may also use /api/admin.")]


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What to call the customer.")],
    points: Annotated[str, typer.Option("--points", help="Points to grant; at most 3 decimals.")] = "0",
    qps: Qps = None,
    parallel: Parallel = None,
    expires_days: Days = None,
    admin: Admin = False,
    as_json: AsJson = False,
) -> None:
    """Create a customer with points and a first key, which is shown this once."""
    from lingoreel import customers
    from lingoreel.points import grant, to_milli_points

    granted = to_milli_points(points)
    with transaction() as tx:
        customer_id = customers.create(tx, name, _own_limits(qps, parallel))
        if granted:
            grant(tx, customer_id, granted, "granted", reason="given at the customer's creation")
        issued = customers.issue_key(
            tx, customers.key_secret(settings()), customer_id, _rights(admin), _in_days(expires_days)
        )
    if as_json:
        show_json({"customer_id": customer_id, "api_key": issued.key})
        return
    typer.echo(f"customer_id  {customer_id}")
    typer.echo(f"api_key      {issued.key}")
    say("The key is shown this once: keep it now.")


@app.command("list")
def list_all(as_json: AsJson = False) -> None:
    """List the customers."""
    from lingoreel import customers

    with transaction() as tx:
        found: list[Customer] = []
        while page := customers.list_customers(tx, found[-1].id if found else None):
            found += page
    if as_json:
        show_json([_customer(one) for one in found])
        return
    show_table(
        "Customers",
        ["id", "name", "created", "disabled", "limits of its own"],
        [[one.id, one.name, one.created_at, one.disabled_at, _limits(one.overrides)] for one in found],
    )


@app.command()
def limits(
    customer: Who,
    qps: Qps = None,
    parallel: Parallel = None,
    change: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Change a limit; NAME= takes it back.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the limits in force for a customer, after changing them where asked. No restart is needed."""
    from lingoreel import customers

    changes = {**dict(_changes(change or [])), **_own_limits(qps, parallel)}
    with transaction() as tx:
        found = customers.find(tx, customer)
        own = customers.set_limits(tx, found.id, changes) if changes else found.overrides
    in_force = settings().limits.with_overrides(own).model_dump()
    if as_json:
        show_json({"customer_id": found.id, "limits": in_force, "own": own})
        return
    show_table(
        f"Limits of {found.name}",
        ["limit", "value", ""],
        [[name, value, "its own" if name in own else "default"] for name, value in in_force.items()],
    )


@app.command()
def keys(customer: Who, as_json: AsJson = False) -> None:
    """List the keys of a customer; never their text."""
    from lingoreel import customers

    with transaction() as tx:
        found = customers.list_keys(tx, customers.find(tx, customer).id)
    if as_json:
        show_json([_key(one) for one in found])
        return
    show_table(
        "Keys",
        ["id", "key", "rights", "created", "expires", "revoked", "last used"],
        [
            [
                *(one.id, f"{one.prefix}…{one.last4}", one.rights),
                *(one.created_at, one.expires_at, one.revoked_at, one.last_used_at),
            ]
            for one in found
        ],
    )


@app.command("issue-key")
def issue_key(customer: Who, expires_days: Days = None, admin: Admin = False, as_json: AsJson = False) -> None:
    """Issue one more key to a customer; it is shown this once."""
    from lingoreel import customers

    with transaction() as tx:
        found = customers.find(tx, customer)
        issued = customers.issue_key(
            tx, customers.key_secret(settings()), found.id, _rights(admin), _in_days(expires_days)
        )
    if as_json:
        show_json({"customer_id": found.id, "key_id": issued.id, "api_key": issued.key})
        return
    typer.echo(f"key_id   {issued.id}")
    typer.echo(f"api_key  {issued.key}")


@app.command("revoke-key")
def revoke_key(
    key_id: Annotated[str, typer.Argument(metavar="KEY_ID", help="As `customers keys` shows it.")],
) -> None:
    """Refuse a key from now on."""
    from uuid import UUID

    from lingoreel import customers

    try:
        number = UUID(key_id)
    except ValueError:
        raise typer.BadParameter(f"{key_id!r} is not a key's id; see: lingoreel customers keys CUSTOMER") from None
    with transaction() as tx:
        customers.revoke_key(tx, number)
    say(f"key {number} is revoked")


@app.command()
def disable(customer: Who) -> None:
    """Refuse all keys of a customer from now on."""
    from lingoreel import customers

    with transaction() as tx:
        found = customers.find(tx, customer)
        customers.disable(tx, found.id)
    say(f"{found.name} is disabled")


@app.command()
def enable(customer: Who) -> None:
    """Undo `disable`."""
    from lingoreel import customers

    with transaction() as tx:
        found = customers.find(tx, customer)
        customers.enable(tx, found.id)
    say(f"{found.name} is enabled")


def _own_limits(qps: float | None, parallel: int | None) -> dict[str, Any]:
    chosen = {"requests_per_second": qps, "parallel_tasks": parallel}
    return {name: value for name, value in chosen.items() if value is not None}


def _changes(pairs: list[str]) -> list[tuple[str, str | None]]:
    for pair in pairs:
        if "=" not in pair:
            raise typer.BadParameter(f"{pair!r} is not NAME=VALUE", param_hint="--set")
    return [(name.strip(), value.strip() or None) for name, _, value in (pair.partition("=") for pair in pairs)]


def _rights(admin: bool) -> list[str]:
    return ["use", "admin"] if admin else ["use"]


def _in_days(days: float | None) -> datetime | None:
    from datetime import UTC, datetime, timedelta

    try:
        return None if days is None else datetime.now(UTC) + timedelta(days=days)
    except (OverflowError, ValueError):
        raise typer.BadParameter(f"{days} days is too far away", param_hint="--expires-days") from None


def _limits(overrides: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in overrides.items())


def _customer(one: Customer) -> dict[str, Any]:
    return {
        "customer_id": one.id,
        "name": one.name,
        "created_at": one.created_at,
        "disabled_at": one.disabled_at,
        "limits": one.overrides,
    }


def _key(one: Key) -> dict[str, Any]:
    return {
        "key_id": one.id,
        "prefix": one.prefix,
        "last4": one.last4,
        "rights": one.rights,
        "created_at": one.created_at,
        "expires_at": one.expires_at,
        "revoked_at": one.revoked_at,
        "last_used_at": one.last_used_at,
    }
