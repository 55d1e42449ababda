"""Cues that come in a request: `[{"start": 0, "end": 1500, "text": "…"}]`, times in milliseconds."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from lingoreel.errors import InvalidRequest
from lingoreel.media.cues.cue import Cue
from lingoreel.media.subtitle_files.letters import lay_out
from lingoreel.media.subtitle_files.limits import CUE_CHARACTERS, CUES, LONGEST_MS
from lingoreel.media.subtitle_files.notes import Notes, shortened

_SHAPE = 'Each entry is {"start": 0, "end": 1500, "text": "…"}, times in milliseconds.'


def from_array(items: Any, *, field: str = "primary_subtitles") -> list[Cue]:
    """Cues from a request's array of `{start, end, text}`; `start_ms` and `end_ms` are as good.

    Text is letters, never markup; `\\n` parts lines. `speaker` is kept. An empty text stays, for `tidy` to take
    out and tell. Raises InvalidRequest that names the entry and what is wrong with it, as `field[3].end`.
    """
    if not isinstance(items, Sequence) or isinstance(items, (str, bytes)):
        raise InvalidRequest(f"{field} is no array.", field=field, remedy=_SHAPE)
    if not items:
        raise InvalidRequest(f"{field} is empty.", field=field, remedy=_SHAPE)
    if len(items) > CUES:
        raise InvalidRequest(
            f"{field} has {len(items):,} entries; at most {CUES:,} are taken.", field=field, details={"limit": CUES}
        )
    notes = Notes()
    return [_cue(item, f"{field}[{at}]", notes) for at, item in enumerate(items)]


def _cue(item: Any, field: str, notes: Notes) -> Cue:
    if not isinstance(item, Mapping):
        raise InvalidRequest(f"{field} is no object but {_shown(item)}.", field=field, remedy=_SHAPE)
    start_ms, start_name = _time(item, "start", field)
    end_ms, end_name = _time(item, "end", field)
    if end_ms < start_ms:
        raise InvalidRequest(
            f"{field}.{end_name} is {end_ms} and {field}.{start_name} is {start_ms}:"
            " a cue cannot end before it begins.",
            field=f"{field}.{end_name}",
        )
    text = item.get("text")
    if not isinstance(text, str):
        what = "is missing" if text is None else f"is no text but {_shown(text)}"
        raise InvalidRequest(f"{field}.text {what}.", field=f"{field}.text", remedy=_SHAPE)
    if len(text) > CUE_CHARACTERS:
        raise InvalidRequest(
            f"{field}.text has {len(text):,} letters; at most {CUE_CHARACTERS:,} are taken.", field=f"{field}.text"
        )
    lines, _ = lay_out([(text, 0)], notes, None)
    speaker = item.get("speaker")
    return Cue(start_ms, end_ms, lines, speaker if isinstance(speaker, str) and speaker else None)


def _time(item: Mapping[Any, Any], name: str, field: str) -> tuple[int, str]:
    key = name if name in item else f"{name}_ms" if f"{name}_ms" in item else name
    value = item.get(key)
    at = f"{field}.{key}"
    if value is None:
        raise InvalidRequest(f"{at} is missing.", field=at, remedy=_SHAPE)
    if isinstance(value, str) and re.fullmatch(r"\s{0,9}-?\d{1,15}(?:\.\d{1,9})?\s{0,9}", value):
        value = float(value)
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or (isinstance(value, float) and math.isnan(value))
    ):
        raise InvalidRequest(f"{at} is {_shown(value)} and no number of milliseconds.", field=at, remedy=_SHAPE)
    if not 0 <= value <= LONGEST_MS:
        raise InvalidRequest(
            f"{at} is {_shown(value)}; it must be from 0 to {LONGEST_MS} milliseconds.", field=at, remedy=_SHAPE
        )
    return round(value), key


def _shown(value: Any) -> str:
    if isinstance(value, (str, int, float, bool)):
        return shortened(repr(value) if not isinstance(value, int) or abs(value) < 10**30 else "a huge number")
    return "null" if value is None else f"a {type(value).__name__}"
