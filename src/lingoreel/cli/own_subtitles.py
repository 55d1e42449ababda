"""A subtitle file of the user's own, read whatever tool made it and put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from lingoreel.media.cues import Cue


@dataclass(frozen=True)
class OwnSubtitles:
    """Clean cues, what the file was, and what had to be mended in it."""

    cues: Sequence[Cue]
    format: str
    encoding: str
    notes: tuple[str, ...]


def read_own(path: Path, param_hint: str) -> OwnSubtitles:
    """Read and tidy a file. Raises BadParameter when there is none, InvalidFile when it holds no subtitles."""
    from lingoreel.media.subtitle_files import read, tidy
    from lingoreel.media.subtitle_files.limits import SIZE_BYTES

    if not path.is_file():
        raise typer.BadParameter(f"there is no file {path}", param_hint=param_hint)
    if (size := path.stat().st_size) > SIZE_BYTES:
        raise typer.BadParameter(f"{path} has {size:,} bytes; at most {SIZE_BYTES:,} are read", param_hint=param_hint)
    found = read(path.read_bytes(), name=path.name)
    cues, mended = tidy(found.cues, None)
    return OwnSubtitles(cues, found.format, found.encoding, (*found.warnings, *mended))
