"""From bars and chords to the notes of each part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from lingoreel.media.film.music.form import Bar
from lingoreel.media.film.music.melody import tune
from lingoreel.media.film.music.score import Note, Part, Style
from lingoreel.media.film.music.theory import Chord, Key
from lingoreel.media.film.music.voicing import Voicing, bass_line, voice

_STRUM_S = 0.022
_ROLL_S = 0.11  # of the last chord
_TIED_BARS = 3
_LOUD = {"X": 1.0, "x": 0.7, "o": 0.42}
_AGAIN = 2

_Sounding = Callable[[int, str, int], list[tuple[float, float, float]]]
"""(bar, letter, step) → pitch, delay in s and factor of the velocity of what sounds there."""


def arrange(style: Style, part: Part, bars: Sequence[Bar], key: Key, rng: np.random.Generator) -> list[Note]:
    """The part's notes in order of their patterns."""
    chords = [key.chord(bar.symbol) for bar in bars]
    if part.kind == "melody":
        notes = tune(style, part, bars, chords, key, rng)
    elif part.kind == "pad":
        notes = _pad(part, bars, voice(chords, key, part.voices, part.low, part.high))
    elif part.kind == "bass":
        notes = _patterned(part, bars, _bass(chords, bass_line(chords, part.low, part.high), key, part), rng)
    elif part.kind == "figure":
        notes = _patterned(part, bars, _figure(bars, voice(chords, key, part.voices, part.low, part.high)), rng)
    else:
        notes = _patterned(part, bars, lambda _, letter, __: [(0.0, 0.0, _LOUD[letter])], rng)
    return _played(style, part, notes, bars, rng)


def _playing(part: Part, bar: Bar) -> bool:
    if bar.role == "e":
        return part.ends
    return part.since <= bar.energy and (bar.accent or not part.scenes)


def _pad(part: Part, bars: Sequence[Bar], voicings: Sequence[Voicing]) -> list[Note]:
    """Long tones; a voice that stays where it is goes on into the next bar."""
    notes: list[Note] = []
    for number in range(part.voices):
        at = 0
        while at < len(bars):
            last = at
            while (
                last + 1 < len(bars)
                and last + 1 - at < _TIED_BARS
                and voicings[last + 1][number] == voicings[at][number]
                and (bars[last + 1].place or bars[last + 1].share < 1.0)
                and _playing(part, bars[last + 1])
            ):
                last += 1
            if _playing(part, bars[at]):
                lasts = bars[last].end_s - bars[at].start_s
                notes.append(Note(bars[at].start_s, lasts, voicings[at][number], bars[at].strength))
            at = last + 1
    return notes


def _figure(bars: Sequence[Bar], voicings: Sequence[Voicing]) -> _Sounding:
    def sounding(at: int, letter: str, step: int) -> list[tuple[float, float, float]]:
        own = voicings[at]
        if letter.isdigit():
            octave, place = divmod(int(letter) - 1, len(own))
            return [(own[place] + 12 * octave, 0.0, 1.0)]
        apart = _STRUM_S if letter == "/" else 0.004
        if bars[at].role == "e":
            apart = min(_ROLL_S, 0.3 * (bars[at].end_s - bars[at].start_s) / len(own))
        upward = own if letter == "/" or step == 0 else own[::-1]
        return [(pitch, place * apart, 0.8) for place, pitch in enumerate(upward)]

    return sounding


def _bass(chords: Sequence[Chord], line: Sequence[int], key: Key, part: Part) -> _Sounding:
    def sounding(at: int, letter: str, step: int) -> list[tuple[float, float, float]]:
        del step
        root, chord = line[at], chords[at]
        if letter == "8":
            pitch = root + 12
        elif letter == "a":
            target = line[min(at + 1, len(line) - 1)]
            pitch = _beside(target, -1 if target > root else 1, key) if target != root else root + 7
        elif letter in "35":
            wanted = chord.tones[1 if letter == "3" else 2]
            pitch = root + (wanted - root) % 12
            pitch -= 12 if pitch > part.high + 3 else 0
        else:
            pitch = root
        return [(float(pitch), 0.0, 0.9 if letter in "58a" else 1.0)]

    return sounding


