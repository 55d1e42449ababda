"""A text cut into scenes: by meaning, and by breath.

Every place between two pieces has a price by what it is; every length of a scene has one, too. The cheapest cut of
the whole text is found (dynamic programming, as Knuth and Plass break paragraphs into lines).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from lingoreel.media.film.forms import Form
from lingoreel.media.film.pieces import Break, Piece, cut_pieces
from lingoreel.media.film.word_places import says

MOST_SCENES = 40
SHORTEST_S, LONGEST_S = 2.0, 9.0
"""How long a scene's words should last, spoken."""
_BEST_S, _BEST_VERSE_S, _LONG_S = 4.4, 3.4, 6.5
_LEAST_BEST_S = 2.2
# How much cheaper cuts inside a sentence become, at most, where more scenes are wanted.
_MOST_EASE = 0.2

# What a cut there costs; 1 is about what a scene of twice the best length does.
_COST = {
    Break.PARAGRAPH: -1.2,
    Break.STEP: -3.0,
    Break.ITEM: -1.6,
    Break.HEADING: 0.3,
    Break.SENTENCE: 0.0,
    Break.VERSE: 0.3,
    Break.SEMICOLON: 0.8,
    Break.CLAUSE: 1.3,
    Break.CONJUNCTION: 1.6,
    Break.PLAIN: 3.5,
    Break.PHRASE: 7.0,
    Break.INSIDE: 9.0,
}


def split_scenes(text: str, language: str, form: Form, *, at_least: int = 1) -> list[list[Piece]]:
    """The text's pieces by scene, 1 to `MOST_SCENES`; in each there is something to say.

    `at_least`: so many scenes where the text is long enough for them.
    Raises ValueError for a text with nothing to say.
    """
    if not says(text):
        raise ValueError("nothing in the text can be said")
    pieces = cut_pieces(text, language, form)
    total = sum(piece.seconds for piece in pieces)
    best = max(_LEAST_BEST_S, min(_BEST_VERSE_S if form.verse else _BEST_S, total / max(1, at_least)))
    ease = 1.0
    while True:
        scenes = _cheapest(text, pieces, best, ease)
        if len(scenes) > MOST_SCENES:
            best *= 1.25
        elif len(scenes) < min(at_least, MOST_SCENES) and ease > _MOST_EASE and total / (len(scenes) + 1) > SHORTEST_S:
            ease /= 2
        else:
            return scenes


def _cheapest(text: str, pieces: Sequence[Piece], best_s: float, ease: float) -> list[list[Piece]]:
    count = len(pieces)
    spoken = [says(text[piece.begin : piece.end]) for piece in pieces]
    prices = [_COST[piece.before] * (ease if Break.SENTENCE < piece.before < Break.PLAIN else 1.0) for piece in pieces]
    costs = [0.0] + [math.inf] * count
    cut_before = [0] * (count + 1)
    for end in range(1, count + 1):
        seconds, spoke = 0.0, False
        for begin in range(end - 1, -1, -1):
            seconds += pieces[begin].seconds
            spoke = spoke or spoken[begin]
            cost = costs[begin] + (prices[begin] if begin else 0.0)
            cost += _length_cost(seconds, best_s) if spoke else math.inf
            if cost < costs[end]:
                costs[end], cut_before[end] = cost, begin
            if seconds > 2 * max(LONGEST_S, best_s) and spoke and costs[end] < math.inf:
                break
    scenes: list[list[Piece]] = []
    end = count
    while end:
        scenes.append(list(pieces[cut_before[end] : end]))
        end = cut_before[end]
    return scenes[::-1]


def _length_cost(seconds: float, best_s: float) -> float:
    stretch = best_s / _BEST_S
    cost = 0.5 * abs(math.log2(max(seconds, 0.2) / best_s))
    cost += 1.5 * max(0.0, min(SHORTEST_S, best_s * 0.8) - seconds)
    longest, long = max(LONGEST_S, LONGEST_S * stretch), max(_LONG_S * stretch, best_s)
    return cost + 0.5 * max(0.0, seconds - long) + 3.0 * max(0.0, seconds - longest)
