"""How well a dub keeps step with its source: per line, in sum, and what a person should look at.

Times are milliseconds of the video, `index` counts lines from 0 as they stand in `subtitles[]`; messages for people
count them from 1. Shares are of 1.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from lingoreel.media.dub.fit import KINDS, FitSettings, Placed
from lingoreel.media.dub.line import DubLine
from lingoreel.media.subtitle_files.tidying import clock
from lingoreel.media.timed_text import width

Wording = Literal["given", "shortened"]

_NUMBERS_SHOWN = 20
# What a detector calls speech begins before the words and ends behind them.
_NEAR_MS = 300
# Speech without a line is told from here on.
_SILENT_MS, _SILENT_SHARE = 2_000, 0.05
DEAD_AIR_MS = 2_000
"""Only longer stretches in which the source speaks and the dub does not are told.

Translations are often shorter than what they stand for; so long a silence under moving lips is noticed.
"""
_BREATH_MS = 500
"""Shorter pauses of the source do not end its speech."""
_STRETCHES_SHOWN = 3
# Scripts without blanks between words: about so many letters are a word.
_LETTERS_A_WORD = 1.7


@dataclass(frozen=True, slots=True)
class Voiced:
    """How a line was spoken. `voice` is the voice's id; `wording`: the text as given, or a shorter one for the time.

    `heard_ms`: where it begins and ends in the finished sound, as measured there; None: as it was planned.
    """

    engine: str
    voice: str
    wording: Wording = "given"
    heard_ms: tuple[int, int] | None = None


def sync_report(
    lines: Sequence[DubLine],
    placed: Sequence[Placed],
    voiced: Sequence[Voiced],
    *,
    duration_ms: int,
    settings: FitSettings,
    heard_ms: Sequence[tuple[int, int]] = (),
) -> dict[str, Any]:
    """The whole report, as plain data: `lines`, `summary`, `thresholds`, `needs_review` and `dead_air`.

    Each of `lines` has `index, start, end` (of the dub), `source_start, source_end`, `start_drift_ms` (negative: too
    early), `end_overrun_ms` (past the source's end), `speed_factor` = `rate` × `stretch`, `needed_speed` (what would
    have been in time), `words_per_second`, `engine`, `voice`, `wording`, `kind`.

    `summary`: `lines`; `start_drift_ms` and `end_overrun_ms` and `speed_factor` as `median`, `p95`, `max` (drift
    without its sign); `on_time_share` (drift of 0); `overlap_ms` (of lines of the dub with each other); `speech_ms`
    (of the source), `dead_air_ms` and `dead_air_share` (source speaks, dub is silent), `kinds` (`lines` and `share` of
    each), `shortened`, `past_end_ms` (spoken after the end of the video), `without_line_ms` (somebody speaks in the
    source, as `heard_ms` tells, and no line is there for it).

    `dead_air`: the stretches, each `start, end`, of more than `DEAD_AIR_MS` in which somebody speaks in the source, as
    `heard_ms` tells (where it is empty: the lines' own times), and nobody in the dub.
    """
    rows = [_row(index, *one) for index, one in enumerate(zip(lines, placed, voiced, strict=True))]
    source = _union((line.start_ms, line.end_ms) for line in lines)
    dub = _union((row["start"], row["end"]) for row in rows)
    speech_ms = sum(end - start for start, end in source)
    dead_ms = speech_ms - _shared_ms(source, dub)
    kinds = Counter(row["kind"] for row in rows)
    spoken = [row for row in rows if row["end"] > row["start"]]
    return {
        "lines": rows,
        "summary": {
            "lines": len(rows),
            "start_drift_ms": _spread([abs(row["start_drift_ms"]) for row in rows]),
            "on_time_share": _share(sum(row["start_drift_ms"] == 0 for row in rows), len(rows)),
            "end_overrun_ms": _spread([row["end_overrun_ms"] for row in rows]),
            "speed_factor": _spread([row["speed_factor"] for row in spoken]),
            "overlap_ms": _overlap_ms(rows),
            "speech_ms": speech_ms,
            "dead_air_ms": dead_ms,
            "dead_air_share": _share(dead_ms, speech_ms),
            "kinds": {kind: {"lines": kinds[kind], "share": _share(kinds[kind], len(rows))} for kind in KINDS},
            "shortened": sum(row["wording"] == "shortened" for row in rows),
            "past_end_ms": max(0, max((row["end"] for row in spoken), default=0) - duration_ms),
            "without_line_ms": _without_line_ms(heard_ms, source),
        },
        "thresholds": {"max_speed": settings.max_speed, "max_drift_ms": settings.max_drift_ms},
        "needs_review": _needs_review(rows, duration_ms, settings),
        "dead_air": [{"start": start, "end": end} for start, end in _dead_air(heard_ms or source, dub)],
    }


def review_warnings(report: dict[str, Any]) -> list[str]:
    """What a task tells of a dub that needs a review: one warning for each reason, with the lines' numbers or times."""
    limits = report["thresholds"]
    said = {
        "speed": f"spoken faster than {limits['max_speed']:g} times the natural speed",
        "drift": f"beginning more than {limits['max_drift_ms']:g} ms beside their time",
        "past_end": "going on after the end of the video",
        "silent": "with nothing that can be spoken",
    }
    warnings = []
    for code, text in said.items():
        found = [entry["index"] + 1 for entry in report["needs_review"] if code in entry["why"]]
        if found:
            shown = ", ".join(map(str, found[:_NUMBERS_SHOWN]))
            more = f" and {len(found) - _NUMBERS_SHOWN} more" if len(found) > _NUMBERS_SHOWN else ""
            count = "1 line" if len(found) == 1 else f"{len(found)} lines"
            warnings.append(f"needs_review: {count} {text} (counted from 1: {shown}{more})")
    silent_ms = report["summary"]["without_line_ms"]
    if silent_ms > max(_SILENT_MS, report["summary"]["speech_ms"] * _SILENT_SHARE):
        warnings.append(f"needs_review: {silent_ms / 1000:.1f} s of speech in the source have no line")
    return [*warnings, *_dead_air_warning(report["dead_air"])]


def _dead_air_warning(stretches: Sequence[dict[str, int]]) -> list[str]:
    if not stretches:
        return []
    lengths = {each["start"]: each["end"] - each["start"] for each in stretches}
    longest = sorted(sorted(lengths, key=lengths.__getitem__)[-_STRETCHES_SHOWN:])
    shown = ", ".join(f"{clock(at)} ({lengths[at] / 1000:.1f} s)" for at in longest)
    count = "1 stretch" if len(stretches) == 1 else f"{len(stretches)} stretches, the longest"
    silent_s = sum(lengths.values()) / 1000
    return [
        f"needs_review: somebody speaks in the source and nobody in the dub for {silent_s:.1f} s in {count} at {shown}"
    ]


def _dead_air(speech: Sequence[tuple[int, int]], dub: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What of the speech, its breaths included, the dub leaves out, in stretches longer than `DEAD_AIR_MS`."""
    joined = _union((start, end + _BREATH_MS) for start, end in speech)
    left_out = _without([(start, end - _BREATH_MS) for start, end in joined], dub)
    return [(start, end) for start, end in left_out if end - start > DEAD_AIR_MS]


def _without_line_ms(heard_ms: Sequence[tuple[int, int]], source: Sequence[tuple[int, int]]) -> int:
    covered = _union((start - _NEAR_MS, end + _NEAR_MS) for start, end in source)
    return sum(end - start for start, end in heard_ms) - _shared_ms(heard_ms, covered)


def _row(index: int, line: DubLine, placed: Placed, voiced: Voiced) -> dict[str, Any]:
    start, end = voiced.heard_ms or (placed.start_ms, placed.end_ms)
    return {
        "index": index,
        "start": start,
        "end": end,
        "source_start": line.start_ms,
        "source_end": line.end_ms,
        "start_drift_ms": start - line.start_ms,
        "end_overrun_ms": max(0, end - line.end_ms),
        "speed_factor": placed.speed,
        "rate": placed.rate,
        "stretch": placed.stretch,
        "needed_speed": placed.needed_speed,
        "words_per_second": round(_words(line.text) * 1000 / (end - start), 2) if end > start else 0.0,
        "engine": voiced.engine,
        "voice": voiced.voice,
        "wording": voiced.wording,
        "kind": placed.kind,
    }


def _words(text: str) -> float:
    """How many words a text has; in scripts without blanks by the number of letters."""
    words = 0.0
    for part in text.split():
        if any(character.isalnum() for character in part):
            dense = sum(_is_dense(character) for character in part)
            words += max(1.0, dense / _LETTERS_A_WORD) if dense else 1.0
    return words


def _is_dense(character: str) -> bool:
    """Thai, Lao, Burmese, Khmer, kana, Han: written without blanks."""
    code = ord(character)
    dense = 0x0E00 <= code <= 0x0EFF or 0x1000 <= code <= 0x109F or 0x1780 <= code <= 0x17FF
    return (dense or 0x3040 <= code <= 0x9FFF or 0x20000 <= code <= 0x323AF) and width(character) > 0


def _needs_review(rows: Sequence[dict[str, Any]], duration_ms: int, settings: FitSettings) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        why = {
            "speed": row["speed_factor"] > settings.max_speed + 0.001,
            "drift": abs(row["start_drift_ms"]) > settings.max_drift_ms,
            "past_end": row["end"] > duration_ms,
        }
        reasons = [code for code, holds in why.items() if holds] if row["end"] > row["start"] else ["silent"]
        if reasons:
            found.append({"index": row["index"], "why": reasons})
    return found


def _spread(values: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile (nearest rank) and maximum."""
    ordered = sorted(values)
    if not ordered:
        return {"median": 0, "p95": 0, "max": 0}
    rank = {share: ordered[max(0, math.ceil(share * len(ordered)) - 1)] for share in (0.5, 0.95)}
    return {"median": rank[0.5], "p95": rank[0.95], "max": ordered[-1]}


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def _overlap_ms(rows: Sequence[dict[str, Any]]) -> int:
    """How long two lines are heard at once."""
    spans = sorted((row["start"], row["end"]) for row in rows if row["end"] > row["start"])
    total, latest = 0, 0
    for before, after in pairwise([(0, 0), *spans]):
        latest = max(latest, before[1])
        total += max(0, min(latest, after[1]) - after[0])
    return total


def _union(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        elif end > start:
            joined.append((start, end))
    return joined


def _shared_ms(ours: Sequence[tuple[int, int]], theirs: Sequence[tuple[int, int]]) -> int:
    """How long both hold; each in order and without overlaps."""
    total = at = 0
    for start, end in ours:
        while at < len(theirs) and theirs[at][1] <= start:
            at += 1
        following = at
        while following < len(theirs) and theirs[following][0] < end:
            total += min(end, theirs[following][1]) - max(start, theirs[following][0])
            following += 1
    return total


def _without(ours: Sequence[tuple[int, int]], theirs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What of ours is not in theirs; each in order and without overlaps."""
    at = 0
    for start, end in ours:
        while at < len(theirs) and theirs[at][1] <= start:
            at += 1
        begin, following = start, at
        while following < len(theirs) and theirs[following][0] < end:
            if theirs[following][0] > begin:
                yield begin, theirs[following][0]
            begin, following = theirs[following][1], following + 1
        if begin < end:
            yield begin, end
