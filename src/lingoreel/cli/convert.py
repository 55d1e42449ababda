"""`lingoreel convert`: a subtitle file into another format, on this machine, without a service."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lingoreel.cli.output import say
from lingoreel.cli.own_subtitles import read_own


def convert(
    given: Annotated[Path, typer.Argument(metavar="IN", help="A subtitle file in any format and encoding.")],
    made: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write; its ending names the format.")],
    language: Annotated[
        str | None, typer.Option("--language", help="Told in formats that have a place for it.")
    ] = None,
) -> None:
    """Convert a subtitle file, mending what can be mended; what was mended is told on stderr."""
    from lingoreel.media.subtitle_files import FORMATS, write

    wanted = made.suffix.lower().removeprefix(".")
    if wanted not in FORMATS:
        raise typer.BadParameter(f"{made.name!r} must end in one of: {', '.join(FORMATS)}", param_hint="OUT")
    own = read_own(given, "IN")
    content = write(own.cues, wanted, title=given.stem, language=language)
    made.write_text(content, encoding="utf-8", newline="")
    for note in own.notes:
        say(f"note: {note}")
    say(f"{made}: {len(own.cues)} cues out of {own.format} in {own.encoding}")
