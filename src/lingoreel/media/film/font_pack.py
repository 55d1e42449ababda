"""The fonts of a film in one object, so that every worker draws its letters from the same files.

A ZIP file whose entries are stored as they are and called by their numbers: 0, 1, …
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lingoreel.errors import EngineFailed
from lingoreel.media.disk_full import told_when_full
from lingoreel.media.fonts.face import LARGEST_FILE_BYTES

Report = Callable[[dict[str, Any]], None]

MOST_FILES = 256
"""A text of at most some thousand letters has faces from far fewer."""
PACK_BYTES = 2 * 1024**3
_EPOCH = (1980, 1, 1, 0, 0, 0)


def file_digest(path: str | Path) -> str:
    """The SHA-256 of a file's content."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack_fonts(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Write the font files at `font_paths` into the pack `output_path`, in their order; `sha256` are their contents.

    Returns `files`, how many. Raises EngineFailed where a file is gone or another one by now, ResultNotStored.
    """
    del report
    digests = [str(digest) for digest in request["sha256"]]
    with told_when_full(), zipfile.ZipFile(request["output_path"], "w") as pack:
        for number, (path, digest) in enumerate(zip(request["font_paths"], digests, strict=True)):
            _add(pack, number, Path(str(path)), digest)
    return {"files": len(digests)}


def _add(pack: zipfile.ZipFile, number: int, path: Path, digest: str) -> None:
    read = hashlib.sha256()
    try:
        file = path.open("rb")
    except OSError as error:
        raise _changed(path) from error
    with file, pack.open(zipfile.ZipInfo(str(number), _EPOCH), "w") as entry:
        while block := file.read(1 << 20):
            read.update(block)
            entry.write(block)
    if read.hexdigest() != digest:
        raise _changed(path)


def unpack_fonts(pack_path: str | Path, folder: Path) -> Sequence[Path]:
    """Unpack the fonts into a folder; their files, in order. Raises EngineFailed where the pack is none of ours."""
    try:
        with zipfile.ZipFile(pack_path) as pack:
            entries = pack.infolist()
            stored = all(entry.compress_type == zipfile.ZIP_STORED for entry in entries)
            named = [entry.filename for entry in entries] == [str(number) for number in range(len(entries))]
            small = all(entry.file_size <= LARGEST_FILE_BYTES for entry in entries) and len(entries) <= MOST_FILES
            if not (stored and named and small):
                raise EngineFailed("the fonts of the film are not as they were packed")
            paths = []
            for entry in entries:
                path = folder / entry.filename
                with pack.open(entry) as file, path.open("wb") as out:
                    shutil.copyfileobj(file, out, 1 << 20)
                paths.append(path)
            return paths
    except zipfile.BadZipFile as error:
        raise EngineFailed("the fonts of the film cannot be read") from error


def _changed(path: Path) -> EngineFailed:
    return EngineFailed(f"the font {path.name} has changed while the film was made", remedy="try again")