def _beside(pitch: int, way: int, key: Key) -> int:
    """The tone of the scale next to a pitch, below (-1) or above (1)."""
    return next(found for found in (pitch + way, pitch + 2 * way, pitch + 3 * way) if found % 12 in key.scale)


def _patterned(part: Part, bars: Sequence[Bar], sounding: _Sounding, rng: np.random.Generator) -> list[Note]:
    notes: list[Note] = []
    order = rng.permutation(max(1, len(part.patterns) - 2)).tolist() if len(part.patterns) > 2 else [0]
    for at, bar in enumerate(bars):
        if not _playing(part, bar):
            continue
        length = bar.end_s - bar.start_s
        if bar.role == "e":
            letter = "X" if part.kind == "drums" else "1" if part.kind == "bass" else "/"
            notes += [
                Note(bar.start_s + late, length - late, pitch, 0.75 * loud)
                for pitch, late, loud in sounding(at, letter, 0)
            ]
            continue
        pattern = _pattern(part, bar, order)
        step_s = length / bar.share / len(pattern)
        for step, letter, steps in _letters(pattern[: round(len(pattern) * bar.share)]):
            start = bar.start_s + step * step_s
            beat = 1.0 if step == 0 else 0.92 if 2 * step % len(pattern) == 0 else 0.84
            for pitch, late, loud in sounding(at, letter, step):
                strength = bar.strength * beat * loud
                lasts = bar.end_s - start if part.pedal else steps * step_s
                notes.append(Note(start + late, lasts, pitch, strength))
    return notes


def _pattern(part: Part, bar: Bar, order: Sequence[int]) -> str:
    """The first pattern, in other themes another one, in varied ones in turn; the last one at a phrase's end."""
    if len(part.patterns) > 1 and bar.place == bar.length - 1 and bar.length > 1:
        return part.patterns[-1]
    if bar.role in "bBc" and len(part.patterns) > 2:
        return part.patterns[1 + order[bar.phrase % len(order)]]
    if bar.role in "Az" and bar.place % 2 and len(part.patterns) > 2:
        return part.patterns[1 + order[0]]
    return part.patterns[0]


def _letters(pattern: str) -> Iterator[tuple[int, str, int]]:
    """Step, letter, and how many steps it goes on."""
    for step, letter in enumerate(pattern):
        if letter not in ".-":
            rest = pattern[step + 1 :]
            yield step, letter, 1 + len(rest) - len(rest.lstrip("-"))


def _played(
    style: Style, part: Part, notes: Sequence[Note], bars: Sequence[Bar], rng: np.random.Generator
) -> list[Note]:
    """As people play: never quite even; echoes added."""
    loose = rng.normal(0.0, 1.0, (len(notes), 2)).clip(-2, 2)
    lasts = bars[-1].end_s
    first_s = bars[0].end_s - bars[0].start_s
    beat_s = first_s / bars[0].share / style.beats
    made: list[Note] = []
    for note, (late, loud) in zip(notes, loose, strict=True):
        start = float(max(0.0, note.start_s + style.loose_s * late))
        if start >= lasts - 0.01:
            continue
        strength = float(min(1.0, max(0.05, note.velocity * (1 + 0.06 * loud))))
        made.append(Note(start, note.length_s, note.pitch, strength))
        for again in range(1, _AGAIN + 1) if part.echo else ():
            beats, factor = part.echo or (0.0, 0.0)
            at = start + again * beats * beat_s
            if at < lasts - 0.5:
                made.append(Note(at, note.length_s, note.pitch, strength * factor**again))
    return made
