"""A track on its way into a script: what of it can be shown, and the fonts for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lingoreel.media.burn.script_layout import Place
from lingoreel.media.burn.script_text import MARKS, shown_lines, without_marks
from lingoreel.media.burn.script_wrap import Breaker
from lingoreel.media.burn.style import SubtitleStyle
from lingoreel.media.cues import Cue
from lingoreel.media.fonts import EmbeddedFonts, FontIndex, choose_faces, embed
from lingoreel.media.fonts.scripts import is_invisible

_DIRECTIONAL = "\u200e\u200f"


@dataclass(slots=True)
class Track:
    """The cues that show something, by the time they begin; their lines, cleaned, with spans marked; their fonts.

    `style_name` is the name of the track in the script.
    """

    cues: list[Cue]
    breakers: list[list[Breaker]]
    language: str | None
    where: Place
    style_name: str
    fonts: EmbeddedFonts


def prepare_track(
    cues: Sequence[Cue],
    language: str | None,
    name: str,
    where: Place,
    style: SubtitleStyle,
    index: FontIndex,
    warnings: list[str],
) -> Track:
    """Clean a track's text, choose and copy the faces for it. `warnings` is added to.

    Raises TaskError `font_missing` naming the letters that no face can draw.
    """
    shown = [(cue, own) for cue in cues if cue.end_ms > cue.start_ms >= 0 and (own := shown_lines(cue))]
    shown.sort(key=lambda pair: (pair[0].start_ms, pair[0].end_ms))
    kept, lines = [cue for cue, _ in shown], [own for _, own in shown]
    # All the letters in the order they stand in, so that marks are seen on their letters; each line once.
    text = without_marks("\n".join(dict.fromkeys(line for each in lines for line in each)))
    choice = choose_faces(index, style.font, text, language)
    warnings += choice.warnings
    plain = (style.font_bold, style.font_italic)
    letters = {plain: set(text) - {"\n"}}
    for shown_cue in lines:
        for line in shown_cue:
            for variant, some in _variants(line, plain).items():
                letters.setdefault(variant, set()).update(some)
    embedded = embed(
        choice, letters, f"Lingoreel{name}", {*filter(is_invisible, set(text) - {"\n", " "}), *_DIRECTIONAL}
    )
    advances = dict(embedded.advances(*plain))
    for variant in letters:  # a line is measured by the widest form of each letter in it
        for letter, size in embedded.advances(*variant).items():
            advances[letter] = max(size, advances.get(letter, 0.0))
    breakers = [[Breaker(line, advances, language) for line in each] for each in lines]
    return Track(kept, breakers, language, where, name, embedded)


def _variants(line: str, plain: tuple[bool, bool]) -> dict[tuple[bool, bool], set[str]]:
    """The letters of a line that are bold or italic only by its spans."""
    if without_marks(line) == line:
        return {}
    found: dict[tuple[bool, bool], set[str]] = {}
    bold, italic = plain
    for character in line:
        if character in MARKS["bold"]:
            bold = plain[0] or character == MARKS["bold"][0]
        elif character in MARKS["italic"]:
            italic = plain[1] or character == MARKS["italic"][0]
        elif (bold, italic) != plain:
            found.setdefault((bold, italic), set()).add(character)
    return {variant: set(without_marks("".join(own))) for variant, own in found.items()}
