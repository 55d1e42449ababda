"""What of a script is seen in a stretch of a video, as a digest: the same digest, the same pictures.

A digest has all that libass draws the stretch's pictures from: the events that are shown in it with their times as
they act there, the styles of their tracks, which face each of their letters comes from and how tall lines are. It has
nothing of what stands elsewhere, as far as that cannot reach these pictures; where it might, it is told too. libass is
started anew for each piece of a video, so nothing shown before has a say.
"""

from __future__ import annotations

import hashlib
import json
import re
import string
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np

from lingoreel.media.burn.script_events import Event
from lingoreel.media.burn.script_text import has_styled_span, unescaped
from lingoreel.media.fonts import EmbeddedFonts, FontCopy
from lingoreel.media.fonts.rules import rules_for_ascii
from lingoreel.media.fonts.stems import stem_letters

NOTHING = ""
"""The digest of a stretch in which a script draws nothing: alike for all scripts and styles."""

_MS = 10  # of a hundredth of a second
_PLAIN = (False, False)
# Scripts whose letters HarfBuzz takes apart and puts together, by what the font has of them.
_REWRITTEN = re.compile(
    "[\u0300-\u036f\u0590-\u1cff\ua800-\uabff\ud7b0-\ud7ff\ufb1d-\ufefc\U00010800-\U00011fff\U0001e800-\U0001efff]"
)
# Forms of one letter that only compatibility ties to it: Arabic ones, and the vowel am of Thai and Lao.
_TIED = re.compile("[\ufb50-\ufdff\ufe70-\ufefc\u0e33\u0eb3]")
# Stands for a letter that a mark lacks, where the font has it.
_DOTTED_CIRCLE = "\u25cc"


@dataclass(frozen=True)
class DrawnTrack:
    """A track as libass has it: the name and line of its style, its fonts; `plain`: neither bold nor italic."""

    style_name: str
    style_line: str
    fonts: EmbeddedFonts
    plain: bool

    @cached_property
    def characters(self) -> frozenset[str]:
        return frozenset[str]().union(*(copy.characters for copy in self.fonts.copies))


def seen_in(
    spans: Sequence[tuple[int, int]], events: Sequence[Event], tracks: Sequence[DrawnTrack], head: Sequence[str]
) -> Iterator[str]:
    """A digest of what is seen in each span (first and last millisecond): `NOTHING` where no event is.

    `events` stand in the script's order, which decides who makes room for whom; `head` is what stands in the script
    before its styles.
    """
    starts = np.array([event.start for event in events], np.int64) * _MS
    ends = np.array([event.end for event in events], np.int64) * _MS
    for first, last in spans:
        shown = [events[at] for at in np.flatnonzero((starts <= last) & (ends > first)).tolist()]
        yield _digest(shown, first, last, tracks, head) if shown else NOTHING


def _digest(shown: Sequence[Event], first: int, last: int, tracks: Sequence[DrawnTrack], head: Sequence[str]) -> str:
    told: dict[str, Any] = {
        "head": list(head),
        "events": [
            [
                event.layer,
                max(event.start * _MS, first),
                min(event.end * _MS, last + 1),
                event.style,
                event.margin,
                event.text,
            ]
            for event in shown
        ],
    }
    for track in tracks:
        texts = {event.text for event in shown if event.style == track.style_name}
        if texts:
            told[track.style_name] = [track.style_line, _drawn(texts, track)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:40]


def _drawn(texts: set[str], track: DrawnTrack) -> dict[str, Any]:
    """Where the letters of these texts come from: from which copy each, and what else there is that has a say."""
    fonts = track.fonts
    letters = frozenset("".join(map(unescaped, texts)))
    asked = sorted(_bearing(letters, track.characters))
    regular = [copy for copy in fonts.copies if copy.drawn == _PLAIN]
    owners = {letter: [copy for copy in regular if letter in copy.characters] for letter in asked}
    alone = all(len(own) == 1 for own in owners.values())
    others: list[Any] = []
    if not (track.plain and alone) or any(map(has_styled_span, texts)):
        # Several copies may have a letter, and libass prefers one that it has used before; what it opens first
        # depends on which there are.
        owners = {letter: [copy for copy in fonts.copies if letter in copy.characters] for letter in asked}
        others = [_name(copy) for copy in fonts.copies]
    used = {id(copy): copy for own in owners.values() for copy in own}.values()
    return {
        "extent": [fonts.ascent, fonts.descent],
        "letters": [[letter, [_name(copy) for copy in own]] for letter, own in owners.items()],
        "laid out by": sorted(_laid_out_by(letters, copy) for copy in used),
        "others": others,
    }


def _laid_out_by(letters: frozenset[str], copy: FontCopy) -> list[Any]:
    """What else of a copy than the letters themselves has a say in where they stand."""
    rules = rules_for_ascii(copy.rules) if "".join(letters).isascii() else copy.rules
    fitted = copy.name.endswith(".ttf")
    stems = stem_letters(letters, copy.characters) if fitted else []
    digits = copy.even_digits if fitted and not letters.isdisjoint(string.digits) else None
    return [_name(copy), sorted(rules), stems, digits]


def _name(copy: FontCopy) -> list[Any]:
    return [copy.face.digest, *copy.drawn]


def _bearing(letters: frozenset[str], characters: frozenset[str]) -> set[str]:
    """Which of a track's characters can have a say in how these letters are drawn: they, and what they may become."""
    bearing = {*letters, " "}
    if any(_REWRITTEN.match(letter) or unicodedata.category(letter)[0] == "M" for letter in letters):
        parts = frozenset[str]().union(*map(_parts, letters))
        bearing |= {character for character in characters if _parts(character) <= parts}
        if any(map(unicodedata.mirrored, letters)):  # read from right to left, "(" is drawn as ")"
            bearing |= set(filter(unicodedata.mirrored, characters))
        bearing.add(_DOTTED_CIRCLE)
    return bearing


@cache
def _parts(character: str) -> frozenset[str]:
    return frozenset(unicodedata.normalize("NFKD" if _TIED.match(character) else "NFD", character))
