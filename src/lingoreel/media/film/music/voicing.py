"""Voices for a progression: each moves as little as it can, and none in parallel fifths or octaves."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.film.music.theory import Chord, Key

Pitches = NDArray[np.int64]
Voicing = tuple[int, ...]
"""MIDI pitches, the lowest first."""

_MOST = 90  # voicings of a chord that are tried
_WIDEST, _APART = 19, 10  # semitones from the lowest to the highest voice, and between neighbours
_LOW, _LOW_APART = 52, 4  # close intervals growl below
_WIDE, _GROWL, _CLASH = 2.0, 4.0, 4.0
_PARALLEL, _LEAP, _DOUBLED_THIRD, _DOUBLED_LEADING, _INCOMPLETE = 7.0, 2.0, 2.0, 5.0, 3.0
_FROM_CENTRE, _STILL_TOP = 0.35, 0.6


def voice(chords: Sequence[Chord], key: Key, voices: int, low: int, high: int) -> list[Voicing]:
    """A voicing in [low, high] for each chord: of all ways through the progression the one that moves most smoothly."""
    known = {chord: _voicings(chord, key, voices, low, high) for chord in dict.fromkeys(chords)}
    costs: list[NDArray[np.float64]] = []
    came: list[NDArray[np.intp]] = []
    for place, chord in enumerate(chords):
        pitches, own = known[chord]
        if place == 0:
            costs.append(own)
            continue
        through = costs[-1][:, None] + _moving(known[chords[place - 1]][0], pitches)
        if chord == chords[place - 1]:
            np.fill_diagonal(through, costs[-1])
        best = through.argmin(axis=0)
        came.append(best)
        costs.append(through[best, np.arange(len(best))] + own)
    at = int(costs[-1].argmin())
    chosen = [at]
    for best in reversed(came):
        at = int(best[at])
        chosen.append(at)
    return [
        tuple(int(pitch) for pitch in known[chord][0][number])
        for chord, number in zip(chords, reversed(chosen), strict=True)
    ]


def bass_line(chords: Sequence[Chord], low: int, high: int) -> list[int]:
    """The bass tone of each chord in [low, high], an octave at least: near the one before, and drawn to the middle."""
    middle, line = (low + high) / 2, list[int]()
    for chord in chords:
        choices = [pitch for pitch in range(low, high + 1) if pitch % 12 == chord.bass]
        before = line[-1] if line else middle
        line.append(min(choices, key=lambda pitch: abs(pitch - before) + 0.3 * abs(pitch - middle)))
    return line


def _voicings(chord: Chord, key: Key, voices: int, low: int, high: int) -> tuple[Pitches, NDArray[np.float64]]:
    """What is possible (voicings × voices), and how little each is liked by itself. Raises ValueError for nothing."""
    found: list[tuple[float, Voicing]] = []
    tones = [pitch for pitch in range(low, high + 1) if pitch % 12 in chord.tones]
    for pitches in combinations(tones, voices):
        classes = [pitch % 12 for pitch in pitches]
        if not chord.needed <= set(classes):
            continue
        cost = _FROM_CENTRE * abs(sum(pitches) / voices - (low + high) / 2)
        cost += _WIDE * max(0, pitches[-1] - pitches[0] - _WIDEST)
        for below, above in pairwise(pitches):
            cost += _CLASH * (above - below == 1)
            cost += _WIDE * max(0, above - below - _APART) + _GROWL * (below < _LOW and above - below < _LOW_APART)
        cost += _DOUBLED_THIRD * (classes.count(chord.third) > 1)
        cost += _DOUBLED_LEADING * (key.leading is not None and classes.count(key.leading) > 1)
        cost += _INCOMPLETE * (len(set(classes)) < min(voices, len(chord.tones)))
        found.append((cost, pitches))
    if not found:
        raise ValueError(f"no voicing of {chord} between {low} and {high}")
    found = sorted(found)[:_MOST]
    return np.array([pitches for _, pitches in found]), np.array([cost for cost, _ in found])


def _moving(before: Pitches, after: Pitches) -> NDArray[np.float64]:
    """What it costs to go from each voicing to each other."""
    steps = after[None, :, :] - before[:, None, :]
    size = np.abs(steps)
    cost: NDArray[np.float64] = size.sum(axis=2).astype(np.float64)
    cost += _LEAP * np.maximum(0, size - 4).sum(axis=2)
    cost += _STILL_TOP * (steps[:, :, -1] == 0)
    for low, high in combinations(range(before.shape[1]), 2):
        first, second = (before[:, high] - before[:, low]) % 12, (after[:, high] - after[:, low]) % 12
        same = (first[:, None] == second[None, :]) & np.isin(second, (0, 7))[None, :]
        together = (steps[:, :, low] * steps[:, :, high] > 0) & same
        cost += _PARALLEL * together
    return cost
