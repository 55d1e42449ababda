"""How a command ends: 0 done, 1 failed with one clear line and what to do, 2 wrongly typed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import typer
from typer.core import TyperGroup


@dataclass(frozen=True)
class Explanation:
    """What a person is told of an expected failure."""

    message: str
    remedy: str | None = None
    request_id: str | None = None


class Commands(TyperGroup):
    """The root of all commands: an expected failure becomes a line on stderr and exit code 1, never a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            explanation = explain(error)
            if explanation is None:
                raise
            show_failure(explanation)
            raise typer.Exit(1) from error


def show_failure(explanation: Explanation) -> None:
    """Write the failure to stderr: what, what to do, and the request's id for the operator."""
    typer.secho(f"error: {explanation.message}", err=True, fg=typer.colors.RED)
    if explanation.remedy:
        typer.echo(f"  try: {explanation.remedy}", err=True)
    if explanation.request_id:
        typer.echo(f"  request id: {explanation.request_id}", err=True)


def explain(error: BaseException) -> Explanation | None:
    """What to tell of this error, or None when it is a fault of ours and deserves its traceback."""
    from lingoreel.errors import LingoreelError

    if isinstance(error, LingoreelError):
        return Explanation(error.message, error.remedy)
    # An error can only be of a library that was loaded.
    for module, explained in (
        ("lingoreel.client", _of_client),
        ("pydantic", _of_settings),
        ("pydantic_settings", _of_settings_text),
        ("sqlalchemy", _of_database),
    ):
        if module in sys.modules and (found := explained(error)):
            return found
    return _of_system(error)


def _of_client(error: BaseException) -> Explanation | None:
    from lingoreel.client import ClientError, RefusedRequest

    if isinstance(error, RefusedRequest):
        return Explanation(error.message, error.remedy, error.request_id)
    return Explanation(error.message, error.remedy) if isinstance(error, ClientError) else None


def _of_settings(error: BaseException) -> Explanation | None:
    from pydantic import ValidationError

    if not isinstance(error, ValidationError) or error.title != "Settings":
        return None
    faults = [f"LINGOREEL_{'__'.join(map(str, fault['loc'])).upper()}: {fault['msg']}" for fault in error.errors()]
    return Explanation("; ".join(faults), "set the variable rightly, or unset it for the default")


def _of_settings_text(error: BaseException) -> Explanation | None:
    from pydantic_settings import SettingsError

    if not isinstance(error, SettingsError):
        return None
    return Explanation(f"the settings cannot be read: {error}", "set the LINGOREEL_… variable named above rightly")


def _of_database(error: BaseException) -> Explanation | None:
    from sqlalchemy.exc import OperationalError

    if not isinstance(error, OperationalError):
        return None
    first = (str(error.orig).strip().splitlines() or ["no reason given"])[0]
    return Explanation(
        f"the database cannot be used: {first}", "check LINGOREEL_DATABASE_URL; unset, an embedded PostgreSQL is used"
    )


def _of_system(error: BaseException) -> Explanation | None:
    if isinstance(error, OSError) and error.strerror:
        what = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
        return Explanation(what, None)
    return None
