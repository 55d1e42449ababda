"""Which face draws each character of a film's text, in the weight that is wanted."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lingoreel.media.fonts import Face, FontIndex, choose_faces
from lingoreel.media.fonts.scripts import is_invisible, preferred, script_of

_SANS = 1
"""The font id of the API that films are set in."""
_EMOJI = "\U0001f000"
"""From here on Unicode has pictographs; before, it has signs that a text may need."""


def choose_drawn_faces(
    font_paths: Iterable[str | Path], text: str, language: str, weight: int = 700
) -> dict[str, Face]:
    """The face of each visible character of a text; those of one script have one where one has them all.

    `weight` as in CSS. Where a family has no face of that weight it is the nearest: `Face.weight` tells. Pictographs
    and unassigned characters that nothing here can draw are absent. Raises TaskError `font_missing` naming the
    letters, their scripts and what to install.
    """
    index = FontIndex(font_paths)
    needed = "".join(character for character in text if not _is_dispensable(character))
    plain = choose_faces(index, _SANS, needed, language, where="of the film").faces
    signs = {character for character in text if _is_dispensable(character) and character < _EMOJI}
    plain |= _signs(index, signs, plain.values())
    return _in_weight(index, plain, weight)


def undrawn(text: str, faces: Mapping[str, Face]) -> list[str]:
    """The pictographs of a text that have no face, each once, in order."""
    return [
        character
        for character in dict.fromkeys(text)
        if unicodedata.category(character) in {"So", "Cn"} and character not in faces and not is_invisible(character)
    ]


def _is_dispensable(character: str) -> bool:
    """Pictures rather than letters: emoji and other signs, what Unicode has not assigned, what is private."""
    category = unicodedata.category(character)
    return category in {"So", "Co", "Cn", "Cs"} or character == "\u20e3" or "\U0001f3fb" <= character <= "\U0001f3ff"


def _signs(index: FontIndex, signs: Iterable[str], used: Iterable[Face]) -> dict[str, Face]:
    """Faces for signs, from those in use or those made for signs."""
    symbols = (index.find(family) for family in preferred("Zyyy", "sans", ""))
    faces = [*dict.fromkeys(used), *(face for face in symbols if face is not None)]
    found = {sign: next((face for face in faces if face.has(sign)), None) for sign in sorted(signs)}
    return {sign: face for sign, face in found.items() if face is not None}


def _in_weight(index: FontIndex, plain: Mapping[str, Face], weight: int) -> dict[str, Face]:
    """Each face's relative in a weight, where it has all letters of a script that the plain one was to draw."""
    groups: dict[tuple[Face, str], list[str]] = defaultdict(list)
    for character, face in plain.items():
        if not is_invisible(character):
            groups[face, script_of(character)].append(character)
    chosen: dict[str, Face] = {}
    for (face, _), characters in groups.items():
        near = index.find(face.family, weight)
        better = near is not None and not near.italic and abs(near.weight - weight) < abs(face.weight - weight)
        if near is not None and better and _has_all(near, characters):
            chosen.update(dict.fromkeys(characters, near))
        else:
            chosen.update(dict.fromkeys(characters, face))
    return chosen


def _has_all(face: Face, characters: Sequence[str]) -> bool:
    return all(face.has(character) for character in characters)
