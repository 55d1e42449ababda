"""Units of translation: whole sentences of one speaker, and a translation with times of its own.

A recogniser's segments end where it stopped listening, not where a sentence does. Translated alone, half a sentence
loses its verb; so segments are joined and cut again at the ends of sentences. Where a recogniser writes no punctuation,
a unit is what is said between pauses. The translation of a unit takes the unit's own spoken time, its pauses kept, and
is cut into cues without regard to the source's lines.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from lingoreel.media.cues.streams import Piece, lanes, pieces_of
from lingoreel.media.cues.syntax import break_costs, ends_sentence
from lingoreel.media.segments import Segment, Word
from lingoreel.media.timed_text import Token, clean, join_tokens, locate_words, shown_text, tokens, width

# A unit is no longer than this, sentence or not.
MOST_CHARACTERS = 400
MOST_MS = 60_000
# Nobody leaves a sentence for longer and goes on with it.
SENTENCE_PAUSE_MS = 4000
# A pause of a unit that its translation keeps.
KEPT_PAUSE_MS = 300

_UNBROKEN = 1 << 20
# Text with fewer sentences' ends than one in so many tokens has no punctuation.
_TOKENS_PER_SENTENCE = 80
_UNIT = 1.0
_COMFORTABLE = 120
_SCRAP = 20
_PAUSE_INSIDE_MS = 700
# How far, in shares of the spoken time, a pause may move to stand at a better border.
_NEAR = 0.12
_NEIGHBOURS = 20


def sentences(segments: Iterable[Segment], language: str | None = None) -> list[Segment]:
    """The segments' words as units of translation, in order of time: whole sentences, one speaker each.

    No letter and no word is lost. A unit has at most `MOST_CHARACTERS` and lasts at most `MOST_MS`, single words aside.
    """
    spoken = sorted(segments, key=lambda segment: segment.start_ms)
    units: list[tuple[int, int, Segment]] = []
    for numbers in lanes(spoken):
        pieces = list(pieces_of([(number, spoken[number]) for number in numbers], language, _UNBROKEN))
        if not pieces:
            continue
        words = _words_of(pieces, spoken)
        ends = _sentence_ends(pieces, language)
        for begin, end in _cuts(pieces, ends):
            order = pieces[begin].segment
            unit = _unit(pieces[begin:end], [word for part in words[begin:end] for word in part], spoken)
            units.append((unit.start_ms, order, unit))
    units.sort(key=lambda item: item[:2])
    return [unit for _, _, unit in units]


def translated(unit: Segment, text: str, language: str | None = None) -> Segment:
    """The unit said in another language: the text, with words whose times fill the unit's own spoken time.

    Pauses of the unit (from `KEPT_PAUSE_MS` on) stay pauses, at the nearest sensible border of the text. Speaker,
    times and flags are the unit's; words have no confidence. `language` is the text's.
    """
    shown = clean(text)
    parts = tokens(Segment(0, 0, shown), _UNBROKEN, language)
    words = tuple(_spread(parts, _spoken_spans(unit), language))
    return Segment(unit.start_ms, max(unit.start_ms, unit.end_ms), shown, words, unit.speaker, unit.flags)


def _words_of(pieces: Sequence[Piece], spoken: Sequence[Segment]) -> list[list[Word]]:
    """Each segment's words at the pieces in whose text they begin."""
    found: list[list[Word]] = [[] for _ in pieces]
    begin = 0
    while begin < len(pieces):
        number = pieces[begin].segment
        end = begin
        starts: list[int] = []
        at = 0
        while end < len(pieces) and pieces[end].segment == number:
            token = pieces[end].token
            at += int(token.spaced and end > begin)
            starts.append(at)
            at += len(token.text)
            end += 1
        segment = spoken[number]
        text = shown_text(segment)
        place = 0
        for spot, word in zip(locate_words(text, segment.words), segment.words, strict=True):
            place = spot[0] if spot is not None else place
            found[begin + bisect_right(starts, place) - 1].append(word)
        begin = end
    return found


def _sentence_ends(pieces: Sequence[Piece], language: str | None) -> list[bool]:
    """For each piece whether a sentence ends with it."""
    following = [piece.token.text for piece in pieces[1:]] + [""]
    return [ends_sentence(piece.token.text, after, language) for piece, after in zip(pieces, following, strict=True)]


