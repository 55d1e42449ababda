"""The form of a piece that is as long as its film: bars, phrases, a cadence, and chords that change with the scenes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lingoreel.media.film.music.score import Style

_TEMPI = 21
_SHORTEST_S = 3.0  # less is one chord
_SKIPPED, _BENT, _CUT, _OTHER_TEMPO = 1.0, 250.0, 0.35, 0.3
_TAIL_SHARE, _TAIL_LEAST_S = 0.15, 1.4
_SLOWER = (1.04, 1.1)  # the last two bars, where the style slows down
_ROUND = "aAbBcA"
_ENERGY = {"i": 0.4, "a": 0.6, "A": 0.75, "b": 0.7, "B": 0.85, "c": 0.5, "z": 0.95, "e": 0.5}


@dataclass(frozen=True)
class Bar:
    """A bar of the piece: when it is, in s, and what it is in its phrase.

    `share`: 1, or less for a part of a bar that goes on before a scene. `role`: its phrase's letter ("i" introduction,
    "a", "b", "c" themes, capitals their varied returns, "z" the last one, "e" the end). `place` in its phrase of
    `length` bars. `accent`: a scene begins with it.
    """

    start_s: float
    end_s: float
    share: float
    accent: bool
    role: str = "a"
    phrase: int = 0
    place: int = 0
    length: int = 1
    symbol: str = "1"

    @property
    def energy(self) -> float:
        """How many are to play, 0 to 1."""
        return _ENERGY[self.role]

    @property
    def strength(self) -> float:
        """How strongly they play: a phrase grows a little."""
        return 0.5 + 0.3 * self.energy + 0.04 * self.place / max(1, self.length - 1)


def lay_out(
    style: Style, rng: np.random.Generator, duration_s: float, accents_s: Sequence[float], tempo: float
) -> list[Bar]:
    """The bars of the piece, the last of which is the final chord and ends with it. `tempo`: a factor."""
    themes = _themes(style, rng)
    tail = min(style.tail_s, max(_TAIL_LEAST_S, _TAIL_SHARE * duration_s))
    last_s = duration_s - tail
    wanted_s = style.beats * 60 / (rng.uniform(*style.bpm) * tempo)
    full_s = [style.beats * 60 / (bpm * tempo) for bpm in np.linspace(*style.bpm, _TEMPI)]
    full_s = [bar_s for bar_s in full_s if bar_s <= last_s]
    if duration_s < _SHORTEST_S or not full_s:
        return [Bar(0.0, duration_s, 1.0, accent=True, role="e", symbol=style.final)]
    accents = [at for at in sorted(set(accents_s)) if 0.5 * full_s[-1] <= at <= last_s - full_s[-1]]
    spread_s = full_s[0] - full_s[-1] or 1.0
    costs = [
        _OTHER_TEMPO * abs(bar_s - wanted_s) / spread_s + _ways(style, bar_s, accents, last_s)[-1][0]
        for bar_s in full_s
    ]
    bars = _in_phrases(_grid(style, full_s[int(np.argmin(costs))], accents, last_s))
    end = Bar(last_s, duration_s, 1.0, accent=True, role="e", phrase=bars[-1].phrase + 1, symbol=style.final)
    return [*_with_chords(bars, themes), end]


def _ways(style: Style, bar_s: float, accents: Sequence[float], last_s: float) -> list[tuple[float, int, int]]:
    """The best way to each accent and to `last_s`: its cost, the point before, and how many cuts of a bar lie between.

    A way leads from accent to accent, over those where no bar begins, so that the tempo is bent only a little.
    """
    points = [0.0, *accents, last_s]
    unit = bar_s / style.cuts
    best: list[tuple[float, int, int]] = [(0.0, 0, 0)]
    for to in range(1, len(points)):
        ways = []
        for since in range(to):
            length = points[to] - points[since]
            units = max(1, round(length / unit))
            bend = abs(length / (units * unit) - 1)
            over = max(0.0, bend - style.bend)
            cost = _BENT * bend**2 + 1e3 * over + _SKIPPED * (to - since - 1) + _CUT * (units % style.cuts > 0)
            ways.append((best[since][0] + cost, since, units))
        best.append(min(ways))
    return best


def _grid(style: Style, bar_s: float, accents: Sequence[float], last_s: float) -> list[Bar]:
    """Bars to `last_s` at about this tempo, beginning anew at the accents that the best way leads to."""
    points = [0.0, *accents, last_s]
    best = _ways(style, bar_s, accents, last_s)
    stretches, at = [], len(points) - 1
    while at:
        _, since, units = best[at]
        stretches.append((points[since], points[at], units))
        at = since
    bars: list[Bar] = []
    for number, (start, end, units) in enumerate(reversed(stretches)):
        shares = [1.0] * (units // style.cuts)
        if units % style.cuts:
            shares.append(units % style.cuts / style.cuts)
        lengths = np.array(shares)
        if style.slows and number == len(stretches) - 1 and len(shares) > 3:
            lengths[-2:] *= _SLOWER
        borders = start + (end - start) * np.concatenate(([0.0], lengths.cumsum() / lengths.sum()))
        for place, share in enumerate(shares):
            bars.append(Bar(float(borders[place]), float(borders[place + 1]), share, accent=place == 0))
    return bars


def _in_phrases(bars: Sequence[Bar]) -> list[Bar]:
    """Phrases of four bars, as far as it goes; a part of a bar belongs to the one before and counts for nothing."""
    whole = max(1, sum(bar.share == 1.0 for bar in bars))
    intro = 0 if whole < 7 else 2 if whole >= 14 and whole % 4 != 1 else 1
    lengths = [4] * ((whole - intro) // 4)
    rest = (whole - intro) % 4
    if rest == 1 and lengths:
        lengths[-1] = 5
    elif rest:
        lengths.insert(max(0, len(lengths) - 1), rest)
    count = len(lengths)
    form = "abz" if count == 3 else (_ROUND * count)[: count - 1] + "z"
    if intro:
        lengths, form = [intro, *lengths], "i" + form
    placed: list[Bar] = []
    phrase, place = 0, 0
    for bar in bars:
        if bar.share == 1.0 and place == lengths[phrase]:
            phrase, place = phrase + 1, 0
        own = max(0, place - 1) if bar.share < 1.0 else place
        placed.append(replace(bar, role=form[phrase], phrase=phrase, place=own, length=lengths[phrase]))
        place += bar.share == 1.0
    return placed


def _themes(style: Style, rng: np.random.Generator) -> dict[str, tuple[str, ...]]:
    """The chords of each role's four bars."""
    a = style.first[rng.integers(len(style.first))]
    b, c = (style.second[int(at)] for at in rng.permutation(len(style.second))[:2])
    turn, other = (style.turns[int(at)] for at in rng.permutation(len(style.turns))[:2])
    cadences = [style.cadences[int(at)] for at in rng.permutation(len(style.cadences))]
    cadence = next((one for one in cadences if one[0] != a[1]), cadences[0])
    return {
        "i": (a[0], a[-1]),
        "a": a,
        "A": (*a[:3], turn),
        "b": b,
        "B": (*b[:3], other),
        "c": c,
        "z": a,
        "cadence": cadence,
        "turn": (turn,),
    }


def _with_chords(bars: Sequence[Bar], themes: dict[str, tuple[str, ...]]) -> list[Bar]:
    """The bars with their chords; the last ones lead to the end."""
    last = [at for at, bar in enumerate(bars) if bar.share == 1.0][-2:]
    cadence = dict(zip(reversed(last), reversed(themes["cadence"]), strict=False))
    made: list[Bar] = []
    for at, bar in enumerate(bars):
        own = themes[bar.role]
        symbol = own[bar.place] if bar.place < len(own) else themes["turn"][0]
        if bar.share < 1.0 and made:
            symbol = made[-1].symbol
        made.append(replace(bar, symbol=cadence.get(at, symbol)))
    return made
