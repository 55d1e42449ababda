"""A script cut into pieces that are spoken side by side, each by one engine, at borders that an edit does not move."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from lingoreel.engines.speech.protocol import Capabilities, Utterance, Voice

PIECE_CHARACTERS = 2000
"""About how much of a text an embedded engine is handed at once: enough that handing over costs nothing."""
SHORTEST_CHARACTERS = 600


@dataclass(frozen=True)
class Spoken:
    """One utterance, who speaks it, and whether a sentence ends with it."""

    utterance: Utterance
    engine: Capabilities
    voice: Voice
    ends_sentence: bool


def cut(spoken: Sequence[Spoken]) -> list[list[Spoken]]:
    """Pieces in order, every utterance in one.

    A neural engine speaks each sentence as a piece of its own, since speaking is what costs there. An embedded one
    speaks pages; they end with a sentence that a hash of its words picks out, so that a changed sentence changes the
    piece it is in and leaves the borders of all others.
    """
    pieces: list[list[Spoken]] = []
    length = 0
    for item in spoken:
        if not pieces or pieces[-1][-1].engine.name != item.engine.name or _ends(pieces[-1], length):
            pieces.append([])
            length = 0
        pieces[-1].append(item)
        length += len(item.utterance.text)
    return pieces


def _ends(piece: Sequence[Spoken], length: int) -> bool:
    last = piece[-1]
    if not last.ends_sentence:
        return False
    if last.engine.tier == "neural" or length >= 2 * PIECE_CHARACTERS:
        return True
    picked = zlib.crc32(last.utterance.text.encode()) % 8 == 0
    return length >= SHORTEST_CHARACTERS and (picked or length >= PIECE_CHARACTERS)
