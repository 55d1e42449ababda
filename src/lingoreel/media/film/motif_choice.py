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
# Days and hours are told in passing: other words are drawn first.
_IN_PASSING = {"calendar": 0.55, "clock": 0.8}
_SKY = ("sun", "moon", "stars")
# Faint signs count only where strong ones are missing.
_STRONG, _FAINT = 0.6, 0.4
# A drawing that is called for as often as this is what the text is about.
_SUBJECT = 1.8
_PURPOSE = 3401
# What figures and common words call for says nothing of what the whole text is about.
_GENERAL = frozenset(
    ("calendar", "cart", "chart", "check", "clock", "coin", "globe", "growth", "hourglass", "question")
)
_GENERAL |= {"speech_bubble", "star_badge", "steps"}


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
    themes = sorted(
        (motif for motif in theme if theme[motif] >= 1.0 and motif not in _GENERAL), key=lambda m: -theme[m]
    )
    subject = themes[:1] if themes and theme[themes[0]] >= _SUBJECT else []
    chosen: list[tuple[str, ...]] = []
    for number, (marks, mood) in enumerate(zip(wanted, moods, strict=True)):
        first_ones = [motifs[0] for motifs in chosen]
        own = sorted(
            marks,
            key=lambda motif: -marks[motif] * _IN_PASSING.get(motif, 1.0) * _SHOWN_BEFORE ** first_ones.count(motif),
        )
        rng = np.random.default_rng([seed, number, _PURPOSE])
        others = _others(own, subject, themes[:3], mood, genre, first_ones, rng)
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
    if not marks.keys().isdisjoint(_SKY) and marks.keys().isdisjoint(("chart", "coin")):
        marks.pop("growth", None)  # the sun rises
    strong = {motif: mark for motif, mark in marks.items() if mark >= _STRONG}
    return strong if len(strong) >= LEAST_MOTIFS else {motif: mark for motif, mark in marks.items() if mark >= _FAINT}


def _others(
    own: Sequence[str],
    subject: Sequence[str],
    themes: Sequence[str],
    mood: str,
    genre: str,
    shown: Sequence[str],
    rng: np.random.Generator,
) -> list[str]:
    """What goes with the scene's own drawings, or else with the text's; what was just shown comes last."""
    near = own[:2] or themes
    beside = [*([] if own else themes), *(companion for motif in near for companion in TOGETHER[motif][:3])]
    pool = [*OF_GENRE[genre], *OF_MOOD[mood]]
    order = [*subject] if not own else []
    order += [beside[i] for i in rng.permutation(len(beside))]
    order += [pool[i] for i in rng.permutation(len(pool))]
    return sorted(order, key=shown[-4:].count)