def _cuts(pieces: Sequence[Piece], ends: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """[begin, end) of every unit."""
    punctuated = sum(ends) * _TOKENS_PER_SENTENCE >= len(pieces)
    begin = 0
    for end in range(1, len(pieces) + 1):
        if end < len(pieces):
            pause_ms = pieces[end].token.start_ms - pieces[end - 1].token.end_ms
            same = pieces[end].speaker == pieces[end - 1].speaker
            if same and not ends[end - 1] and pause_ms < SENTENCE_PAUSE_MS:
                continue
        part = pieces[begin:end]
        characters = sum(piece.wide + piece.token.spaced for piece in part)
        lasting_ms = part[-1].token.end_ms - part[0].token.start_ms
        if (punctuated and characters <= MOST_CHARACTERS and lasting_ms <= MOST_MS) or len(part) == 1:
            yield begin, end
        else:
            yield from ((begin + first, begin + last) for first, last in _divide(part))
        begin = end


def _divide(part: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """The cheapest way to cut what has no sentences' ends, or too few: in pauses, then by syntax."""
    count = len(part)
    at = [0, *accumulate(piece.wide + piece.token.spaced for piece in part)]
    pauses = [0.0] * count
    for i, (before, after) in enumerate(pairwise(part), 1):
        pauses[i] = max(0, after.token.start_ms - before.token.end_ms - _PAUSE_INSIDE_MS) / _PAUSE_INSIDE_MS
    inner = list(accumulate(pauses))
    best = [0.0] + [math.inf] * count
    came_from = [0] * (count + 1)
    for begin in range(count):
        for end in range(begin + 1, count + 1):
            characters = at[end] - at[begin]
            lasting_ms = part[end - 1].token.end_ms - part[begin].token.start_ms
            if end > begin + 1 and (characters > MOST_CHARACTERS or lasting_ms > MOST_MS):
                break
            cost = best[begin] + _UNIT + (part[end].cost if end < count else 0.0) + inner[end - 1] - inner[begin]
            if characters > _COMFORTABLE:
                cost += 2 * (characters / _COMFORTABLE - 1) ** 2
            elif characters < _SCRAP:
                cost += 1.5 * (1 - characters / _SCRAP)
            if cost < best[end]:
                best[end], came_from[end] = cost, begin
    cuts = [count]
    while cuts[-1]:
        cuts.append(came_from[cuts[-1]])
    yield from pairwise(reversed(cuts))


def _unit(pieces: Sequence[Piece], words: Sequence[Word], spoken: Sequence[Segment]) -> Segment:
    flags = dict.fromkeys(flag for piece in pieces for flag in spoken[piece.segment].flags)
    start_ms = min([pieces[0].token.start_ms, *(word.start_ms for word in words)])
    end_ms = max([piece.token.end_ms for piece in pieces] + [word.end_ms for word in words])
    text = join_tokens(piece.token for piece in pieces)
    return Segment(start_ms, end_ms, text, tuple(words), pieces[0].speaker, tuple(flags))


@dataclass(frozen=True, slots=True)
class _Span:
    start_ms: int
    end_ms: int


def _spoken_spans(unit: Segment) -> list[_Span]:
    """When the unit is spoken: its words, joined where no pause is between them."""
    spans: list[_Span] = []
    for word in unit.words or (Word(unit.start_ms, max(unit.start_ms, unit.end_ms), unit.text),):
        if spans and word.start_ms - spans[-1].end_ms < KEPT_PAUSE_MS:
            spans[-1] = _Span(spans[-1].start_ms, max(spans[-1].end_ms, word.end_ms))
        else:
            spans.append(_Span(word.start_ms, max(word.start_ms, word.end_ms)))
    return spans


def _spread(parts: Sequence[Token], spans: Sequence[_Span], language: str | None) -> Iterator[Word]:
    """The text's tokens as words over the spans, each as long as its letters."""
    if not parts:
        return
    # A blank counts too: no token is without time.
    at = [0, *accumulate(width(part.text) + 1 for part in parts)]
    places = _places(parts, spans, at, language)
    for span, (begin, end) in zip(spans, pairwise(places), strict=True):
        length_ms = span.end_ms - span.start_ms
        weight = at[end] - at[begin]
        for i in range(begin, end):
            start_ms = span.start_ms + length_ms * (at[i] - at[begin]) // weight
            end_ms = span.start_ms + length_ms * (at[i + 1] - at[begin]) // weight
            yield Word(start_ms, end_ms, parts[i].text)


def _places(parts: Sequence[Token], spans: Sequence[_Span], at: Sequence[int], language: str | None) -> list[int]:
    """At which token each span begins, and the end; a pause goes to the best border near its share of the time."""
    costs = break_costs(parts, language)
    total_ms = sum(span.end_ms - span.start_ms for span in spans)
    whole = at[-1]
    places = [0]
    passed_ms = 0
    for span in spans[:-1]:
        passed_ms += span.end_ms - span.start_ms
        share = passed_ms / total_ms if total_ms else len(places) / len(spans)
        nearest = min(max(bisect_left(at, share * whole), places[-1]), len(parts))
        low = max(places[-1], nearest - _NEIGHBOURS, bisect_left(at, (share - _NEAR) * whole))
        high = min(len(parts), nearest + _NEIGHBOURS, bisect_right(at, (share + _NEAR) * whole) - 1)

        def price(i: int, share: float = share) -> float:
            return abs(at[i] / whole - share) / _NEAR + (costs[i] / 5 if 0 < i < len(costs) else 0.0)

        places.append(min(range(low, high + 1), key=price, default=nearest))
    places.append(len(parts))
    return places
