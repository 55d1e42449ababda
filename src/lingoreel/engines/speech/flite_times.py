"""When flite says each word: its phones with their ends, matched with the phones of each word said alone."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

_PAUSE = "pau"
PHONES_MOST = 4000  # beyond, matching takes longer than speaking


def phones(told: str) -> list[tuple[str, float, float]]:
    """(phone, start, end) in seconds of the whole, from lines like `pau:0.164 hh:0.255`, one per clause.

    Raises ValueError for anything else.
    """
    found = []
    origin = 0.0
    for line in told.splitlines():
        last = 0.0
        for part in line.split():
            name, _, end = part.rpartition(":")
            found.append((name, origin + last, origin + float(end)))
            last = float(end)
        origin += last
    return found


def starts(heard: Sequence[tuple[str, float, float]], words: Sequence[Sequence[str]]) -> list[float | None]:
    """When each word starts, in seconds; None for one of which no phone was found. `words` are each word's phones."""
    said = [phone for phone in heard if phone[0] != _PAUSE]
    expected = [(number, phone) for number, word in enumerate(words) for phone in word if phone != _PAUSE]
    if max(len(said), len(expected)) > PHONES_MOST:
        return [None] * len(words)
    matcher = SequenceMatcher(None, [name for name, _, _ in said], [phone for _, phone in expected], autojunk=False)
    found: list[float | None] = [None] * len(words)
    first_of: dict[int, int] = {}
    for place, (number, _) in enumerate(expected):
        first_of.setdefault(number, place)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            number = expected[block.b + step][0]
            if found[number] is None:
                # a first phone that sounds otherwise in the sentence: go back to where it must stand
                back = min(block.b + step - first_of[number], block.a + step)
                found[number] = said[block.a + step - back][1]
    return found
