"""Which drawings each scene gets: those its words call for, then what goes with them, then what suits the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

import numpy as np

from lingoreel.media.film.companions import OF_GENRE, OF_MOOD, TOGETHER
from lingoreel.media.film.keywords import Keyword

MOST_MOTIFS, LEAST_MOTIFS = 4, 2
# A word that stands for several drawings means the first most.
_LATER = 0.8
_IN_HEADLINE = 1.35
_SHOWN_BEFORE = 0.72
_FAINT = 0.4
_PURPOSE = 3401


def choose_motifs(
    keywords: Sequence[Sequence[Keyword]],
    headlines: Sequence[tuple[int, int] | None],
    moods: Sequence[str],
    genre: str,
    seed: int,
) -> list[tuple[str, ...]]:
    """The drawings' names for every scene, best first, 2 to 4; no two neighbours begin with the same one."""
    wanted = [_wanted(found, headline) for found, headline in zip(keywords, headlines, strict=True)]
    theme: dict[str, float] = defaultdict(float)
    for marks in wanted:
        for motif, mark in marks.items():
            theme[motif] += mark
    themes = sorted((motif for motif in theme if theme[motif] >= 1.0), key=lambda motif: -theme[motif])[:3]
    chosen: list[tuple[str, ...]] = []
    for number, (marks, mood) in enumerate(zip(wanted, moods, strict=True)):
        first_ones = [motifs[0] for motifs in chosen]
        own = sorted(marks, key=lambda motif: -marks[motif] * _SHOWN_BEFORE ** first_ones.count(motif))
        rng = np.random.default_rng([seed, number, _PURPOSE])
        others = _others(own, themes, mood, genre, first_ones, rng)
        ranked = list(dict.fromkeys(chain(own, others)))
        if chosen and ranked[0] == chosen[-1][0]:
            ranked[0], ranked[1] = ranked[1], ranked[0]
        chosen.append(tuple(ranked[: max(LEAST_MOTIFS, min(MOST_MOTIFS, len(own)))]))
    return chosen


def _wanted(keywords: Sequence[Keyword], headline: tuple[int, int] | None) -> dict[str, float]:
    marks: dict[str, float] = {}
    rank: dict[tuple[int, int], int] = defaultdict(int)
    for keyword in keywords:
        place = (keyword.begin, keyword.end)
        mark = keyword.strength * _LATER ** rank[place]
        rank[place] += 1
        if headline is not None and headline[0] <= keyword.begin < headline[1]:
            mark *= _IN_HEADLINE
        before = marks.get(keyword.motif, 0.0)
        marks[keyword.motif] = max(before, mark) + 0.35 * min(before, mark)
    return {motif: mark for motif, mark in marks.items() if mark >= _FAINT}


def _others(
    own: Sequence[str], themes: Sequence[str], mood: str, genre: str, shown: Sequence[str], rng: np.random.Generator
) -> list[str]:
    """What goes with the scene's own drawings, or else with the text's; never twice what was just shown."""
    near = [companion for motif in own[:2] for companion in TOGETHER[motif][:3]]
    pool = [*OF_GENRE[genre], *OF_MOOD[mood]]
    if own:
        order = [near[i] for i in rng.permutation(len(near))]
    else:
        around = [*themes, *(companion for motif in themes for companion in TOGETHER[motif][:2])]
        order = [around[i] for i in rng.permutation(len(around))]
    order += [pool[i] for i in rng.permutation(len(pool))]
    return sorted(order, key=lambda motif: shown[-4:].count(motif))
