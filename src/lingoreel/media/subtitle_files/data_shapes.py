"""Subtitles as JSON: our own arrays (milliseconds), Whisper's segments (seconds), pysubs2's events, whisper.cpp's."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from statistics import median
from typing import Any, TypeGuard, get_args

from lingoreel.errors import InvalidFile
from lingoreel.media.cues.cue import Cue, Span, SpanStyle
from lingoreel.media.subtitle_files.gathering import Gathering
from lingoreel.media.subtitle_files.letters import Run, bounded, runs_of
from lingoreel.media.subtitle_files.limits import CUE_CHARACTERS
from lingoreel.media.subtitle_files.override_tags import parse_override_tags

_LISTS = ("segments", "cues", "subtitles", "events", "transcription", "result", "chunks", "body")
_WRAPPINGS = ("data", "result")
_SHORTEST_LIKELY_MS = 60
_SPANS = 200  # of one cue
_EXPECTED = 'a list of {"start": …, "end": …, "text": …}'


def read_json(text: str) -> Gathering:
    """The cues of a JSON file. Raises InvalidFile when it is no JSON, or none with cues in it."""
    found = Gathering()
    try:
        data = json.loads(text.lstrip("\ufeff \t\r\n"), strict=False)
    except json.JSONDecodeError as error:
        raise InvalidFile(f"The JSON is broken at line {error.lineno}, column {error.colno}: {error.msg}.") from error
    except (RecursionError, ValueError) as error:
        raise InvalidFile("The JSON is nested or its numbers are long beyond reason.") from error
    entries, kind = _entries(data)
    if kind == "events":
        _take_events(found, entries)
    else:
        _take_entries(found, entries)
    return found


def _entries(data: Any) -> tuple[list[Any], str]:
    for _ in range(3):
        if isinstance(data, list):
            return data, "list"
        if not isinstance(data, dict):
            break
        named = next((name for name in _LISTS if isinstance(data.get(name), list)), None)
        if named is not None:
            is_script = named == "events" and isinstance(data.get("styles", {}), dict) and "info" in data
            return data[named], "events" if is_script else "list"
        data = next((data[name] for name in _WRAPPINGS if isinstance(data.get(name), dict)), None)
    raise InvalidFile(f"The JSON holds no subtitles: expected {_EXPECTED}.")


def _take_entries(found: Gathering, entries: Sequence[Any]) -> None:
    times = [_times(entry) for entry in entries]
    factor = _unit(found, [pair for pair in times if pair is not None])
    for number, (entry, pair) in enumerate(zip(entries, times, strict=True), 1):
        if pair is None:
            found.notes.add("an entry has no start, end and text: it was left out (lines count entries)", number)
            continue
        start, end, is_exact = pair
        scale = 1 if is_exact else factor
        speaker = entry.get("speaker")
        place = entry.get("alignment")
        found.add(
            number,
            round(start * scale),
            round(end * scale),
            _runs(entry),
            speaker=speaker if isinstance(speaker, str) and speaker else None,
            alignment=place if isinstance(place, int) and 1 <= place <= 9 else None,
        )


def _times(entry: Any) -> tuple[float, float, bool] | None:
    """An entry's times, and whether they are in milliseconds for sure."""
    if not isinstance(entry, dict):
        return None
    if not isinstance(entry.get("text", entry.get("content")), str) and not isinstance(entry.get("lines"), list):
        return None
    offsets = entry.get("offsets")
    if isinstance(offsets, dict):
        start, end, is_exact = offsets.get("from"), offsets.get("to"), True
    elif "start_ms" in entry:
        start, end, is_exact = entry.get("start_ms"), entry.get("end_ms"), True
    elif isinstance(entry.get("timestamp"), list) and len(entry["timestamp"]) == 2:
        start, end = entry["timestamp"]
        is_exact = False
    else:
        start, end, is_exact = entry.get("start", entry.get("from")), entry.get("end", entry.get("to")), False
    if not _is_number(start) or not _is_number(end):
        return None
    return start, end, is_exact


def _is_number(value: Any) -> TypeGuard[int | float]:
    return (
        isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e12 and math.isfinite(value)
    )


def _unit(found: Gathering, times: Sequence[tuple[float, float, bool]]) -> int:
    """1 for milliseconds, 1000 for seconds: seconds are written with fractions, and nobody reads in 60 ms."""
    unsure = [(start, end) for start, end, is_exact in times if not is_exact]
    if not unsure:
        return 1
    if any(isinstance(value, float) for pair in unsure for value in pair):
        return 1 if all(float(v).is_integer() for p in unsure for v in p) and _length(unsure) > 400 else 1000
    if _length(unsure) < _SHORTEST_LIKELY_MS:
        found.notes.add("the times are whole numbers and too small for milliseconds: they were taken as seconds")
        return 1000
    return 1


def _length(times: Sequence[tuple[float, float]]) -> float:
    return median(end - start for start, end in times)


def _runs(entry: dict[str, Any]) -> list[Run]:
    content = entry.get("text", entry.get("content"))
    lines = entry.get("lines")
    rows = [str(line) for line in lines] if isinstance(lines, list) else str(content).split("\n")
    spans = [span for given in _listed(entry.get("spans"))[:_SPANS] if (span := _span(given)) is not None]
    if not spans:
        return [("\n".join(rows), 0)]
    cut = tuple(row[:CUE_CHARACTERS] for row in rows)
    return [run for row in runs_of(Cue(0, 0, cut, spans=tuple(spans))) for run in [*row, ("\n", 0)]]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _span(given: Any) -> Span | None:
    if not isinstance(given, list) or len(given) != 4 or given[3] not in get_args(SpanStyle):
        return None
    if not all(isinstance(value, int) for value in given[:3]):
        return None
    return Span(*given)


def _take_events(found: Gathering, events: Sequence[Any]) -> None:
    """pysubs2's own JSON: the events of a script, with its tags in their text."""
    for number, event in enumerate(events, 1):
        if isinstance(event, dict) and event.get("type") == "Comment":
            continue
        pair = _times(event)
        if pair is None or not isinstance(event["text"], str):
            found.notes.add("an entry has no start, end and text: it was left out (lines count entries)", number)
            continue
        drawn = parse_override_tags(bounded(event["text"], found.notes, number), 0, {})
        name = event.get("name")
        found.add(
            number,
            round(pair[0]),
            round(pair[1]),
            drawn.runs,
            speaker=name if isinstance(name, str) and name else None,
            alignment=drawn.alignment,
        )
