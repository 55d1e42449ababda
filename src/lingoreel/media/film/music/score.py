"""What music is written in: notes, the parts that play them, and the styles of the moods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["pad", "figure", "bass", "melody", "drums"]


@dataclass(frozen=True)
class Note:
    """A sound of `length_s` from `start_s` on; `pitch` is MIDI's (drums: no matter), `velocity` 0 to 1."""

    start_s: float
    length_s: float
    pitch: float
    velocity: float


@dataclass(frozen=True)
class Part:
    """Who plays what, how loud and where.

    `instruments`: one of them plays. `level_lu`: its loudness beside the whole piece's. `patterns` are bars in equal
    steps, one letter each; the first is the common one, others come in other themes, the last one ends phrases.
    Figures: "1" to "9" tones of the chord from below, "*" all of them, "/" all one after another, "-" goes on, "."
    rests. Bass: "1" root, "3", "5" and "8" (octave), "a" a step into the next chord. Drums: "X", "x", "o" from loud
    to soft.

    `low` and `high` are the pitches it may use, `voices` how many at once. It plays in bars whose energy is `since`
    at least. `pan` −1 to 1, `room` 0 to 1, `echo` (beats, factor) repeats each note twice. `ends`: it plays the last
    chord, too. `scenes`: it plays only where a scene begins. `pedal`: what sounds rings on to the bar's end. `pumps`:
    it gives way to the kick drum.
    """

    kind: Kind
    instruments: tuple[str, ...]
    level_lu: float
    patterns: tuple[str, ...] = ()
    low: int = 48
    high: int = 72
    voices: int = 4
    since: float = 0.0
    pan: float = 0.0
    room: float = 0.3
    echo: tuple[float, float] | None = None
    ends: bool = True
    scenes: bool = False
    pedal: bool = False
    pumps: bool = False


@dataclass(frozen=True)
class Style:
    """How a mood sounds.

    `bpm` from and to; `beats` of a bar; `cuts`: into how many parts a bar may be cut, some of which are added before
    a scene; `bend`: how far the tempo may be bent for that (share); `slows` at the end; `tail_s` of the last chord.
    `keys`: tonics (pitch classes). `first` and `second`: the chords of themes, four bars each; `turns`: chords that
    open a theme's end; `cadences`: the last two bars before `final`. `rhythms` of the melody: bars, digits telling how
    many steps a note lasts ("." rests a step). `loose_s`: how unevenly people play. `room_s`: how long the room
    sounds, `dark_hz` where it begins to swallow.
    """

    bpm: tuple[float, float]
    beats: float
    keys: tuple[int, ...]
    mode: str
    first: tuple[tuple[str, ...], ...]
    second: tuple[tuple[str, ...], ...]
    turns: tuple[str, ...]
    cadences: tuple[tuple[str, str], ...]
    final: str
    parts: tuple[Part, ...]
    rhythms: tuple[str, ...]
    cuts: int = 2
    bend: float = 0.05
    slows: bool = True
    tail_s: float = 4.0
    loose_s: float = 0.006
    room_s: float = 2.0
    dark_hz: float = 4000.0
