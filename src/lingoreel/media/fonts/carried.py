"""Free faces that come in a wheel, so that a machine without any font can draw the commonest scripts.

The wheel `pymupdf-fonts` (SIL Open Font License) carries them as modules of packed bytes: FiraGO has Latin, Greek,
Cyrillic, Arabic, Hebrew, Georgian, Thai and Devanagari.
"""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass

_PACKAGE = "pymupdf_fonts"


@dataclass(frozen=True, slots=True)
class Carried:
    """A face in the wheel, described without unpacking it."""

    module: str
    family: str
    weight: int = 400
    italic: bool = False
    mono: bool = False


_FACES = (
    Carried("FiraGO_Regular", "FiraGO"),
    Carried("FiraGO_Bold", "FiraGO", 700),
    Carried("FiraGO_Italic", "FiraGO", 400, True),
    Carried("FiraGO_BoldItalic", "FiraGO", 700, True),
    Carried("NotoSans_Regular", "Noto Sans"),
    Carried("NotoSans_Bold", "Noto Sans", 700),
    Carried("NotoSans_Italic", "Noto Sans", 400, True),
    Carried("NotoSans_BoldItalic", "Noto Sans", 700, True),
    Carried("CascadiaMono_Regular", "Cascadia Mono", mono=True),
    Carried("CascadiaMono_Bold", "Cascadia Mono", 700, mono=True),
    Carried("CascadiaMono_Italic", "Cascadia Mono", 400, True, mono=True),
    Carried("CascadiaMono_BoldItalic", "Cascadia Mono", 700, True, mono=True),
    Carried("NotoSansSymbols_Regular", "Noto Sans Symbols"),
    Carried("NotoSansSymbols2_Regular", "Noto Sans Symbols2"),
    Carried("NotoSansMath_Regular", "Noto Sans Math"),
    Carried("NotoMusic_Regular", "Noto Music"),
)


def carried_faces() -> tuple[Carried, ...]:
    """The faces that came with this installation."""
    return _FACES if importlib.util.find_spec(_PACKAGE) else ()


def carried_bytes(module: str) -> bytes:
    """The font file of a carried face."""
    return bytes(importlib.import_module(f"{_PACKAGE}.{module}").fontbuffer)
