"""Pictographs in a film's text: they are shown and not said, but for the figures on keycaps."""

from __future__ import annotations

import re

from lingoreel.media.speech_text.emoji_names import ONE

_ONE = re.compile(ONE)
_KEYCAP = "\u20e3"


def without_pictographs(text: str) -> str:
    """The text with blanks for what is not said, every letter in its place."""
    return _ONE.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    sign = found[0]
    return sign if sign[0].isdigit() and _KEYCAP in sign else " " * len(sign)
