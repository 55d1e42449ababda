"""Where lines and cues end: at punctuation, at a clause's border, or inside what belongs together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lingoreel.media.cues import Cue
from lingoreel.media.cues.syntax import Border, borders
from lingoreel.media.segments import Segment
from lingoreel.media.timed_text import clean, tokens


def break_places(cues: Sequence[Cue], segments: Sequence[Segment], language: str) -> Counter[Border]:
    """How many line ends (a cue's included, the last one of all not) stand at which kind of border.

    What is in no list of function words counts as plain; inside a word or a phrase of a script without blanks as
    inside. Cues and segments have the same letters in the same order.
    """
    kinds: dict[int, Border] = {}
    at = 0
    for segment in segments:
        found = tokens(segment, 10_000, language)
        for token, kind in zip(found, borders(found, language), strict=True):
            kinds[at] = kind
            at += len(_letters(token.text))
        kinds[at] = Border.SENTENCE  # a turn's end
    whole = at
    places: Counter[Border] = Counter()
    at = 0
    for cue in cues:
        dialogue = len(cue.lines) > 1 and all(line.startswith("- ") for line in cue.lines)
        for line in cue.lines:
            at += len(_letters(line[2:] if dialogue else line))
            if at < whole:
                places[kinds.get(at, Border.INSIDE)] += 1
    if at != whole:
        raise ValueError(f"{at} letters in the cues, {whole} were said")
    return places


def _letters(text: str) -> str:
    return "".join(clean(text).split())
