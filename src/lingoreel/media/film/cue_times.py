"""The cues of a film: each shot's own, from its first word on and over when its picture goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from lingoreel.media.cues import Cue, ReadingRules, make_cues, reading_rules
from lingoreel.media.film.breaking import numbers_item
from lingoreel.media.film.storyboard import FPS, Film, Shot
from lingoreel.media.segments import Segment, Word, clip_words
from lingoreel.media.timed_text import SPACELESS, width

LEAD_MS = 100
"""A shot's first cue comes at most so long before its first word."""
_SHORTEST_LINE = 4
_TIE = "\ue000\u200d"
"""A blank at which nothing is broken. No narration has it: what is for private use is not spoken."""


def film_cues(film: Film) -> list[Cue]:
    """The cues in order. None goes over the border of two shots, nor beyond the film's end."""
    rules = reading_rules(film.language, fps=FPS)
    return [cue for shot in film.shots for cue in _shot_cues(shot, film.language, rules)]


def _shot_cues(shot: Shot, language: str, rules: ReadingRules) -> list[Cue]:
    rules_here = _for_slow_words(shot, rules)
    cues = [
        replace(cue, lines=tuple(line.replace(_TIE, " ") for line in cue.lines))
        for cue in make_cues([_segment(shot, rules_here.line_length)], language, rules_here)
    ]
    first_ms = max(shot.start_ms, shot.words[0].start_ms - LEAD_MS)
    return _between(cues, first_ms, shot.end_ms, rules)


def _for_slow_words(shot: Shot, rules: ReadingRules) -> ReadingRules:
    """Shorter lines where a line of a long word is said for longer than a cue may stay."""
    slowest_ms = max((word.end_ms - word.start_ms) / (word.end - word.begin) for word in shot.words)
    longest = max(word.end - word.begin for word in shot.words)
    most = int(rules.max_ms / max(slowest_ms, 1.0))
    if longest <= most:
        return rules
    return replace(rules, line_length=max(_SHORTEST_LINE, min(rules.line_length, most)))


def _segment(shot: Shot, line_length: int) -> Segment:
    text = shot.scene.narration
    start_ms, end_ms = shot.words[0].start_ms, shot.words[-1].end_ms
    words = [Word(word.start_ms, word.end_ms, text[word.begin : word.end]) for word in shot.words]
    return Segment(start_ms, end_ms, _tied(text, line_length), clip_words(words, start_ms, end_ms))


def _tied(text: str, line_length: int) -> str:
    """The text with single blanks; instead of one a tie behind the number of a list's item, where a line has room."""
    parts = list(re.finditer(r"\S+", text))
    made = [part[0] for part in parts[:1]]
    for before, after in pairwise(parts):
        fits = width(before[0]) + 1 + width(after[0]) <= line_length or SPACELESS.search(after[0])
        made += [_TIE if fits and numbers_item(text, *before.span()) else " ", after[0]]
    return "".join(made)


def _between(cues: Sequence[Cue], first_ms: int, last_ms: int, rules: ReadingRules) -> list[Cue]:
    """The cues moved inside [first_ms, last_ms]: those at its ends by as little as the shortest time allows.

    Where there are too many for that all share the time evenly.
    """
    kept: list[Cue] = []
    free_ms = last_ms
    for cue in reversed(cues):
        end_ms = min(cue.end_ms, free_ms)
        start_ms = min(max(cue.start_ms, first_ms), end_ms - rules.min_ms)
        kept.append(replace(cue, start_ms=start_ms, end_ms=end_ms))
        free_ms = start_ms - rules.gap_ms
    kept.reverse()
    if kept and kept[0].start_ms < first_ms:
        each_ms = (last_ms - first_ms) // len(kept)
        gap_ms = min(rules.gap_ms, each_ms // 4)
        for number, cue in enumerate(kept):
            start_ms = first_ms + number * each_ms
            kept[number] = replace(cue, start_ms=start_ms, end_ms=start_ms + each_ms - gap_ms)
    return kept
