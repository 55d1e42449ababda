"""From scenes that were spoken to shots: when each begins and ends, in frames, and when its words are heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from lingoreel.media.film.storyboard import FPS, Scene, Shot, SpokenWord, Storyboard
from lingoreel.media.film.word_times import SpokenPart, time_words, words_of

FIRST_LEAD_MS = 600
LEAD_MS = 450
"""A shot begins so long before its first word: the transition into it lies there."""
TRANSITION_FRAMES = 10
"""How long the way to a shot takes, from its first frame: over before its first word."""
TAIL_MS = 250
WITHIN_SENTENCE_MS = 80
"""A shot ends so long after its last word; where the sentence goes on in the next shot, sooner."""
LAST_TAIL_MS = 900
SHORTEST_MS = 1600
"""A picture that stays for less is not seen."""
_LETTER_MS = 80
"""How long a letter of a scene stays that nobody can say: it is read."""
_ENDS = frozenset(".!?…。！？｡؟۔।॥:：;；")


@dataclass(frozen=True, slots=True)
class Laid:
    """The shots, and for each the ms at which each of its parts is heard."""

    shots: tuple[Shot, ...]
    starts_ms: tuple[tuple[int, ...], ...]


def lay_shots(storyboard: Storyboard, spoken: Sequence[Sequence[SpokenPart]]) -> Laid:
    """The shots of a storyboard whose scenes were spoken; `spoken` are the parts of each scene, in order."""
    shots: list[Shot] = []
    starts: list[tuple[int, ...]] = []
    first = 0
    count = len(storyboard.scenes)
    for number, (scene, parts) in enumerate(zip(storyboard.scenes, spoken, strict=True)):
        begin_ms = round(first * 1000 / FPS)
        at_ms = begin_ms + (LEAD_MS if number else FIRST_LEAD_MS)
        heard, end_ms = _parts_in_time(parts, at_ms)
        words = words_of(scene.narration, storyboard.language)
        if end_ms > at_ms:
            timed = time_words(words, scene.narration, parts, heard)
        else:
            end_ms = at_ms + max(SHORTEST_MS, _LETTER_MS * len(scene.narration))
            silent = SpokenPart(0, len(scene.narration), end_ms - at_ms)
            timed = time_words(words, scene.narration, [silent], [at_ms])
        last = ceil(max(end_ms + _tail_ms(scene, number == count - 1), begin_ms + SHORTEST_MS) * FPS / 1000)
        shots.append(Shot(scene, first, last, _inside(timed, last)))
        starts.append(tuple(heard))
        first = last
    return Laid(tuple(shots), tuple(starts))


def _parts_in_time(parts: Sequence[SpokenPart], at_ms: int) -> tuple[list[int], int]:
    """When each part begins, one after another with their pauses between, and when the last one ends."""
    heard = []
    end_ms = pause_ms = 0
    begin_ms = at_ms
    for part in parts:
        if part.length_ms:
            at_ms += pause_ms
            heard.append(at_ms)
            at_ms = end_ms = at_ms + part.length_ms
            pause_ms = part.pause_after_ms
        else:
            heard.append(at_ms)
    return heard, end_ms or begin_ms


def _tail_ms(scene: Scene, is_last: bool) -> int:
    if is_last:
        return LAST_TAIL_MS
    ends = scene.narration.rstrip("\"'”’»)]}›」』）】》〉 \n")[-1:] in _ENDS
    return TAIL_MS if ends else WITHIN_SENTENCE_MS


def _inside(words: tuple[SpokenWord, ...], last: int) -> tuple[SpokenWord, ...]:
    """The words, none of them beyond the shot's end."""
    end_ms = round(last * 1000 / FPS)
    return tuple(SpokenWord(w.begin, w.end, min(w.start_ms, end_ms), min(w.end_ms, end_ms)) for w in words)
