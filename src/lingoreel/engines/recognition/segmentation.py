"""Words into segments: a sentence, or what is said between two pauses, never longer than is comfortable to edit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lingoreel.media.segments import Segment, Word, clip_words

PAUSE_MS = 500  # a pause this long ends a segment; Silero's spans are parted by as much
LONGEST_MS = 10_000
TAIL_MS = 1_000  # a cut that leaves less than this on either side is no help to a reader

_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’」』)\]]*$")
_CLAUSE_END = re.compile(r"[,;:，、；：—–-]+[\"'”’」』)\]]*$")
_NO_END = re.compile(r"(?:^|\s)(?:mr|mrs|ms|dr|st|vs|prof|no|[A-Za-z])\.$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word as its engine wrote it: `raw` keeps the blank before it, which some scripts do not have."""

    start_ms: int
    end_ms: int
    raw: str
    confidence: float | None = None


def into_segments(
    words: Sequence[SpokenWord],
    *,
    pause_ms: int = PAUSE_MS,
    longest_ms: int = LONGEST_MS,
    flags: tuple[str, ...] = (),
) -> list[Segment]:
    """Segments that end at a sentence's end or a pause of `pause_ms`, and last `longest_ms` at most.

    An over-long run is cut at its best inner place: a clause's end, then the longest gap between words. A word
    longer than `longest_ms` alone stays whole.
    """
    runs: list[list[SpokenWord]] = []
    for word in words:
        if runs and not _ends(runs[-1][-1], word, pause_ms):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [_segment(part, flags) for run in runs for part in _cut(run, longest_ms)]


def _ends(word: SpokenWord, following: SpokenWord, pause_ms: int) -> bool:
    if following.start_ms - word.end_ms >= pause_ms:
        return True
    return bool(_SENTENCE_END.search(word.raw)) and not _NO_END.search(word.raw)


def _cut(run: list[SpokenWord], longest_ms: int) -> list[list[SpokenWord]]:
    length = run[-1].end_ms - run[0].start_ms
    if length <= longest_ms or len(run) < 2:
        return [run]

    def worth(index: int) -> tuple[float, int]:
        before, after = run[index - 1], run[index]
        short = min(before.end_ms - run[0].start_ms, run[-1].end_ms - after.start_ms)
        balance = short / length  # 0…0.5
        gap_s = max(0, after.start_ms - before.end_ms) / 1000
        clause = 0.6 if _CLAUSE_END.search(before.raw) else 0.0
        return (gap_s * 2 + clause + balance - (2.0 if short < TAIL_MS else 0.0), -index)

    at = max(range(1, len(run)), key=worth)
    return _cut(run[:at], longest_ms) + _cut(run[at:], longest_ms)


def _segment(run: list[SpokenWord], flags: tuple[str, ...]) -> Segment:
    start_ms, end_ms = run[0].start_ms, max(word.end_ms for word in run)
    words = clip_words(
        (Word(word.start_ms, word.end_ms, word.raw.strip(), word.confidence) for word in run), start_ms, end_ms
    )
    return Segment(start_ms, end_ms, "".join(word.raw for word in run).strip(), words, flags=flags)
