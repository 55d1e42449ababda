"""Which faces this machine has."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lingoreel.media.fonts.carried import carried_faces
from lingoreel.media.fonts.face import Face, read_faces

if TYPE_CHECKING:
    from lingoreel.settings import Settings

_SUFFIXES = frozenset((".ttf", ".otf", ".ttc", ".otc"))
MOST_FILES = 5_000


def font_folders(settings: Settings) -> list[Path]:
    """The folders that fonts are looked for in, first found first used; only those that exist.

    What the operator names comes before what was pulled, and that before what the system happens to have.
    """
    home = Path.home()
    folders = (
        *settings.font_dirs,
        *(sorted(settings.models_dir.glob("fonts*")) if settings.models_dir.is_dir() else ()),
        home / ".fonts",
        home / ".local" / "share" / "fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    )
    return list(dict.fromkeys(folder.expanduser().absolute() for folder in folders if folder.expanduser().is_dir()))


def fonts_digest(folders: Iterable[Path]) -> str:
    """A hash of the font files in the folders: their names, sizes and times, not where the folders lie."""
    found = sorted(
        (file.name, status.st_size, status.st_mtime_ns)
        for folder in folders
        for file in folder.rglob("*")
        if file.suffix.lower() in _SUFFIXES and file.is_file() and (status := file.stat())
    )
    return hashlib.sha256(repr(found).encode()).hexdigest()


class FontIndex:
    """Faces by family, in the order of the folders they lie in, those carried in a wheel last.

    `paths` are folders (searched whole) or font files. Broken and unreadable files are passed over.
    """

    def __init__(self, paths: Iterable[Path | str] = (), *, carried: bool = True) -> None:
        self._families: dict[str, list[Face]] = {}
        self._seen: set[tuple[str, str, int, bool]] = set()
        for path in _files(paths):
            for face in read_faces(path):
                self._add(face)
        if carried:
            for one in carried_faces():
                style = f"{' Bold' if one.weight > 400 else ''}{' Italic' if one.italic else ''}"
                name = one.family + style
                self._add(Face(None, -1, one.family, name, one.weight, one.italic, one.mono, carried=one.module))

    def _add(self, face: Face) -> None:
        key = (face.family.casefold(), face.full_name.casefold(), face.weight, face.italic)
        if key not in self._seen:
            self._seen.add(key)
            self._families.setdefault(key[0], []).append(face)

    def __len__(self) -> int:
        return sum(len(faces) for faces in self._families.values())

    def __iter__(self) -> Iterator[Face]:
        for faces in self._families.values():
            yield from faces

    @property
    def families(self) -> list[str]:
        """Family names, in alphabetical order, so that two machines with the same fonts choose alike."""
        return sorted(faces[0].family for faces in self._families.values())

    def find(self, family: str, weight: int = 400, italic: bool = False) -> Face | None:
        """The face of a family nearest to a weight and slant; None where the family is not there."""
        faces = self._families.get(family.casefold())
        if not faces:
            return None
        return min(faces, key=lambda face: (face.italic != italic, abs(face.weight - weight)))


def _files(paths: Iterable[Path | str]) -> Iterator[Path]:
    left = MOST_FILES
    for path in map(Path, paths):
        if path.is_file():
            yield path
            continue
        for folder, subfolders, names in os.walk(path):
            subfolders.sort()
            for name in _fonts(names):
                yield Path(folder, name)
                left -= 1
                if left <= 0:
                    return


def _fonts(names: Sequence[str]) -> list[str]:
    return sorted(name for name in names if Path(name).suffix.lower() in _SUFFIXES)
