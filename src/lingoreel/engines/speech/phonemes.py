"""Phonemes for models that read them: espeak's IPA with the text's own punctuation, in pieces that a model takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingoreel.engines.speech.espeak_library import Library

_MARK = re.compile(r"(\s*[.,;:!?…—。、，！？；：।؟،؛]+\s*)")
_PLAIN = {"。": ".", "、": ",", "，": ",", "！": "!", "？": "?", "；": ";", "：": ":", "।": ".", "؟": "?", "،": ","} | {
    "؛": ";"
}
_SWITCH = re.compile(r"\([a-z-]+\)")  # espeak's note that it goes on in another language
_ENDS = ".!?…", ";:—", ",", " "


def phonemes(library: Library, identifier: str, text: str) -> str:
    """The text in IPA as the espeak voice would say it; punctuation stays, since models breathe by it."""
    parts = []
    for number, part in enumerate(_MARK.split(text)):
        if number % 2:
            marks = "".join(_PLAIN.get(character, character) for character in part.strip())
            parts.append(marks[:1] + " ")
        elif part.strip():
            parts.append(_SWITCH.sub("", library.phonemes(identifier, part)))
    return " ".join("".join(parts).split())


def pieces(said: str, most: int) -> list[str]:
    """The phonemes in pieces of at most `most`, cut where a pause is likeliest."""
    found = []
    while len(said) > most:
        cut = next((at for ends in _ENDS if (at := _last(said, ends, most)) > most // 4), most)
        found.append(said[:cut].strip())
        said = said[cut:].strip()
    return [piece for piece in (*found, said) if piece]


def _last(said: str, ends: str, most: int) -> int:
    return max(said.rfind(end, 0, most) for end in ends) + 1
