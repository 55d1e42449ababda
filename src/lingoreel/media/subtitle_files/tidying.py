"""Cues put right before they are shown: in order, with a length, inside the media, and one at a time in each place.

What a viewer would expect decides. Two cues of the same time and place are two lines of one. Where two overlap for
a moment, the first makes room; where they overlap for longer, both are seen while both last. Nothing goes
without being told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lingoreel.media.cues.cue import Cue
from lingoreel.media.subtitle_files.notes import shortened
from lingoreel.media.subtitle_files.overlaps import one_at_a_time

SWAPPED_AT_MOST_MS = 20_000
READING_MS_A_LETTER = 60
SHORTEST_READ_MS, LONGEST_READ_MS = 1000, 7000
SHORTEST_MS = 300
"""A cue without length gets at least this, even where the next one follows sooner."""
STUTTER_MS = 500
"""Equal cues that touch are one when either is shorter: signs drawn picture by picture."""
OTHER_VIDEO_SHARE, OTHER_VIDEO_MS = 1.1, 10_000
HALF_EMPTY_MS = 120_000


class _Told:
    """What was mended, each kind with its number and the first cue that it befell."""

    def __init__(self) -> None:
        self._kinds: dict[str, list[Cue]] = {}
        self._counts: dict[str, int] = {}

    def add(self, kind: str, cue: Cue, count: int = 1) -> None:
        self._kinds.setdefault(kind, [cue])
        self._counts[kind] = self._counts.get(kind, 0) + count

    def warnings(self) -> list[str]:
        return [
            f"{_cues(self._counts[kind])} {kind} (the first at {clock(max(0, cue.start_ms))}: “{shortened(cue.text)}”)"
            for kind, (cue,) in self._kinds.items()
        ]


def tidy(cues: Sequence[Cue], duration_ms: int | None = None) -> tuple[list[Cue], list[str]]:
    """The cues as they can be shown over media of that length, and what was changed, as sentences.

    Afterwards they are in order of their start; each has text and a length; none begins before 0 or ends after
    `duration_ms`; and no two of one place are there at once. Runs in O(n log n).
    """
    told = _Told()
    kept = [cue for cue in cues if _has_text(cue, told)]
    kept = [mended for cue in kept if (mended := _forward(cue, told)) is not None]
    _note_order(kept, told)
    kept.sort(key=lambda cue: (cue.start_ms, cue.end_ms))
    kept = _lengthened(kept, told)
    general = []
    if duration_ms is not None:
        general = _other_video(kept, duration_ms)
        kept = list(_inside(kept, duration_ms, told))
    kept = _without_repeats(kept, told)
    kept = one_at_a_time(kept, told.add)
    return kept, [*general, *told.warnings()]


def clock(time_ms: int) -> str:
    """A time for people: `0:01:02`, with tenths under a minute."""
    seconds = time_ms // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _cues(count: int) -> str:
    return "1 cue" if count == 1 else f"{count:,} cues"


def _has_text(cue: Cue, told: _Told) -> bool:
    if any(line.strip() for line in cue.lines):
        return True
    told.add("had no text and went", cue)
    return False


def _forward(cue: Cue, told: _Told) -> Cue | None:
    """The cue with its times the right way round and not before 0; None where it ends before the media begins."""
    start_ms, end_ms = cue.start_ms, cue.end_ms
    if end_ms < start_ms:
        if start_ms - end_ms <= SWAPPED_AT_MOST_MS:
            told.add("ended before beginning: the two times were swapped", cue)
            start_ms, end_ms = end_ms, start_ms
        else:
            told.add("ended long before beginning: the end was set by reading speed", cue)
            end_ms = start_ms
    if start_ms < 0:
        if end_ms <= 0:
            told.add("ended before the media begins and went", cue)
            return None
        told.add("began before 0: the beginning was cut off", cue)
        start_ms = 0
    if (start_ms, end_ms) == (cue.start_ms, cue.end_ms):
        return cue
    return replace(cue, start_ms=start_ms, end_ms=end_ms)


def _note_order(cues: Sequence[Cue], told: _Told) -> None:
    latest = 0
    for cue in cues:
        if cue.start_ms < latest:
            told.add("stood out of order: sorted by time", cue)
        latest = max(latest, cue.start_ms)


def _lengthened(cues: Sequence[Cue], told: _Told) -> list[Cue]:
    """Cues of no length as long as reading takes, where the next one leaves the time."""
    mended: list[Cue] = []
    following: int | None = None
    later = 0
    for cue in reversed(cues):
        if cue.start_ms != later:
            following, later = (later if mended else None), cue.start_ms
        if cue.end_ms == cue.start_ms:
            letters = sum(map(len, cue.lines))
            wanted = min(LONGEST_READ_MS, max(SHORTEST_READ_MS, letters * READING_MS_A_LETTER))
            if following is not None:
                wanted = min(wanted, max(SHORTEST_MS, following - cue.start_ms))
            cue = replace(cue, end_ms=cue.start_ms + wanted)  # noqa: PLW2901
            told.add("had no length: the end was set by reading speed", cue)
        mended.append(cue)
    mended.reverse()
    return mended


def _other_video(cues: Sequence[Cue], duration_ms: int) -> list[str]:
    """Whether the subtitles seem to have been made for media of another length."""
    if not cues:
        return []
    last_ms = max(cue.start_ms for cue in cues)
    reach = f"the last cue begins at {clock(last_ms)}, and the media lasts {clock(duration_ms)}"
    if last_ms > duration_ms * OTHER_VIDEO_SHARE + OTHER_VIDEO_MS:
        return [f"The subtitles seem to belong to a longer video: {reach}."]
    if duration_ms > HALF_EMPTY_MS and last_ms < duration_ms / 2:
        return [f"The subtitles cover less than half of the media, as if they belonged to a shorter video: {reach}."]
    return []


def _inside(cues: Iterable[Cue], duration_ms: int, told: _Told) -> Iterable[Cue]:
    for cue in cues:
        if cue.start_ms >= duration_ms:
            told.add(f"began after the media's end ({clock(duration_ms)}) and went", cue)
        elif cue.end_ms > duration_ms:
            told.add(f"ended after the media's end ({clock(duration_ms)}): cut there", cue)
            yield replace(cue, end_ms=duration_ms)
        else:
            yield cue


def _without_repeats(cues: Sequence[Cue], told: _Told) -> list[Cue]:
    """Equal cues of one place that overlap, or touch and stutter, as one."""
    kept: list[Cue] = []
    last: dict[tuple[object, ...], int] = {}  # where in `kept` the latest of these words stands
    for cue in cues:
        key = (cue.lines, cue.alignment, cue.speaker, cue.spans)
        at = last.get(key)
        if at is not None:
            before = kept[at]
            touching = cue.start_ms == before.end_ms and (
                min(cue.end_ms - cue.start_ms, before.end_ms - before.start_ms) < STUTTER_MS
            )
            if cue.start_ms < before.end_ms or touching:
                kept[at] = replace(before, end_ms=max(before.end_ms, cue.end_ms))
                told.add("repeated one that was still there: made one", cue)
                continue
        last[key] = len(kept)
        kept.append(cue)
    return kept
