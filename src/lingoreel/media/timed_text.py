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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lingoreel.media.phrases import phrase_borders
from lingoreel.media.segments import Segment, Word

# A word that the text does not have must not drag the search to a far away twin.
_SEARCH_CHARACTERS = 60

SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u3190-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff01-\uffef\U00020000-\U0003ffff]"
)
"""A letter of a script that is written without blanks between words."""
# Of these, Thai and its neighbours write a blank between sentences.
_NO_BLANK = re.compile("[\u2e80-\u312f\u3190-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uffef\U00020000-\U0003ffff]")
# Small kana, the long-vowel mark and iteration marks never begin a line (JIS X 4051).
_NEVER_FIRST = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮーゝゞヽヾ々")
_JOINER = "\u200d"
# More marks than this on one letter are noise (the Stream-Safe Text Format of UAX #15).
_MOST_MARKS = 30
# Letters and symbols by category that are blanks to the eye: Hangul fillers, the braille blank. The first two fill a
# syllable's place and take none of their own.
_SYLLABLE_FILLERS = "\u115f\u1160"
_BLANKS = str.maketrans("\u3164\uffa0\u2800", "   ")


class _Widths(dict[str, int]):
    """How much room each character takes, found out once: marks and invisible ones are free."""

    def __missing__(self, character: str) -> int:
        free = character in _SYLLABLE_FILLERS or unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc", "Cs"}
        self[character] = 0 if free else 1
        return self[character]


_WIDTHS = _Widths()


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
    """The text with single blanks between its parts, none at its ends, and nothing that cannot be shown.

    Control characters, parts that show nothing, and marks beyond reason on one letter are dropped.
    """
    if text.isascii():
        if not text.isprintable():
            text = "".join(c for c in text if c.isprintable() or c.isspace())
        return " ".join(text.split())
    text = text.translate(_BLANKS)
    kept = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cs"})
    return " ".join(shown for part in kept.split() if (shown := _without_noise(part)))


def _without_noise(part: str) -> str:
    if part.isascii():
        return part
    if not any(_WIDTHS[c] for c in part):
        return ""
    if len(part) <= _MOST_MARKS:
        return part
    shown: list[str] = []
    marks = 0
    for character in part:
        marks = 0 if _WIDTHS[character] else marks + 1
        if marks <= _MOST_MARKS:
            shown.append(character)
    return "".join(shown)


def width(text: str) -> int:
    """Characters as a reader counts them: marks set on another character and invisible ones are free."""
    if text.isascii():
        return len(text)
    return sum(map(_WIDTHS.__getitem__, text))


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


def shown_text(segment: Segment) -> str:
    """What of the segment is shown: its text, or that of its words."""
    return clean(segment.text) or clean(" ".join(word.text for word in segment.words))


def join_tokens(shown: Iterable[Token]) -> str:
    """The tokens as one line."""
    return "".join(f" {token.text}" if token.spaced else token.text for token in shown).lstrip(" ")


def apart(before: str, after: str) -> bool:
    """Whether a blank stands between two texts where one follows the other: not between Chinese and Chinese."""
    return not (before and after and _NO_BLANK.match(before[-1]) and _NO_BLANK.match(after[0]))


def tokens(segment: Segment, longest: int, language: str | None = None) -> list[Token]:
    """The segment's text in pieces no wider than `longest`, in order, times never running backwards.

    In scripts without blanks a piece is a phrase of the language where a model knows it, else a letter.
    """
    text = shown_text(segment)
    if not text:
        return []
    clock = Clock(text, segment)
    made: list[Token] = []
    at_ms = segment.start_ms
    for begin, end, torn in _pieces(text, longest, language):
        start_ms = max(at_ms, clock.start_ms(begin))
        end_ms = max(start_ms, clock.end_ms(end))
        at_ms = end_ms
        spaced = begin > 0 and text[begin - 1] == " "
        made.append(Token(text[begin:end], start_ms, end_ms, spaced, torn or clock.inside_word(begin)))
    return made


class Clock:
    """From a position in the text of a segment (cleaned, see `shown_text`) to a time."""

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


def _pieces(text: str, longest: int, language: str | None) -> Iterator[tuple[int, int, bool]]:
    """[start, end) of every piece between which a line may break, and whether it continues a word or phrase."""
    for chunk in re.finditer(r"\S+", text):
        part = chunk.group()
        borders = None if part.isascii() else phrase_borders(part, language)
        begin = chunk.start()
        for at in range(chunk.start() + 1, chunk.end()):
            legal = _may_break(text[at - 1], text[at]) and (borders is None or at - chunk.start() in borders)
            if legal and width(text[begin:at]):  # marks at the beginning show nothing alone
                yield from _fit(text, begin, at, longest)
                begin = at
        yield from _fit(text, begin, chunk.end(), longest)


def _fit(text: str, begin: int, end: int, longest: int) -> Iterator[tuple[int, int, bool]]:
    """The piece, or where it is wider than a line its parts."""
    if end - begin <= longest:
        yield begin, end, False
        return
    torn = False
    for first, last in _cut(text, begin, end, longest):
        yield first, last, torn
        torn = True


def _may_break(before: str, after: str) -> bool:
    if not (SPACELESS.match(before) or SPACELESS.match(after)):
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
    """The piece, cut where it is wider than a line: where a line may break, else between letters, never inside one.

    Marks without end are cut too.
    """
    wide = 0
    letter = legal = begin
    for at in range(begin, end):
        if at == begin or not (_clings(text[at]) or text[at - 1] == _JOINER):
            letter = at
        if at > begin and _may_break(text[at - 1], text[at]):
            legal = at
        step = width(text[at])
        if at > begin and (wide + step > longest or at - begin >= 8 * longest):
            border = legal if legal > begin else letter if letter > begin else at
            yield begin, border
            begin, wide = border, width(text[border:at])
        wide += step
    if begin < end:
        yield begin, end
