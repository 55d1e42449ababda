"""Which service a command talks to: the named one, this machine's, or one that is started for the while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lingoreel.cli.ground import settings
from lingoreel.cli.output import say
from lingoreel.errors import LingoreelError

if TYPE_CHECKING:
    from lingoreel.client import Client
    from lingoreel.settings import Settings

Source = Annotated[str, typer.Argument(metavar="FILE|URL", help="A media file, or an http(s) address of one.")]
Url = Annotated[str | None, typer.Option("--url", envvar="LINGOREEL_URL", help="A running service.")]
Key = Annotated[str | None, typer.Option("--key", envvar="LINGOREEL_API_KEY", help="A key of it.")]


def require_source_and_key(source: str, url: str | None, key: str | None) -> None:
    """Refuse a file that is not there, and a service without a key. Raises BadParameter."""
    is_file = not source.lower().startswith(("http://", "https://"))
    if is_file and not Path(source).is_file():
        raise typer.BadParameter(f"there is no file {source}", param_hint="FILE|URL")
    require_key(url, key)


def require_key(url: str | None, key: str | None) -> None:
    """Refuse a service without a key. Raises BadParameter."""
    if url and not key:
        raise typer.BadParameter("a running service needs a key: --key or LINGOREEL_API_KEY", param_hint="--key")


@contextmanager
def chosen_service(url: str | None, key: str | None) -> Iterator[Client]:
    """The named service, else the one of this machine, else one that lives as long as this context."""
    from lingoreel.cli.local_service import LocalService, is_running
    from lingoreel.client import Client

    if url and key:
        with Client(url, key) as client:
            yield client
        return
    chosen = settings()
    host = "127.0.0.1" if chosen.host in ("0.0.0.0", "::") else chosen.host  # noqa: S104 - compared, not bound
    own_url = f"http://{f'[{host}]' if ':' in host else host}:{chosen.port}"
    # A service on that port may be of another data folder, and refuse us.
    welcomed = _welcomed(own_url, key, chosen) if is_running(own_url) else None
    if welcomed is not None:
        with welcomed:
            yield welcomed
        return
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    with LocalService(chosen.data_dir / "local-service.log") as service:
        say(f"started a service for the while: {service.base_url}")
        welcomed = _welcomed(service.base_url, key, chosen)
        if welcomed is None:
            raise LingoreelError(f"the service on {chosen.data_dir} does not know its own keys")
        with welcomed:
            yield welcomed


def _welcomed(base_url: str, key: str | None, chosen: Settings) -> Client | None:
    """A client with a key that the service takes: the given one, else the kept one, else a new one.

    Raises Unauthorized when the given one is refused.
    """
    from lingoreel.cli.local_key import new_key, stored_key
    from lingoreel.client import Client, Unauthorized

    for candidate in (lambda _: key,) if key else (stored_key, new_key):
        text = candidate(chosen)
        if text is None:
            continue
        client = Client(base_url, text)
        try:
            client.points()
        except Unauthorized:
            client.close()
            if key:
                raise
        else:
            return client
    return None
