"""Times as they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from datetime import datetime


def moment(text: str | None, option: str) -> datetime | None:
    """An ISO 8601 time; without a zone it is UTC."""
    from datetime import UTC, datetime

    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a time such as 2030-01-31T12:00", param_hint=option) from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
