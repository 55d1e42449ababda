"""One face of one font file: its name, its style, the letters it has."""

from __future__ import annotations

import hashlib
import io
import logging
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lingoreel.media.fonts.carried import carried_bytes

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_OUTLINES = ("glyf", "CFF ", "CFF2")
# A tag, a count and a length may each be a lie; the largest free CJK collections are below 150 MB.
LARGEST_FILE_BYTES = 256 * 1024**2
MOST_FACES_IN_FILE = 64
# In the table `post`; read without unpacking the names of all glyphs behind it.
_IS_FIXED_PITCH = slice(12, 16)


@dataclass(frozen=True, eq=False)
class Face:
    """A face that can be drawn with. `number` is its place in a collection; `carried` names one that came in a wheel.

    `weight` as in CSS (400 regular, 700 bold). A variable font gives one Face for each weight that is asked of it.
    """

    path: Path | None
    number: int
    family: str
    full_name: str
    weight: int = 400
    italic: bool = False
    mono: bool = False
    carried: str | None = None
    variable: bool = False

    def open(self) -> TTFont:
        """The font, its tables read as they are asked for."""
        return open_font(self.path if self.path is not None else carried_bytes(self.carried or ""), self.number)

    @cached_property
    def glyphs(self) -> dict[int, str]:
        """The glyph of each character that the face has. Empty where the table cannot be read."""
        try:
            with self.open() as font:
                return _drawable(font)
        except Exception:  # a broken font has no letters, whatever broke it
            return {}

    def has(self, character: str) -> bool:
        return ord(character) in self.glyphs

    @cached_property
    def digest(self) -> str:
        """A hash of the font file and of which face of it this is: the same on every machine that has it."""
        found = hashlib.sha256(f"{self.number} {self.weight} {self.variable} ".encode())
        if self.path is None:
            found.update(carried_bytes(self.carried or ""))
        else:
            with self.path.open("rb") as file:
                found.update(hashlib.file_digest(file, "sha256").digest())
        return found.hexdigest()

    @property
    def label(self) -> str:
        """The face's own name, for people."""
        return self.full_name or self.family


def _drawable(font: TTFont) -> dict[int, str]:
    """Characters with a glyph, without those that map to .notdef: the box drawn for what is missing."""
    best = font.getBestCmap() or {}
    order = font.getGlyphOrder()
    notdef = order[0] if order else ".notdef"
    return {code: name for code, name in best.items() if name != notdef}


def open_font(source: Path | bytes, number: int) -> TTFont:
    """Open face `number` of a font file or its bytes. Raises what fontTools raises on a broken one."""
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # old fonts break rules that do not matter here
    file: Any = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    try:
        return TTFont(file, fontNumber=number, lazy=True, recalcTimestamp=False)
    except BaseException:
        file.close()
        raise


def read_faces(path: Path) -> list[Face]:
    """The faces of a font file; none where it is broken or has no outlines (colour emoji, bitmaps)."""
    faces: list[Face] = []
    try:
        if not 0 < path.stat().st_size <= LARGEST_FILE_BYTES:
            return []
        with path.open("rb") as file:
            head = file.read(12)
    except OSError:
        return []
    count = min(int.from_bytes(head[8:12], "big"), MOST_FACES_IN_FILE) if head[:4] == b"ttcf" else 1
    for number in range(count):
        try:
            with open_font(path, number) as font:
                faces.extend(_faces_of(font, path, number))
        except Exception:  # noqa: S112  (one broken face must not hide the others)
            continue
    return faces


def _faces_of(font: TTFont, path: Path, number: int) -> list[Face]:
    if not any(table in font for table in _OUTLINES) or "cmap" not in font or "hmtx" not in font:
        return []
    if "COLR" in font:  # libass draws no layers of colour: such an emoji would be a blank
        return []
    names = font["name"]
    family = str(names.getBestFamilyName() or "").strip()
    if not family:
        return []
    # Family and style as Windows names them keep "Open Sans Condensed" apart from "Open Sans".
    windows_family = str(names.getDebugName(1) or "").strip() or family
    full_name = str(names.getBestFullName() or windows_family)
    table = font.get("OS/2")
    selection = int(getattr(table, "fsSelection", 0))
    style = int(font["head"].macStyle)
    weight = int(getattr(table, "usWeightClass", 700 if style & 1 else 400)) or 400
    if weight < 10:  # some old fonts count 1 to 9
        weight *= 100
    italic = bool(selection & 0x201 or style & 2)
    mono = "post" in font and any(font.getTableData("post")[_IS_FIXED_PITCH])
    regular = Face(path, number, _family(family, windows_family), full_name, weight, italic, mono)
    if "fvar" not in font:
        return [regular]
    axis = next((axis for axis in font["fvar"].axes if axis.axisTag == "wght"), None)
    weights = sorted({weight, *(w for w in (400, 700) if axis and axis.minValue <= w <= axis.maxValue)})
    return [Face(path, number, regular.family, full_name, w, italic, mono, variable=True) for w in weights]


def _family(best: str, windows: str) -> str:
    """Width belongs to the family, weight and slant do not: "Open Sans Condensed", not "Open Sans Light"."""
    for width in ("Condensed", "Narrow"):
        if width in windows and width not in best:
            return f"{best} {width}"
    return best
