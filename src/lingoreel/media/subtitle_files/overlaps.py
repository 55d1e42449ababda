"""Cues of one place that are there at once, made into cues that follow each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from lingoreel.media.cues.cue import Cue

AT_ONCE = 4
"""Cues shown together in one place at most. Where more overlap, the oldest makes room."""
BRIEF_MS = 200
"""An overlap this short is a slip of the clock: the first cue ends where the next begins."""
FLICKER_MS = 250
"""A state shorter than this joins the one before or after it, if that shows the same cues and more."""

Tell = Callable[[str, Cue, int], None]
_Piece = tuple[int, int, tuple[Cue, ...]]


def one_at_a_time(cues: Sequence[Cue], tell: Tell) -> list[Cue]:
    """The cues, which are in order, with no two of one place at once; what is done is told."""
    places: dict[int, list[Cue]] = {}
    for cue in cues:
        places.setdefault(cue.alignment or 2, []).append(cue)
    done: list[Cue] = []
    for in_place in places.values():
        in_place.sort(key=lambda cue: (cue.start_ms, cue.end_ms))
        for cluster in _clusters(in_place):
            done += cluster if len(cluster) == 1 else _apart(cluster, tell)
    done.sort(key=lambda cue: (cue.start_ms, cue.end_ms))
    return done


def _clusters(cues: Sequence[Cue]) -> Iterable[list[Cue]]:
    """Runs of cues each of which overlaps one before it."""
    cluster: list[Cue] = []
    until = 0
    for cue in cues:
        if cluster and cue.start_ms >= until:
            yield cluster
            cluster = []
        until = max(until, cue.end_ms) if cluster else cue.end_ms
        cluster.append(cue)
    if cluster:
        yield cluster


def _apart(cluster: Sequence[Cue], tell: Tell) -> list[Cue]:
    together: list[Cue] = []
    for _, same in groupby(cluster, key=lambda cue: (cue.start_ms, cue.end_ms)):
        together += _same_time(list(same), tell)
    trimmed = _trimmed(together, tell)
    done: list[Cue] = []
    for part in _clusters(trimmed):
        if len(part) == 1:
            done += part
        else:
            tell("overlapped in one place: shown together while both last", part[0], len(part))
            done += [_merged(shown, start, end) for start, end, shown in _steady(_sweep(part, tell))]
    return done


def _same_time(cues: list[Cue], tell: Tell) -> list[Cue]:
    """Cues of equal times as the lines of one; more than can be shown at once follow each other."""
    if len(cues) == 1:
        return cues
    start_ms, end_ms = cues[0].start_ms, cues[0].end_ms
    if len(cues) <= AT_ONCE:
        tell("had the same time as another: made one with all their lines", cues[0], len(cues))
        return [_merged(cues, start_ms, end_ms)]
    turns = max(1, min(-(-len(cues) // AT_ONCE), (end_ms - start_ms) // FLICKER_MS))
    room = turns * AT_ONCE
    tell(f"had one and the same time: shown in turn, {AT_ONCE} at once", cues[0], min(len(cues), room))
    if len(cues) > room:
        tell("of one and the same time found no room in it and went", cues[room], len(cues) - room)
        cues = cues[:room]
    share = -(-len(cues) // turns)
    groups = [cues[at : at + share] for at in range(0, len(cues), share)]
    length = end_ms - start_ms
    return [
        _merged(group, start_ms + length * at // len(groups), start_ms + length * (at + 1) // len(groups))
        for at, group in enumerate(groups)
    ]


def _trimmed(cues: Sequence[Cue], tell: Tell) -> list[Cue]:
    """Overlaps of a moment ended: the cue before makes room, if it stays longer than the moment."""
    done = sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms))
    for at in range(len(done) - 1):
        cue, following = done[at], done[at + 1]
        overlap = cue.end_ms - following.start_ms
        if 0 < overlap <= BRIEF_MS and following.start_ms - cue.start_ms > BRIEF_MS and following.end_ms > cue.end_ms:
            done[at] = replace(cue, end_ms=following.start_ms)
            tell(f"ran into the next one by {BRIEF_MS} ms or less: ended there", cue, 1)
    return done


def _sweep(cues: Sequence[Cue], tell: Tell) -> Iterable[_Piece]:
    """Stretches of time with the cues that are there in each, the oldest first."""
    active: list[Cue] = []
    at_ms = cues[0].start_ms
    for cue in cues:
        while active and min(other.end_ms for other in active) <= cue.start_ms:
            until = min(other.end_ms for other in active)
            yield at_ms, until, tuple(active)
            at_ms = max(at_ms, until)
            active = [other for other in active if other.end_ms > until]
        yield at_ms, cue.start_ms, tuple(active)
        at_ms = cue.start_ms
        if len(active) == AT_ONCE:
            tell(f"made room early: no more than {AT_ONCE} are shown at once", active.pop(0), 1)
        active.append(cue)
    while active:
        until = min(other.end_ms for other in active)
        yield at_ms, until, tuple(active)
        at_ms = max(at_ms, until)
        active = [other for other in active if other.end_ms > until]


def _steady(pieces: Iterable[_Piece]) -> list[_Piece]:
    """The stretches without those too short to be seen, whose cues a neighbour shows too."""
    done: list[_Piece] = []
    for start, end, shown in pieces:
        if end <= start or not shown:
            continue
        if done and done[-1][1] == start:
            before_start, _, before = done[-1]
            if end - start < FLICKER_MS and set(map(id, shown)) <= set(map(id, before)):
                done[-1] = (before_start, end, before)
                continue
            if start - before_start < FLICKER_MS and set(map(id, before)) <= set(map(id, shown)):
                done[-1] = (before_start, end, shown)
                continue
        done.append((start, end, shown))
    return done


def _merged(cues: Sequence[Cue], start_ms: int, end_ms: int) -> Cue:
    """One cue with the lines of all, the first on top."""
    if len(cues) == 1:
        return replace(cues[0], start_ms=start_ms, end_ms=end_ms)
    lines: list[str] = []
    spans = []
    for cue in cues:
        spans += [replace(span, line=span.line + len(lines)) for span in cue.spans]
        lines += cue.lines
    speakers = {cue.speaker for cue in cues}
    speaker = cues[0].speaker if len(speakers) == 1 else None
    return Cue(start_ms, end_ms, tuple(lines), speaker, tuple(spans), cues[0].alignment)
