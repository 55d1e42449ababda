"""What the demo is nicer with, fetched when it is missing; what cannot be had is named, and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lingoreel.errors import LingoreelError

if TYPE_CHECKING:
    from rich.console import Console

    from lingoreel.settings import Settings

TRANSLATOR = "apertium-en-es"
WANTED = {
    TRANSLATOR: "nothing is translated or dubbed, unless another translator is here",
    "fonts": "the faces that come along are used",
}


def fetch_wanted(chosen: Settings, console: Console) -> None:
    """Pull what is not here yet into the models' folder, telling each item's fate."""
    from lingoreel.cli.pull_progress import pull_with_bar
    from lingoreel.engines import catalogue

    for name, without in WANTED.items():
        found = catalogue.status(name, chosen)
        if found.installed:
            console.print(f"   {name}: here already", highlight=False)
            continue
        try:
            pulled = pull_with_bar(name, chosen)
        except LingoreelError as error:
            reason = error.message.rstrip(".")
            console.print(
                f"   {name}: left out, no {without} ({reason})", markup=False, highlight=False, soft_wrap=True
            )
        else:
            console.print(f"   {name}: fetched, {pulled.size_bytes / 1e6:.0f} MB", highlight=False)


def can_translate(chosen: Settings) -> bool:
    """Whether any translator can be used here."""
    from lingoreel.engines.choose import local_capabilities
    from lingoreel.engines.recognition import Unavailable

    return any(
        one.capability == "translation" and not isinstance(one, Unavailable) for one in local_capabilities(chosen)
    )
