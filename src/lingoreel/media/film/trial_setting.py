"""A film's words set in type once before anything else is made: are there fonts, and what will the words look like?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from lingoreel.errors import TaskError
from lingoreel.media.film.font_pack import file_digest
from lingoreel.media.film.typesetting import Typesetter

Report = Callable[[dict[str, Any]], None]

_SIZE, _WIDTH = 100.0, 1600.0


def try_setting(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Set the `narrations` of a film in `language` with the fonts in `font_paths`.

    Returns `font_files`, those that are used, by `path` and `sha256`, and `type`: for each narration what `type_digest`
    says when it is set with these alone. `undrawn` are the pictographs that no font has. Raises TaskError
    `font_missing`, its field the text.
    """
    del report
    narrations = [str(narration) for narration in request["narrations"]]
    language = str(request["language"])
    text = "\n".join(narrations)
    try:
        used = Typesetter([str(path) for path in request["font_paths"]], text, language).font_files
        typesetter = Typesetter(used, text, language)
    except TaskError as error:
        error.field = "text"
        raise
    return {
        "font_files": [{"path": str(path), "sha256": file_digest(path)} for path in used],
        "type": [type_digest(typesetter, narration) for narration in narrations],
        "undrawn": typesetter.undrawn,
    }


def type_digest(typesetter: Typesetter, narration: str) -> str:
    """What the letters of a narration look like: a hash of their outlines and their places."""
    block = typesetter.block(narration, _SIZE, _WIDTH)
    told = hashlib.sha256(repr((block.width, block.height, block.direction)).encode())
    for word in block.words:
        told.update(repr((word.begin, word.end, word.x, word.y, word.width, word.height)).encode())
        told.update(word.path.commands.tobytes())
        told.update(word.path.points.tobytes())
    return told.hexdigest()[:32]
