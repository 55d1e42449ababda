"""Text with a time for every piece of it that a line may break around.

A segment's text is the truth about what is shown; its words are the truth about when. The two rarely
match letter for letter (punctuation, case, a translation without words), so words are looked up in the
text and every piece takes its times from the words it covers, in proportion to its letters where it
covers only a part of one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lingoreel.media.segments import Segment, Word

# A word that the text does not have must not drag the search to a far away twin.
_SEARCH_CHARACTERS = 60

_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u3190-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff01-\uffef\U00020000-\U0003ffff]"
)
# Small kana, the long-vowel mark and iteration marks never begin a line (JIS X 4051).
_NEVER_FIRST = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮーゝゞヽヾ々")
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Token:
    """The smallest piece of text that stays on one line.

    `spaced`: a blank stands before it. `inside_word`: it begins in the middle of a spoken word, as
    happens in scripts without blanks and in words too long for a line.
    """

    text: str
    start_ms: int
    end_ms: int
    spaced: bool
    inside_word: bool = False


def clean(text: str) -> str:
    """The text with single blanks between its parts, none at its ends, and no control characters."""
    kept = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cs"})
    return " ".join(kept.split())


def width(text: str) -> int:
    """Characters as a reader counts them: marks set on another character and invisible ones are free."""
    if text.isascii():
        return len(text)
    return sum(unicodedata.category(c) not in {"Mn", "Me", "Cf"} for c in text)


def locate_words(text: str, words: Sequence[Word]) -> list[tuple[int, int] | None]:
    """Where each word stands in the text, as [start, end) positions in order; None for one not there."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = text
    found: list[tuple[int, int] | None] = []
    at = 0
    for word in words:
        wanted = clean(word.text)
        lowered = wanted.lower()
        if not wanted:
            found.append(None)
            continue
        begin = folded.find(lowered, at, at + _SEARCH_CHARACTERS + len(lowered))
        if begin < 0:
            found.append(None)
            continue
        at = begin + len(lowered)
        found.append((begin, at))
    return found


def tokens(segment: Segment, longest: int) -> list[Token]:
    """The segment's text in pieces no wider than `longest`, in order, times never running backwards."""
    text = clean(segment.text) or clean(" ".join(word.text for word in segment.words))
    if not text:
        return []
    clock = _Clock(text, segment)
    made: list[Token] = []
    at_ms = segment.start_ms
    for begin, end in _pieces(text, longest):
        start_ms = max(at_ms, clock.start_ms(begin))
        end_ms = max(start_ms, clock.end_ms(end))
        at_ms = end_ms
        spaced = begin > 0 and text[begin - 1] == " "
        made.append(Token(text[begin:end], start_ms, end_ms, spaced, clock.inside_word(begin)))
    return made


class _Clock:
    """From a position in the text to a time."""

    def __init__(self, text: str, segment: Segment) -> None:
        spots = [
            (place, word)
            for place, word in zip(locate_words(text, segment.words), segment.words, strict=True)
            if place is not None
        ]
        self._timed_by_words = bool(spots)
        if not spots:
            whole = Word(segment.start_ms, max(segment.start_ms, segment.end_ms), text)
            spots = [((0, len(text)), whole)]
        self._starts = [place[0] for place, _ in spots]
        self._spots = spots

    def start_ms(self, position: int) -> int:
        """When the character at the position begins; before a word, when that word does."""
        index = bisect_right(self._starts, position) - 1
        if index >= 0 and position < self._spots[index][0][1]:
            return self._within(index, position)
        if index + 1 < len(self._spots):
            return self._spots[index + 1][1].start_ms
        return self._spots[-1][1].end_ms

    def end_ms(self, position: int) -> int:
        """When the character before the position ends; after a word, when that word does."""
        index = bisect_right(self._starts, position - 1) - 1
        if index < 0:
            return self._spots[0][1].start_ms
        return self._within(index, min(position, self._spots[index][0][1]))

    def inside_word(self, position: int) -> bool:
        """Whether the position splits a word whose own times are known."""
        index = bisect_right(self._starts, position) - 1
        if not self._timed_by_words or index < 0:
            return False
        begin, end = self._spots[index][0]
        return begin < position < end

    def _within(self, index: int, position: int) -> int:
        (begin, end), word = self._spots[index]
        return word.start_ms + (word.end_ms - word.start_ms) * (position - begin) // (end - begin)


def _pieces(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """[start, end) of every piece between which a line may break."""
    for chunk in re.finditer(r"\S+", text):
        begin = chunk.start()
        for at in range(chunk.start() + 1, chunk.end()):
            if _may_break(text[at - 1], text[at]):
                yield from _cut(text, begin, at, longest)
                begin = at
        yield from _cut(text, begin, chunk.end(), longest)


def _may_break(before: str, after: str) -> bool:
    if not (_SPACELESS.match(before) or _SPACELESS.match(after)):
        return False
    if _clings(after) or after in _NEVER_FIRST or before == _JOINER:
        return False
    if unicodedata.category(after) in {"Pe", "Pf", "Po", "Pd"}:
        return False
    return unicodedata.category(before) not in {"Ps", "Pi"}


def _clings(character: str) -> bool:
    """Whether the character is drawn together with the one before it."""
    return character == _JOINER or unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}


def _cut(text: str, begin: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """The piece, cut where it is wider than a line, between letters and not inside one; marks without end too."""
    wide = 0
    letter = begin
    for at in range(begin, end):
        if at == begin or not (_clings(text[at]) or text[at - 1] == _JOINER):
            letter = at
        step = width(text[at])
        if at > begin and (wide + step > longest or at - begin >= 8 * longest):
            border = letter if letter > begin else at
            yield begin, border
            begin, wide = border, width(text[border:at])
        wide += step
    if begin < end:
        yield begin, end
