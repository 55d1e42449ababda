"""A tune over the chords: one idea, taken up again on other degrees, varied, and brought home."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lingoreel.media.film.music.form import Bar
from lingoreel.media.film.music.score import Note, Part, Style
from lingoreel.media.film.music.theory import Chord, Key

_ARCH = (0.0, 0.55, 1.0, 0.35)  # where in its range a phrase is, bar by bar
_SILENT_ROLES = "ice"


def tune(
    style: Style, part: Part, bars: Sequence[Bar], chords: Sequence[Chord], key: Key, rng: np.random.Generator
) -> list[Note]:
    """The part's notes. Odd bars of a phrase have the idea's rhythm, even ones an answer's, the last rests."""
    idea, answer = (style.rhythms[int(at)] for at in rng.permutation(len(style.rhythms))[:2])
    shapes = {idea: _shape(idea, rng), answer: _shape(answer, rng)}
    turned = {rhythm: tuple(-step for step in shape) for rhythm, shape in shapes.items()}
    notes: list[Note] = []
    pitch = float((part.low + part.high) // 2)
    for at, (bar, chord) in enumerate(zip(bars, chords, strict=True)):
        if bar.role == "e" and part.ends:
            notes.append(Note(bar.start_s, bar.end_s - bar.start_s, _nearest(pitch, (key.tonic,), part), 0.6))
            continue
        if bar.role in _SILENT_ROLES or bar.energy < part.since or bar.share < 1.0:
            continue
        closing = bar.place == bar.length - 1
        rhythm = answer if bar.place % 2 else idea
        steps = (turned if bar.role in "bB" else shapes)[rhythm]
        height = _ARCH[min(bar.place, 3)] * (1.0 if bar.role not in "bB" else 0.7) + (
            0.15 if bar.role in "ABz" else 0.0
        )
        wanted = part.low + 3 + height * (part.high - part.low - 8)
        pitch = _nearest((pitch + wanted) / 2, chord.tones, part)
        following = chords[at + 1] if at + 1 < len(chords) else chord
        if closing:
            notes += _close(bar, pitch, chord, following, part)
        else:
            played = _play(bar, rhythm, steps, pitch, chord, key, part)
            notes += played
            pitch = played[-1].pitch if played else pitch
    return notes


def _shape(rhythm: str, rng: np.random.Generator) -> tuple[int, ...]:
    """Steps of the scale from note to note: mostly one, a leap is answered by a step back."""
    steps = [0]
    for _ in range(sum(letter.isdigit() for letter in rhythm) - 1):
        if abs(steps[-1]) > 1:
            steps.append(-1 if steps[-1] > 0 else 1)
        else:
            choices = [step for step in (-2, -1, -1, 1, 1, 2, 3) if step != -steps[-1]]
            steps.append(int(rng.choice(choices)))
    return tuple(steps)


def _play(bar: Bar, rhythm: str, steps: Sequence[int], first: float, chord: Chord, key: Key, part: Part) -> list[Note]:
    """The idea from `first` on; what falls on a strong beat belongs to the chord."""
    grid = sum(int(letter) if letter.isdigit() else 1 for letter in rhythm)
    step_s = (bar.end_s - bar.start_s) / grid
    notes: list[Note] = []
    pitch, at, number = first, 0, 0
    for letter in rhythm:
        lasts = int(letter) if letter.isdigit() else 1
        if letter.isdigit():
            if number:
                wanted = _stepped(pitch, steps[number], key, part)
                if at % (grid // 2) == 0 or lasts * 3 >= grid:
                    wanted = _nearest(wanted, chord.tones, part, other_than=pitch)
                pitch = wanted
            strength = 0.72 if at == 0 else 0.62 if at % (grid // 2) == 0 else 0.52
            notes.append(Note(bar.start_s + at * step_s, lasts * step_s, pitch, strength))
            number += 1
        at += lasts
    return notes


def _close(bar: Bar, pitch: float, chord: Chord, following: Chord, part: Part) -> list[Note]:
    """A long tone, and where the next phrase begins elsewhere a short one that leads there."""
    length = bar.end_s - bar.start_s
    target = _nearest(pitch, following.tones, part)
    notes = [Note(bar.start_s, 0.7 * length, pitch, 0.6)]
    between = _nearest((pitch + target) / 2 + 0.1, chord.tones, part)
    if between not in (pitch, target):
        notes.append(Note(bar.start_s + 0.75 * length, 0.25 * length, between, 0.45))
    return notes


def _stepped(pitch: float, steps: int, key: Key, part: Part) -> float:
    """So many steps of the scale away; turned back at the range's ends."""
    scale = [one for one in range(part.low - 12, part.high + 13) if one % 12 in key.scale]
    near = min(range(len(scale)), key=lambda at: abs(scale[at] - pitch))
    found = scale[max(0, min(len(scale) - 1, near + steps))]
    if not part.low <= found <= part.high:
        found = scale[max(0, min(len(scale) - 1, near - steps))]
    return float(found)


def _nearest(pitch: float, classes: Sequence[int], part: Part, other_than: float | None = None) -> float:
    return float(
        min(
            (one for one in range(part.low, part.high + 1) if one % 12 in classes and one != other_than),
            key=lambda one: abs(one - pitch),
        )
    )
