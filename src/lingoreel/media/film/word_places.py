"""Where the words of a text stand, or its phrases in scripts without blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from unicodedata import category, east_asian_width

from lingoreel.media.phrases import phrase_borders
from lingoreel.media.speech_text.rules import ATOM
from lingoreel.media.speech_text.stretches import UNSPACED

_LETTERS_PER_S = 12.0
"""About how fast people speak."""
_WIDE, _KANA, _FIGURE, _PAUSE = 3.2, 2.0, 3.0, 3.0
"""How many letters a Chinese or Korean sign, a kana, a figure, and a stop last as long as."""
_STOPS = frozenset(".,;:!?…。、，；：！？،؛؟।")
# A figure with blanks in it, or with its unit behind one, is one word.
_CHUNK = re.compile(
    r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[ \u00a0\u202f](?=[%％€$£₽₹°]))?\S*"
    r"|\d[\d.,]*[ \u00a0\u202f](?=[%％€$£₽₹°])\S*|\S+)"
)
_DASH = re.compile(r"(?<=\w)[—–]+(?=\w)")
_UNSPACED = re.compile(f"[{UNSPACED}]")
# A run of letters that lasts longer has no words that anybody told.
_LONGEST_S = 4.0
_ADDRESS = re.compile(r"(?:https?://|ftp://)?(?:www\.)?(?P<host>[^\s/?#@]+\.[^\s/?#@.]{2,})(?:[/?#]\S*)?$")
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.){2,}$")
_INLINE_NUMBER = re.compile(r"\(?\d{1,2}\)")
_DOTTED_NUMBER = re.compile(r"\d{1,2}[.．、]")
_KEPT_BEFORE = frozenset("#@+-−±")
_KEPT_AFTER = frozenset("%％‰٪°+#′″")
_SMALL_KANA = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮー々")


def says(text: str) -> bool:
    """Whether a text has anything that can be said: a letter or a figure."""
    return any(c.isalnum() for c in text)


def speaking_seconds(text: str) -> float:
    """About how long a text lasts when it is spoken."""
    return sum(map(_letters, text)) / _LETTERS_PER_S


def _letters(character: str) -> float:
    if character.isspace() or (character.isascii() and character.isalpha()):
        return 1.0
    if character.isdecimal():
        return _FIGURE
    if character in _STOPS:
        return _PAUSE
    if not character.isalnum():
        return 0.0
    if "ぁ" <= character <= "ヿ":
        return _KANA
    return _WIDE if east_asian_width(character) in "WF" else 1.0


def cut_places(text: str, language: str) -> list[tuple[int, int]]:
    """All that is between blanks as [begin, end), marks included; in scripts without blanks phrase by phrase."""
    return list(_places(text, language))


def word_places(text: str, language: str) -> list[tuple[int, int]]:
    """The words of a text without the marks around them, as [begin, end), never empty."""
    bare = (bare_place(text, begin, end) for begin, end in cut_places(text, language))
    return [(begin, end) for begin, end in bare if begin < end]


def bare_place(text: str, begin: int, end: int) -> tuple[int, int]:
    """[begin, end) without the marks at its ends, but those of a figure or an abbreviation; of an address its host.

    Empty where nothing of it is said.
    """
    address = _ADDRESS.match(text, begin, end)
    if address and ("/" in address[0] or address[0].startswith("www.")):
        begin, end = address.span("host")
    low, high = begin, end
    while (
        low < high
        and not _belongs(text[low])
        and not (text[low] in _KEPT_BEFORE and text[low + 1 : high][:1].isalnum())
    ):
        low += 1
    if not _ABBREVIATION.search(text, low, high):
        while low < high and not _belongs(text[high - 1]) and not _kept_after(text, low, high):
            high -= 1
    return (low, high) if says(text[low:high]) else (low, low)


def is_item_number(text: str, begin: int, end: int) -> bool:
    """Whether a word is what an item of a list inside a paragraph begins with: 1) or (1), or 1. behind a full stop."""
    if _INLINE_NUMBER.fullmatch(text, begin, end):
        return True
    before = text[:begin].rstrip()
    stopped = not before or before[-1] in ".!?:。！？：؟।" or "\n" in text[len(before) : begin]
    return stopped and bool(_DOTTED_NUMBER.fullmatch(text, begin, end)) and says(text[end:])


def _kept_after(text: str, low: int, high: int) -> bool:
    return text[high - 1] in _KEPT_AFTER and (text[low : high - 1].rstrip()[-1:].isalnum())


def _belongs(character: str) -> bool:
    return category(character)[0] in "LNM" or category(character) == "Sc"


def _places(text: str, language: str) -> Iterator[tuple[int, int]]:
    atoms = [found.span() for found in ATOM.finditer(text)]
    for chunk in _CHUNK.finditer(text):
        cuts = [at for at in _cuts(chunk[0], language) if not any(b < chunk.start() + at < e for b, e in atoms)]
        for begin, end in pairwise([0, *cuts, len(chunk[0])]):
            yield from _short(text, chunk.start() + begin, chunk.start() + end)


def _cuts(chunk: str, language: str) -> list[int]:
    """Where a part of the text without blanks may be cut."""
    found = {dash.end() for dash in _DASH.finditer(chunk)}
    if not chunk.isascii():
        found |= {at for at in phrase_borders(chunk, language) or () if _may_cut(chunk[at - 1], chunk[at])}
    return sorted(found)


def _short(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A long run of a script without blanks, whose words nobody told, in parts; anything else as it is."""
    if speaking_seconds(text[begin:end]) > _LONGEST_S and len(_UNSPACED.findall(text[begin:end])) * 2 > end - begin:
        seconds = 0.0
        for at in range(begin, end):
            seconds += speaking_seconds(text[at])
            if seconds > _LONGEST_S / 2 and at > begin and _may_cut(text[at - 1], text[at]):
                yield begin, at
                begin, seconds = at, 0.0
    yield begin, end


def _may_cut(before: str, after: str) -> bool:
    if "\u200d" in (before, after) or category(after) in {"Mn", "Mc", "Me", "Cf", "Pe", "Pf", "Po", "Pd"}:
        return False
    return after not in _SMALL_KANA and category(before) not in {"Ps", "Pi"} and not (before + after).isdecimal()
