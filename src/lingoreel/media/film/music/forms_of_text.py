"""What a text's form changes in the music of its mood: who joins in, who rests, how fast it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lingoreel.media.film.music.score import Part, Style


@dataclass(frozen=True)
class Manner:
    """`tempo`: a factor; `melody` and `drums`: whether they play; `drums_lu`: how much louder; `joins`: patterns of
    eight steps and of six (where a beat has three).
    """

    tempo: float = 1.0
    melody: bool = True
    drums: bool = True
    drums_lu: float = 0.0
    joins: tuple[tuple[Part, tuple[str, ...], tuple[str, ...]], ...] = ()


_PLAYFUL = Part("figure", ("pizzicato",), -10, low=60, high=79, voices=3, pan=0.4, room=0.25, since=0.55, ends=False)
_WOOD = Part("drums", ("wood",), -20, pan=-0.4, room=0.3, since=0.65, ends=False)
_ROLLED = Part("figure", ("harp",), -8, low=55, high=79, pan=0.3, room=0.5, pedal=True)
_PULSE = Part("figure", ("muted",), -10, low=57, high=69, voices=2, pan=0.3, room=0.15, ends=False)
_TICK = Part("drums", ("tick",), -22, pan=-0.3, room=0.2, since=0.55, ends=False)
_STEADY = Part(
    "figure", ("kalimba", "marimba"), -10, low=64, high=81, voices=3, pan=0.35, room=0.3, since=0.5, ends=False
)

MANNERS: Mapping[str, Manner] = {
    "story": Manner(),
    "recipe": Manner(
        joins=(
            (_PLAYFUL, ("1..2.3..", "1.2..3.2", "1..3.2.."), ("1.23..", "1..2.3", "1.2...")),
            (_WOOD, ("x..o..x.", "x..o.xox"), ("x..o..", "x.oo.x")),
        )
    ),
    "product": Manner(tempo=1.02, drums_lu=2.0),
    "poem": Manner(tempo=0.93, drums=False, joins=((_ROLLED, ("/-------", "/---*---"), ("/-----", "/-----")),)),
    "news": Manner(
        melody=False,
        joins=(
            (_PULSE, ("1.1.1.1.", "1.1.2.1.", "1.1.1.2."), ("1.11.1", "1.11.2")),
            (_TICK, ("x.o.x.o.",), ("x..x..",)),
        ),
    ),
    "instructions": Manner(
        melody=False, joins=((_STEADY, ("1.2.3.2.", "1.3.2.3.", "1.2.3..."), ("1.23.2", "1.32.3", "1.23..")),)
    ),
}


def in_manner(style: Style, genre: str) -> tuple[Style, float]:
    """The style as a text of this genre has it, and the factor of its tempo. Raises KeyError."""
    manner = MANNERS[genre]
    parts: list[Part] = []
    for part in style.parts:
        if part.kind == "drums":
            if manner.drums:
                parts.append(replace(part, level_lu=part.level_lu + manner.drums_lu))
        elif part.kind != "melody" or manner.melody:
            parts.append(part)
    threes = style.beats == 2
    parts += [replace(part, patterns=sixes if threes else eights) for part, eights, sixes in manner.joins]
    return replace(style, parts=tuple(parts)), manner.tempo
