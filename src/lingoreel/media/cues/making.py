"""From recognised segments to cues."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lingoreel.media.cues.cue import Cue
from lingoreel.media.cues.cutting import HYPHEN, Draft, cut, with_hyphen
from lingoreel.media.cues.placing import Spoken, place
from lingoreel.media.cues.rules import ReadingRules, reading_rules
from lingoreel.media.cues.streams import runs, streams
from lingoreel.media.segments import Segment
from lingoreel.media.timed_text import width


def make_cues(segments: Iterable[Segment], language: str | None = None, rules: ReadingRules | None = None) -> list[Cue]:
    """Cut the segments into cues in order of time, by the rules given or the language's own.

    No word is lost, and every hard rule (see `ReadingRules`) is kept, whatever is said how fast: where too much is
    said at once, cues move away from their speech as little as they can. Two speakers who follow each other too
    quickly for a cue each share one, a line each behind a hyphen; its `speaker` is None. Time grows with the number
    of words.
    """
    rules = rules or reading_rules(language)
    drafts = [
        draft for pieces in streams(segments, language, rules) for run in runs(pieces) for draft in cut(run, rules)
    ]
    drafts.sort(key=lambda draft: (draft.start_ms, draft.order))
    drafts = _shared(drafts, rules)
    times = place(
        [Spoken(draft.start_ms, draft.end_ms, rules.needed_ms(sum(map(width, draft.lines)))) for draft in drafts],
        rules,
    )
    return [
        Cue(start_ms, end_ms, draft.lines, draft.speaker)
        for draft, (start_ms, end_ms) in zip(drafts, times, strict=True)
    ]


def within(cues: Sequence[Cue], end_ms: int, rules: ReadingRules) -> list[Cue]:
    """The cues of a recording that ends at `end_ms`, the last one not shown beyond it.

    It ends sooner, or else begins sooner, as far as the hard rules allow; where they do not, it stays as it is.
    """
    if not cues or cues[-1].end_ms <= end_ms:
        return list(cues)
    last = cues[-1]
    start_ms = min(last.start_ms, end_ms - rules.min_ms)
    if start_ms < (cues[-2].end_ms + rules.gap_ms if len(cues) > 1 else 0):
        return list(cues)
    return [*cues[:-1], replace(last, start_ms=start_ms, end_ms=end_ms)]


def _shared(drafts: Sequence[Draft], rules: ReadingRules) -> list[Draft]:
    """People who talk at once share a cue, a line each, where there is no time for two cues."""
    kept: list[Draft] = []
    for draft in drafts:
        if kept and _may_share(kept[-1], draft, rules):
            first = kept.pop()
            lines = (with_hyphen(first.lines[0]), with_hyphen(draft.lines[0]))
            end_ms = max(first.end_ms, draft.end_ms)
            draft = Draft(first.start_ms, end_ms, lines, None, first.order)  # noqa: PLW2901
        kept.append(draft)
    return kept


def _may_share(first: Draft, second: Draft, rules: ReadingRules) -> bool:
    if first.speaker == second.speaker or rules.lines < 2 or len(first.lines) + len(second.lines) != 2:
        return False
    room = rules.line_length - len(HYPHEN)
    if max(width(first.lines[0]), width(second.lines[0])) > room:
        return False
    if max(first.end_ms, second.end_ms) - first.start_ms > rules.max_ms:
        return False
    between_ms = second.start_ms - first.start_ms - rules.gap_ms
    if between_ms < rules.min_ms - rules.in_time_ms:
        return True
    return second.start_ms < first.end_ms and between_ms < rules.needed_ms(width(first.lines[0]))
