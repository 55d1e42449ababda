"""The mood of every scene: its own words', held together by the whole text's and by the kind of text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from lingoreel.media.film.keywords import Lexicon
from lingoreel.media.film.storyboard import MOODS

_OF_GENRE: dict[str, dict[str, float]] = {
    "story": {"warm": 0.5, "bright": 0.3, "dreamy": 0.3},
    "recipe": {"warm": 1.2, "bright": 0.5},
    "product": {"energetic": 0.9, "bright": 0.7},
    "poem": {"dreamy": 0.9, "calm": 0.6},
    "news": {"serious": 1.6},
    "instructions": {"bright": 0.7, "calm": 0.5},
}
# A scene leaves the film's mood only for words as strong as this.
_OWN_MOOD = 1.6
_SHOUT = 0.4


def tell_moods(
    scenes: Sequence[str], words: Sequence[Sequence[tuple[int, int]]], genre: str, lexicon: Lexicon
) -> list[str]:
    """One of `MOODS` per scene; `words` are the places of each scene's words, marks left out."""
    own = [_marks(scene, places, lexicon) for scene, places in zip(scenes, words, strict=True)]
    film = defaultdict(float, _OF_GENRE[genre])
    for marks in own:
        for mood, mark in marks.items():
            film[mood] += mark * 2 / (1 + len(scenes) ** 0.5)
    main = max(MOODS, key=lambda mood: film[mood])
    moods: list[str] = []
    for marks in own:
        best = max(MOODS, key=lambda mood: (marks[mood], film[mood]))
        moods.append(best if marks[best] >= _OWN_MOOD and marks[best] > marks[main] + 0.8 else main)
    return moods


def _marks(scene: str, places: Sequence[tuple[int, int]], lexicon: Lexicon) -> dict[str, float]:
    marks: dict[str, float] = defaultdict(float)
    for found in lexicon.moods(scene, places):
        marks[found.name] += found.strength
    if "!" in scene or "！" in scene:
        marks["energetic"] += _SHOUT
    return marks
