"""From what a caller sent to letters: composed, without controls, with nothing that hides or turns text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from lingoreel.errors import InvalidRequest

_SURROGATES = re.compile("[\ud800-\udfff]")
# C0 and C1 controls but tab and the ends of lines, tags, interlinear marks, private use and what is no character.
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff"
    "\U000e0000-\U000e001f\U000e0080-\U0010ffff]"
)
# Joiners mean something inside Persian and Indic words and in emoji; elsewhere, and in a row, nothing.
_INVISIBLE = re.compile("[\u00ad\u034f\u180e\u200b\u2060-\u2065\ufeff]+|(?<=[\u200c\u200d])[\u200c\u200d]+")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u206f]+")
MARKS = re.compile("[\u061c\u200e\u200f]+")
"""ALM, LRM and RLM: they turn what stands beside them, and are never spoken."""
# Letters with towers of marks: more than this many in a row say nothing.
_MARKS = 6
_TOWER = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{7,}")
_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028]")
_BLANKS = re.compile(r"[^\S\n]+")


def refuse_surrogates(text: str, field: str) -> None:
    """Raises InvalidRequest where half of a surrogate pair stands alone: no encoding has it."""
    found = _SURROGATES.search(text)
    if found:
        raise InvalidRequest(
            f"{field} has half a surrogate pair (U+{ord(found[0]):04X}) as character {found.start() + 1:,}.",
            field=field,
            remedy="Send the text as UTF-8; the letter was cut in two where it was made.",
        )


def count(text: str) -> int:
    """The characters that are paid for: code points after NFC, ends trimmed."""
    return len(unicodedata.normalize("NFC", text).strip())


def clean(text: str, warn: Callable[[str, str], None], *, trim: bool = True) -> str:
    """The text as it is shown: NFC, ends trimmed, one kind of line end; what cannot be spoken is dropped and told.

    `warn` takes a code and a message. Blanks inside stay as they are, and so do marks of direction (`MARKS`); what
    embeds, overrides or isolates goes.
    """
    text = unicodedata.normalize("NFC", text)
    text = _LINES.sub("\n", text).replace("\u2029", "\n\n")
    for pattern, code, what in (
        (_CONTROLS, "controls_dropped", "control or private characters, which cannot be spoken"),
        (_INVISIBLE, "invisible_dropped", "invisible characters"),
        (_DIRECTIONS, "directions_dropped", "overrides and isolates of writing direction"),
    ):
        # Breaks at blanks are what an invisible space stands for in scripts without any; speech needs none.
        dropped = 0
        if pattern.search(text):
            before = len(text)
            text = pattern.sub("", text)
            dropped = before - len(text)
        if dropped and not (code == "invisible_dropped" and dropped < 10):
            warn(code, f"Left out: {dropped:,} {what}.")
    if _TOWER.search(text):
        text = _TOWER.sub(lambda found: found[0][:_MARKS], text)
        warn("marks_dropped", f"No letter keeps more than {_MARKS} marks on it.")
    text = unicodedata.normalize("NFC", text)
    return text.strip() if trim else text


def collapse(text: str) -> str:
    """Blanks in a row as one; for text between tags, where layout means nothing."""
    return _BLANKS.sub(" ", text.replace("\n", " "))
