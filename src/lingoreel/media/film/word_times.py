"""When each word of a narration is heard: from what the voice tells, and by the letters where it tells nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category, east_asian_width

from lingoreel.media.film.breaking import pieces
from lingoreel.media.film.storyboard import SpokenWord

_WIDE, _FIGURE, _SIGN = 2.5, 3.0, 0.2
"""How many letters a Chinese, Japanese or Korean sign, a figure, and anything that is no letter last as long as."""
_LEAST_MS = 40
"""A word that is left less time than this takes some of its forerunner's: the voice told of both as one."""


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """Characters [begin, end) of a narration as one voice said them: `length_ms` long, then a pause.

    `words` are (begin, end, start_ms, end_ms): characters of the narration, ms from the part's beginning; in order,
    and empty where the voice tells none. `length_ms` is 0 where there was nothing to say.
    """

    begin: int
    end: int
    length_ms: int
    pause_after_ms: int = 0
    words: tuple[tuple[int, int, int, int], ...] = ()


def words_of(narration: str, language: str) -> list[tuple[int, int]]:
    """The words of a narration, as characters [begin, end): in scripts without blanks its phrases."""
    found: list[tuple[int, int]] = []
    for piece in pieces(narration, language):
        if piece.continues and found:
            found[-1] = (found[-1][0], piece.end)
        else:
            found.append((piece.begin, piece.end))
    return found


def time_words(
    words: Sequence[tuple[int, int]], narration: str, parts: Sequence[SpokenPart], starts_ms: Sequence[int]
) -> tuple[SpokenWord, ...]:
    """The words with their times, in order, none starting before its forerunner ends.

    `starts_ms`: when each part begins; there is at least one part.
    """
    told = _told(words, parts, starts_ms)
    timed: list[SpokenWord] = []
    at_ms = starts_ms[0]
    for part, mine in _by_part(words, parts):
        start_ms = starts_ms[part]
        end_ms = start_ms + parts[part].length_ms
        for run, low_ms, high_ms in _runs(mine, narration, words, told, start_ms, end_ms):
            spread = _spread([_letters(narration[slice(*words[number])]) for number in run], low_ms, high_ms)
            for number, (from_ms, until_ms) in zip(run, spread, strict=True):
                begin_ms = max(at_ms, from_ms)
                at_ms = max(begin_ms, until_ms)
                timed.append(SpokenWord(*words[number], begin_ms, at_ms))
    return tuple(timed)


def _told(
    words: Sequence[tuple[int, int]], parts: Sequence[SpokenPart], starts_ms: Sequence[int]
) -> list[tuple[int, int, int]]:
    """What the voices told: (a word's number, start_ms, end_ms), in order; of an event in several words the first."""
    found: dict[int, tuple[int, int]] = {}
    for part, start_ms in zip(parts, starts_ms, strict=True):
        for begin, end, from_ms, until_ms in part.words:
            for number, (first, last) in enumerate(words):
                if first < end and begin < last:
                    known = found.get(number)
                    low, high = start_ms + from_ms, start_ms + until_ms
                    found[number] = (low, high) if known is None else (min(known[0], low), max(known[1], high))
                    break  # a second word in the same event is left its share of the time by `_runs`
    return [(number, *times) for number, times in sorted(found.items())]


def _by_part(words: Sequence[tuple[int, int]], parts: Sequence[SpokenPart]) -> Iterator[tuple[int, list[int]]]:
    """The words' numbers by the part in which they begin."""
    ends = [part.end for part in parts[:-1]]
    groups: dict[int, list[int]] = {}
    for number, (begin, _) in enumerate(words):
        groups.setdefault(sum(end <= begin for end in ends), []).append(number)
    yield from sorted(groups.items())


def _runs(
    mine: Sequence[int],
    narration: str,
    words: Sequence[tuple[int, int]],
    told: Sequence[tuple[int, int, int]],
    start_ms: int,
    end_ms: int,
) -> Iterator[tuple[list[int], int, int]]:
    """Words one after another that share a stretch of time: one whose times are told, or several that are not."""
    known = {number: (low, high) for number, low, high in told}
    waiting: list[int] = []
    at_ms = start_ms
    held: tuple[int, int, int] | None = None
    for number in mine:
        if number not in known:
            waiting.append(number)
            continue
        low, high = known[number]
        yield from _between(held, waiting, at_ms, low, narration, words)
        held, waiting, at_ms = (number, max(low, at_ms), high), [], max(at_ms, high)
    yield from _between(held, waiting, at_ms, max(at_ms, end_ms), narration, words)


def _between(
    held: tuple[int, int, int] | None,
    waiting: list[int],
    at_ms: int,
    until_ms: int,
    narration: str,
    words: Sequence[tuple[int, int]],
) -> Iterator[tuple[list[int], int, int]]:
    """The word whose times are told, and those behind it that have what is left until the next such word."""
    needed = sum(_LEAST_MS for number in waiting if _letters(narration[slice(*words[number])]) >= 1)
    if held is not None and waiting and until_ms - at_ms < needed:
        yield [held[0], *waiting], held[1], max(at_ms, until_ms)
        return
    if held is not None:
        yield [held[0]], held[1], held[2]
    if waiting:
        yield waiting, at_ms, max(at_ms, until_ms)


def _spread(weights: Sequence[float], low_ms: int, high_ms: int) -> list[tuple[int, int]]:
    """[low, high) shared out in order, by weight."""
    total = sum(weights) or 1.0
    found, before = [], 0.0
    for weight in weights:
        after = before + weight
        found.append(
            (low_ms + round((high_ms - low_ms) * before / total), low_ms + round((high_ms - low_ms) * after / total))
        )
        before = after
    return found


def _letters(text: str) -> float:
    """About how long a text takes to say, in letters."""
    return sum(map(_weight, text))


def _weight(character: str) -> float:
    if character.isascii() and character.isalpha():
        return 1.0
    if character.isdecimal():
        return _FIGURE
    if category(character)[0] == "M":
        return 0.0
    if not character.isalnum():
        return _SIGN
    return _WIDE if east_asian_width(character) in "WF" else 1.0
