"""How well cues keep the rules: every rule with its limit, how many keep it, which do not and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from lingoreel.media.cues.coverage import coverage
from lingoreel.media.cues.cue import Cue
from lingoreel.media.cues.in_time import late_ms
from lingoreel.media.cues.rules import ReadingRules, reading_rules
from lingoreel.media.segments import Segment
from lingoreel.media.timed_text import width

MOST_LISTED = 100

# Position of a cue, and why it breaks the rule.
_Found = tuple[int, str]


def quality(
    cues: Sequence[Cue],
    language: str | None = None,
    rules: ReadingRules | None = None,
    segments: Iterable[Segment] | None = None,
) -> dict[str, Any]:
    """Every rule with its limit, how many cues keep it, and which do not and why (positions from 0). JSON.

    `{"cues", "broken", "rules": {name: {"limit", "hard", "kept", "count", "cues", "why"}}}`: `count` cues break the
    rule; `cues` and `why` tell the first hundred. `broken` counts cues that break any. The rules are `order`,
    `overlap`, `gap` (they name the later one of two cues), `empty_line`, `line_length`, `lines`, `min_duration`,
    `max_duration`, all of them hard, and `reading_speed`; with the segments also `in_time`, and `coverage` of their
    words by the cues.
    """
    rules = rules or reading_rules(language)
    checks: dict[str, tuple[float, bool, list[_Found]]] = {
        "order": (0, True, _order(cues)),
        "overlap": (0, True, _overlap(cues)),
        "gap": (rules.gap_ms, True, _gap(cues, rules)),
        "empty_line": (0, True, _empty(cues)),
        "line_length": (rules.line_length, True, _line_length(cues, rules)),
        "lines": (rules.lines, True, _lines(cues, rules)),
        "min_duration": (rules.min_ms, True, _min_duration(cues, rules)),
        "max_duration": (rules.max_ms, True, _max_duration(cues, rules)),
        "reading_speed": (rules.characters_per_second, False, _reading_speed(cues, rules)),
    }
    spoken: list[Segment] | None = None
    if segments is not None:
        spoken = list(segments)
        checks["in_time"] = (rules.in_time_ms, False, _in_time(cues, spoken, language, rules))
    report: dict[str, Any] = {
        "cues": len(cues),
        "broken": len({index for _, _, found in checks.values() for index, _ in found}),
        "rules": {
            name: {
                "limit": limit,
                "hard": hard,
                "kept": len(cues) - len(found),
                "count": len(found),
                "cues": [index for index, _ in found[:MOST_LISTED]],
                "why": [why for _, why in found[:MOST_LISTED]],
            }
            for name, (limit, hard, found) in checks.items()
        },
    }
    if spoken is not None:
        report["coverage"] = coverage(speech_spans(spoken), cues)
    return report


def speech_spans(segments: Iterable[Segment]) -> list[tuple[int, int]]:
    """When somebody speaks, by the words, or by the segment where it has none."""
    return [(part.start_ms, part.end_ms) for segment in segments for part in (segment.words or (segment,))]


def _order(cues: Sequence[Cue]) -> list[_Found]:
    found = []
    for index, cue in enumerate(cues):
        if cue.start_ms < 0:
            found.append((index, f"begins at {cue.start_ms} ms, before 0"))
        elif cue.end_ms <= cue.start_ms:
            found.append((index, f"ends at {cue.end_ms} ms, begins at {cue.start_ms} ms"))
        elif index and cue.start_ms < cues[index - 1].start_ms:
            found.append((index, f"begins at {cue.start_ms} ms, the one before it at {cues[index - 1].start_ms} ms"))
    return found


def _overlap(cues: Sequence[Cue]) -> list[_Found]:
    return [
        (index, f"{before.end_ms - cue.start_ms} ms under the one before it")
        for index, (before, cue) in enumerate(pairwise(cues), 1)
        if cue.start_ms < before.end_ms
    ]


def _gap(cues: Sequence[Cue], rules: ReadingRules) -> list[_Found]:
    return [
        (index, f"{cue.start_ms - before.end_ms} ms after the one before it, {rules.gap_ms} ms wanted")
        for index, (before, cue) in enumerate(pairwise(cues), 1)
        if cue.start_ms - before.end_ms < rules.gap_ms
    ]


def _empty(cues: Sequence[Cue]) -> list[_Found]:
    return [
        (index, "has an empty line" if cue.lines else "has no line")
        for index, cue in enumerate(cues)
        if not cue.lines or any(not line.strip() or not width(line) for line in cue.lines)
    ]


def _line_length(cues: Sequence[Cue], rules: ReadingRules) -> list[_Found]:
    longest = (max(map(width, cue.lines), default=0) for cue in cues)
    return [
        (index, f"{wide} characters in a line, {rules.line_length} allowed")
        for index, wide in enumerate(longest)
        if wide > rules.line_length
    ]


def _lines(cues: Sequence[Cue], rules: ReadingRules) -> list[_Found]:
    return [
        (index, f"{len(cue.lines)} lines, {rules.lines} allowed")
        for index, cue in enumerate(cues)
        if len(cue.lines) > rules.lines
    ]


def _min_duration(cues: Sequence[Cue], rules: ReadingRules) -> list[_Found]:
    return [
        (index, f"shown for {cue.end_ms - cue.start_ms} ms, {rules.min_ms} ms wanted")
        for index, cue in enumerate(cues)
        if cue.end_ms - cue.start_ms < rules.min_ms
    ]


def _max_duration(cues: Sequence[Cue], rules: ReadingRules) -> list[_Found]:
    return [
        (index, f"shown for {cue.end_ms - cue.start_ms} ms, {rules.max_ms} ms allowed")
        for index, cue in enumerate(cues)
        if cue.end_ms - cue.start_ms > rules.max_ms
    ]


def _reading_speed(cues: Sequence[Cue], rules: ReadingRules) -> list[_Found]:
    found = []
    for index, cue in enumerate(cues):
        characters = sum(map(width, cue.lines))
        shown_ms = max(0, cue.end_ms - cue.start_ms)
        if characters * 1000 > rules.characters_per_second * shown_ms:
            speed = f"{characters * 1000 / shown_ms:.1f}" if shown_ms else "endlessly many"
            found.append((index, f"{speed} characters a second, {rules.characters_per_second:g} allowed"))
    return found


def _in_time(
    cues: Sequence[Cue], segments: Sequence[Segment], language: str | None, rules: ReadingRules
) -> list[_Found]:
    found = []
    for index, late in enumerate(late_ms(cues, segments, language)):
        if late is None:
            found.append((index, "its words were not found near it in what was said"))
        elif abs(late) > rules.in_time_ms:
            side = "after" if late > 0 else "before"
            found.append((index, f"begins {abs(late)} ms {side} its first word, {rules.in_time_ms} ms allowed"))
    return found
