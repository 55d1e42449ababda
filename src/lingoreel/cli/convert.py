"""`lingoreel convert`: a subtitle file into another format, on this machine, without a service."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lingoreel.cli.output import say


def convert(
    given: Annotated[Path, typer.Argument(metavar="IN", help="A subtitle file in any format and encoding.")],
    made: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write; its ending names the format.")],
    language: Annotated[
        str | None, typer.Option("--language", help="Told in formats that have a place for it.")
    ] = None,
) -> None:
    """Convert a subtitle file, mending what can be mended; what was mended is told on stderr."""
    from lingoreel.media.subtitle_files import FORMATS, read, tidy, write

    if not given.is_file():
        raise typer.BadParameter(f"there is no file {given}", param_hint="IN")
    wanted = made.suffix.lower().removeprefix(".")
    if wanted not in FORMATS:
        raise typer.BadParameter(f"{made.name!r} must end in one of: {', '.join(FORMATS)}", param_hint="OUT")
    found = read(given.read_bytes(), name=given.name)
    cues, mended = tidy(found.cues, None)
    content = write(cues, wanted, title=given.stem, language=language)
    made.write_bytes(content if isinstance(content, bytes) else content.encode())
    for warning in (*found.warnings, *mended):
        say(f"note: {warning}")
    say(f"{made}: {len(cues)} cues out of {found.format} in {found.encoding}")
