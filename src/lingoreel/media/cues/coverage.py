"""Whether everything that was said stands under a cue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from lingoreel.media.cues.cue import Cue

# Speech this near to a cue counts as under it: two frames between cues hide no word.
TOLERANCE_MS = 250
MOST_LISTED = 100


def coverage(
    spans_ms: Iterable[tuple[int, int]], cues: Sequence[Cue], *, tolerance_ms: int = TOLERANCE_MS
) -> dict[str, Any]:
    """How much of the speech, given as (start_ms, end_ms), stands under cues: nothing is dropped silently.

    `{"share": 0…1, "speech_ms", "covered_ms", "count", "uncovered": [{"start_ms", "end_ms"}, …]}`; `count` tells how
    many stretches lie more than `tolerance_ms` from any cue, `uncovered` the first hundred. Without speech the share
    is 1.
    """
    spoken = merged(spans_ms)
    shown = merged((cue.start_ms - tolerance_ms, cue.end_ms + tolerance_ms) for cue in cues)
    bare = list(_without(spoken, shown))
    speech_ms = sum(end - start for start, end in spoken)
    missed_ms = sum(end - start for start, end in bare)
    return {
        "share": round(1 - missed_ms / speech_ms, 4) if speech_ms else 1.0,
        "speech_ms": speech_ms,
        "covered_ms": speech_ms - missed_ms,
        "count": len(bare),
        "uncovered": [{"start_ms": start, "end_ms": end} for start, end in bare[:MOST_LISTED]],
    }


def merged(spans_ms: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that touch or overlap made one; empty ones left out."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans_ms if span[1] > span[0]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _without(spans: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """What of the spans lies in none of the taken ones; both in order and apart."""
    k = 0
    for start, end in spans:
        at = start
        while k < len(taken) and taken[k][1] <= at:
            k += 1
        following = k
        while following < len(taken) and taken[following][0] < end:
            if taken[following][0] > at:
                yield at, taken[following][0]
            at = max(at, taken[following][1])
            following += 1
        if at < end:
            yield at, end


def gaps(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What lies between spans that are in order and apart."""
    return [(before[1], after[0]) for before, after in pairwise(spans)]
