"""Who said which segment: recognised words meet the turns of speakers."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from lingoreel.engines.diarization.protocol import UNKNOWN, Diarization, Turn
from lingoreel.media.segments import Segment, Word
from lingoreel.media.timed_text import clean, locate_words

FEWEST_WORDS = 2  # fewer than this on one side of a change are taken for an error of the borders


def assign_speakers(
    segments: Iterable[Segment], diarization: Diarization
) -> tuple[list[Segment], dict[str, dict[str, Any]]]:
    """The segments with their speakers, and `{"speaker0": {"gender": 0}, …}` for those who speak in them.

    A word goes to who speaks most of its time, or nearest to it; a segment is cut where the speaker changes
    between two words. Speakers are named in the order in which they first say something. Without turns the segments
    come back as they are, with no speakers.
    """
    parts = [part for segment in segments for part in _parts(segment, _Timetable(diarization.turns))]
    names: dict[int, str] = {}
    for _, speaker in sorted(parts, key=lambda part: part[0].start_ms):
        if speaker is not None:
            names.setdefault(speaker, f"speaker{len(names)}")
    genders = [speaker.gender for speaker in diarization.speakers]
    known = {name: {"gender": genders[i] if i < len(genders) else UNKNOWN} for i, name in names.items()}
    return [segment if who is None else replace(segment, speaker=names[who]) for segment, who in parts], known


class _Timetable:
    """Turns, asked by time."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self._turns = sorted(turns, key=lambda turn: turn.start_ms)
        self._starts = [turn.start_ms for turn in self._turns]
        # A long turn may reach over those that begin after it.
        self._reach: list[int] = []
        for turn in self._turns:
            self._reach.append(max(turn.end_ms, self._reach[-1] if self._reach else turn.end_ms))

    def __bool__(self) -> bool:
        return bool(self._turns)

    def speaker(self, start_ms: int, end_ms: int) -> int:
        """Who speaks most of the time from start to end; where nobody does, who speaks nearest to it."""
        end_ms = max(end_ms, start_ms + 1)
        shares: dict[int, int] = defaultdict(int)
        at = bisect_right(self._starts, end_ms - 1)
        nearest = self._turns[min(at, len(self._turns) - 1)]
        for index in range(at - 1, -1, -1):
            turn = self._turns[index]
            shared = min(end_ms, turn.end_ms) - max(start_ms, turn.start_ms)
            if shared > 0:
                shares[turn.speaker] += shared
            elif start_ms - turn.end_ms < nearest.start_ms - end_ms or nearest.start_ms < end_ms:
                nearest = max(turn, nearest, key=lambda t: t.end_ms) if nearest.start_ms < end_ms else turn
            if self._reach[index] <= start_ms:
                break
        return max(shares, key=lambda speaker: shares[speaker]) if shares else nearest.speaker


def _parts(segment: Segment, timetable: _Timetable) -> list[tuple[Segment, int | None]]:
    if not timetable:
        return [(segment, None)]
    if not segment.words:
        return [(segment, timetable.speaker(segment.start_ms, segment.end_ms))]
    runs = _runs(segment.words, [timetable.speaker(word.start_ms, word.end_ms) for word in segment.words])
    if len(runs) == 1:
        return [(segment, runs[0][1])]
    texts = _texts(segment, [len(words) for words, _ in runs])
    made: list[tuple[Segment, int | None]] = []
    for index, ((words, speaker), text) in enumerate(zip(runs, texts, strict=True)):
        start_ms = words[0].start_ms if index else segment.start_ms
        end_ms = words[-1].end_ms if index < len(runs) - 1 else segment.end_ms
        made.append((replace(segment, start_ms=start_ms, end_ms=end_ms, text=text, words=tuple(words)), speaker))
    return made


def _runs(words: Sequence[Word], speakers: Sequence[int]) -> list[tuple[list[Word], int]]:
    """Words of one speaker together; a lone word between two others goes to whom it stands nearer."""
    raw: list[tuple[list[Word], int]] = []
    for word, speaker in zip(words, speakers, strict=True):
        _append(raw, [word], speaker)
    runs: list[tuple[list[Word], int]] = []
    for index, (run, speaker) in enumerate(raw):
        following = raw[index + 1] if index + 1 < len(raw) else None
        if len(run) >= FEWEST_WORDS or (following is None and not runs):
            _append(runs, run, speaker)
        elif runs and (following is None or _nearer_to_before(runs[-1], run, following)):
            runs[-1][0].extend(run)
        elif following is not None:
            following[0][:0] = run
    return runs


def _append(runs: list[tuple[list[Word], int]], words: list[Word], speaker: int) -> None:
    if runs and runs[-1][1] == speaker:
        runs[-1][0].extend(words)
    else:
        runs.append((words, speaker))


def _nearer_to_before(before: tuple[list[Word], int], run: list[Word], after: tuple[list[Word], int]) -> bool:
    if before[1] == after[1]:
        return True
    return run[0].start_ms - before[0][-1].end_ms <= after[0][0].start_ms - run[-1].end_ms


def _texts(segment: Segment, counts: Sequence[int]) -> list[str]:
    """The segment's text cut after so many words each, punctuation kept with the word before it."""
    text = clean(segment.text)
    places = locate_words(text, segment.words)
    cuts = [0]
    used = 0
    for count in counts[:-1]:
        used += count
        before, after = places[used - 1], places[used]
        if before is None or after is None:
            return _joined(segment, counts)
        cuts.append(_after_punctuation(text, before[1], after[0]))
    cuts.append(len(text))
    return [text[begin:end].strip() for begin, end in pairwise(cuts)]


def _after_punctuation(text: str, at: int, limit: int) -> int:
    while at < limit and not text[at].isspace() and unicodedata.category(text[at]) not in {"Ps", "Pi"}:
        at += 1
    return at


def _joined(segment: Segment, counts: Sequence[int]) -> list[str]:
    """The texts of the words alone, for a segment whose text does not contain them."""
    glue = " " if " " in segment.text.strip() else ""
    texts = []
    used = 0
    for count in counts:
        texts.append(glue.join(word.text for word in segment.words[used : used + count]))
        used += count
    return texts
