"""A film's words set in type once before anything else is made: are there fonts, and what will the words look like?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from lingoreel.errors import TaskError
from lingoreel.media.film.typesetting import Typesetter

Report = Callable[[dict[str, Any]], None]

_SIZE, _WIDTH = 100.0, 1600.0


def try_setting(request: dict[str, Any], report: Report) -> dict[str, Any]:  # noqa: ARG001  (a cell's function)
    """Set the `narrations` of a film in `language` with the fonts in `font_paths`.

    Returns `font_files`, those that suffice to set them the same again, and `type`: for each narration a digest of its
    outlines and their places. Raises TaskError `font_missing`, its field the text.
    """
    narrations = [str(narration) for narration in request["narrations"]]
    folders = [str(path) for path in request["font_paths"]]
    language = str(request["language"])
    text = "\n".join(narrations)
    try:
        typesetter = Typesetter(folders, text, language)
    except TaskError as error:
        error.field = "text"
        raise
    found = _digests(typesetter, narrations)
    files = [str(path) for path in typesetter.font_files]
    if not _set_alike(files, text, language, narrations, found):
        files = folders
    return {"font_files": files, "type": found}


def _set_alike(files: Sequence[str], text: str, language: str, narrations: Sequence[str], found: list[str]) -> bool:
    try:
        return _digests(Typesetter(files, text, language), narrations) == found
    except TaskError:
        return False


def _digests(typesetter: Typesetter, narrations: Sequence[str]) -> list[str]:
    return [_digest(typesetter, narration) for narration in narrations]


def _digest(typesetter: Typesetter, narration: str) -> str:
    block = typesetter.block(narration, _SIZE, _WIDTH)
    told = hashlib.sha256(repr((block.width, block.height, block.direction)).encode())
    for word in block.words:
        told.update(repr((word.begin, word.end, word.x, word.y, word.width, word.height)).encode())
        told.update(word.path.commands.tobytes())
        told.update(word.path.points.tobytes())
    return told.hexdigest()[:32]
