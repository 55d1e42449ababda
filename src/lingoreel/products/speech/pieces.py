"""A script cut into pieces that are spoken side by side, each by one engine, at borders that an edit does not move."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from lingoreel.engines.speech.protocol import Capabilities, Utterance, Voice
from lingoreel.media.speech_text import Utterance as Shown

PIECE_CHARACTERS = 2000
"""About how much of a text an embedded engine is handed at once: enough that handing over costs nothing."""
SHORTEST_CHARACTERS = 600
PIECES_MAX = 500


@dataclass(frozen=True)
class Spoken:
    """One utterance as an engine gets it, who speaks it, and what of the text it is."""

    utterance: Utterance
    engine: Capabilities
    voice: Voice
    shown: Shown


def cut(spoken: Sequence[Spoken]) -> list[list[Spoken]]:
    """Pieces in order, every utterance in one; at most about `PIECES_MAX`, unless engines take turns more often.

    A neural engine speaks each sentence as a piece of its own, since speaking is what costs there. An embedded one
    speaks pages; they end with a sentence that a hash of its words picks out, so that a changed sentence changes the
    piece it is in and leaves the borders of all others.
    """
    least = sum(len(item.utterance.text) for item in spoken) // PIECES_MAX
    pieces: list[list[Spoken]] = []
    length = 0
    for item in spoken:
        if not pieces or pieces[-1][-1].engine.name != item.engine.name or _ends(pieces[-1], length, least):
            pieces.append([])
            length = 0
        pieces[-1].append(item)
        length += len(item.utterance.text)
    return pieces


def _ends(piece: Sequence[Spoken], length: int, least: int) -> bool:
    last = piece[-1]
    if length >= 2 * PIECE_CHARACTERS:
        return True
    if not last.shown.ends_sentence or length < least:
        return False
    if last.engine.tier == "neural":
        return True
    picked = zlib.crc32(last.utterance.text.encode()) % 8 == 0
    return length >= SHORTEST_CHARACTERS and (picked or length >= PIECE_CHARACTERS)
